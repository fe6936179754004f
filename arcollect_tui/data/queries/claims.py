"""Items that a customer claims something on: disputed ones, those that need coding, and cleared ones."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, and_, or_, select

from arcollect_tui.data import spelling
from arcollect_tui.data.queries.items import I, needs_coding
from arcollect_tui.data.statements import tables
from arcollect_tui.data.tables import Coding

(_O,) = tables(Coding)
AT_ONCE = 500
_DISPUTED = I.c.id.in_(select(_O.c.item_id).where(_O.c.state == "disputed"))
_CLAIMED = or_(needs_coding(), _DISPUTED, and_(I.c.text != "", spelling.says_dispute(I.c.text)))


def claimed_ids(connection: Connection, customers: Sequence[int] | None) -> list[int]:
    """Items with a claim, also cleared ones.

    Args:
        connection: a read transaction.
        customers: whose; None for everybody's.
    """
    if customers is None:
        return _ids(connection, select(I.c.id).where(_CLAIMED))
    found: list[int] = []
    for start in range(0, len(customers), AT_ONCE):
        some = I.c.customer_id.in_(customers[start : start + AT_ONCE])
        found += _ids(connection, select(I.c.id).where(some, _CLAIMED))
    return found


def customers_of(connection: Connection, items: Sequence[int]) -> list[int]:
    """Customers of these items, each once."""
    found: set[int] = set()
    for start in range(0, len(items), AT_ONCE):
        some = I.c.id.in_(items[start : start + AT_ONCE])
        found.update(_ids(connection, select(I.c.customer_id).where(some).distinct()))
    return sorted(found)


def _ids(connection: Connection, statement: Any) -> list[int]:  # noqa: ANN401
    return list(connection.execute(statement.order_by(statement.selected_columns[0])).scalars())
