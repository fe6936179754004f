"""Exported lists that come back from a spreadsheet, as rows of cells by column."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from arcollect_tui.data.exports.cells import unguarded
from arcollect_tui.data.imports.headers import find_header, fold, fold_headers
from arcollect_tui.data.imports.opening import open_source, readable
from arcollect_tui.data.imports.placed import PlacedRecords
from arcollect_tui.data.imports.source import HEAD_RECORDS, Batch, Source
from arcollect_tui.errors import FileRefused

CONTACTS, WORKLIST, PROMISES = "contacts", "worklist", "promises"
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    CONTACTS: (
        *("ledger", "customer_no", "contact_name", "role", "phone", "email", "language", "country"),
        *("preferred", "retired", "time_zone", "contact", "version"),
    ),
    WORKLIST: ("ledger", "customer_no", "next_action_on", "next_action_at", "note", "version"),
    PROMISES: ("ledger", "customer_no", "amount", "currency", "due_on", "note", "promise", "version"),
}
"""Columns that are read, of each list that may come back; the others are for people."""
NEEDED: Final[Mapping[str, frozenset[str]]] = {
    CONTACTS: frozenset({"customer_no", "contact_name", "contact", "version"}),
    PROMISES: frozenset({"customer_no", "due_on", "promise", "version"}),
    WORKLIST: frozenset({"customer_no", "next_action_on", "note", "version"}),
}
"""Columns by which a list is known, and without which it cannot be read."""
NAMES: Final = frozenset(fold(name) for names in COLUMNS.values() for name in names)


@dataclass(frozen=True, slots=True)
class EditedRow:
    """A row that came back: its line in the file, and its cells by column as they stand."""

    line: int
    cells: Mapping[str, str]

    def get(self, name: str) -> str:
        """A cell without the apostrophe that kept it from being a formula, and without blanks around."""
        return unguarded(self.cells.get(name, "").strip()).strip()

    def exact(self, name: str) -> str:
        """A cell as a byte-exact file has it."""
        return self.cells.get(name, "").strip()


@dataclass(frozen=True, slots=True)
class EditedFile:
    """A list that came back, read to its end.

    Attributes:
        name: the file's own name.
        what: the export it was.
        rows: those that say something.
        lines: its lines by class: header, title, blank, cut_off, row.
        cut_off: lines with fewer cells than the header has names.
        warnings: what the user should know.
    """

    name: str
    what: str
    rows: tuple[EditedRow, ...]
    lines: dict[str, int]
    cut_off: tuple[int, ...]
    warnings: tuple[str, ...]


def list_of(headers: list[str]) -> str | None:
    """Which exported list a row of names is the header of; None when it is of none."""
    found = set(fold_headers(headers))
    return next((what for what, needed in NEEDED.items() if {fold(name) for name in needed} <= found), None)


def read_edited(path: Path) -> EditedFile:
    """Read a list that came back.

    Raises:
        FileRefused: it cannot be read, or is no such list.
    """
    raw, source = open_source(path, NAMES)
    with readable(raw):
        reading = _Reading(raw.name, source)
        for batch in source.batches():
            reading.take(batch)
        raw.unchanged()
    return reading.result()


class _Reading:
    def __init__(self, name: str, source: Source) -> None:
        self._name, self._source = name, source
        self._what = ""
        self._records: PlacedRecords | None = None
        self._rows: list[EditedRow] = []
        self._counts: Counter[str] = Counter()

    def take(self, batch: Batch) -> None:
        """Take in the records of one batch."""
        if self._records is None:
            batch, self._records = self._header(batch)
        self._rows += [EditedRow(line, cells) for line, cells in self._records.of(batch)]

    def _header(self, batch: Batch) -> tuple[Batch, PlacedRecords]:
        found = find_header(batch.rows[:HEAD_RECORDS], NAMES)
        headers = [] if found is None else batch.rows[found.at]
        what = list_of(headers)
        if found is None or what is None:
            raise FileRefused(f"{self._name} is no list that was exported for editing: it has no version.")
        folded = fold_headers(headers)
        self._what = what
        places = {name: folded.index(fold(name)) for name in COLUMNS[what] if fold(name) in folded}
        self._counts["title"] += found.at
        self._counts["header"] += 1
        return batch.after(found.at + 1), PlacedRecords(self._source, places)

    def result(self) -> EditedFile:
        """The file."""
        records = self._records
        if records is None:
            raise FileRefused(f"{self._name} is empty. Export the list anew.")
        self._counts += records.counts
        return EditedFile(
            name=self._name,
            what=self._what,
            rows=tuple(self._rows),
            lines={name: count for name, count in self._counts.items() if count},
            cut_off=tuple(records.cut_off),
            warnings=tuple(self._source.warnings),
        )
