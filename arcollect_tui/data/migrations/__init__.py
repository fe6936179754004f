"""Ordered migrations of a store.

A new store is made as the tables are declared. `MIGRATIONS[n]` brings a store from schema version n + 1
to n + 2, inside the caller's transaction. A migration may rebuild projections; it never touches parts.
Stores on a server began with schema 2: later migrations are spelled for both databases.
"""

from collections.abc import Callable

from sqlalchemy import Connection

from arcollect_tui.data.migrations import (
    assignments,
    coding,
    contacts,
    exchange,
    keeping,
    masters,
    sharing,
)
from arcollect_tui.data.tables import METADATA


def create(connection: Connection) -> None:
    """Make every table of a new store."""
    METADATA.create_all(connection, checkfirst=False)


def _to_schema_4(connection: Connection) -> None:
    contacts.upgrade(connection)
    sharing.upgrade(connection)


def _to_schema_5(connection: Connection) -> None:
    assignments.upgrade(connection)
    masters.upgrade(connection)
    keeping.upgrade(connection)


MIGRATIONS: tuple[Callable[[Connection], None], ...] = (
    exchange.upgrade,
    coding.upgrade,
    _to_schema_4,
    _to_schema_5,
)
SCHEMA = len(MIGRATIONS) + 1
"""The schema version this program writes."""
