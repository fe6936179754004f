"""Slips of the fingers: held keys, wrong second keys, Esc in a hurry, pasted lists, nothing marked."""

import re
import time
from pathlib import Path

from tests.terminal.desk import deeds, items, new_deeds, top
from tests.terminal.program import options
from tests.terminal.raw import RawTerminal, needs_pty
from tests.terminal.tmux import Terminal, needs_tmux

pytestmark = [needs_tmux, needs_pty]
NOTHING = re.compile("[Nn]othing (is )?marked: Space marks .*, \\* marks all 4,000 shown")
"""Seconds between two repeats of a key held down, as keyboards do it."""


def terminal(store: Path) -> Terminal:
    return Terminal(options(store), home=store.parent)


def raw(store: Path) -> RawTerminal:
    return RawTerminal(options(store), home=store.parent)


def test_200_repeats_of_a_key_log_one_call(store: Path) -> None:
    first, before = top(store)[0], deeds(store, None)
    with terminal(store) as screen:
        screen.wait_for(first.number)
        screen.press("c")
        screen.hold("n", 200)
        screen.wait_for(f"Logged: {first.number}")
        screen.press("g", "w")
        screen.wait_for("1 done")
    (only,) = new_deeds(store, before)
    assert only.text.startswith(f"{first.number} no answer")


def test_a_book_on_the_repeat_key_logs_one_call(store: Path) -> None:
    first, second = top(store, 2)
    before = deeds(store, None)
    with raw(store) as screen:
        screen.wait_for(first.number)
        screen.keys("c", "n")
        screen.wait_for(f"Logged: {first.number}")
        # In one write, so that a busy machine does not stretch the pauses to those of a person.
        screen.type(b"." * 40)
        screen.wait_for(f"Logged: {second.number}")
        screen.quiet()
    assert len(new_deeds(store, before)) == 2


def test_a_slipped_second_key_never_falls_through(store: Path) -> None:
    first, before = top(store)[0], deeds(store, None)
    with terminal(store) as screen:
        screen.wait_for(first.number)
        screen.press("c", "z")
        screen.wait_for("c z: no such outcome")
        screen.press("j")
        screen.wait_without("no such outcome")
    assert new_deeds(store, before) == []


def test_typed_ahead_in_one_go_logs_two_calls_on_two_accounts(store: Path) -> None:
    first, second = top(store, 2)
    before = deeds(store, None)
    with terminal(store) as screen:
        screen.wait_for(first.number)
        time.sleep(0.1)
        screen.press_at_once("c", "n", "c", "v")
        screen.wait_for(f"Logged: {second.number}")
    newest, older = new_deeds(store, before)
    assert older.text.startswith(f"{first.number} no answer")
    assert newest.text.startswith(f"{second.number} ")
    assert "voicemail" in newest.text


def test_typed_ahead_and_left_at_once_stores_it_all(store: Path) -> None:
    before = deeds(store, None)
    with raw(store) as screen:
        screen.wait_for(top(store)[0].number)
        screen.type("cncvpfri\r.\x11")
        assert screen.end() == 0
    texts = [row.text.split(" ", 1)[1] for row in reversed(new_deeds(store, before))]
    assert [text.split()[0] for text in texts] == ["no", "voicemail", "promise", "promise"]


def test_a_form_opened_left_and_confirmed_at_once_stores_nothing(store: Path) -> None:
    before = deeds(store, None)
    with raw(store) as screen:
        screen.wait_for(top(store)[0].number)
        screen.type("p\x1b\r")
        screen.wait_for("[Items")
        screen.type("\x11")
        assert screen.end() == 0
    assert new_deeds(store, before) == []


def test_keys_before_the_first_screen_are_not_lost(store: Path) -> None:
    first, before = top(store)[0], deeds(store, None)
    with raw(store) as screen:
        screen.wait_until(lambda _: b"\x1b[?1049h" in screen.written, "the screen never began")
        screen.keys("c", "n")
        screen.wait_for(f"Logged: {first.number}")
    assert len(new_deeds(store, before)) == 1


def test_esc_and_j_within_20_ms_are_esc_and_then_j(store: Path) -> None:
    first, second = top(store, 2)
    with raw(store) as screen:
        screen.wait_for(first.number)
        screen.keys("f", *"od>90")
        screen.wait_for("od>90")
        screen.type(b"\x1bj")
        shown = screen.wait_until(
            lambda shown: f"> {second.number}" in shown and "od>90" not in shown,
            f"the line stayed, or the cursor never went to {second.number}",
        )
        assert first.number in shown


def test_pasted_document_numbers_are_marked_and_run_nothing(store: Path) -> None:
    before = deeds(store, None)
    wanted = [row.document_no for row in items(store, "short d:uncoded", 50)]
    assert len(set(wanted)) == 50
    text = "\n".join([*wanted, "NOSUCH77", "cncncn"])
    with terminal(store) as screen:
        screen.wait_for(top(store)[0].number)
        screen.press("g", "i")
        screen.wait_for("Items  all open")
        screen.paste(text)
        shown = screen.wait_for("50 marked")
        assert "NOSUCH77" in shown
        screen.press(";", "d", "p", "r", "Enter", "Enter")
        screen.wait_for("Coded: dispute PRC")
    (only,) = new_deeds(store, before)
    assert only.kind == "coding"
    assert {row.document_no for row in items(store, "reason:PRC")} >= set(wanted)


def test_keys_in_a_paste_on_the_worklist_run_nothing(store: Path) -> None:
    first, second = top(store, 2)
    before = deeds(store, None)
    with terminal(store) as screen:
        screen.wait_for(first.number)
        screen.paste("cncncnpfri\nu")
        screen.press("j")
        screen.wait_for(f"> {second.number}")
    assert new_deeds(store, before) == []


def test_a_bulk_verb_with_nothing_marked_is_refused(store: Path) -> None:
    before = deeds(store, None)
    with terminal(store) as screen:
        screen.wait_for(top(store)[0].number)
        screen.press("g", "i")
        screen.wait_for("Items  all open")
        screen.press(";", "d")
        screen.wait_until(lambda shown: NOTHING.search(shown) is not None, "it was not refused")
        screen.press("j")
        screen.wait_without("Space marks a")
    assert new_deeds(store, before) == []


def test_a_bare_verb_with_marks_says_that_it_is_for_one_row(store: Path) -> None:
    with terminal(store) as screen:
        screen.wait_for(top(store)[0].number)
        screen.press("g", "i")
        screen.wait_for("Items  all open")
        screen.press("Space", "Space", "d")
        screen.wait_for("cursor row only, ; d codes the 2 marked")
