"""Power cuts: from the recording of a work, the states of the disk that a cut at any moment may leave."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import chain, repeat
from pathlib import Path
from random import Random

from tests.faults.before import files_in, put
from tests.faults.disk import Disk, Unsynced
from tests.faults.office import OFFICE
from tests.faults.paths import SavePath
from tests.faults.processes import Told, watched
from tests.faults.states import Damaged, Held, Shape
from tests.faults.syscalls import Event, Said, Sync, calls_in, events_of, recorded_by, recorder

FIRST_ROUNDS = (Unsynced.LOST, Unsynced.KEPT)
LEAST_ROUNDS, MOST_ROUNDS = 3, 500
SOUND = "sound"


@dataclass
class History:
    """What a work went through, as somebody beside it saw it.

    Attributes:
        states: one after the other.
        shown: for each event, which of them was acknowledged last.
        deeds: for each deed acknowledged, how many states it went through.
        kept: what the kept copies held at any time.
    """

    states: list[Held]
    shown: list[int] = field(default_factory=list)
    deeds: list[int] = field(default_factory=list)
    kept: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Recording:
    """A work that nothing disturbed, and what it did.

    Attributes:
        path: the way of saving.
        folder: where it worked.
        before: the files that were there.
        calls: how often it made each system call.
        told: what it said.
        events: what it did to the files.
        history: what it went through.
    """

    path: SavePath
    folder: Path
    before: dict[str, bytes]
    calls: Counter[str]
    told: Told
    events: list[Event]
    history: History

    @property
    def shapes(self) -> list[Shape]:
        """What there was in each state."""
        return [held.shape for held in self.history.states]

    def times(self, call: str) -> int:
        """How often a call was made; of several, separated by commas, the most frequent."""
        return max(self.calls[name.removeprefix("?")] for name in call.split(","))

    def floor(self, acknowledged: int) -> int:
        """The first state that holds so many deeds."""
        said = [place for place, event in enumerate(self.events) if _acknowledges(event)]
        return self.history.shown[said[acknowledged - 1]] if acknowledged else 0


def record(paths: Sequence[SavePath], folder: Path) -> dict[str, Recording]:
    """Record ways of saving, by their names."""
    folder.mkdir()
    folders = [path.laid_out(folder / f"work{place}") for place, path in enumerate(paths)]
    before = [files_in(work) for work in folders]
    jobs = [path.job(work) for path, work in zip(paths, folders, strict=True)]
    ended = watched(jobs, folder / "said", recorder(folder))
    assert len(list(folder.glob("calls.*"))) == len(jobs) + 1, "a work had threads or children of its own"
    return {
        path.name: _recording(path, work, files, recorded_by(folder, told.pid), told)
        for path, work, files, told in zip(paths, folders, before, ended, strict=True)
    }


def _recording(path: SavePath, work: Path, before: dict[str, bytes], log: Path, told: Told) -> Recording:
    assert (told.code, told.errors, told.refusals) == (0, [], []), told
    events = list(events_of(log, work))
    history = _history(work, before, events)
    return Recording(path, work, before, calls_in(log), told, events, history)


def _acknowledges(event: Event) -> bool:
    return isinstance(event, Said) and event.line.startswith("ACK ")


def _history(work: Path, before: dict[str, bytes], events: Sequence[Event]) -> History:
    disk, chance = Disk(before), Random(0)
    first = Held(put(before, work))
    history, acknowledged, begun = History([first], kept=set(first.kept)), 0, 0
    for event in events:
        disk.happen(event)
        if isinstance(event, Sync | Said):
            seen = Held(put(_kept(disk.after_power_cut(Unsynced.KEPT, chance)), work))
            history.kept.update(seen.kept)
            if seen != history.states[-1]:
                history.states.append(seen)
            now = len(history.states) - 1
            if isinstance(event, Said):
                if _acknowledges(event):
                    history.deeds.append(now - begun)
                    acknowledged = now
                begun = now
        history.shown.append(acknowledged)
    return history


def _kept(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The system forgets shared memory with the power; what the file held is never read."""
    return {name: data for name, data in files.items() if not name.endswith("-shm")}


@dataclass
class Sweep:
    """What came of many power cuts.

    Attributes:
        cuts: how many.
        different: how many different states of the disk they left.
        verdicts: what the states were.
        checked: how many of them the program's own checks saw, and its work was finished on.
        examples: one state of each verdict, in words.
    """

    cuts: int = 0
    different: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    checked: int = 0
    examples: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        bad = {"lost": 0, "half or twice": 0, "damaged": 0} | self.verdicts
        bad.pop(SOUND, None)
        said = ", ".join(f"{times} {verdict}" for verdict, times in bad.items())
        return (
            f"{self.cuts:,} power cuts, {self.different:,} different images: {said}; {self.checked} checked"
        )


def sweep(recording: Recording, *, wanted: int, moments: int, check_every: int) -> Sweep:
    """Cut the power, in rounds, until it has left `wanted` different states.

    In the first round all that was not synced is lost, in the second it is kept, then chance decides.

    Args:
        recording: of the work; its folder is where the states are put.
        wanted: how many different states; fewer if the work cannot leave so many.
        moments: most moments tried in one round, besides those when something was said.
        check_every: of so many different states, one is checked by the program itself.
    """
    found, seen, chance = Sweep(), set[tuple[bytes, int]](), Random(4)
    for place, unsynced in enumerate(chain(FIRST_ROUNDS, repeat(Unsynced.CHANCE, MOST_ROUNDS))):
        if place >= LEAST_ROUNDS and found.different >= wanted:
            break
        for files, shown, moment in _images(recording, unsynced, moments, chance):
            found.cuts += 1
            mark = (_fingerprint(files), shown)
            if mark in seen:
                continue
            seen.add(mark)
            verdict = _verdict(recording, put(files, recording.folder), shown)
            found.verdicts[verdict] += 1
            found.examples.setdefault(verdict, f"{unsynced}, after event {moment}")
            found.different = len(seen)
            if verdict == SOUND and found.different % check_every == 1:
                _check(recording, put(files, recording.folder))
                found.checked += 1
    return found


def _images(
    recording: Recording, unsynced: Unsynced, moments: int, chance: Random
) -> Iterator[tuple[dict[str, bytes], int, int]]:
    """(files after a power cut, the state acknowledged before it, the moment)."""
    disk = Disk(recording.before)
    everywhere = range(len(recording.events))
    chosen = set(chance.sample(everywhere, min(moments, len(everywhere))))
    for place, event in enumerate(recording.events):
        disk.happen(event)
        # Right after something was said is when a power cut hurts most.
        if place in chosen or isinstance(event, Said):
            yield _kept(disk.after_power_cut(unsynced, chance)), recording.history.shown[place], place


def _fingerprint(files: Mapping[str, bytes]) -> bytes:
    digest = blake2b()
    for name, data in sorted(files.items()):
        digest.update(f"{name} {len(data)} ".encode() + data)
    return digest.digest()


def _verdict(recording: Recording, folder: Path, shown: int) -> str:
    try:
        held = Held(folder)
    except Damaged:
        return "damaged"
    states, kept = recording.history.states, recording.history.kept
    if not set(held.kept) <= kept:
        return "kept wrongly"
    if recording.path.keeps and held != states[0] and states[0].rows[OFFICE] not in held.kept:
        return "not kept"
    if held in states[shown:]:
        return SOUND
    return "lost" if held in states[:shown] else "half or twice"


def _check(recording: Recording, folder: Path) -> None:
    """The program's checks are silent, and running the work again brings all of it, once."""
    recording.path.look(folder)
    if recording.path.again:
        assert recording.path.done_again(folder) == recording.path.worked_out()
