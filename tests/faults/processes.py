"""Starting the processes that faults happen to."""

import json
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from tests.faults.children import Work, run

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
PATIENCE_WITH_ALL_JOBS = 600.0


@dataclass(frozen=True)
class Told:
    """What a process said and how it ended.

    Attributes:
        code: its exit code.
        lines: what it said.
        trace: what else it wrote: nothing, unless it failed.
        pid: its number.
    """

    code: int
    lines: list[str]
    trace: str = ""
    pid: int = 0

    def _said(self, mark: str) -> list[str]:
        return [line.removeprefix(f"{mark} ") for line in self.lines if line.startswith(f"{mark} ")]

    @property
    def ready(self) -> bool:
        """Whether its store opened."""
        return "READY" in self.lines

    @property
    def acknowledged(self) -> list[str]:
        """Handles of the deeds it was shown as saved."""
        return self._said("ACK")

    @property
    def handles(self) -> list[str]:
        """Those of them that name an entry; of a file that was written they are its sentence."""
        return [said for said in self.acknowledged if said[0].isdigit()]

    @property
    def errors(self) -> list[str]:
        """Sentences of the store's errors."""
        return self._said("ERR")

    @property
    def refusals(self) -> list[str]:
        """Sentences of what a rule refused."""
        return self._said("NO")


def _context() -> Any:
    """Processes that start in milliseconds where the system can, for hundreds of kills."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.children"])
    return context


def _run(work: Work, path: Path, lines: Connection, arguments: Sequence[Any]) -> None:
    run(work, path, lines.send, *arguments)


class Victim:
    """A process that works on a store until it is killed or done."""

    def __init__(self, work: Work, path: Path, *arguments: Any) -> None:
        self._lines, theirs = _context().Pipe(duplex=False)
        self._heard: list[str] = []
        self._process = _context().Process(target=_run, args=(work, path, theirs, arguments))
        self._process.start()
        theirs.close()

    def hear(self) -> "Victim":
        """Wait until it says something more."""
        assert self._lines.poll(PATIENCE), "the process said nothing more"
        self._heard.append(self._lines.recv())
        return self

    def ready(self) -> "Victim":
        """Wait until its store is open."""
        assert self.hear()._heard == ["READY"]
        return self

    def wait(self, seconds: float) -> None:
        """Let it work for a while, or to its end if that comes first."""
        self._process.join(seconds)

    def kill(self) -> Told:
        """Kill it and return what it had said."""
        self._process.kill()
        return self._rest()

    def finish(self, patience: float = PATIENCE) -> Told:
        """Let it come to its end and return what it said."""
        self._process.join(patience)
        assert self._process.exitcode == 0, self._process.exitcode
        return self._rest()

    def _rest(self) -> Told:
        lines = self._heard
        while True:
            try:
                lines.append(self._lines.recv())
            except EOFError:
                break
        self._process.join(PATIENCE)
        code = int(self._process.exitcode or 0)
        self._process.close()
        return Told(code, lines)


@dataclass(frozen=True)
class Job:
    """A work on a store."""

    work: Work
    store: Path
    arguments: tuple[str | int, ...] = ()


def watched(jobs: Sequence[Job], folder: Path, watcher: Sequence[str]) -> list[Told]:
    """Run works one after the other, each in a process of its own that the command `watcher` watches."""
    folder.mkdir()
    listed = [
        [f"{job.work.__module__}:{job.work.__qualname__}", str(job.store), job.arguments] for job in jobs
    ]
    (folder / "jobs.json").write_text(json.dumps(listed), encoding="utf-8")
    subprocess.run(
        [*watcher, sys.executable, "-m", "tests.faults.jobs", str(folder)],
        cwd=ROOT,
        env=_environment(),
        check=True,
        timeout=PATIENCE_WITH_ALL_JOBS,
    )
    ended = json.loads((folder / "ended.json").read_text("utf-8"))
    return [
        Told(code, _text(folder / f"{place}.out").splitlines(), _text(folder / f"{place}.err"), pid)
        for place, (pid, code) in enumerate(ended)
    ]


def _text(file: Path) -> str:
    return file.read_text("utf-8")


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
