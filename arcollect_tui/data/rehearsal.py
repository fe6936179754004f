"""The private copy of a store on a server: where the standing of another day may be computed."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from threading import RLock
from typing import Any

from sqlalchemy import Connection, Table

from arcollect_tui.data.answers import answered
from arcollect_tui.data.digests import STANDING
from arcollect_tui.data.location import Server
from arcollect_tui.data.projection import FACT_TABLES
from arcollect_tui.data.server import ServerStore, engine
from arcollect_tui.data.statements import tables
from arcollect_tui.data.store import Store
from arcollect_tui.data.tables import (
    DeskChain,
    DeskRow,
    Entry,
    ImportChunk,
    LedgerImport,
    Meta,
    PartRow,
    TrimmedImport,
    Unfounded,
    Voided,
)

_HIDDEN = tables(*STANDING, Voided, Unfounded, Meta, *FACT_TABLES)
"""What is written to when standing is computed."""
_OF_DEEDS = tables(Entry, PartRow, DeskChain, DeskRow, ImportChunk, LedgerImport, TrimmedImport)
"""What a deed writes besides, an import too, but for ledger tables: others fold no import meanwhile."""


class Rehearsal(ServerStore):
    """One transaction that sees one state and is never committed.

    Temporary tables come first where a name is looked up: what recomputes the standing writes to them,
    keeps nobody waiting, and may be done by a login that only reads.
    """

    def __init__(self, server: Server, *, of_deeds: bool = False) -> None:
        # A connection of its own: one that was used before may know statements of the real tables.
        super().__init__(server, engine(server), read_only=False)
        self._one_at_a_time = RLock()
        self._connection = self._engine.connect().execution_options(isolation_level="REPEATABLE READ")
        try:
            self._connection.begin()
            self._hide((*_HIDDEN, *_OF_DEEDS) if of_deeds else _HIDDEN)
        except BaseException:
            self.close()
            raise

    def _hide(self, hidden: Sequence[Table]) -> None:
        run = self._connection.exec_driver_sql
        run("SET LOCAL idle_in_transaction_session_timeout = 0")  # a view of another day stays open
        schema = run("SELECT quote_ident(current_schema())").scalar_one()
        for table in hidden:
            name = self._connection.dialect.identifier_preparer.format_table(table)
            run(f"CREATE TEMP TABLE {name} (LIKE {schema}.{name} INCLUDING ALL)")
            run(f"INSERT INTO pg_temp.{name} SELECT * FROM {schema}.{name}")  # noqa: S608 - our own names
            run(f"ANALYZE pg_temp.{name}")

    @contextmanager
    def _transaction(self, _options: dict[str, Any]) -> Generator[Connection]:
        with answered(self.server), self._one_at_a_time, self._connection.begin_nested():
            yield self._connection

    def copy_to_memory(self, *, of_deeds: bool = False) -> Store:
        """A rehearsal within this one."""
        return _Within(self, of_deeds=of_deeds)

    def close(self) -> None:
        """Forget all that was written here."""
        self._connection.close()
        super().close()


class _Within(Rehearsal):
    """A rehearsal in another: what was written in it is taken back when it is closed."""

    def __init__(self, outer: Rehearsal, *, of_deeds: bool) -> None:
        ServerStore.__init__(self, outer.server, outer._engine, read_only=False)
        self._one_at_a_time = outer._one_at_a_time
        self._connection = outer._connection
        self._savepoint = self._connection.begin_nested()
        if of_deeds:
            self._hide(_OF_DEEDS)

    def close(self) -> None:
        """Forget what was written in this one."""
        self._savepoint.rollback()
