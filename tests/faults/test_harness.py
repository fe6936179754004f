"""The harness itself: it notices each promise that a work breaks on purpose."""

from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.faults import sabotage
from tests.faults.before import SHARE, TO_GO
from tests.faults.disk import Disk, Unsynced
from tests.faults.office import OFFICE, assert_acknowledged, assert_no_twins, assert_sound, opened
from tests.faults.paths import PATHS, SavePath
from tests.faults.power import Recording, record, sweep
from tests.faults.processes import Victim
from tests.faults.states import Damaged, Held
from tests.faults.syscalls import Create, Cut, Event, Remove, Rename, Sync, Write, needs_strace

CALLS = 4
_OF = {path.name: path.prepare for path in PATHS}


def broken(work: str, like: str, *arguments: str | int, **promises: Any) -> SavePath:
    """A way of saving that breaks a promise, on the files of one that keeps it."""
    return SavePath(work, getattr(sabotage, work), _OF[like], arguments, again=False, **promises)


BROKEN = (
    broken("log_without_waiting_for_the_disk", "calls", CALLS),
    broken("log_without_any_sync", "calls", 4 * CALLS),
    broken("log_without_commit", "calls", CALLS),
    broken("log_and_say_so_too_soon", "calls", CALLS),
    broken("log_everything_twice", "calls", CALLS),
    broken("code_in_two_halves", "coding"),
    broken("back_up_without_sync", "backup", "copy.arcollect"),
    broken("share_without_sync", "sync, written", SHARE),
    broken("share_and_note_too_soon", "sync, written", SHARE, shares=SHARE),
    broken("upgrade_without_backup", "upgrade", keeps=True),
)


@pytest.fixture(scope="module")
def broken_ones(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Recording]:
    """Recordings of the broken ways."""
    return record(BROKEN, tmp_path_factory.mktemp("broken") / "works")


@needs_strace
@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("log_without_waiting_for_the_disk", "lost"),
        ("log_without_any_sync", "damaged"),
        ("back_up_without_sync", "lost"),
        ("share_without_sync", "half or twice"),
        ("upgrade_without_backup", "not kept"),
    ],
)
def test_power_cuts_find_what_is_not_synced(
    name: str, verdict: str, broken_ones: Mapping[str, Recording]
) -> None:
    found = sweep(broken_ones[name], wanted=30, moments=30, check_every=1_000)
    assert found.verdicts[verdict], found


@needs_strace
@pytest.mark.parametrize(
    ("name", "deeds"),
    [
        ("log_without_commit", [0] * CALLS),
        ("log_and_say_so_too_soon", [0, *[1] * (CALLS - 1)]),
        ("log_everything_twice", [2] * CALLS),
        ("code_in_two_halves", [2]),
    ],
)
def test_the_recording_tells_what_a_deed_was(
    name: str, deeds: list[int], broken_ones: Mapping[str, Recording]
) -> None:
    """How many states each deed went through: none was saved, two are halves or twins."""
    assert broken_ones[name].history.deeds == deeds


@needs_strace
def test_a_file_that_is_said_to_be_shared_and_is_not_is_noticed(
    broken_ones: Mapping[str, Recording],
) -> None:
    with pytest.raises(AssertionError, match="is noted, and is not there"):
        sweep(broken_ones["share_and_note_too_soon"], wanted=30, moments=1_000, check_every=2)


def test_a_state_is_told_from_another(tmp_path: Path) -> None:
    """One row more, one letter changed, a damaged page: none of them passes for the same."""
    folder = PATHS[0].laid_out(tmp_path / "office")
    store, before = folder / "office.arcollect", Held(folder)
    assert Held(folder) == before
    with opened(store) as office, office.store.writing() as connection:
        connection.exec_driver_sql("UPDATE customer SET name = name || '.' WHERE number = 'C00001'")
    changed = Held(folder)
    assert changed != before
    assert changed.shape == before.shape
    sabotage.log_everything_twice(store, lambda line: None, 1)
    assert Held(folder).shape["office.arcollect"]["call"] == 2
    store.write_bytes(store.read_bytes()[:-4096])
    with pytest.raises(Damaged):
        Held(folder)


def test_an_office_that_lost_a_deed_is_noticed(tmp_path: Path) -> None:
    store = PATHS[0].laid_out(tmp_path / "office") / "office.arcollect"
    sabotage.log_everything_twice(store, lambda line: None, 1)
    with opened(store) as office:
        assert_acknowledged(office, ["1-3", "1-4"])
        with pytest.raises(AssertionError, match="1-5"):
            assert_acknowledged(office, ["1-4", "1-5"])
        assert_no_twins(office)
        with office.store.writing() as connection:
            connection.exec_driver_sql("UPDATE call SET note = 'call 0'")
        with pytest.raises(AssertionError, match="call 0"):
            assert_no_twins(office)
        with pytest.raises(AssertionError, match="projection"):
            assert_sound(office)


def test_an_erasure_that_leaves_bytes_is_noticed(tmp_path: Path) -> None:
    """In a copy that is kept, too; before the erasure they may be there."""
    path = broken("erase_but_not_in_copies", "erasure", TO_GO[0], gone=TO_GO[1])
    folder = path.laid_out(tmp_path / "office")
    path.look(folder)
    Victim(path.work, folder / OFFICE, *path.arguments).finish()
    with pytest.raises(AssertionError, match="still stands in"):
        path.look(folder)


A, B, FOLDER = "d/a", "d/b", "d"
FULL = Write(A, 0, b"x" * 1024)


@pytest.mark.parametrize(
    ("events", "lost", "kept"),
    [
        ([Create(A), FULL], {}, {A: 1024}),
        ([Create(A), FULL, Sync(A)], {A: 1024}, {A: 1024}),
        ([Create(A), FULL, Sync(A), Write(A, 1024, b"yy")], {A: 1024}, {A: 1026}),
        ([Create(A), FULL, Sync(A), Cut(A, 10)], {A: 1024}, {A: 10}),
        ([Create(A), FULL, Sync(FOLDER)], {A: 0}, {A: 1024}),
        ([Create(A), FULL, Sync(A), Remove(A)], {A: 1024}, {}),
        ([Create(A), FULL, Sync(A), Rename(A, B)], {A: 1024}, {B: 1024}),
        ([Create(A), FULL, Sync(A), Rename(A, B), Sync(FOLDER)], {B: 1024}, {B: 1024}),
        ([Create(A), FULL, Rename(A, B), Sync(FOLDER)], {B: 0}, {B: 1024}),
        ([Create(A), Create(B), Sync(B), FULL], {A: 0, B: 0}, {A: 1024, B: 0}),
    ],
)
def test_what_a_power_cut_leaves(events: list[Event], lost: dict[str, int], kept: dict[str, int]) -> None:
    """The length of each file, when all that was not synced is lost, and when it is kept."""
    disk = Disk({})
    for event in events:
        disk.happen(event)
    for unsynced, wanted in ((Unsynced.LOST, lost), (Unsynced.KEPT, kept)):
        files = disk.after_power_cut(unsynced, Random(1))
        assert {name: len(data) for name, data in files.items()} == wanted


def test_chance_tears_writes_at_sectors() -> None:
    """Of a write of two sectors, each of the four outcomes happens."""
    disk = Disk({A: bytes(1024)})
    disk.happen(FULL)
    chance = Random(1)
    seen = {disk.after_power_cut(Unsynced.CHANCE, chance)[A] for _ in range(100)}
    sectors = (bytes(512), b"x" * 512)
    assert seen == {first + second for first in sectors for second in sectors}
