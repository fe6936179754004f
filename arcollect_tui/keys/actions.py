"""The one table of actions: what a key sequence is called, what it means and where it works.

The engine, the footer, the which-key panels, the help, the palette and the documentation read this
table. An action stands here when what it does exists, and not before.

A sequence is written as its keys with blanks between them: printable keys as themselves, others by
their name (`space`, `pagedown`, `ctrl+d`). The first sequence of an action is the one shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from arcollect_tui.rules.day_queues import DAY_QUEUES
from arcollect_tui.rules.outcomes import OUTCOMES, REST_KEY, Outcome

Scopes = frozenset[str]

LISTS: Scopes = frozenset(
    {"worklist", "items", "promises", "activity", "history", "reasons", "outcomes", "settings", "conflicts"}
)
PLACES: Scopes = LISTS | {"account", "today"}
"""Every screen that shows records; the letters are verbs there."""

SCROLLED: Scopes = PLACES | {"preview", "help", "columns", "proposals"}
MARKED: Scopes = LISTS | {"account"}
"""Every list of records: its rows are marked and its cells copied."""

RECORDS: Scopes = frozenset({"worklist", "items", "promises", "account"})
CUSTOMERS: Scopes = frozenset({"worklist", "account"})
CALLED: Scopes = CUSTOMERS | {"today"}
"""Where a call is logged: on an account, or on the call-back under the cursor."""
DRAWERS: Scopes = frozenset(
    {"form", "line", "pick", "file", "preview", "coding", "proposals", "help", "view", "columns"}
)
ALL_SCOPES: Scopes = PLACES | DRAWERS

SECTIONS = (
    *("reasons", "outcomes", "strategy", "aging", "calendar", "office"),
    *("yours alone", "take in a file", "sample office"),
)
"""What the digits of the settings open, in order."""
BULK = ";"
BULK_ALIAS = "B"
PREFIXES: dict[str, tuple[str, str]] = {
    "c": ("call", "outcome"),
    "g": ("go", "place"),
    "y": ("copy", "thing to copy"),
    "V": ("view", "saved view"),
    BULK: ("marked", "verb for marked rows"),
}
"""First keys of sequences: the word of the footer, and what a wrong second key fails to be."""


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a collector can ask for.

    Attributes:
        id: stable name, used by screens, by remapping and by the documentation.
        keys: sequences that run it; the first is shown, the others are aliases.
        label: one or two words for the footer and the panels.
        sentence: what it does, for help and palette.
        scopes: the screens on which it works.
        argument: what tells apart the actions of one id, for example the code of an outcome.
        writes: it changes the store; the repeat of a held key is ignored.
        bulk: it works on the marked rows after `;`.
        takes_count: digits before it mean something.
        native: the focused widget does it by itself; listed, never run by the engine.
    """

    id: str
    keys: tuple[str, ...]
    label: str
    sentence: str
    scopes: Scopes
    argument: str = ""
    writes: bool = False
    bulk: bool = False
    takes_count: bool = False
    native: bool = False

    @property
    def name(self) -> str:
        """The id with its argument, unique in the table: `worklist.log_outcome(NA)`."""
        return f"{self.id}({self.argument})" if self.argument else self.id


def _moves() -> Iterable[Action]:
    def row(action: str, keys: tuple[str, ...], label: str, sentence: str) -> Action:
        return Action(f"move.{action}", keys, label, sentence, SCROLLED, takes_count=True)

    yield row("down", ("j", "down"), "down", "Move down one row.")
    yield row("up", ("k", "up"), "up", "Move up one row.")
    yield row("page_down", ("pagedown",), "page down", "Move down one page.")
    yield row("page_up", ("pageup",), "page up", "Move up one page.")
    yield row("half_down", ("ctrl+d",), "half page down", "Move down half a page.")
    yield row("half_up", ("ctrl+u",), "half page up", "Move up half a page.")
    yield row("first", ("g g", "home"), "first row", "Go to the first row, or to the row counted.")
    yield row("last", ("G", "end"), "last row", "Go to the last row, or to the row counted.")
    yield Action("move.left", ("left",), "column left", "Choose the column to the left.", PLACES)
    yield Action("move.right", ("right",), "column right", "Choose the column to the right.", PLACES)
    yield Action(
        "move.next_account",
        ("J",),
        "next account",
        "Go to the next account and stay in the pane.",
        CUSTOMERS,
        takes_count=True,
    )
    yield Action(
        "move.previous_account",
        ("K",),
        "previous account",
        "Go to the previous account and stay in the pane.",
        CUSTOMERS,
        takes_count=True,
    )
    panes = PLACES | {"form", "preview", "coding", "view"}
    yield Action("focus.next", ("tab",), "next", "Go to the next pane or field.", panes)
    yield Action("focus.previous", ("shift+tab",), "back", "Go to the previous pane or field.", panes)


def _places() -> Iterable[Action]:
    shown = PLACES | {"help", "proposals"}
    yield Action("nav.open", ("enter",), "open", "Open the row under the cursor.", shown)
    yield Action("nav.back", ("escape", "q"), "back", "Go back one level.", shown)
    yield Action("nav.zoom", ("z",), "zoom", "Show list and pane, the list, or the pane.", CUSTOMERS)
    yield Action("nav.previous", ("-",), "previous place", "Go to the previous place.", PLACES)
    tabs = frozenset({"account"})
    yield Action("tab.next", ("]", ">"), "next tab", "Go to the next tab.", tabs, takes_count=True)
    yield Action("tab.previous", ("[", "<"), "tab before", "Go to the tab before.", tabs, takes_count=True)
    for key, place, sentence in (
        ("t", "today", "Go to today: queues, call-backs, what was done, pace."),
        ("w", "worklist", "Go to the worklist."),
        ("i", "items", "Go to the open items of all accounts."),
        ("p", "promises", "Go to the promises."),
        ("a", "activity", "Go to what was done today."),
        ("u", "history", "Go to the history, where entries are undone."),
        ("c", "conflicts", "Go to what desks said differently of one thing."),
        ("s", "settings", "Go to settings and policy: reasons, outcomes, strategy, calendar, yours."),
    ):
        yield Action(f"go.{place}", (f"g {key}",), place, sentence, PLACES)
    share = "Sync with the other desks by the shared folder, beside what you do."
    yield Action("app.sync", ("g y",), "sync", share, PLACES)


def _today() -> Iterable[Action]:
    """Digits open the numbered queues on the one screen that prints the numbers."""
    today = frozenset({"today"})
    for queue in DAY_QUEUES:
        number = str(queue.number)
        yield Action("today.open", (number,), queue.label, f"Open: {queue.about}.", today, argument=number)


def _calls_in() -> Iterable[Action]:
    """An inbound call interrupts anything."""
    answer = "Answer a call: what you do is parked as it stands; find who calls, log it, come back."
    yield Action("call.answer", ("ctrl+t", "f4"), "answer a call", answer, ALL_SCOPES)
    back = "Go back to what was parked when a call came in."
    yield Action("call.back", ("R",), "back to parked", back, PLACES)


def _lists() -> Iterable[Action]:
    yield Action(
        "mark.toggle",
        ("space",),
        "mark",
        "Mark or unmark the row and move down.",
        MARKED,
        takes_count=True,
    )
    yield Action("mark.range", ("v",), "range", "Start a range: move, then Space marks it.", MARKED)
    yield Action("mark.all", ("*",), "mark all", "Mark all rows shown; again unmarks them.", MARKED)
    yield Action("mark.invert", ("~", "I"), "invert", "Swap marked and unmarked rows.", MARKED)
    yield Action("mark.clear", ("\\", "C"), "clear marks", "Take off all marks.", MARKED)
    items = frozenset({"items"})
    matching = "Mark what a filter matches; the filter of the list stands there to be narrowed."
    yield Action("mark.matching", ("m",), "mark by filter", matching, items)
    yield Action("mark.unmatching", ("M",), "unmark by filter", "Unmark what a filter matches.", items)
    equal = "Mark the rows that show the same as this one in the chosen column."
    yield Action("mark.equal", ("E",), "mark equal", equal, items)
    out = "Exclude the row from marks, or take that back; after ; all marked rows."
    yield Action("mark.exclude", ("X",), "exclude", out, items, bulk=True)
    yield Action("list.find", ("/", "f3"), "find", "Find an account, an item or a contact.", PLACES)
    onward = "Go to the next row of this list that holds what / was last asked for."
    yield Action("list.next_match", ("n",), "next match", onward, LISTS, takes_count=True)
    back = "Go to the row before that holds what / was last asked for."
    yield Action("list.previous_match", ("N",), "previous match", back, LISTS, takes_count=True)
    yield Action("list.filter", ("f",), "filter", "Filter the list, with live count and sum.", LISTS)
    yield Action("list.filter_toggle", ("F",), "filter on/off", "Turn the filter off and on.", LISTS)
    yield Action("list.sort", ("s",), "sort", "Sort by the chosen column.", PLACES)
    yield Action("list.sort_reverse", ("S",), "sort down", "Sort by the chosen column, down.", PLACES)
    for key, view, label, sentence in (
        ("t", "today", "today", "Show the accounts that are due today."),
        ("s", "short", "short paid", "Show the items that were paid short."),
        ("c", "to_code", "to code", "Show the items that need coding, biggest first."),
        ("b", "broken", "broken promises", "Show the accounts with a broken promise."),
        ("o", "overdue30", "30+ overdue", "Show what is 30 or more days overdue."),
    ):
        yield Action("view.open", (f"V {key}",), label, sentence, PLACES, argument=view)
    save = "Save the filter, sort and columns under a letter, or drop such a view."
    yield Action("view.save", ("V =",), "save view", save, frozenset({"worklist", "items"}))
    columns = "Choose which columns are shown, in which order and width, and which of them stay."
    yield Action("list.columns", ("o",), "columns", columns, LISTS)


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


def _sections() -> Iterable[Action]:
    settings = frozenset({"settings"})
    for digit, section in enumerate(SECTIONS, 1):
        sentence = f"Open the section {section}."
        yield Action("settings.open", (str(digit),), section, sentence, settings, argument=str(digit))


def _copies() -> Iterable[Action]:
    for key, thing, label, sentence in (
        ("p", "phone", "phone", "Copy the phone number of the contact."),
        ("e", "email", "e-mail", "Copy the e-mail address of the contact."),
        ("i", "items", "item numbers", "Copy the item number, or the open items of the account."),
    ):
        yield Action("copy", (f"y {key}",), label, sentence, RECORDS, argument=thing)
    table = "Copy the marked rows as a table."
    yield Action("copy", ("y m",), "marked rows", table, MARKED, argument="marked")
    cell = "Copy the cell in the chosen column."
    yield Action("copy.cell", ("y y",), "cell", cell, LISTS)


def _deeds() -> Iterable[Action]:
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
    code = "Code the item as disputed or collectible, with a reason; after ; all marked items."
    yield Action(
        "items.code", ("d",), "dispute", code, frozenset({"items", "account"}), writes=True, bulk=True
    )
    small = "Propose the small short pays of the list that policy lets go; nothing without the preview."
    items = frozenset({"items"})
    yield Action("items.tolerate", ("T",), "tolerance", small, items, writes=True)
    cause = "Tell the root cause of the item; after ; of all marked items."
    yield Action(
        "items.cause", ("D",), "root cause", cause, frozenset({"items", "account"}), writes=True, bulk=True
    )
    alike = "Show the uncoded items that look like coded ones, by rule."
    yield Action("items.proposals", ("P",), "proposals", alike, frozenset({"items"}))
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
    keep = "Settle the first conflict shown on the account: what counts now stays."
    yield Action("account.settle", ("i",), "settle", keep, CUSTOMERS, writes=True)
    other = "Settle a conflict of the account by picking the value that shall hold."
    yield Action("account.settle_other", ("O",), "settle otherwise", other, CUSTOMERS, writes=True)
    yield from _copies()
    reasons = frozenset({"reasons"})
    add = "Add a reason of the office's own."
    yield Action("reasons.add", ("a",), "add", add, reasons, writes=True)
    retire = "Offer the reason no longer for new codings, or offer it again."
    yield Action("reasons.retire", ("r",), "retire, offer", retire, reasons, writes=True)
    offer = "Offer the outcome no longer for new calls, or offer it again."
    yield Action("outcomes.retire", ("r",), "retire, offer", offer, frozenset({"outcomes"}), writes=True)
    yield from _sections()
    yield Action("edit.undo", ("u",), "undo", "Take back the newest entry.", PLACES, writes=True)
    yield Action("edit.redo", ("U", "ctrl+r"), "redo", "Redo the newest undo.", PLACES, writes=True)
    repeat = "Repeat the last write on the row under the cursor."
    yield Action("edit.repeat", (".",), "repeat", repeat, RECORDS, writes=True, takes_count=True)
    export = "Export what the list shows to a file."
    shown = frozenset({"worklist", "items", "promises", "activity", "history"})
    yield Action("list.export", ("x",), "export", export, shown)


def _program() -> Iterable[Action]:
    why = "Show why the row stands where it stands."
    yield Action("worklist.why", ("=",), "why here", why, CUSTOMERS | {"items"})
    yield Action("app.help", ("?", "f1"), "keys", "List the keys of this screen.", PLACES | {"form"})
    yield Action("app.palette", (":", "ctrl+p"), "commands", "Find and run any command.", PLACES)
    colours = "Choose colours and borders; each is shown while the cursor is on it."
    yield Action("app.looks", ("g v",), "colours", colours, PLACES)
    yield Action("app.messages", ("!",), "messages", "Show the last messages in full.", PLACES)
    yield Action("app.quit", ("ctrl+q",), "quit", "Leave arcollect; drafts are kept.", ALL_SCOPES)


def _forms() -> Iterable[Action]:
    form, line = frozenset({"form"}), frozenset({"line"})
    yield Action("form.save", ("enter",), "save + next", "Save and go on.", form, writes=True)
    yield Action("form.save_stay", ("ctrl+s",), "save", "Save and stay.", form, writes=True)
    yield Action("form.leave", ("escape",), "keep draft", "Leave; the draft is kept.", form)
    drop = "Leave and drop the draft."
    yield Action("form.drop", ("ctrl+r",), "drop draft", drop, form)
    yield Action(
        "form.pick",
        ("f2", "ctrl+l"),
        "pick",
        "Pick the value from a list; open your editor for a note.",
        form,
    )
    days = "Change a date by one day."
    yield Action("form.day", ("up", "down"), "day", days, form, native=True)
    weeks = "Change a date by one week."
    yield Action("form.week", ("pageup", "pagedown"), "week", weeks, form, native=True)
    yield Action("line.keep", ("enter",), "keep", "Keep what is typed.", line)
    yield Action("line.restore", ("escape",), "restore", "Leave the line as it was before.", line)
    yield Action("line.complete", ("tab",), "complete", "Complete the word.", line)
    yield Action("line.next", ("down",), "next", "Go to the next row.", line)
    yield Action("line.previous", ("up",), "previous", "Go to the previous row.", line)
    pick = frozenset({"pick"})
    yield Action("pick.take", ("enter",), "take", "Take the row under the cursor.", pick)
    yield Action("pick.leave", ("escape",), "leave", "Leave without taking one.", pick)
    rows = "Choose another row while typing."
    yield Action("pick.row", ("up", "down"), "row", rows, pick, native=True)
    file = frozenset({"file"})
    read = "Read the file and show what it would change."
    yield Action("file.preview", ("enter",), "preview", read, file)
    yield Action("file.complete", ("tab",), "complete", "Complete the name of the file.", file)
    yield Action("file.leave", ("escape",), "leave", "Stop reading, or leave without a file.", file)
    preview = frozenset({"preview"})
    yield Action("preview.apply", ("enter",), "apply", "Write it, as one undo step.", preview, writes=True)
    yield Action("preview.cancel", ("escape", "q"), "cancel", "Write nothing.", preview)
    away = "Keep the proposal away at this desk until its evidence changes."
    yield Action("proposals.dismiss", ("x",), "dismiss", away, frozenset({"proposals"}), writes=True)


def _drawers() -> Iterable[Action]:
    coding = frozenset({"coding"})
    enter = "Choose the reason; then write the preview, as one undo step."
    yield Action("coding.enter", ("enter",), "choose, then apply", enter, coding)
    yield Action("coding.cancel", ("escape",), "cancel", "Write nothing.", coding)
    yield Action("coding.next", ("down",), "next reason", "Choose the reason below.", coding)
    yield Action("coding.previous", ("up",), "reason before", "Choose the reason above.", coding)
    yield Action("coding.page_down", ("pagedown",), "preview down", "Show more of the preview.", coding)
    yield Action("coding.page_up", ("pageup",), "preview up", "Show the preview before it.", coding)
    yield Action("coding.accounts", ("f2", "ctrl+l"), "accounts", "List accounts, or items again.", coding)
    anew = "Code anew what carries another coding, or skip it again."
    yield Action("coding.recode", ("ctrl+r",), "also recode", anew, coding)
    view, columns = frozenset({"view"}), frozenset({"columns"})
    yield Action("view.keep", ("enter",), "save", "Save the view under the letter.", view)
    yield Action("view.leave", ("escape",), "leave", "Leave without saving.", view)
    yield Action("columns.keep", ("enter",), "show", "Show the list with these columns.", columns)
    yield Action("columns.leave", ("escape", "q"), "leave", "Leave the columns as they are.", columns)
    yield Action("columns.turn", ("space",), "show/hide", "Show or hide the column.", columns)
    yield Action("columns.later", ("J",), "to the right", "Move the column to the right.", columns)
    yield Action("columns.sooner", ("K",), "to the left", "Move the column to the left.", columns)
    yield Action(
        "columns.wider", ("right", ">"), "wider", "Make the column wider.", columns, takes_count=True
    )
    yield Action(
        "columns.narrower",
        ("left", "<"),
        "narrower",
        "Make the column narrower.",
        columns,
        takes_count=True,
    )
    stay = "Have the columns down to this one stay while the others scroll, or none."
    yield Action("columns.freeze", ("f",), "stays", stay, columns)
    yield Action("columns.usual", ("=",), "usual", "Go back to the usual columns.", columns)


ACTIONS: tuple[Action, ...] = (
    *_moves(),
    *_places(),
    *_today(),
    *_calls_in(),
    *_lists(),
    *_deeds(),
    *_program(),
    *_forms(),
    *_drawers(),
)


def for_scope(scope: str, actions: Iterable[Action] = ACTIONS) -> tuple[Action, ...]:
    """The actions that work on a screen, in the order of the table."""
    return tuple(action for action in actions if scope in action.scopes)
