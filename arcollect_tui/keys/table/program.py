"""Help, looks and leaving."""

from collections.abc import Iterable

from arcollect_tui.keys.action import ALL_SCOPES, CUSTOMERS, MAPPER, PLACES, Action


def program() -> Iterable[Action]:
    """What works wherever one is."""
    why = "Show why the row stands where it stands."
    yield Action("worklist.why", ("=",), "why here", why, CUSTOMERS | {"items"})
    shown = PLACES | MAPPER
    yield Action("app.help", ("?", "f1"), "keys", "List the keys of this screen.", shown | {"form"})
    yield Action("app.palette", (":", "ctrl+p"), "commands", "Find and run any command.", shown)
    colours = "Choose colours and borders; each is shown while the cursor is on it."
    yield Action("app.looks", ("g v",), "colours", colours, PLACES)
    yield Action("app.messages", ("!",), "messages", "Show the last messages in full.", shown)
    yield Action("app.quit", ("ctrl+q",), "quit", "Leave arcollect; drafts are kept.", ALL_SCOPES)
