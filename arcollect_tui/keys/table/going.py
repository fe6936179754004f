"""Moving the cursor and the focus, and going to places."""

from collections.abc import Iterable

from arcollect_tui.keys.action import CUSTOMERS, MAPPER, PLACES, SCROLLED, Action


def moves() -> Iterable[Action]:
    """The cursor, row by row and farther, and the focus."""

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
    sides = PLACES | MAPPER
    yield Action("move.left", ("left",), "column left", "Choose the column to the left.", sides)
    yield Action("move.right", ("right",), "column right", "Choose the column to the right.", sides)
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
    panes = PLACES | MAPPER | {"form", "preview", "export", "coding", "view"}
    yield Action("focus.next", ("tab",), "next", "Go to the next pane or field.", panes)
    yield Action("focus.previous", ("shift+tab",), "back", "Go to the previous pane or field.", panes)


def places() -> Iterable[Action]:
    """Opening, going back, tabs, and the places behind `g`."""
    shown = PLACES | {"help", "proposals"}
    yield Action("nav.open", ("enter",), "open", "Open the row under the cursor.", shown)
    yield Action("nav.back", ("escape", "q"), "back", "Go back one level.", shown | MAPPER)
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
        ("o", "team", "Go to the team: what each collector of the office owns, has to do and did."),
        ("m", "imports", "Go to the files that were taken in; a takes in another."),
        ("x", "exports", "Go to the files that were sent; there x sends what is new."),
        ("s", "settings", "Go to settings and policy: reasons, outcomes, strategy, calendar, yours."),
    ):
        yield Action(f"go.{place}", (f"g {key}",), place, sentence, PLACES)
    share = "Sync with the other desks by the shared folder, beside what you do."
    yield Action("app.sync", ("g y",), "sync", share, PLACES)
