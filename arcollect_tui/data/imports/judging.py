"""What a single line of a file is, by what stands in it."""

from collections.abc import Mapping, Sequence
from typing import Final

from arcollect_tui.data.imports.canonical import DATE_FIELDS, LineClass
from arcollect_tui.data.imports.headings import is_keyed, page_line, page_titles
from arcollect_tui.data.imports.labels import (
    RULE,
    is_percent,
    is_total,
    stated_count,
    subtotal_of,
    sum_kind,
)

_AMOUNTS: Final = ("open_amount", "amount", "debit", "credit")


class Judge:
    """Tells the class of a line after the header.

    Attributes:
        width: cells of the header.
        headers: its lines, cells as they stand, all of that width.
        customers: the columns that name a customer.
        amounts: the columns with amounts.
        number: the column of the document's number.
        summed: the columns that hold whole amounts, no parts of them.
    """

    def __init__(
        self,
        headers: Sequence[Sequence[str]],
        places: Mapping[str, int],
        needs: Sequence[str] = (),
        buckets: Sequence[int] = (),
        before: Sequence[Sequence[str]] = (),
    ) -> None:
        self.width = max(map(len, headers))
        self.headers = [
            [*[cell.strip() for cell in row], *[""] * (self.width - len(row))] for row in headers
        ]
        self.summed = [places[name] for name in _AMOUNTS if name in places]
        self.amounts = [*self.summed, *buckets]
        self.customers = [places[n] for n in ("customer_no", "customer_name") if n in places]
        self.number = places.get("document_no")
        self._needs = [places[name] for name in needs if name in places]
        self._dates = [places[name] for name in DATE_FIELDS if name in places]
        self._marks = [at for at in (self.number, places.get("type")) if at is not None]
        self._titles = page_titles(before)

    def kind(self, cells: list[str], under: Sequence[str]) -> LineClass | None:
        """The class of a line; CUSTOMER when it may be a heading, None when only a sum can tell.

        Args:
            cells: the line, as wide as the header.
            under: the customers it may be a sum of.
        """
        filled = [cell for cell in cells if cell]
        if not filled or all(RULE.fullmatch(cell) for cell in filled):
            return LineClass.BLANK
        if cells in self.headers:
            return LineClass.HEADER
        if self._titles and page_line(cells) in self._titles:
            return LineClass.TITLE
        if not self.customers and is_keyed(filled):
            return LineClass.CUSTOMER
        label = self.label(cells)
        dated = any(cells[at] not in ("", label) for at in self._dates)
        if not dated and self.states(cells, label, under):
            return sum_kind(filled, label)
        if len(filled) <= 2 and stated_count(" ".join(filled)) is not None:
            return LineClass.TRAILER
        return self._plain(cells, len(filled))

    def _plain(self, cells: list[str], filled: int) -> LineClass | None:
        valued = any(cells[at] for at in self.amounts)
        if self._needs and not all(cells[at] for at in self._needs):
            return LineClass.CUSTOMER
        marked = any(cells[at] for at in (*self._dates, *self._marks))
        if filled == 1 and not valued:
            return LineClass.CUSTOMER
        if marked:
            return LineClass.ITEM
        if not valued:
            return LineClass.CUSTOMER
        return None if self._dates or self.number is not None else LineClass.ITEM

    def label(self, cells: list[str]) -> str:
        """What a line calls itself: its first text, which an amount may stand before."""
        texts = (cell for at, cell in enumerate(cells) if cell and at not in self.amounts)
        return next(texts, next((cell for cell in cells if cell), ""))

    def states(self, cells: list[str], label: str, under: Sequence[str]) -> bool:
        """Whether the line calls itself a sum: by its first text, with no document beside it."""
        if any(cells[at] and cells[at] != label for at in self._marks):
            return False
        if is_total(label) or is_percent(label):
            return True
        named = subtotal_of(label)
        if named is None:
            return False
        if named.casefold() in ("", *[name.casefold() for name in under]):
            return True
        if cells.count("") == len(cells) - 1 and not self.customers:
            return False  # a name alone, as of a customer called Total: no sum stands beside it
        return bool(self._dates) or self.number is not None

    def customer(self, cells: list[str]) -> str:
        """The customer that the line itself names, else ''."""
        return next((cells[at] for at in self.customers if cells[at]), "")
