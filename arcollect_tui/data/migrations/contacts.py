"""Schema 4: the time zone of a contact.

The statement is spelled out, because a migration must stay what it was when it was first run.
"""

from sqlalchemy import Connection

_FILE = "TEXT DEFAULT '' NOT NULL"
_SERVER = "VARCHAR COLLATE \"C\" DEFAULT '' NOT NULL"


def upgrade(connection: Connection) -> None:
    """From schema 3."""
    words = _FILE if connection.dialect.name == "sqlite" else _SERVER
    connection.exec_driver_sql(f"ALTER TABLE contact ADD COLUMN time_zone {words}")
