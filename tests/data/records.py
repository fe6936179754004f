"""A store with a few entries, for the tests of the record."""

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


def rows(store: Store, sql: str) -> Sequence[Any]:
    with store.reading() as connection:
        return connection.exec_driver_sql(sql).all()


def change(store: Store, *statements: str) -> None:
    """Change the file behind everybody's back."""
    with store.writing() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
