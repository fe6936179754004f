"""What was in a file that was handed out: the entries that gave it rows, as they stand now."""

from collections.abc import Callable
from dataclasses import dataclass

from arcollect_tui.data.queries import record
from arcollect_tui.services.export_forms import ACTIVITY, CODING, COMPLAINTS, PROMISES
from arcollect_tui.services.export_rows import SHOWN_KINDS, Span
from arcollect_tui.services.history import HistoryRow, rows_in
from arcollect_tui.services.office import Office
from arcollect_tui.services.sent import Run, run_named

_UNDOING = ("undo", "redo")
_GIVES_ROWS: dict[str, Callable[[HistoryRow], bool]] = {
    ACTIVITY: lambda row: row.kind in (*SHOWN_KINDS, *_UNDOING),
    PROMISES: lambda row: "promise" in row.said,
    CODING: lambda row: "coding" in row.said,
    COMPLAINTS: lambda row: "coding" in row.said,
}
"""By export, the entries that its files have rows of; of others all."""


@dataclass(frozen=True, slots=True)
class SentEntries:
    """A run, and the entries that it carried, newest first; those undone since are among them."""

    run: Run
    rows: tuple[HistoryRow, ...]


def sent_entries(office: Office, handle: str) -> SentEntries:
    """What a run carried.

    Raises:
        Refused: there is no such entry.
        UsageError: it is no export.
    """
    run = run_named(office, handle)
    gives, span = _GIVES_ROWS.get(run.what), Span(only=run.only)
    with office.store.reading() as connection:
        found = [
            row
            for desk, ranges in run.only.items()
            for row in record.entries(connection, desk=desk, after=min(first for first, _ in ranges) - 1)
            if span.covers(row)
        ]
        rows = rows_in(connection, office, sorted(found, key=lambda row: row.id, reverse=True))
    return SentEntries(run, tuple(row for row in rows if gives is None or gives(row)))
