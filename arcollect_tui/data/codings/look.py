"""Recognising a coding file by its header, at little cost for the ledger files that come the same way."""

import codecs
import csv
import io
import zipfile
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final, Generic, TypeVar

from arcollect_tui.data.codings.layouts import CodingLayout, coding_layouts, coding_names, layout_of
from arcollect_tui.data.imports.headers import find_header
from arcollect_tui.data.imports.opening import open_source
from arcollect_tui.data.imports.source import HEAD_RECORDS
from arcollect_tui.errors import FileRefused

_START: Final = 1 << 18
_ZIP: Final = b"PK\x03\x04"
_DELIMITERS: Final = ",;\t|"
KindT = TypeVar("KindT")


@dataclass(frozen=True, slots=True)
class Known(Generic[KindT]):
    """Files that are known by their header.

    Attributes:
        names: every folded column name they have.
        keys: for each kind the folded names that one of it has for certain.
        kind_of: which kind a header is of; None when it is of none.
    """

    names: Collection[str]
    keys: Sequence[Collection[str]]
    kind_of: Callable[[list[str]], KindT | None]


def layout_of_file(path: Path) -> CodingLayout | None:
    """The layout of a coding file; None for any other file, and for one that cannot be read."""
    keys = [layout.fingerprint for layout in coding_layouts().values()]
    return kind_of_file(path, Known(coding_names(), keys, layout_of))


def kind_of_file(path: Path, known: Known[KindT]) -> KindT | None:
    """The kind of a file by its header; None for any other file, and for one that cannot be read."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            start = file.read(_START)
    except OSError:
        return None
    if start.startswith(_ZIP):
        return _of_workbook(path, known)
    found = (_of_rows(rows, known) for rows in _tables(start))
    return next((kind for kind in found if kind is not None), None)


def _tables(start: bytes) -> Iterator[list[list[str]]]:
    """The beginning of a text file as records, under each delimiter that its header may have."""
    utf_16 = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = start.decode("utf-16" if utf_16 else "utf-8-sig", "replace")
    for delimiter in _DELIMITERS:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            yield list(islice(reader, HEAD_RECORDS))
        except csv.Error:
            continue


def _of_rows(rows: Sequence[list[str]], known: Known[KindT]) -> KindT | None:
    found = find_header(rows, known.names)
    return None if found is None else known.kind_of(rows[found.at])


def _of_workbook(path: Path, known: Known[KindT]) -> KindT | None:
    """Of a workbook: its texts are glanced at before a whole sheet is read for its header."""
    try:
        if not _may_be(path, known.keys):
            return None
        _, source = open_source(path, known.names)
    except (FileRefused, OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError):
        return None
    first = next(source.batches(), None)
    return None if first is None else _of_rows(first.rows[:HEAD_RECORDS], known)


def _may_be(path: Path, keys: Sequence[Collection[str]]) -> bool:
    """Whether the names of some kind's header stand at the beginning of a workbook's texts."""
    with zipfile.ZipFile(path) as archive:
        members = [
            name
            for name in archive.namelist()
            if name == "xl/sharedStrings.xml" or name.startswith("xl/worksheets/")
        ]
        for name in members:
            with archive.open(name) as member:
                text = member.read(_START).decode("utf-8", "replace").casefold()
            start = "".join(filter(str.isalnum, text))
            if any(all(key in start for key in names) for names in keys):
                return True
    return False
