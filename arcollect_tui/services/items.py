"""The items list: open items, and how they are coded."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from arcollect_tui.data.queries import items as queries
from arcollect_tui.data.queries.items import ItemRecord
from arcollect_tui.data.store import Connection
from arcollect_tui.rules.coding import short_amount
from arcollect_tui.rules.query import parse_query
from arcollect_tui.rules.query_ast import Expr, Query, all_of
from arcollect_tui.rules.query_fields import Target
from arcollect_tui.services.office import Office
from arcollect_tui.services.worklist import Summary, as_day


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item. Amounts in minor units of `currency`; `days_overdue` negative before due."""

    item_id: int
    ledger: str
    company: str
    document_no: str
    line: str
    parent_no: str
    customer_id: int
    customer_no: str
    name: str
    type: str
    document_date: date | None
    due_date: date | None
    currency: str
    amount: int
    open_amount: int
    days_overdue: int | None
    state: str
    coding: str
    reason: str
    disputed_amount: int
    short_amount: int | None
    reference: str
    po: str
    text: str
    terms: str
    collector: str
    sales_rep: str


@dataclass(frozen=True, slots=True)
class ItemView:
    """Which items a list shows.

    Attributes:
        filter: a filter line.
        sort: field names and whether they run downwards, unless the filter says how to sort.
        only: a condition besides the filter.
    """

    filter: str = ""
    sort: tuple[tuple[str, bool], ...] = ()
    only: Expr | None = None


def item_query(office: Office, view: ItemView) -> Query:
    """The parsed filter of a view, its sort included."""
    settings = office.settings
    query = parse_query(
        view.filter,
        Target.ITEMS,
        today=office.today,
        fmt=settings.fmt,
        calendar=settings.calendar,
        me=office.collector,
        reasons=settings.reasons,
    )
    parts = [part for part in (view.only, query.expr) if part is not None]
    return Query(all_of(parts) if parts else None, query.sort or view.sort, query.columns)


def item_ids(office: Office, view: ItemView, limit: int | None = None) -> "array[int]":
    """Item ids in the order of the list."""
    query = item_query(office, view)
    target = queries.item_target(office.today, office.collector)
    with office.store.reading() as connection:
        return queries.ids(connection, query, target, limit)


def item_rows(office: Office, view: ItemView, limit: int | None = None) -> list[ItemRow]:
    """The items of a view.

    Raises:
        QueryError: the filter cannot be read.
    """
    query = item_query(office, view)
    target = queries.item_target(office.today, office.collector)
    with office.store.reading() as connection:
        return rows_in(connection, office.today, queries.ids(connection, query, target, limit))


def items_beginning(office: Office, text: str, limit: int) -> list[ItemRow]:
    """Open items whose number begins with the text, at once whatever the size of the ledger."""
    with office.store.reading() as connection:
        return rows_in(connection, office.today, queries.begin_with(connection, text, limit))


def item_window(office: Office, ids: Sequence[int]) -> list[ItemRow]:
    """The rows of these items, in this order."""
    with office.store.reading() as connection:
        return rows_in(connection, office.today, ids)


def item_summary(office: Office, view: ItemView) -> Summary:
    """Count of a view, and what is open per currency."""
    query = item_query(office, view)
    target = queries.item_target(office.today, office.collector)
    with office.store.reading() as connection:
        return Summary(*queries.summary(connection, query, target))


def rows_in(connection: Connection, today: date, ids: Sequence[int]) -> list[ItemRow]:
    """As `item_window`, inside a transaction."""
    found = queries.records(connection, ids)
    return [item_row(found[item], today) for item in ids if item in found]


def item_row(record: ItemRecord, today: date) -> ItemRow:
    """An item as lists show it."""
    overdue = None if record.due_date is None else today.toordinal() - record.due_date
    return ItemRow(
        item_id=record.id,
        ledger=record.ledger,
        company=record.company,
        document_no=record.document_no,
        line=record.line,
        parent_no=record.parent_no,
        customer_id=record.customer_id,
        customer_no=record.customer_no,
        name=record.name,
        type=record.type,
        document_date=as_day(record.document_date),
        due_date=as_day(record.due_date),
        currency=record.currency,
        amount=record.amount,
        open_amount=record.open_amount,
        days_overdue=overdue,
        state="open" if record.cleared_on is None else "cleared",
        coding=record.coding or "uncoded",
        reason=record.reason or "",
        disputed_amount=record.disputed or 0,
        short_amount=short_amount(record.amount, record.open_amount, record.type),
        reference=record.reference,
        po=record.po,
        text=record.text,
        terms=record.terms,
        collector=record.collector,
        sales_rep=record.sales_rep,
    )
