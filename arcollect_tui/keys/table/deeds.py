"""What is done to accounts and items: calls, codings, notes, days, conflicts; and undone."""

from collections.abc import Iterable

from arcollect_tui.keys.action import CALLED, CUSTOMERS, PLACES, RECORDS, Action
from arcollect_tui.rules.outcomes import OUTCOMES, REST_KEY, Outcome


def calls() -> Iterable[Action]:
    """Outcomes behind `c`."""
    yield from (_outcome(outcome) for outcome in OUTCOMES if outcome.key)
    rest = "Log a call with one of the outcomes that have no key."
    yield Action(
        "worklist.pick_outcome",
        (f"c {REST_KEY}",),
        "other outcome",
        rest,
        CALLED,
        writes=True,
        takes_count=True,
    )


def _outcome(outcome: Outcome) -> Action:
    keys: tuple[str, ...] = (f"c {outcome.key}",)
    if outcome.code == "PP":
        keys = ("p", *keys)
    return Action(
        "worklist.log_outcome",
        keys,
        "promise" if outcome.code == "PP" else outcome.name.lower(),
        f"Log a call: {outcome.name[0].lower()}{outcome.name[1:]}. A count sets the days to the next.",
        CALLED,
        argument=outcome.code,
        writes=True,
        takes_count=True,
    )


def items() -> Iterable[Action]:
    """Codings, and what is told of items."""
    code = "Code the item as disputed or collectible, with a reason; after ; all marked items."
    yield Action(
        "items.code", ("d",), "dispute", code, frozenset({"items", "account"}), writes=True, bulk=True
    )
    small = "Propose the small short pays of the list that policy lets go; nothing without the preview."
    yield Action("items.tolerate", ("T",), "tolerance", small, frozenset({"items"}), writes=True)
    cause = "Tell the root cause of the item; after ; of all marked items."
    yield Action(
        "items.cause", ("D",), "root cause", cause, frozenset({"items", "account"}), writes=True, bulk=True
    )
    alike = "Show the uncoded items that look like coded ones, by rule."
    yield Action("items.proposals", ("P",), "proposals", alike, frozenset({"items"}))


def accounts() -> Iterable[Action]:
    """Deeds about an account."""
    dispute = "Dispute items of the account, with a reason."
    yield Action("worklist.dispute", ("d",), "dispute", dispute, frozenset({"worklist"}), writes=True)
    yield Action(
        "account.note", ("a",), "note", "Write a note on the account.", RECORDS | {"today"}, writes=True
    )
    contacts = "Add a contact, correct one, or retire a number."
    yield Action("account.contacts", ("e",), "contacts", contacts, CUSTOMERS, writes=True)
    yield Action(
        "account.reschedule",
        ("r",),
        "reschedule",
        "Set the next action to another day; a count is days from today.",
        CALLED,
        writes=True,
        takes_count=True,
    )
    hand = "Assign the account to a colleague, for good or as a cover; after ; all marked accounts."
    yield Action("account.assign", ("t",), "assign", hand, CUSTOMERS, writes=True, bulk=True)
    conflicts = CUSTOMERS | {"conflicts"}
    keep = "Settle the conflict under the cursor, or the account's first: what counts now stays."
    yield Action("account.settle", ("i",), "settle", keep, conflicts, writes=True)
    other = "Settle a conflict by picking the value that shall hold."
    yield Action("account.settle_other", ("O",), "settle otherwise", other, conflicts, writes=True)


def team() -> Iterable[Action]:
    """Deeds of a supervisor."""
    out = "Hand the portfolios out: one file a collector, with all there is to know."
    yield Action("team.hand_out", ("x",), "hand out", out, frozenset({"team"}), writes=True)


def edits() -> Iterable[Action]:
    """What becomes of deeds: taken back, done again, exported."""
    yield Action("edit.undo", ("u",), "undo", "Take back the newest entry.", PLACES, writes=True)
    yield Action("edit.redo", ("U", "ctrl+r"), "redo", "Redo the newest undo.", PLACES, writes=True)
    repeat = "Repeat the last write on the row under the cursor."
    yield Action("edit.repeat", (".",), "repeat", repeat, RECORDS, writes=True, takes_count=True)
    export = "Export what the list shows to a file."
    shown = frozenset({"worklist", "items", "promises", "activity", "history", "today"})
    yield Action("list.export", ("x",), "export", export, shown)
