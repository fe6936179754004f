"""Ordered migrations of the store file.

`MIGRATIONS[n]` brings a file from schema version n to n + 1, inside the caller's transaction. A
migration may rebuild projections; it never touches parts.
"""

from collections.abc import Callable

from sqlalchemy import Connection

from arcollect_tui.data.tables import METADATA


def _create(connection: Connection) -> None:
    METADATA.create_all(connection)


MIGRATIONS: tuple[Callable[[Connection], None], ...] = (_create,)
SCHEMA = len(MIGRATIONS)
"""The schema version this program writes."""
