"""A full disk, a read-only one, a locked store: a sentence and exit code 5, nothing half-written."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from arcollect_tui.errors import StoreError
from arcollect_tui.services.calls import CallDraft, log_call
from arcollect_tui.services.office import Office
from arcollect_tui.services.worklist import WorklistView, worklist_rows
from tests.faults.children import log_calls
from tests.faults.office import (
    assert_acknowledged,
    assert_no_twins,
    assert_sound,
    count,
    customer_ids,
    ledger_file,
    made,
    notes,
    opened,
    take_in,
)
from tests.faults.processes import child, command_line
from tests.faults.small_disk import fill, small_disk, write_protect

MOST_BYTES_OF_A_FILE = 512 << 10
FILLED_AFTER = 500
"""So many saves need more room than a full disk's log has left."""
STORE_ERROR = 5


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk of two megabytes."""
    with small_disk(tmp_path / "disk") as place:
        yield place


def test_saving_on_a_full_disk(disk: Path) -> None:
    """A save on a full disk is refused; with room again the same draft is saved, once."""
    store = made(disk / "office.arcollect", customers=2, items_each=2)
    with opened(store) as office:
        customer = customer_ids(office)[0]
        ballast = fill(disk)
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
    """`import` and `log` exit with 5 and one sentence, change nothing, and work with room again."""
    store = made(disk / "office.arcollect", customers=2, items_each=2)
    ledger = ledger_file(tmp_path / "big.csv", 100, 20)
    ballast = fill(disk)
    told = command_line("import", ledger, "--yes", store=store)
    assert told.returncode == STORE_ERROR, told.stderr
    assert "full" in told.stderr
    assert "Traceback" not in told.stderr
    ballast.unlink()
    with opened(store) as office:
        assert count(office, "item") == 4
        assert_sound(office)
    told = command_line("log", "C00001", "VM", "--note", "there is room again", store=store)
    assert told.returncode == 0, told.stderr


def test_a_new_store_on_a_full_disk(disk: Path) -> None:
    """A store that could not be made is refused, and made when there is room."""
    ballast = fill(disk)
    told = child("start", disk / "office.arcollect")
    assert told.code == 0, told.trace
    assert [("full" in sentence) for sentence in told.errors] == [True], told.errors
    ballast.unlink()
    told = child("start", disk / "office.arcollect")
    assert (len(told.acknowledged), told.errors) == (1, [])
    with opened(disk / "office.arcollect") as office:
        assert_sound(office)


def test_a_read_only_disk(disk: Path) -> None:
    """A store on a read-only disk can be looked at; a deed is refused with a sentence."""
    store = made(disk / "office.arcollect", customers=2, items_each=2)
    before = {path.name: path.read_bytes() for path in disk.iterdir()}
    write_protect(disk)
    _only_looked_at(store)
    told = command_line("log", "C00001", "VM", store=store)
    assert told.returncode == STORE_ERROR, told.stdout
    assert {path.name: path.read_bytes() for path in disk.iterdir()} == before


def test_a_write_protected_folder(tmp_path: Path) -> None:
    """The same for a store whose file and folder are marked read-only."""
    folder = tmp_path / "office"
    folder.mkdir()
    store = made(folder / "office.arcollect", customers=2, items_each=2)
    store.chmod(0o400)
    folder.chmod(0o500)
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
    store = made(tmp_path / "office.arcollect", customers=2, items_each=2)
    told = child("fill", store, str(MOST_BYTES_OF_A_FILE))
    assert told.code == 0, told.trace
    assert told.errors
    assert all("Nothing was saved" in sentence for sentence in told.errors)
    with opened(store) as office:
        assert_acknowledged(office, told.acknowledged)
        assert_no_twins(office)
        assert_sound(office)
    said: list[str] = []
    log_calls(store, said.append, 3)
    assert sum(line.startswith("ACK ") for line in said) == 3


def test_a_locked_store(tmp_path: Path) -> None:
    """A store that another program keeps locked is named; nothing is saved, and the retry is."""
    store = made(tmp_path / "office.arcollect", customers=2, items_each=2)
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
