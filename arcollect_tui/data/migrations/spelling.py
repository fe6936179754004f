"""How migrations for both databases spell the types of columns, as those stores were made."""

from collections.abc import Iterable

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


def run(connection: Connection, statements: Iterable[str]) -> None:
    """Run statements that name types as `{number}`, `{words}`, `{name}`, `{bytes}` and `{keyed}`."""
    spelling = _FILE if connection.dialect.name == "sqlite" else _SERVER
    for statement in statements:
        connection.exec_driver_sql(statement.format(**spelling))
