"""Terminals grow and shrink; cursor, marks and what is typed stay. No size is a crash."""

import itertools
from pathlib import Path

import pytest

from tests.terminal.desk import top
from tests.terminal.program import options
from tests.terminal.raw import RawTerminal, needs_pty
from tests.terminal.tmux import Terminal, needs_tmux

pytestmark = [needs_tmux, needs_pty]
STEPS = [(80, 24), (60, 15), (120, 35)]


def test_cursor_and_marks_stay_through_sizes(store: Path) -> None:
    rows = top(store, 12)
    with Terminal(options(store), home=store.parent) as screen:
        screen.wait_for(rows[0].number)
        screen.press("j", "Space", "Space", *"jjjjjj")
        here = rows[9].number
        screen.wait_for(f"> {here}")
        for columns, lines in STEPS:
            screen.resize(columns, lines)
            screen.wait_until(
                lambda shown, lines=lines, columns=columns: (  # type: ignore[misc]
                    f"> {here}" in shown
                    and _fits(shown, columns, lines)
                    and "2 marked" in shown
                    and screen.cursor()[1] == _row_of(shown, f"> {here}")
                ),
                f"no cursor on {here} at {columns}x{lines}",
            )
        screen.press("g", "g")
        for number in (rows[1].number, rows[2].number):
            screen.wait_for(f"*{number}")


def _fits(shown: str, columns: int, lines: int) -> bool:
    found = shown.rstrip("\n").split("\n")
    return len(found) <= lines and any(len(line) == columns for line in found)


def _row_of(shown: str, text: str) -> int:
    return next(place for place, line in enumerate(shown.splitlines()) if text in line)


def test_a_half_typed_form_stays_through_sizes(store: Path) -> None:
    first = top(store)[0]
    with Terminal(options(store), home=store.parent) as screen:
        screen.wait_for(first.number)
        screen.press("p", *"fri")
        screen.wait_for("Fri 27 Nov 2026")
        for columns, lines in STEPS:
            screen.resize(columns, lines)
        screen.wait_until(lambda shown: _fits(shown, 120, 35) and "Pay on" in shown, "no form any more")
        screen.press("Enter")
        screen.wait_for(f"Logged: {first.number} promise")


@pytest.mark.parametrize("size", [(120, 35), (80, 24)], ids=["120x35", "80x24"])
def test_the_terminal_cursor_stands_on_the_selected_row(store: Path, size: tuple[int, int]) -> None:
    rows = top(store, 8)
    with Terminal(options(store), home=store.parent, size=size) as screen:
        screen.wait_for(rows[0].number)
        for count, row in enumerate(rows[1:6], 1):
            screen.press("j")
            shown = screen.wait_for(f"> {row.number}")
            wanted = (1, _row_of(shown, f"> {row.number}"))
            screen.wait_until(
                lambda _, wanted=wanted: screen.cursor() == wanted,  # type: ignore[misc]
                f"after {count} moves the cursor is at {screen.cursor()}, not {wanted}",
                5.0,
            )
        screen.press("G")
        shown = screen.wait_without(f"> {rows[5].number}")
        marker = next(place for place, line in enumerate(shown.splitlines()) if line.startswith("│> "))
        screen.wait_until(lambda _: screen.cursor()[1] == marker, "the cursor is elsewhere", 5.0)


@pytest.mark.parametrize("size", [(80, 19), (59, 11), (20, 5), (200, 60)], ids="{0[0]}x{0[1]}".format)
def test_any_size_is_a_size_to_begin_with(store: Path, size: tuple[int, int]) -> None:
    sign = "needs 60x12" if size < (60, 12) else top(store)[0].number
    with RawTerminal(options(store), home=store.parent, size=size) as screen:
        screen.wait_for(sign)
        screen.keys("\x11")
        assert screen.end() == 0


def test_a_size_that_is_exported_is_not_the_terminals(store: Path) -> None:
    """`resize` of xterm, for one, exports the size that the terminal has then."""
    first = top(store)[0]
    exported = {"COLUMNS": "80", "LINES": "24"}
    with RawTerminal(options(store), home=store.parent, environment=exported) as screen:
        screen.wait_for(first.number)
        assert _fits(screen.screen(), 120, 35)
        screen.resize(100, 30)
        screen.wait_until(lambda shown: _fits(shown, 100, 30), "the size was not followed")


def test_every_tiny_size_says_something_and_none_is_a_crash(store: Path) -> None:
    first = top(store)[0]
    with RawTerminal(options(store), home=store.parent) as screen:
        screen.wait_for(first.number)
        for columns, lines in itertools.product((1, 2, 10, 40, 59, 60, 79), (1, 2, 5, 11, 12, 19)):
            screen.resize(columns, lines)
            screen.keys("j", "k", pause=0.005)
        screen.resize(40, 10)
        screen.wait_for("needs 60x12")
        screen.resize(60, 12)
        screen.wait_for(first.number)
        screen.resize(120, 35)
        screen.wait_for("Last contacts")
        screen.keys("\x11")
        assert screen.end() == 0
