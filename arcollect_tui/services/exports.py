"""Handing work back as a file: activity, coding, and what the lists show."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from arcollect_tui.data.exports.cells import Cell
from arcollect_tui.data.exports.write import check_target, write_rows
from arcollect_tui.data.journal import Deed, Part
from arcollect_tui.data.queries import record
from arcollect_tui.data.standing import Aspect
from arcollect_tui.errors import Refused, UsageError
from arcollect_tui.services import export_rows
from arcollect_tui.services.export_rows import Span
from arcollect_tui.services.office import Office

PEOPLE, MACHINE = "people", "machine"
LAYOUTS = (PEOPLE, MACHINE)
EXPORTS = ("activity", "coding", "promises", "worklist", "items", "contacts", "customers")
ENTRIES = "entries"
"""What was done, as another arcollect takes it in; see `exchange.py`."""
OF_ENTRIES = ("activity", "coding", "promises")
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
            of entries `full` (with the lines of the imports) or `facts`, full when None.
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
    if what not in EXPORTS:
        raise UsageError(f"There is no export {what}. Exports are {', '.join((*EXPORTS, ENTRIES))}.")
    if kind not in LAYOUTS:
        raise UsageError(f"There is no export layout {kind}. Layouts are {', '.join(LAYOUTS)}.")
    if what not in OF_ENTRIES and since != "all":
        raise UsageError(f"--since belongs to {', '.join(OF_ENTRIES)}; {what} is always complete.")
    if since == "last" and office.read_only:
        raise Refused("--since last notes what was sent, and this store is open for reading only.")
    out = out.expanduser()
    check_target(out)
    span = _span(office, what, kind, since, all_desks=all_desks)
    headers, rows = _rows(office, what, span, filter)
    count = write_rows(out, headers, rows, exact=kind == MACHINE)
    if since == "last":
        _note_sent(office, what, kind, span, count, out.name)
    unit = "row" if count == 1 else "rows"
    return Exported(out, count, f"Exported {what}: {count} {unit} to {out}.")


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


def _rows(office: Office, what: str, span: Span, text: str) -> Rows:
    of_entries: dict[str, Callable[[Office, Span], Rows]] = {
        "activity": export_rows.activity,
        "coding": export_rows.codings,
        "promises": export_rows.promises,
    }
    of_lists: dict[str, Callable[[Office, str], Rows]] = {
        "worklist": export_rows.worklist,
        "items": export_rows.items,
        "contacts": export_rows.contacts,
        "customers": export_rows.customers,
    }
    if what in of_entries:
        if text:
            raise UsageError(f"--filter belongs to {', '.join(of_lists)}; {what} takes --since.")
        return of_entries[what](office, span)
    return of_lists[what](office, text)
