"""Schema 4, too: what a desk keeps of the desks and the folders that it shares with.

The statements are spelled out, because a migration must stay what it was when it was first run.
"""

from sqlalchemy import Connection

_FILE = {
    "number": "INTEGER",
    "words": "TEXT DEFAULT '' NOT NULL",
    "name": "TEXT",
    "bytes": "BLOB",
    "keyed": " WITHOUT ROWID, STRICT",
}
_SERVER = {
    "number": "BIGINT",
    "words": "VARCHAR COLLATE \"C\" DEFAULT '' NOT NULL",
    "name": 'VARCHAR COLLATE "C"',
    "bytes": "BYTEA",
    "keyed": "",
}
_STATEMENTS = (
    'CREATE TABLE peer (desk {bytes} NOT NULL, "key" {bytes} NOT NULL, trusted {number} NOT NULL, '
    "PRIMARY KEY (desk)){keyed}",
    "CREATE TABLE checkpoint (desk {bytes} NOT NULL, seq {number} NOT NULL, hash {bytes} NOT NULL, "
    "signature {bytes} NOT NULL, PRIMARY KEY (desk, seq)){keyed}",
    "CREATE TABLE shared_file (path {name} NOT NULL, size {number} NOT NULL, changed {number} NOT NULL, "
    "header {bytes} NOT NULL, aside {words}, PRIMARY KEY (path)){keyed}",
)


def upgrade(connection: Connection) -> None:
    """Within the step from schema 3."""
    spelling = _FILE if connection.dialect.name == "sqlite" else _SERVER
    for statement in _STATEMENTS:
        connection.exec_driver_sql(statement.format(**spelling))
