"""What a sheet of an .xlsx says beside its values: errors, formulas never worked out, hidden parts."""

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path, PurePosixPath
from typing import Final

NO_VALUE: Final = "(formula without a value)"
"""Stands in the cell of a formula that no program has worked out."""
_BLOCK: Final = 1 << 20
_LONGEST_CELL: Final = 1 << 14
_MOST_INDEX: Final = 1 << 22
_CELL: Final = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"([^<>]*)>'
    rb"(?:<f[^<>]*/>|(<f[^<>]*>[^<]*</f>))?(?:<v ?/>|<v>([^<]*)</v>)?</c>"
)
_COLUMN: Final = re.compile(rb"<col [^<>]*>")
_HIDDEN_ROW: Final = re.compile(rb'<row [^<>]*hidden="(?:1|true)"')
_SHEET: Final = re.compile(rb"<sheet [^<>]*>")
_RELATION: Final = re.compile(rb"<Relationship [^<>]*>")
_ATTRIBUTE: Final = re.compile(rb'([A-Za-z:]+)="([^"]*)"')
_UNREADABLE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    KeyError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)
"""What a damaged archive raises; the reader of the values then says so."""


@dataclass(slots=True)
class Marks:
    """What one sheet says beside its values.

    Attributes:
        cells: by row and column, from 0, the text of cells that have an error or no value.
        columns: letters of the hidden columns, as spans.
        rows: how many rows are hidden.
    """

    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    columns: list[str] = field(default_factory=list)
    rows: int = 0

    def notes(self) -> Iterator[str]:
        """A sentence each for what a person would not see on the sheet."""
        if self.columns:
            yield f"Hidden columns are read too: {', '.join(self.columns)}."
        if self.rows:
            many = "1 hidden row is" if self.rows == 1 else f"{self.rows} hidden rows are"
            yield f"{many} read too; a filter may have hidden them."
        empty = sum(text == NO_VALUE for text in self.cells.values())
        if empty:
            many = "1 cell holds" if empty == 1 else f"{empty} cells hold"
            said = f"{many} a formula that was never worked out"
            yield f"{said}. Open the file in its program, save it, and import it again."


def marks_of(path: Path) -> dict[str, Marks]:
    """The marks of each sheet by its name; nothing of a workbook that cannot be looked into."""
    try:
        with zipfile.ZipFile(path) as archive:
            return {name: _marks(archive, part) for name, part in _parts(archive).items()}
    except _UNREADABLE:
        return {}


def _parts(archive: zipfile.ZipFile) -> Mapping[str, str]:
    """The part of each sheet."""
    targets = {
        about.get("Id", ""): about.get("Target", "")
        for about in _tags(archive, "xl/_rels/workbook.xml.rels", _RELATION)
    }
    parts = {}
    for about in _tags(archive, "xl/workbook.xml", _SHEET):
        target = targets.get(about.get("r:id", ""), "")
        parts[about.get("name", "")] = str(PurePosixPath("xl") / target).removeprefix("/")
    return {name: part for name, part in parts.items() if part in archive.namelist()}


def _tags(archive: zipfile.ZipFile, part: str, tag: re.Pattern[bytes]) -> Iterator[dict[str, str]]:
    with archive.open(part) as stream:
        for match in tag.findall(stream.read(_MOST_INDEX)):
            yield {key.decode(): unescape(value.decode()) for key, value in _ATTRIBUTE.findall(match)}


def _marks(archive: zipfile.ZipFile, part: str) -> Marks:
    marks, kept, body = Marks(), b"", False
    with archive.open(part) as stream:
        while block := stream.read(_BLOCK):
            text = kept + block
            if not body:
                head, mark, _ = text.partition(b"<sheetData")
                _hidden_columns(head, marks)
                body = bool(mark)
            end = max(text.rfind(b"</c>") + 4, text.rfind(b"<row "), len(text) - _LONGEST_CELL)
            _look(text[:end], marks)
            kept = text[end:]
    _look(kept, marks)
    return marks


def _look(text: bytes, marks: Marks) -> None:
    """Note the marks of a piece of a sheet that ends between two cells or rows."""
    if b'hidden="' in text:
        marks.rows += len(_HIDDEN_ROW.findall(text))
    if b"<f" not in text and b't="e"' not in text:
        return
    for letters, row, about, formula, value in _CELL.findall(text):
        if value and b't="e"' not in about:
            continue
        shown = unescape(value.decode("utf-8", "replace")) if value else NO_VALUE if formula else ""
        # A formula may well give an empty text; then the cell says that it is one.
        if shown and not (shown == NO_VALUE and b't="str"' in about):
            marks.cells[int(row) - 1, _column(letters)] = shown


def _column(letters: bytes) -> int:
    at = 0
    for letter in letters:
        at = at * 26 + letter - 64
    return at - 1


def _letters(number: int) -> str:
    letters = ""
    while number > 0:
        number, place = divmod(number - 1, 26)
        letters = chr(65 + place) + letters
    return letters


def _hidden_columns(head: bytes, marks: Marks) -> None:
    for match in _COLUMN.findall(head):
        about = dict(_ATTRIBUTE.findall(match))
        if about.get(b"hidden") in (b"1", b"true"):
            first, last = int(about.get(b"min", 0)), int(about.get(b"max", 0))
            span = _letters(first) if first == last else f"{_letters(first)} to {_letters(last)}"
            marks.columns.append(span)
