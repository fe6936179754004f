"""Spreadsheets written as XML (SpreadsheetML 2003), as NetSuite and others name `.xls`."""

from collections import deque
from pathlib import Path
from typing import Final
from xml.parsers import expat

from arcollect_tui.data.imports.sheets.events import Event, Events, Note, Sheet, filled
from arcollect_tui.data.imports.sheets.workbook import cell_text
from arcollect_tui.data.imports.source import MOST_CELLS
from arcollect_tui.errors import FileRefused

_SS: Final = "urn:schemas-microsoft-com:office:spreadsheet"
_PIECE: Final = 1 << 16
_MOST_ROWS: Final = 1 << 20


class _Refused(Exception):
    """The document declares entities of its own, or places that no sheet has."""


def read_spreadsheet_xml(path: Path, name: str) -> Events:
    """The sheets of the document.

    Raises:
        FileRefused: it is no well-formed document, or declares a document type.
    """
    sheets = _Sheets()
    try:
        with path.open("rb") as stream:
            while block := stream.read(_PIECE):
                sheets.feed(block)
                yield from sheets.taken()
        sheets.feed(b"", final=True)
        yield from sheets.taken()
    except expat.ExpatError as problem:
        raise FileRefused(
            f"{name}, line {problem.lineno}: the XML is damaged or cut off. Export it again, or as CSV."
        ) from None
    except (_Refused, ValueError, LookupError) as problem:
        raise FileRefused(
            f"{name} is no spreadsheet that can be read: {problem}. Save it as CSV."
        ) from None


class _Sheets:
    """Turns the document's elements into sheets and rows."""

    def __init__(self) -> None:
        self._events: deque[Event] = deque()
        self._row: list[str] | None = None
        self._data: list[str] | None = None
        self._kind = "String"
        self._place = 0
        self._across = 0
        self._rows = 0
        self._hidden_columns = self._hidden_rows = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartDoctypeDeclHandler = self._refuse_type
        self._parser.EntityDeclHandler = self._refuse_type
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text

    def feed(self, block: bytes, *, final: bool = False) -> None:
        """Parse a piece."""
        self._parser.Parse(block, final)

    def taken(self) -> Events:
        """What has been found since it was asked last."""
        while self._events:
            yield self._events.popleft()

    @staticmethod
    def _refuse_type(*_: object) -> None:
        raise _Refused("it declares a document type, as no export does")

    def _start(self, tag: str, given: dict[str, str]) -> None:
        match tag.removeprefix(f"{_SS} "):
            case "Worksheet":
                self._rows = self._hidden_columns = self._hidden_rows = 0
                self._events.append(Sheet(given.get(f"{_SS} Name", "")))
            case "Column":
                self._hidden_columns += given.get(f"{_SS} Hidden") == "1"
            case "Row":
                self._hidden_rows += given.get(f"{_SS} Hidden") == "1"
                self._skip_rows(_index(given, self._rows + 1, _MOST_ROWS))
                self._row = []
            case "Cell" if self._row is not None:
                self._place = _index(given, len(self._row) + 1, MOST_CELLS)
                self._across = _index(given, 0, MOST_CELLS, "MergeAcross")
            case "Data" if self._row is not None:
                self._kind = given.get(f"{_SS} Type", "String")
                self._data = []

    def _skip_rows(self, number: int) -> None:
        while self._rows < number - 1:
            self._events.append([])
            self._rows += 1

    def _text(self, text: str) -> None:
        if self._data is not None:
            self._data.append(text)

    def _end(self, tag: str) -> None:
        match tag.removeprefix(f"{_SS} "):
            case "Data" if self._row is not None and self._data is not None:
                self._row += [""] * (self._place - 1 - len(self._row))
                self._row.append(_typed("".join(self._data), self._kind))
                self._data = None
            case "Cell" if self._row is not None:
                self._row += [""] * (self._place + self._across - len(self._row))
            case "Row" if self._row is not None:
                self._events.append(filled(self._row))
                self._rows += 1
                self._row = None
            case "Worksheet":
                self._say_hidden()

    def _say_hidden(self) -> None:
        if self._hidden_columns:
            self._events.append(Note("Hidden columns are read too."))
        if self._hidden_rows:
            many = "1 hidden row is" if self._hidden_rows == 1 else f"{self._hidden_rows} hidden rows are"
            self._events.append(Note(f"{many} read too; a filter may have hidden them."))


def _index(given: dict[str, str], usual: int, most: int, name: str = "Index") -> int:
    """The place that an element names; the next one when it names none."""
    text = given.get(f"{_SS} {name}")
    if text is None:
        return usual
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
    if not usual <= number <= most:
        raise _Refused(f"a place is numbered {text[:12]!r}")
    return number


def _typed(text: str, kind: str) -> str:
    """A cell as `cell_text` spells it; as it stands when it is not what it says."""
    if kind == "Number":
        try:
            number = float(text)
        except ValueError:
            return text
        return cell_text(number) if abs(number) < 1e300 else text
    return text[:10] if kind == "DateTime" else text
