"""What a file changes about the ledger tables, worked out before anything is written.

Lines are compared by fingerprint, so only lines that differ are taken apart. Ready rows are kept
packed: a preview of a million lines needs tens of megabytes, not a gigabyte.
"""

import gc
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from sqlalchemy import Connection, bindparam, select

from arcollect_tui.data.imports.canonical import FIELD_MARK, LINE_MARK
from arcollect_tui.data.imports.packs import Packs, unpack_rows
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
_DUE_KEPT, _DATED_KEPT = KEPT.index("due_date"), KEPT.index("document_date")
_DOCUMENT_AT = ITEM_COLUMNS.index("document_no")
_DATED_AT, _DUE_AT = ITEM_COLUMNS.index("document_date"), ITEM_COLUMNS.index("due_date")

_OPEN_ITEMS = Prepared(
    select(_I.c.fingerprint, _I.c.id, _I.c.company, _I.c.currency, _I.c.open_amount).where(
        _I.c.ledger == bindparam("ledger"), _I.c.cleared_on.is_(None)
    )
)
_BY_IDS = select(_I.c.id, _I.c.customer_id, *[_I.c[name] for name in KEPT])
_CUSTOMERS = Prepared(select(_C).where(_C.c.ledger == bindparam("ledger")))

Progress = Callable[[int], None]
_BATCH = 500


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
        repeated: document numbers that further lines of the file have too.
        opened: open items of the ledger in scope before.
        opened_items: how many of them per currency.
        opened_value: their amounts without sign, minor units per currency.
        cleared_value: the part of it that would clear.
        taken_apart: lines that are new or differ.
        early_due: those of them that are due before their document's date.
    """

    new: list[bytes] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    cards: dict[int, Card] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    repeated: list[str] = field(default_factory=list)
    opened: int = 0
    opened_items: Counter[str] = field(default_factory=Counter)
    opened_value: Counter[str] = field(default_factory=Counter)
    cleared_value: Counter[str] = field(default_factory=Counter)
    customers_in_file: int = 0
    taken_apart: int = 0
    early_due: int = 0

    @property
    def nothing(self) -> bool:
        """Whether the ledger tables stay as they are."""
        return not self.new and not self.changes and not any(c.changed for c in self.cards.values())


def _text(chunk: bytes) -> str:
    return zlib.decompress(chunk).decode()


def _number_of(line: str) -> str:
    return line.split(FIELD_MARK, 2)[1]


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
        self.seen: set[int] = set()
        self.twins: dict[int, str] = {}
        self.maker = RowMaker(scope)
        self.packs = Packs()
        self._load()

    def _load(self) -> None:
        scope, diff = self.scope, self.diff
        for print_, item, company, currency, amount in _OPEN_ITEMS(self.connection, ledger=scope.ledger):
            self.known[print_] = item
            if company in scope.companies:
                diff.opened += 1
                diff.opened_items[currency] += 1
                diff.opened_value[currency] += abs(amount)
        self.stored: dict[int, dict[str, Any]] = {
            row.id: row._asdict() for row in _CUSTOMERS(self.connection, ledger=scope.ledger)
        }

    def run(self, chunks: Sequence[bytes], progress: Progress | None) -> Diff:
        done = 0
        for chunk in chunks:
            lines = _text(chunk).split(LINE_MARK)
            self._take(lines)
            done += len(lines)
            if progress is not None:
                progress(done)
        if self.twins:
            self._settle(chunks)
        if not self.scope.delta:
            self._clear_absent()
        self.diff.new = self.packs.take()
        self.diff.cards = self.maker.cards(self.stored)
        self.diff.customers_in_file = self._count_customers(chunks)
        return self.diff

    def _take(self, lines: Sequence[str]) -> None:
        prints = fingerprints(lines)
        if self.known:
            fresh = [at for at, print_ in enumerate(prints) if not self._same(print_)]
            lines = [lines[at] for at in fresh]
            prints = [prints[at] for at in fresh]
        if not lines:
            return
        rows = self.maker.rows(lines, prints)
        ids = {row[0] for row in rows}
        if len(ids) == len(rows) and self.seen.isdisjoint(ids):
            self.seen |= ids
            self._sort_out(rows)
        else:
            self._sort_out(self._first_of_each(rows))

    def _first_of_each(self, rows: Sequence[Row]) -> list[Row]:
        """The rows whose identity no line before has shown; the others wait to be settled."""
        found = []
        for row in rows:
            if row[0] in self.seen:
                self.twins[row[0]] = row[_DOCUMENT_AT]
            else:
                self.seen.add(row[0])
                found.append(row)
        return found

    def _same(self, print_: int) -> bool:
        """Whether the line is that of an item that was here and has not been shown yet."""
        item = self.known.get(print_)
        if item is None or item in self.seen:
            return False
        self.seen.add(item)
        self.diff.counts["same"] += 1
        return True

    def _settle(self, chunks: Sequence[bytes]) -> None:
        """Tell apart the lines that share an identity, in the order of their text, not of the file.

        A line that is unchanged keeps its item; the others take the free places in turn.
        """
        self._withdraw()
        numbers = set(self.twins.values())
        groups: dict[int, list[tuple[str, Row]]] = {first: [] for first in self.twins}
        for chunk in chunks:
            lines = [line for line in _text(chunk).split(LINE_MARK) if _number_of(line) in numbers]
            rows = self.maker.rows(lines, fingerprints(lines), again=True) if lines else []
            for line, row in zip(lines, rows, strict=True):
                if row[0] in groups:
                    groups[row[0]].append((line, row))
        fresh: list[Row] = []
        for first, group in groups.items():
            fresh += self._placed(first, sorted(group))
            self.diff.repeated += [self.twins[first]] * (len(group) - 1) if self.twins[first] else []
        self._sort_out(fresh)

    def _withdraw(self) -> None:
        """Take back what was said about items whose identity turned out to be shared."""
        for rows in map(unpack_rows, self.packs.take()):
            shared = [row for row in rows if row[0] in self.twins]
            self._count_apart([(row[_DUE_AT], row[_DATED_AT]) for row in shared], -1)
            self.diff.counts["new"] -= len(shared)
            self.seen.difference_update(row[0] for row in shared)
            self.packs.add([row for row in rows if row[0] not in self.twins])
        changed = [change for change in self.diff.changes if change.item in self.twins]
        self.diff.changes = [change for change in self.diff.changes if change.item not in self.twins]
        self._count_apart([(c.after[_DUE_KEPT], c.after[_DATED_KEPT]) for c in changed], -1)
        self.diff.counts.subtract(change.kind for change in changed)
        self.seen.difference_update(change.item for change in changed)

    def _placed(self, first: int, group: Sequence[tuple[str, Row]]) -> list[Row]:
        """The lines of one identity that are new or differ, each with the id of its place."""
        copies: Counter[str] = Counter()
        fresh: list[Row] = []
        for line, row in group:
            copy = copies[line]
            copies[line] += 1
            (print_,) = fingerprints([f"{line}{FIELD_MARK}{copy}"]) if copy else (row[-1],)
            item = self.known.get(print_)
            if item is None:
                fresh.append((*row[:-1], print_))
            elif item not in self.seen:
                self.seen.add(item)
                self.diff.counts["same"] += 1
        places = (found for place in count() if (found := self.maker.nth_id(first, place)) not in self.seen)
        placed = [(item, *row[1:]) for row, item in zip(fresh, places, strict=False)]
        self.seen.update(row[0] for row in placed)
        return placed

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
        self._count_apart([(row[_DUE_AT], row[_DATED_AT]) for row in fresh], 1)
        here: dict[int, tuple[Any, ...]] = {}
        if self.known or self.stored:
            for start in range(0, len(fresh), _BATCH):
                ids = [row[0] for row in fresh[start : start + _BATCH]]
                for item, _customer, *kept in self.connection.execute(_BY_IDS.where(_I.c.id.in_(ids))):
                    here[item] = tuple(kept)
        new = [row for row in fresh if row[0] not in here]
        self.diff.counts["new"] += len(new)
        self.packs.add(new)
        for row in fresh:
            before = here.get(row[0])
            if before is not None:
                self._changed(row, before)

    def _count_apart(self, dates: Sequence[tuple[int | None, int | None]], sign: int) -> None:
        """Count lines that are new or differ, and those due before their document's date."""
        early = [due for due, dated in dates if due is not None and dated is not None and due < dated]
        self.diff.taken_apart += sign * len(dates)
        self.diff.early_due += sign * len(early)

    def _changed(self, row: tuple[Any, ...], before: tuple[Any, ...]) -> None:
        after = tuple(row[at] for at in _KEPT_AT)
        kind = kind_of_change(dict(zip(KEPT, before, strict=True)), dict(zip(KEPT, after, strict=True)))
        self.diff.counts[kind] += 1
        self.diff.changes.append(Change(row[0], kind, before, after))

    def _clear_absent(self) -> None:
        gone = []
        # Asked again rather than remembered: a million amounts would not fit in the memory we allow.
        for _print, item, company, currency, amount in _OPEN_ITEMS(
            self.connection, ledger=self.scope.ledger
        ):
            if item not in self.seen and company in self.scope.companies:
                gone.append(item)
                self.diff.cleared_value[currency] += abs(amount)
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
