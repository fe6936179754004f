"""Delimited text: comma, semicolon, tab or pipe, with quotes around what holds one of them."""

import csv
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Final

from arcollect_tui.data.imports.encodings import Encoding, text_lines
from arcollect_tui.data.imports.headers import find_header
from arcollect_tui.data.imports.raw import RawFile
from arcollect_tui.data.imports.source import BATCH_LINES, HEAD_RECORDS, LONGEST_FIELD, Batch
from arcollect_tui.errors import FileRefused

_DELIMITERS: Final = (",", ";", "\t", "|")


def find_delimiter(lines: Sequence[str], known: Collection[str]) -> tuple[str, int]:
    """The delimiter under which a header row shows most known names, and how many these are.

    Args:
        lines: the beginning of the file.
        known: folded names that the header may have.
    """
    best, best_score = ",", (0, 0)
    for delimiter in _DELIMITERS:
        rows = _rows(lines, delimiter)
        found = find_header(rows, known)
        score = (found.known if found else 0, sum(len(row) > 1 for row in rows))
        if score > best_score:
            best, best_score = delimiter, score
    return best, best_score[0]


def _rows(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        rows.extend(islice(csv.reader(lines, delimiter=delimiter), HEAD_RECORDS))
    except csv.Error:
        return rows
    return rows


class TextSource:
    """Records of delimited text.

    Args:
        raw: the file.
        encoding: how its bytes are letters.
        delimiter: what stands between cells.
    """

    def __init__(self, raw: RawFile, encoding: Encoding, delimiter: str) -> None:
        self._raw = raw
        self._encoding = encoding
        self.encoding = encoding.name
        self.warnings: list[str] = []
        self.sheet = ""
        self.delimiter = delimiter

    def batches(self) -> Iterator[Batch]:
        """The records, `BATCH_LINES` lines at a time.

        Lines without a quote need no more than splitting, which takes half the time; most lines of most
        files are such, also where some name has a comma in it.
        """
        with text_lines(self._raw, self._encoding) as stream:
            before = 0
            while lines := list(islice(stream, BATCH_LINES)):
                text = "".join(lines)
                if '"' in text:
                    batch, read = self._quoted_batch(chain(lines, stream), len(lines), before)
                else:
                    batch, read = self._plain_batch(with_line_feeds(text), before), len(lines)
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
        with text_lines(self._raw, self._encoding) as stream:
            reader = csv.reader(stream, delimiter=self.delimiter, strict=True)
            try:
                for _ in reader:
                    start = reader.line_num + 1
            except csv.Error:
                pass
        what = (
            f"a field is longer than {LONGEST_FIELD:,} characters, as after an unclosed quote"
            if "limit" in str(problem)
            else "a quote is opened and not closed, or text follows a closing quote"
        )
        return f"{self._raw.name}, line {start}: {what}. Close the quote, or double a quote inside text."


def with_line_feeds(text: str) -> str:
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
