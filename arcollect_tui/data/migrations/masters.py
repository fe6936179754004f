"""Schema 5: what master files and contact lists say of a customer beyond name, contact and limit.

The statements are spelled out, because a migration must stay what it was when it was first run.
"""

from sqlalchemy import Connection

from arcollect_tui.data.migrations.spelling import run

_WORDS = (
    *("terms", "parent", "language", "time_zone", "street", "postal_code", "city", "region", "contacts"),
)
_STATEMENTS = tuple(f"ALTER TABLE customer ADD COLUMN {name} {{words}}" for name in _WORDS)


def upgrade(connection: Connection) -> None:
    """From schema 4."""
    run(connection, _STATEMENTS)
