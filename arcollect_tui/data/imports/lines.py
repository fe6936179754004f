"""What each line of a file is: item, heading, subtotal, total, trailer and the rest.

A batch of plain items is recognised at once; only a batch with other lines in it is looked at line by
line. What only a sum can tell (a line with an amount and no document) is left to the tie-out.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from arcollect_tui.data.imports.canonical import LineClass
from arcollect_tui.data.imports.headers import fold
from arcollect_tui.data.imports.headings import heading_label, said_name
from arcollect_tui.data.imports.heads import BETWEEN, Heads, Waiting
from arcollect_tui.data.imports.judging import Judge
from arcollect_tui.data.imports.labels import stated_count
from arcollect_tui.data.imports.money import apart
from arcollect_tui.data.imports.source import Batch
from arcollect_tui.data.imports.texts import clean_key, row_text
from arcollect_tui.data.imports.values import AsideLine, HeldLine


class Stated(NamedTuple):
    """A line that states a sum.

    Attributes:
        at: how many items of its batch stand before it.
        line: its number in the file.
        kind: subtotal or total, customer of a heading with the sum of the lines below it; None when only
            the sum can tell.
        amount: the cell with the sum.
        less: the cell of credits, where debits and credits stand apart.
        currency: the cell of its currency.
        label: what it calls itself.
        owned: True when it names a customer, so that it might be an item after all.
    """

    at: int
    line: int
    kind: LineClass | None
    amount: str
    less: str
    currency: str
    label: str
    owned: bool


class Sorted(NamedTuple):
    """The items of a batch by column, the customer headings they stand under, the sums between them."""

    columns: Sequence[Sequence[str]]
    lines: Sequence[int]
    headings: list[str] | None
    stated: list[Stated]


class Sorter:
    """Sorts the records after the header; what it has counted stands in `counts` and `held`."""

    def __init__(
        self,
        headers: Sequence[Sequence[str]],
        places: Mapping[str, int],
        needs: Sequence[str] = (),
        buckets: Sequence[int] = (),
        *,
        carry: bool = False,
        before: Sequence[Sequence[str]] = (),
        minus: frozenset[str] = frozenset(),
    ) -> None:
        self.counts: Counter[LineClass] = Counter()
        self.held: list[HeldLine] = []
        self.stated: list[tuple[int, int]] = []
        self._carry = carry
        self._above: list[str] = []
        self._judge = Judge(headers, places, needs, buckets, before)
        self._width, self._customers = self._judge.width, self._judge.customers
        self._debit, self._credit = apart(places)
        self._currency = places.get("currency")
        self._side, self._minus = places.get("side"), minus
        self._last_read = max(places.values())
        partly = carry or any(name in places for name in needs)
        self._keys = [] if partly else self._key_columns(places)
        self._heads = Heads(self.counts, before, alone=not self._customers)
        self._last_customer = ""

    def _key_columns(self, places: Mapping[str, int]) -> list[int]:
        """Columns that are filled on every plain item; empty when no such set is known."""
        amounts = [places[name] for name in ("open_amount", "amount") if name in places]
        marks = [places[name] for name in ("document_no", "document_date") if name in places]
        if not (amounts and marks and self._customers):
            return []
        return [amounts[0], self._customers[0], *marks]

    def sort(self, batch: Batch) -> Sorted:
        """Sort one batch."""
        columns = self._all_items(batch)
        if columns is not None:
            self._heads.pass_by()
            self._last_customer = columns[self._customers[0]][-1].strip()
            return Sorted(columns, batch.lines, None, [])
        found: list[list[str]] = []
        numbers: list[int] = []
        headings: list[str] = []
        stated: list[Stated] = []
        for row, line in zip(batch.rows, batch.lines, strict=True):
            cells = self._fit(row, line)
            if cells is None:
                continue
            kind = self._judge.kind(cells, self._above_names())
            if kind in (LineClass.ITEM, LineClass.CUSTOMER) and self._cut_short(row, line):
                continue
            if kind is LineClass.ITEM:
                cells = self._carried(cells)
                own = self._judge.customer(cells)
                head = self._heads.resolve(own)
                if head is not None:
                    stated.append(_of_heading(head, len(found)))
                self._last_customer = own or self._heads.current
                found.append(cells)
                numbers.append(line)
                headings.append(self._heads.current)
            elif kind in (LineClass.SUBTOTAL, LineClass.TOTAL, None):
                stated.append(self._statement(cells, line, kind, len(found)))
            elif kind is LineClass.TRAILER:
                self._note_count(cells, line)
            else:
                self._count(cells, line, kind)
        return Sorted(list(zip(*found, strict=True)), numbers, headings, stated)

    def finish(self) -> None:
        """Class what still waits at the end of the file."""
        self._heads.finish()

    @property
    def loose(self) -> Sequence[AsideLine]:
        """Lines that are neither items nor sums nor titles."""
        return self._heads.loose

    def _above_names(self) -> tuple[str, ...]:
        """The customer of the lines above, by name and number: a sum may be theirs."""
        return (*self._heads.current.split(BETWEEN), *self._last_customer.split(BETWEEN))

    def _all_items(self, batch: Batch) -> Sequence[Sequence[str]] | None:
        """The columns of a batch that has plain items only."""
        columns = batch.columns
        if not self._keys or columns is None or len(columns) != self._width:
            return None
        if any("" in columns[at] for at in self._keys):
            return None
        names = [row[self._keys[0]] for row in self._judge.headers]
        return None if any(name in columns[self._keys[0]] for name in names) else columns

    def _fit(self, row: list[str], line: int) -> list[str] | None:
        """The row in the header's width; None for one with text beyond it, which is held."""
        cells = [cell.strip() for cell in row]
        while len(cells) > self._width and not cells[-1]:
            cells.pop()
        if len(cells) > self._width:
            self._hold(
                row,
                line,
                f"the line has {len(cells)} cells and the header {self._width}. "
                f"Quote the cell that holds the delimiter.",
            )
            return None
        return cells + [""] * (self._width - len(cells))

    def _cut_short(self, row: list[str], line: int) -> bool:
        """Hold a line that ends before the last column we read: the file may be cut off there.

        A heading or a trailer of one text alone may be as short as it likes.
        """
        if len(row) > self._last_read or sum(1 for cell in row if cell.strip()) < 2:
            return False
        self._hold(
            row,
            line,
            f"the line has {len(row)} cells and the header {self._width}. "
            f"The file may be cut off; export it again.",
        )
        return True

    def _hold(self, row: list[str], line: int, reason: str) -> None:
        """Hold a line; the cell under its number's column says which document it may speak of."""
        at = self._judge.number
        number = clean_key(row[at]) if at is not None and at < len(row) else ""
        self.held.append(HeldLine(line, "", reason, number))
        self.counts[LineClass.HELD] += 1

    def _carried(self, cells: list[str]) -> list[str]:
        """An item with the customer of the line above, where the ledger leaves it out."""
        if not self._carry:
            return cells
        if self._above and not self._judge.customer(cells):
            cells = list(cells)
            for at in self._customers:
                cells[at] = self._above[at]
        self._above = cells
        return cells

    def _statement(self, cells: list[str], line: int, kind: LineClass | None, at: int) -> Stated:
        self._heads.pass_by()
        owned = bool(self._judge.customer(cells)) and kind is None
        self._above = []
        if not owned:
            self._heads.current = ""
        amount = next((cells[column] for column in self._judge.amounts if cells[column]), "")
        less = cells[self._credit] if self._credit is not None else ""
        if less and cells[self._debit] == "":
            amount = ""
        if self._takes_off(cells):
            amount, less = "", amount.strip("-\u2212")
        currency = cells[self._currency] if self._currency is not None else ""
        label = self._judge.label(cells)
        return Stated(at, line, kind, amount, less, currency, label, owned)

    def _takes_off(self, cells: Sequence[str]) -> bool:
        """Whether a sum stands on the side that takes off."""
        return self._side is not None and fold(cells[self._side]) in self._minus

    def _note_count(self, cells: list[str], line: int) -> None:
        """Keep what a trailer says about the number of lines, to be compared at the end."""
        self.counts[LineClass.TRAILER] += 1
        stated = stated_count(" ".join(cell for cell in cells if cell))
        if stated is not None:
            self.stated.append((line, stated))

    def _count(self, cells: list[str], line: int, kind: LineClass | None) -> None:
        if kind is LineClass.CUSTOMER:
            label = self._judge.customer(cells) or heading_label(cells)
            filled = sum(1 for cell in cells if cell)
            amount = next((cells[at] for at in self._judge.summed if cells[at]), "")
            named = [cells[at] for at in self._customers]
            name = named[-1] if len(named) > 1 and all(named) else said_name(cells)
            self._heads.waiting.append(Waiting(line, label, filled, row_text(cells), amount, name))
        elif kind is not None:
            self.counts[kind] += 1


def _of_heading(head: Waiting, at: int) -> Stated:
    """The sum that a heading carries of the lines below it."""
    return Stated(at, head.line, LineClass.CUSTOMER, head.amount, "", "", head.label, owned=False)
