"""A structured file as records: the sheet that is a ledger is chosen, the others are named."""

from collections.abc import Collection, Iterator
from typing import Final

from arcollect_tui.data.imports.encodings import check_encoding, find_encoding
from arcollect_tui.data.imports.filekinds import FileKind
from arcollect_tui.data.imports.headers import find_header
from arcollect_tui.data.imports.raw import RawFile
from arcollect_tui.data.imports.sheets.html import charset_of
from arcollect_tui.data.imports.sheets.reading import Sheet, read_sheets
from arcollect_tui.data.imports.source import HEAD_RECORDS, Batch
from arcollect_tui.data.imports.texts import clean_text
from arcollect_tui.data.imports.wishes import Wishes
from arcollect_tui.errors import FileRefused, UsageError

_MOST_NAMED: Final = 5


class SheetSource:
    """The sheet of a structured file whose header shows most known names, or the one that is named."""

    def __init__(self, raw: RawFile, kind: FileKind, known: Collection[str], wishes: Wishes) -> None:
        self._raw = raw
        self._known = known
        self.delimiter = ""
        self.encoding = (
            "xlsx" if kind is FileKind.ARCHIVE else "xls" if kind is FileKind.OLE else kind.value
        )
        sheets = read_sheets(raw, kind, _letters(raw, kind, wishes), wishes.progress, wishes.cancelled)
        self._sheet = self._choose(sheets, wishes.sheet)
        self.sheets = tuple((sheet.name, sheet.rows) for sheet in sheets if sheet.rows)
        self.sheet = self._sheet.name
        self.warnings = [*self._sheet.notes, *self._others(sheets)]
        if not self._sheet.visible:
            self.warnings.insert(0, f"Sheet {clean_text(self.sheet)} is hidden in the workbook.")

    def batches(self) -> Iterator[Batch]:
        """The rows of the sheet; a line is a row's number."""
        return self._sheet.batches()

    def _score(self, sheet: Sheet) -> int:
        first = next(sheet.batches(), None)
        found = find_header(first.rows[:HEAD_RECORDS], self._known) if first else None
        return found.known if found else 0

    def _choose(self, sheets: list[Sheet], wanted: str | None) -> Sheet:
        if wanted is not None:
            chosen = next((sheet for sheet in sheets if sheet.name == wanted), None)
            if chosen is None:
                names = ", ".join(clean_text(sheet.name) for sheet in sheets)
                raise UsageError(f"{self._raw.name} has no sheet {clean_text(wanted)}. Sheets: {names}.")
            return chosen
        if not any(sheet.rows for sheet in sheets):
            raise FileRefused(f"{self._raw.name} has no sheet with cells. Save the list as .xlsx or CSV.")
        return max(sheets, key=lambda sheet: (self._score(sheet), bool(sheet.rows), sheet.visible))

    def _others(self, sheets: list[Sheet]) -> Iterator[str]:
        """What else the file holds; above all a second ledger, which would be missed."""
        others = [sheet for sheet in sheets if sheet is not self._sheet and sheet.rows]
        alike = [sheet for sheet in others if self._score(sheet) >= max(2, self._score(self._sheet))]
        plain = [sheet for sheet in others if sheet not in alike]
        if alike:
            yield (
                f"Only sheet {clean_text(self.sheet)} was read; {_named(alike)} has such a list too. "
                "Import it with --sheet and its name."
            )
        if plain:
            yield f"Sheets that are no such list were not read: {_named(plain)}."


def _named(sheets: list[Sheet]) -> str:
    names = [
        f"{clean_text(sheet.name)} ({_rows(sheet.rows)}{'' if sheet.visible else ', hidden'})"
        for sheet in sheets[:_MOST_NAMED]
    ]
    more = len(sheets) - len(names)
    return ", ".join(names) + (f" and {more} more" if more else "")


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"


def _letters(raw: RawFile, kind: FileKind, wishes: Wishes) -> str:
    """The encoding of a page: the one that is named here or there, else as of any text."""
    if kind is not FileKind.HTML:
        return ""
    named = wishes.encoding or charset_of(raw.start)
    # A page whose letters could be read before its encoding was known is in no two-byte encoding.
    if not named or (named.startswith("utf-16") and not wishes.encoding):
        return find_encoding(raw, lined=False).name
    try:
        check_encoding(named)
    except UsageError:
        if wishes.encoding:
            raise
        return find_encoding(raw, lined=False).name
    return find_encoding(raw, named, lined=False).name
