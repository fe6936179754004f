"""Not alone: a second window, a store for reading, commands that write beside the window."""

from pathlib import Path

from tests.terminal.desk import checked, deeds, new_deeds, top
from tests.terminal.program import COLLECTOR, options, run
from tests.terminal.raw import RawTerminal, needs_pty

pytestmark = needs_pty


def test_a_second_window_is_refused_and_told_who_has_the_store(store: Path) -> None:
    first = top(store)[0]
    with RawTerminal(options(store), home=store.parent) as window:
        window.wait_for(first.number)
        with RawTerminal(options(store, "A.Roy"), home=store.parent) as second:
            assert second.end() == 5
            said = " ".join(second.screen().split())
        assert f"is open in a window of {COLLECTOR} on" in said
        assert "--read-only" in said
        assert b"\x1b[?1049h" not in second.written
        with RawTerminal([*options(store, "A.Roy"), "--read-only"], home=store.parent) as reader:
            reader.wait_for(first.number)
            reader.keys("\x11")
            assert reader.end() == 0
        window.keys("c", "n")
        window.wait_for(f"Logged: {first.number}")


def test_read_only_refuses_what_writes(store: Path) -> None:
    first = top(store)[0]
    before = deeds(store, None)
    with RawTerminal([*options(store), "--read-only"], home=store.parent) as screen:
        screen.wait_for(first.number)
        for keys in ("cn", "p", "a", "r", "e", "u", "U", "3r", "gid", "gpa", "guu"):
            screen.keys(*keys, pause=0.07)
            screen.wait_for("Open for reading only: nothing can be saved.")
            screen.keys("g", "w")
            screen.wait_until(lambda shown: "reading only" not in shown, "the refusal stayed")
        screen.keys("\x11")
        assert screen.end() == 0
    assert new_deeds(store, before) == []


def test_a_command_beside_the_window_appears_in_it(store: Path) -> None:
    first = top(store)[0]
    with RawTerminal(options(store), home=store.parent) as window:
        window.wait_for(first.number)
        window.quiet()
        done = run(store, "log", first.number, "VM", collector="A.Roy")
        assert done.returncode == 0, done.stderr
        shown = window.wait_for("23 Nov voicemail left", 10)
        assert f"> {first.number}" in shown
        window.keys("c", "n")
        window.wait_for(f"Logged: {first.number}")
    assert checked(store).ok


def test_window_and_commands_write_in_turn(store: Path) -> None:
    rows, before = top(store, 6), deeds(store, None)
    with RawTerminal(options(store), home=store.parent) as window:
        window.wait_for(rows[0].number)
        for row in rows[:2]:
            window.keys("c", "n")
            done = run(store, "log", rows[5].number, "NA")
            assert done.returncode == 0, done.stderr
            window.wait_for(f"Logged: {row.number}")
    assert len(new_deeds(store, before)) == 4
    assert checked(store).ok
