"""Whole processes, from start to end: time and memory."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
_KILOBYTE = 1 << 10
"""`ru_maxrss` counts kilobytes, but bytes on macOS."""


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
    said = process.stderr.read() if process.stderr is not None else b""
    _, status, usage = os.wait4(process.pid, 0)
    taken = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.stderr is not None:
        process.stderr.close()
    if process.returncode:
        raise RuntimeError(f"{command[:6]} ended with {process.returncode}: {said.decode()[-400:]}")
    return Run(taken, megabytes(usage.ru_maxrss))


def megabytes(most_resident: int) -> float:
    """Peak memory of a process in megabytes."""
    return most_resident / (_KILOBYTE if sys.platform != "darwin" else _KILOBYTE**2)
