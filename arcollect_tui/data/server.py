"""A store on a PostgreSQL server: a schema of a database, with the tables of a store file.

What a file does by itself is done here by other means. Writers take turns by updating the one row of
`arcollect_store`, which also counts what was written. A reader works in a transaction that sees one
state. The standing of another day is computed in a rehearsal (`data/rehearsal.py`), and a window's claim is
an advisory lock (`data/claim.py`).
"""

from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from time import monotonic, sleep
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    MetaData,
    Table,
    create_engine,
    event,
    exc,
    insert,
    update,
)
from sqlalchemy import text as sql
from sqlalchemy.engine import Engine

from arcollect_tui.data import projection
from arcollect_tui.data.answers import BUSY_STATE, answered
from arcollect_tui.data.connecting import Manner
from arcollect_tui.data.copies import Heads
from arcollect_tui.data.location import NO_URL, Server
from arcollect_tui.data.migrations import SCHEMA
from arcollect_tui.data.store import Store, bring_up
from arcollect_tui.data.tables import METADATA
from arcollect_tui.errors import NotAStore, Refused, StoreError

OLDEST = 15_00_00
"""The oldest server that is known to work, as it numbers itself: PostgreSQL 15."""
PATIENCE = 5.0
"""Seconds that a writer waits for its turn: as many as for a file."""
LOCK = 0x41524331
"""Advisory lock of who makes a store; with a second number, of a store's window."""

_STATE = Table(
    "arcollect_store",
    MetaData(),
    Column("schema", BigInteger, nullable=False),
    Column("changes", BigInteger, nullable=False),
)
_TAKE_TURN = "UPDATE arcollect_store SET changes = changes + 1"
_MAKE_TOUCHED = "CREATE TEMP TABLE IF NOT EXISTS touched (id BIGINT PRIMARY KEY)"
_KEEP_ALL = (
    "SELECT set_config('synchronous_commit', 'on', false)"
    " WHERE current_setting('synchronous_commit') = 'off'"
)
_SERVER = sql(
    "SELECT current_setting('server_version_num')::int, current_setting('server_encoding'),"
    " quote_ident(current_schema()), EXISTS (SELECT FROM pg_collation WHERE collname = 'und-x-icu')"
)
_IS_STORE = sql("SELECT to_regclass(quote_ident(current_schema()) || '.arcollect_store') IS NOT NULL")
_RELATIONS = sql(
    "SELECT count(*) FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace"
    " AND c.relkind IN ('r', 'p', 'v', 'm', 'f')"
    " AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')"
)
_ONLY_READS = sql(
    "SELECT pg_is_in_recovery() OR current_setting('default_transaction_read_only')::bool"
    " OR NOT has_table_privilege('arcollect_store', 'UPDATE')"
)
_SEES_PAST = sql(
    "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()"
    " AND pid <> pg_backend_pid() AND age(backend_xmin) > age(CAST(CAST(:now AS xid8) AS xid)))"
)
_BROKEN_INDEXES = sql(
    "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
    " WHERE c.relnamespace = current_schema()::regnamespace AND NOT i.indisvalid ORDER BY 1"
)
_OTHER_ORDER = sql(
    "SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
    " JOIN pg_collation o ON o.oid = a.attcollation"
    " WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attnum > 0"
    " AND NOT a.attisdropped AND o.collname <> 'C' ORDER BY 1, 2"
)


class ServerStore(Store):
    """An open store on a server."""

    _reads: ClassVar[dict[str, Any]] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    # Each statement sees what the writer before has left, and no other writes at the same time.
    _writes: ClassVar[dict[str, Any]] = {"isolation_level": "READ COMMITTED", "takes_turn": True}

    def __init__(self, server: Server, engine: Engine, *, read_only: bool) -> None:
        super().__init__(server, engine, Manner(read_only))
        self.server = server

    @contextmanager
    def snapshot(self) -> Generator[Connection]:
        with answered(self.server), self._engine.connect() as connection:
            yield connection.execution_options(**self._reads)

    def copy_to_memory(self, *, of_deeds: bool = False) -> Store:
        """A rehearsal: what is written there is seen there alone, and gone with it."""
        from arcollect_tui.data.rehearsal import Rehearsal

        with answered(self.server):
            return Rehearsal(self.server, of_deeds=of_deeds)

    def copy_to(self, out: Path) -> Heads:
        """Refused: the server makes its own backups.

        Raises:
            Refused: always.
        """
        msg = f"{self.server} is on a server, so {out} was not written. Back it up there, with pg_dump."
        raise Refused(msg)

    def keep_backup(self, reason: str, today: date) -> Path | None:
        """None is kept: the server makes its own backups."""
        del reason, today
        return None

    def compact(self) -> bool:
        """Write the tables anew without what was deleted.

        What the server notes of the values in them, to plan by, is made anew as well.

        Returns:
            Whether nothing deleted is left; False while somebody uses a table, or sees an older state of
            the database, even of another store in it.
        """
        with answered(self.server), self._engine.connect() as connection:
            alone = connection.execution_options(isolation_level="AUTOCOMMIT")
            if _is_past_seen(alone):
                return False
            try:
                for table in METADATA.sorted_tables:
                    name = alone.dialect.identifier_preparer.format_table(table)
                    alone.exec_driver_sql(f"VACUUM (FULL, ANALYZE) {name}")
            except exc.DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) != BUSY_STATE:
                    raise
                return False
        return True

    def prepare(self, *, make: bool) -> None:
        """Make the tables where there are none, and bring older ones up to date.

        Raises:
            StoreError: missing, foreign, newer, or older and not to be written.
        """
        with self.reading() as connection:
            version = _version(self.server, connection)
            if version is not None:
                self.read_only = self.read_only or bool(connection.execute(_ONLY_READS).scalar_one())
            if version == SCHEMA and (self.read_only or projection.is_read(connection)):
                return
        if version is None and (self.read_only or not make):
            msg = f"There is no store at {self.server}. Import a file to start one, or run arcollect demo."
            raise StoreError(msg)
        if self.read_only:
            msg = f"{self.server} was written by an older arcollect. Open it once for writing first."
            raise StoreError(msg)
        with answered(self.server), self._engine.begin() as connection:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
            version = _version(self.server, connection)
            if version is None:
                _STATE.create(connection, checkfirst=False)
                connection.execute(insert(_STATE).values(schema=SCHEMA, changes=0))
            bring_up(connection, version or 0)
            connection.execute(update(_STATE).values(schema=SCHEMA, changes=_STATE.c.changes + 1))

    @contextmanager
    def _transaction(self, options: dict[str, Any]) -> Generator[Connection]:
        with answered(self.server), self._engine.connect() as connection:
            chosen = connection.execution_options(**options)
            with chosen.begin():
                yield chosen


def open_server(server: Server, *, read_only: bool, create: bool) -> ServerStore:
    """Open the store on `server`, making it first if it is not there.

    Raises:
        StoreError: not reachable, login refused, missing, foreign, or newer.
    """
    store = ServerStore(server, engine(server), read_only=read_only)
    try:
        store.prepare(make=create)
    except BaseException:
        store.close()
        raise
    return store


def is_there(server: Server) -> bool:
    """Whether there is a store on `server`.

    Raises:
        StoreError: the server cannot be asked, or holds something else.
    """
    asked = engine(server)
    try:
        with answered(server), asked.connect() as connection:
            return _version(server, connection) is not None
    finally:
        asked.dispose()


def discard(server: Server) -> None:
    """Remove the store on `server`, where a sample office was given up half-way."""
    asked = engine(server)
    try:
        with answered(server), asked.begin() as connection:
            METADATA.drop_all(connection)
            _STATE.drop(connection, checkfirst=True)
    finally:
        asked.dispose()


def changes(connection: Connection) -> int:
    """A number that grows with every transaction that wrote."""
    return int(connection.exec_driver_sql("SELECT changes FROM arcollect_store").scalar_one())


def damage(connection: Connection) -> Iterator[str]:
    """What speaks against the tables: unusable indexes, text in another order than by code point."""
    for (name,) in connection.execute(_BROKEN_INDEXES):
        yield f"index {name} cannot be used"
    for table, column in connection.execute(_OTHER_ORDER):
        yield f"column {column} of {table} is not ordered by code point"


def engine(server: Server) -> Engine:
    """Connections to a server, each set up as a store needs it.

    Raises:
        StoreError: psycopg is not installed, or the URL is not one that it takes.
    """
    wanted = {"application_name": "arcollect", "client_encoding": "utf8", "connect_timeout": 10}
    given = {name: value for name, value in wanted.items() if name not in server.url.query}
    try:
        made = create_engine(server.url, hide_parameters=True, pool_pre_ping=True, connect_args=given)
    except ImportError:
        msg = f"{server} needs the driver of PostgreSQL: pip install 'arcollect[hub]'."
        raise StoreError(msg) from None
    except (exc.ArgumentError, ValueError):
        raise StoreError(NO_URL) from None
    event.listen(made, "connect", _set_up)
    event.listen(made, "begin", _begin)
    return made


def _set_up(raw: Any, _record: object) -> None:  # noqa: ANN401
    raw.autocommit = True
    raw.execute(f"SET lock_timeout = '{PATIENCE * 1000:.0f}ms'")
    raw.execute(_KEEP_ALL)
    _make_touched(raw)
    raw.autocommit = False


def _make_touched(raw: Any) -> None:  # noqa: ANN401
    """Make the table that readers write to, too; where that is refused, so are some of their questions."""
    from psycopg import errors

    with (
        suppress(errors.ReadOnlySqlTransaction, errors.FeatureNotSupported, errors.InsufficientPrivilege),
        raw.transaction(),
    ):
        raw.execute("SET TRANSACTION READ WRITE")
        raw.execute(_MAKE_TOUCHED)


def _is_past_seen(connection: Connection) -> bool:
    """Whether somebody goes on seeing a state from before this moment.

    The server keeps for him what was deleted since, also in a table that is written anew.
    """
    now = connection.exec_driver_sql("SELECT pg_current_xact_id()::text").scalar_one()
    until = monotonic() + PATIENCE
    while connection.execute(_SEES_PAST, {"now": now}).scalar_one():
        if monotonic() > until:
            return True
        sleep(0.05)
    return False


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().get("takes_turn"):
        connection.exec_driver_sql(_TAKE_TURN)


def _version(server: Server, connection: Connection) -> int | None:
    """The schema version of the store on `server`; None where there is none.

    Raises:
        StoreError: a server, a database or tables that we cannot work with.
    """
    number, encoding, schema, letters = connection.execute(_SERVER).one()
    if number < OLDEST or encoding != "UTF8" or not letters:
        msg = f"{server} cannot hold a store: that takes PostgreSQL 15 or newer and a database in UTF8."
        raise StoreError(msg)
    if schema is None:
        msg = f"{server} names a schema that is not there. Make it on the server, or name another one."
        raise StoreError(msg)
    if not connection.execute(_IS_STORE).scalar_one():
        if connection.execute(_RELATIONS).scalar_one():
            msg = f"{server} is not an arcollect store. Name another database or schema with --store."
            raise NotAStore(msg)
        return None
    version = int(connection.exec_driver_sql("SELECT schema FROM arcollect_store").scalar_one())
    if version > SCHEMA:
        msg = f"{server} was written by a newer arcollect. Install that version to open it."
        raise StoreError(msg)
    return version
