"""An inbound call in a real terminal: the form comes back as typed, and survives kill -9 meanwhile."""

import json
import signal
import time
from pathlib import Path

import pytest

from tests.terminal.desk import checked, deeds, kept_forms, new_deeds, top
from tests.terminal.program import options
from tests.terminal.raw import RawTerminal, needs_pty
from tests.terminal.tmux import Terminal, needs_tmux

SIZES = pytest.mark.parametrize("size", [(120, 35), (80, 24)], ids=["120x35", "80x24"])


@needs_tmux
@SIZES
def test_a_call_interrupts_a_promise_and_the_promise_goes_on(store: Path, size: tuple[int, int]) -> None:
    first, _, caller = top(store, 3)
    before = deeds(store, None)
    with Terminal(options(store), home=store.parent, size=size) as screen:
        screen.wait_for(first.number)
        screen.press("p", *"+9", "Tab")
        screen.wait_for("Wed 2 Dec")
        screen.press("C-t")
        screen.wait_for("A call comes in")
        screen.press(*caller.number, "Enter", *"wants", "Space", *"copies", "Enter")
        screen.wait_for(f"Logged: {caller.number} inbound call")
        shown = screen.wait_for(f"parked: promise for {first.number}, R goes back")
        assert "1 parked" in shown
        screen.press("R")
        shown = screen.wait_for(f"Back at: promise for {first.number}")
        assert "+9" in shown
        assert "1 parked" not in shown
        screen.press("Enter")
        screen.wait_for(f"Logged: {first.number} promise")
        screen.press("C-q")
        screen.wait_end()
    promise, call = new_deeds(store, before)
    assert promise.text.startswith(f"{first.number} promise")
    assert promise.text.split(" by ")[1].startswith("2 Dec")
    assert call.text.startswith(f"{caller.number} inbound call")
    assert "wants copies" in call.text
    assert kept_forms(store) == []
    assert checked(store).ok


@needs_pty
def test_both_forms_survive_kill_9_in_the_middle_of_the_call(store: Path) -> None:
    first, _, caller = top(store, 3)
    before = deeds(store, None)
    with RawTerminal(options(store), home=store.parent, size=(120, 35)) as screen:
        screen.wait_for(first.number)
        screen.keys("p")
        screen.wait_for("field ")
        screen.keys(*"+9", "\x14")
        screen.wait_for("A call comes in")
        screen.keys(*caller.number, "\r")
        screen.wait_for("field ")
        screen.keys(*"wants copies")
        screen.wait_for("wants copies")
        time.sleep(0.5)
        screen.signal(signal.SIGKILL)
        assert screen.end() == -signal.SIGKILL
    kept = {draft.customer_id: json.loads(draft.body) for draft in kept_forms(store)}
    assert kept == {first.customer_id: {"day": "+9"}, caller.customer_id: {"note": "wants copies"}}
    with RawTerminal(options(store), home=store.parent, size=(120, 35)) as screen:
        screen.wait_for("2 drafts")
        screen.wait_for(first.number)
        screen.keys("p")
        screen.wait_for("Restored the draft")
        screen.wait_for("+9")
    assert new_deeds(store, before) == []


@needs_tmux
def test_the_key_arrives_on_the_today_screen_and_the_digit_opens_a_queue(store: Path) -> None:
    with Terminal(options(store), home=store.parent, size=(80, 24)) as screen:
        screen.wait_for(top(store)[0].number)
        screen.press("g", "t")
        screen.wait_for("What waits")
        screen.press("5")
        screen.wait_for("queue sort:-open_amount")
        screen.press("-", "C-t")
        screen.wait_for("A call comes in")
        screen.press("Escape")
        screen.wait_for("Back at: today.")
