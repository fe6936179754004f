"""Starting the processes that faults happen to."""

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0


def _context() -> Any:
    """Processes that start in milliseconds where the system can, for hundreds of kills."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.children"])
    return context


def _run(work: Callable[..., None], path: Path, lines: Connection, arguments: Sequence[Any]) -> None:
    work(path, lines.send, *arguments)


class Victim:
    """A process that works on a store until it is killed or done."""

    def __init__(self, work: Callable[..., None], path: Path, *arguments: Any) -> None:
        self._lines, theirs = _context().Pipe(duplex=False)
        self._process = _context().Process(target=_run, args=(work, path, theirs, arguments))
        self._process.start()
        theirs.close()
        assert self._lines.poll(PATIENCE), "the process did not come up"
        assert self._lines.recv() == "READY"

    def wait(self, seconds: float) -> None:
        """Let it work for a while, or to its end if that comes first."""
        self._process.join(seconds)

    def kill(self) -> list[str]:
        """Kill it and return the handles it had acknowledged."""
        self._process.kill()
        return self._rest()

    def finish(self) -> list[str]:
        """Let it come to its end and return the handles it acknowledged."""
        self._process.join(PATIENCE)
        assert self._process.exitcode == 0
        return self._rest()

    def _rest(self) -> list[str]:
        said: list[str] = []
        while True:
            try:
                said.append(self._lines.recv())
            except EOFError:
                break
        self._process.join(PATIENCE)
        self._process.close()
        return [line.removeprefix("ACK ") for line in said if line.startswith("ACK ")]


@dataclass(frozen=True)
class Told:
    """What a process said: whether its store opened, handles it acknowledged, sentences of errors."""

    code: int
    ready: bool
    acknowledged: list[str]
    errors: list[str]
    trace: str


def child(verb: str, *arguments: str | Path, before: Sequence[str] = ()) -> Told:
    """Run a verb of `children` as a program, under the command `before`."""
    command = [*before, sys.executable, "-m", "tests.faults.children", verb, *map(str, arguments)]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=_environment(),
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
    )
    lines = done.stdout.splitlines()
    return Told(
        done.returncode,
        "READY" in lines,
        [line.removeprefix("ACK ") for line in lines if line.startswith("ACK ")],
        [line.removeprefix("ERR ") for line in lines if line.startswith("ERR ")],
        done.stderr,
    )


def command_line(*arguments: str | Path, store: Path) -> subprocess.CompletedProcess[str]:
    """Run the program itself."""
    return subprocess.run(
        [sys.executable, "-m", "arcollect_tui", "--store", str(store), *map(str, arguments)],
        cwd=ROOT,
        env=_environment() | {"ARCOLLECT_TODAY": "2026-11-24", "ARCOLLECT_COLLECTOR": "ann"},
        check=False,
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        timeout=PATIENCE,
    )


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}
