"""What an export looks like: its rows in a layout of ours, of coding files, or of another program."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from arcollect_tui.data.codings.layouts import coding_layout
from arcollect_tui.data.exports.cards import CARD_FORMATS, escaped, write_cards
from arcollect_tui.data.exports.cells import Cell
from arcollect_tui.data.exports.layouts import CSV, EXACT, FORMATS, ExportLayout, ending_of
from arcollect_tui.data.exports.write import check_target, write_rows
from arcollect_tui.errors import UsageError
from arcollect_tui.services import export_calendar, export_lists, export_rows
from arcollect_tui.services.coding_columns import CODING_FIELDS, coding_fields, coding_rows
from arcollect_tui.services.complaints import check_complaints, complaints, write_complaints
from arcollect_tui.services.export_rows import Rows, Span
from arcollect_tui.services.office import Office

PEOPLE, MACHINE = "people", "machine"
LAYOUTS: Final = (PEOPLE, MACHINE)
"""Layouts that every export has."""
FOR_MACHINES: Final = f"-{MACHINE}"
SAP: Final = "sap"
OF_CODING: Final = {PEOPLE: "coding", MACHINE: "coding", SAP: SAP, f"{SAP}{FOR_MACHINES}": SAP}
"""Layouts of the coding export, with the layout of coding files that gives their columns."""
CODING, COMPLAINTS, ACTIVITY, PROMISES = "coding", "complaints", "activity", "promises"

_LISTS: dict[str, Callable[[Office, str], Rows]] = {
    "worklist": export_lists.worklist,
    "items": export_lists.items,
    "contacts": export_lists.contacts,
    "customers": export_lists.customers,
    "calendar": export_calendar.calendar,
    "history": export_lists.history,
}
OF_ENTRIES: Final = (ACTIVITY, CODING, COMPLAINTS, PROMISES)
"""Exports made of entries, for which `--since` means something."""
EXPORTS: Final = (*OF_ENTRIES, *_LISTS)
FILTERED: Final = (ACTIVITY, PROMISES, *_LISTS)
"""Exports that take a filter."""


@dataclass(frozen=True, slots=True)
class Form:
    """What an export looks like.

    Attributes:
        what: the export.
        name: of its layout, under which is noted what was sent.
        exact: CSV byte for byte, not made safe for spreadsheets.
        layout: of another program; None for ours.
    """

    what: str
    name: str
    exact: bool
    layout: ExportLayout | None

    def check(self, out: Path) -> None:
        """Refuse a target that cannot become such a file.

        Raises:
            UsageError: the suffix names no format, or the name does not tell a file for programs from one
                for people.
            Refused: its folder is not there.
        """
        if self.what == COMPLAINTS and self.layout is None:
            check_complaints(out)
        else:
            check_target(out, self.layout.formats if self.layout else FORMATS)
        if out.suffix.lower() == CSV:
            self._check_told(out)

    def _check_told(self, out: Path) -> None:
        """See that the name of a CSV says whether a spreadsheet may open it."""
        told, stem = ending_of(out.name) == EXACT, out.name[: -len(out.suffix)]
        if self.exact and not told:
            raise UsageError(
                f"{out.name} would be exact to the byte, and a spreadsheet may run what stands in it. "
                f"Say so in its name: {stem}{EXACT}."
            )
        if told and not self.exact:
            twin = MACHINE if self.name == PEOPLE else f"{self.name}{FOR_MACHINES}"
            plain = f"{out.name[: -len(EXACT)]}{CSV}"
            raise UsageError(
                f"{out.name} is named as a file for programs, and layout {self.name} is for people. "
                f"Take layout {twin}, or name it {plain}."
            )

    def write(self, office: Office, span: Span, text: str, out: Path, *, empty: bool = True) -> int:
        """Write the file; returns how many rows it has.

        Args:
            office: the office.
            span: which entries.
            text: a filter.
            out: the file.
            empty: write it also when it has no rows; else what is there under its name stays.

        Raises:
            Refused: it cannot be written.
        """
        if self.what == COMPLAINTS:
            rows = complaints(office, span)
            return write_complaints(rows, out, exact=self.exact) if rows or empty else 0
        headers, found = self._rows(office, span, text, out)
        laid_out = list(found)
        if not laid_out and not empty:
            return 0
        if out.suffix.lower() in CARD_FORMATS:
            return write_cards(out, headers, laid_out)
        return write_rows(out, headers, laid_out, exact=self.exact)

    def _rows(self, office: Office, span: Span, text: str, out: Path) -> Rows:
        if self.layout is not None:
            escape = escaped if self.layout.suffix in CARD_FORMATS else str
            return self.layout.headers, self.layout.rows(_fields(office, self.what, span, text), escape)
        if self.what == CODING:
            guarded = out.suffix.lower() == ".csv" and not self.exact
            return coding_rows(office, span, coding_layout(OF_CODING[self.name]), guarded=guarded)
        return _own_rows(office, self.what, span, text)


def _own_rows(office: Office, what: str, span: Span, text: str) -> Rows:
    if what == ACTIVITY:
        return export_rows.activity(office, span, text)
    return export_lists.promises(office, span, text) if what == PROMISES else _LISTS[what](office, text)


FIELDS: Final = {
    ACTIVITY: (*export_rows.ACTIVITY, *export_rows.ACTIVITY_MORE),
    CODING: CODING_FIELDS,
    PROMISES: export_lists.PROMISES,
    "worklist": export_lists.WORKLIST,
    "items": export_lists.ITEMS,
    "contacts": (*export_lists.CONTACTS, *export_lists.CONTACTS_MORE),
    "customers": export_lists.CUSTOMERS,
    "calendar": (*export_calendar.CALENDAR, *export_calendar.CALENDAR_MORE),
    "history": export_lists.HISTORY,
}
"""What layouts of other programs may be made of: the fields of each row."""


def _fields(office: Office, what: str, span: Span, text: str) -> Iterator[dict[str, Cell]]:
    """The fields of each row of an export, for the layouts of other programs."""
    if what == CODING:
        yield from coding_fields(office, span)
        return
    if what == ACTIVITY:
        rows = export_rows.activity_rows(office, span, text)
    elif what == "contacts":
        rows = export_lists.contact_rows(office, text)
    elif what == "calendar":
        rows = export_calendar.calendar_rows(office, text)
    else:
        headers, rows = _own_rows(office, what, span, text)
        yield from (dict(zip(headers, row, strict=True)) for row in rows)
        return
    yield from (dict(zip(FIELDS[what], row, strict=True)) for row in rows)
