"""What kind of file it is, by its content and never by its name."""

from enum import StrEnum
from typing import Final

from arcollect_tui.data.imports.encodings import CURE
from arcollect_tui.data.imports.raw import RawFile
from arcollect_tui.errors import FileRefused


class FileKind(StrEnum):
    """Kinds that are read; the word is the name of the reader."""

    TEXT = "text"
    ARCHIVE = "archive"
    OLE = "ole"
    HTML = "html"
    WEB_ARCHIVE = "mhtml"
    SPREADSHEET_XML = "spreadsheetml"
    JSON = "json"


_READ: Final = (
    (b"pk\x03\x04", FileKind.ARCHIVE),
    (b"\xd0\xcf\x11\xe0", FileKind.OLE),
    (b"<!doctype html", FileKind.HTML),
    (b"<html", FileKind.HTML),
    (b"<head", FileKind.HTML),
    (b"<meta", FileKind.HTML),
    (b"<style", FileKind.HTML),
    (b"<body", FileKind.HTML),
    (b"<table", FileKind.HTML),
    (b"<div", FileKind.HTML),
    (b"mime-version:", FileKind.WEB_ARCHIVE),
    (b"{", FileKind.JSON),
    (b'[{"', FileKind.JSON),
)
_REFUSED: Final = (
    (b"%pdf", "a PDF"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"pk\x05\x06", "an empty archive"),
    (b"sqlite format 3", "a database"),
    (b"{\\rtf", "a text document (.rtf)"),
)
_XML: Final = (b"<?xml", b"<workbook", b"<ss:workbook")
_SPREADSHEET: Final = b"urn:schemas-microsoft-com:office:spreadsheet"


def kind_of(raw: RawFile) -> FileKind:
    """The kind of a file.

    Raises:
        FileRefused: it is of a kind that is not read; the sentence names it.
    """
    start = raw.start
    for magic, name in _REFUSED:
        if start.startswith(magic):
            raise FileRefused(f"{raw.name} is {name}, which is not read. {CURE}")
    if start.startswith(_XML):
        return _kind_of_xml(raw)
    if start.startswith(b"[") and start[1:].lstrip().startswith(b"{"):
        return FileKind.JSON
    return next((kind for magic, kind in _READ if start.startswith(magic)), FileKind.TEXT)


def _kind_of_xml(raw: RawFile) -> FileKind:
    """A spreadsheet or a page that is written as XML; also when it is written in UTF-16."""
    start = raw.start.replace(b"\x00", b"")
    if _SPREADSHEET in start or b"<!doctype" in start.replace(b"<!doctype html", b""):
        return FileKind.SPREADSHEET_XML
    if b"<html" in start or b"<!doctype html" in start:
        return FileKind.HTML
    raise FileRefused(f"{raw.name} is an XML file and no spreadsheet, which is not read. {CURE}")
