"""A pseudo-terminal of our own: every byte the program writes is kept, and drawn by an emulator."""

import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte
import pytest

from tests.terminal.program import PROGRAM, surroundings

if sys.platform != "win32":
    import fcntl
    import pty
    import struct
    import termios

needs_pty = pytest.mark.skipif(sys.platform == "win32", reason="this system has no pseudo-terminals")
PATIENCE = 30.0
_AS_TERMINAL = (
    "import os, sys; os.close(os.open(os.ttyname(0), os.O_RDWR)); os.execv(sys.argv[1], sys.argv[1:])"
)
"""Makes the pseudo-terminal the one that hangs up on the program, then becomes the program."""


class RawTerminal:
    """arcollect on a pseudo-terminal.

    Args:
        arguments: the words after the program's name.
        home: a folder for settings and logs.
        size: columns and rows.
        environment: more or other variables; None takes one away.
        program: the words that start the program.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        home: Path,
        size: tuple[int, int] = (120, 35),
        environment: Mapping[str, str | None] | None = None,
        program: Sequence[str] = PROGRAM,
    ) -> None:
        asked = {"TERM": "xterm-256color", **(environment or {})}
        around: dict[str, str | None] = {**surroundings(home), **asked}
        self._master, program_end = pty.openpty()
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self._lock = threading.Lock()
        self._written = bytearray()
        self._drawn: list[str] | None = None
        self._changed = time.monotonic()
        self.resize(*size)
        self._program = subprocess.Popen(
            [sys.executable, "-S", "-c", _AS_TERMINAL, *program, *arguments],
            stdin=program_end,
            stdout=program_end,
            stderr=program_end,
            start_new_session=True,
            cwd=home,
            env={name: value for name, value in around.items() if value is not None},
        )
        os.close(program_end)
        self._hung_up = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._program.poll() is None:
            self._program.kill()
        self._program.wait(PATIENCE)
        self.hang_up()

    def _read(self) -> None:
        while not self._hung_up.is_set():
            ready, _, _ = select.select([self._master], [], [], 0.05)
            if not ready:
                continue
            try:
                chunk = os.read(self._master, 65536)
            except OSError:  # the program has closed its end
                return
            if not chunk:  # the same, on other systems
                return
            with self._lock:
                self._written += chunk
                self._changed = time.monotonic()
                self._drawn = None
                self._stream.feed(chunk)

    # What the program did

    @property
    def written(self) -> bytes:
        """Every byte so far."""
        with self._lock:
            return bytes(self._written)

    def lines(self) -> list[str]:
        """What stands on the screen, as the emulator draws it: once for each change, for it takes long."""
        with self._lock:
            if self._drawn is None:
                self._drawn = [line.rstrip() for line in self._screen.display]
            return self._drawn

    def screen(self) -> str:
        """What stands on the screen, as one text."""
        return "\n".join(self.lines())

    def cursor(self) -> tuple[int, int]:
        """Column and row of the terminal's cursor."""
        with self._lock:
            return self._screen.cursor.x, self._screen.cursor.y

    def wait_for(self, text: str, patience: float = PATIENCE) -> str:
        """The screen as soon as it shows `text`."""
        return self.wait_until(lambda shown: text in shown, f"{text!r} never appeared", patience)

    def wait_until(self, is_so: Callable[[str], bool], complaint: str, patience: float = PATIENCE) -> str:
        """The screen as soon as something is so."""
        end = time.monotonic() + patience
        while True:
            ended = self._ended()
            shown = self.screen()
            if is_so(shown):
                return shown
            if ended or time.monotonic() > end:
                raise AssertionError(f"{complaint} {'before the end ' if ended else ''}on:\n{shown}")
            time.sleep(0.01)

    def quiet(self, seconds: float = 0.3) -> bytes:
        """Everything written, when nothing more has come for some time from now."""
        began = time.monotonic()
        while time.monotonic() - max(began, self._changed) < seconds:
            time.sleep(0.01)
        return self.written

    def end(self, patience: float = PATIENCE) -> int:
        """Wait for the end, and for its last words; the exit code, negative for a signal."""
        self._program.wait(patience)
        self._ended()
        return self._program.returncode

    def _ended(self) -> bool:
        """Whether the program has ended; what it wrote has been read then."""
        if self._program.poll() is None:
            return False
        self._reader.join(PATIENCE)
        return True

    # What is done to it

    def type(self, keys: bytes | str) -> None:
        """Write bytes as one press."""
        os.write(self._master, keys.encode() if isinstance(keys, str) else keys)

    def keys(self, *keys: str, pause: float = 0.0) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.type(key)
            time.sleep(pause)

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size."""
        with self._lock:
            self._screen.resize(rows, columns)
            self._drawn = None
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the program."""
        self._program.send_signal(number)

    def hang_up(self) -> None:
        """Close the terminal's window."""
        if not self._hung_up.is_set():
            self._hung_up.set()
            self._reader.join(PATIENCE)
            os.close(self._master)
