"""What a file changes about the ledger tables, worked out before anything is written.

Lines are compared by fingerprint, so only lines that differ are taken apart. Ready rows are kept
packed: a preview of a million lines needs tens of megabytes, not a gigabyte.
"""

import gc
import marshal
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, bindparam, select

from arcollect_tui.data.imports.canonical import FIELD_MARK, FIELDS, LINE_MARK, WHOLE_FIELDS
from arcollect_tui.data.statements import Prepared, columns, table
from arcollect_tui.data.tables import Customer, Item
from arcollect_tui.rules.coding import SHORT_PAID_SHARE, short_amount
from arcollect_tui.rules.identity import customer_id, item_id
from arcollect_tui.rules.text import search_text

_I, _C = table(Item), table(Customer)
_AT = {name: place for place, name in enumerate(FIELDS)}
_WHOLE = tuple(_AT[name] for name in WHOLE_FIELDS)

KEPT = (
    "customer_id",
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
    "cleared_on",
    "fingerprint",
)
"""Item columns that an import may change; kept as they were in `item_change.before`."""

CARD = (
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

ITEM_COLUMNS = columns(Item)
CUSTOMER_COLUMNS = columns(Customer)
_KEPT_AT = tuple(ITEM_COLUMNS.index(name) for name in KEPT)
_OPEN_AT = KEPT.index("open_amount")

_OPEN_ITEMS = Prepared(
    select(_I.c.fingerprint, _I.c.id, _I.c.company, _I.c.open_amount).where(
        _I.c.ledger == bindparam("ledger"), _I.c.cleared_on.is_(None)
    )
)
_BY_IDS = select(_I.c.id, _I.c.customer_id, *[_I.c[name] for name in KEPT])
_CUSTOMERS = Prepared(select(_C).where(_C.c.ledger == bindparam("ledger")))

Progress = Callable[[int], None]
_BATCH = 500


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
class Change:
    """An item as it was and as it will be, both in the order of `KEPT`."""

    item: int
    kind: str
    before: tuple[Any, ...]
    after: tuple[Any, ...]


@dataclass(slots=True)
class Card:
    """A customer as the file's newest document shows it."""

    values: dict[str, Any]
    before: dict[str, Any] | None = None
    changed: bool = False


@dataclass(slots=True)
class Diff:
    """The difference between a file and the ledger tables.

    Attributes:
        new: packed rows of the item table; `unpack` gives them back.
        changes: items that were here and differ, the cleared ones included.
        cards: customers that are new or differ.
        counts: lines and items per class of difference.
        repeated: document numbers that the file holds twice, with the first kept.
        opened: open items of the ledger in scope before, and their sum in minor units.
        cleared_value: the part of that sum that would clear.
    """

    new: list[bytes] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    cards: dict[int, Card] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    repeated: list[str] = field(default_factory=list)
    opened: tuple[int, int] = (0, 0)
    cleared_value: int = 0
    customers_in_file: int = 0
    unknown_companies: frozenset[str] = frozenset()

    @property
    def nothing(self) -> bool:
        """Whether the ledger tables stay as they are."""
        return not self.new and not self.changes and not any(c.changed for c in self.cards.values())


def pack_rows(rows: Sequence[tuple[Any, ...]]) -> bytes:
    """Rows in a compact form."""
    return zlib.compress(marshal.dumps(list(rows)), 1)


def unpack_rows(packed: bytes) -> list[tuple[Any, ...]]:
    """The rows of `pack_rows`."""
    rows: list[tuple[Any, ...]] = marshal.loads(zlib.decompress(packed))  # noqa: S302 - our own bytes
    return rows


def fingerprint(line: str) -> int:
    """63 bits that stand for a canonical line."""
    return int.from_bytes(blake2b(line.encode(), digest_size=8).digest(), "big") >> 1


def difference(
    connection: Connection, chunks: Sequence[bytes], scope: Scope, progress: Progress | None = None
) -> Diff:
    """Compare a file's canonical lines with the ledger tables.

    Args:
        connection: a transaction that sees the ledger.
        chunks: packed canonical lines.
        scope: what the file speaks for.
        progress: told the number of lines compared so far.
    """
    gc_was_on = gc.isenabled()
    gc.disable()
    try:
        return _Comparison(connection, scope).run(chunks, progress)
    finally:
        if gc_was_on:
            gc.enable()


class _Comparison:
    """One pass over the lines of a file."""

    def __init__(self, connection: Connection, scope: Scope) -> None:
        self.connection = connection
        self.scope = scope
        self.diff = Diff()
        self.known: dict[int, int] = {}
        self.waiting: dict[int, int] = {}
        self.seen: set[int] = set()
        self.nameless: Counter[str] = Counter()
        self.customers: dict[str, int] = {}
        self._load()

    def _load(self) -> None:
        scope, value, companies = self.scope, 0, set()
        for print_, item, company, amount in _OPEN_ITEMS(self.connection, ledger=scope.ledger):
            self.known[print_] = item
            companies.add(company)
            if company in scope.companies:
                self.waiting[item] = amount
                value += abs(amount)
        self.diff.opened = (len(self.waiting), value)
        if companies:
            self.diff.unknown_companies = scope.companies - companies
        self.stored = {row.id: row._mapping for row in _CUSTOMERS(self.connection, ledger=scope.ledger)}

    def run(self, chunks: Sequence[bytes], progress: Progress | None) -> Diff:
        done = 0
        for chunk in chunks:
            lines = zlib.decompress(chunk).decode().split(LINE_MARK)
            self._take(lines)
            done += len(lines)
            if progress is not None:
                progress(done)
        if not self.scope.delta:
            self._clear_absent()
        self.diff.customers_in_file = len(self.customers)
        return self.diff

    def _take(self, lines: Sequence[str]) -> None:
        fresh: list[tuple[Any, ...]] = []
        for line in lines:
            text, occurrence = line, 0
            print_ = fingerprint(text)
            item = self.known.get(print_)
            if item is not None and item not in self.seen:
                self.seen.add(item)
                self.diff.counts["same"] += 1
                continue
            fields = line.split(FIELD_MARK)
            if not fields[_AT["document_no"]]:
                occurrence = self.nameless[line]
                self.nameless[line] += 1
                if occurrence:
                    print_ = fingerprint(f"{line}{FIELD_MARK}{occurrence}")
                    item = self.known.get(print_)
                    if item is not None and item not in self.seen:
                        self.seen.add(item)
                        self.diff.counts["same"] += 1
                        continue
            row = self._row(fields, print_, occurrence)
            if row[0] in self.seen:
                self.diff.repeated.append(fields[_AT["document_no"]] or fields[_AT["customer_no"]])
                continue
            self.seen.add(row[0])
            fresh.append(row)
        self._sort_out(fresh)

    def _row(self, fields: list[Any], print_: int, occurrence: int) -> tuple[Any, ...]:
        """A row of the item table from a canonical line."""
        scope = self.scope
        for at in _WHOLE:
            fields[at] = int(fields[at]) if fields[at] else None
        number = fields[_AT["customer_no"]]
        customer = self.customers.get(number)
        if customer is None:
            customer = self.customers[number] = customer_id(scope.ledger, number)
        if fields[_AT["document_no"]]:
            parts = [fields[_AT[name]] if fields[_AT[name]] is not None else "" for name in scope.recipe]
        else:
            day = fields[_AT["document_date"]]
            parts = [
                fields[_AT["company"]],
                number,
                fields[_AT["type"]],
                day if day is not None else "",
                fields[_AT["amount"]],
                occurrence,
            ]
        self._note_customer(customer, number, fields)
        item = item_id(scope.ledger, parts)
        f = fields
        return (
            item,
            customer,
            scope.ledger,
            f[0],
            f[1],
            f[2],
            f[3],
            f[4],
            f[7],
            f[8],
            f[9],
            f[10],
            f[12],
            f[13],
            f[14],
            f[15],
            f[16],
            f[17],
            f[18],
            f[19],
            f[20],
            None,
            scope.import_id,
            print_,
        )

    def _note_customer(self, customer: int, number: str, fields: Sequence[Any]) -> None:
        card = self.diff.cards.get(customer)
        day = fields[_AT["document_date"]] or 0
        if card is None:
            card = self.diff.cards[customer] = self._card(customer, number)
        elif day < (card.values["name_on"] or 0):
            return
        if day < (card.values["name_on"] or 0):
            return
        values = card.values
        name = fields[_AT["customer_name"]] or values["name"] or number
        offered = {
            "name": name,
            "name_on": day or None,
            "contact_name": fields[_AT["contact_name"]],
            "phone": fields[_AT["phone"]],
            "email": fields[_AT["email"]],
            "country": fields[_AT["country"]],
            "collector": fields[_AT["collector"]],
        }
        limit = fields[_AT["credit_limit"]]
        if limit is not None:
            offered |= {"credit_limit": limit, "limit_currency": fields[_AT["currency"]]}
        for key, value in offered.items():
            if value not in ("", None) and values[key] != value:
                if key == "name":
                    values["search"] = _with_alias(values["search"], name, number)
                values[key] = value
                card.changed = True

    def _card(self, customer: int, number: str) -> Card:
        stored = self.stored.get(customer)
        if stored is not None:
            before = {name: stored[name] for name in CARD}
            return Card(dict(stored), before)
        values: dict[str, Any] = dict.fromkeys(CUSTOMER_COLUMNS, "")
        values |= {
            "id": customer,
            "ledger": self.scope.ledger,
            "number": number,
            "name": "",
            "name_on": None,
            "credit_limit": None,
            "first_import": self.scope.import_id,
        }
        return Card(values, None, changed=True)

    def _sort_out(self, fresh: Sequence[tuple[Any, ...]]) -> None:
        """Tell new items from changed ones."""
        if not fresh:
            return
        here: dict[int, tuple[Any, ...]] = {}
        if self.known or self.stored:
            for start in range(0, len(fresh), _BATCH):
                ids = [row[0] for row in fresh[start : start + _BATCH]]
                for item, _customer, *kept in self.connection.execute(_BY_IDS.where(_I.c.id.in_(ids))):
                    here[item] = tuple(kept)
        new = [row for row in fresh if row[0] not in here]
        if new:
            self.diff.new.append(pack_rows(new))
            self.diff.counts["new"] += len(new)
        for row in fresh:
            before = here.get(row[0])
            if before is not None:
                self._changed(row, before)

    def _changed(self, row: tuple[Any, ...], before: tuple[Any, ...]) -> None:
        after = tuple(row[at] for at in _KEPT_AT)
        kind = kind_of_change(dict(zip(KEPT, before, strict=True)), dict(zip(KEPT, after, strict=True)))
        self.diff.counts[kind] += 1
        self.diff.changes.append(Change(row[0], kind, before, after))

    def _clear_absent(self) -> None:
        gone = [item for item in self.waiting if item not in self.seen]
        self.diff.cleared_value = sum(abs(self.waiting[item]) for item in gone)
        for start in range(0, len(gone), _BATCH):
            batch = gone[start : start + _BATCH]
            for item, _customer, *kept in self.connection.execute(_BY_IDS.where(_I.c.id.in_(batch))):
                after = list(kept)
                after[_OPEN_AT] = 0
                after[KEPT.index("cleared_on")] = self.scope.as_of
                self.diff.changes.append(Change(item, "cleared", tuple(kept), tuple(after)))
        self.diff.counts["cleared"] += len(gone)


def _with_alias(search: str, name: str, number: str) -> str:
    words = search_text(name, number)
    return words if not search or search == words else f"{words} {search}"


def kind_of_change(before: dict[str, Any], after: dict[str, Any]) -> str:
    """The class of a difference between two states of one item."""
    if before["cleared_on"] is not None:
        return "reappeared"
    old, new = before["open_amount"], after["open_amount"]
    if abs(new) < abs(old) and (new == 0 or (new > 0) == (old > 0)):
        if after["type"] == "credit" or old < 0:
            return "credited"
        short = short_amount(after["amount"], new, after["type"], SHORT_PAID_SHARE)
        return "short_paid" if short is not None else "part_paid"
    if new != old:
        return "increased" if abs(new) > abs(old) else "credited"
    if before["due_date"] != after["due_date"]:
        return "due_moved"
    if before["terms"] != after["terms"]:
        return "terms_changed"
    return "other"


def changed_customers(diff: Diff) -> Iterator[int]:
    """Customers that a difference concerns; new rows excepted, whose customers are in `cards`."""
    yield from diff.cards
    at = KEPT.index("customer_id")
    for change in diff.changes:
        yield change.before[at]
        yield change.after[at]
