"""How a connection to a store file is set up, whoever opens it.

The recipe: WAL with `synchronous=FULL`, our own BEGIN (so that a schema change rolls back and a writer
never fails for having read first), settings read back, and a refusal of foreign, newer or damaged files
in one sentence.
"""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, event, exc
from sqlalchemy.engine import Engine
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2 as driver

from arcollect_tui.data.migrations import SCHEMA
from arcollect_tui.data.platform import no_room_beside, write_protected
from arcollect_tui.errors import NotAStore, StoreBusy, StoreError
from arcollect_tui.rules.dispute_words import says_dispute

APPLICATION_ID = 0x41524331
"""`ARC1`, in the header of every store file."""
KEY_BYTES = 48
"""A raw key: 32 bytes that encrypt and 16 of salt, which stand at the head of the file."""

SETTINGS: dict[str, str | int] = {
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
_PLAIN_HEADER = b"SQLite format 3\x00"
_LEAST_HEADER = 72
_PAGE = 4096
"""An encrypted file is made of whole pages."""


def wal_is_safe(version: tuple[int, int, int]) -> bool:
    """Whether this SQLite is free of the WAL-reset bug (3.7.0 to 3.51.2, but for two backports)."""
    major_minor = version[:2]
    if major_minor == (3, 50):
        return version >= (3, 50, 7)
    if major_minor == (3, 44):
        return version >= (3, 44, 6)
    return version >= (3, 51, 3)


@dataclass(frozen=True, slots=True)
class Manner:
    """How a file is opened.

    Attributes:
        read_only: nothing is written.
        key: the raw key of an encrypted file.
        shared: the place is one where WAL does not work: a network drive, a cloud folder.
        alone: nobody else may have the file open; its log is folded in, and the file is all there is.
    """

    read_only: bool = False
    key: bytes | None = field(default=None, repr=False)
    shared: bool = False
    alone: bool = False

    @property
    def journal_mode(self) -> str:
        """How this file is written."""
        if self.alone:
            return "delete"
        return "wal" if wal_is_safe(driver.sqlite_version_info) and not self.shared else "truncate"


def engine_of(path: Path, manner: Manner) -> Engine:
    """Connections to an existing file."""
    mode = "?mode=ro&uri=true" if manner.read_only else "?uri=true"
    if manner.read_only and write_protected(path.parent):
        mode = "?immutable=1&uri=true"
    place = path.absolute().as_posix().replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    engine = create_engine(
        f"sqlite:///file:{place}{mode}",
        module=driver,
        hide_parameters=True,
        connect_args={"timeout": 5, "isolation_level": None, "check_same_thread": False},
    )
    event.listen(engine, "connect", _Connect(path, manner))
    event.listen(engine, "begin", _begin)
    return engine


def engine_in_memory(key: bytes | None) -> Engine:
    """One connection to an empty database in memory; with a key, because copies keep their encryption."""

    def set_up(raw: Any, _record: object) -> None:  # noqa: ANN401
        _unlock(raw, key)
        _make_touched(raw)

    engine = create_engine(
        "sqlite://",
        module=driver,
        hide_parameters=True,
        poolclass=StaticPool,
        connect_args={"isolation_level": None, "check_same_thread": False},
    )
    event.listen(engine, "connect", set_up)
    event.listen(engine, "begin", _begin)
    return engine


@contextmanager
def bare_connection(path: Path, key: bytes | None) -> Generator[Any]:
    """A connection of the driver's own, for what is done to a file as a whole."""
    raw = driver.connect(str(path), timeout=5, isolation_level=None)
    try:
        _unlock(raw, key)
        yield raw
    finally:
        raw.close()


def check_header(path: Path, key: bytes | None) -> None:
    """Refuse a file that is no store, before anything opens it.

    Raises:
        StoreError: it cannot be read, is something else, or is encrypted although no key is given.
    """
    try:
        with path.open("rb") as file:
            header = file.read(_LEAST_HEADER)
        whole_pages = path.stat().st_size % _PAGE == 0
    except OSError as error:
        reason = error.strerror or "refused by the system"
        msg = f"{path} cannot be read: {reason}."
        raise StoreError(msg) from None
    plain = header.startswith(_PLAIN_HEADER)
    if plain and key is not None:
        msg = f"{path} is not encrypted: it is opened without a key."
        raise StoreError(msg)
    if key is None and (not plain or len(header) < _LEAST_HEADER):
        maybe = "" if plain or not whole_pages else ", or it is encrypted and needs its key"
        msg = f"{path} is not an arcollect store{maybe}. Name another file with --store."
        raise NotAStore(msg)


def pragma(connection: Connection, name: str) -> int:
    """A number that SQLite keeps."""
    return int(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())


@contextmanager
def translated(path: Path) -> Generator[None]:
    """Turn the driver's errors into the sentences a user may see."""
    try:
        yield
    except exc.DBAPIError as error:
        named = _named(path, str(error.orig))
        if named is None:
            raise
        raise named from None
    except driver.Error as error:
        named = _named(path, str(error))
        if named is None:
            raise
        raise named from None


_BUSY = "{path} is busy: another arcollect is writing. Nothing was saved; try again."
_FOREIGN = "{path} is not an arcollect store. Name another file with --store."
_FULL = "The disk that holds {path} is full. Nothing was saved; free some space and try again."
_KINDS = {_BUSY: StoreBusy, _FOREIGN: NotAStore}
_SENTENCES = (
    ("locked", _BUSY),
    ("busy", _BUSY),
    ("full", _FULL),
    ("readonly", "{path} cannot be written: it or its folder is read-only. Nothing was saved."),
    (
        "integer overflow",
        "Amounts in {path} would add up to more than can be counted. Nothing was saved; mend the file.",
    ),
    (
        "disk I/O error",
        "The disk that holds {path} reports an error. Nothing was saved; try again.",
    ),
    ("not a database", _FOREIGN),
    ("malformed", "{path} is damaged. Bring a backup back: see arcollect restore --list."),
    ("unable to open", "{path} cannot be opened. Check that its folder exists and is yours."),
)


def _named(path: Path, message: str) -> StoreError | None:
    for mark, sentence in _SENTENCES:
        if mark in message:
            if mark == "disk I/O error" and no_room_beside(path):
                # Without room for its shared memory SQLite speaks of an I/O error.
                return StoreError(_FULL.format(path=path))
            return _KINDS.get(sentence, StoreError)(sentence.format(path=path))
    return None


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN IMMEDIATE"))


def _unlock(raw: Any, key: bytes | None) -> None:  # noqa: ANN401
    """Give the key before anything touches the file; SQLCipher must not write its log on the screen."""
    raw.execute("PRAGMA cipher_log_level=NONE")
    if key is not None:
        raw.execute(f"PRAGMA key=\"x'{key.hex()}'\"")


def _make_touched(raw: Any) -> None:  # noqa: ANN401
    raw.create_function("small_letters", 1, _small_letters, deterministic=True)
    raw.create_function("says_dispute", 1, says_dispute, deterministic=True)
    raw.execute("CREATE TEMP TABLE IF NOT EXISTS touched (id INTEGER PRIMARY KEY) STRICT")


def _small_letters(text: str | None) -> str | None:
    """Small letters of every script; SQLite's `lower` knows ASCII only."""
    return None if text is None else text.lower()


class _Connect:
    """Sets up each new connection and refuses files that are not ours."""

    def __init__(self, path: Path, manner: Manner) -> None:
        self._path = path
        self._manner = manner

    def __call__(self, raw: Any, _record: object) -> None:  # noqa: ANN401
        _unlock(raw, self._manner.key)
        cursor = raw.cursor()
        self._refuse_foreign(cursor)
        self._apply(cursor)
        cursor.close()
        _make_touched(raw)

    def _refuse_foreign(self, cursor: Any) -> None:  # noqa: ANN401
        application, version, tables = self._header(cursor)
        if application != APPLICATION_ID and (application or version or tables):
            msg = f"{self._path} is not an arcollect store. Name another file with --store."
            raise NotAStore(msg)
        if version > SCHEMA:
            msg = f"{self._path} was written by a newer arcollect. Install that version to open it."
            raise StoreError(msg)

    def _header(self, cursor: Any) -> tuple[int, int, int]:  # noqa: ANN401
        """(application id, schema version, tables); a wrong key fails here."""
        try:
            application = cursor.execute("PRAGMA application_id").fetchone()[0]
            version = cursor.execute("PRAGMA user_version").fetchone()[0]
            return application, version, cursor.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        except driver.DatabaseError as error:
            if self._manner.key is None or "not a database" not in str(error):
                raise
            msg = f"{self._path} is not opened by this key, or is damaged. Nothing was changed."
            raise StoreError(msg) from None

    def _apply(self, cursor: Any) -> None:  # noqa: ANN401
        wanted = SETTINGS | {"journal_mode": self._manner.journal_mode}
        if self._manner.alone:
            wanted = {"locking_mode": "exclusive", **wanted}
        if self._manner.read_only:
            del wanted["journal_mode"]
        for name, value in wanted.items():
            cursor.execute(f"PRAGMA {name}={value}")
        for name in MUST_HOLD:
            if name not in wanted:
                continue
            held = cursor.execute(f"PRAGMA {name}").fetchone()[0]
            if held != wanted[name]:
                msg = f"{self._path} cannot be opened safely: {name} stays {held}."
                raise StoreError(msg)
