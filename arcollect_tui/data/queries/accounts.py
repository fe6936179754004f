"""The worklist: customers by rank, from one standing table."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, bindparam, case, exists, false, func, literal, or_, select
from sqlalchemy.sql.util import ClauseAdapter

from arcollect_tui.data.queries import filters
from arcollect_tui.data.queries.filters import DAY, MONEY, NUMBER, TEXT, Condition, Source, Target
from arcollect_tui.data.standing.unfounded import founded
from arcollect_tui.data.standing.voids import counts
from arcollect_tui.data.statements import Prepared, tables
from arcollect_tui.data.tables import AccountStanding, Contact, Customer, Draft, Item
from arcollect_tui.rules.coding import RESIDUAL, SHORT_PAID_SHARE
from arcollect_tui.rules.outcomes import WILL_CALL_BACK
from arcollect_tui.rules.query_ast import Query, Value
from arcollect_tui.rules.text import search_text

A, _C, _I, _P, _DRAFTS = tables(AccountStanding, Customer, Item, Contact, Draft)
_OTHER = A.alias("other")
_NEWER = _P.alias("newer")
RANKED = (A.c.score.desc(), A.c.overdue.desc(), A.c.customer_id)
"""The worklist's order: score, then largest overdue, then id so that no two rows tie."""

IS_CALL_BACK = and_(
    A.c.next_action_on.is_not(None),
    or_(A.c.next_action_at.is_not(None), A.c.last_outcome == WILL_CALL_BACK),
)
_HAS_DRAFT = A.c.customer_id.in_(select(_DRAFTS.c.customer_id))


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One customer and currency, as standing has it. Days are ordinals."""

    customer_id: int
    currency: str
    ledger: str
    number: str
    name: str
    country: str
    collector: str
    balance: int
    overdue: int
    unapplied: int
    due_soon: int
    no_due: int
    current: int
    late_30: int
    late_60: int
    late_90: int
    late_more: int
    oldest_due: int | None
    credit_limit: int | None
    disputed: int
    disputed_overdue: int
    promised: int
    promise_state: str
    promise_due: int | None
    broken: int
    last_contact_on: int | None
    last_outcome: str
    next_action_on: int | None
    next_action_at: int | None
    score: int
    lead: int


_COLUMNS = tuple(A.c[name] for name in AccountRow.__dataclass_fields__)


def contact_in_force(condition: Condition) -> Any:  # noqa: ANN401
    """Customers with a contact card in force that meets the condition."""
    newest = (
        select(_NEWER.c.entry)
        .where(
            _NEWER.c.customer_id == _P.c.customer_id,
            _NEWER.c.contact_id == _P.c.contact_id,
            counts(_NEWER.c.entry),
            founded(_NEWER),
        )
        .order_by(_NEWER.c.entry.desc())
        .limit(1)
        .correlate(_P)
        .scalar_subquery()
    )
    return select(_P.c.customer_id).where(_P.c.entry == newest, _P.c.retired == 0, condition)


def _has(column: str) -> Condition:
    own = {"contact": _C.c.contact_name, "phone": _C.c.phone, "email": _C.c.email}[column]
    card = {"contact": _P.c.name, "phone": _P.c.phone, "email": _P.c.email}[column]
    return or_(
        A.c.customer_id.in_(select(_C.c.id).where(own != "")),
        A.c.customer_id.in_(contact_in_force(card != "")),
    )


def _any_contact(text: str) -> Condition:
    own = or_(*[filters.contains(_C.c[name], text) for name in ("contact_name", "phone", "email")])
    card = or_(*[filters.contains(_P.c[name], text) for name in ("name", "phone", "email")])
    return or_(A.c.customer_id.in_(select(_C.c.id).where(own)), A.c.customer_id.in_(contact_in_force(card)))


def _promise(today: int) -> Any:  # noqa: ANN401
    def condition(op: str, value: Value) -> Condition:
        if value in (None, "none"):
            found = ~_in_any_currency(A.c.promise_state != "")
        elif value == "today":
            found = _in_any_currency(and_(A.c.promise_state == "open", A.c.promise_due == today))
        else:
            found = _in_any_currency(A.c.promise_state == str(value))
        return found if op == "=" else ~found

    return condition


def _in_currency(code: str, condition: Condition) -> Condition:
    """The condition asked of the account's row in that currency, by which it need not rank."""
    return _in_any_currency(and_(condition, A.c.currency == code))


def _in_any_currency(condition: Condition) -> Condition:
    """The condition asked of every row of the account."""
    asked = ClauseAdapter(_OTHER).traverse(condition)
    return exists().where(_OTHER.c.customer_id == A.c.customer_id, asked)


def _currency_field(op: str, value: Value) -> Condition:
    found = _in_any_currency(and_(A.c.currency == str(value).upper(), A.c["items"] > 0))
    return found if op == "=" else ~found


def account_target(today: date, me: str) -> Target:
    """What a filter of the worklist may ask."""
    ordinal = today.toordinal()
    money = ("balance", "overdue", "disputed", "promised", "credit_limit")
    days = ("oldest_due", "last_contact_on")
    text = ("name", "ledger", "collector", "country")
    over_limit = A.c.balance > A.c.credit_limit
    sources = (
        {name: Source(A.c[name], MONEY) for name in money}
        | {name: Source(A.c[name], DAY) for name in days}
        | {name: Source(A.c[name], TEXT) for name in text}
        | {
            "next_action_on": Source(A.c.next_action_on, DAY, then=A.c.next_action_at),
            "over90": Source(A.c.late_more, MONEY),
            "customer_no": Source(A.c.number, TEXT),
            "currency": Source(A.c.currency, TEXT),
            "score": Source(A.c.score, NUMBER),
            "over_limit": Source(case((over_limit, 1), else_=0), NUMBER),
            "blocked": Source(literal(0), NUMBER),
            "callback": Source(case((IS_CALL_BACK, 1), else_=0), NUMBER),
            "draft": Source(case((_HAS_DRAFT, 1), else_=0), NUMBER),
            "days_overdue": Source(case((A.c.overdue > 0, ordinal - A.c.oldest_due)), NUMBER),
        }
    )
    return Target(
        sources=sources,
        flags={
            "over_limit": _in_any_currency(over_limit),
            "blocked": false(),
            "callback": IS_CALL_BACK,
            "draft": _HAS_DRAFT,
            "disputed": _in_any_currency(A.c.disputed > 0),
            "has_contact": _has("contact"),
            "has_phone": _has("phone"),
            "has_email": _has("email"),
        },
        special={"promise": _promise(ordinal), "currency": _currency_field},
        unit=A.c.unit,
        in_currency=_in_currency,
        contains={
            "name": lambda words: A.c.search.like(filters.like_pattern(search_text(words)), escape="\\"),
            "contact": _any_contact,
        },
        me=me,
    )


def needs_action(today: date) -> Condition:
    """The default view: something is owed or agreed, and no later day was set for it."""
    day = today.toordinal()
    waiting = or_(A.c.next_action_on.is_(None), A.c.next_action_on <= day)
    reason = or_(A.c.overdue > 0, A.c.due_soon > 0, A.c.broken > 0, A.c.next_action_on <= day)
    return and_(waiting, or_(reason, _in_any_currency(reason)))


def _owned_by(collector: str) -> Condition:
    owned: Condition = filters.small(A.c.collector, collector) == collector.lower()
    return owned


def of_collector(base: Condition, collector: str) -> Condition:
    """The condition, of the accounts that a collector owns today."""
    return and_(base, _owned_by(collector))


def owns_any(connection: Connection, collector: str) -> bool:
    """Whether a collector owns an account today."""
    statement = select(A.c.customer_id).where(_owned_by(collector)).limit(1)
    return connection.execute(statement).first() is not None


def _select(columns: Sequence[Any], query: Query, target: Target, base: Condition | None) -> Any:  # noqa: ANN401
    statement = select(*columns).where(A.c.lead == 1)
    for condition in (base, filters.compile_query(query, target)):
        if condition is not None:
            statement = statement.where(condition)
    return statement


def ids(
    connection: Connection, query: Query, target: Target, base: Condition | None, limit: int | None = None
) -> "array[int]":
    """Customer ids in the order of the list."""
    order = [*filters.order_by(query, target), *RANKED]
    statement = _select([A.c.customer_id], query, target, base).order_by(*order)
    if limit is not None:
        statement = statement.limit(limit)
    # At once: a thread that fetches row by row asks for Python's lock at each.
    return array("q", [row[0] for row in connection.execute(statement).cursor.fetchall()])


def scored(connection: Connection, target: Target, base: Condition) -> list[tuple[int, int]]:
    """Customer ids with their scores, in the order of the worklist."""
    statement = _select([A.c.customer_id, A.c.score], Query(), target, base).order_by(*RANKED)
    return [(row[0], row[1]) for row in connection.execute(statement)]


def summary(
    connection: Connection, query: Query, target: Target, base: Condition | None
) -> tuple[int, dict[str, int]]:
    """Count of customers, and overdue by currency (of the rows they rank by)."""
    statement = _select([A.c.currency, func.count(), func.sum(A.c.overdue)], query, target, base).group_by(
        A.c.currency
    )
    rows = connection.execute(statement).all()
    return sum(row[1] for row in rows), {row[0]: int(row[2]) for row in rows if row[2]}


_ROWS = select(*_COLUMNS).order_by(A.c.customer_id, A.c.lead.desc(), A.c.currency)
_OF_ONE = Prepared(_ROWS.where(A.c.customer_id == bindparam("customer")))


def rows_of(connection: Connection, customers: Sequence[int]) -> dict[int, list[AccountRow]]:
    """Every currency's row of these customers, the one they rank by first."""
    found: dict[int, list[AccountRow]] = {customer: [] for customer in customers}
    if len(customers) == 1:
        found[customers[0]] = [AccountRow(*row) for row in _OF_ONE.rows(connection, customer=customers[0])]
        return found
    for start in range(0, len(customers), 500):
        statement = _ROWS.where(A.c.customer_id.in_(customers[start : start + 500]))
        for row in connection.execute(statement):
            found[row.customer_id].append(AccountRow(*row))
    return found


_SHORT = or_(
    _I.c.type == RESIDUAL,
    and_(_I.c.open_amount < _I.c.amount, _I.c.open_amount * 100 <= _I.c.amount * SHORT_PAID_SHARE),
)


def with_short_items(connection: Connection, customers: Sequence[int]) -> set[int]:
    """Those of the customers that have a short-paid item."""
    found: set[int] = set()
    for start in range(0, len(customers), 500):
        statement = (
            select(_I.c.customer_id)
            .where(_I.c.customer_id.in_(customers[start : start + 500]), _I.c.open_amount > 0, _SHORT)
            .distinct()
        )
        found.update(connection.execute(statement).scalars())
    return found
