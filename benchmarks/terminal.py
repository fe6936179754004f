"""A program in a real pseudo-terminal: keys in, bytes out, and when the last of them came."""

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from benchmarks.processes import environment, megabytes, peak_now

COLUMNS, LINES = 120, 35
QUIET = 0.05
"""Seconds without a byte after which a repaint is over."""
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Repaint:
    """What followed a key."""

    seconds: float
    size: int


class Terminal:
    """A child process with a terminal of its own."""

    def __init__(self, command: Sequence[str]) -> None:
        self.started = time.perf_counter()
        self.peak = 0.0
        self._child, self._handle = pty.fork()
        if self._child == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
            os.execvpe(command[0], list(command), environment() | {"TERM": "xterm-256color"})
        os.set_blocking(self._handle, False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.peak = peak_now(self._child)
        os.kill(self._child, signal.SIGKILL)
        _, _, usage = os.wait4(self._child, 0)
        self.peak = self.peak or megabytes(usage.ru_maxrss)
        os.close(self._handle)

    def seconds_until(self, mark: bytes) -> float:
        """Seconds from the start to the read that brought `mark`.

        Raises:
            RuntimeError: it did not come.
        """
        seen = b""
        while mark not in seen:
            seen += self._read(PATIENCE)
        return time.perf_counter() - self.started

    def settle(self, quiet: float = 0.5) -> bytes:
        """Read until nothing comes for a while."""
        seen = b""
        while True:
            ready, _, _ = select.select([self._handle], [], [], quiet)
            if not ready:
                return seen
            seen += self._read(quiet)

    def press(self, key: bytes) -> Repaint:
        """Press a key and follow the repaint to its last byte."""
        start = last = time.perf_counter()
        os.write(self._handle, key)
        size, wait = 0, 1.0
        while select.select([self._handle], [], [], wait)[0]:
            size += len(self._read(wait))
            last, wait = time.perf_counter(), QUIET
        return Repaint(last - start, size)

    def tap(self, key: bytes, pause: float = 0.03) -> int:
        """Press a key as a held key repeats, and count the bytes until the next one."""
        os.write(self._handle, key)
        end, size = time.perf_counter() + pause, 0
        while (left := end - time.perf_counter()) > 0:
            if select.select([self._handle], [], [], left)[0]:
                size += len(self._read(left))
        return size

    def _read(self, patience: float) -> bytes:
        ready, _, _ = select.select([self._handle], [], [], patience)
        if not ready:
            raise RuntimeError("the program in the terminal has gone silent")
        try:
            return os.read(self._handle, 1 << 16)
        except OSError as error:
            raise RuntimeError("the program in the terminal has ended") from error
