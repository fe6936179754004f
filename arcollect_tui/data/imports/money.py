"""Amounts of a batch in minor units: a whole column at once where it is plain, else cell by cell."""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Protocol

from arcollect_tui.data.imports.amounts import contradicts, parse_amount, plain_column, to_minor
from arcollect_tui.data.imports.texts import quoted
from arcollect_tui.rules.money import exponent

_EXAMPLE = {".": "1234.50", ",": "1234,50"}


class Cells(Protocol):
    """The items of a batch: their raw cells by field, and where to note what is wrong."""

    count: int

    def cells(self, field: str) -> Sequence[str] | None:
        """Raw cells of a field, None without such a column."""
        ...

    def column(self, at: int) -> Sequence[str]:
        """Raw cells of a column."""
        ...

    def spoil(self, at: int, field: str, reason: str) -> None:
        """Put an item aside."""
        ...


class MoneyReader:
    """Reads the amounts of a file; `rounded` counts cells finer than their currency."""

    def __init__(self, mark: str, places: Mapping[str, int], buckets: Sequence[int] = ()) -> None:
        self._buckets = buckets
        self.rounded: Counter[str] = Counter()
        self._mark = mark
        self._places = places

    def read(self, items: Cells, codes: Sequence[str]) -> tuple[list[int | None], list[int | None]]:
        """Amount and open amount of every item; a file with one of them has both."""
        places = self._places
        if self._buckets:
            opens = self._parts(items, codes)
            amounts = (
                opens if "amount" not in places else self._column(items, codes, "amount", needed=False)
            )
            return [o if a is None else a for a, o in zip(amounts, opens, strict=True)], opens
        if "debit" in places or "credit" in places:
            amounts = self._difference(items, codes, "debit", "credit")
            if "open_amount" in places:
                return amounts, self._column(items, codes, "open_amount")
            return amounts, amounts
        if "open_amount" not in places and "paid" in places:
            return self._column(items, codes, "amount"), self._difference(items, codes, "amount", "paid")
        if "open_amount" not in places:
            amounts = self._column(items, codes, "amount")
            return amounts, amounts
        opens = self._column(items, codes, "open_amount")
        if "amount" not in places:
            return opens, opens
        if items.cells("amount") == items.cells("open_amount"):
            return opens, opens
        amounts = self._column(items, codes, "amount", needed=False)
        if None in amounts:  # an empty original amount: what is open is all that is known
            amounts = [o if a is None else a for a, o in zip(amounts, opens, strict=True)]
        return amounts, opens

    def limits(self, items: Cells, codes: Sequence[str]) -> list[int | None]:
        """Credit limits; None without one."""
        if "credit_limit" not in self._places:
            return [None] * items.count
        return self._column(items, codes, "credit_limit", needed=False)

    def _column(
        self, items: Cells, codes: Sequence[str], field: str, *, needed: bool = True
    ) -> list[int | None]:
        cells = items.cells(field) or ()
        if all(exponent(code) == 2 for code in set(codes)):
            quick = plain_column(cells, self._mark)
            if quick is not None:
                return list(quick)
        values: list[int | None] = [None] * items.count
        for at, cell in enumerate(cells):
            value = self._cell(items, at, field, cell, codes[at])
            if value is not None:
                values[at] = self._minor(value, codes[at])
            elif needed and not cell.strip():
                items.spoil(at, field, "the amount is missing. Write it, or 0 when nothing is open.")
        return values

    def _parts(self, items: Cells, codes: Sequence[str]) -> list[int | None]:
        """What each line states as open, else the sum of its aging buckets."""
        stated = items.cells("open_amount") or [""] * items.count
        columns = [items.column(at) for at in self._buckets]
        values: list[int | None] = [None] * items.count
        for at, whole in enumerate(stated):
            cells = [whole] if whole.strip() else [column[at] for column in columns]
            if not any(cell.strip() for cell in cells):
                items.spoil(at, "open_amount", "no aging column has an amount. Write it in one of them.")
                continue
            found = [self._cell(items, at, "open_amount", cell, codes[at]) for cell in cells]
            values[at] = self._minor(sum((value or Decimal(0) for value in found), Decimal(0)), codes[at])
        return values

    def _difference(self, items: Cells, codes: Sequence[str], plus: str, minus: str) -> list[int | None]:
        """The first column less the second, an empty cell being nothing; rounded once at the end."""
        nothing = [""] * items.count
        more, less = items.cells(plus) or nothing, items.cells(minus) or nothing
        values: list[int | None] = [None] * items.count
        for at, (added, taken) in enumerate(zip(more, less, strict=True)):
            if not added.strip() and (plus == "amount" or not taken.strip()):
                items.spoil(at, "amount", "the amount is missing. Write it.")
                continue
            first = self._cell(items, at, plus, added, codes[at]) or Decimal(0)
            second = self._cell(items, at, minus, taken, codes[at]) or Decimal(0)
            values[at] = self._minor(first - second, codes[at])
        return values

    def _cell(self, items: Cells, at: int, field: str, cell: str, code: str) -> Decimal | None:
        """The value of one cell; None for an empty or an unreadable one, which spoils its item."""
        amount = parse_amount(cell, self._mark)
        if amount.problem:
            example = _EXAMPLE[self._mark]
            items.spoil(at, field, f"{quoted(cell)} {amount.problem}. Write it like {example}.")
            return None
        if code and contradicts(cell, amount.currency, code):
            reason = f"{quoted(cell)} is not in {code}, the currency of the line. Correct one of them."
            items.spoil(at, field, reason)
            return None
        return amount.value

    def _minor(self, value: Decimal, code: str) -> int:
        minor, rounded = to_minor(value, code)
        if rounded:
            self.rounded[code] += 1
        return minor


def sums_of(codes: Sequence[str], values: Sequence[int | None]) -> dict[str, tuple[int, int]]:
    """How many values each currency has, and their sum; None counts as nothing in the sum."""
    if None in values:
        values = [value or 0 for value in values]
    different = set(codes)
    if len(different) == 1:
        return {different.pop(): (len(values), sum(filter(None, values)))}
    sums = {}
    for code in different:
        mine = [value for value, own in zip(values, codes, strict=True) if own == code]
        sums[code] = (len(mine), sum(filter(None, mine)))
    return sums


def apart(places: Mapping[str, int]) -> tuple[int, int | None]:
    """The columns of debits and credits, where these and no others hold the amounts."""
    if "debit" in places and "credit" in places and not {"open_amount", "amount"} & set(places):
        return places["debit"], places["credit"]
    return 0, None
