"""Which item a row of a coding file is about."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from arcollect_tui.data.codings.read import CodingRow
from arcollect_tui.data.imports.texts import clean_key, quoted
from arcollect_tui.data.queries import items as queries
from arcollect_tui.data.queries.items import ItemRecord
from arcollect_tui.data.store import Connection
from arcollect_tui.services.coding_columns import ITEM_PREFIX

_KEY: Final = re.compile(ITEM_PREFIX + "([0-9a-f]{16})", re.IGNORECASE)
UNREADABLE, UNKNOWN, AMBIGUOUS, SKIPPED = "unreadable", "unknown_item", "ambiguous", "skipped"
"""Why a row says nothing about any item: classes of the preview."""


@dataclass(frozen=True, slots=True)
class Missed:
    """A row that names no item, or not one alone.

    Attributes:
        what: class of the preview.
        field: whose cell it is.
        why: in a few words.
    """

    what: str
    field: str
    why: str


class ItemFinder:
    """Finds the items of many rows; they are read once.

    A row names its item by the key that our files carry, or by document number and as much of ledger,
    company, line, fiscal year and customer as it has.
    """

    def __init__(self, connection: Connection, rows: Sequence[CodingRow]) -> None:
        numbers = {clean_key(row.get("document_no")) for row in rows} - {""}
        self._by_number = queries.ids_by_number(connection, sorted(numbers))
        keyed = {key for row in rows if (key := _key_of(row)) is not None}
        wanted = keyed.union(*self._by_number.values())
        self.items: Mapping[int, ItemRecord] = queries.records(connection, sorted(wanted))

    def find(self, row: CodingRow) -> ItemRecord | Missed:
        """The item of a row."""
        key, number = _key_of(row), clean_key(row.get("document_no"))
        if row.get("item") and key is None:
            return Missed(UNREADABLE, "item", f"{quoted(row.get('item'))} is no key of an item")
        known = None if key is None else self.items.get(key)
        if known is not None:
            if number and number.lstrip("0") != known.document_no.lstrip("0"):
                return Missed(AMBIGUOUS, "item", f"its key is of {known.document_no}, not of {number}")
            return known
        if not number:
            if key is None:
                return Missed(UNREADABLE, "document_no", "the row names no item")
            return Missed(UNKNOWN, "item", "no such item here")
        return self._by_names(row, number)

    def _by_names(self, row: CodingRow, number: str) -> ItemRecord | Missed:
        found = [self.items[item] for item in self._by_number.get(number, ()) if item in self.items]
        found = [item for item in found if _agrees(item, row)]
        if not found:
            return Missed(UNKNOWN, "document_no", f"there is no such item {number} here")
        customer = clean_key(row.get("customer_no"))
        of_customer = [item for item in found if item.customer_no == customer]
        if customer and not of_customer:
            whose = found[0].customer_no
            return Missed(SKIPPED, "customer_no", f"{number} is of customer {whose}, not of {customer}")
        found = of_customer or found
        found = [item for item in found if item.cleared_on is None] or found
        if len(found) > 1:
            return Missed(AMBIGUOUS, "document_no", f"{len(found)} items have the number {number}")
        return found[0]


def _key_of(row: CodingRow) -> int | None:
    match = _KEY.fullmatch(row.get("item"))
    return int(match[1], 16) if match else None


def _agrees(item: ItemRecord, row: CodingRow) -> bool:
    """Whether what the row says of the item's key is so; an empty cell says nothing."""
    year = "" if item.fiscal_year is None else str(item.fiscal_year)
    here = {"ledger": item.ledger, "company": item.company, "line": item.line, "fiscal_year": year}
    return all(clean_key(row.get(field)) in ("", value) for field, value in here.items())
