"""`arcollect account`: everything about one customer."""

from typing import TYPE_CHECKING

import typer

from arcollect_tui.cli import shapes
from arcollect_tui.cli.conflicts import CONFLICTS, conflict_cells
from arcollect_tui.cli.context import reading
from arcollect_tui.cli.lists import ITEMS, PROMISES, item_cells, money, promise_cells
from arcollect_tui.cli.options import Json, Number
from arcollect_tui.cli.output import Column, put, put_json, put_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from arcollect_tui.rules.formats import OfficeFormat
    from arcollect_tui.services.account import Account, AgingRow
    from arcollect_tui.services.contacts import ContactCard
    from arcollect_tui.services.history import HistoryRow

AGING = (
    Column("Cur"),
    Column("Current", right=True),
    Column("1-30", right=True),
    Column("31-60", right=True),
    Column("61-90", right=True),
    Column("Over 90", right=True),
    Column("No date", right=True),
    Column("Overdue", right=True),
    Column("Balance", right=True),
    Column("Disputed", right=True),
)
CONTACTS = (
    Column("Name"),
    Column("Role"),
    Column("Phone"),
    Column("E-mail"),
    Column("Language"),
    Column("Country"),
    Column("Note"),
)
ACTIVITIES = (
    Column("Entry"),
    Column("Day"),
    Column("Collector"),
    Column("Kind"),
    Column("What", gives=True),
)


def account(context: typer.Context, number: Number, as_json: Json = False) -> None:
    """Everything about one account.

    Aging, contacts, conflicts, promises, disputes, open items and activities, newest first.
    """
    from arcollect_tui.services.account import account as account_of
    from arcollect_tui.services.item_codings import item_codings
    from arcollect_tui.services.references import find_customer

    with reading(context) as office:
        fmt = office.settings.fmt
        found = account_of(office, find_customer(office, number).id)
        codings = item_codings(office, [*found.items, *found.disputes]) if as_json else {}
    if as_json:
        put_json(shapes.account(found, codings))
    else:
        _show(found, fmt)


def contact_cells(card: "ContactCard") -> tuple[str, ...]:
    """A person as a line of a table."""
    marks = {"preferred": card.preferred, "retired": card.retired, "ledger": card.from_ledger}
    note = ", ".join(mark for mark, is_so in marks.items() if is_so)
    return card.name, card.role, card.phone, card.email, card.language, card.country, note


def _show(found: "Account", fmt: "OfficeFormat") -> None:
    card = found.customer
    put(f"{card.ledger}:{card.number}  {card.name}")
    for text in found.pinned:
        put(f"! {text}")
    _section("Aging", AGING, [_aging_cells(row, fmt) for row in found.aging])
    _section("Contacts", CONTACTS, [contact_cells(person) for person in found.contacts])
    _section("Conflicts", CONFLICTS, [conflict_cells(row) for row in found.conflicts])
    _section("Promises", PROMISES, [promise_cells(row, fmt) for row in found.promises])
    _section("Disputes", ITEMS, [item_cells(row, fmt) for row in found.disputes])
    _section("Open items", ITEMS, [item_cells(row, fmt) for row in found.items])
    _section("Activities", ACTIVITIES, [_activity_cells(row) for row in found.activities])


def _section(title: str, columns: "Sequence[Column]", rows: "Sequence[Sequence[str]]") -> None:
    """A table under its title; nothing when it has no rows."""
    if rows:
        put("")
        put(title)
        put_table(columns, rows)


def _aging_cells(row: "AgingRow", fmt: "OfficeFormat") -> tuple[str, ...]:
    sums = (
        row.current, row.late_30, row.late_60, row.late_90, row.late_more, row.no_due,
        row.overdue, row.balance, row.disputed,
    )  # fmt: skip
    return (row.currency, *(money(minor, row.currency, fmt) for minor in sums))


def _activity_cells(row: "HistoryRow") -> tuple[str, ...]:
    text = f"(undone) {row.text}" if row.voided_by else row.text
    return row.handle, row.local_day.isoformat(), row.collector, row.kind, text
