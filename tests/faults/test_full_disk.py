"""A full disk, a read-only one, a locked store: a sentence and exit code 5, nothing half-written."""

from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree

import pytest

from arcollect_tui.data.store import SETTINGS
from arcollect_tui.errors import StoreError
from arcollect_tui.services.backup import backup
from arcollect_tui.services.calls import CallDraft, log_call
from arcollect_tui.services.clock import Clock
from arcollect_tui.services.office import Office
from arcollect_tui.services.restore import plan_restore, restore
from arcollect_tui.services.window import claim_window
from arcollect_tui.services.worklist import WorklistView, worklist_rows
from tests.faults import figures
from tests.faults.before import files_in
from tests.faults.children import fill_up, log_calls
from tests.faults.office import (
    OFFICE,
    TODAY,
    assert_acknowledged,
    assert_no_twins,
    assert_sound,
    count,
    customer_ids,
    ledger_file,
    long_form,
    made,
    notes,
    opened,
    take_in,
)
from tests.faults.paths import PATHS, SavePath
from tests.faults.processes import Victim, command_line
from tests.faults.small_disk import fill, small_disk, write_protect
from tests.faults.states import UNFINISHED, Held

ROOMS = range(0, 512 << 10, 16 << 10) if long_form() else (0, 40 << 10)
"""Bytes that are left on the disk when a deed begins."""
MOST_BYTES_OF_A_FILE = 512 << 10
FILLED_AFTER = 500
"""So many saves need more room than a full disk's log has left."""
STORE_ERROR = 5


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk of a few megabytes."""
    with small_disk(tmp_path / "disk") as place:
        yield place


@pytest.mark.parametrize("path", PATHS, ids=[path.name for path in PATHS])
def test_a_deed_on_a_disk_that_fills_up(path: SavePath, disk: Path, tmp_path: Path) -> None:
    """Whatever room is left: saved, or refused with a sentence; with room again it is saved, once."""
    refused = 0
    for room in ROOMS:
        folder = path.laid_out(disk / f"room{room}")
        before = Held(folder).shape
        ballast = fill(disk, room)
        told = path.finish(folder)
        refused += bool(told.errors or told.refusals)
        assert all("full" in said or "No space" in said for said in [*told.errors, *told.refusals]), told
        assert not [file for end in UNFINISHED for file in folder.rglob(f"*{end}")]
        ballast.unlink()
        if not told.acknowledged and path.at_once:
            assert Held(folder).shape == before
        path.look(folder)
        if path.again:
            assert path.done_again(folder) == path.worked_out()
        rmtree(folder)
    assert refused
    figures.say(f"full disk, {path.name}: {len(ROOMS)} amounts of room, refused with {refused} of them")


def test_a_window_on_a_full_disk(disk: Path) -> None:
    """A save is refused; with room again the same draft is saved, once. The window itself opens."""
    store = made(disk / OFFICE, customers=2, items_each=2)
    with opened(store) as office:
        customer = customer_ids(office)[0]
        ballast = fill(disk)
        claim_window(store, "ann").release()
        drafts: list[CallDraft] = []
        with pytest.raises(StoreError, match=r"is full\. Nothing was saved"):
            _log_on(office, customer, drafts)
        draft, saved = drafts[-1], len(drafts) - 1
        assert sum(notes(office).values()) == saved
        ballast.unlink()
        assert not log_call(office, draft).again
        assert log_call(office, draft).again
        assert sum(notes(office).values()) == saved + 1
        assert_no_twins(office)
    with opened(store) as office:
        assert sum(notes(office).values()) == saved + 1
        assert_sound(office)


def _log_on(office: Office, customer: int, drafts: list[CallDraft]) -> None:
    """Log calls; `drafts` has each one from before its save."""
    for number in range(FILLED_AFTER):
        drafts.append(CallDraft(customer, "VM", note=f"call {number} " + "x" * 500))
        log_call(office, drafts[-1])


def test_the_commands_on_a_full_disk(disk: Path, tmp_path: Path) -> None:
    """They exit with 5 and one sentence, change nothing, and work with room again."""
    store = made(disk / OFFICE, customers=2, items_each=2)
    ledger = ledger_file(tmp_path / "big.csv", 100, 20)
    ballast = fill(disk)
    for words in (
        ["import", ledger, "--yes"],
        ["code", "PRC", "--filter", "state:open"],
        ["backup", disk / "copy.arcollect"],
    ):
        told = command_line(*words, store=store)
        assert told.returncode == STORE_ERROR, (words, told.stderr)
        assert "full" in told.stderr or "No space" in told.stderr
        assert "Traceback" not in told.stderr
    ballast.unlink()
    with opened(store) as office:
        assert (count(office, "item"), count(office, "coding")) == (4, 0)
        assert_sound(office)
    told = command_line("log", "C00001", "VM", "--note", "there is room again", store=store)
    assert told.returncode == 0, told.stderr


def test_restoring_on_a_full_disk(disk: Path, tmp_path: Path) -> None:
    """A restore without room is refused and leaves the store as it was; with room again it succeeds."""
    store = made(disk / "office.arcollect", customers=2, items_each=2)
    with opened(store) as office:
        backup(office, tmp_path / "backup")
        log_call(office, CallDraft(customer_ids(office)[0], "VM", note="since"))
    ballast = fill(disk)
    with pytest.raises(StoreError, match=r"full|No space"):
        _bring_back(store, tmp_path / "backup")
    assert not list(disk.glob("*.restoring*"))
    ballast.unlink()
    with opened(store) as office:
        assert dict(notes(office)) == {"since": 1}
        assert_sound(office)
    _bring_back(store, tmp_path / "backup")
    with opened(store) as office:
        assert dict(notes(office)) == {}
        assert_sound(office)


def _bring_back(store: Path, file: Path) -> None:
    restore(plan_restore(store, file), collector="ann", clock=Clock(TODAY))


def test_a_read_only_disk(disk: Path, tmp_path: Path) -> None:
    """A store on a read-only disk can be looked at and backed up elsewhere; a deed is refused."""
    store = made(disk / OFFICE, customers=2, items_each=2)
    before = files_in(disk)
    write_protect(disk)
    _only_looked_at(store)
    told = command_line("log", "C00001", "VM", store=store)
    assert told.returncode == STORE_ERROR, told.stdout
    told = command_line("backup", disk / "copy.arcollect", store=store)
    assert told.returncode == STORE_ERROR, told.stdout
    assert "Read-only" in told.stderr
    with opened(store) as office:
        backup(office, tmp_path / "copy.arcollect")
    with opened(tmp_path / "copy.arcollect") as office:
        assert count(office, "item") == 4
        assert_sound(office)
    assert files_in(disk) == before


@pytest.mark.parametrize("folder_too", [False, True], ids=["file", "file and folder"])
def test_a_write_protected_store(tmp_path: Path, *, folder_too: bool) -> None:
    """The same for a store that is marked read-only, alone or with its folder."""
    folder = tmp_path / "office"
    folder.mkdir()
    store = made(folder / OFFICE, customers=2, items_each=2)
    store.chmod(0o400)
    folder.chmod(0o500 if folder_too else 0o700)
    try:
        before = store.read_bytes()
        _only_looked_at(store)
        assert store.read_bytes() == before
    finally:
        folder.chmod(0o700)
        store.chmod(0o600)


def _only_looked_at(store: Path) -> None:
    with opened(store) as office:
        assert office.read_only
        rows = worklist_rows(office, WorklistView(everyone=True))
        assert len(rows) == 2
        with pytest.raises(StoreError, match="reading only"):
            log_call(office, CallDraft(rows[0].customer_id, "VM"))
        assert_sound(office)


def test_a_file_size_limit(tmp_path: Path) -> None:
    """A quota looks like a full disk: refused with a sentence, and nothing acknowledged is lost."""
    store = made(tmp_path / OFFICE, customers=2, items_each=2)
    told = Victim(fill_up, store, MOST_BYTES_OF_A_FILE).finish()
    assert told.errors
    assert all("Nothing was saved" in sentence for sentence in told.errors)
    with opened(store) as office:
        assert_acknowledged(office, told.acknowledged)
        assert_no_twins(office)
        assert_sound(office)
    said: list[str] = []
    log_calls(store, said.append, 3)
    assert sum(line.startswith("ACK ") for line in said) == 3


def test_a_locked_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that another program keeps locked is named; nothing is saved, and the retry is."""
    monkeypatch.setitem(SETTINGS, "busy_timeout", 100)
    store = made(tmp_path / OFFICE, customers=2, items_each=2)
    with opened(store) as office:
        customer = customer_ids(office)[0]
        with opened(store) as other, other.store.writing(), pytest.raises(StoreError, match="busy"):
            log_call(office, CallDraft(customer, "VM", note="while locked"))
        log_call(office, CallDraft(customer, "VM", note="afterwards"))
        assert dict(notes(office)) == {"afterwards": 1}
    file = ledger_file(tmp_path / "next.csv", 2, 3)
    with opened(store) as office:
        take_in(office, file)
        assert_sound(office)
