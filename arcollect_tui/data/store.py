"""Opening a store: the only place that does; one on a server is opened by `server`.

How a connection to a file is set up stands in `connecting`. Here: where a store may be, making a new
one, bringing an older one to this program's schema, and its transactions.
"""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, ClassVar, Protocol

from sqlalchemy import Connection
from sqlalchemy.engine import Engine

from arcollect_tui.data import backups, copies, projection
from arcollect_tui.data.connecting import (
    APPLICATION_ID,
    KEY_BYTES,
    SETTINGS,
    Manner,
    check_header,
    engine_in_memory,
    engine_of,
    pragma,
    translated,
    wal_is_safe,
)
from arcollect_tui.data.location import Place, Server
from arcollect_tui.data.migrations import MIGRATIONS, SCHEMA, create
from arcollect_tui.data.places import shared_place
from arcollect_tui.data.platform import private_file, private_folder, write_protected
from arcollect_tui.data.witness import Witness
from arcollect_tui.errors import StoreError

__all__ = [
    "APPLICATION_ID",
    "SETTINGS",
    "Connection",
    "Store",
    "bytes_copied",
    "damage",
    "data_version",
    "interrupt",
    "translated",
    "use_bulk_cache",
    "wal_is_safe",
]

BULK_CACHE = -24000
"""Page cache for imports and refreshes of everything, in KiB: random keys must fit in it."""


class Arrival(Protocol):
    """What is to be done with the first transaction that writes."""

    def __call__(self, connection: Connection) -> None:
        """Inside it, before anything else."""

    def settle(self) -> None:
        """After its commit."""


class Store:
    """An open store.

    Attributes:
        place: the file, or the server.
        read_only: nothing may be written through this object.
        witness: is told of this desk's newest entry after each commit, where one is kept.
        arrive: has a part in the first transaction that writes.
    """

    _reads: ClassVar[dict[str, Any]] = {"begin": "BEGIN"}
    _writes: ClassVar[dict[str, Any]] = {}
    """Options of a connection that reads, and of one that writes."""

    def __init__(self, place: Place, engine: Engine, manner: Manner) -> None:
        self.place = place
        self.read_only = manner.read_only
        self.witness: Witness | None = None
        self.arrive: Arrival | None = None
        self._engine = engine
        self._manner = manner

    @classmethod
    def open(
        cls,
        path: Place,
        *,
        read_only: bool = False,
        create: bool = True,
        key: bytes | None = None,
        allow_shared: bool = False,
        keep_older: bool = True,
    ) -> "Store":
        """Open the store at `path`, making it first if it is not there.

        Args:
            path: the file, or a server, which sees to keys, places and backups itself.
            read_only: nothing is written, not even for a newer schema.
            create: make a new store when there is none.
            key: 48 bytes, 32 of key and 16 of salt, for a store that is encrypted.
            allow_shared: also on a network drive or in a cloud folder, then without WAL.
            keep_older: keep a backup before the file is brought to a newer schema.

        Raises:
            StoreError: missing, foreign, newer, damaged, locked, not writable, in a place where it is
                not safe, or the key does not open it.
        """
        if isinstance(path, Server):
            from arcollect_tui.data.server import open_server

            return open_server(path, read_only=read_only, create=create)
        path = path.expanduser()
        if key is not None and len(key) != KEY_BYTES:
            msg = f"{path} needs a key of {KEY_BYTES} bytes, not of {len(key)}."
            raise StoreError(msg)
        with translated(path):
            shared = _checked_place(path, allow_shared=allow_shared)
            _check_file(path, key, make=create and not read_only)
            read_only = read_only or write_protected(path)
            manner = Manner(read_only, key, shared)
            engine = engine_of(path, manner)
            store = cls(path, engine, manner)
            try:
                store._prepare(keep_older=keep_older)
            except BaseException:
                engine.dispose()
                raise
            return store

    @property
    def path(self) -> Path:
        """The store file.

        Raises:
            StoreError: the store is on a server.
        """
        if isinstance(self.place, Server):
            msg = f"{self.place} is on a server: there is no file of it here."
            raise StoreError(msg)
        return self.place

    @property
    def manner(self) -> Manner:
        """How the file was opened; copies of it are opened with the same key."""
        return self._manner

    def close(self) -> None:
        """Close every connection; the last one checkpoints the log into the file."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Generator[Connection]:
        """A transaction that sees one state of the store and may not write."""
        with self._transaction(self._reads) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Generator[Connection]:
        """A transaction that writes: committed at the end, rolled back on any error.

        Raises:
            StoreError: the store is read-only, locked for longer than 5 seconds, or the disk is full.
        """
        if self.read_only:
            msg = f"{self.place} is open for reading only. Nothing was saved."
            raise StoreError(msg)
        with self._transaction(self._writes) as connection:
            if self.arrive is not None:
                self.arrive(connection)
            yield connection
            newest = None if self.witness is None else self.witness.newest(connection)
        arrived, self.arrive = self.arrive, None
        if self.witness is not None and newest is not None:
            self.witness.note(*newest)
        if arrived is not None:
            arrived.settle()

    @contextmanager
    def _transaction(self, options: dict[str, Any]) -> Generator[Connection]:
        with translated(self.path), self._engine.connect() as connection:
            chosen = connection.execution_options(**options)
            with chosen.begin():
                yield chosen

    @contextmanager
    def snapshot(self) -> Generator[Connection]:
        """A long-lived connection of a background reader; `interrupt()` may stop its statement."""
        with translated(self.path), self._engine.connect() as connection:
            yield connection.execution_options(**self._reads)

    def copy_to_memory(self, *, of_deeds: bool = False) -> "Store":
        """A private copy in memory: what is written there is gone with it.

        Args:
            of_deeds: deeds will be recorded there; a file is copied whole in any case.
        """
        del of_deeds
        engine = engine_in_memory(self._manner.key)
        with self._engine.connect() as source, engine.connect() as target:
            copies.copy_pages(source, target.connection.driver_connection)
        return Store(self.path, engine, Manner(key=self._manner.key))

    def copy_to(self, out: Path) -> copies.Heads:
        """Write a copy to `out` that is thoroughly checked before it gets its name."""
        with self.reading() as connection:
            return copies.verified_copy(connection, out, self._manner.key, thorough=True)

    def keep_backup(self, reason: str, today: date) -> Path | None:
        """Keep a copy in the folder of backups beside the store; see `backups.keep`."""
        with self.reading() as connection:
            return backups.keep(connection, self.path, self._manner.key, reason, today)

    def compact(self) -> bool:
        """Write the file anew without the room that deleted rows left, and empty its log.

        Returns:
            Whether nothing deleted is left; False while somebody else reads an older state.

        Raises:
            StoreError: somebody writes, or the disk is full; the store is as it was.
        """
        with translated(self.path), self._engine.connect() as connection:
            raw: Any = connection.connection.driver_connection
            raw.execute("VACUUM")
            busy, _, _ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy

    def _prepare(self, *, keep_older: bool) -> None:
        with self.reading() as connection:
            version = pragma(connection, "user_version")
            if version == SCHEMA and (self.read_only or projection.is_read(connection)):
                return
            if self.read_only:
                msg = f"{self.path} was written by an older arcollect. Open it once for writing first."
                raise StoreError(msg)
            if version and keep_older:
                today = datetime.now().astimezone().date()
                backups.keep(connection, self.path, self._manner.key, backups.UPGRADE, today)
        with self._engine.connect() as connection, connection.begin():
            bring_up(connection, pragma(connection, "user_version"))
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA}")


def bring_up(connection: Connection, version: int) -> None:
    """Bring a store of a schema version to this program's, and read its record anew if need be.

    Args:
        connection: the write transaction.
        version: 0 for a store that has no tables yet.
    """
    for migrate in MIGRATIONS[version - 1 :] if version else (create,):
        migrate(connection)
    if not version:
        projection.note_read(connection)
    elif not projection.is_read(connection):
        # Imported here: it is rare, and the fold needs this module.
        from arcollect_tui.data.rebuild import rebuild

        rebuild(connection)


def use_bulk_cache(connection: Connection) -> None:
    """Give this connection the page cache that an import needs; a server sees to its own."""
    if _is_file(connection):
        connection.exec_driver_sql(f"PRAGMA cache_size={BULK_CACHE}")


def interrupt(connection: Connection) -> None:
    """Stop the statement that runs on `connection` in another thread."""
    raw: Any = connection.connection.driver_connection
    if _is_file(connection):
        raw.interrupt()
    else:
        raw.cancel_safe()


def data_version(connection: Connection) -> int:
    """A number that changes when another connection has committed."""
    if _is_file(connection):
        return pragma(connection, "data_version")
    from arcollect_tui.data.server import changes

    return changes(connection)


def bytes_copied(connection: Connection) -> int:
    """Bytes that a private copy of the store takes here; a server makes its own."""
    return pragma(connection, "page_count") * pragma(connection, "page_size") if _is_file(connection) else 0


def damage(connection: Connection) -> Iterator[str]:
    """What the database itself says about its store, in words."""
    if not _is_file(connection):
        from arcollect_tui.data.server import damage as server_damage

        yield from server_damage(connection)
        return
    for (word,) in connection.exec_driver_sql("PRAGMA integrity_check(10)"):
        if word != "ok":
            yield f"the file is damaged: {word}"
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"a row of {row[0]} points nowhere"


def _is_file(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"


def _checked_place(path: Path, *, allow_shared: bool) -> bool:
    """Whether the store is at a place where WAL does not work.

    Raises:
        StoreError: it is, and that was not allowed.
    """
    where = shared_place(path)
    if where is not None and not allow_shared:
        msg = (
            f"{path} is {where}, where a store gets damaged. Keep it on a disk of this machine and name "
            "that with --store; allow_network_store = true in config.toml opens it there all the same."
        )
        raise StoreError(msg)
    return where is not None


def _check_file(path: Path, key: bytes | None, *, make: bool) -> None:
    if path.is_dir():
        msg = f"{path} is a folder. Name a file for the store with --store."
        raise StoreError(msg)
    if path.exists() and path.stat().st_size:
        if not _is_to_be_rolled_back(path):
            check_header(path, key)
        return
    if not make:
        msg = f"There is no store at {path}. Import a file to start one, or run arcollect demo."
        raise StoreError(msg)
    try:
        private_folder(path.parent)
        private_file(path)
    except OSError as error:
        reason = error.strerror or "refused by the system"
        msg = f"No store can be made at {path}: {reason}. Name another place with --store."
        raise StoreError(msg) from None


def _is_to_be_rolled_back(path: Path) -> bool:
    """Whether a power cut came while the first page was written: opening takes that page back."""
    journal = path.with_name(f"{path.name}-journal")
    return journal.exists() and journal.stat().st_size > 0
