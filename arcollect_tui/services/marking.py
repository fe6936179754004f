"""Which items a filter means to mark, and which are like one in a column: ids, whatever their number."""

import re
from array import array
from datetime import date
from decimal import Decimal

from arcollect_tui.errors import Refused
from arcollect_tui.rules.coding import CodingState
from arcollect_tui.rules.money import scale
from arcollect_tui.rules.query_ast import Amount, And, Compare, Expr, Matches
from arcollect_tui.rules.query_fields import Kind, Target, find_field
from arcollect_tui.services.items import ItemRow, ItemView, item_ids
from arcollect_tui.services.office import Office

_SHOWN_AS = {"days_overdue": "due_date"}
"""A field that asks the same of every row, and has an index."""


def matching_ids(office: Office, text: str) -> "array[int]":
    """The items that a filter matches.

    Raises:
        QueryError: the filter cannot be read.
    """
    return item_ids(office, ItemView(text))


def alike_ids(office: Office, filter_text: str, row: ItemRow, field: str) -> "array[int]":
    """The items of a filter that have the same value as `row` in a column.

    Args:
        office: the open office.
        filter_text: the filter of the list.
        row: the item.
        field: full name of the column's field.

    Raises:
        Refused: no field stands behind the column.
    """
    return item_ids(office, ItemView(filter_text, only=like(row, field)))


def like(row: ItemRow, field: str) -> Expr:
    """The condition that a row has the value of this one in a field.

    Amounts are the same in one currency only.

    Raises:
        Refused: no field stands behind the column.
    """
    known = find_field(_SHOWN_AS.get(field, field), Target.ITEMS)
    if known is None or known.name != _SHOWN_AS.get(field, field):
        raise Refused("That column is worked out from others: choose another with Left and Right.")
    if known.name == "reason":
        return _same_reason(row)
    value = getattr(row, known.name)
    if known.kind is Kind.MONEY and value is not None:
        return Compare(known.name, "=", Amount(Decimal(value) / scale(row.currency), row.currency))
    return Compare(known.name, "=", value if isinstance(value, date) else (value or None))


def _same_reason(row: ItemRow) -> Expr:
    """What the column shows: the first reason of a split, collectible, or that it is not coded."""
    if not row.reason:
        return Compare("coding", "=", row.coding or str(CodingState.UNCODED))
    return And((Compare("reason", "=", row.reason), Matches("reason", f"^{re.escape(row.reason)}$")))
