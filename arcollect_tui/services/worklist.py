"""The worklist: which account is next, and why."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from arcollect_tui.data import desk
from arcollect_tui.data.queries import accounts, customers, recorded_imports
from arcollect_tui.data.queries.accounts import AccountRow
from arcollect_tui.data.store import Connection
from arcollect_tui.rules import priority
from arcollect_tui.rules.minutes import from_minutes
from arcollect_tui.rules.own_accounts import shows_own
from arcollect_tui.rules.priority import Points
from arcollect_tui.rules.query import parse_query
from arcollect_tui.rules.query_ast import Query
from arcollect_tui.rules.query_fields import Target
from arcollect_tui.services.office import Office
from arcollect_tui.services.outcomes_then import worked_on


@dataclass(frozen=True, slots=True)
class Balance:
    """An account in one currency; amounts in minor units."""

    currency: str
    balance: int
    overdue: int
    disputed: int
    oldest_due: date | None


@dataclass(frozen=True, slots=True)
class WorklistRow:
    """One account. Amounts are of `currency`, the one by which it ranks.

    Attributes:
        promised: what open promises promise.
        promise: state of the newest promise; empty for none.
        credit_limit: of the ledger, where it is in this currency.
        flags: B broken promise, P open promise, D disputed, S short paid, ! over limit.
        balances: every currency of the account, the ranking one first.
    """

    customer_id: int
    rank: int
    ledger: str
    number: str
    name: str
    collector: str
    currency: str
    balance: int
    overdue: int
    over90: int
    disputed: int
    promised: int
    promise: str
    credit_limit: int | None
    country: str
    days_overdue: int | None
    score: int
    reasons: tuple[Points, ...]
    next_action_on: date | None
    next_action_at: time | None
    last_contact_on: date | None
    last_outcome: str
    flags: str
    balances: tuple[Balance, ...]


@dataclass(frozen=True, slots=True)
class WorklistView:
    """Which accounts a list shows.

    Attributes:
        filter: a filter line; it searches every account.
        everyone: every account, not only those that need an action today.
    """

    filter: str = ""
    everyone: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """How many rows a view has, and their sum in minor units per currency."""

    count: int
    sums: dict[str, int]


@dataclass(frozen=True, slots=True)
class Progress:
    """The day so far: accounts worked, accounts left in the default view, forms half typed."""

    done: int
    left: int
    drafts: int


@dataclass(frozen=True, slots=True)
class LedgerAge:
    """How old the ledger is: the oldest of the newest imports."""

    ledger: str
    as_of: date
    imported_at: datetime | None


def _query(office: Office, text: str) -> Query:
    settings = office.settings
    return parse_query(
        text,
        Target.ACCOUNTS,
        today=office.today,
        fmt=settings.fmt,
        calendar=settings.calendar,
        me=office.collector,
        reasons=settings.reasons,
    )


def read_view(office: Office, view: WorklistView) -> tuple[Query, Any, Any]:
    """The query of a view, what it may ask, and what its rows are narrowed to besides.

    Raises:
        QueryError: the filter cannot be read.
    """
    query = _query(office, view.filter)
    target = accounts.account_target(office.today, office.collector)
    everyone = view.everyone or query.expr is not None
    base = None if everyone else _begins_with(office)
    return query, target, base


def begins_with_own(office: Office) -> bool:
    """Whether the list begins with this collector's accounts alone.

    So policy wants it, and there are some: who owns none, as a supervisor may, begins with all.
    """
    if not shows_own(office.settings.policy):
        return False
    with office.store.reading() as connection:
        return accounts.owns_any(connection, office.collector)


def _begins_with(office: Office) -> Any:  # noqa: ANN401
    """The default view: what needs an action today, of one's own accounts if policy wants it so."""
    base = accounts.needs_action(office.today)
    return accounts.of_collector(base, office.collector) if begins_with_own(office) else base


def worklist_ids(office: Office, view: WorklistView, limit: int | None = None) -> "array[int]":
    """Customer ids in the order of the list."""
    query, target, base = read_view(office, view)
    with office.store.reading() as connection:
        return accounts.ids(connection, query, target, base, limit)


def worklist_rows(office: Office, view: WorklistView, limit: int | None = None) -> list[WorklistRow]:
    """The accounts of a view, first ranked first.

    Raises:
        QueryError: the filter cannot be read.
    """
    query, target, base = read_view(office, view)
    with office.store.reading() as connection:
        ids = accounts.ids(connection, query, target, base, limit)
        return rows_in(connection, office, ids, 1)


def worklist_window(office: Office, ids: Sequence[int], first_rank: int) -> list[WorklistRow]:
    """The rows of these customers, in this order; ranks count from `first_rank`."""
    with office.store.reading() as connection:
        return rows_in(connection, office, ids, first_rank)


def worklist_summary(office: Office, view: WorklistView) -> Summary:
    """Count of a view, and what is overdue per currency."""
    query, target, base = read_view(office, view)
    with office.store.reading() as connection:
        return Summary(*accounts.summary(connection, query, target, base))


def progress(office: Office) -> Progress:
    """The day so far."""
    target = accounts.account_target(office.today, office.collector)
    base = _begins_with(office)
    with office.store.reading() as connection:
        done = len(worked_on(connection, office.today.toordinal(), office.collector))
        left, _ = accounts.summary(connection, Query(), target, base)
        return Progress(done, left, len(desk.drafts(connection)))


def ledger_age(office: Office) -> LedgerAge | None:
    """The day that the ledger stands at; of several ledgers the one that is furthest behind."""
    with office.store.reading() as connection:
        newest = customers.newest_imports(connection)
        if not newest:
            return None
        ledger, as_of = min(newest, key=lambda row: row[1])
        at = recorded_imports.imported_at(connection, ledger, as_of)
    instant = None if at is None else datetime.fromtimestamp(at / 1_000_000, UTC)
    return LedgerAge(ledger, date.fromordinal(as_of), instant)


def rows_in(
    connection: Connection, office: Office, ids: Sequence[int], first_rank: int
) -> list[WorklistRow]:
    """As `worklist_window`, inside a transaction."""
    found = accounts.rows_of(connection, ids)
    short = accounts.with_short_items(connection, ids)
    ranked = enumerate((customer for customer in ids if found[customer]), first_rank)
    return [_row(office, rank, found[customer], short=customer in short) for rank, customer in ranked]


def _row(office: Office, rank: int, rows: list[AccountRow], *, short: bool) -> WorklistRow:
    lead = rows[0]
    return WorklistRow(
        customer_id=lead.customer_id,
        rank=rank,
        ledger=lead.ledger,
        number=lead.number,
        name=lead.name,
        collector=lead.collector,
        currency=lead.currency,
        balance=lead.balance,
        overdue=lead.overdue,
        over90=lead.late_more,
        disputed=lead.disputed,
        promised=lead.promised,
        promise=lead.promise_state,
        credit_limit=lead.credit_limit,
        country=lead.country,
        days_overdue=days_overdue(lead, office.today),
        score=lead.score,
        reasons=reasons_of(lead, office),
        next_action_on=as_day(lead.next_action_on),
        next_action_at=from_minutes(lead.next_action_at),
        last_contact_on=as_day(lead.last_contact_on),
        last_outcome=lead.last_outcome,
        flags=_flags(rows, short=short),
        balances=tuple(
            Balance(row.currency, row.balance, row.overdue, row.disputed, as_day(row.oldest_due))
            for row in rows
        ),
    )


def as_day(ordinal: int | None) -> date | None:
    """The date of a stored day."""
    return None if ordinal is None else date.fromordinal(ordinal)


def days_overdue(row: AccountRow, today: date) -> int | None:
    """Days that the oldest overdue item is past due; None when nothing is overdue."""
    if row.oldest_due is None or row.overdue <= 0:
        return None
    return today.toordinal() - row.oldest_due


def over_limit(row: AccountRow) -> bool:
    """Whether the balance is above the credit limit."""
    return row.credit_limit is not None and row.balance > row.credit_limit


def reasons_of(row: AccountRow, office: Office) -> tuple[Points, ...]:
    """Why the row ranks where it does, as a sum that adds up to its score."""
    facts = priority.Facts(
        currency=row.currency,
        overdue=row.overdue,
        days_overdue=days_overdue(row, office.today) or 0,
        due_soon=row.due_soon,
        broken=row.broken,
        next_action_on=as_day(row.next_action_on),
        next_action_time=from_minutes(row.next_action_at),
        last_contact_on=as_day(row.last_contact_on),
        over_limit=over_limit(row),
    )
    return priority.explain(facts, office.settings.strategy, office.today, office.settings.fmt)


def _flags(rows: Sequence[AccountRow], *, short: bool) -> str:
    signs = (
        ("B", any(row.broken for row in rows)),
        ("P", any(row.promised for row in rows)),
        ("D", any(row.disputed for row in rows)),
        ("S", short),
        ("!", any(over_limit(row) for row in rows)),
    )
    return "".join(sign for sign, shown in signs if shown)
