"""The workstation in a real terminal: opened, used, left, killed."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pyte
import pytest

from arcollect_tui.errors import ArcollectError
from arcollect_tui.services.drafts import drafts
from arcollect_tui.services.window import claim_window
from tests.tui.office import COLLECTOR, DAY, entries, opened, sample_store

PATIENCE = 20.0
COLOURS = re.compile(rb"\x1b\[[0-9;:]*\b(?:38|48)[;:]")
LEAVES_ALTERNATE_SCREEN = b"\x1b[?1049l"


class Window:
    """The program in a terminal of its own."""

    def __init__(self, path: Path, size: tuple[int, int], environment: dict[str, str], *more: str) -> None:
        columns, lines = size
        self.sent = b""
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        command = [sys.executable, "-m", "arcollect_tui", "--store", str(path)]
        command += ["--today", DAY.isoformat(), "--collector", COLLECTOR, *more]
        known = {"PATH": os.environ["PATH"], "HOME": str(path.parent), "TERM": "xterm-256color"}
        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**known, "PYTHONPATH": str(Path(__file__).parents[2]), **environment},
            start_new_session=True,
        )
        os.close(slave)

    def read(self, seconds: float = 0.05) -> None:
        """Take what the program has sent."""
        while select.select([self._master], [], [], seconds)[0]:
            try:
                found = os.read(self._master, 65536)
            except OSError:
                return
            if not found:
                return
            self.sent += found
            self._stream.feed(found)

    @property
    def text(self) -> str:
        return "\n".join(self.screen.display)

    def press(self, keys: str) -> None:
        os.write(self._master, keys.encode())

    def wait(self, words: str) -> None:
        """Until the screen shows these words."""
        end = time.monotonic() + PATIENCE
        while words not in self.text:
            assert time.monotonic() < end, f"never showed {words!r}:\n{self.text}"
            assert self.process.poll() is None or words in self.text, f"ended:\n{self.text}"
            self.read()

    def ended(self) -> int:
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < end, "does not end"
            self.read()
        self.read()
        return self.process.returncode

    def hang_up(self) -> None:
        os.close(self._master)

    def kill(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


@contextmanager
def window(
    path: Path, size: tuple[int, int] = (80, 24), environment: dict[str, str] | None = None, *more: str
) -> Generator[Window]:
    """A window on a store; killed at the end if it is still there."""
    found = Window(path, size, environment or {}, *more)
    try:
        yield found
    finally:
        found.kill()


def test_keys_in_one_burst_are_all_stored_before_it_leaves(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    with window(path) as win:
        win.wait("? keys")
        win.press("cncvpfri\r.\x11")
        assert win.ended() == 0
        assert LEAVES_ALTERNATE_SCREEN in win.sent
    kinds = [row.text.split(" ", 1)[1].split(" ")[0] for row in reversed(entries(path, 4))]
    assert kinds == ["no", "voicemail", "promise", "promise"]


def test_escape_and_enter_in_one_burst_store_nothing(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    before = entries(path, 1)[0].handle
    with window(path) as win:
        win.wait("? keys")
        win.press("p\x1b\r")
        win.wait("Open items")
        win.press("\x11")
        assert win.ended() == 0
    assert entries(path, 1)[0].handle == before


def test_pasted_text_runs_nothing(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    before = entries(path, 1)[0].handle
    with window(path) as win:
        win.wait("? keys")
        win.press("\x1b[200~cncncn\x1b[201~")
        win.press("=")
        win.wait("score")
        win.press("\x1b\x11")
        assert win.ended() == 0
    assert entries(path, 1)[0].handle == before


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_cleanly_and_keeps_the_draft(tmp_path: Path, number: signal.Signals) -> None:
    path = sample_store(tmp_path)
    with window(path) as win:
        win.wait("? keys")
        win.press("ahalf a thought")
        win.wait("half a thought")
        win.process.send_signal(number)
        assert win.ended() == 0
        assert LEAVES_ALTERNATE_SCREEN in win.sent
    with opened(path) as office:
        assert [draft.form for draft in drafts(office)] == ["note"]
        claim_window(path, COLLECTOR).release()


def test_a_closed_terminal_keeps_the_draft_and_frees_the_store(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    with window(path) as win:
        win.wait("? keys")
        win.press("ahalf a thought")
        win.wait("half a thought")
        win.hang_up()
        win.process.send_signal(signal.SIGHUP)
        win.process.wait(PATIENCE)
    with opened(path) as office:
        assert [draft.form for draft in drafts(office)] == ["note"]
        claim_window(path, COLLECTOR).release()


def test_kill_loses_at_most_what_was_typed_in_the_last_moment(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    with window(path) as win:
        win.wait("? keys")
        win.press("cn")
        win.wait("Logged:")
        win.press("p+9")
        win.wait("draft saved")
        win.process.kill()
        win.process.wait()
    assert entries(path, 1)[0].kind == "call"
    with window(path) as win:
        win.wait("1 draft")
        win.press("jp")
        win.wait("Pay on")
        win.press("\x1b\x11")
        assert win.ended() == 0


def test_a_second_window_is_told_who_has_the_store(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    with window(path) as first:
        first.wait("? keys")
        with window(path, (200, 24)) as second:
            assert second.ended() == 5
            assert f"open in a window of {COLLECTOR}" in second.text
        with window(path, (80, 24), None, "--read-only") as reader:
            reader.wait("? keys")
            reader.press("cn")
            reader.wait("reading only")
            reader.press("\x11")
            assert reader.ended() == 0
        first.press("\x11")
        assert first.ended() == 0
    claim_window(path, COLLECTOR).release()


def test_no_colour_is_sent_when_none_is_wanted(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    with window(path, (120, 35), {"NO_COLOR": "1"}) as win:
        win.wait("? keys")
        win.press("jjpfri")
        win.wait("Will write")
        win.press("\x1bz=")
        win.wait("score")
        win.press("\x1b\x11")
        assert win.ended() == 0
        assert not COLOURS.search(win.sent)
    with window(path, (120, 35)) as win:
        win.wait("? keys")
        assert COLOURS.search(win.sent)


@pytest.mark.parametrize("terminal", ["vt100", "linux", "dumb", "xterm"])
def test_other_terminals_open_and_leave(tmp_path: Path, terminal: str) -> None:
    path = sample_store(tmp_path)
    with window(path, (80, 24), {"TERM": terminal, "LANG": ""}) as win:
        win.wait("? keys")
        win.press("cn")
        win.wait("Logged:")
        win.press("\x11")
        assert win.ended() == 0


@pytest.mark.parametrize("size", [(80, 19), (59, 11), (20, 5), (200, 60)])
def test_any_size_is_survived(tmp_path: Path, size: tuple[int, int]) -> None:
    path = sample_store(tmp_path)
    with window(path, size) as win:
        win.wait("needs 60x12" if size[0] < 60 or size[1] < 12 else "C10")
        win.press("\x11")
        assert win.ended() == 0


def test_an_unknown_theme_is_named(tmp_path: Path) -> None:
    from arcollect_tui.app import run_app

    path = sample_store(tmp_path)
    with pytest.raises(ArcollectError, match='no theme "pink"'):
        run_app(path, collector=COLLECTOR, today=DAY, read_only=False, theme="pink")
