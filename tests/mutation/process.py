"""A run of pytest in a process of its own, which begins with the libraries imported but not the program.

The process is a fork of this one: to start Python and to import pytest, Hypothesis and SQLAlchemy takes
longer than most of these runs. Nothing of the program itself is imported here, so each run reads it anew.
"""

import os
import signal
import sys
import time
from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import NoReturn

import hypothesis  # noqa: F401 - imported once for all runs, as are the next two
import pytest
import sqlmodel  # noqa: F401

_OURS = ("tests", "arcollect_tui", "benchmarks")


class End(Enum):
    """How a run of tests ends."""

    PASSED = "passed"
    FAILED = "failed"
    LATE = "late"


def run(folder: Path, arguments: Sequence[str], seconds: float) -> End:
    """Run pytest in a folder, on the program that is there; LATE when it takes longer than this."""
    child = os.fork()
    if child == 0:
        _become(folder, list(arguments))
    try:
        return _ended(child, time.monotonic() + seconds)
    finally:
        _end_group(child)


def _become(folder: Path, arguments: list[str]) -> NoReturn:
    code = 70
    try:
        os.setsid()
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(nowhere, stream)
        os.chdir(folder)
        os.environ.pop("ARCOLLECT_LONG", None)
        os.environ["PYTHONPATH"] = str(folder)
        sys.dont_write_bytecode = False
        sys.path[:] = [str(folder), *[path for path in sys.path if not _is_ours(path)]]
        for name in [name for name in sys.modules if name.partition(".")[0] in _OURS]:
            del sys.modules[name]
        code = int(pytest.main(arguments))
    finally:
        os._exit(code)


def _is_ours(path: str) -> bool:
    """A folder from which the program itself would be imported, unchanged."""
    return (Path(path or ".") / "arcollect_tui").is_dir()


def _ended(child: int, until: float) -> End:
    while time.monotonic() < until:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return End.PASSED if os.waitstatus_to_exitcode(status) == 0 else End.FAILED
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return End.LATE


def _end_group(child: int) -> None:
    """End what the run has started and not ended."""
    try:
        os.killpg(child, signal.SIGKILL)
    except ProcessLookupError:
        return
