"""Workbooks of each kind. No library at hand writes .ods, .xlsb and .xls: these are made byte by byte."""

import struct
import zipfile
from html import escape
from pathlib import Path

import xlsxwriter

Rows = list[list[str | float]]
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_REL = "http://schemas.openxmlformats.org/package/2006/relationships"
_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def xlsx(path: Path, rows: Rows) -> Path:
    """An Excel workbook of one sheet."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("S")
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, float):
                    sheet.write_number(at, column, value)
                else:
                    sheet.write_string(at, column, value)
    return path


def ods(path: Path, rows: Rows, manifest: str = "") -> Path:
    """An OpenDocument workbook (OASIS OpenDocument 1.2, part 1) of one sheet."""

    def cell(value: str | float) -> str:
        if isinstance(value, float):
            return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
        text = f"<text:p>{escape(value)}</text:p>"
        return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'

    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{_OFFICE}" xmlns:table="{_TABLE}" '
        f'xmlns:text="{_TEXT}"><office:body><office:spreadsheet><table:table table:name="S">{body}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return path


def xlsb(path: Path, rows: Rows) -> Path:
    """A binary workbook ([MS-XLSB]) of one sheet."""
    name = _record(0x9C, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("S"))
    book = _record(0x83) + name + _record(0x90) + _record(0x9D) + _record(0x84)
    size = struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
    sheet = _record(0x81) + _record(0x94, size) + _record(0x91)
    for at, row in enumerate(rows):
        sheet += _record(0, struct.pack("<I", at) + bytes(13))
        for column, value in enumerate(row):
            place = struct.pack("<II", column, 0)
            if isinstance(value, float):
                sheet += _record(5, place + struct.pack("<d", value))
            else:
                sheet += _record(6, place + _wide(value))
    sheet += _record(0x92) + _record(0x82)
    part = '<Relationship Id="rId1" Target="worksheets/sheet1.bin"/>'
    relation = f'<Relationships xmlns="{_REL}">{part}</Relationships>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/_rels/workbook.bin.rels", relation)
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
    return path


def _record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, size = b"", len(content)
    while True:
        more = size >> 7
        length += bytes([size & 0x7F | (0x80 if more else 0)])
        size = more
        if not more:
            return head + length + content


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xls(path: Path, rows: Rows, stream: str = "Workbook") -> Path:
    """An old Excel workbook (BIFF8 [MS-XLS] in a compound file [MS-CFB]) of one sheet."""
    start = _biff(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    bound = struct.pack("<IH", 0, 0) + bytes([1, 0]) + b"S"
    at = len(start) + len(_biff(0x85, bound)) + len(_biff(0x0A))
    book = start + _biff(0x85, struct.pack("<I", at) + bound[4:]) + _biff(0x0A)
    book += _biff(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    book += _biff(0x200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0))
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            place = struct.pack("<HHH", number, column, 0)
            if isinstance(value, float):
                book += _biff(0x203, place + struct.pack("<d", value))
            else:
                book += _biff(0x204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
    path.write_bytes(compound(book + _biff(0x0A), stream))
    return path


def _biff(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def compound(content: bytes, stream: str) -> bytes:
    """A compound file with one stream of at least 4,096 bytes, so that it needs no small sectors."""
    content = content.ljust(4096, b"\0")
    content += bytes(-len(content) % _SECTOR)
    sectors = len(content) // _SECTOR
    chain = [_FAT, _END, *range(3, sectors + 2), _END]
    fat = struct.pack(f"<{len(chain)}I", *chain).ljust(_SECTOR, b"\xff")
    entries = _entry("Root Entry", 5, child=1) + _entry(stream, 2, start=2, size=len(content))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    head += bytes(6) + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0)
    head += struct.pack("<I", 0) + b"\xff" * 432
    return head + fat + entries.ljust(_SECTOR, b"\0") + content


def _entry(name: str, kind: int, *, child: int = _FREE, start: int = 0, size: int = 0) -> bytes:
    wide = name.encode("utf-16-le")
    about = struct.pack("<HBB", len(wide) + 2, kind, 1) + struct.pack("<III", _FREE, _FREE, child)
    return wide.ljust(64, b"\0") + about + bytes(36) + struct.pack("<IQ", start if size else _END, size)
