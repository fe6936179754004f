"""What an export can look like: layouts of ours, of coding files, and of other programs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from arcollect_tui.data.codings.layouts import coding_layout
from arcollect_tui.data.exports.cards import CARD_FORMATS, escaped, write_cards
from arcollect_tui.data.exports.cells import Cell
from arcollect_tui.data.exports.layouts import FORMATS, ExportLayout, export_layouts
from arcollect_tui.data.exports.write import check_target, write_rows
from arcollect_tui.errors import UsageError
from arcollect_tui.services import export_lists, export_rows
from arcollect_tui.services.coding_columns import coding_fields, coding_rows
from arcollect_tui.services.complaints import check_complaints, complaints, write_complaints
from arcollect_tui.services.export_rows import Rows, Span
from arcollect_tui.services.office import Office

PEOPLE, MACHINE = "people", "machine"
LAYOUTS: Final = (PEOPLE, MACHINE)
"""Layouts that every export has."""
_FOR_MACHINES: Final = f"-{MACHINE}"
SAP: Final = "sap"
OF_CODING: Final = {PEOPLE: "coding", MACHINE: "coding", SAP: SAP, f"{SAP}{_FOR_MACHINES}": SAP}
"""Layouts of the coding export, with the layout of coding files that gives their columns."""
CODING, COMPLAINTS, ACTIVITY, PROMISES = "coding", "complaints", "activity", "promises"

_LISTS: dict[str, Callable[[Office, str], Rows]] = {
    "worklist": export_lists.worklist,
    "items": export_lists.items,
    "contacts": export_lists.contacts,
    "customers": export_lists.customers,
    "calendar": export_lists.calendar,
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
            UsageError: the suffix names no format.
            Refused: its folder is not there.
        """
        if self.what == COMPLAINTS and self.layout is None:
            check_complaints(out)
        else:
            check_target(out, self.layout.formats if self.layout else FORMATS)

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


_MORE = {
    ACTIVITY: (*export_rows.ACTIVITY, *export_rows.ACTIVITY_MORE),
    "contacts": (*export_lists.CONTACTS, *export_lists.CONTACTS_MORE),
    "calendar": (*export_lists.CALENDAR, *export_lists.CALENDAR_MORE),
}


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
        rows = export_lists.calendar_rows(office, text)
    else:
        headers, rows = _own_rows(office, what, span, text)
        yield from (dict(zip(headers, row, strict=True)) for row in rows)
        return
    yield from (dict(zip(_MORE[what], row, strict=True)) for row in rows)


def layouts_of(what: str) -> tuple[str, ...]:
    """The names of the layouts that an export has."""
    own = tuple(OF_CODING) if what == CODING else LAYOUTS
    return (*own, *(name for name, layout in _named().items() if layout.what == what))


def _named() -> dict[str, ExportLayout]:
    """The layouts of other programs by the names that `--layout` takes: tables also byte for byte."""
    found = {}
    for layout in export_layouts().values():
        found[layout.name] = layout
        if not layout.suffix:
            found[f"{layout.name}{_FOR_MACHINES}"] = layout
    return found


def formats_of(what: str) -> tuple[str, ...]:
    """The endings that files of an export may have without a layout being named."""
    own = (layout.suffix for layout in export_layouts().values() if layout.what == what and layout.suffix)
    return (*FORMATS, *own)


def form_of(what: str, name: str | None, suffix: str) -> Form:
    """The form of an export in a layout; without one, what the ending of the file asks for.

    Raises:
        UsageError: there is no such export, or it has no such layout.
    """
    if what not in EXPORTS:
        raise UsageError(f"There is no export {what}. Exports are {', '.join((*EXPORTS, 'entries'))}.")
    known = layouts_of(what)
    named = _named()
    if name is None:
        fitting = (one for one in known if one in named and named[one].suffix == suffix.lower() != "")
        name = next(fitting, PEOPLE)
    if name not in known:
        raise UsageError(f"There is no export layout {name} of {what}. Layouts are {', '.join(known)}.")
    return Form(what, name, name == MACHINE or name.endswith(_FOR_MACHINES), named.get(name))
