"""Excel workbooks: the archive is checked before it is opened, then one sheet is read as text cells."""

import zipfile
from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import Final

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from arcollect_tui.data.imports.canonical import CHUNK_LINES
from arcollect_tui.data.imports.headers import find_header
from arcollect_tui.data.imports.layout import known_names
from arcollect_tui.data.imports.source import HEAD_RECORDS, Batch, RawFile
from arcollect_tui.errors import FileRefused

MAX_BYTES: Final = 200_000_000
MAX_RATIO: Final = 200
MAX_MEMBERS: Final = 2_000
_SMALL: Final = 1_000_000

Cell = str | float | bool | date | datetime | time | timedelta


def check_archive(raw: RawFile) -> None:
    """Refuse an archive that is no .xlsx, damaged, or would unpack to an unreasonable size."""
    try:
        with zipfile.ZipFile(raw.path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise FileRefused(
            f"{raw.name} is damaged: it begins like a workbook and is none. Export it again."
        ) from None
    names = {member.filename for member in members}
    total = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if (
        len(members) > MAX_MEMBERS
        or total > MAX_BYTES
        or total > MAX_RATIO * max(packed, _SMALL // MAX_RATIO)
    ):
        raise FileRefused(
            f"{raw.name} unpacks to {total:,} bytes in {len(members):,} parts, which is too large or too "
            f"strange to open. Save the sheet as CSV."
        )
    _refuse_other(raw.name, names)


def _refuse_other(name: str, members: set[str]) -> None:
    kinds = (
        ("xl/workbook.bin", "a binary Excel workbook (.xlsb)"),
        ("xl/vbaProject.bin", "an Excel workbook with macros (.xlsm)"),
        ("content.xml", "an OpenDocument file (.ods)"),
        ("word/document.xml", "a Word document"),
    )
    for member, kind in kinds:
        if member in members:
            raise FileRefused(f"{name} is {kind}, which is not read. Save it as .xlsx or CSV.")
    if "xl/workbook.xml" not in members:
        raise FileRefused(f"{name} is an archive, not a workbook. Unpack it, or save it as CSV.")


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


class WorkbookSource:
    """The sheet of an .xlsx whose header shows most known names; those of ledger files unless given."""

    def __init__(self, raw: RawFile, known: Collection[str] | None = None) -> None:
        check_archive(raw)
        self._known = known_names() if known is None else known
        self._raw = raw
        self.encoding = "xlsx"
        self.delimiter = ""
        self.warnings: list[str] = []
        try:
            self._book = CalamineWorkbook.from_path(str(raw.path))
            self._sheet = self._find_sheet()
        except CalamineError:
            raise FileRefused(
                f"{raw.name} cannot be opened as a workbook. Save it again as .xlsx or CSV."
            ) from None
        self.sheet = self._sheet.name

    def _find_sheet(self) -> CalamineSheet:
        best: CalamineSheet | None = None
        best_score = -1
        for name in self._book.sheet_names:
            sheet = self._book.get_sheet_by_name(name)
            rows = [[cell_text(cell) for cell in row] for row in islice(sheet.iter_rows(), HEAD_RECORDS)]
            found = find_header(rows, self._known)
            score = found.known if found else 0
            if score > best_score:
                best, best_score = sheet, score
        if best is None:
            raise FileRefused(f"{self._raw.name} has no sheet. Save the list as .xlsx or CSV.")
        return best

    def batches(self) -> Iterator[Batch]:
        """The rows of the sheet as text, `CHUNK_LINES` at a time; a line is a row's number."""
        rows = self._sheet.iter_rows()
        before = 0
        while cells := list(islice(rows, CHUNK_LINES)):
            filled = [_filled([cell_text(cell) for cell in row]) for row in cells]
            yield Batch(range(before + 1, before + 1 + len(filled)), rows=filled)
            before += len(filled)


def _filled(row: list[str]) -> list[str]:
    """A row without any text is an empty record, as a blank line of a text file is."""
    return row if any(row) else []
