"""The bytes themselves: no colour when none is wanted, few for a move, any kind of terminal."""

import re
import time
from pathlib import Path

import pytest

from tests.terminal.desk import top
from tests.terminal.program import options
from tests.terminal.raw import RawTerminal, needs_pty

pytestmark = needs_pty
MOVE_BYTES = 1_500
FOLLOWED_BYTES = 4_000
FASTER_THAN_THE_PANE = 0.03
"""Seconds between moves; the pane follows 0.08 s after the last."""

PLACES = (
    ("gi", "Items  all open"),
    ("gp", "Promises"),
    ("ga", "Activity"),
    ("gu", "History"),
    ("gw", "Worklist"),
    ("c", "pending: c"),
    ("\x1b", ""),
    ("p", "Pay on"),
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
        {"TERM": "vt100"},
        {"TERM": "linux"},
        {"TERM": "dumb"},
        {"TERM": "xterm-256color", "LANG": None},
        {"TERM": "linux", "LANG": "C", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"},
        {"TERM": None, "LANG": None},
    ],
    ids=["vt100", "linux", "dumb", "no LANG", "C locale", "no TERM"],
)
def test_any_terminal_starts_works_and_quits(store: Path, environment: dict[str, str | None]) -> None:
    first, second = top(store, 2)
    with RawTerminal(options(store), home=store.parent, size=(80, 24), environment=environment) as screen:
        screen.wait_for(first.number)
        screen.keys("j")
        screen.wait_for(f"> {second.number}")
        screen.keys("\x11")
        assert screen.end() == 0
        assert b"Traceback" not in screen.written


def test_a_move_writes_few_bytes(store: Path) -> None:
    rows, moves = top(store, 12), 10
    with RawTerminal(options(store), home=store.parent) as screen:
        screen.wait_for(rows[0].number)
        start = len(screen.quiet(1.5))
        began = time.monotonic()
        screen.keys(*"j" * moves, pause=FASTER_THAN_THE_PANE)
        screen.wait_for(f"> {rows[moves].number}")
        moved = len(screen.written) - start
        assert time.monotonic() - began < 2
        followed = len(screen.quiet()) - start
    assert 0 < moved <= moves * MOVE_BYTES + FOLLOWED_BYTES
    assert followed <= moves * MOVE_BYTES + FOLLOWED_BYTES


@pytest.mark.parametrize("size", [(120, 35), (80, 24)], ids=["120x35", "80x24"])
def test_a_move_with_the_pane_after_it_writes_few_bytes(store: Path, size: tuple[int, int]) -> None:
    rows = top(store, 6)
    with RawTerminal(options(store), home=store.parent, size=size) as screen:
        screen.wait_for(rows[0].number)
        screen.quiet(1.5)
        for row in rows[1:]:
            start = len(screen.quiet())
            screen.keys("j")
            screen.wait_for(f"> {row.number}")
            assert len(screen.quiet()) - start <= FOLLOWED_BYTES


def test_a_move_in_the_items_list_writes_few_bytes(store: Path) -> None:
    with RawTerminal(options(store), home=store.parent) as screen:
        screen.wait_for(top(store)[0].number)
        screen.keys("g", "i")
        screen.wait_for("of 4,000")
        for _ in range(5):
            start = len(screen.quiet(0.15))
            screen.keys("j")
            assert 0 < len(screen.quiet(0.15)) - start <= MOVE_BYTES


def test_an_idle_window_writes_nothing(store: Path) -> None:
    with RawTerminal(options(store), home=store.parent) as screen:
        screen.wait_for(top(store)[0].number)
        screen.quiet(1.5)
        before = screen.quiet(0.5)
        time.sleep(2.5)
        assert screen.written == before
