"""Workbooks of typed cells: text never becomes a formula, a link or a number, and nothing is cut off."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

from arcollect_tui.data.exports.cells import Cell, Money, machine_text
from arcollect_tui.errors import Refused
from arcollect_tui.rules.money import exponent
from arcollect_tui.rules.text import clean

MOST_SHEET_SIGNS: Final = 31
MOST_CELL_SIGNS: Final = 32_767
"""Of a text in a cell, in the units of UTF-16 that spreadsheets count."""
TOO_LONG: Final = 10**15
"""Numbers from here on have more digits than a cell keeps."""
FIRST_DAY: Final = date(1900, 1, 1)
"""Days before it have no number in a workbook."""
_NO_TIME: Final = datetime(1980, 1, 1, tzinfo=UTC)
"""When every workbook says it was made."""
_NOT_IN_SHEETS = re.compile(r"[\[\]:*?/\\\ufffd]")
Row = Sequence[Cell]


def book(part: Path, sheets: Mapping[str, Iterable[Row]], headers: Sequence[str]) -> int:
    """Write a workbook; returns how many rows its sheets have.

    Raises:
        Refused: a text is longer than a cell holds.
    """
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    made = xlsxwriter.Workbook(str(part), options)
    # The same rows are the same bytes, whenever they are written.
    made.set_properties({"created": _NO_TIME})
    formats = _Formats(made)
    names: list[str] = []
    count = 0
    try:
        for title, rows in sheets.items():
            names.append(sheet_name(title, names))
            count += _sheet(made.add_worksheet(names[-1]), headers, rows, formats)
    finally:
        # Also after a refusal: until then its rows stand in a temporary file.
        made.close()
    return count


def sheet_name(title: str, taken: Sequence[str]) -> str:
    """A name that a workbook allows for a sheet: at most 31 signs, no bracket, colon or slash."""
    plain = " ".join(_NOT_IN_SHEETS.sub(" ", clean(title)).split()).strip("'")
    base = plain[:MOST_SHEET_SIGNS].strip() or "sheet"
    if base.casefold() == "history":  # a name that the spreadsheets keep for themselves
        base = "history of"
    name, number = base, 2
    while name.casefold() in {other.casefold() for other in taken}:
        tail = f" {number}"
        name, number = base[: MOST_SHEET_SIGNS - len(tail)] + tail, number + 1
    return name


class _Formats:
    """The formats of the cells of a workbook."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401
        self._book = book
        self._money: dict[int, Any] = {}
        self.head = book.add_format({"bold": True})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})

    def money(self, currency: str) -> Any:  # noqa: ANN401
        """Of amounts: as many decimals as the currency has."""
        digits = exponent(currency)
        if digits not in self._money:
            pattern = "#,##0" + ("." + "0" * digits if digits else "")
            self._money[digits] = self._book.add_format({"num_format": pattern})
        return self._money[digits]


def _sheet(sheet: Any, headers: Sequence[str], rows: Iterable[Row], formats: _Formats) -> int:  # noqa: ANN401
    for column, name in enumerate(headers):
        sheet.write_string(0, column, name, formats.head)
        sheet.set_column(column, column, max(10, len(name) + 2))
    count = 0
    for count, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            _check_length(cell, headers[column], count)
            _put(sheet, (count, column), cell, formats)
    sheet.freeze_panes(1, 0)
    if headers:
        sheet.autofilter(0, 0, max(1, count), len(headers) - 1)
    return count


def _check_length(cell: Cell, header: str, row: int) -> None:
    """See that a text has room in a cell: what is cut off there is lost without a word.

    Raises:
        Refused: it has not.
    """
    if isinstance(cell, str) and len(cell) > MOST_CELL_SIGNS // 2:
        signs = len(cell.encode("utf-16-le", "surrogatepass")) // 2
        if signs > MOST_CELL_SIGNS:
            raise Refused(
                f"{header} of row {row} has {signs:,} signs, and a cell of a workbook holds "
                f"{MOST_CELL_SIGNS:,}. Nothing was exported: end the name in .csv or .jsonl."
            )


def _put(sheet: Any, at: tuple[int, int], cell: Cell, formats: _Formats) -> None:  # noqa: ANN401
    """A cell as what it is; what a workbook has no number for is text, exact to the sign."""
    if cell is None or cell == "":
        return
    if isinstance(cell, Money) and abs(cell.minor) < TOO_LONG:
        sheet.write_number(*at, cell.decimal, formats.money(cell.currency))
    elif isinstance(cell, date) and cell >= FIRST_DAY:
        sheet.write_datetime(*at, cell, formats.day)
    elif isinstance(cell, int) and abs(cell) < TOO_LONG:
        sheet.write_number(*at, cell)
    else:
        sheet.write_string(*at, machine_text(cell))
