"""The rows of the calendar: next actions, agreed calls and promised days."""

from collections.abc import Iterator

from arcollect_tui.data.exports.cells import Cell, Money
from arcollect_tui.services.export_lists import clock_text
from arcollect_tui.services.export_rows import Row, Rows
from arcollect_tui.services.office import Office
from arcollect_tui.services.promises import PromiseRow, promise_rows
from arcollect_tui.services.worklist import WorklistRow, WorklistView, worklist_ids, worklist_rows

CALENDAR = (
    "kind", "day", "time", "ledger", "customer_no", "name", "contact", "amount", "currency", "text",
)  # fmt: skip
CALENDAR_MORE = ("uid", "stamp", "start", "length", "shown")
"""What layouts know of an event besides the columns of ours."""
FOLLOW_UP, CALL_BACK, PROMISE_DUE = "follow up", "call back", "promise due"


def calendar(office: Office, text: str) -> Rows:
    """What is next on the accounts of a filter, and the open promises, by day."""
    return CALENDAR, iter([row[: len(CALENDAR)] for row in calendar_rows(office, text)])


def calendar_rows(office: Office, text: str) -> Iterator[Row]:
    """As `calendar`, with the cells of `CALENDAR_MORE` at the end of each row."""
    view = WorklistView(text, everyone=True)
    stamp = f"{office.today:%Y%m%d}T000000Z"
    found = [_next_action(row, stamp) for row in worklist_rows(office, view) if row.next_action_on]
    wanted = set(worklist_ids(office, view)) if text else None
    found += [
        _promise_due(row, stamp)
        for row in promise_rows(office, filter="open")
        if wanted is None or row.customer_id in wanted
    ]
    yield from sorted(found, key=lambda row: tuple(map(str, row[1:5])))


def _next_action(row: WorklistRow, stamp: str) -> Row:
    day, at = row.next_action_on, row.next_action_at
    start: Cell = day if at is None or day is None else f"{day:%Y%m%d}T{at:%H%M%S}"
    said = "; ".join(points.text for points in row.reasons)
    return (
        FOLLOW_UP if at is None else CALL_BACK,
        day,
        clock_text(at),
        row.ledger,
        row.number,
        row.name,
        "",
        None,
        "",
        said,
        f"{row.customer_id:016x}-next@arcollect",
        stamp,
        start,
        "" if at is None else "PT15M",
        "TRANSPARENT" if at is None else "OPAQUE",
    )


def _promise_due(row: PromiseRow, stamp: str) -> Row:
    return (
        PROMISE_DUE,
        row.due_on,
        "",
        row.ledger,
        row.customer_no,
        row.name,
        row.contact,
        Money(row.amount, row.currency),
        row.currency,
        f"promised on {row.made_on.isoformat()}",
        f"{row.entry.hex()}-promise@arcollect",
        stamp,
        row.due_on,
        "",
        "TRANSPARENT",
    )
