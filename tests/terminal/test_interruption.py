"""What was typed survives whatever ends the program: kill -9, a closed terminal, a polite signal."""

import json
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from arcollect_tui.services.window import claim_window
from tests.faults.office import long_form
from tests.terminal.desk import checked, deeds, kept_forms, new_deeds, top
from tests.terminal.program import COLLECTOR, PROGRAM, options
from tests.terminal.raw import RawTerminal, needs_pty

pytestmark = needs_pty
MISTAKEN = (sys.executable, "-m", "tests.terminal.mistaken")
"""arcollect with a mistake in it."""
BUG = 70
"""The exit code of a mistake in the program."""
NOTE = "half typed by Karen"
PAUSE = 0.5
"""Seconds without a key after which what was typed must be safe: 0.25 are promised, on a quiet machine."""


def terminal(
    store: Path, size: tuple[int, int] = (120, 35), program: Sequence[str] = PROGRAM
) -> RawTerminal:
    return RawTerminal(options(store), home=store.parent, size=size, program=program)


@dataclass(frozen=True)
class HalfTyped:
    """A form that somebody is filling in.

    Attributes:
        opened_by: the keys that open it.
        keys: what is typed.
        sign: says that the form is there.
        drop: the key that drops the draft.
        shown: what stands on the screen then, and again when the form is offered again.
        kept: what the draft holds.
    """

    opened_by: tuple[str, ...]
    keys: tuple[str, ...]
    shown: tuple[str, ...]
    kept: str
    sign: str = "field "
    drop: str = "\x12"


FORMS = {
    "promise": HalfTyped(("p",), (*"fri", "\t", "\t", *"wire"), ("Fri 27 Nov 2026", "wire"), "fri"),
    "dispute": HalfTyped(("c", "d"), (*"pri",), ("pri",), "pri"),
    "call back": HalfTyped(("c", "w"), (*"wed",), ("Wed 25 Nov",), "wed"),
    "note": HalfTyped(("a",), (*NOTE,), (NOTE,), NOTE),
    "next action": HalfTyped(("r",), (*"mon",), ("Mon 30 Nov",), "mon"),
    "contact": HalfTyped(("e",), (*"Karen Half",), ("Karen Half",), "Karen Half"),
    "cause": HalfTyped(("\r", "D"), (*"\t\t", *NOTE), (NOTE,), NOTE),
    "coding": HalfTyped(("\r", "d"), (*"oth\t\t", *NOTE), (NOTE,), NOTE, "pending: ", "\x04"),
    "reason": HalfTyped(("g", "s", "1", "\r"), (*NOTE,), (NOTE,), NOTE),
    "settings": HalfTyped(("g", "s", "6"), (*NOTE,), (NOTE,), NOTE),
}
"""Every form that there is, of the settings one; `tests.tui.test_never_lost` has them one by one."""
OF_SETTINGS = ("reason", "settings")


def half_type(screen: RawTerminal, number: str, form: HalfTyped) -> None:
    screen.wait_for(number)
    screen.keys(*form.opened_by)
    screen.wait_for(form.sign)
    screen.keys(*form.keys)
    for words in form.shown:
        screen.wait_for(words)


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


def crashed(screen: RawTerminal) -> None:
    """A mistake in the program, which `tests.terminal.mistaken` makes when a call is answered."""
    screen.keys("\x14")
    assert screen.end() == BUG
    assert b"\x1b[?1049l" in screen.written


ENDS = (killed, hung_up_by_signal, window_closed, terminated, crashed)
CASES = (
    [(form, end) for form in FORMS for end in ENDS]
    if long_form()
    else [(form, ENDS[place % len(ENDS)]) for place, form in enumerate(FORMS)]
)


@pytest.mark.parametrize(("name", "end"), CASES, ids=lambda case: getattr(case, "__name__", case))
def test_a_half_typed_form_is_offered_again(
    store: Path, name: str, end: Callable[[RawTerminal], None]
) -> None:
    """The header counts the draft, the form of the account has its words; nothing was recorded."""
    form, first, before = FORMS[name], top(store)[0], deeds(store, None)
    with terminal(store, program=MISTAKEN) as screen:
        half_type(screen, first.number, form)
        end(screen)
    (draft,) = kept_forms(store)
    assert draft.customer_id == first.customer_id or (name in OF_SETTINGS and draft.customer_id < 0)
    assert form.kept in draft.body
    with terminal(store) as screen:
        screen.wait_for("1 draft")
        screen.wait_for(first.number)
        screen.keys(*form.opened_by)
        screen.wait_for("Restored the draft")
        for words in form.shown:
            screen.wait_for(words)
        screen.keys(form.drop)
        screen.wait_until(lambda shown: "1 draft" not in shown, "the draft stayed")
    assert kept_forms(store) == []
    assert new_deeds(store, before) == []


def test_a_form_offered_again_is_saved_once(store: Path) -> None:
    first, before = top(store)[0], deeds(store, None)
    with terminal(store) as screen:
        half_type(screen, first.number, FORMS["promise"])
        killed(screen)
    with terminal(store) as screen:
        screen.wait_for(first.number)
        screen.keys("p")
        screen.wait_for("Restored the draft")
        screen.keys("\r")
        screen.wait_for(f"Logged: {first.number} promise")
        screen.wait_until(lambda shown: "1 draft" not in shown, "the draft stayed")
    assert kept_forms(store) == []
    assert len(new_deeds(store, before)) == 1


def test_leaving_with_a_form_open_keeps_it(store: Path) -> None:
    first = top(store)[0]
    with terminal(store) as screen:
        half_type(screen, first.number, FORMS["promise"])
        left(screen)
    claim_window(store, COLLECTOR).release()
    (draft,) = kept_forms(store)
    assert draft.customer_id == first.customer_id


def test_typing_without_a_pause_loses_the_last_quarter_second_at_most(store: Path) -> None:
    """Somebody types on and on when the program is killed."""
    first, typed = top(store)[0], []
    with terminal(store) as screen:
        screen.wait_for(first.number)
        screen.keys("a")
        screen.wait_for("field ")
        for letter in "she says that the goods came late and that " * 2:
            screen.type(letter)
            typed.append(time.monotonic())
            time.sleep(0.04)
        end = time.monotonic()
        screen.signal(signal.SIGKILL)
        screen.end()
    (draft,) = kept_forms(store)
    kept = json.loads(draft.body)["text"]
    lost = [at for at in typed[len(kept) :] if at < end - PAUSE]
    assert not lost, f"typed {end - lost[0]:.2f} s before the end"


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
