"""What of a file can be kept: its text with card numbers masked; of a workbook the rows of its sheet.

A workbook has places where nobody looks for a card number (notes, properties, cells that were cleared), so
its bytes are never kept.
"""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from arcollect_tui.data.imports.masking import Masker
from arcollect_tui.data.imports.raw import RawFile
from arcollect_tui.data.imports.source import Batch, Source
from arcollect_tui.data.imports.surveyed import Survey
from arcollect_tui.data.imports.texts import clean_text

BLOCK_SIGNS: Final = 1 << 20
"""About so much text is masked and compressed together."""
ROWS: Final = "rows"
TEXT: Final = "text"
_DELIMITED: Final = (",", ";", "\t")
_MOST_LINES: Final = 1_000
"""So many lines may belong to a record; more come from a quote that is a sign like any other."""
_MARKED: Final = {"utf-8-sig": ("utf-8", "utf-8"), "utf-16": ("utf-16-le", "utf-16-be")}
_MARKED_32: Final = ("utf-32-le", "utf-32-be")
_NAMES_MORE: Final = frozenset(("account", "parent"))
"""Fields by which a line may name somebody who is not its customer."""
_BIG_ENDIAN: Final = (b"\xfe\xff", b"\x00\x00\xfe\xff")


@dataclass(frozen=True, slots=True)
class Keepable:
    """One file that can be kept.

    Attributes:
        raw: the file as it was found.
        form: `text`, or `rows` of a sheet.
        sheet: the name of that sheet.
        encoding: of the text that is kept; a byte order mark is part of the text.
        delimiter: what stands between its cells, '' where only blanks do.
        customers_at: the columns that name the customer of every line, the number before the name; empty
            where a line may be somebody's without naming him.
    """

    raw: RawFile
    form: str
    sheet: str
    encoding: str
    delimiter: str
    customers_at: tuple[int, ...]
    batches: Callable[[], Iterator[Batch]] = field(repr=False)

    def blocks(self) -> Iterator[str]:
        """Its text, whole records at a time, not masked yet.

        Raises:
            FileRefused: the file is another one now.
            OSError: it cannot be read.
            UnicodeError: it is another one now.
        """
        if self.form == ROWS:
            yield from _rows(self.batches())
            return
        yield from _text(self)
        self.raw.unchanged()

    def encoded(self, text: str) -> bytes:
        """Masked text as bytes of the file; an encoding without bullets has asterisks instead."""
        if self.form == ROWS:
            return text.encode("utf-8", "replace")
        try:
            return text.encode(self.encoding)
        except UnicodeEncodeError:
            return text.replace("•", "*").encode(self.encoding)

    def masker(self) -> Masker:
        """What hides its card numbers."""
        return Masker(self.delimiter)


def keepable(raw: RawFile, source: Source, customers_at: tuple[int, ...] = ()) -> Keepable:
    """What can be kept of a file; only readers of text know a delimiter."""
    if not source.delimiter:
        sheet = clean_text(source.sheet)
        return Keepable(raw, ROWS, sheet, "utf-8", ",", customers_at, source.batches)
    delimiter = source.delimiter.strip(" ")
    at = customers_at if delimiter in _DELIMITED and _has_bullets(source.encoding) else ()
    return Keepable(raw, TEXT, "", _codec(raw, source.encoding), delimiter, at, source.batches)


def customer_columns(found: Survey, headings: bool, fixed: frozenset[str]) -> tuple[int, ...]:
    """The columns in which every line names its customer; none where that is not sure.

    Where lines name others too, as parents, cutting out those of a customer would leave its number.

    Args:
        found: what the first reading found.
        headings: some lines stand under the name of their customer.
        fixed: the fields for which values were typed.
    """
    layout, names = found.layout, ("customer_no", "customer_name")
    at = tuple(found.places[name] for name in names if name in found.places)
    unsure = (
        headings
        or layout.carry
        or layout.headings
        or bool(layout.keep)
        or not _NAMES_MORE.isdisjoint(found.places)
    )
    if unsure or not fixed.isdisjoint(names) or not found.numbering.isdisjoint(names):
        return ()
    return at


def _has_bullets(encoding: str) -> bool:
    """Whether masked numbers look alike in the file and in the ledger."""
    try:
        "•".encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _codec(raw: RawFile, encoding: str) -> str:
    """The encoding under which a byte order mark is a sign like any other."""
    big = raw.head.startswith(_BIG_ENDIAN)
    if encoding == "utf-32":
        return _MARKED_32[big]
    return _MARKED[encoding][big] if encoding in _MARKED else encoding


def _text(file: Keepable) -> Iterator[str]:
    with file.raw.path.open(encoding=file.encoding, newline="") as stream:
        while text := stream.read(BLOCK_SIGNS):
            text += stream.readline()
            rest = islice(stream, _MOST_LINES) if text.count('"') % 2 else iter(())
            yield text + _closed(rest)


def _closed(lines: Iterator[str]) -> str:
    """Lines up to the one that closes a quote."""
    found = ""
    for line in lines:
        found += line
        if line.count('"') % 2:
            break
    return found


def _rows(batches: Iterator[Batch]) -> Iterator[str]:
    """The rows of a sheet as comma-separated text."""
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\n")
    for batch in batches:
        writer.writerows(batch.rows)
        if page.tell() >= BLOCK_SIGNS:
            yield page.getvalue()
            page.seek(0)
            page.truncate()
    if page.tell():
        yield page.getvalue()
