"""The customers that a refresh concerns, in a temporary table of the connection.

Every statement of a refresh asks for `customer_id IN (SELECT id FROM touched)`, for one customer and
for all of them alike.
"""

from collections.abc import Iterable

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Executable,
    MetaData,
    Select,
    Table,
    delete,
    insert,
    select,
)

from arcollect_tui.data.spelling import weighed
from arcollect_tui.data.statements import Prepared, fill, table
from arcollect_tui.data.tables import Customer

TOUCHED = Table("touched", MetaData(), Column("id", BigInteger, primary_key=True), prefixes=["TEMP"])
KEYS: Select[tuple[int]] = select(TOUCHED.c.id)

_EMPTY = Prepared(delete(TOUCHED))
_EVERYBODY = Prepared(insert(TOUCHED).from_select(["id"], select(table(Customer).c.id)))


def touch(connection: Connection, customers: Iterable[int]) -> None:
    """Name the customers."""
    _EMPTY.run(connection)
    fill(connection, TOUCHED, [(customer,) for customer in set(customers)])
    weighed(connection, TOUCHED)


def touch_all(connection: Connection) -> None:
    """Name every customer of the store."""
    _EMPTY.run(connection)
    _EVERYBODY.run(connection)
    weighed(connection, TOUCHED)


def touch_selected(connection: Connection, *statements: Executable) -> None:
    """Name the customers that the statements insert into `touched` (each ignores repeats)."""
    _EMPTY.run(connection)
    for statement in statements:
        connection.execute(statement)
    weighed(connection, TOUCHED)
