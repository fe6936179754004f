"""Which entries an export covers, and what was done in them, row by row."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from arcollect_tui.data.exports.cells import Cell, Money
from arcollect_tui.data.queries import customers as customer_queries
from arcollect_tui.data.queries import record, undoing
from arcollect_tui.data.queries.record import EntryRow
from arcollect_tui.data.store import Connection
from arcollect_tui.rules.minutes import from_minutes
from arcollect_tui.rules.outcomes import INBOUND
from arcollect_tui.services.history import history, void_key
from arcollect_tui.services.office import Office
from arcollect_tui.services.outcomes_then import OutcomesThen
from arcollect_tui.services.sentences import TextContext, entry_text

Row = tuple[Cell, ...]
Rows = tuple[tuple[str, ...], Iterator[Row]]

ACTIVITY = (
    "entry", "date", "at", "collector", "kind", "ledger", "customer_no", "name", "outcome", "result",
    "contact", "phone", "why", "promise_amount", "promise_currency", "promise_on", "next_action_on",
    "next_action_at", "items", "note", "text",
)  # fmt: skip
ACTIVITY_MORE = ("company", "direction")
"""What layouts know of a deed besides the columns of ours."""

SHOWN_KINDS = ("call", "note", "follow_up", "contact", "coding", "root_cause", "settle")


@dataclass(frozen=True, slots=True)
class Span:
    """Which entries an export covers.

    Attributes:
        desk: of this desk only; of every desk when None.
        first_day: from this local day on, an ordinal.
        only: by desk the ranges of the entries; all of them when None.
    """

    desk: bytes | None = None
    first_day: int | None = None
    only: Mapping[bytes, Sequence[tuple[int, int]]] | None = None

    def covers(self, row: EntryRow) -> bool:
        """Whether an entry is in the span."""
        if self.desk is not None and row.desk != self.desk:
            return False
        if self.first_day is not None and row.local_day < self.first_day:
            return False
        if self.only is None:
            return True
        return any(first <= row.seq <= last for first, last in self.only.get(row.desk, ()))


def activity(office: Office, span: Span, text: str = "") -> Rows:
    """What was done, oldest first, one row an entry and customer.

    Deeds that were taken back inside the span are left out; the undo of a deed outside it is a row.
    Of a filter of entries only those that it matches.
    """
    return ACTIVITY, iter([row[: len(ACTIVITY)] for row in activity_rows(office, span, text)])


def activity_rows(office: Office, span: Span, text: str = "") -> Iterator[Row]:
    """As `activity`, with the cells of `ACTIVITY_MORE` at the end of each row."""
    wanted = {row.entry for row in history(office, filter=text)} if text.strip() else None
    with office.store.reading() as connection:
        found = [row for row in reversed(record.entries(connection, desk=span.desk)) if span.covers(row)]
        then = OutcomesThen(connection)
        inside = {void_key(connection, row) for row in found}
        voided = record.voided_among(connection, sorted(inside))
        for row in found:
            if not row.readable or (wanted is not None and row.id not in wanted):
                continue
            if row.kind in SHOWN_KINDS and row.id not in voided:
                yield from _parts(office, connection, row, then)
            elif row.kind in ("undo", "redo"):
                targets = [target for target, _ in undoing.voids_of(connection, row.id)]
                if not inside.issuperset(targets) and not _of_exports(connection, targets):
                    yield from _parts(office, connection, row, then)


def _of_exports(connection: Connection, targets: list[bytes]) -> bool:
    """Whether entries that were undone are files handed out: that is no news for whom files go to."""
    return {row.kind for row in record.entries(connection, ids=targets)} == {"export"}


def _parts(office: Office, connection: Connection, row: EntryRow, then: OutcomesThen) -> Iterator[Row]:
    bodies = [json.loads(body) for body in record.bodies(connection, [row.id])[row.id] if body]
    targets = [
        bytes.fromhex(fact["target"]) for body in bodies for fact in body["facts"] if fact["is"] == "void"
    ]
    handles = record.handles(connection, targets)
    for body in bodies:
        coded = sum(1 for fact in body["facts"] if fact["is"] == "coding")
        context = TextContext(office.settings.fmt, {row.id: 1}, {row.id: coded}, handles, then.name)
        ledger, number = body.get("customer", ["", ""])
        named = customer_queries.by_number(connection, number, ledger) if number else []
        yield (
            *_head(row),
            ledger,
            number,
            named[0][3] if named else "",
            *_said(body["facts"], partial(then.name, row.id)),
            entry_text(row.kind, row.id, [body], context),
            *_more(body["facts"]),
        )


def _head(row: EntryRow) -> Row:
    at = datetime.fromtimestamp(row.at / 1_000_000, UTC).isoformat(timespec="seconds")
    return (
        f"{row.desk_number or 0}-{row.seq}",
        date.fromordinal(row.local_day),
        at,
        row.collector,
        row.kind,
    )


def _said(facts: Iterable[dict[str, Any]], named: Callable[[str], str]) -> Row:
    """The cells of what was said; `named` tells what an outcome was called when it was logged."""
    first: dict[str, dict[str, Any]] = {}
    items = []
    for fact in facts:
        first.setdefault(fact["is"], fact)
        if fact["is"] in ("about_item", "coding"):
            items.append(fact["document_no"])
    call, promise = first.get("call", {}), first.get("promise")
    follow_up = first.get("follow_up", {})
    day, clock = follow_up.get("day"), from_minutes(follow_up.get("time"))
    outcome = call.get("outcome", "")
    note = call.get("note") or first.get("note", {}).get("text") or first.get("coding", {}).get("note", "")
    return (
        outcome,
        named(outcome) if outcome else "",
        call.get("contact", ""),
        call.get("phone", ""),
        call.get("why", ""),
        Money(promise["amount"], promise["currency"]) if promise else None,
        promise["currency"] if promise else "",
        date.fromordinal(promise["due_on"]) if promise else None,
        None if day is None else date.fromordinal(day),
        "" if clock is None else f"{clock:%H:%M}",
        " ".join(dict.fromkeys(items)),
        note,
    )


def _more(facts: Iterable[dict[str, Any]]) -> Row:
    """The company of the first item that is named, and who called whom."""
    company, direction = "", ""
    for fact in facts:
        if not company and fact["is"] in ("about_item", "coding"):
            company = fact["item"].split("/")[1]
        if fact["is"] == "call":
            direction = "in" if fact["outcome"] == INBOUND else "out"
    return company, direction
