"""Rows of the worklist and of the promises that came back: the next action, and notes."""

from datetime import date, time

from arcollect_tui.data.doors import cleaned_text
from arcollect_tui.data.exports.read import EditedRow
from arcollect_tui.data.imports.amounts import parse_amount
from arcollect_tui.data.store import Connection
from arcollect_tui.errors import UsageError
from arcollect_tui.rules.dates import parse_day, parse_time
from arcollect_tui.rules.edit_marks import mark_of
from arcollect_tui.rules.formats import short_day
from arcollect_tui.rules.money import exponent
from arcollect_tui.rules.text import quoted
from arcollect_tui.services.edited_rows import (
    ALREADY,
    MEANWHILE,
    NOT_HERE,
    UNKNOWN,
    UNREADABLE,
    UNTOUCHED,
    Change,
    Held,
    NextAction,
    customer_of,
    joined,
    new_note,
    version_of,
)
from arcollect_tui.services.export_lists import PROMISE_PREFIX, clock_text, next_values, promise_values
from arcollect_tui.services.office import Office
from arcollect_tui.services.promises import PromiseRow, promises_in
from arcollect_tui.services.worklist import rows_in

MOST_WORDS = 40


def worklist_change(office: Office, connection: Connection, row: EditedRow) -> Change | str:
    """What a row of the worklist would change.

    Raises:
        Held: nothing comes of it.
    """
    customer = customer_of(connection, row)
    version = version_of(row)
    found = rows_in(connection, office, [customer.id], 1)
    if not found:
        raise Held(UNKNOWN, "customer_no", "the account has no open item: it is on no list")
    now = found[0]
    day, at = _day(office, row), _time(row)
    said, typed = [customer.ledger, customer.number], cleaned_text(row.get("note"))
    values = [*said, "" if day is None else day.isoformat(), clock_text(at)]
    note = new_note(connection, customer, typed)
    moved = mark_of(values) != version and values != next_values(now)
    if moved and mark_of(next_values(now)) != version:
        is_now = _when(now.next_action_on, now.next_action_at)
        raise Held(MEANWHILE, "next_action_on", f"changed here meanwhile: it is {is_now} now")
    if moved and day is not None and day < office.today:
        raise Held(UNREADABLE, "next_action_on", f"{day.isoformat()} is past: give today or a later day")
    if not moved and not note:
        return ALREADY if typed or mark_of(values) != version else UNTOUCHED
    before, after = _when(now.next_action_on, now.next_action_at), _when(day, at)
    return Change(
        line=row.line,
        customer=customer,
        words=joined([f"next action {before}, then {after}" if moved else "", _note_words(note)]),
        next_action=NextAction(day, at) if moved else None,
        note=note,
    )


def _note_words(note: str) -> str:
    return f"note: {quoted(note, MOST_WORDS)}" if note else ""


def _when(day: date | None, at: time | None) -> str:
    return "none" if day is None else " ".join(filter(None, (short_day(day), clock_text(at))))


def _day(office: Office, row: EditedRow) -> date | None:
    text, settings = row.get("next_action_on"), office.settings
    if not text:
        return None
    try:
        return parse_day(text, office.today, settings.fmt, settings.calendar, past=True)
    except UsageError as error:
        raise Held(UNREADABLE, "next_action_on", error.sentence) from None


def _time(row: EditedRow) -> time | None:
    text = row.get("next_action_at")
    try:
        # A spreadsheet adds seconds.
        return parse_time(text.removesuffix(":00") if text.count(":") == 2 else text)
    except UsageError as error:
        raise Held(UNREADABLE, "next_action_at", error.sentence) from None


class PromiseNotes:
    """Reads rows of the promises; a note is what may be added to them."""

    def __init__(self, connection: Connection) -> None:
        self._known = {f"{PROMISE_PREFIX}{row.entry.hex()}": row for row in promises_in(connection)}

    def change(self, office: Office, connection: Connection, row: EditedRow) -> Change | str:
        """What a row would change.

        Raises:
            Held: nothing comes of it.
        """
        customer = customer_of(connection, row)
        version = version_of(row)
        promise = self._known.get(row.get("promise"))
        if promise is None or promise.customer_id != customer.id:
            raise Held(UNKNOWN, "promise", "there is no such promise here, or it no longer counts")
        if mark_of(promise_values(promise)) != version:
            raise Held(MEANWHILE, "promise", "the promise is not the one that was exported")
        _is_as_said(office, promise, row)
        typed = cleaned_text(row.get("note"))
        note = new_note(connection, customer, typed)
        if not note:
            return ALREADY if typed else UNTOUCHED
        return Change(row.line, customer, _note_words(note), note=note)


def _is_as_said(office: Office, promise: PromiseRow, row: EditedRow) -> None:
    """Refuse to change what a customer said.

    Raises:
        Held: the row has another day or amount.
    """
    settings = office.settings
    cure = "a promise is what was said then: log what is said now"
    try:
        same_day = parse_day(row.get("due_on"), office.today, settings.fmt, settings.calendar, past=True)
    except UsageError as error:
        raise Held(UNREADABLE, "due_on", error.sentence) from None
    if same_day != promise.due_on:
        raise Held(NOT_HERE, "due_on", cure)
    readings = {parse_amount(row.exact("amount"), mark).value for mark in ".,"}
    amounts = {int(value.scaleb(exponent(promise.currency))) for value in readings if value is not None}
    if promise.amount not in amounts:
        raise Held(NOT_HERE, "amount", cure)
