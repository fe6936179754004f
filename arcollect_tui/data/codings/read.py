"""A coding file as rows of cells by field; what its amounts look like is decided from all of them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from arcollect_tui.data.codings.layouts import EXACT, CodingLayout, coding_names
from arcollect_tui.data.exports.cells import unguarded
from arcollect_tui.data.imports.amounts import MarkEvidence, decide_marks, parse_amount
from arcollect_tui.data.imports.headers import find_header, label_headers
from arcollect_tui.data.imports.opening import open_source, readable
from arcollect_tui.data.imports.placed import PlacedRecords
from arcollect_tui.data.imports.source import HEAD_RECORDS, Batch, Source
from arcollect_tui.data.imports.texts import clean_text, quoted
from arcollect_tui.data.imports.wishes import NONE, Wishes
from arcollect_tui.errors import FileRefused
from arcollect_tui.rules.money import exponent

AMOUNTS: Final = ("open_amount", "disputed_amount", "disputed_now", "stated_amount", "original_amount")
TEXTS: Final = ("note", "claim", "their_code", "their_words", "rule")
"""Fields that hold what people wrote; a spreadsheet's apostrophe is taken off again."""


@dataclass(frozen=True, slots=True)
class CodingRow:
    """One row that says something: its line in the file, and its cells by field as they stand."""

    line: int
    cells: Mapping[str, str]

    def get(self, field: str) -> str:
        """The cell of a field without blanks around it; '' where the file has no such column."""
        return self.cells.get(field, "").strip()


@dataclass(frozen=True, slots=True)
class CodingFile:
    """A coding file read to its end.

    Attributes:
        name: the file's own name.
        layout: how it was read.
        fields: those that it has a column for.
        rows: those that say something.
        mark: the decimal mark of its amounts.
        lines: its lines by class: header, title, blank, cut_off, row.
        total_lines: how many records it has.
        warnings: what the user should know.
        cut_off: lines with fewer cells than the header has names.
        headers: its own names of the columns by field.
    """

    name: str
    layout: CodingLayout
    fields: frozenset[str]
    rows: tuple[CodingRow, ...]
    mark: str
    lines: dict[str, int]
    total_lines: int
    warnings: tuple[str, ...]
    cut_off: tuple[int, ...]
    headers: Mapping[str, str]

    def header_of(self, field: str) -> str:
        """The file's own name of the column of a field."""
        return self.headers.get(field) or self.layout.header_of(field)


def read_codings(path: Path, layout: CodingLayout, wishes: Wishes = NONE) -> CodingFile:
    """Read a coding file.

    Raises:
        FileRefused: it cannot be read, names no items, or its amounts have two readings.
    """
    raw, source = open_source(path, coding_names(), wishes)
    with readable(raw):
        reading = _Reading(raw.name, source, layout)
        for batch in source.batches():
            reading.take(batch)
        raw.unchanged()
    return reading.result()


class _Reading:
    def __init__(self, name: str, source: Source, layout: CodingLayout) -> None:
        self._name, self._source, self._layout = name, source, layout
        self._records: PlacedRecords | None = None
        self._places: dict[str, int] = {}
        self._headers: dict[str, str] = {}
        self._rows: list[CodingRow] = []
        self._counts: Counter[str] = Counter()

    def take(self, batch: Batch) -> None:
        """Take in the records of one batch."""
        if self._records is None:
            batch, self._records = self._header(batch)
        self._rows += [CodingRow(line, cells) for line, cells in self._records.of(batch)]

    def _header(self, batch: Batch) -> tuple[Batch, PlacedRecords]:
        found = find_header(batch.rows[:HEAD_RECORDS], coding_names())
        if found is None:
            raise FileRefused(
                f"{self._name} has no row of column names that can be recognised: name them in line 1."
            )
        names = label_headers([clean_text(cell) for cell in batch.rows[found.at]])
        self._places = self._layout.place(names)
        self._headers = {field: names[at] for field, at in self._places.items()}
        self._check_key(names)
        self._counts["title"] += found.at
        self._counts["header"] += 1
        return batch.after(found.at + 1), PlacedRecords(self._source, self._places)

    def _check_key(self, names: Sequence[str]) -> None:
        if self._places.keys() & {"document_no", "item"}:
            return
        needed = f"{self._layout.header_of('document_no')} or {self._layout.header_of('item')}"
        shown = ", ".join(quoted(name) for name in names[:20] if name)
        raise FileRefused(
            f"{self._name} does not say which items it is about: it has no column {needed}. "
            f"Columns found: {shown}. Export it again with that column."
        )

    def result(self) -> CodingFile:
        """The file."""
        records = self._records
        if records is None:
            raise FileRefused(
                f"{self._name} has no row of column names that can be recognised: name them in line 1."
            )
        self._counts += records.counts
        return CodingFile(
            name=self._name,
            layout=self._layout,
            fields=frozenset(self._places),
            rows=tuple(map(self._plain, self._rows)),
            mark=self._mark(),
            lines={name: count for name, count in self._counts.items() if count},
            total_lines=sum(self._counts.values()),
            warnings=tuple(self._source.warnings),
            cut_off=tuple(records.cut_off),
            headers=self._headers,
        )

    def _plain(self, row: CodingRow) -> CodingRow:
        """The row with what people wrote as they wrote it."""
        if row.get("texts").casefold() == EXACT:
            return row
        freed = {field: unguarded(row.cells[field]) for field in TEXTS if field in row.cells}
        return CodingRow(row.line, {**row.cells, **freed})

    def _mark(self) -> str:
        """The decimal mark of the amounts."""
        evidence = {
            self._headers[field]: self._evidence(field) for field in AMOUNTS if field in self._places
        }
        return decide_marks(self._name, evidence)[0]

    def _evidence(self, field: str) -> MarkEvidence:
        """What a column shows.

        A currency that has no hundredths tells more than a cell alone: 1.204 in dinars, and 1,204 in
        yen, are written out in full under one mark only.
        """
        found, plain = MarkEvidence(), []
        for row in self._rows:
            cell, digits = row.get(field), exponent(row.get("currency").upper())
            marks = [mark for mark in ".," if digits != 2 and _is_full(cell, mark, digits)]
            if len(marks) == 1:
                found.shown.setdefault(marks[0], cell)
            else:
                plain.append(cell)
        if plain:
            found.look(plain)
        return found


def _is_full(cell: str, mark: str, digits: int) -> bool:
    """Whether a cell has all decimals of its currency, and no more, under a decimal mark."""
    value = parse_amount(cell, mark).value
    return value is not None and -int(value.as_tuple().exponent) == digits
