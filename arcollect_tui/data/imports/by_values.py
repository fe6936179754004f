"""Fields for columns whose names nobody knows, by what stands in them: proposed, never taken unseen."""

import re
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from arcollect_tui.data.imports.dates import UNREADABLE, read_date
from arcollect_tui.data.imports.values import ColumnDecision

GUESSED: Final = "its values look like it"
"""The evidence of a column whose field was guessed."""
WHEN_READABLE: Final = ("document_date", "due_date", "document_no")
"""What is worth a guess in a file that can be read without it."""
_AMOUNTS: Final = ("open_amount", "amount", "debit", "credit")
_MOSTLY: Final = 0.9
_FEWEST: Final = 5
"""Lines that must be seen before a column of numbers is told from others."""
_SHORTEST: Final = 4
"""Signs of a number without letters; a shorter one may count days."""
_MONEY: Final = re.compile(r"\(?[-+]?[^0-9]?[0-9][0-9.,' ]*[.,][0-9]{2}\)?[-+]?")


class _Table(NamedTuple):
    """The columns as understood so far, and the lines that have an amount."""

    columns: tuple[ColumnDecision, ...]
    lines: Sequence[Sequence[str]]

    def cells(self, at: int) -> list[str]:
        return [line[at].strip() if at < len(line) else "" for line in self.lines]

    def of(self, *fields: str) -> list[str] | None:
        """The cells of the first of the fields that a column has."""
        places = {column.field: at for at, column in enumerate(self.columns)}
        found = next((places[field] for field in fields if field in places), None)
        return None if found is None else self.cells(found)


def by_values(
    columns: tuple[ColumnDecision, ...], rows: Sequence[Sequence[str]], fields: Sequence[str] = ()
) -> tuple[ColumnDecision, ...]:
    """Decisions with a field for columns of unknown names, where the values look like what is lacking.

    Args:
        columns: the decisions by name, in the file's order.
        rows: the first records after the header.
        fields: the only fields to guess; all that are needed when none is named.
    """
    for names, looks in _BY_VALUE:
        lacks = not any(column.field in names for column in columns)
        if lacks and (not fields or names[0] in fields):
            table = _Table(columns, _with_amount(columns, rows))
            free = (at for at, column in enumerate(columns) if not column.field)
            at = next((at for at in free if looks(table, at)), None)
            if at is not None:
                guess = columns[at]._replace(field=names[0], evidence=GUESSED)
                columns = (*columns[:at], guess, *columns[at + 1 :])
    return columns


def _with_amount(
    columns: Sequence[ColumnDecision], rows: Sequence[Sequence[str]]
) -> Sequence[Sequence[str]]:
    """The lines with an amount and more beside it than a sum has."""
    places = [at for at, column in enumerate(columns) if column.field in _AMOUNTS]
    return [
        row
        for row in rows
        if any(at < len(row) and any(map(str.isdigit, row[at])) for at in places)
        and sum(1 for cell in row if cell.strip()) * 2 > len(columns)
    ]


def _days(cells: Sequence[str]) -> list[int | None]:
    return [None if (day := read_date(cell, "dmy")) == UNREADABLE else day for cell in cells]


def _is_date(table: _Table, at: int) -> bool:
    sample = table.columns[at].sample
    return any(read_date(sample, order) not in (None, UNREADABLE) for order in ("dmy", "mdy"))


def _is_due(table: _Table, at: int) -> bool:
    """Dates of which hardly one is before that of its document."""
    if not _is_date(table, at):
        return False
    pairs = zip(_days(table.of("document_date") or ()), _days(table.cells(at)), strict=False)
    known = [(day, due) for day, due in pairs if day is not None and due is not None]
    return sum(due >= day for day, due in known) >= _MOSTLY * len(known)


def _is_amount(table: _Table, at: int) -> bool:
    """Digits with two decimals; other numbers may be anything."""
    return _MONEY.fullmatch(table.columns[at].sample) is not None


def _is_name(table: _Table, at: int) -> bool:
    """Several words of letters."""
    sample = table.columns[at].sample
    return len(sample.split()) > 1 and not any(sign.isdigit() for sign in sample)


def _is_number(table: _Table, at: int) -> bool:
    """Another on almost every line, long or with letters, where customers stand there several times.

    Where each customer stands there once, its telephone would look the same.
    """
    cells = [cell for cell in table.cells(at) if cell]
    customers = table.of("customer_no", "customer_name")
    if len(cells) < max(_FEWEST, _MOSTLY * len(table.lines)) or len(set(cells)) < _MOSTLY * len(cells):
        return False
    if customers is not None and len(set(filter(None, customers))) * 2 > len(customers):
        return False
    fitting = sum(map(_may_number, cells))
    return fitting >= _MOSTLY * len(cells)


def _may_number(cell: str) -> bool:
    long = len(cell) >= _SHORTEST or any(map(str.isalpha, cell))
    other = _MONEY.fullmatch(cell) or read_date(cell, "dmy") not in (None, UNREADABLE)
    return long and any(map(str.isdigit, cell)) and len(cell.split()) < 3 and not other


_BY_VALUE: Final[tuple[tuple[tuple[str, ...], Callable[[_Table, int], bool]], ...]] = (
    (("document_date",), _is_date),
    (("due_date",), _is_due),
    (_AMOUNTS, _is_amount),
    (("customer_name", "customer_no"), _is_name),
    (("document_no",), _is_number),
)
"""Fields of which one is needed, the one to propose first, and how its values look."""
