"""Canonical lines as rows of the item table and cards of customers, a column at a time.

A loop over columns costs a third of a loop over lines, and a first import makes a row of every line.
"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import repeat
from operator import itemgetter
from typing import Any, Final

from arcollect_tui.data.imports.canonical import FIELD_MARK, FIELDS, LINE_MARK, WHOLE_FIELDS
from arcollect_tui.data.statements import columns as columns_of
from arcollect_tui.data.tables import Customer
from arcollect_tui.rules.identity import customer_id, item_id, item_ids
from arcollect_tui.rules.text import search_text

Row = tuple[Any, ...]

CUSTOMER_COLUMNS: Final = columns_of(Customer)
CARD: Final = (
    "name",
    "search",
    "name_on",
    "contact_name",
    "phone",
    "email",
    "country",
    "collector",
    "credit_limit",
    "limit_currency",
)
"""Customer columns that an import may change."""

_CARD_FROM: Final = FIELDS.index("contact_name")
"""From this field on a line speaks about the customer only."""
_CARD_FIELDS: Final = len(FIELDS) - _CARD_FROM


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


@dataclass(slots=True)
class Card:
    """A customer as the newest document of the file shows it; `before` is None for a new one."""

    values: dict[str, Any]
    before: dict[str, Any] | None = None
    changed: bool = False


def fingerprints(lines: Sequence[str]) -> list[int]:
    """For each line 63 bits that stand for it."""
    encoded = LINE_MARK.join(lines).encode().split(LINE_MARK.encode())
    digests = b"".join([blake2b(line, digest_size=8).digest() for line in encoded])
    return [whole >> 1 for whole in struct.unpack(f">{len(lines)}Q", digests)]


def customers_of(lines: Sequence[str]) -> set[str]:
    """The customer numbers that the lines name."""
    at = FIELDS.index("customer_no")
    return {line.split(FIELD_MARK, at + 1)[at] for line in lines}


class RowMaker:
    """Makes the rows of one file.

    Args:
        scope: what the file speaks for.
    """

    def __init__(self, scope: Scope) -> None:
        self.customers: dict[str, int] = {}
        self._scope = scope
        self._told: dict[tuple[Any, ...], int] = {}

    def rows(self, lines: Sequence[str], prints: Sequence[int], *, again: bool = False) -> list[Row]:
        """A row of the item table for each line; `again` when its customer was noted before.

        Lines that share an identity get the same id; `nth_id` tells them apart.
        """
        parts = zip(*[line.split(FIELD_MARK, _CARD_FROM) for line in lines], strict=True)
        *fields, about_customer = parts
        cells: dict[str, Sequence[Any]] = dict(zip(FIELDS, fields, strict=False))
        for name in WHOLE_FIELDS:
            if name in cells:
                cells[name] = [int(cell) if cell else None for cell in cells[name]]
        customers = self._customers(cells["customer_no"])
        if not again:
            self._tell(customers, cells, about_customer)
        return list(
            zip(
                self._ids(cells),
                customers,
                repeat(self._scope.ledger, len(lines)),
                *[cells[name] for name in _COPIED],
                repeat(None, len(lines)),
                repeat(self._scope.import_id, len(lines)),
                prints,
                strict=True,
            )
        )

    def _customers(self, numbers: Sequence[str]) -> list[int]:
        known = self.customers
        for number in set(numbers).difference(known):
            known[number] = customer_id(self._scope.ledger, number)
        return [known[number] for number in numbers]

    def _ids(self, cells: Mapping[str, Sequence[Any]]) -> list[int]:
        """Ids by the ledger's recipe; of lines without a number by customer, type, date and amount."""
        recipe = [_known(cells[name]) for name in self._scope.recipe]
        ids = item_ids(self._scope.ledger, recipe)
        if "" in cells["document_no"]:
            names = ("company", "customer_no", "type", "document_date", "amount")
            alike = list(zip(*[_known(cells[name]) for name in names], strict=True))
            for at, number in enumerate(cells["document_no"]):
                if not number:
                    ids[at] = item_id(self._scope.ledger, [*alike[at], 0])
        return ids

    def nth_id(self, first: int, place: int) -> int:
        """The id of the item in a place, from 0, among those that share the identity of `first`."""
        return item_id(self._scope.ledger, [first, place]) if place else first

    def _tell(
        self, customers: Sequence[int], cells: Mapping[str, Sequence[Any]], rest: Sequence[str]
    ) -> None:
        """Note the day of the newest document with each set of words about a customer."""
        told = self._told
        names = ("customer_no", "customer_name", "collector", "currency")
        said = zip(customers, *[cells[name] for name in names], rest, strict=True)
        for words, day in zip(said, cells["document_date"], strict=True):
            if told.get(words, -1) < (day or 0):
                told[words] = day or 0

    def cards(self, stored: Mapping[int, Mapping[str, Any]]) -> dict[int, Card]:
        """The customers of the rows made so far, the newest document's words last.

        Words of equal age are taken in code point order: the order of a file's rows does not matter.
        """
        cards: dict[int, Card] = {}
        for words, day in sorted(self._told.items(), key=itemgetter(1, 0)):
            customer, number = words[:2]
            card = cards.get(customer)
            if card is None:
                card = cards[customer] = self._card(customer, number, stored.get(customer))
            if day >= (card.values["name_on"] or 0):
                _update(card, words[1:], day)
        return cards

    def _card(self, customer: int, number: str, stored: Mapping[str, Any] | None) -> Card:
        if stored is not None:
            return Card(dict(stored), {name: stored[name] for name in CARD})
        values: dict[str, Any] = dict.fromkeys(CUSTOMER_COLUMNS, "")
        values |= {
            "id": customer,
            "ledger": self._scope.ledger,
            "number": number,
            "name_on": None,
            "credit_limit": None,
            "first_import": self._scope.import_id,
        }
        return Card(values, None, changed=True)


_COPIED: Final = (
    "company",
    "document_no",
    "line",
    "fiscal_year",
    "parent_no",
    "type",
    "document_date",
    "posting_date",
    "due_date",
    "currency",
    "amount",
    "open_amount",
    "reference",
    "po",
    "text",
    "terms",
    "collector",
    "sales_rep",
)
"""Item columns in table order that a line has under the same name."""


def _known(column: Sequence[Any]) -> Sequence[Any]:
    """The column with unknown values as empty text, as identities spell them."""
    return ["" if value is None else value for value in column] if None in column else column


def _update(card: Card, words: Sequence[str], day: int) -> None:
    """Put what a document says about its customer on the card; what it leaves out stays."""
    number, name, collector, currency, rest = words
    contact, phone, email, country, limit = rest.split(FIELD_MARK)[:_CARD_FIELDS]
    values = card.values
    offered: dict[str, Any] = {
        "name": name or values["name"] or number,
        "name_on": day or None,
        "contact_name": contact,
        "phone": phone,
        "email": email,
        "country": country,
        "collector": collector,
    }
    if limit:
        offered |= {"credit_limit": int(limit), "limit_currency": currency}
    for key, value in offered.items():
        if value not in ("", None) and values[key] != value:
            if key == "name":
                values["search"] = _with_alias(values["search"], value, number)
            values[key] = value
            card.changed = True


def _with_alias(search: str, name: str, number: str) -> str:
    words = search_text(name, number)
    return words if not search or search == words else f"{words} {search}"
