"""A disk that fails: a save is there, or refused with a sentence; a retry makes no twin."""

from pathlib import Path
from typing import NamedTuple

import pytest

from tests.faults.children import log_calls
from tests.faults.office import assert_acknowledged, assert_no_twins, assert_sound, long_form, made, opened
from tests.faults.processes import child
from tests.faults.syscalls import calls_in, failing, needs_strace, recorder

pytestmark = needs_strace

CALLS = 6
PLACES = 40 if long_form() else 2


class Failure(NamedTuple):
    """A system call that fails, and with which error."""

    call: str
    error: str


FAILURES = (
    Failure("pwrite64", "ENOSPC"),
    Failure("pwrite64", "EIO"),
    Failure("fdatasync", "EIO"),
    Failure("fsync", "EIO"),
    Failure("ftruncate", "EIO"),
)


@pytest.fixture(scope="module")
def office_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a ledger, made while the disk was sound."""
    return made(tmp_path_factory.mktemp("sound") / "office.arcollect", customers=3, items_each=2)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory, office_file: Path) -> Path:
    """A recording of the calls that an undisturbed run makes."""
    folder = tmp_path_factory.mktemp("recorded")
    told = child("log", _copy(office_file, folder), str(CALLS), before=recorder(folder / "log"))
    assert told.code == 0, told.trace
    assert len(told.acknowledged) == CALLS
    return folder / "log"


def _copy(file: Path, folder: Path) -> Path:
    copy = folder / "office.arcollect"
    copy.write_bytes(file.read_bytes())
    return copy


@pytest.mark.parametrize("place", range(PLACES))
@pytest.mark.parametrize("for_ever", [False, True], ids=["once", "for ever"])
@pytest.mark.parametrize("failure", FAILURES, ids="-".join)
def test_a_failing_disk(
    tmp_path: Path, office_file: Path, recorded: Path, failure: Failure, for_ever: bool, place: int
) -> None:
    """The Nth call fails, once or from then on; N goes evenly through all calls of the run."""
    made_of_it = calls_in(recorded, failure.call)
    if place >= made_of_it:
        return  # the run does not make that many calls: every place has been tried
    nth = 1 + place * made_of_it // min(PLACES, made_of_it)
    store = _copy(office_file, tmp_path)
    when = f"{nth}+" if for_ever else str(nth)
    told = child("log", store, str(CALLS), before=failing(failure.call, failure.error, when))
    assert told.code == 0, told.trace
    assert not told.trace
    assert all("Nothing was saved" in sentence and str(store) in sentence for sentence in told.errors)
    with opened(store) as office:
        assert_acknowledged(office, told.acknowledged)
        assert_no_twins(office)
        assert_sound(office)
    if told.ready and not for_ever:
        assert len(told.acknowledged) == CALLS, "the retry of a save that failed once did not succeed"
    said: list[str] = []
    log_calls(store, said.append, CALLS)
    assert sum(line.startswith("ACK ") for line in said) == CALLS, said
    with opened(store) as office:
        assert_no_twins(office)
