"""A power cut at any moment of a save loses nothing that was shown as saved, and damages nothing.

The save path is recorded once; from the recording every state of the disk that the power cut could
leave is made, opened and checked. A sample of them in the short form.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from tests.faults.disk import Disk, Unsynced
from tests.faults.office import (
    assert_acknowledged,
    assert_no_twins,
    assert_sound,
    count,
    ledger_file,
    long_form,
    made,
    opened,
)
from tests.faults.processes import child
from tests.faults.syscalls import Event, Said, events_of, needs_strace, recorder

pytestmark = needs_strace

MODES = (Unsynced.LOST, Unsynced.KEPT, Unsynced.CHANCE, Unsynced.CHANCE, Unsynced.CHANCE)
MOMENTS = 500 if long_form() else 30
"""Moments at which the power is cut; each leaves five states of the disk."""
CHECKED_WHOLE = 25
"""Of so many states one is checked by every check; the others for what was acknowledged and the file."""
CALLS = 80
"""Enough saves that the log is folded into the file while they go on."""


@dataclass(frozen=True)
class Recording:
    """A run on files that were there before, and what it did."""

    folder: Path
    before: dict[str, bytes]
    events: list[Event]


def _record(folder: Path, verb: str, *arguments: str | Path) -> Recording:
    before = {str(path): path.read_bytes() for path in folder.iterdir()}
    log = folder.parent / "calls.log"
    store = folder / "office.arcollect"
    told = child(verb, store, *arguments, before=recorder(log))
    assert told.code == 0, told.trace
    assert not told.errors
    return Recording(folder, before, list(events_of(log, folder)))


def _states(recording: Recording, moments: int) -> Iterator[tuple[dict[str, bytes], list[str]]]:
    """(files after the power cut, handles acknowledged before it), evenly over the recording."""
    disk, chance = Disk(recording.folder, recording.before), Random(4)
    acknowledged: list[str] = []
    step = max(1, len(recording.events) // moments)
    for place, event in enumerate(recording.events):
        disk.happen(event)
        if isinstance(event, Said) and event.line.startswith("ACK "):
            acknowledged.append(event.line.removeprefix("ACK "))
        if place % step == 0 or isinstance(event, Said):
            for mode in MODES if place % step == 0 else (Unsynced.LOST,):
                yield disk.after_power_cut(mode, chance), list(acknowledged)


def _put(files: dict[str, bytes], folder: Path) -> Path:
    folder.mkdir()
    for name, data in files.items():
        # The system forgets shared memory with the power; what the file held is never read.
        if not name.endswith("-shm"):
            (folder / Path(name).name).write_bytes(data)
    return folder / "office.arcollect"


def test_saves_survive_power_cuts(tmp_path: Path) -> None:
    """Calls: nothing acknowledged is lost, nothing is damaged, nothing is there twice."""
    folder = tmp_path / "office"
    folder.mkdir()
    made(folder / "office.arcollect", customers=3, items_each=2).with_suffix(".csv").unlink()
    recording = _record(folder, "log", str(CALLS))
    tried = 0
    for files, acknowledged in _states(recording, MOMENTS):
        with opened(_put(files, tmp_path / f"state{tried}")) as office:
            assert_acknowledged(office, acknowledged)
            assert_no_twins(office)
            if tried % CHECKED_WHOLE == 0:
                assert_sound(office)
            with office.store.reading() as connection:
                assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        tried += 1
    assert tried >= MOMENTS * len(MODES)


@pytest.mark.parametrize("verb", ["import", "start"])
def test_whole_deeds_survive_power_cuts(tmp_path: Path, verb: str) -> None:
    """An import is in whole or not at all; a store that was being made opens, or is not there."""
    folder = tmp_path / "office"
    folder.mkdir()
    arguments = []
    if verb == "import":
        made(folder / "office.arcollect", customers=1, items_each=1).with_suffix(".csv").unlink()
        arguments = [ledger_file(tmp_path / "ledger.csv", 4, 5)]
    recording = _record(folder, verb, *arguments)
    whole = 20 if verb == "import" else 0
    for tried, (files, acknowledged) in enumerate(_states(recording, max(10, MOMENTS // 10))):
        with opened(_put(files, tmp_path / f"state{tried}")) as office:
            items = count(office, "item")
            assert items in (whole, 1 if whole else 0)
            assert items == whole or not acknowledged
            if verb == "start":
                assert_acknowledged(office, acknowledged)
            if tried % CHECKED_WHOLE == 0:
                assert_sound(office)
