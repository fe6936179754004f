"""Which currency a ledger is kept in, as far as its items show."""

from sqlalchemy import Connection, select

from arcollect_tui.data.statements import tables
from arcollect_tui.data.tables import Item

(_I,) = tables(Item)


def only_currency(connection: Connection, ledger: str) -> str:
    """The code that all items of a ledger have; '' when they have several, or there are none."""
    statement = select(_I.c.currency).where(_I.c.ledger == ledger).distinct().limit(2)
    codes = list(connection.execute(statement).scalars())
    return str(codes[0]) if len(codes) == 1 else ""
