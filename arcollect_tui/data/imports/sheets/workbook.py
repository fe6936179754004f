"""Workbooks (.xlsx, .xlsb, .xls, .ods): every sheet as rows of text cells."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import chain, repeat
from pathlib import Path
from typing import Final

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from arcollect_tui.data.imports.sheets.archive import check_archive, locked_file
from arcollect_tui.data.imports.sheets.events import Events, Note, Sheet, filled
from arcollect_tui.data.imports.sheets.marks import Marks, marks_of
from arcollect_tui.errors import FileRefused

Cell = str | float | bool | date | datetime | time | timedelta

_TOO_MANY: Final = "limit exceeded"
"""What the library says of a sheet that repeats its cells without end."""
_OLE_KINDS: Final = (
    ("EncryptedPackage", ""),
    ("WordDocument", "a Word document (.doc)"),
    ("PowerPoint Document", "a presentation (.ppt)"),
    ("__substg1.0_", "a mail (.msg)"),
)


def read_archive(path: Path, name: str) -> Events:
    """The sheets of a workbook that is an archive."""
    kind = check_archive(path, name)
    yield from _sheets(path, name, marks_of(path) if kind == "xlsx" else {})


def read_ole(path: Path, name: str) -> Events:
    """The sheets of an old Excel workbook (.xls).

    Raises:
        FileRefused: it is locked by a password, or another kind of file in the same wrapping.
    """
    content = path.read_bytes()
    for stream, kind in _OLE_KINDS:
        if stream.encode("utf-16-le") in content:
            if not kind:
                raise locked_file(name)
            raise FileRefused(f"{name} is {kind}, which is not read. Save the list as .xlsx or CSV.")
    yield from _sheets(path, name, {})


def _sheets(path: Path, name: str, marks: Mapping[str, Marks]) -> Events:
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            for about in book.sheets_metadata:
                if about.typ is not SheetTypeEnum.WorkSheet:
                    continue
                yield Sheet(about.name, about.visible is SheetVisibleEnum.Visible)
                found = marks.get(about.name, Marks())
                yield from map(Note, found.notes())
                yield from _rows(book.get_sheet_by_name(about.name), found)
    except PasswordError:
        raise locked_file(name) from None
    except CalamineError as problem:
        if _TOO_MANY in str(problem):
            raise FileRefused(
                f"{name} has a sheet of more cells than any list, which is too large or too strange to "
                "open. Save the list as CSV."
            ) from None
        raise FileRefused(
            f"{name} is damaged and cannot be opened as a workbook. Save it again as .xlsx or CSV."
        ) from None


def _rows(sheet: CalamineSheet, marks: Marks) -> Events:
    """The rows of a sheet from its first on; what has no value of its own stands there as a mark."""
    first = sheet.start[1] if sheet.start else min((at for _, at in marks.cells), default=0)
    pad = max(0, first - min((at for _, at in marks.cells), default=first))
    by_row: dict[int, list[tuple[int, str]]] = {}
    for (row, column), text in marks.cells.items():
        by_row.setdefault(row, []).append((column - first + pad, text))
    last = max(by_row, default=-1)
    for at, cells in enumerate(chain(sheet.iter_rows(), repeat(()))):
        if not cells and at > last and (sheet.end is None or at > sheet.end[0]):
            return
        texts = [""] * pad + [cell_text(cell) for cell in cells]
        for column, text in by_row.get(at, ()):
            texts += [""] * (column + 1 - len(texts))
            texts[column] = texts[column] or text
        yield filled(texts)


def cell_text(cell: Cell) -> str:
    """A typed cell as text that has one reading only: ISO dates, plain digits, a decimal point.

    A number is shown with a spreadsheet's own 15 digits. One with exactly three decimals gets a
    zero, since 1.204 could be taken for a grouped 1204.
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    if isinstance(cell, time | timedelta):
        return str(cell)
    text = format(Decimal(format(cell, ".15g")), "f")
    return text + "0" if text[-4:-3] == "." else text
