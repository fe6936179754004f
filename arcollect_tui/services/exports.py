"""Handing work back as a file: activity, coding, and what the lists show."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from arcollect_tui.data.codings.layouts import coding_layout
from arcollect_tui.data.exports.cells import Cell
from arcollect_tui.data.exports.write import check_target, write_rows
from arcollect_tui.data.journal import Deed, Part
from arcollect_tui.data.queries import record
from arcollect_tui.data.standing import Aspect
from arcollect_tui.errors import Refused, UsageError
from arcollect_tui.services import export_rows
from arcollect_tui.services.coding_columns import coding_rows
from arcollect_tui.services.complaints import check_complaints, write_complaints
from arcollect_tui.services.export_rows import Span
from arcollect_tui.services.office import Office

PEOPLE, MACHINE = "people", "machine"
SAP, SAP_MACHINE = "sap", "sap-machine"
LAYOUTS = (PEOPLE, MACHINE)
OF_CODING = {PEOPLE: "coding", MACHINE: "coding", SAP: "sap", SAP_MACHINE: "sap"}
"""Layouts of the coding export, with the layout of coding files that gives their columns."""
EXACT = (MACHINE, SAP_MACHINE)
EXPORTS = ("activity", "coding", "complaints", "promises", "worklist", "items", "contacts", "customers")
ENTRIES = "entries"
"""What was done, as another arcollect takes it in; see `exchange.py`."""
OF_ENTRIES = ("activity", "coding", "complaints", "promises")
"""Exports made of entries, for which `--since` means something."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A written export."""

    path: Path
    rows: int
    sentence: str


def export(
    office: Office,
    what: str,
    out: Path,
    *,
    since: str | date = "all",
    layout: str | None = None,
    all_desks: bool = False,
    filter: str = "",  # noqa: A002
) -> Exported:
    """Write an export.

    Args:
        office: the office.
        what: one of `EXPORTS`, or `ENTRIES`.
        out: the file; its suffix names the format.
        since: `all`, `last` (what no earlier export with `last` carried), or the first local day.
        layout: `people` (safe to open in a spreadsheet) or `machine` (byte-exact), people when None;
            of coding also `sap` and `sap-machine`, the same two in the attribute names of SAP Dispute
            Management; of entries `full` (with the lines of the imports) or `facts`, full when None.
        all_desks: entries of every desk, not only of this one.
        filter: narrows the lists.

    Raises:
        UsageError: an unknown export, layout, format or filter.
        Refused: the file cannot be written.
    """
    if what == ENTRIES:
        if filter:
            raise UsageError("--filter belongs to lists; entries takes --since.")
        from arcollect_tui.services.exchange import export_entries

        return export_entries(office, out, since, layout)
    kind = layout or PEOPLE
    _check(office, what, kind, since, filter)
    out = out.expanduser()
    if what == "complaints":
        check_complaints(out)
    else:
        check_target(out)
    span = _span(office, what, kind, since, all_desks=all_desks)
    if what == "complaints":
        count = write_complaints(office, span, out, exact=kind in EXACT)
    else:
        headers, rows = _rows(office, what, span, filter, (kind, out.suffix.lower()))
        count = write_rows(out, headers, rows, exact=kind in EXACT)
    if since == "last":
        _note_sent(office, what, kind, span, count, out.name)
    unit = "row" if count == 1 else "rows"
    return Exported(out, count, f"Exported {what}: {count} {unit} to {out}.")


def _check(office: Office, what: str, kind: str, since: str | date, text: str) -> None:
    """Whether the export is one of ours, in a layout it has, with options that mean something.

    Raises:
        UsageError: it is not.
        Refused: it would note what was sent, in a store that is open for reading.
    """
    if what not in EXPORTS:
        raise UsageError(f"There is no export {what}. Exports are {', '.join((*EXPORTS, ENTRIES))}.")
    layouts = tuple(OF_CODING) if what == "coding" else LAYOUTS
    if kind not in layouts:
        of = f" of {what}" if kind in OF_CODING else ""
        raise UsageError(f"There is no export layout {kind}{of}. Layouts are {', '.join(layouts)}.")
    if what not in OF_ENTRIES and since != "all":
        raise UsageError(f"--since belongs to {', '.join(OF_ENTRIES)}; {what} is always complete.")
    if text and what in OF_ENTRIES:
        raise UsageError(f"--filter belongs to {', '.join(_OF_LISTS)}; {what} takes --since.")
    if since == "last" and office.read_only:
        raise Refused("--since last notes what was sent, and this store is open for reading only.")


def _span(office: Office, what: str, layout: str, since: str | date, *, all_desks: bool) -> Span:
    desk = None if all_desks else office.desk
    if isinstance(since, date):
        return Span(desk, first_day=since.toordinal())
    if since == "all":
        return Span(desk)
    if since != "last":
        raise UsageError(f"--since takes last, all or a date, not {since}.")
    if all_desks:
        raise UsageError("--since last covers this desk's entries; leave --all-desks out.")
    with office.store.reading() as connection:
        after = record.sent_upto(connection, what, layout, office.desk).get(office.desk, 0)
        upto = record.last_seq(connection, office.desk)
    return Span(desk, after=after, upto=upto)


def _note_sent(office: Office, what: str, layout: str, span: Span, rows: int, name: str) -> None:
    """What was sent is a fact; it is noted after the file has its name, so a crash sends again."""
    if not rows or span.upto is None:
        return
    fact = {
        "is": "sent",
        "what": what,
        "layout": layout,
        "desk": office.desk.hex(),
        "upto": span.upto,
        "rows": rows,
        "file": name,
    }
    with office.deed() as connection:
        office.record(connection, Deed("export", [Part(None, None, [fact])], office.token()), [], Aspect(0))


Rows = tuple[tuple[str, ...], Iterator[tuple[Cell, ...]]]


_OF_LISTS: dict[str, Callable[[Office, str], Rows]] = {
    "worklist": export_rows.worklist,
    "items": export_rows.items,
    "contacts": export_rows.contacts,
    "customers": export_rows.customers,
}


def _rows(office: Office, what: str, span: Span, text: str, form: tuple[str, str]) -> Rows:
    """The rows of an export; `form` is its layout and the suffix of its file."""
    if what in _OF_LISTS:
        return _OF_LISTS[what](office, text)
    if what != "coding":
        return {"activity": export_rows.activity, "promises": export_rows.promises}[what](office, span)
    kind, suffix = form
    guarded = suffix == ".csv" and kind not in EXACT
    return coding_rows(office, span, coding_layout(OF_CODING[kind]), guarded=guarded)
