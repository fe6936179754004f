"""What a file changes about the ledger tables, worked out before anything is written.

Lines are compared by fingerprint, so only lines that differ are taken apart. Ready rows are kept
packed: a preview of a million lines needs tens of megabytes, not a gigabyte.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress, count
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from arcollect_tui.data.imports.canonical import CARD_TYPE, FIELD_MARK, Lines, columns_of, encoded, lines_of
from arcollect_tui.data.imports.cards import Card
from arcollect_tui.data.imports.garbage import no_collection
from arcollect_tui.data.imports.kinds import KEPT, kind_of_change
from arcollect_tui.data.imports.known import KnownItems
from arcollect_tui.data.imports.packs import Change, Changes, Packs, Row
from arcollect_tui.data.imports.rows import ROW_COLUMNS, RowMaker, Scope, customers_of, fingerprints
from arcollect_tui.data.statements import Prepared, table
from arcollect_tui.data.tables import Customer, Item

__all__ = ["KEPT", "Comparison", "Diff", "changed_customers", "difference", "kind_of_change"]

_I, _C = table(Item), table(Customer)

# A row that is new or differs is open; what it has not is the day it was cleared.
_after = itemgetter(*[(*ROW_COLUMNS, "cleared_on").index(name) for name in KEPT])
_OPEN_AT, _CLEARED_AT, _CURRENCY_AT = map(KEPT.index, ("open_amount", "cleared_on", "currency"))
_DUE_KEPT, _DATED_KEPT, _PRINT_KEPT = map(KEPT.index, ("due_date", "document_date", "fingerprint"))
_DOCUMENT_AT, _DATED_AT, _DUE_AT = map(ROW_COLUMNS.index, ("document_no", "document_date", "due_date"))

_OPEN = (_I.c.ledger == bindparam("ledger"), _I.c.cleared_on.is_(None))
_OPEN_PRINTS = Prepared(select(_I.c.fingerprint, _I.c.id).where(*_OPEN))
_OPEN_SUMS = Prepared(
    select(_I.c.company, _I.c.currency, func.count(), func.sum(func.abs(_I.c.open_amount)))
    .where(*_OPEN)
    .group_by(_I.c.company, _I.c.currency)
)
_BY_IDS = select(_I.c.id, _I.c.company, *[_I.c[name] for name in KEPT])
_ANY_CUSTOMER = Prepared(select(_C.c.id).where(_C.c.ledger == bindparam("ledger")).limit(1))

Progress = Callable[[int], None]
_BATCH = 500


@dataclass(slots=True)
class Diff:
    """The difference between a file and the ledger tables.

    Attributes:
        new: rows of items that were not here, in the order of `ROW_COLUMNS`.
        changes: items that were here and differ, the cleared ones included.
        cards: customers that are new or differ.
        customers: customers of lines that are new or differ.
        counts: lines and items per class of difference.
        repeated: document numbers that further lines of the file have too.
        opened: open items of the ledger in scope before.
        opened_items: how many of them per currency.
        opened_value: their amounts without sign, minor units per currency.
        cleared_value: the part of it that would clear.
        taken_apart: lines that are new or differ.
        early_due: those of them that are due before their document's date.
    """

    new: Packs = field(default_factory=Packs)
    changes: Changes = field(default_factory=Changes)
    cards: list[Card] = field(default_factory=list)
    customers: set[int] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    repeated: list[str] = field(default_factory=list)
    opened: int = 0
    opened_items: Counter[str] = field(default_factory=Counter)
    opened_value: Counter[str] = field(default_factory=Counter)
    cleared_value: Counter[str] = field(default_factory=Counter)
    customers_in_file: int = 0
    taken_apart: int = 0
    early_due: int = 0


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
    comparison, done = Comparison(connection, scope.ledger, scope.recipe), 0
    for chunk in chunks:
        joined = lines_of(chunk)
        if joined:
            comparison.take(Lines(joined, encoded(joined), columns_of(joined)))
        done += len(joined)
        if progress is not None:
            progress(done)
    return comparison.finish(chunks, scope)


class Comparison:
    """One pass over the lines of a file: `take` them, then `finish`.

    Args:
        connection: a transaction that sees the ledger.
        ledger: name of the ledger.
        recipe: canonical fields that make an item itself.
    """

    def __init__(self, connection: Connection, ledger: str, recipe: Sequence[str]) -> None:
        self._connection = connection
        self._diff = Diff()
        self._recipe = recipe
        self._maker = RowMaker(ledger, recipe)
        self._first = _ANY_CUSTOMER.first(connection, ledger=ledger) is None
        with no_collection():
            self._known = KnownItems(_OPEN_PRINTS.each(connection, ledger=ledger))

    def take(self, lines: Lines) -> None:
        """Compare some lines; those of a master file say something of customers and are no items."""
        if lines.cells["type"][0] == CARD_TYPE:
            self._maker.note(lines.cells)
            return
        prints = fingerprints(lines.encoded)
        cells = lines.cells
        if self._known:
            fresh = [not self._known.show(print_) for print_ in prints]
            if not all(fresh):
                self._diff.counts["same"] += fresh.count(False)
                prints = list(compress(prints, fresh))
                cells = {name: list(compress(column, fresh)) for name, column in cells.items()}
        if prints:
            self._sort_out(self._maker.rows(cells, prints))

    def finish(self, chunks: Sequence[bytes], scope: Scope) -> Diff:
        """What became of all lines.

        Args:
            chunks: all lines, packed; looked at again when lines share an identity.
            scope: what the file speaks for.
        """
        with no_collection():
            self._settle(chunks)
            self._clear_absent(scope)
            self._diff.cards = list(self._maker.cards(self._cards_of, scope.import_id))
            self._count_cards()
            self._diff.customers = set(self._maker.customers.values())
            self._diff.customers_in_file = self._count_customers(chunks)
        return self._diff

    def _sort_out(self, fresh: Sequence[Row]) -> None:
        """Tell new items from changed ones."""
        self._count_apart([(row[_DUE_AT], row[_DATED_AT]) for row in fresh], 1)
        here = {} if self._first else self._here([row[0] for row in fresh])
        new = [row for row in fresh if row[0] not in here] if here else fresh
        self._diff.counts["new"] += len(new)
        self._diff.new.add(new)
        for row in fresh if here else ():
            before = here.get(row[0])
            if before is not None:
                self._changed(row, before[1:])

    def _here(self, ids: Sequence[int]) -> dict[int, tuple[Any, ...]]:
        """Company and `KEPT` columns of the items that are here."""
        here: dict[int, tuple[Any, ...]] = {}
        for start in range(0, len(ids), _BATCH):
            batch = _BY_IDS.where(_I.c.id.in_(ids[start : start + _BATCH]))
            here |= {row[0]: tuple(row[1:]) for row in self._connection.execute(batch)}
        return here

    def _cards_of(self, customers: Sequence[int]) -> dict[int, tuple[Any, ...]]:
        """The customers that are here, in the order of `CUSTOMER_COLUMNS`."""
        rows = () if self._first else self._connection.execute(select(_C).where(_C.c.id.in_(customers)))
        return {row[0]: tuple(row) for row in rows}

    def _changed(self, row: Row, before: tuple[Any, ...]) -> None:
        after = _after((*row, None))
        kind = kind_of_change(dict(zip(KEPT, before, strict=True)), dict(zip(KEPT, after, strict=True)))
        self._diff.counts[kind] += 1
        self._diff.changes.add(Change(row[0], kind, before, after))

    def _count_apart(self, dates: Sequence[tuple[int | None, int | None]], sign: int) -> None:
        """Count lines that are new or differ, and those due before their document's date."""
        early = [due for due, dated in dates if due is not None and dated is not None and due < dated]
        self._diff.taken_apart += sign * len(dates)
        self._diff.early_due += sign * len(early)

    def _settle(self, chunks: Sequence[bytes]) -> None:
        """Tell apart the lines that share an identity, in the order of their text, not of the file.

        A line that is unchanged keeps its item; the others take the free places in turn.
        """
        twins = self._withdrawn()
        if not twins:
            return
        groups: dict[int, list[tuple[str, Row]]] = {first: [] for first in twins}
        for chunk in chunks:
            joined = self._numbered(lines_of(chunk), set(twins.values()))
            if joined:
                prints = fingerprints(encoded(joined))
                for line, row in zip(
                    joined, self._maker.rows(columns_of(joined), prints, again=True), strict=True
                ):
                    if row[0] in groups:
                        groups[row[0]].append((line, row))
        fresh: list[Row] = []
        for first, group in groups.items():
            fresh += self._placed(first, sorted(group))
            self._diff.repeated += [twins[first]] * (len(group) - 1) if twins[first] else []
        self._sort_out(fresh)

    def _numbered(self, joined: Sequence[str], numbers: set[str]) -> Sequence[str]:
        """The lines with these document numbers; all where the number does not make an item itself."""
        if "document_no" not in self._recipe:
            return joined
        return [line for line in joined if line.split(FIELD_MARK, 2)[1] in numbers]

    def _withdrawn(self) -> dict[int, str]:
        """Take back what was said about items whose identity is shared; their document numbers."""
        diff = self._diff
        changed = Counter(change.item for change in diff.changes)
        # An item that changed and is also shown unchanged: its old line was among the others.
        shared = {item for item, times in changed.items() if times > 1} | {
            change.item
            for change in diff.changes
            if (self._known.find(change.before[_PRINT_KEPT]) or 0) < 0
        }
        rows = diff.new.withdraw(diff.new.repeated())
        diff.counts["new"] -= len(rows)
        self._count_apart([(row[_DUE_AT], row[_DATED_AT]) for row in rows], -1)
        if shared:
            changes, diff.changes = diff.changes, Changes()
            for change in changes:
                if change.item not in shared:
                    diff.changes.add(change)
                    continue
                diff.counts[change.kind] -= 1
                self._count_apart([(change.after[_DUE_KEPT], change.after[_DATED_KEPT])], -1)
        return {row[0]: row[_DOCUMENT_AT] for row in rows} | self._numbers(shared)

    def _numbers(self, items: set[int]) -> dict[int, str]:
        """Document numbers of items that are here."""
        found: dict[int, str] = {}
        for start in range(0, len(items), _BATCH):
            batch = select(_I.c.id, _I.c.document_no).where(
                _I.c.id.in_(list(items)[start : start + _BATCH])
            )
            found |= {row.id: row.document_no for row in self._connection.execute(batch)}
        return found

    def _placed(self, first: int, group: Sequence[tuple[str, Row]]) -> list[Row]:
        """The lines of one identity that are new or differ, each with the id of its place."""
        copies: Counter[str] = Counter()
        fresh: list[Row] = []
        taken: set[int] = set()
        for line, row in group:
            copy = copies[line]
            copies[line] += 1
            (print_,) = fingerprints([f"{line}{FIELD_MARK}{copy}".encode()]) if copy else (row[-1],)
            item = self._known.find(print_)
            if item is None:
                fresh.append((*row[:-1], print_))
            else:
                self._diff.counts["same"] += self._known.show(print_)
                taken.add(max(item, ~item))
        places = (found for place in count() if (found := self._maker.nth_id(first, place)) not in taken)
        return [(item, *row[1:]) for row, item in zip(fresh, places, strict=False)]

    def _clear_absent(self, scope: Scope) -> None:
        """Count what was open, and clear what the file should show and does not."""
        diff = self._diff
        for company, currency, items, value in _OPEN_SUMS(self._connection, ledger=scope.ledger):
            if company in scope.companies:
                diff.opened += items
                diff.opened_items[currency] += items
                diff.opened_value[currency] += int(value)
        if scope.delta:
            return
        changed = {change.item for change in diff.changes}
        gone = [item for item in self._known.not_shown() if item not in changed]
        for start in range(0, len(gone), _BATCH):
            for item, (company, *kept) in self._here(gone[start : start + _BATCH]).items():
                if company in scope.companies:
                    self._cleared(item, tuple(kept), scope.as_of)

    def _cleared(self, item: int, kept: tuple[Any, ...], as_of: int) -> None:
        after = list(kept)
        after[_OPEN_AT], after[_CLEARED_AT] = 0, as_of
        self._diff.changes.add(Change(item, "cleared", kept, tuple(after)))
        self._diff.counts["cleared"] += 1
        self._diff.cleared_value[kept[_CURRENCY_AT]] += abs(kept[_OPEN_AT])

    def _count_cards(self) -> None:
        """Count the customers that a master file brings or changes."""
        if self._maker.noted:
            new = sum(1 for card in self._diff.cards if card.before is None)
            self._diff.counts["customer_new"] += new
            self._diff.counts["customer_changed"] += len(self._diff.cards) - new

    def _count_customers(self, chunks: Sequence[bytes]) -> int:
        """Customers of the file; those of unchanged lines are looked up only when strangers abound."""
        named = set(self._maker.customers)
        strangers = sum(1 for card in self._diff.cards if card.before is None)
        if not self._first and strangers * 2 > len(named):
            for chunk in chunks:
                named |= customers_of(lines_of(chunk))
        return len(named)


def changed_customers(diff: Diff) -> Iterator[int]:
    """Customers that a difference concerns."""
    yield from diff.customers
    at = KEPT.index("customer_id")
    for change in diff.changes:
        yield change.before[at]
        yield change.after[at]
