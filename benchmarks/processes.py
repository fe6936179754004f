"""Whole processes, from start to end: time and memory."""

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).parents[1]
_KILOBYTE = 1 << 10
"""`ru_maxrss` counts kilobytes, but bytes on macOS."""
_LOOK_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Run:
    """What a process took."""

    seconds: float
    megabytes: float


def environment() -> dict[str, str]:
    """Compiled modules are kept, or every start would be four times too long."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPATH": str(ROOT), "ARCOLLECT_COLLECTOR": "benchmark"}


def python(*arguments: str | Path) -> list[str]:
    """A command line of this Python."""
    return [sys.executable, *map(str, arguments)]


def arcollect(*arguments: str | Path) -> list[str]:
    """A command line of the program."""
    return python("-m", "arcollect_tui", *arguments)


def run(command: Sequence[str], *, given: str | None = None) -> Run:
    """Run a command to its end.

    Raises:
        RuntimeError: it failed.
    """
    start = time.perf_counter()
    process = subprocess.Popen(
        command,
        env=environment(),
        stdin=subprocess.PIPE if given is not None else subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    if given is not None and process.stdin is not None:
        process.stdin.write(given.encode())
        process.stdin.close()
    with Peak(process.pid) as peak:
        said = process.stderr.read() if process.stderr is not None else b""
        _, status, usage = os.wait4(process.pid, 0)
        taken = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.stderr is not None:
        process.stderr.close()
    if process.returncode:
        raise RuntimeError(f"{command[:6]} ended with {process.returncode}: {said.decode()[-400:]}")
    return Run(taken, peak.megabytes or megabytes(usage.ru_maxrss))


class Peak:
    """The most memory of a process of its own, looked at until it has ended.

    What the system adds up at the end (`ru_maxrss`) counts the process it was forked from as well, so
    that after a large benchmark every child would look as large.
    """

    def __init__(self, process: int) -> None:
        self.megabytes = 0.0
        self._process = process
        self._over = threading.Event()
        self._looking = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._looking.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._looking.join()

    def _look(self) -> None:
        while not self._over.wait(_LOOK_SECONDS):
            self.megabytes = max(self.megabytes, peak_now(self._process))


def peak_now(process: int) -> float:
    """Peak memory so far of a running process in megabytes; 0 where the system does not tell."""
    try:
        status = Path(f"/proc/{process}/status").read_text("ascii", errors="replace")
    except OSError:
        return 0.0
    found = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
    return int(found[1]) / _KILOBYTE if found else 0.0


def megabytes(most_resident: int) -> float:
    """Peak memory as the system adds it up, in megabytes."""
    return most_resident / (_KILOBYTE if sys.platform != "darwin" else _KILOBYTE**2)
