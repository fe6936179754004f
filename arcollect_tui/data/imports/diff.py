"""What a file changes about the ledger tables, worked out before anything is written.

Lines are compared by fingerprint, so only lines that differ are taken apart. Ready rows are kept
packed: a preview of a million lines needs tens of megabytes, not a gigabyte.
"""

import gc
import marshal
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, select

from arcollect_tui.data.imports.canonical import FIELD_MARK, LINE_MARK
from arcollect_tui.data.imports.rows import Card, Row, RowMaker, Scope, customers_of, fingerprints
from arcollect_tui.data.statements import Prepared, columns, table
from arcollect_tui.data.tables import Customer, Item
from arcollect_tui.rules.coding import SHORT_PAID_SHARE, short_amount

_I, _C = table(Item), table(Customer)

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

ITEM_COLUMNS = columns(Item)
_KEPT_AT = tuple(ITEM_COLUMNS.index(name) for name in KEPT)
_OPEN_AT = KEPT.index("open_amount")
_DOCUMENT_AT = ITEM_COLUMNS.index("document_no")
_DATED_AT, _DUE_AT = ITEM_COLUMNS.index("document_date"), ITEM_COLUMNS.index("due_date")

_OPEN_ITEMS = Prepared(
    select(_I.c.fingerprint, _I.c.id, _I.c.company, _I.c.open_amount).where(
        _I.c.ledger == bindparam("ledger"), _I.c.cleared_on.is_(None)
    )
)
_BY_IDS = select(_I.c.id, _I.c.customer_id, *[_I.c[name] for name in KEPT])
_CUSTOMERS = Prepared(select(_C).where(_C.c.ledger == bindparam("ledger")))

Progress = Callable[[int], None]
_BATCH = 500
_NAMELESS = re.compile(f"^[^{FIELD_MARK}{LINE_MARK}]*{FIELD_MARK}{FIELD_MARK}", re.MULTILINE)
"""A line without a document number, the second field."""
LOOSE_BYTES = 32 << 20
"""So many bytes of rows are kept as they are; those of a larger file are compressed."""


@dataclass(slots=True)
class Change:
    """An item as it was and as it will be, both in the order of `KEPT`."""

    item: int
    kind: str
    before: tuple[Any, ...]
    after: tuple[Any, ...]


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
        taken_apart: lines that are new or differ.
        early_due: those of them that are due before their document's date.
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
    taken_apart: int = 0
    early_due: int = 0

    @property
    def nothing(self) -> bool:
        """Whether the ledger tables stay as they are."""
        return not self.new and not self.changes and not any(c.changed for c in self.cards.values())


def pack_rows(rows: Sequence[Row], *, small: bool) -> bytes:
    """Rows as bytes; `small` takes a third of the space for twice the time."""
    return zlib.compress(marshal.dumps(list(rows)), 1 if small else 0)


def _text(chunk: bytes) -> str:
    return zlib.decompress(chunk).decode()


def unpack_rows(packed: bytes) -> list[Row]:
    """The rows of `pack_rows`."""
    rows: list[Row] = marshal.loads(zlib.decompress(packed))  # noqa: S302 - our own bytes
    return rows


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
        self.copies: Counter[str] = Counter()
        self.maker = RowMaker(scope, self.seen)
        self.packed = 0
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
        self.stored: dict[int, dict[str, Any]] = {
            row.id: row._asdict() for row in _CUSTOMERS(self.connection, ledger=scope.ledger)
        }

    def run(self, chunks: Sequence[bytes], progress: Progress | None) -> Diff:
        done = 0
        for chunk in chunks:
            lines = self._told_apart(_text(chunk))
            self._take(lines)
            done += len(lines)
            if progress is not None:
                progress(done)
        if not self.scope.delta:
            self._clear_absent()
        self.diff.cards = self.maker.cards(self.stored)
        self.diff.customers_in_file = self._count_customers(chunks)
        return self.diff

    def _told_apart(self, text: str) -> list[str]:
        """Lines; further copies of a line without a number carry their count behind the last field."""
        lines = text.split(LINE_MARK)
        if _NAMELESS.search(text) is None:
            return lines
        for at, line in enumerate(lines):
            if _NAMELESS.match(line):
                if self.copies[line]:
                    lines[at] = f"{line}{FIELD_MARK}{self.copies[line]}"
                self.copies[line] += 1
        return lines

    def _take(self, lines: Sequence[str]) -> None:
        prints = fingerprints(lines)
        if self.known:
            fresh = [at for at, print_ in enumerate(prints) if not self._same(print_)]
            lines = [lines[at] for at in fresh]
            prints = [prints[at] for at in fresh]
        if not lines:
            return
        rows = []
        for row in self.maker.rows(lines, prints):
            if row[0] in self.seen:
                self.diff.repeated.append(row[_DOCUMENT_AT])
            else:
                self.seen.add(row[0])
                rows.append(row)
        self._sort_out(rows)

    def _same(self, print_: int) -> bool:
        """Whether the line is that of an item that was here and has not been shown yet."""
        item = self.known.get(print_)
        if item is None or item in self.seen:
            return False
        self.seen.add(item)
        self.diff.counts["same"] += 1
        return True

    def _count_customers(self, chunks: Sequence[bytes]) -> int:
        """Customers of the file; those of unchanged lines are looked up only when strangers abound."""
        named = set(self.maker.customers)
        strangers = sum(1 for card in self.diff.cards.values() if card.before is None)
        if self.stored and strangers * 2 > len(named):
            for chunk in chunks:
                named |= customers_of(_text(chunk).split(LINE_MARK))
        return len(named)

    def _sort_out(self, fresh: Sequence[Row]) -> None:
        """Tell new items from changed ones."""
        self.diff.taken_apart += len(fresh)
        self.diff.early_due += sum(
            1 for row in fresh if (row[_DUE_AT] or row[_DATED_AT] or 0) < (row[_DATED_AT] or 0)
        )
        here: dict[int, tuple[Any, ...]] = {}
        if self.known or self.stored:
            for start in range(0, len(fresh), _BATCH):
                ids = [row[0] for row in fresh[start : start + _BATCH]]
                for item, _customer, *kept in self.connection.execute(_BY_IDS.where(_I.c.id.in_(ids))):
                    here[item] = tuple(kept)
        new = [row for row in fresh if row[0] not in here]
        if new:
            packed = pack_rows(new, small=self.packed > LOOSE_BYTES)
            self.packed += len(packed)
            self.diff.new.append(packed)
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
