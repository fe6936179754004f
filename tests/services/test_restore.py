"""A restore brings a backup back whole, keeps what was there, and leaves the erased erased."""

import gzip
import shutil
import sqlite3
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from arcollect_tui.data import restoring, witness
from arcollect_tui.data.store import Store
from arcollect_tui.errors import FileRefused, Refused, StoreError
from arcollect_tui.services.backup import backup, kept_backups
from arcollect_tui.services.clock import Clock
from arcollect_tui.services.erasure import erase, plan_erasure
from arcollect_tui.services.history import history
from arcollect_tui.services.notes import add_note
from arcollect_tui.services.office import Office
from arcollect_tui.services.restore import Restored, plan_restore, restore
from arcollect_tui.services.window import claim_window
from tests.services.offices import DAY, Line, assert_sound, customer, office_at, take_in

pytestmark = pytest.mark.of_a_file

OLD = Path(__file__).parents[1] / "data" / "stores" / "schema-1.arcollect.gz"
LINES = (Line("1001", "C1"), Line("1002", "C2"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with an import and a note."""
    store = tmp_path / "desk" / "office.arcollect"
    with office_at(store) as office:
        take_in(office, tmp_path, LINES)
        add_note(office, customer(office), "before the backup")
    return store


@pytest.fixture
def copy(path: Path, tmp_path: Path) -> Path:
    """A backup of it on another medium."""
    out = tmp_path / "stick.arcollect"
    with office_at(path) as office:
        backup(office, out)
    return out


def restored(path: Path, file: Path) -> Restored:
    return restore(plan_restore(path, file), collector="ann", clock=Clock(DAY))


def note_after(path: Path, text: str = "after the backup") -> None:
    with office_at(path) as office:
        add_note(office, customer(office), text)


def texts(path: Path) -> list[str]:
    with office_at(path) as office:
        assert_sound(office)
        return [row.text for row in history(office)]


def beside(path: Path) -> set[str]:
    return {file.name for file in path.parent.iterdir() if not file.name.endswith(".window")}


def test_the_backup_is_back_and_what_was_there_is_kept(path: Path, copy: Path) -> None:
    before = texts(path)
    note_after(path)
    plan = plan_restore(path, copy)
    assert (plan.entries, plan.later) == (2, 1)
    assert "1 entry of the present store is not in it" in plan.sentence
    done = restored(path, copy)
    assert texts(path) == before
    assert (done.entries, done.later, done.desk) == (2, 1, 2)
    assert "Restored 2 entries up to " in done.sentence
    assert "1 entry recorded since is not in it" in done.sentence
    assert done.kept is not None
    assert str(done.kept) in done.sentence
    assert done.kept in [kept.path for kept in kept_backups(path)]
    assert "after the backup" in texts(done.kept)[0]
    assert beside(path) == {path.name, f"{path.name}.backups"}


def test_it_goes_on_as_a_new_desk_that_is_known_here(path: Path, copy: Path) -> None:
    note_after(path)
    restored(path, copy)
    with office_at(path) as office:
        assert office.notices == ()
        assert add_note(office, customer(office), "again").handle == "2-1"
        assert [row.handle for row in history(office)] == ["2-1", "1-2", "1-1"]
    known = witness.read(_desk(path))
    assert known is not None
    assert (known.seq, known.path) == (1, str(path))


def _desk(path: Path) -> bytes:
    with office_at(path) as office:
        return office.desk


def test_a_restore_can_itself_be_taken_back(path: Path, copy: Path) -> None:
    note_after(path)
    now = texts(path)
    kept = restored(path, copy).kept
    assert kept is not None
    assert texts(path) != now
    again = restored(path, kept)
    assert again.kept != kept
    assert texts(path) == now
    assert len([one for one in kept_backups(path) if one.reason == "restore"]) == 2


def test_without_a_store_there_is_nothing_to_keep(copy: Path, tmp_path: Path) -> None:
    path = tmp_path / "new" / "office.arcollect"
    done = restored(path, copy)
    assert (done.entries, done.later, done.kept) == (2, 0, None)
    assert len(texts(path)) == 2
    assert beside(path) == {path.name}


def test_nothing_newer_is_said_so(path: Path, copy: Path) -> None:
    assert "Nothing was recorded since" in restored(path, copy).sentence


@pytest.mark.parametrize("how", ["header", "middle", "text", "truncated"])
def test_a_damaged_store_is_kept_as_it_is(path: Path, copy: Path, how: str) -> None:
    content = path.read_bytes()
    damaged = {
        "header": b"\xff" * 4096 + content[4096:],
        "middle": content[:8192] + b"\xff" * 40960 + content[49152:],
        "text": b"not a store at all",
        "truncated": content[:6000],
    }[how]
    path.write_bytes(damaged)
    Path(f"{path}-wal").write_bytes(b"a log that belongs to it")
    done = restored(path, copy)
    assert done.kept is not None
    assert done.kept.read_bytes()[100:] == damaged[100:]
    if how in ("header", "text"):  # the others could be opened, so their log was folded in
        assert done.kept.read_bytes() == damaged
        assert Path(f"{done.kept}-wal").read_bytes() == b"a log that belongs to it"
    assert beside(path) == {path.name, f"{path.name}.backups"}
    assert len(texts(path)) == 2


def test_a_log_without_its_store_does_no_harm(path: Path, copy: Path) -> None:
    with office_at(path) as office:
        add_note(office, customer(office), "in the log")
        log = Path(f"{path}-wal").read_bytes()
    path.unlink()
    Path(f"{path}-wal").write_bytes(log)
    done = restored(path, copy)
    assert len(texts(path)) == 2
    assert done.kept is not None
    assert Path(f"{done.kept}-wal").read_bytes() == log


def test_an_open_window_is_in_the_way(path: Path, copy: Path) -> None:
    before = path.read_bytes()
    window = claim_window(path, "bob")
    with pytest.raises(StoreError, match=r"bob on .* then restore again"):
        restored(path, copy)
    window.release()
    assert path.read_bytes() == before
    restored(path, copy)


@pytest.mark.parametrize("read_only", [False, True])
def test_a_command_that_has_it_open_is_in_the_way(path: Path, copy: Path, *, read_only: bool) -> None:
    with office_at(path, read_only=read_only) as office:
        history(office)
        with pytest.raises(StoreError, match="in use"):
            restored(path, copy)
        assert len(history(office)) == 2
    assert len(texts(path)) == 2
    assert beside(path) == {path.name}


def test_nobody_can_write_between_the_copy_and_the_exchange(path: Path, copy: Path, tmp_path: Path) -> None:
    ready = restoring.place_beside(path)
    restoring.copy_to(ready, copy)
    answers = []

    def finish(held: restoring.Contents | None) -> None:
        assert held is not None
        assert len(held.entries) == 2
        answers.append(_elsewhere(path))

    done = restoring.exchange(ready, path, finish, lambda: tmp_path / "kept")
    assert "locked" in answers[0]
    assert done.kept is not None
    assert len(texts(done.kept)) == len(texts(path)) == 2


def _elsewhere(path: Path) -> str:
    """What another process is told that opens the store to write."""
    program = f"import sqlite3; sqlite3.connect({str(path)!r}, timeout=0).execute('BEGIN IMMEDIATE')"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    return done.stderr


def foreign(file: Path) -> None:
    file.unlink()
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE notes (text)")
    other.close()


def newer(file: Path) -> None:
    with sqlite3.connect(file) as other:
        other.execute("PRAGMA user_version=99")
    other.close()


def half(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def scratched(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[8192:12288] = b"\xff" * 4096
    file.write_bytes(content)


def rewritten(file: Path) -> None:
    with sqlite3.connect(file) as other:
        other.execute("UPDATE entry SET collector = 'somebody else' WHERE seq = 2")
    other.close()


@pytest.mark.parametrize(
    ("make", "refusal", "words"),
    [
        (Path.unlink, FileRefused, "There is no file"),
        (lambda file: (file.unlink(), file.mkdir()), FileRefused, "is a folder"),
        (lambda file: file.write_text("a,b\n"), FileRefused, "not an arcollect store"),
        (foreign, FileRefused, "not an arcollect store"),
        (newer, StoreError, "newer arcollect"),
        (half, StoreError, "damaged"),
        (scratched, StoreError, "damaged"),
        (rewritten, StoreError, "desk 1, entry 2 was changed"),
    ],
    ids=["missing", "folder", "text", "foreign", "newer", "half", "scratched", "rewritten"],
)
def test_what_is_no_sound_backup_is_refused(
    path: Path, copy: Path, make: object, refusal: type[Exception], words: str
) -> None:
    assert callable(make)
    make(copy)
    before = path.read_bytes()
    with pytest.raises(refusal, match=words):
        restored(path, copy)
    assert path.read_bytes() == before
    assert beside(path) - {f"{path.name}-wal", f"{path.name}-shm"} == {path.name}


def test_the_store_is_no_backup_of_itself(path: Path) -> None:
    with pytest.raises(Refused, match="is the store itself"):
        plan_restore(path, path)


def test_a_backup_of_an_older_program_is_brought_up_to_date(path: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.arcollect"
    old.write_bytes(gzip.decompress(OLD.read_bytes()))
    before = old.read_bytes()
    done = restored(path, old)
    assert done.later == 2
    with office_at(path) as office:
        assert len(history(office)) == done.entries > 2
        assert_sound(office)
    assert old.read_bytes() == before


def erase_c1(path: Path) -> None:
    with office_at(path) as office:
        erase(office, plan_erasure(office, "C1"))


def assert_c1_is_gone(path: Path, tmp_path: Path) -> None:
    with office_at(path) as office:
        assert "before the backup" not in "".join(row.text for row in history(office))
        take_in(office, tmp_path, LINES, as_of=DAY + timedelta(days=1))
        assert _customers(office) == {"C2"}
        assert_sound(office)
    for file in (path, Path(f"{path}-wal")):
        assert not file.exists() or b"before the backup" not in file.read_bytes()


def _customers(office: Office) -> set[str]:
    with office.store.reading() as connection:
        return set(connection.exec_driver_sql("SELECT number FROM customer").scalars())


def test_what_was_erased_since_stays_erased(path: Path, copy: Path, tmp_path: Path) -> None:
    erase_c1(path)
    restored(path, copy)
    assert_c1_is_gone(path, tmp_path)


@pytest.mark.parametrize("restores", [1, 2])
def test_the_witness_knows_the_erased_when_the_store_is_gone(
    path: Path, copy: Path, tmp_path: Path, restores: int
) -> None:
    erase_c1(path)
    office_at(path).close()
    for _ in range(restores):
        shutil.rmtree(path.parent)
        restored(path, copy)
    assert_c1_is_gone(path, tmp_path)


def test_a_place_that_cannot_be_written_is_named(copy: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="cannot be claimed"):
        restored(tmp_path / "file" / "office", copy)


def test_the_store_of_another_office_is_kept_too(copy: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / "office.arcollect"
    Store.open(other).close()
    with office_at(other) as office:
        take_in(office, tmp_path, [Line("9", "X")])
    done = restored(other, copy)
    assert done.later == 1
    assert done.kept is not None
