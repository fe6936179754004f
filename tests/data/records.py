"""A store with a few entries, for the tests of the record."""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from arcollect_tui.data import desk
from arcollect_tui.data.journal import Deed, Journal, Moment, Part, Recorded
from arcollect_tui.data.store import Store
from arcollect_tui.rules.identity import customer_id

AT = 1_795_000_000_000_000
DAY = 739_944
CUSTOMER = customer_id("main", "C1")


def part(*facts: dict[str, Any], number: str = "C1") -> Part:
    return Part(customer_id("main", number), ("main", number), facts)


def call(note: str = "rang", outcome: str = "NA") -> dict[str, Any]:
    return {"is": "call", "outcome": outcome, "note": note}


def record(
    store: Store, *parts: Part, kind: str = "call", draft: bytes | None = None, version: int = 1
) -> Recorded:
    """Record one deed of this store's desk."""
    with store.writing() as connection:
        made = Deed(kind, parts, version=version) if draft is None else Deed(kind, parts, draft, version)
        return journal(connection).record(connection, made, Moment(AT, DAY, 60))


def journal(connection: Connection) -> Journal:
    return Journal(desk.own_desk(connection), "ann")


def spelled(connection: Connection, sql: str) -> str:
    """A statement as the database of `connection` spells bytes; SQLite's way in the tests."""
    if connection.dialect.name == "sqlite":
        return sql
    sql = sql.replace("%", "%%")  # its driver looks for parameters
    sql = re.sub(r"zeroblob\((\d+)\)", lambda found: f"x'{'00' * int(found[1])}'", sql)
    return re.sub(r"x'([0-9a-f]*)'", r"'\\x\1'::bytea", sql).replace("AS BLOB", "AS BYTEA")


def rows(store: Store, sql: str) -> Sequence[Any]:
    with store.reading() as connection:
        return connection.exec_driver_sql(spelled(connection, sql)).all()


def change(store: Store, *statements: str) -> None:
    """Change the store behind everybody's back."""
    with store.writing() as connection:
        for statement in statements:
            connection.exec_driver_sql(spelled(connection, statement))
