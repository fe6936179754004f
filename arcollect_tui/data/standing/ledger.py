"""Ledger aspect: sums per customer and currency, from one covering index.

Overdue is what is open on the debit side with a due date before today; credits and payments on account
do not reduce it, they show as unapplied. Items without a due date are in the balance, never overdue. The
columns `late_30` to `late_more` are the four late buckets in order, wherever policy lets them end.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    and_,
    bindparam,
    case,
    cast,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from arcollect_tui.data.standing.measures import END_1, END_2, END_3, Measures, bound
from arcollect_tui.data.standing.touched import KEYS
from arcollect_tui.data.statements import Prepared, table, tables
from arcollect_tui.data.tables import AccountStanding, Customer, Item, ItemStanding, PromiseStanding
from arcollect_tui.rules.money import odd_scales

_A, _C, _I = table(AccountStanding), table(Customer), table(Item)
TODAY: ColumnElement[int] = bindparam("today", type_=BigInteger)
_SOON = bound("soon_days")


def _total(condition: ColumnElement[bool], amount: ColumnElement[int]) -> ColumnElement[int]:
    return cast(func.coalesce(func.sum(case((condition, amount), else_=0)), 0), BigInteger)


def _sums() -> Any:  # noqa: ANN401
    amount, due = _I.c.open_amount, _I.c.due_date
    owed = amount > 0
    late = TODAY - due
    return (
        select(
            _I.c.customer_id,
            _I.c.currency,
            cast(func.sum(case((amount != 0, 1), else_=0)), BigInteger).label("items"),
            cast(func.sum(amount), BigInteger).label("balance"),
            _total(and_(owed, due < TODAY), amount).label("overdue"),
            _total(amount < 0, -amount).label("unapplied"),
            _total(and_(owed, due >= TODAY, due <= TODAY + _SOON), amount).label("due_soon"),
            _total(and_(owed, due.is_(None)), amount).label("no_due"),
            _total(and_(owed, due >= TODAY), amount).label("current"),
            _total(and_(owed, late.between(1, END_1)), amount).label("late_30"),
            _total(and_(owed, late.between(END_1 + 1, END_2)), amount).label("late_60"),
            _total(and_(owed, late.between(END_2 + 1, END_3)), amount).label("late_90"),
            _total(and_(owed, late > END_3), amount).label("late_more"),
            func.min(case((and_(owed, due < TODAY), due))).label("oldest_due"),
        )
        .where(_I.c.customer_id.in_(KEYS))
        .group_by(_I.c.customer_id, _I.c.currency)
        .subquery("sums")
    )


_OF_DAY = ("due_soon", "current", "late_30", "late_60", "late_90", "late_more")


def _until(day: ColumnElement[int]) -> ColumnElement[int]:
    """What is due before a day; a filter spares the sum the other rows."""
    return func.coalesce(func.sum(_I.c.open_amount).filter(_I.c.due_date < day), 0)


def _sums_of_day() -> Any:  # noqa: ANN401
    """Running sums of what is dated, of which the buckets of a new day are the differences."""
    owed, due = _I.c.open_amount, _I.c.due_date
    return (
        select(
            _I.c.customer_id,
            _I.c.currency,
            func.sum(owed).label("dated"),
            _until(TODAY + _SOON + 1).label("soon"),
            _until(TODAY).label("late"),
            _until(TODAY - END_1).label("past_1"),
            _until(TODAY - END_2).label("past_2"),
            _until(TODAY - END_3).label("past_3"),
            func.min(due).label("first_due"),
        )
        .where(owed > 0, due.is_not(None))
        .group_by(_I.c.customer_id, _I.c.currency)
        .subquery("sums")
    )


def _buckets(sums: Any) -> dict[str, ColumnElement[int]]:  # noqa: ANN401
    """The columns of `_OF_DAY` from running sums; accounts that owe nothing dated have none."""
    edges = (("soon", "late"), ("dated", "late"), ("late", "past_1"), ("past_1", "past_2"))
    values = [sums.c[upper] - sums.c[lower] for upper, lower in (*edges, ("past_2", "past_3"))]
    values.append(sums.c.past_3)
    return {name: cast(value, BigInteger) for name, value in zip(_OF_DAY, values, strict=True)}


_SUMS = _sums()
_DAY = _sums_of_day()
_SUM_COLUMNS = tuple(name for name in _SUMS.c.keys() if name not in {"customer_id", "currency"})  # noqa: SIM118
_COPIED = ("ledger", "number", "name", "search", "country", "collector")
_UNIT = case(
    *[(_I.c.currency == code, literal(unit, BigInteger)) for code, unit in odd_scales().items()],
    else_=literal(100, BigInteger),
)


def _new_rows() -> Any:  # noqa: ANN401
    """A row with empty aspects for each customer and currency that has an item and no row yet."""
    fixed: dict[str, Any] = {
        "customer_id": _I.c.customer_id,
        "currency": _I.c.currency,
        "unit": func.max(_UNIT),
    }
    empty = {
        column.name: literal("") if column.type.python_type is str else literal(0, BigInteger)
        for column in _A.c
        if not column.nullable and column.name not in fixed
    }
    values = fixed | empty
    known = exists().where(_A.c.customer_id == _I.c.customer_id, _A.c.currency == _I.c.currency)
    query = (
        select(*[value.label(name) for name, value in values.items()])
        .where(_I.c.customer_id.in_(KEYS), ~known)
        .group_by(_I.c.customer_id, _I.c.currency)
    )
    return insert(_A).from_select(list(values), query)


_ADD = Prepared(_new_rows())
_DROP = Prepared(
    delete(_A).where(
        _A.c.customer_id.in_(KEYS),
        ~exists().where(_I.c.customer_id == _A.c.customer_id, _I.c.currency == _A.c.currency),
    )
)
_DROP_STRANGERS = tuple(
    Prepared(delete(rows).where(~exists().where(_C.c.id == rows.c.customer_id)))
    for rows in tables(AccountStanding, ItemStanding, PromiseStanding)
)
_SUM = Prepared(
    update(_A)
    .values({name: _SUMS.c[name] for name in _SUM_COLUMNS} | {"day": TODAY})
    .where(_A.c.customer_id == _SUMS.c.customer_id, _A.c.currency == _SUMS.c.currency)
)
_NEW = _buckets(_DAY)
_SUM_OF_DAY = Prepared(
    update(_A)
    .values(
        _NEW
        | {
            "overdue": cast(_DAY.c.late, BigInteger),
            "oldest_due": case((_DAY.c.first_due < TODAY, _DAY.c.first_due)),
            "day": TODAY,
        }
    )
    .where(
        _A.c.customer_id == _DAY.c.customer_id,
        _A.c.currency == _DAY.c.currency,
        or_(*[_A.c[name] != value for name, value in _NEW.items()]),
    )
)
_DATE = Prepared(update(_A).values(day=TODAY).where(_A.c.day != TODAY))
_COPY = Prepared(
    update(_A)
    .values(
        {name: _C.c[name] for name in _COPIED}
        | {
            "credit_limit": case(
                (_C.c.limit_currency.in_(["", _A.c.currency]), _C.c.credit_limit), else_=None
            )
        }
    )
    .where(_A.c.customer_id == _C.c.id, _A.c.customer_id.in_(KEYS))
)


def refresh(connection: Connection, today: int, measures: Measures) -> None:
    """Sums, buckets and the copied customer columns of the touched customers."""
    _DROP.run(connection)
    _ADD.run(connection)
    _SUM.run(connection, today=today, **measures.binds)
    _COPY.run(connection)


def drop_strangers(connection: Connection) -> None:
    """Remove rows of customers that a reversed import had brought."""
    for statement in _DROP_STRANGERS:
        statement(connection)


def refresh_day(connection: Connection, today: int, measures: Measures) -> None:
    """Only what depends on the day and the measures, for all accounts."""
    _SUM_OF_DAY.run(connection, today=today, **measures.binds)
    _DATE.run(connection, today=today)
