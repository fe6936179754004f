"""`arcollect account`: everything about one customer."""

from typing import TYPE_CHECKING, Annotated

import typer

from arcollect_tui.cli import account_shapes
from arcollect_tui.cli.conflicts import CONFLICTS, conflict_cells
from arcollect_tui.cli.context import reading
from arcollect_tui.cli.lists import ITEMS, PROMISES, item_cells, money, promise_cells
from arcollect_tui.cli.options import Json, Number
from arcollect_tui.cli.output import Column, put, put_json, put_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from arcollect_tui.rules.formats import OfficeFormat
    from arcollect_tui.services.account import Account, AgingRow
    from arcollect_tui.services.account_tabs import AccountTabs, ChangeRow, DisputeRow, TimelineRow
    from arcollect_tui.services.contacts import ContactCard
    from arcollect_tui.services.history import HistoryRow
    from arcollect_tui.services.reach import Reach

TOTALS = ("No date", "Overdue", "Balance", "Disputed")
CONTACTS = (
    Column("Name"),
    Column("Role"),
    Column("Phone"),
    Column("E-mail"),
    Column("Language"),
    Column("Country"),
    Column("There now"),
    Column("Note"),
)
DISPUTES = (
    Column("Document"),
    Column("Reason"),
    Column("Means", gives=True),
    Column("Disputed", right=True),
    Column("Cur"),
    Column("Since"),
    Column("Owner"),
    Column("By"),
)
TIMELINE = (
    Column("Day"),
    Column("Kind"),
    Column("What", gives=True),
    Column("By"),
)
CHANGES = (
    Column("File of"),
    Column("Document"),
    Column("Change"),
    Column("Before", right=True),
    Column("After", right=True),
    Column("Moved", right=True),
    Column("Cur"),
    Column("File"),
)
ACTIVITIES = (
    Column("Entry"),
    Column("Day"),
    Column("Collector"),
    Column("Kind"),
    Column("What", gives=True),
)


def account(
    context: typer.Context,
    number: Number,
    *,
    timeline: Annotated[
        bool, typer.Option("--timeline", help="Also everything that happened, newest first.")
    ] = False,
    changes: Annotated[
        bool, typer.Option("--changes", help="Also what each import did to the items, newest first.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Everything about one account.

    Aging, contacts, conflicts, promises, disputes, open items and activities, newest first.
    """
    from arcollect_tui.services.account import account as account_of
    from arcollect_tui.services.account_tabs import account_tabs
    from arcollect_tui.services.item_codings import item_codings
    from arcollect_tui.services.reach import reach_of
    from arcollect_tui.services.references import find_customer

    with reading(context) as office:
        fmt = office.settings.fmt
        found = account_of(office, find_customer(office, number).id)
        reach, more = reach_of(office, found), account_tabs(office, found)
        codings = item_codings(office, [*found.items, *found.disputes]) if as_json else {}
    if as_json:
        shape = account_shapes.account(found, codings, reach, more)
        shape |= {"timeline": [account_shapes.timeline(row) for row in more.timeline]} if timeline else {}
        shape |= {"changes": [account_shapes.change(row) for row in more.changes]} if changes else {}
        put_json(shape)
        return
    _show(found, reach, more, fmt)
    if timeline:
        _section("Timeline", TIMELINE, [_timeline_cells(row) for row in more.timeline])
    if changes:
        _section("Changes by import", CHANGES, [_change_cells(row, fmt) for row in more.changes])


def contact_cells(card: "ContactCard", reach: "Reach") -> tuple[str, ...]:
    """A person as a line of a table."""
    from arcollect_tui.rules.contact_words import language_name

    there = reach.times.get(card.contact_id)
    language = language_name(card.language) if card.language else ""
    marks = {"preferred": card.preferred, "retired": card.retired, "ledger": card.from_ledger}
    note = ", ".join(mark for mark, is_so in marks.items() if is_so)
    now = there.full if there else ""
    return card.name, card.role, reach.phone(card.phone), card.email, language, card.country, now, note


def _show(found: "Account", reach: "Reach", more: "AccountTabs", fmt: "OfficeFormat") -> None:
    card = found.customer
    put(f"{card.ledger}:{card.number}  {card.name}")
    if card.owner:
        put(f"Owner: {card.assigned or card.owner}")
    for text in filter(None, (found.master.address, ", ".join(found.master.facts))):
        put(text)
    for text in found.pinned:
        put(f"! {text}")
    _section("Aging", _aging_columns(found), [_aging_cells(row, fmt) for row in found.aging])
    _section("Contacts", CONTACTS, [contact_cells(person, reach) for person in found.contacts])
    _section("Conflicts", CONFLICTS, [conflict_cells(row) for row in found.conflicts])
    _section("Promises", PROMISES, [promise_cells(row, fmt) for row in found.promises])
    _section("Disputes", DISPUTES, [_dispute_cells(row, fmt) for row in more.disputes])
    _section("Open items", ITEMS, [item_cells(row, fmt) for row in found.items])
    _section("Activities", ACTIVITIES, [_activity_cells(row) for row in found.activities])


def _section(title: str, columns: "Sequence[Column]", rows: "Sequence[Sequence[str]]") -> None:
    """A table under its title; nothing when it has no rows."""
    if rows:
        put("")
        put(title)
        put_table(columns, rows)


def _aging_columns(found: "Account") -> tuple[Column, ...]:
    """The office's buckets, each by its name, and the totals."""
    labels = found.aging[0].labels if found.aging else ()
    named = [label.replace(">", "Over ").replace("current", "Current") for label in labels]
    return (Column("Cur"), *(Column(name, right=True) for name in (*named, *TOTALS)))


def _aging_cells(row: "AgingRow", fmt: "OfficeFormat") -> tuple[str, ...]:
    sums = (
        *row.buckets, row.no_due,
        row.overdue, row.balance, row.disputed,
    )  # fmt: skip
    return (row.currency, *(money(minor, row.currency, fmt) for minor in sums))


def _activity_cells(row: "HistoryRow") -> tuple[str, ...]:
    text = f"(undone) {row.text}" if row.voided_by else row.text
    return row.handle, row.local_day.isoformat(), row.collector, row.kind, text


def _dispute_cells(row: "DisputeRow", fmt: "OfficeFormat") -> tuple[str, ...]:
    item = row.item
    disputed = money(item.disputed_amount, item.currency, fmt)
    since = row.since.isoformat() if row.since else ""
    return (
        item.document_no or item.type,
        row.reason,
        row.name,
        disputed,
        item.currency,
        since,
        row.owner,
        row.by,
    )


def _timeline_cells(row: "TimelineRow") -> tuple[str, ...]:
    text = row.text if row.counts else f"(undone) {row.text}"
    return row.day.isoformat(), row.kind, text, row.who


def _change_cells(row: "ChangeRow", fmt: "OfficeFormat") -> tuple[str, ...]:
    before = "" if row.before is None else money(row.before, row.currency, fmt)
    after, moved = money(row.after, row.currency, fmt), money(row.moved, row.currency, fmt)
    named = row.document_no or row.type
    return row.as_of.isoformat(), named, row.kind, before, after, moved, row.currency, row.file
