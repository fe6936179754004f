"""A disk that fails: a save is there, or refused with a sentence; trying again makes no twin.

Under each failure every way of saving runs once: the Nth call of a kind fails, once or from then on, or
the process is killed at it.
"""

import re
import signal
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from shutil import rmtree
from typing import NamedTuple

import pytest

from tests.faults import figures
from tests.faults.office import long_form
from tests.faults.paths import PATHS, SavePath
from tests.faults.power import Recording
from tests.faults.processes import Told, watched
from tests.faults.states import UNFINISHED, Damaged, Held
from tests.faults.syscalls import KILLED, NAMING, REMOVING, SYNCING, failing, needs_strace

pytestmark = needs_strace


class Failure(NamedTuple):
    """A system call that fails: with which error or `KILLED`, which of them, whether for ever after."""

    call: str
    error: str
    nth: int
    for_ever: bool

    def __str__(self) -> str:
        call = self.call.split(",")[0].removeprefix("?")
        return f"{call} {self.error} {self.nth}{'+' if self.for_ever else ''}"


SHORT = (
    Failure("pwrite64", "ENOSPC", 10, for_ever=True),
    Failure("pwrite64", "EIO", 12, for_ever=False),
    Failure(SYNCING, "EIO", 1, for_ever=False),
    Failure(SYNCING, "EIO", 2, for_ever=True),
    Failure(NAMING, "EIO", 1, for_ever=False),
    Failure(SYNCING, KILLED, 2, for_ever=False),
)
"""The first eight writes only open the store: they make the memory that its users share."""
PLACES = {
    ("pwrite64", "ENOSPC"): (1, 5, 9, 10, 11, 13, 16, 20, 25, 32, 40),
    ("pwrite64", "EIO"): (2, 8, 9, 10, 12, 14, 17, 21, 27, 34, 45),
    (SYNCING, "EIO"): (1, 2, 3, 4, 5, 7, 10, 20),
    ("ftruncate", "EIO"): (1, 2, 3, 4),
    (NAMING, "EIO"): (1, 2),
    (NAMING, "ENOSPC"): (1,),
    ("pwrite64", KILLED): (1, 9, 11, 13, 16, 20, 26, 33, 50, 70),
    (SYNCING, KILLED): (1, 2, 3, 4, 6, 9),
    ("ftruncate", KILLED): (1, 2),
    (NAMING, KILLED): (1, 2, 3),
    (REMOVING, KILLED): (1, 2, 3, 4),
}
LONG = tuple(
    Failure(call, error, nth, for_ever)
    for (call, error), places in PLACES.items()
    for nth in places
    for for_ever in ((False,) if error == KILLED else (False, True))
)
_SENTENCE = re.compile(
    r"Nothing was (saved|restored)|^No backup can be written|the disk did not confirm it"
)
FAILURES = LONG if long_form() else SHORT
LEAST_RUNS = 300 if long_form() else 20


@pytest.fixture(scope="module")
def tally() -> Iterator[Counter[str]]:
    """What is counted over all runs."""
    counted: Counter[str] = Counter()
    yield counted
    figures.say("failing disk: " + ", ".join(f"{times} {what}" for what, times in counted.items()))


def _hit(failure: Failure, recordings: Mapping[str, Recording]) -> list[SavePath]:
    """The ways of saving that make so many calls; in the short form every third of them."""
    hit = [path for path in PATHS if recordings[path.name].times(failure.call) >= failure.nth]
    return hit if long_form() else hit[FAILURES.index(failure) % 3 :: 3]


def test_there_are_many_runs(recordings: Mapping[str, Recording]) -> None:
    """Every way of saving is among them."""
    runs = [path.name for failure in FAILURES for path in _hit(failure, recordings)]
    assert len(runs) >= LEAST_RUNS
    assert set(runs) == set(recordings)


@pytest.mark.parametrize("failure", FAILURES, ids=str)
def test_a_failing_disk(
    failure: Failure, recordings: Mapping[str, Recording], tally: Counter[str], tmp_path: Path
) -> None:
    """Acknowledged is stored, what is stored is whole and once, and a retry brings the rest."""
    hit = _hit(failure, recordings)
    folders = [path.laid_out(tmp_path / f"work{place}") for place, path in enumerate(hit)]
    jobs = [path.job(folder) for path, folder in zip(hit, folders, strict=True)]
    when = f"{failure.nth}{'+' if failure.for_ever else ''}"
    ended = watched(jobs, tmp_path / "said", failing(failure.call, failure.error, when))
    problems = []
    for path, folder, told in zip(hit, folders, ended, strict=True):
        once = not failure.for_ever and failure.error != KILLED
        found = [*_of_the_end(told, folder, failure)]
        found += _problems(recordings[path.name], folder, told, once=once)
        problems += [f"{path.name}: {problem}" for problem in found]
        rmtree(folder)
        tally["runs"] += 1
        tally["refusals"] += len(told.errors)
        tally["acknowledged and stored once"] += len(told.acknowledged)
        tally["problems"] += len(found)
    assert not problems, "\n".join(problems)


def _of_the_end(told: Told, folder: Path, failure: Failure) -> Iterator[str]:
    """How it ended: by the kill, or with sentences and nothing unfinished left behind."""
    if failure.error == KILLED:
        yield from [] if told.code == -signal.SIGKILL else [f"ended with {told.code}, not killed"]
        return
    if told.code or told.trace:
        yield f"ended with {told.code} and {told.trace[-500:]}"
    yield from (f"said {said!r}" for said in told.errors if not _SENTENCE.search(said))
    yield from (f"left {file.name}" for end in UNFINISHED for file in folder.rglob(f"*{end}"))


def _problems(recording: Recording, folder: Path, told: Told, *, once: bool) -> Iterator[str]:
    """What is wrong with what is stored; then the work is done again, and looked at again."""
    try:
        held = Held(folder)
    except Damaged as damage:
        yield f"damaged: {damage}"
        return
    shapes = recording.shapes
    if held.shape not in shapes[recording.floor(len(told.acknowledged)) :]:
        yield f"acknowledged {told.acknowledged}, stored {held.shape}"
    if once and told.ready and recording.path.again and held.shape != shapes[-1]:
        yield f"was not saved by the retries: {told.lines}"
    yield from _problems_of_the_office(recording.path, folder, told)


def _problems_of_the_office(path: SavePath, folder: Path, told: Told) -> Iterator[str]:
    try:
        path.look(folder, told.handles)
        if path.again and (found := path.done_again(folder)) != path.worked_out():
            yield f"run again it stored {found}"
        path.look(folder, told.handles)
    except AssertionError as error:
        yield str(error)
