"""Canonical lines as rows of the item table and cards of customers, a column at a time.

A loop over columns costs a third of a loop over lines, and a first import makes a row of every line.
"""

import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import groupby, islice, repeat
from operator import itemgetter
from typing import Any, Final

from arcollect_tui.data.imports.canonical import FIELD_MARK, FIELDS, Columns
from arcollect_tui.data.imports.cards import (
    CARD_AT,
    CUSTOMER_COLUMNS,
    SAID,
    SAID_OF_CARD,
    Card,
    as_text,
    take_over,
)
from arcollect_tui.data.imports.packs import Row
from arcollect_tui.data.statements import columns as columns_of
from arcollect_tui.data.tables import Item
from arcollect_tui.rules.identity import customer_id, item_id, item_ids

_ADDED: Final = ("cleared_on", "first_import")
ROW_COLUMNS: Final = tuple(name for name in columns_of(Item) if name not in _ADDED)
"""Item columns that a row made here has; a new item is open, and its import has no name until the end."""

_BATCH: Final = 500
Stored = Callable[[Sequence[int]], Mapping[int, Sequence[Any]]]
"""Looks customers up: their rows in the order of `CUSTOMER_COLUMNS`, by id."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a file speaks for.

    Attributes:
        ledger: name of the ledger.
        companies: the companies the file names; absence from it means cleared, unless `delta`.
        delta: the file holds changes only.
        as_of: ordinal of the day it speaks of.
        import_id: the import's number.
        recipe: canonical fields that make an item itself.
    """

    ledger: str
    companies: frozenset[str]
    delta: bool
    as_of: int
    import_id: int
    recipe: tuple[str, ...]


def fingerprints(encoded: Sequence[bytes]) -> list[int]:
    """For each line 63 bits that stand for it."""
    digests = b"".join([blake2b(line, digest_size=8).digest() for line in encoded])
    return [whole >> 1 for whole in struct.unpack(f">{len(encoded)}Q", digests)]


def customers_of(lines: Sequence[str]) -> set[str]:
    """The customer numbers that the lines name."""
    at = FIELDS.index("customer_no")
    return {line.split(FIELD_MARK, at + 1)[at] for line in lines}


class RowMaker:
    """Makes the rows of one file.

    Args:
        ledger: name of the ledger.
        recipe: canonical fields that make an item itself.
    """

    def __init__(self, ledger: str, recipe: Sequence[str]) -> None:
        self.customers: dict[str, int] = {}
        self.noted = False
        self._ledger = ledger
        self._recipe = recipe
        self._told: dict[tuple[Any, ...], int] = {}

    def rows(self, cells: Columns, prints: Sequence[int], *, again: bool = False) -> list[Row]:
        """A row of the item table for each line; `again` when its customer was noted before.

        Lines that share an identity get the same id; `nth_id` tells them apart.
        """
        customers = self._customers(cells["customer_no"])
        if not again:
            self._tell(customers, cells, SAID)
        copied = [cells[name] for name in _COPIED]
        ledger = repeat(self._ledger, len(prints))
        return list(zip(self._ids(cells), customers, ledger, *copied, prints, strict=True))

    def note(self, cells: Columns) -> None:
        """Take in what the lines of a master file say about customers."""
        self.noted = True
        self._tell(self._customers(cells["customer_no"]), cells, SAID_OF_CARD)

    def _customers(self, numbers: Sequence[str]) -> list[int]:
        known = self.customers
        for number in set(numbers).difference(known):
            known[number] = customer_id(self._ledger, number)
        return list(map(known.__getitem__, numbers))

    def _ids(self, cells: Columns) -> list[int]:
        """Ids by the ledger's recipe; of lines without a number by customer, type, date and amount.

        So it is with all lines of a ledger whose files had no column of a recipe yet.
        """
        recipe = [_known(cells[name]) for name in self._recipe]
        ids = item_ids(self._ledger, recipe) if recipe else [0] * len(cells["document_no"])
        if not recipe or "" in cells["document_no"]:
            names = ("company", "customer_no", "type", "document_date", "amount")
            alike = list(zip(*[_known(cells[name]) for name in names], strict=True))
            for at, number in enumerate(cells["document_no"]):
                if not (recipe and number):
                    ids[at] = item_id(self._ledger, [*alike[at], 0])
        return ids

    def nth_id(self, first: int, place: int) -> int:
        """The id of the item in a place, from 0, among those that share the identity of `first`."""
        return item_id(self._ledger, [first, place]) if place else first

    def _tell(self, customers: Sequence[int], cells: Columns, names: Sequence[str]) -> None:
        """Note the day of the newest document with each set of words about a customer."""
        told = self._told
        said = zip(customers, *[cells[name] for name in names], strict=True)
        for words, day in zip(said, cells["document_date"], strict=True):
            if told.get(words, -1) < (day or 0):
                told[words] = day or 0

    def cards(self, stored: Stored, import_id: int) -> Iterator[Card]:
        """The customers that are new or differ from what is stored, the newest document's words last.

        Words of equal age are taken in code point order: the order of a file's rows does not matter.
        """
        told = sorted((words[0], day, as_text(words[1:]), words) for words, day in self._told.items())
        customers = list(dict.fromkeys(map(itemgetter(0), told)))
        by_customer = groupby(told, itemgetter(0))
        for start in range(0, len(customers), _BATCH):
            here = stored(customers[start : start + _BATCH])
            for customer, said in islice(by_customer, _BATCH):
                before = here.get(customer)
                values = self._values(customer, before, import_id)
                newer = [(words[1:], day) for _, day, _, words in said]
                if take_over(values, newer) or before is None:
                    was = None if before is None else tuple([before[at] for at in CARD_AT])
                    yield Card(tuple(values.values()), was)

    def _values(self, customer: int, before: Sequence[Any] | None, import_id: int) -> dict[str, Any]:
        if before is not None:
            return dict(zip(CUSTOMER_COLUMNS, before, strict=True))
        values: dict[str, Any] = dict.fromkeys(CUSTOMER_COLUMNS, "")
        return values | {
            "id": customer,
            "ledger": self._ledger,
            "name_on": None,
            "credit_limit": None,
            "first_import": import_id,
        }


_COPIED: Final = tuple(name for name in ROW_COLUMNS if name in FIELDS)
"""Item columns in table order that a line has under the same name."""


def _known(column: Sequence[Any]) -> Sequence[Any]:
    """The column with unknown values as empty text, as identities spell them."""
    return ["" if value is None else value for value in column] if None in column else column
