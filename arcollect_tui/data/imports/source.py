"""Bytes to records: what kind of file it is, its encoding and delimiter, and its lines in batches."""

import codecs
import csv
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from arcollect_tui.data.imports.headers import find_header
from arcollect_tui.data.imports.layout import known_names
from arcollect_tui.data.imports.texts import clean_text
from arcollect_tui.errors import FileRefused

HEAD_RECORDS: Final = 100
BATCH_LINES: Final = 500
"""Lines looked at together: so few that their cells stay in the processor's cache, column after column."""
_HEAD: Final = 1 << 20
_BLOCK: Final = 1 << 16
_DELIMITERS: Final = (",", ";", "\t", "|")
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_KINDS: Final = (
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls)"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"SQLite format 3", "a database"),
    (b"<?xml", "an XML file"),
    (b"<!doctype html", "an HTML page"),
    (b"<html", "an HTML page"),
    (b"<table", "an HTML page"),
    (b"mime-version:", "a web archive"),
    (b"{", "a JSON file"),
)
_CURE: Final = "Save it as CSV or as an Excel workbook (.xlsx)."


class Batch:
    """Some records, by row and, where all have the same number of cells, by column too.

    Args:
        lines: the number of the line each begins on, counted from 1.
        rows: the records; made from the columns when not given.
        columns: their cells by column.
    """

    def __init__(
        self,
        lines: Sequence[int],
        *,
        rows: list[list[str]] | None = None,
        columns: list[Sequence[str]] | None = None,
    ) -> None:
        self.lines = lines
        self._rows = rows
        self._columns = columns

    @cached_property
    def rows(self) -> list[list[str]]:
        """The records."""
        return (
            self._rows
            if self._rows is not None
            else list(map(list, zip(*self._columns or (), strict=True)))
        )

    @cached_property
    def columns(self) -> list[Sequence[str]] | None:
        """The cells by column; None when the records are not of one length."""
        if self._columns is None and len(set(map(len, self.rows))) == 1:
            return list(zip(*self.rows, strict=True))
        return self._columns

    def after(self, records: int) -> "Batch":
        """The batch without its first records."""
        if self._columns is not None:
            return Batch(self.lines[records:], columns=[column[records:] for column in self._columns])
        return Batch(self.lines[records:], rows=self.rows[records:])


class Source(Protocol):
    """A file that can be read from the start more than once."""

    encoding: str
    delimiter: str
    sheet: str
    warnings: list[str]

    def batches(self) -> Iterator[Batch]:
        """The records in order, the first batch holding at least `HEAD_RECORDS` if there are so many."""
        ...


@dataclass(frozen=True, slots=True)
class RawFile:
    """What is known of a file before its content is understood."""

    path: Path
    name: str
    size: int
    stamp: int
    sha256: str
    head: bytes

    def unchanged(self) -> None:
        """Refuse a file that was written to while it was read."""
        now = self.path.stat()
        if (now.st_size, now.st_mtime_ns) != (self.size, self.stamp):
            raise FileRefused(f"{self.name} changed while it was read. Import it again.")


def open_raw(path: Path) -> RawFile:
    """Check that the path is a readable, filled file, and hash it.

    Raises:
        FileRefused: it is missing, a folder, no ordinary file, empty or not readable.
    """
    name = clean_text(path.name) or "The file"
    try:
        stat = path.stat()
        if path.is_dir():
            raise FileRefused(f"{name} is a folder. Name the file in it.")
        if not path.is_file():
            raise FileRefused(f"{name} is no ordinary file. Name a CSV or Excel file.")
        digest = sha256()
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
            block = head
            while block:
                digest.update(block)
                block = stream.read(_BLOCK)
    except FileNotFoundError:
        raise FileRefused(f"{name} does not exist. Check the path.") from None
    except PermissionError:
        raise FileRefused(f"{name} may not be read by you. Ask for the right to read it.") from None
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or "the path is not a valid one"
        raise FileRefused(f"{name} cannot be read: {reason}.") from None
    if not head.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise FileRefused(f"{name} is empty. Export it from the ledger again.")
    return RawFile(path, name, stat.st_size, stat.st_mtime_ns, digest.hexdigest(), head)


def refuse_kind(raw: RawFile) -> None:
    """Refuse by name what is neither text nor a workbook."""
    start = raw.head.removeprefix(codecs.BOM_UTF8).lstrip()[:64]
    for magic, kind in _KINDS:
        if start.startswith(magic) or start.lower().startswith(magic):
            raise FileRefused(f"{raw.name} is {kind}, which is not read. {_CURE}")


class _Encoding(NamedTuple):
    name: str
    warning: str


def _find_encoding(raw: RawFile) -> _Encoding:
    for bom, name in _BOMS:
        if raw.head.startswith(bom):
            _check_decodes(raw, name)
            return _Encoding(name, "")
    _refuse_nul(raw)
    foreign = _first_foreign(raw)
    if foreign is None:
        return _Encoding("utf-8", "")
    line, shown = foreign
    _check_decodes(raw, "cp1252")
    return _Encoding(
        "cp1252",
        f"{raw.name} is not UTF-8 and was read as Windows-1252; check line {line}: {shown}",
    )


def _check_decodes(raw: RawFile, encoding: str) -> None:
    try:
        with raw.path.open(encoding=encoding, newline="") as stream:
            for line, text in enumerate(stream, 1):
                if "\x00" in text:
                    raise FileRefused(_nul_sentence(raw.name, line))
    except UnicodeError:
        raise FileRefused(
            f"{raw.name} is not text in UTF-8, UTF-16 or Windows-1252. Save it as CSV in UTF-8."
        ) from None


def _nul_sentence(name: str, line: int) -> str:
    return f"{name}, line {line}: a NUL byte stands here; this is no text file. {_CURE}"


def _refuse_nul(raw: RawFile) -> None:
    line = 1
    with raw.path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            at = block.find(b"\x00")
            if at >= 0:
                raise FileRefused(_nul_sentence(raw.name, line + block.count(b"\n", 0, at)))
            line += block.count(b"\n")


def _first_foreign(raw: RawFile) -> tuple[int, str] | None:
    """None when the bytes are UTF-8; else the first line with other than ASCII text, and the word."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with raw.path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        with raw.path.open(encoding="cp1252", errors="replace") as text:
            for number, line in enumerate(text, 1):
                if not line.isascii():
                    word = next(word for word in line.split(" ") if not word.isascii())
                    return number, clean_text(word[:40])
    return None


class TextSource:
    """Delimited text: comma, semicolon, tab or pipe.

    Args:
        raw: the file.
        known: folded names that its header may have; those of ledger files when None.
    """

    def __init__(self, raw: RawFile, known: Collection[str] | None = None) -> None:
        refuse_kind(raw)
        self._raw = raw
        self._known = known_names() if known is None else known
        self.encoding, warning = _find_encoding(raw)
        self.warnings = [warning] if warning else []
        self.sheet = ""
        self.delimiter = self._find_delimiter()

    def _find_delimiter(self) -> str:
        """The delimiter under which a header row shows most known names."""
        best, best_score = ",", (0, 0)
        for delimiter in _DELIMITERS:
            rows = self._head(delimiter)
            found = find_header(rows, self._known)
            score = (found.known if found else 0, sum(len(row) > 1 for row in rows))
            if score > best_score:
                best, best_score = delimiter, score
        return best

    def _head(self, delimiter: str) -> list[list[str]]:
        rows: list[list[str]] = []
        with self._raw.path.open(encoding=self.encoding, newline="") as stream:
            try:
                rows.extend(islice(csv.reader(stream, delimiter=delimiter), HEAD_RECORDS))
            except csv.Error:
                return rows
        return rows

    def batches(self) -> Iterator[Batch]:
        """The records, `BATCH_LINES` lines at a time.

        Lines without a quote need no more than splitting, which takes half the time; most lines of most
        files are such, also where some name has a comma in it.
        """
        with self._raw.path.open(encoding=self.encoding, newline="") as stream:
            before = 0
            while lines := list(islice(stream, BATCH_LINES)):
                text = "".join(lines)
                if '"' in text:
                    batch, read = self._quoted_batch(chain(lines, stream), len(lines), before)
                else:
                    batch, read = self._plain_batch(_with_line_feeds(text), before), len(lines)
                yield batch
                before += read

    def _plain_batch(self, text: str, before: int) -> Batch:
        lines = range(before + 1, before + 2 + text.count("\n"))
        columns = self._columns(text, len(lines))
        if columns is not None:
            return Batch(lines, columns=columns)
        records = text.split("\n")
        return Batch(lines, rows=[record.split(self.delimiter) if record else [] for record in records])

    def _columns(self, text: str, records: int) -> list[Sequence[str]] | None:
        """The cells by column, by one split for all records; None when these are not of one length.

        A line feed goes with the cell behind it: of records of one length it stands before each first
        cell, and nowhere else.
        """
        mark = self.delimiter
        width = text.partition("\n")[0].count(mark) + 1
        cells = text.replace("\n", f"{mark}\n").split(mark)
        if width == 1 or len(cells) != width * records:
            return None
        first = mark.join(cells[::width])
        if first.count(f"{mark}\n") != records - 1:
            return None
        return [first.replace("\n", "").split(mark), *[cells[at::width] for at in range(1, width)]]

    def _quoted_batch(self, lines: Iterable[str], least: int, before: int) -> tuple[Batch, int]:
        """The records of at least so many lines, the last one whole; and how many lines they are."""
        reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
        rows: list[list[str]] = []
        try:
            for row in reader:
                rows.append(row)
                if reader.line_num >= least and len(rows) >= HEAD_RECORDS:
                    break
        except csv.Error as problem:
            raise FileRefused(self._where(problem)) from None
        return Batch(_numbers(rows, before, before + reader.line_num), rows=rows), reader.line_num

    def _where(self, problem: csv.Error) -> str:
        """The sentence for a broken record: the line it begins on, found by reading again."""
        start = 1
        with self._raw.path.open(encoding=self.encoding, newline="") as stream:
            reader = csv.reader(stream, delimiter=self.delimiter, strict=True)
            try:
                for _ in reader:
                    start = reader.line_num + 1
            except csv.Error:
                pass
        what = (
            f"a field is longer than {csv.field_size_limit():,} characters, as after an unclosed quote"
            if "limit" in str(problem)
            else "a quote is opened and not closed, or text follows a closing quote"
        )
        return f"{self._raw.name}, line {start}: {what}. Close the quote, or double a quote inside text."


def _with_line_feeds(text: str) -> str:
    """Whole lines with whatever line ends, the last one without its own."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.removesuffix("\n")


def _numbers(rows: list[list[str]], before: int, after: int) -> Sequence[int]:
    """Number of the line each record begins on; records with quoted line breaks span several."""
    if after - before == len(rows):
        return range(before + 1, after + 1)
    numbers = []
    line = before + 1
    for row in rows:
        numbers.append(line)
        line += 1 + sum(_breaks(cell) for cell in row)
    return numbers


def _breaks(cell: str) -> int:
    if "\n" not in cell and "\r" not in cell:
        return 0
    return cell.count("\n") + cell.count("\r") - cell.count("\r\n")
