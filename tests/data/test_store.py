"""Opening a store: settings that hold, private files, and one sentence for each file that is not ours."""

import sqlite3
import stat
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import exc

from arcollect_tui.data.migrations import SCHEMA
from arcollect_tui.data.store import APPLICATION_ID, SETTINGS, Store, data_version, wal_is_safe
from arcollect_tui.errors import StoreError

pytestmark = pytest.mark.of_a_file


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "desk" / "office.arcollect")
    yield opened
    opened.close()


def put(store: Store, key: str = "a") -> None:
    with store.writing() as connection:
        connection.exec_driver_sql("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, b"1"))


def keys(store: Store) -> set[str]:
    with store.reading() as connection:
        return {row[0] for row in connection.exec_driver_sql("SELECT key FROM meta WHERE key <> 'reads'")}


def refusal(path: Path, *, read_only: bool = False, create: bool = True) -> str:
    with pytest.raises(StoreError) as problem:
        Store.open(path, read_only=read_only, create=create).close()
    assert str(path) in problem.value.sentence
    assert problem.value.exit_code == 5
    return problem.value.sentence


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_are_what_was_promised(store: Store, name: str) -> None:
    for transaction in (store.reading, store.writing):
        with transaction() as connection:
            assert connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() == SETTINGS[name]


def test_the_header_names_us(store: Store) -> None:
    with store.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA application_id").scalar_one() == APPLICATION_ID
        assert connection.exec_driver_sql("PRAGMA user_version").scalar_one() == SCHEMA


def test_files_are_private(store: Store) -> None:
    put(store)
    files = list(store.path.parent.iterdir())
    assert {file.name.removeprefix(store.path.name) for file in files} >= {"", "-wal", "-shm"}
    for file in files:
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
    assert stat.S_IMODE(store.path.parent.stat().st_mode) == 0o700


def test_what_was_saved_is_there_again(store: Store) -> None:
    put(store)
    store.close()
    again = Store.open(store.path)
    assert keys(again) == {"a"}
    again.close()


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 0), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
        ((3, 53, 4), True),
        ((4, 0, 0), True),
    ],
)
def test_versions_with_the_wal_reset_bug_are_known(version: tuple[int, int, int], safe: bool) -> None:
    assert wal_is_safe(version) is safe


def test_an_unsafe_sqlite_gets_no_wal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("arcollect_tui.data.connecting.driver.sqlite_version_info", (3, 40, 1))
    store = Store.open(tmp_path / "a")
    with store.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "truncate"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == 2
    store.close()


def foreign(path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE notes (text)")
    other.close()


def newer(path: Path) -> None:
    Store.open(path).close()
    with sqlite3.connect(path) as other:
        other.execute(f"PRAGMA user_version={SCHEMA + 1}")
    other.close()


def damaged(path: Path) -> None:
    Store.open(path).close()
    content = bytearray(path.read_bytes())
    content[100:4096] = b"\xff" * 3996
    path.write_bytes(content)


def truncated(path: Path) -> None:
    Store.open(path).close()
    path.write_bytes(path.read_bytes()[:6000])


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (foreign, "not an arcollect store"),
        (newer, "written by a newer arcollect"),
        (damaged, "is damaged"),
        (truncated, "is damaged"),
        (lambda path: path.write_text("customer_no,open\n"), "not an arcollect store"),
        (lambda path: path.write_bytes(b"SQLite format 3\x00"), "not an arcollect store"),
        (lambda path: path.write_bytes(b"SQLite format 3\x00" + bytes(200)), "not an arcollect store"),
        (lambda path: path.mkdir(), "is a folder"),
    ],
    ids=["foreign", "newer", "damaged", "truncated", "text", "header", "zeros", "folder"],
)
@pytest.mark.parametrize("read_only", [False, True])
def test_a_file_that_is_not_ours_is_refused_and_kept(
    tmp_path: Path, make: object, words: str, *, read_only: bool
) -> None:
    path = tmp_path / "file"
    assert callable(make)
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    assert words in refusal(path, read_only=read_only)
    assert (path.read_bytes() if path.is_file() else b"") == before


def test_an_empty_file_becomes_a_store(tmp_path: Path) -> None:
    path = tmp_path / "new"
    path.touch(mode=0o644)
    assert "There is no store" in refusal(path, read_only=True)
    assert path.stat().st_size == 0
    store = Store.open(path)
    put(store)
    assert keys(store) == {"a"}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    store.close()


@pytest.mark.parametrize("options", [{"create": False}, {"read_only": True}])
def test_a_missing_store_is_not_made_by_readers(tmp_path: Path, options: dict[str, bool]) -> None:
    path = tmp_path / "none"
    assert "There is no store" in refusal(path, **options)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_takes_no_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert "No store can be made" in refusal(tmp_path / "file" / "office")


@pytest.mark.parametrize("name", ["a b.arcollect", "50%.arcollect", "who?.arcollect", "n#1", "ä ö.x"])
def test_any_name_is_a_place(tmp_path: Path, name: str) -> None:
    store = Store.open(tmp_path / name)
    put(store)
    store.close()
    assert name in {file.name for file in tmp_path.iterdir()}


def test_reading_only_writes_nothing(store: Store) -> None:
    put(store)
    store.close()
    before = store.path.read_bytes()
    reader = Store.open(store.path, read_only=True)
    assert keys(reader) == {"a"}
    with pytest.raises(StoreError, match="reading only"):
        put(reader)
    with pytest.raises(StoreError, match="read-only"), reader.reading() as connection:
        connection.exec_driver_sql("DELETE FROM meta")
    reader.close()
    assert store.path.read_bytes() == before


def test_a_write_protected_file_is_read_only(store: Store) -> None:
    put(store)
    store.close()
    store.path.chmod(0o444)
    reader = Store.open(store.path)
    assert reader.read_only
    assert keys(reader) == {"a"}
    with pytest.raises(StoreError):
        put(reader, "b")
    reader.close()


def test_a_write_protected_folder_can_be_read(store: Store) -> None:
    put(store)
    store.close()
    store.path.chmod(0o444)
    store.path.parent.chmod(0o555)
    try:
        reader = Store.open(store.path)
        assert reader.read_only
        assert keys(reader) == {"a"}
        reader.close()
        assert [file.name for file in store.path.parent.iterdir()] == [store.path.name]
    finally:
        store.path.parent.chmod(0o700)


def test_an_older_schema_is_not_migrated_by_a_reader(tmp_path: Path) -> None:
    path = tmp_path / "old"
    with sqlite3.connect(path) as other:
        other.execute(f"PRAGMA application_id={APPLICATION_ID}")
        other.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB)")
    other.close()
    assert "older arcollect" in refusal(path, read_only=True)


def test_a_second_writer_is_told_to_wait(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    put(store)
    monkeypatch.setitem(SETTINGS, "busy_timeout", 50)
    second = Store.open(store.path)
    with store.writing() as connection:
        connection.exec_driver_sql("DELETE FROM meta")
        assert keys(second) == {"a"}
        with pytest.raises(StoreError, match="busy"):
            put(second, "b")
    put(second, "b")
    assert keys(store) == {"b"}
    second.close()


def test_a_store_can_be_opened_while_another_writes(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SETTINGS, "busy_timeout", 50)
    with store.writing():
        for read_only in (True, False):
            other = Store.open(store.path, read_only=read_only)
            assert keys(other) == set()
            other.close()


def test_a_window_sees_that_another_has_saved(store: Store) -> None:
    second = Store.open(store.path)
    with second.snapshot() as connection:
        before = data_version(connection)
        connection.rollback()
        put(store)
        assert data_version(connection) != before
    second.close()


def half_done(store: Store) -> None:
    with store.writing() as connection:
        for statement in ("CREATE TABLE half (x)", "INSERT INTO meta VALUES ('a', x'01')", "nonsense"):
            connection.exec_driver_sql(statement)


def test_an_error_rolls_everything_back(store: Store) -> None:
    with pytest.raises(exc.DBAPIError):
        half_done(store)
    assert keys(store) == set()
    with store.reading() as connection:
        found = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master WHERE name = 'half'")
        assert found.scalar_one() == 0


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO meta VALUES ('a', 'no bytes')",
        "INSERT INTO draft VALUES (x'00', 'no number', '', '', 0)",
        "INSERT INTO draft VALUES (x'00', 1, x'00', '', 0)",
        "INSERT INTO draft VALUES (x'00', 1.5, '', '', 0)",
        "INSERT INTO draft VALUES (x'00', NULL, '', '', 0)",
    ],
)
def test_tables_are_strict(store: Store, statement: str) -> None:
    with pytest.raises(exc.DBAPIError), store.writing() as connection:
        connection.exec_driver_sql(statement)


def test_every_table_is_strict(store: Store) -> None:
    with store.reading() as connection:
        tables = connection.exec_driver_sql(
            "SELECT name, strict FROM pragma_table_list WHERE schema='main'"
        )
        loose = [name for name, strict in tables if not strict and not name.startswith("sqlite_")]
    assert loose == []


def test_errors_do_not_show_what_was_bound(store: Store) -> None:
    with pytest.raises(exc.DBAPIError) as problem, store.writing() as connection:
        connection.exec_driver_sql("INSERT INTO meta VALUES (?, ?)", ("Harbor Ltd", "secret"))
    assert "Harbor" not in str(problem.value)


def test_a_copy_in_memory_is_apart(store: Store) -> None:
    put(store)
    copy = store.copy_to_memory()
    put(copy, "b")
    assert keys(copy) == {"a", "b"}
    assert keys(store) == {"a"}
    copy.close()


def test_a_first_page_that_a_power_cut_tore_is_taken_back(tmp_path: Path) -> None:
    """The file holds half a page of zeros; the journal beside it says that it was empty before."""
    path = tmp_path / "new"
    path.write_bytes(bytes(2048))
    empty_before = struct.pack(">8s5I", bytes.fromhex("d9d505f920a163d7"), 0, 1, 0, 512, 4096)
    (tmp_path / "new-journal").write_bytes(empty_before.ljust(512, b"\0"))
    store = Store.open(path)
    put(store)
    assert keys(store) == {"a"}
    store.close()
    assert not (tmp_path / "new-journal").exists()
