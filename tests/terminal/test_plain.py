"""The plain mode as a process: through a pipe, and on a terminal that can do nothing."""

import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.plain.sitting import WIDTH
from tests.terminal.desk import top
from tests.terminal.program import command, options, surroundings
from tests.terminal.raw import RawTerminal, needs_pty
from tests.tui.office import entries

SCRIPT = 'cn\n2 p 500 fri "sends it"\nV s\n* ;d pr\nyes\nu\nq\n'


def _piped(store: Path, lines: str | bytes, *more: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        command([*options(store), "--plain", *more]),
        input=lines if isinstance(lines, bytes) else lines.encode(),
        env=surroundings(store.parent),
        cwd=store.parent,
        capture_output=True,
        timeout=120,
        check=False,
    )


def test_a_script_through_a_pipe(store: Path) -> None:
    first = top(store)[0]
    done = _piped(store, SCRIPT)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\x1b" not in done.stdout
    lines = done.stdout.decode().splitlines()
    assert max(map(len, lines)) <= WIDTH
    assert any(line.startswith(f"Logged: {first.number} no answer") for line in lines)
    texts = [row.text for row in entries(store, 4)]
    assert "promise 500.00" in texts[2]
    assert texts[3].startswith(f"{first.number} no answer")


def test_the_first_error_ends_a_script_with_its_exit_code(store: Path) -> None:
    done = _piped(store, "cn\naccount nobody\ncn\n")
    assert done.returncode == 3
    assert done.stdout.decode().endswith("Stopped at line 2. What was saved before is saved.\n")
    assert _piped(store, "errors go on\naccount nobody\ncn").returncode == 0


def test_bytes_that_are_no_text_do_no_harm(store: Path) -> None:
    assert _piped(store, b"a \xff\xfe\x1b[31mred\nq\n").returncode == 0
    assert "\x1b" not in entries(store, 1)[0].text


@needs_pty
@pytest.mark.parametrize("how", [{"TERM": "dumb"}, {"TERM": "vt100"}], ids=["TERM=dumb", "--plain"])
def test_no_escape_byte_on_a_terminal(store: Path, how: dict[str, str | None]) -> None:
    first, second = top(store, 2)
    words = options(store) if how["TERM"] == "dumb" else [*options(store), "--plain"]
    with RawTerminal(words, home=store.parent, size=(80, 24), environment=how) as screen:
        screen.wait_for("more says them.")
        for typed, sign in (
            ("cn\r", f"Logged: {first.number} no answer"),
            ("zz\r", "There is no command zz"),
            ("p\r", "Pay on? Enter takes"),
            ("fri\r", "Amount? Enter takes"),
            ("\x03", "The draft is kept"),
            ("u\r", "Undone:"),
            ("drafts\r", f"1. call for {second.number}"),
        ):
            screen.type(typed)
            screen.wait_for(sign)
        screen.type("\x04")
        assert screen.end() == 0
        assert b"\x1b" not in screen.written


@needs_pty
def test_a_question_cut_off_by_a_kill_is_offered_again(store: Path) -> None:
    where = [*options(store), "--plain"]
    with RawTerminal(where, home=store.parent, size=(80, 24)) as screen:
        screen.wait_for("more says them.")
        screen.type("p 750\r")
        screen.wait_for("Pay on?")
        screen.signal(signal.SIGKILL)
        screen.end()
    with RawTerminal(where, home=store.parent, size=(80, 24)) as screen:
        screen.wait_for("1 form waits to be finished")
        screen.wait_for("more says them.")
        screen.type("draft 1\r")
        screen.wait_for("Pay on?")
        screen.type("fri\r")
        screen.wait_for("Amount? Enter takes 750.")
        screen.type("\r")
        screen.wait_for("Note?")
        screen.type("\r")
        screen.wait_for("Logged:")
        screen.type("q\r")
        assert screen.end() == 0
    assert "promise 750.00" in entries(store, 1)[0].text


@needs_pty
def test_a_long_note_is_written_in_the_editor(store: Path, tmp_path: Path) -> None:
    """The editor has the terminal, gets what was typed, and its lines come back into the form."""
    editor = tmp_path / "editor"
    editor.write_text(
        '#!/bin/sh\ncp "$1" "$HOME/began"\nprintf "one\\ntwo 4111 1111 1111 1111\\n" > "$1"\n'
    )
    editor.chmod(0o700)
    first = top(store)[0]
    with RawTerminal(options(store), home=store.parent, environment={"EDITOR": str(editor)}) as screen:
        screen.wait_for(first.number)
        screen.keys("a", "h", "i")
        screen.wait_for("draft saved")
        screen.type("\x0c")
        screen.wait_for("The note has 2 lines now")
        screen.type("\r")
        screen.wait_for("Note saved")
        screen.type("\x11")
        assert screen.end() == 0
    assert (store.parent / "began").read_text() == "hi"
    text = entries(store, 1)[0].text
    assert "4111 1111 1111 1111" not in text
    assert "one" in text
    assert "two" in text


@needs_pty
def test_an_editor_that_fails_changes_nothing(store: Path) -> None:
    first = top(store)[0]
    with RawTerminal(
        options(store), home=store.parent, environment={"EDITOR": "/no/such/editor"}
    ) as screen:
        screen.wait_for(first.number)
        screen.keys("a", "h", "i")
        screen.wait_for("draft saved")
        screen.type("\x0c")
        screen.wait_for("cannot be started")
        screen.type("\x13")
        screen.wait_for("Note saved")
        screen.type("\x11")
        assert screen.end() == 0
    assert entries(store, 1)[0].text.endswith("hi")


def test_the_plain_mode_is_a_window_of_its_own(store: Path) -> None:
    holder = subprocess.Popen(
        command([*options(store), "--plain"]),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=surroundings(store.parent),
        cwd=store.parent,
    )
    assert holder.stdin is not None
    assert holder.stdout is not None
    try:
        os.read(holder.stdout.fileno(), 1)
        second = _piped(store, "q\n")
        assert second.returncode == 5
        assert b"is open in a window of" in second.stderr
        assert _piped(store, "q\n", "--read-only").returncode == 0
    finally:
        holder.stdin.close()
        assert holder.wait(30) == 0
        holder.stdout.close()
