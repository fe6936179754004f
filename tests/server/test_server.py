"""A store on a server: opening it, taking turns, one state a reader, rehearsals, and what is refused."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, exc
from sqlalchemy.engine import URL

from arcollect_tui.data import desk, server
from arcollect_tui.data.location import Server
from arcollect_tui.data.migrations import SCHEMA
from arcollect_tui.data.store import Store, damage, data_version, interrupt
from arcollect_tui.errors import StoreError, UsageError
from arcollect_tui.services.places import named_place
from tests.data.remains import remains
from tests.places import direct, hub, in_schema, schema_of

pytestmark = pytest.mark.of_a_server


@pytest.fixture
def schema(tmp_path: Path) -> str:
    """An empty schema."""
    return schema_of(tmp_path / "office")


@pytest.fixture
def place(schema: str) -> Server:
    return in_schema(schema)


@pytest.fixture
def store(place: Server) -> Iterator[Store]:
    opened = Store.open(place)
    yield opened
    opened.close()


@contextmanager
def by_the_side() -> Iterator[Connection]:
    """A connection of somebody else, each statement by itself."""
    engine = direct()
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def put(store: Store, key: str = "a") -> None:
    with store.writing() as connection:
        desk.put(connection, key, b"1")


def keys(store: Store) -> set[str]:
    with store.reading() as connection:
        return {row[0] for row in connection.exec_driver_sql("SELECT key FROM meta WHERE key <> 'reads'")}


def refusal(place: Server, *, read_only: bool = False, create: bool = True) -> str:
    with pytest.raises(StoreError) as problem:
        Store.open(place, read_only=read_only, create=create).close()
    assert problem.value.exit_code == 5
    return problem.value.sentence


def test_a_store_is_made_once_and_opened_again(place: Server) -> None:
    assert not place.exists()
    for options in ({"create": False}, {"read_only": True}):
        assert "There is no store" in refusal(place, **options)
    first = Store.open(place)
    put(first)
    first.close()
    assert place.exists()
    second = Store.open(place, read_only=True)
    assert keys(second) == {"a"}
    second.close()


def test_two_that_make_a_store_at_once_make_one(place: Server) -> None:
    opened: list[Store] = []
    threads = [threading.Thread(target=lambda: opened.append(Store.open(place))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(opened) == 3
    for number, store in enumerate(opened):
        put(store, str(number))
    assert keys(opened[0]) == {"0", "1", "2"}
    for store in opened:
        store.close()


def test_what_is_not_ours_is_refused_and_kept(place: Server, schema: str) -> None:
    with by_the_side() as connection:
        connection.exec_driver_sql(f"CREATE TABLE {schema}.notes (text text)")
        assert "not an arcollect store" in refusal(place)
        tables = "SELECT relname FROM pg_class WHERE relnamespace = '{}'::regnamespace AND relkind = 'r'"
        assert connection.exec_driver_sql(tables.format(schema)).scalars().all() == ["notes"]


def test_a_newer_store_is_refused(store: Store, place: Server, schema: str) -> None:
    with by_the_side() as connection:
        connection.exec_driver_sql(f'UPDATE {schema}.arcollect_store SET "schema" = {SCHEMA + 1}')
    assert "newer arcollect" in refusal(place)
    assert "newer arcollect" in refusal(place, read_only=True)


def test_an_older_store_is_not_migrated_by_a_reader(store: Store, place: Server, schema: str) -> None:
    with by_the_side() as connection:
        connection.exec_driver_sql(f'UPDATE {schema}.arcollect_store SET "schema" = {SCHEMA - 1}')
    assert "older arcollect" in refusal(place, read_only=True)


def asking(**options: str) -> Callable[[URL], URL]:
    return lambda url: url.update_query_dict(options)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda url: url.set(database="not_there"), "There is no database"),
        (lambda url: url.set(username="not_there"), "refuses this login"),
        (asking(host="/not/there"), "cannot be reached: No such file"),
        (asking(host="a.invalid"), "cannot be reached"),
        (asking(nonsense="1"), 'invalid connection option "nonsense"'),
        (asking(port="here"), "give --store a path, or a URL"),
        (asking(options="-csearch_path=not_there"), "names a schema that is not there"),
    ],
    ids=["database", "login", "socket", "host", "option", "port", "schema"],
)
def test_a_server_that_cannot_be_used_is_named(change: Callable[[URL], URL], words: str) -> None:
    sentence = refusal(Server(change(hub().url.set(password="a-secret"))))
    assert words in sentence
    assert "a-secret" not in sentence


@pytest.mark.parametrize(
    "text", ["mysql://host/db", "://", "sqlite:///x", "http://[", "postgresql+asyncpg://x"]
)
def test_other_urls_are_refused(text: str) -> None:
    with pytest.raises(StoreError, match=r"a file or on a PostgreSQL server"):
        named_place(text)


def test_a_reader_sees_one_state(store: Store) -> None:
    second = Store.open(store.place)
    with second.reading() as connection:
        before = connection.exec_driver_sql("SELECT count(*) FROM meta").scalar_one()
        put(store)
        assert connection.exec_driver_sql("SELECT count(*) FROM meta").scalar_one() == before
        with pytest.raises(exc.DBAPIError):
            connection.exec_driver_sql("DELETE FROM meta")
    assert keys(second) == {"a"}
    second.close()


def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises(StoreError, match="cannot be written"), store.reading() as connection:
        connection.exec_driver_sql("DELETE FROM meta")
    reader = Store.open(store.place, read_only=True)
    with pytest.raises(StoreError, match="reading only"):
        put(reader)
    reader.close()


def test_writers_take_turns(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "PATIENCE", 0.05)
    second = Store.open(store.place)
    with store.writing() as connection:
        desk.put(connection, "a", b"1")
        assert keys(second) == set()
        with pytest.raises(StoreError, match="busy"):
            put(second, "b")
    put(second, "b")
    assert keys(store) == {"a", "b"}
    second.close()


def test_a_writer_sees_what_the_one_before_wrote(store: Store) -> None:
    second = Store.open(store.place)

    def count_up(mine: Store) -> None:
        for _ in range(20):
            with mine.writing() as connection:
                desk.put(connection, "n", str(int(desk.get(connection, "n") or b"0") + 1).encode())

    threads = [threading.Thread(target=count_up, args=(one,)) for one in (store, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    with store.reading() as connection:
        assert desk.get(connection, "n") == b"40"
    second.close()


def test_a_window_sees_that_another_has_saved(store: Store) -> None:
    with store.snapshot() as connection:
        before = data_version(connection)
        connection.rollback()
        assert data_version(connection) == before
        connection.rollback()
        put(store)
        assert data_version(connection) != before


def test_a_statement_can_be_stopped(store: Store) -> None:
    def wait_long() -> None:
        with store.snapshot() as connection:
            connection.exec_driver_sql("SELECT 1")
            threading.Timer(0.3, interrupt, (connection,)).start()
            connection.exec_driver_sql("SELECT pg_sleep(30)")

    with pytest.raises(StoreError, match="told to stop"):
        wait_long()
    put(store)


def test_an_error_rolls_everything_back(store: Store) -> None:
    def half_done() -> None:
        with store.writing() as connection:
            desk.put(connection, "a", b"1")
            connection.exec_driver_sql("CREATE TABLE half (x int)")
            connection.exec_driver_sql("nonsense")

    with pytest.raises(exc.DBAPIError):
        half_done()
    assert keys(store) == set()
    with store.reading() as connection:
        assert connection.exec_driver_sql("SELECT to_regclass('half')").scalar_one() is None


def test_a_server_that_was_restarted_is_found_again(store: Store) -> None:
    def process(connection: Connection) -> int:
        return int(connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one())

    def cut_off(number: int) -> None:
        with by_the_side() as other:
            other.exec_driver_sql(f"SELECT pg_terminate_backend({number}, 5000)")

    def put_two() -> None:
        with store.writing() as connection:
            desk.put(connection, "b", b"1")
            cut_off(process(connection))
            desk.put(connection, "c", b"1")

    put(store)
    with pytest.raises(StoreError, match="no longer answers"):
        put_two()
    assert keys(store) == {"a"}
    with store.reading() as connection:
        idle = process(connection)
    cut_off(idle)
    put(store, "d")
    assert keys(store) == {"a", "d"}


def test_what_was_deleted_goes_once_nobody_sees_it_any_more(
    store: Store, schema: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, "zebrafinch")
    with by_the_side() as other:
        other.exec_driver_sql(f"ANALYZE {schema}.meta")
    assert any("statistics of meta" in place for place in remains(tmp_path, b"zebrafinch"))
    with by_the_side() as other:
        other.execution_options(isolation_level="REPEATABLE READ").exec_driver_sql("SELECT 1")
        with store.writing() as connection:
            connection.exec_driver_sql("DELETE FROM meta WHERE key = 'zebrafinch'")
        monkeypatch.setattr(server, "PATIENCE", 0.05)
        assert not store.compact()
        assert remains(tmp_path, b"zebrafinch")
    assert store.compact()
    assert remains(tmp_path, b"zebrafinch") == []


def test_a_rehearsal_is_apart_and_keeps_nobody_waiting(store: Store) -> None:
    put(store)
    copy = store.copy_to_memory()
    put(copy, "b")
    assert keys(copy) == {"a", "b"}
    put(store, "c")
    assert keys(copy) == {"a", "b"}
    copy.close()
    assert keys(store) == {"a", "c"}
    put(store, "d")


def test_what_speaks_against_the_tables_is_named(store: Store) -> None:
    with store.writing() as connection:
        assert list(damage(connection)) == []
        connection.exec_driver_sql('ALTER TABLE customer ALTER name TYPE varchar COLLATE "und-x-icu"')
        assert list(damage(connection)) == ["column name of customer is not ordered by code point"]


def test_text_is_ordered_by_code_point(store: Store) -> None:
    words = ["B", "a", "ä", "Z", "é", "b", "_", "1"]
    with store.writing() as connection:
        for word in words:
            desk.put(connection, word, b"")
        found = connection.exec_driver_sql("SELECT key FROM meta ORDER BY key").scalars().all()
    assert set(words) <= set(found)
    assert list(found) == sorted(found)


def test_there_is_no_file_of_it(store: Store) -> None:
    with pytest.raises(StoreError, match="no file of it"):
        _ = store.path


def test_a_pattern_that_the_server_cannot_use_is_no_bug(store: Store) -> None:
    with pytest.raises(UsageError, match="simpler"), store.reading() as connection:
        connection.exec_driver_sql("SELECT 'a' ~ 'a{999}'")
