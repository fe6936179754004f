"""Schema 2: what the exchange of entries between desks needs.

The statements are spelled out, because a migration must stay what it was when it was first run.
"""

from sqlalchemy import Connection

_STATEMENTS = (
    "DROP INDEX entry_draft",
    "CREATE UNIQUE INDEX entry_draft ON entry (draft, desk)",
    "CREATE INDEX coding_replaces ON coding (replaces, item_id) WHERE replaces IS NOT NULL",
    "CREATE INDEX contact_replaces ON contact (replaces, contact_id) WHERE replaces IS NOT NULL",
    "CREATE TABLE settled (entry BLOB NOT NULL, line INTEGER NOT NULL, customer_id INTEGER, "
    "thing TEXT DEFAULT '' NOT NULL, \"key\" TEXT DEFAULT '' NOT NULL, target BLOB NOT NULL, "
    "PRIMARY KEY (entry, line)) WITHOUT ROWID, STRICT",
    "CREATE INDEX settled_target ON settled (target)",
    "CREATE TABLE erasure (entry BLOB NOT NULL, line INTEGER NOT NULL, erased_id INTEGER NOT NULL, "
    "PRIMARY KEY (entry, line)) WITHOUT ROWID, STRICT",
    "CREATE INDEX erasure_customer ON erasure (erased_id)",
    "CREATE TABLE unfounded (entry BLOB NOT NULL, line INTEGER NOT NULL, "
    "PRIMARY KEY (entry, line)) WITHOUT ROWID, STRICT",
    "CREATE TABLE desk_chain (desk BLOB NOT NULL, last INTEGER NOT NULL, "
    "missing TEXT DEFAULT '' NOT NULL, PRIMARY KEY (desk)) WITHOUT ROWID, STRICT",
    "CREATE TABLE trimmed_import (identity BLOB NOT NULL, PRIMARY KEY (identity)) WITHOUT ROWID, STRICT",
    "INSERT INTO desk_chain SELECT desk, max(seq), '[]' FROM entry GROUP BY desk",
)


def upgrade(connection: Connection) -> None:
    """From schema 1."""
    for statement in _STATEMENTS:
        connection.exec_driver_sql(statement)
