"""Ordered migrations of the store file.

A new store is made as the tables are declared. `MIGRATIONS[n]` brings a file from schema version n + 1
to n + 2, inside the caller's transaction. A migration may rebuild projections; it never touches parts.
"""

from collections.abc import Callable

from sqlalchemy import Connection

from arcollect_tui.data.migrations import exchange
from arcollect_tui.data.tables import METADATA


def create(connection: Connection) -> None:
    """Make every table of a new store."""
    METADATA.create_all(connection)


MIGRATIONS: tuple[Callable[[Connection], None], ...] = (exchange.upgrade,)
SCHEMA = len(MIGRATIONS) + 1
"""The schema version this program writes."""
