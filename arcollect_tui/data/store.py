"""Opening a store file: the only place that does.

The recipe: a private file, WAL with `synchronous=FULL`, our own BEGIN (so that a schema change rolls
back and a writer never fails for having read first), settings read back, and a refusal of foreign,
newer or damaged files in one sentence.
"""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, event, exc
from sqlalchemy.engine import Engine
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2 as driver

from arcollect_tui.data.migrations import MIGRATIONS, SCHEMA, create
from arcollect_tui.data.platform import private_file, private_folder, write_protected
from arcollect_tui.errors import StoreError

__all__ = [
    "SETTINGS",
    "Connection",
    "Store",
    "data_version",
    "interrupt",
    "translated",
    "use_bulk_cache",
    "wal_is_safe",
]

APPLICATION_ID = 0x41524331
"""`ARC1`, in the header of every store file."""

SETTINGS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "fullfsync": 1,
    "checkpoint_fullfsync": 1,
    "foreign_keys": 1,
    "busy_timeout": 5000,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "mmap_size": 0,
    "secure_delete": 1,
    "temp_store": 2,
    "cache_size": -16000,
}
MUST_HOLD = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "trusted_schema")
BULK_CACHE = -24000
"""Page cache for imports and refreshes of everything, in KiB: random keys must fit in it."""


def wal_is_safe(version: tuple[int, int, int]) -> bool:
    """Whether this SQLite is free of the WAL-reset bug (3.7.0 to 3.51.2, but for two backports)."""
    major_minor = version[:2]
    if major_minor == (3, 50):
        return version >= (3, 50, 7)
    if major_minor == (3, 44):
        return version >= (3, 44, 6)
    return version >= (3, 51, 3)


class Store:
    """An open store file.

    Attributes:
        path: the file.
        read_only: nothing may be written through this object.
    """

    def __init__(self, path: Path, engine: Engine, *, read_only: bool) -> None:
        self.path = path
        self.read_only = read_only
        self._engine = engine

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False, create: bool = True) -> "Store":
        """Open the store at `path`, making it first if it is not there.

        Raises:
            StoreError: missing, foreign, newer, damaged, locked, or not writable.
        """
        path = path.expanduser()
        with translated(path):
            _check_place(path, read_only=read_only, create=create)
            read_only = read_only or (path.exists() and write_protected(path))
            engine = _engine(path, read_only=read_only)
            store = cls(path, engine, read_only=read_only)
            try:
                store._prepare()
            except BaseException:
                engine.dispose()
                raise
            return store

    def close(self) -> None:
        """Close every connection; the last one checkpoints the log into the file."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Generator[Connection]:
        """A transaction that sees one state of the store and may not write."""
        with translated(self.path), self._engine.connect() as connection:
            reader = connection.execution_options(begin="BEGIN")
            with reader.begin():
                yield reader

    @contextmanager
    def writing(self) -> Generator[Connection]:
        """A transaction that writes: committed at the end, rolled back on any error.

        Raises:
            StoreError: the store is read-only, locked for longer than 5 seconds, or the disk is full.
        """
        if self.read_only:
            msg = f"{self.path} is open for reading only. Nothing was saved."
            raise StoreError(msg)
        with translated(self.path), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def snapshot(self) -> Generator[Connection]:
        """A long-lived connection of a background reader; `interrupt()` may stop its statement."""
        with translated(self.path), self._engine.connect() as connection:
            yield connection.execution_options(begin="BEGIN")

    def copy_to_memory(self) -> "Store":
        """A private copy in memory: what is written there is gone with it."""
        engine = create_engine(
            "sqlite://",
            module=driver,
            hide_parameters=True,
            poolclass=StaticPool,
            connect_args={"isolation_level": None, "check_same_thread": False},
        )
        event.listen(engine, "connect", _make_touched)
        event.listen(engine, "begin", _begin)
        with self._engine.connect() as source, engine.connect() as target:
            raw: Any = source.connection.driver_connection
            raw.backup(target.connection.driver_connection)
        return Store(self.path, engine, read_only=False)

    def copy_into(self, target: Path) -> None:
        """Write a compact copy of the store into the empty file `target`."""
        with self._engine.connect() as connection:
            raw: Any = connection.connection.driver_connection
            raw.execute("VACUUM INTO ?", (str(target),))

    def _prepare(self) -> None:
        with self.reading() as connection:
            version = _pragma(connection, "user_version")
        if version == SCHEMA:
            return
        if self.read_only:
            msg = f"{self.path} was written by an older arcollect. Open it once for writing first."
            raise StoreError(msg)
        with self._engine.connect() as connection, connection.begin():
            version = _pragma(connection, "user_version")
            for migrate in MIGRATIONS[version - 1 :] if version else (create,):
                migrate(connection)
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA}")


def use_bulk_cache(connection: Connection) -> None:
    """Give this connection the page cache that an import needs."""
    connection.exec_driver_sql(f"PRAGMA cache_size={BULK_CACHE}")


def interrupt(connection: Connection) -> None:
    """Stop the statement that runs on `connection` in another thread."""
    raw: Any = connection.connection.driver_connection
    raw.interrupt()


def data_version(connection: Connection) -> int:
    """A number that changes when another connection has committed."""
    return _pragma(connection, "data_version")


@contextmanager
def translated(path: Path) -> Generator[None]:
    """Turn the driver's errors into the sentences a user may see."""
    try:
        yield
    except exc.DBAPIError as error:
        sentence = _sentence(path, str(error.orig))
        if sentence is None:
            raise
        raise StoreError(sentence) from None
    except driver.Error as error:
        sentence = _sentence(path, str(error))
        if sentence is None:
            raise
        raise StoreError(sentence) from None


_SENTENCES = (
    ("locked", "{path} is busy: another arcollect is writing. Nothing was saved; try again."),
    ("busy", "{path} is busy: another arcollect is writing. Nothing was saved; try again."),
    (
        "full",
        "The disk that holds {path} is full. Nothing was saved; free some space and try again.",
    ),
    ("readonly", "{path} cannot be written: it or its folder is read-only. Nothing was saved."),
    (
        "disk I/O error",
        "The disk that holds {path} reports an error. Nothing was saved; try again.",
    ),
    ("not a database", "{path} is not an arcollect store. Name another file with --store."),
    ("malformed", "{path} is damaged. Restore the last backup, then run arcollect check."),
    ("unable to open", "{path} cannot be opened. Check that its folder exists and is yours."),
)


def _sentence(path: Path, message: str) -> str | None:
    for mark, sentence in _SENTENCES:
        if mark in message:
            return sentence.format(path=path)
    return None


def _check_place(path: Path, *, read_only: bool, create: bool) -> None:
    if path.is_dir():
        msg = f"{path} is a folder. Name a file for the store with --store."
        raise StoreError(msg)
    if path.exists() and path.stat().st_size:
        _check_header(path)
        return
    if read_only or not create:
        msg = f"There is no store at {path}. Import a file to start one, or run arcollect demo."
        raise StoreError(msg)
    try:
        private_folder(path.parent)
        private_file(path)
    except OSError as error:
        reason = error.strerror or "refused by the system"
        msg = f"No store can be made at {path}: {reason}. Name another place with --store."
        raise StoreError(msg) from None


def _check_header(path: Path) -> None:
    try:
        with path.open("rb") as file:
            header = file.read(72)
    except OSError as error:
        reason = error.strerror or "refused by the system"
        msg = f"{path} cannot be read: {reason}."
        raise StoreError(msg) from None
    if not header.startswith(b"SQLite format 3\x00") or len(header) < 72:
        msg = f"{path} is not an arcollect store. Name another file with --store."
        raise StoreError(msg)


def _engine(path: Path, *, read_only: bool) -> Engine:
    mode = "?mode=ro&uri=true" if read_only else "?uri=true"
    if read_only and write_protected(path.parent):
        mode = "?immutable=1&uri=true"
    place = path.absolute().as_posix().replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    engine = create_engine(
        f"sqlite:///file:{place}{mode}",
        module=driver,
        hide_parameters=True,
        connect_args={"timeout": 5, "isolation_level": None, "check_same_thread": False},
    )
    event.listen(engine, "connect", _Connect(path, read_only=read_only))
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN IMMEDIATE"))


def _make_touched(raw: Any, _record: object) -> None:  # noqa: ANN401
    raw.create_function("small_letters", 1, _small_letters, deterministic=True)
    raw.execute("CREATE TEMP TABLE IF NOT EXISTS touched (id INTEGER PRIMARY KEY) STRICT")


def _small_letters(text: str | None) -> str | None:
    """Small letters of every script; SQLite's `lower` knows ASCII only."""
    return None if text is None else text.lower()


class _Connect:
    """Sets up each new connection and refuses files that are not ours."""

    def __init__(self, path: Path, *, read_only: bool) -> None:
        self._path = path
        self._read_only = read_only

    def __call__(self, raw: Any, _record: object) -> None:  # noqa: ANN401
        cursor = raw.cursor()
        cursor.execute("PRAGMA cipher_log_level=NONE")
        self._refuse_foreign(cursor)
        self._apply(cursor)
        cursor.close()
        _make_touched(raw, None)

    def _refuse_foreign(self, cursor: Any) -> None:  # noqa: ANN401
        application = cursor.execute("PRAGMA application_id").fetchone()[0]
        version = cursor.execute("PRAGMA user_version").fetchone()[0]
        tables = cursor.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if application != APPLICATION_ID and (application or version or tables):
            msg = f"{self._path} is not an arcollect store. Name another file with --store."
            raise StoreError(msg)
        if version > SCHEMA:
            msg = f"{self._path} was written by a newer arcollect. Install that version to open it."
            raise StoreError(msg)

    def _apply(self, cursor: Any) -> None:  # noqa: ANN401
        wanted = dict(SETTINGS)
        if self._read_only:
            del wanted["journal_mode"]
        elif not wal_is_safe(driver.sqlite_version_info):
            wanted["journal_mode"] = "truncate"
        for name, value in wanted.items():
            cursor.execute(f"PRAGMA {name}={value}")
        for name in MUST_HOLD:
            if name not in wanted:
                continue
            held = cursor.execute(f"PRAGMA {name}").fetchone()[0]
            if held != wanted[name]:
                msg = f"{self._path} cannot be opened safely: {name} stays {held}."
                raise StoreError(msg)


def _pragma(connection: Connection, name: str) -> int:
    return int(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())
