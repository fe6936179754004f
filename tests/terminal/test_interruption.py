"""What was typed survives whatever ends the program: kill -9, a closed terminal, a polite signal."""

import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.terminal.desk import checked, deeds, kept_forms, new_deeds, top
from tests.terminal.program import options
from tests.terminal.raw import RawTerminal, needs_pty

pytestmark = needs_pty
NOTE = "half typed by Karen"
PAUSE = 0.5
"""Seconds without a key after which what was typed must be safe: 0.25 are promised, on a quiet machine."""


def terminal(store: Path, size: tuple[int, int] = (120, 35)) -> RawTerminal:
    return RawTerminal(options(store), home=store.parent, size=size)


def half_type(screen: RawTerminal, number: str) -> None:
    screen.wait_for(number)
    screen.keys("p", "f", "r", "i", *["\t"] * 2, *"wire")
    screen.wait_for("Fri 27 Nov 2026")
    screen.wait_for("wire")


def assert_offered_again(store: Path, number: str) -> None:
    """The header counts the draft, the form of the account has its words, and saving drops it."""
    with terminal(store) as screen:
        screen.wait_for("1 draft")
        screen.wait_for(number)
        screen.keys("p")
        screen.wait_for("Restored the draft")
        shown = screen.wait_for("Fri 27 Nov 2026")
        assert "wire" in shown
        screen.keys("\r")
        screen.wait_for(f"Logged: {number} promise")
        screen.wait_until(lambda shown: "1 draft" not in shown, "the draft stayed")
    assert kept_forms(store) == []


def killed(screen: RawTerminal) -> None:
    time.sleep(PAUSE)
    screen.signal(signal.SIGKILL)
    assert screen.end() == -signal.SIGKILL


def hung_up_by_signal(screen: RawTerminal) -> None:
    screen.signal(signal.SIGHUP)
    assert screen.end() == 0


def window_closed(screen: RawTerminal) -> None:
    screen.hang_up()
    assert screen.end(10) == 0


def terminated(screen: RawTerminal) -> None:
    screen.signal(signal.SIGTERM)
    assert screen.end() == 0
    assert b"\x1b[?1049l" in screen.written


def left(screen: RawTerminal) -> None:
    screen.keys("\x11")
    assert screen.end() == 0


@pytest.mark.parametrize("end", [killed, hung_up_by_signal])
def test_a_half_typed_form_is_offered_again(store: Path, end: Callable[[RawTerminal], None]) -> None:
    first, before = top(store)[0], deeds(store, None)
    with terminal(store) as screen:
        half_type(screen, first.number)
        end(screen)
    assert_kept(store, first.customer_id)
    assert new_deeds(store, before) == []
    assert_offered_again(store, first.number)
    assert len(new_deeds(store, before)) == 1


@pytest.mark.parametrize("end", [window_closed, terminated, left])
def test_a_half_typed_form_is_kept_when_one_leaves(store: Path, end: Callable[[RawTerminal], None]) -> None:
    first = top(store)[0]
    with terminal(store) as screen:
        half_type(screen, first.number)
        end(screen)
    assert_kept(store, first.customer_id)


def assert_kept(store: Path, customer: int) -> None:
    (draft,) = kept_forms(store)
    assert draft.customer_id == customer
    assert "fri" in draft.body


def test_esc_keeps_the_draft_and_the_same_form_has_it_again(store: Path) -> None:
    first, before = top(store)[0], deeds(store, None)
    with terminal(store, (80, 24)) as screen:
        screen.wait_for(first.number)
        screen.keys("a", *NOTE)
        screen.wait_for(NOTE)
        screen.keys("\x1b")
        screen.wait_for("1 draft")
        screen.keys("a")
        screen.wait_for(NOTE)
        screen.keys("\r")
        screen.wait_until(lambda shown: "1 draft" not in shown, "the draft stayed")
    (only,) = new_deeds(store, before)
    assert NOTE in only.text


def test_saved_calls_are_there_after_kill_9_and_the_next_window_opens(store: Path) -> None:
    rows, before = top(store, 6), deeds(store, None)
    with terminal(store) as screen:
        screen.wait_for(rows[0].number)
        for row in rows[:5]:
            screen.keys("c", "n")
            screen.wait_for(f"Logged: {row.number}")
        screen.signal(signal.SIGKILL)
        screen.end()
    assert [row.text.split()[0] for row in new_deeds(store, before)] == [
        row.number for row in reversed(rows[:5])
    ]
    assert checked(store).ok
    with terminal(store) as screen:
        screen.wait_for(rows[5].number)


def test_stopped_and_continued(store: Path) -> None:
    first, second = top(store, 2)
    with terminal(store) as screen:
        screen.wait_for(first.number)
        screen.signal(signal.SIGSTOP)
        screen.keys("j")
        time.sleep(0.2)
        screen.signal(signal.SIGCONT)
        screen.wait_for(f"> {second.number}")
