"""The rows of each export; the order of the columns is frozen."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from arcollect_tui.data.exports.cells import Cell, Money
from arcollect_tui.data.queries import customers as customer_queries
from arcollect_tui.data.queries import record
from arcollect_tui.data.queries.record import EntryRow
from arcollect_tui.services.contacts import contacts_of
from arcollect_tui.services.facts import from_minutes
from arcollect_tui.services.history import void_key
from arcollect_tui.services.items import ItemView, item_rows
from arcollect_tui.services.office import Office
from arcollect_tui.services.outcomes_then import OutcomesThen
from arcollect_tui.services.promises import promises_in
from arcollect_tui.services.sentences import TextContext, entry_text
from arcollect_tui.services.worklist import WorklistView, worklist_ids, worklist_rows

Row = tuple[Cell, ...]
Rows = tuple[tuple[str, ...], Iterator[Row]]

ACTIVITY = (
    "entry", "date", "at", "collector", "kind", "ledger", "customer_no", "name", "outcome", "result",
    "contact", "phone", "why", "promise_amount", "promise_currency", "promise_on", "next_action_on",
    "next_action_at", "items", "note", "text",
)  # fmt: skip
PROMISES = (
    "entry", "made_on", "ledger", "customer_no", "name", "amount", "currency", "due_on", "paid",
    "state", "contact", "items",
)  # fmt: skip
WORKLIST = (
    "rank", "ledger", "customer_no", "name", "collector", "currency", "balance", "overdue",
    "days_overdue", "score", "reasons", "next_action_on",
)  # fmt: skip
ITEMS = (
    "ledger", "company", "document_no", "line", "parent_no", "customer_no", "name", "type",
    "document_date", "due_date", "currency", "amount", "open_amount", "days_overdue", "state", "coding",
    "reason", "disputed_amount", "short_amount", "reference", "po", "text", "terms", "collector",
    "sales_rep",
)  # fmt: skip
CONTACTS = (
    "ledger", "customer_no", "customer_name", "contact_name", "role", "phone", "email", "language",
    "country", "preferred", "retired", "time_zone",
)  # fmt: skip
CUSTOMERS = (
    "ledger", "customer_no", "customer_name", "contact_name", "phone", "email", "country", "collector",
    "credit_limit", "limit_currency",
)  # fmt: skip

SHOWN_KINDS = ("call", "note", "follow_up", "contact", "coding", "root_cause", "settle")


@dataclass(frozen=True, slots=True)
class Span:
    """Which entries an export covers.

    Attributes:
        desk: of this desk only; of every desk when None.
        first_day: from this local day on, an ordinal.
        after: entries of the desk numbered above this.
        upto: entries of the desk numbered up to this; all when None.
    """

    desk: bytes | None = None
    first_day: int | None = None
    after: int = 0
    upto: int | None = None

    def covers(self, row: EntryRow) -> bool:
        """Whether an entry is in the span."""
        if self.desk is not None and row.desk != self.desk:
            return False
        if self.first_day is not None and row.local_day < self.first_day:
            return False
        return row.seq > self.after and (self.upto is None or row.seq <= self.upto)


def activity(office: Office, span: Span) -> Rows:
    """What was done, oldest first, one row an entry and customer.

    Deeds that were taken back inside the span are left out; the undo of a deed outside it is a row.
    """
    return ACTIVITY, iter(list(_activity(office, span)))


def _activity(office: Office, span: Span) -> Iterator[Row]:
    with office.store.reading() as connection:
        found = [row for row in reversed(record.entries(connection, desk=span.desk)) if span.covers(row)]
        then = OutcomesThen(connection)
        inside = {void_key(connection, row) for row in found}
        voided = record.voided_among(connection, sorted(inside))
        for row in found:
            if not row.readable:
                continue
            if row.kind in SHOWN_KINDS and row.id not in voided:
                yield from _parts(office, connection, row, then)
            elif row.kind in ("undo", "redo"):
                targets = [target for target, _ in record.voids_of(connection, row.id)]
                if not inside.issuperset(targets):
                    yield from _parts(office, connection, row, then)


def _parts(office: Office, connection: Any, row: EntryRow, then: OutcomesThen) -> Iterator[Row]:  # noqa: ANN401
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


def promises(office: Office, span: Span) -> Rows:
    """Promises made in the span, newest first, with what came of them."""
    with office.store.reading() as connection:
        heads = {row.id for row in record.entries(connection, desk=span.desk) if span.covers(row)}
        found = [row for row in promises_in(connection) if row.entry in heads]
    return PROMISES, iter(
        [
            (
                row.handle,
                row.made_on,
                row.ledger,
                row.customer_no,
                row.name,
                Money(row.amount, row.currency),
                row.currency,
                row.due_on,
                Money(row.paid, row.currency),
                row.state,
                row.contact,
                " ".join(row.items),
            )
            for row in found
        ]
    )


def worklist(office: Office, text: str) -> Rows:
    """The worklist as the screen shows it."""
    return WORKLIST, iter(
        [
            (
                row.rank,
                row.ledger,
                row.number,
                row.name,
                row.collector,
                row.currency,
                Money(row.balance, row.currency),
                Money(row.overdue, row.currency),
                row.days_overdue,
                row.score,
                "; ".join(f"{points.text} +{points.points}" for points in row.reasons),
                row.next_action_on,
            )
            for row in worklist_rows(office, WorklistView(text))
        ]
    )


def items(office: Office, text: str) -> Rows:
    """The items of a filter; open ones unless it says otherwise."""
    return ITEMS, iter(
        [
            (
                row.ledger,
                row.company,
                row.document_no,
                row.line,
                row.parent_no,
                row.customer_no,
                row.name,
                row.type,
                row.document_date,
                row.due_date,
                row.currency,
                Money(row.amount, row.currency),
                Money(row.open_amount, row.currency),
                row.days_overdue,
                row.state,
                row.coding,
                row.reason,
                Money(row.disputed_amount, row.currency),
                None if row.short_amount is None else Money(row.short_amount, row.currency),
                row.reference,
                row.po,
                row.text,
                row.terms,
                row.collector,
                row.sales_rep,
            )
            for row in item_rows(office, ItemView(text))
        ]
    )


def contacts(office: Office, text: str) -> Rows:
    """Contacts in force of the customers of a filter, the ledger's own included."""
    ids = worklist_ids(office, WorklistView(text, everyone=True))
    rows: list[Row] = []
    with office.store.reading() as connection:
        for customer in ids:
            card = customer_queries.card(connection, customer)
            if card is None:
                continue
            rows += [
                (
                    card.ledger,
                    card.number,
                    card.name,
                    one.name,
                    one.role,
                    one.phone,
                    one.email,
                    one.language,
                    one.country,
                    "yes" if one.preferred else "",
                    "yes" if one.retired else "",
                    one.time_zone,
                )
                for one in contacts_of(connection, customer)
            ]
    return CONTACTS, iter(rows)


def customers(office: Office, text: str) -> Rows:
    """Customers of a filter, as the ledger has them."""
    ids = worklist_ids(office, WorklistView(text, everyone=True))
    rows: list[Row] = []
    with office.store.reading() as connection:
        for customer in ids:
            card = customer_queries.card(connection, customer)
            if card is None:
                continue
            limit = None if card.credit_limit is None else Money(card.credit_limit, card.limit_currency)
            rows.append(
                (
                    card.ledger,
                    card.number,
                    card.name,
                    card.contact_name,
                    card.phone,
                    card.email,
                    card.country,
                    card.collector,
                    limit,
                    card.limit_currency,
                )
            )
    return CUSTOMERS, iter(rows)
