"""The bytes themselves: no colour when none is wanted, few for a move, any kind of terminal."""

import re
import time
from pathlib import Path

import pytest

from arcollect_tui.services.worklist import WorklistRow
from tests.terminal.desk import top
from tests.terminal.program import options
from tests.terminal.raw import RawTerminal, needs_pty

pytestmark = needs_pty
MOVE_BYTES = 1_500
FOLLOWED_BYTES = 4_000
FASTER_THAN_THE_PANE = 0.03
"""Seconds between moves; the pane follows 0.08 s after the last."""
FIRST_LOOK = 1.3
"""Seconds after which the window has looked at the store for the first time."""

PLACES = (
    ("gi", "Items  all open"),
    ("gp", "Promises"),
    ("ga", "Activity"),
    ("gu", "History"),
    ("gt", "What waits"),
    ("\x14", "A call comes in"),
    ("\x1b", "Back at"),
    ("gw", "Worklist"),
    ("c", "pending: c"),
    ("\x1b", ""),
    ("pfri", "Will write"),
    ("\x1b", ""),
    ("gs", "Reasons"),
    ("gw", "Worklist"),
    ("gv", "Colours and borders"),
    ("j", "> yes borders box"),
    ("\x1b", ""),
    ("o", "In the filter"),
    ("\x1b", ""),
    ("=", "score"),
    ("\x1b", ""),
    ("?", "Keys of worklist"),
    ("\x1b", ""),
    ("\r", "Timeline"),
)
_SGR = re.compile(rb"\x1b\[([0-9;:]*)m")


def colours(written: bytes) -> set[str]:
    """The colours chosen in a stream: foreground and background, named or numbered."""
    found = set()
    for match in _SGR.finditer(written):
        codes = re.split("[;:]", match[1].decode())
        for code in codes:
            if code in ("38", "48") or (code.isdigit() and 30 <= int(code) % 60 <= 47 and int(code) < 108):
                found.add(match[0].decode())
    return found - {"\x1b[39m", "\x1b[49m"}


def test_no_colour_means_no_colour_on_any_screen(store: Path) -> None:
    first = top(store)[0]
    with RawTerminal(options(store), home=store.parent, environment={"NO_COLOR": "1"}) as screen:
        screen.wait_for(first.number)
        for keys, sign in PLACES:
            screen.keys(*keys)
            screen.wait_for(sign)
            screen.quiet(0.1)
        screen.keys("\x11")
        assert screen.end() == 0
        assert colours(screen.written) == set()


def test_colour_is_what_that_test_looks_for(store: Path) -> None:
    with RawTerminal(options(store), home=store.parent) as screen:
        screen.wait_for(top(store)[0].number)
        assert colours(screen.written)


@pytest.mark.parametrize(
    "environment",
    [
        {"TERM": "vt100", "LANG": None},
        {"TERM": "linux", "LANG": "C", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"},
        {"TERM": "dumb"},
        {"TERM": None, "LANG": None},
    ],
    ids=["vt100, no LANG", "linux, C locale", "dumb", "no TERM"],
)
def test_any_terminal_starts_works_and_quits(store: Path, environment: dict[str, str | None]) -> None:
    first, second = top(store, 2)
    words = [*options(store), "--no-plain"]
    with RawTerminal(words, home=store.parent, size=(80, 24), environment=environment) as screen:
        screen.wait_for(first.number)
        screen.keys("j")
        screen.wait_for(f"> {second.number}")
        screen.keys("c", "n")
        screen.wait_for(f"Logged: {second.number}")
        screen.keys("\x11")
        assert screen.end() == 0
        assert b"Traceback" not in screen.written


@pytest.mark.parametrize("size", [(120, 35), (80, 24)], ids=["120x35", "80x24"])
def test_few_bytes_for_a_move_and_none_for_waiting(store: Path, size: tuple[int, int]) -> None:
    rows = top(store, 16)
    with RawTerminal(options(store), home=store.parent, size=size) as screen:
        screen.wait_for(rows[0].number)
        screen.quiet(FIRST_LOOK)
        before = screen.quiet()
        time.sleep(FIRST_LOOK)
        assert screen.written == before
        _moves_followed_by_the_pane(screen, rows[1:6])
        _moves_faster_than_the_pane(screen, rows[6:])


def _moves_followed_by_the_pane(screen: RawTerminal, rows: list[WorklistRow]) -> None:
    for row in rows:
        start = len(screen.written)
        screen.keys("j")
        screen.wait_for(f"> {row.number}")
        assert len(screen.quiet()) - start <= FOLLOWED_BYTES


def _moves_faster_than_the_pane(screen: RawTerminal, rows: list[WorklistRow]) -> None:
    start = len(screen.written)
    screen.keys(*"j" * len(rows), pause=FASTER_THAN_THE_PANE)
    screen.wait_for(f"> {rows[-1].number}")
    assert len(screen.quiet()) - start <= len(rows) * MOVE_BYTES


def test_few_bytes_for_a_move_in_the_items_list(store: Path) -> None:
    with RawTerminal(options(store), home=store.parent) as screen:
        screen.wait_for(top(store)[0].number)
        screen.keys("g", "i")
        screen.wait_for("of 4,000")
        screen.quiet(FIRST_LOOK)
        for _ in range(5):
            start = len(screen.written)
            screen.keys("j")
            assert 0 < len(screen.quiet(0.15)) - start <= MOVE_BYTES
