"""Whether a list names a customer once, on the first of its lines or above them, and leaves it out below.

Only the whole column shows it: each customer stands there once, and lines without one follow. A list that
repeats a customer names it on every line; a line without one then lacks it, and is put aside.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from arcollect_tui.data.imports.labels import is_percent, is_total, subtotal_of

_AMOUNTS: Final = ("open_amount", "amount", "debit", "credit")
_DATES: Final = ("document_date", "due_date", "posting_date")
_FEWEST: Final = 2
"""So many customers, or lines of one, must show it: a single gap may be a mistake."""


class Carrying:
    """Looks at the lines of a list that has a column of customers.

    Args:
        places: field to column.
        buckets: columns that hold parts of the open amount.

    Attributes:
        taken_over: lines that name no customer and stand below one that is named.
    """

    def __init__(self, places: Mapping[str, int], buckets: Sequence[int] = ()) -> None:
        self.taken_over = 0
        self._customers = [places[name] for name in ("customer_no", "customer_name") if name in places]
        self._amounts = [*[places[name] for name in _AMOUNTS if name in places], *buckets]
        self._dates = [places[name] for name in _DATES if name in places]
        self._number = places.get("document_no")
        self._seen: set[str] = set()
        self._named = self._headings = self._groups = 0
        self._plain, self._heads = True, False
        self._below = 0
        self._current = ""

    def look(self, columns: Sequence[Sequence[str]]) -> None:
        """Look at some lines, given by column."""
        if not (self._plain and self._customers and self._amounts):
            return
        firsts = columns[self._customers[0]]
        if "" not in firsts and len(set(firsts)) < len(firsts):
            self._plain = False  # a customer stands there again: it is named on every line
            return
        for cells in zip(*columns, strict=True):
            self._take([cell.strip() for cell in cells])

    def _take(self, cells: Sequence[str]) -> None:
        filled = [cell for cell in cells if cell]
        if not filled:
            return
        customer = next((cells[at] for at in self._customers if cells[at]), "")
        if any(is_total(one) or is_percent(one) or subtotal_of(one) is not None for one in filled[:2]):
            self._current = ""
            return
        marked = any(cells[at] for at in self._dates) or bool(self._number and cells[self._number])
        if not (any(cells[at] for at in self._amounts) and marked):
            if customer and not marked:
                self._begin(customer, heading=True)
        elif customer:
            self._begin(customer, heading=False)
        elif not self._current:
            self._plain = False  # nobody is named above
        else:
            self._headings += self._heads
            self._heads = False
            self._below += 1
            self._groups += self._below == 1
            self.taken_over += 1

    def _begin(self, customer: str, *, heading: bool) -> None:
        self._heads = heading  # one that no line follows is a remark
        self._named += not heading
        self._plain = self._plain and (heading or customer not in self._seen)
        self._seen.add(customer)
        self._current, self._below = customer, 0

    @property
    def from_first(self) -> bool:
        """Whether the customer stands on the first of its lines only."""
        enough = self._groups >= _FEWEST or (self._groups == self._named and self.taken_over >= _FEWEST)
        return self._plain and not self._headings and enough

    @property
    def evidence(self) -> str:
        """What to say of the column; '' where every line names its customer."""
        lines = "1 line takes" if self.taken_over == 1 else f"{self.taken_over} lines take"
        if self.from_first:
            return f"stands on the first of its lines only: {lines} over the customer above"
        if self._plain and self._headings and not self._named and self.taken_over:
            return f"stands on a line of its own above its lines: {lines} it over"
        return ""
