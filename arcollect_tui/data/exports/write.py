"""Writing an export: to a temporary name, synced, then renamed, for its owner only."""

import csv
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from arcollect_tui.data.exports.cells import Cell, Money, json_value, machine_text, people_text
from arcollect_tui.data.exports.layouts import FORMATS
from arcollect_tui.data.platform import private_file, sync_folder
from arcollect_tui.errors import Refused, UsageError
from arcollect_tui.rules.money import exponent
from arcollect_tui.rules.text import clean

MOST_SHEET_SIGNS = 31
_NO_TIME = datetime(1980, 1, 1, tzinfo=UTC)
"""When every workbook says it was made."""
_NOT_IN_SHEETS = re.compile(r"[\[\]:*?/\\\ufffd]")
Row = Sequence[Cell]
Writer = Callable[[Path, Sequence[str], Iterable[Row]], int]


def check_target(out: Path, formats: Sequence[str] = FORMATS) -> None:
    """Refuse a target that cannot become a file of one of the formats.

    Raises:
        UsageError: the suffix names no format.
        Refused: it is a folder, or its folder is not there.
    """
    if out.suffix.lower() not in formats:
        msg = f"{out.name} names no format. End it in {', '.join(formats)}."
        raise UsageError(msg)
    if out.is_dir():
        msg = f"{out} is a folder. Name a file in it."
        raise Refused(msg)
    if not out.parent.is_dir():
        msg = f"The folder {out.parent} is not there. Make it first, or name another."
        raise Refused(msg)


def write_rows(out: Path, headers: Sequence[str], rows: Iterable[Row], *, exact: bool = False) -> int:
    """Write rows to `out` in the format of its suffix; returns how many.

    Args:
        out: the file; what was there is replaced in one step.
        headers: names of the columns, in their frozen order.
        rows: the rows.
        exact: CSV for machines, byte for byte; otherwise made safe for spreadsheets.

    Raises:
        Refused: the file cannot be written.
    """
    check_target(out)
    writer: Writer = {".csv": _csv(exact=exact), ".xlsx": _xlsx, ".jsonl": _jsonl}[out.suffix.lower()]
    with renamed(out) as part:
        return writer(part, headers, rows)


@contextmanager
def renamed(out: Path) -> Iterator[Path]:
    """A private file to write to, which gets the name `out` once it is complete and on the disk.

    Raises:
        Refused: the file cannot be written.
    """
    part = out.with_name(f".{out.name}.part")
    try:
        with _synced(out, part):
            yield part
    except OSError as error:
        reason = error.strerror or "refused by the system"
        msg = f"{out} cannot be written: {reason}. Nothing was exported."
        raise Refused(msg) from None


@contextmanager
def _synced(out: Path, part: Path) -> Iterator[None]:
    try:
        part.unlink(missing_ok=True)
        private_file(part)
        yield
        handle = os.open(part, os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        part.replace(out)
        sync_folder(out.parent)
    finally:
        part.unlink(missing_ok=True)


def _csv(*, exact: bool) -> Writer:
    show = machine_text if exact else people_text

    def write(part: Path, headers: Sequence[str], rows: Iterable[Row]) -> int:
        count = 0
        # Spreadsheets read UTF-8 only with its mark in front; a program wants the bytes as they are.
        encoding = "utf-8" if exact else "utf-8-sig"
        with part.open("w", encoding=encoding, newline="") as file:
            lines = csv.writer(file, lineterminator="\r\n")
            lines.writerow(headers)
            for row in rows:
                lines.writerow([show(cell) for cell in row])
                count += 1
        return count

    return write


def _jsonl(part: Path, headers: Sequence[str], rows: Iterable[Row]) -> int:
    count = 0
    with part.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            values = {name: json_value(cell) for name, cell in zip(headers, row, strict=True)}
            file.write(json.dumps(values, ensure_ascii=False) + "\n")
            count += 1
    return count


def _xlsx(part: Path, headers: Sequence[str], rows: Iterable[Row]) -> int:
    return _book(part, {"export": rows}, headers)


def write_book(out: Path, headers: Sequence[str], sheets: Mapping[str, Sequence[Row]]) -> int:
    """Write a workbook of several sheets with the same columns; returns how many rows they have.

    Args:
        out: the file; what was there is replaced in one step.
        headers: names of the columns.
        sheets: rows by a title, from which the name of each sheet is made.

    Raises:
        Refused: the file cannot be written.
    """
    with renamed(out) as part:
        return _book(part, sheets, headers)


def _book(part: Path, sheets: Mapping[str, Iterable[Row]], headers: Sequence[str]) -> int:
    """Typed cells: text never becomes a formula, a link or a number."""
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(str(part), options)
    # The same rows are the same bytes, whenever they are written.
    book.set_properties({"created": _NO_TIME})
    formats = _Formats(book)
    names: list[str] = []
    count = 0
    for title, rows in sheets.items():
        names.append(sheet_name(title, names))
        count += _sheet(book.add_worksheet(names[-1]), headers, rows, formats)
    book.close()
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
            _put(sheet, (count, column), cell, formats)
    sheet.freeze_panes(1, 0)
    if headers:
        sheet.autofilter(0, 0, max(1, count), len(headers) - 1)
    return count


def _put(sheet: Any, at: tuple[int, int], cell: Cell, formats: _Formats) -> None:  # noqa: ANN401
    if cell is None or cell == "":
        return
    if isinstance(cell, Money):
        sheet.write_number(*at, cell.decimal, formats.money(cell.currency))
    elif isinstance(cell, date):
        sheet.write_datetime(*at, cell, formats.day)
    elif isinstance(cell, int):
        sheet.write_number(*at, cell)
    else:
        sheet.write_string(*at, cell)
