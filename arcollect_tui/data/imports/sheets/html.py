"""Web pages under a workbook's name: each table is a sheet, text around it a row of its own."""

import email
import email.policy
import re
from collections import deque
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

from arcollect_tui.data.imports.sheets.events import Event, Events, Sheet, filled
from arcollect_tui.errors import FileRefused

_PIECE: Final = 1 << 15
_WIDEST: Final = 1_000
"""Cells that one cell may stand for; a workbook's page has few."""
_UNSEEN: Final = frozenset({"script", "style", "head", "template"})
_BLOCKS: Final = frozenset({"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "br", "caption"})
_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)


def charset_of(start: bytes) -> str:
    """The encoding that a page names at its start; '' when it names none."""
    found = _CHARSET.search(start)
    return found[1].decode("ascii") if found else ""


def read_html(path: Path, name: str, encoding: str) -> Events:
    """The tables of a page.

    Raises:
        FileRefused: it has no table, or is not in that encoding.
    """
    try:
        text = path.read_bytes().decode(encoding)
    except UnicodeDecodeError:
        raise FileRefused(
            f"{name} is not text in {encoding.upper()}. Add --encoding and another name."
        ) from None
    yield from _tables(text, name)


def read_web_archive(path: Path, name: str) -> Events:
    """The tables of a page that a mail's format packs (.mht), as SAP saves lists."""
    try:
        whole = email.message_from_bytes(path.read_bytes(), policy=email.policy.compat32)
        pages = [part for part in whole.walk() if part.get_content_type() == "text/html"]
        content = pages[0].get_payload(decode=True) if pages else b""
        text = content.decode(pages[0].get_content_charset("utf-8")) if isinstance(content, bytes) else ""
    except (LookupError, UnicodeError, ValueError, IndexError):
        raise FileRefused(f"{name} is a damaged web archive. Save it as CSV.") from None
    yield from _tables(text, name)


def _tables(text: str, name: str) -> Events:
    page = _Page()
    for at in range(0, len(text), _PIECE):
        page.feed(text[at : at + _PIECE])
        yield from page.taken()
    page.close()
    page.end()
    yield from page.taken()
    if not page.tables:
        raise FileRefused(f"{name} is a web page without a table. Save the list as CSV.")


class _Page(HTMLParser):
    """Turns a page into sheets and rows. A table inside a cell is part of the cell's text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables = 0
        self._events: deque[Event] = deque()
        self._depth = 0
        self._unseen = 0
        self._loose: list[str] = []
        self._titles: list[list[str]] = []
        self._row: list[str] | None = None
        self._cell: list[str] | None = None
        self._span = (1, 1)
        self._down: dict[int, int] = {}

    def taken(self) -> Events:
        """What has been found since it was asked last."""
        while self._events:
            yield self._events.popleft()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "table":
            self._depth += 1
            if self._depth == 1:
                self._begin()
        elif self._depth == 0 and tag in _BLOCKS:
            self._title()
        elif self._depth == 1 and tag == "tr":
            self._end_row()
            self._row = []
        elif self._depth == 1 and tag in ("td", "th"):
            self._end_cell()
            self._row = [] if self._row is None else self._row
            given = dict(attrs)
            self._span = _number(given.get("colspan")), _number(given.get("rowspan"))
            self._cell = []
        elif tag == "br" and self._cell is not None:
            self._cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag == "table" and self._depth:
            if self._depth == 1:
                self._end_row()
            self._depth -= 1
        elif self._depth == 0 and tag in _BLOCKS:
            self._title()
        elif self._depth == 1 and tag in ("td", "th"):
            self._end_cell()
        elif self._depth == 1 and tag == "tr":
            self._end_row()
        elif self._cell is not None:
            self._cell.append(" " if tag in _BLOCKS else "")

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        if self._cell is not None:
            self._cell.append(data)
        elif data.strip():
            self._loose.append(data)

    def end(self) -> None:
        """Close what a cut-off page left open; text after the last table is its last rows."""
        self._end_row()
        self._title()
        self._events.extend(self._titles)

    def _begin(self) -> None:
        self._title()
        self.tables += 1
        self._down.clear()
        self._events.append(Sheet(f"table {self.tables}"))
        self._events.extend(self._titles)
        self._titles.clear()

    def _title(self) -> None:
        text = " ".join("".join(self._loose).split())
        if text:
            self._titles.append([text])
        self._loose.clear()

    def _end_cell(self) -> None:
        if self._cell is None or self._row is None:
            return
        self._skip_taken()
        wide, high = self._span
        for at in range(len(self._row), len(self._row) + wide):
            if high > 1:
                self._down[at] = high - 1
        self._row += [" ".join("".join(self._cell).split()), *[""] * (wide - 1)]
        self._cell = None

    def _skip_taken(self) -> None:
        """Leave the places empty that a cell of a row above reaches down to."""
        row = [] if self._row is None else self._row
        while (left := self._down.get(len(row), 0)) > 0:
            self._down[len(row)] = left - 1
            row.append("")

    def _end_row(self) -> None:
        self._end_cell()
        if self._row is None:
            return
        if self._loose:
            self._row.append(" ".join("".join(self._loose).split()))
            self._loose.clear()
        self._skip_taken()
        self._events.append(filled(self._row))
        self._row = None


def _number(text: str | None) -> int:
    digits = (text or "").strip()
    return min(max(1, int(digits[:6])), _WIDEST) if digits.isascii() and digits[:6].isdigit() else 1
