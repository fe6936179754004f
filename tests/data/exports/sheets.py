"""A reader of workbooks by the standard (ECMA-376, part 1): what kind each cell is, and how it is shown.

A spreadsheet is not on every machine; this asks the file itself what one would do with it.
"""

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as Tree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True)
class SheetCell:
    """A cell.

    Attributes:
        kind: `text`, `number`, or `formula`.
        value: as it stands in the file, escapes of 18.9.29 (ST_Xstring) undone.
        shown_as: its number format; empty for the usual one.
    """

    kind: str
    value: str
    shown_as: str


def read_sheet(path: Path) -> list[dict[str, SheetCell]]:
    """The rows of the first sheet below its header, by header; an empty cell is not there."""
    with zipfile.ZipFile(path) as archive:
        formats = _formats(archive.read("xl/styles.xml"))
        shared = _shared(archive)
        sheet = Tree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    rows = [
        {_column(cell): _cell(cell, formats, shared) for cell in row} for row in sheet.iter(f"{_MAIN}row")
    ]
    heads = {column: cell.value for column, cell in rows[0].items()}
    return [{heads[column]: cell for column, cell in row.items()} for row in rows[1:]]


def links_of(path: Path) -> list[str]:
    """What of a workbook may reach outside of it or run: links, connections, macros, queries."""
    wary = ("hyperlink", "externalLink", "connections", "vbaProject", "ddeLink", "oleObject", "queryTable")
    with zipfile.ZipFile(path) as archive:
        texts = {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}
    return [word for word in wary for name, text in texts.items() if word in name or f"<{word}" in text]


def _formats(styles: bytes) -> list[str]:
    tree = Tree.fromstring(styles)
    named = {one.get("numFmtId"): one.get("formatCode", "") for one in tree.iter(f"{_MAIN}numFmt")}
    built_in = {"3": "#,##0", "4": "#,##0.00", "14": "m/d/yy"}
    used = tree.find(f"{_MAIN}cellXfs")
    assert used is not None
    return [named.get(one.get("numFmtId"), built_in.get(one.get("numFmtId", ""), "")) for one in used]


def _shared(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    tree = Tree.fromstring(archive.read("xl/sharedStrings.xml"))
    return [_text(one) for one in tree.iter(f"{_MAIN}si")]


def _column(cell: Tree.Element) -> str:
    return (cell.get("r") or "").rstrip("0123456789")


def _cell(cell: Tree.Element, formats: list[str], shared: list[str]) -> SheetCell:
    shown_as, value = formats[int(cell.get("s", "0"))], cell.find(f"{_MAIN}v")
    if cell.find(f"{_MAIN}f") is not None:
        return SheetCell("formula", _text(cell), shown_as)
    plain = "" if value is None else value.text or ""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return SheetCell("text", _text(cell), shown_as)
    if kind == "s":
        return SheetCell("text", shared[int(plain)], shown_as)
    return SheetCell({"n": "number", "str": "text"}.get(kind, kind), plain, shown_as)


def _text(element: Tree.Element) -> str:
    written = "".join(one.text or "" for one in element.iter(f"{_MAIN}t"))
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), written)
