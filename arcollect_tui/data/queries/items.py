"""The items list."""

from array import array
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Connection, and_, case, exists, false, func, literal, not_, or_, select

from arcollect_tui.data import spelling
from arcollect_tui.data.queries import filters
from arcollect_tui.data.queries.filters import DAY, MONEY, NUMBER, TEXT, Condition, Source, Target
from arcollect_tui.data.statements import tables
from arcollect_tui.data.tables import AccountStanding, CodingSplit, Customer, Item, ItemStanding
from arcollect_tui.rules.coding import RESIDUAL, SHORT_PAID_SHARE
from arcollect_tui.rules.coding_queue import CHARGEBACK, DEBIT
from arcollect_tui.rules.money import odd_scales
from arcollect_tui.rules.query_ast import And, Compare, Contains, Expr, Matches, Not, Or, Query, Value
from arcollect_tui.rules.text import search_text

I, _C, _S, _P, _A = tables(  # noqa: E741 - the item table
    Item, Customer, ItemStanding, CodingSplit, AccountStanding
)
_CREDITS = ("credit", "payment", "deposit")
_UNIT = case(
    *[(I.c.currency == code, literal(unit, BigInteger)) for code, unit in odd_scales().items()],
    else_=literal(100, BigInteger),
)
_OWED = and_(I.c.open_amount > 0, I.c.type.not_in(_CREDITS))
_LITTLE_LEFT = and_(I.c.open_amount < I.c.amount, I.c.open_amount * 100 <= I.c.amount * SHORT_PAID_SHARE)
_IS_SHORT = and_(_OWED, or_(_LITTLE_LEFT, I.c.type == RESIDUAL))
_SHORT = case((_IS_SHORT, I.c.open_amount))
OLDEST_FIRST = (I.c.due_date.asc().nulls_last(), I.c.open_amount.desc(), I.c.id)
FIRST_LOOKED_AT = 20_000
LAST_SIGN = "\U0010ffff"
_FIRST = select(I.c.id).order_by(*OLDEST_FIRST).limit(FIRST_LOOKED_AT)
_SORTED_AFTER = ((I.c.due_date + 0).asc().nulls_last(), I.c.open_amount.desc(), I.c.id)
"""The same order, and no index: where most rows must be looked at, the table is read as it lies."""


class ItemRecord(NamedTuple):
    """One item with its customer and the coding in force. Days are ordinals."""

    id: int
    ledger: str
    company: str
    document_no: str
    line: str
    parent_no: str
    customer_id: int
    customer_no: str
    name: str
    type: str
    document_date: int | None
    due_date: int | None
    currency: str
    amount: int
    open_amount: int
    cleared_on: int | None
    coding: str | None
    reason: str | None
    disputed: int | None
    reference: str
    po: str
    text: str
    terms: str
    collector: str
    sales_rep: str
    fiscal_year: int | None


_RECORD = (
    I.c.id,
    I.c.ledger,
    I.c.company,
    I.c.document_no,
    I.c.line,
    I.c.parent_no,
    I.c.customer_id,
    _C.c.number,
    _C.c.name,
    I.c.type,
    I.c.document_date,
    I.c.due_date,
    I.c.currency,
    I.c.amount,
    I.c.open_amount,
    I.c.cleared_on,
    _S.c.state,
    _S.c.reason,
    _S.c.disputed,
    I.c.reference,
    I.c.po,
    I.c.text,
    I.c.terms,
    I.c.collector,
    I.c.sales_rep,
    I.c.fiscal_year,
)
_JOINED: Any = (
    select(*_RECORD)
    .select_from(I)
    .join(_C, _C.c.id == I.c.customer_id)
    .outerjoin(_S, _S.c.item_id == I.c.id)
)


def _of_customer(condition: Condition) -> Condition:
    return I.c.customer_id.in_(select(_C.c.id).where(condition))


def _owned(condition: Condition) -> Condition:
    """Items of the accounts whose owner today meets a condition."""
    return I.c.customer_id.in_(select(_A.c.customer_id).where(condition))


def _coded(condition: Condition) -> Condition:
    return I.c.id.in_(select(_S.c.item_id).where(condition))


def _coding(op: str, value: Value) -> Condition:
    found = _coded(_S.c.state == str(value)) if value != "uncoded" else ~_coded(_S.c.state != "")
    return found if op == "=" else not_(found)


def _reason(op: str, value: Value) -> Condition:
    found = ~_coded(_S.c.reason != "") if value is None else _coded(_has_reason(str(value).upper()))
    return found if op == "=" else not_(found)


def _has_reason(code: str) -> Condition:
    """The coding in force names the reason, alone or as a piece of a split."""
    piece = exists().where(_P.c.entry == _S.c.entry, _P.c.line == _S.c.line, _P.c.reason == code)
    return or_(_S.c.reason == code, piece)


def needs_coding() -> Condition:
    """`rules.coding_queue.need_of` finds a need.

    In this order a million items are read in half the time: almost all fail by their numbers, and reading
    a text costs most.
    """
    kinds = or_(I.c.type.in_((RESIDUAL, CHARGEBACK)), and_(I.c.type == DEBIT, I.c.parent_no != ""))
    said = and_(I.c.text != "", I.c.type.not_in(_CREDITS), spelling.says_dispute(I.c.text))
    return and_(I.c.open_amount > 0, or_(_LITTLE_LEFT, kinds, said), I.c.type.not_in(_CREDITS))


def _queue() -> Condition:
    return and_(I.c.cleared_on.is_(None), needs_coding(), ~_coded(_S.c.state != ""))


def _state(op: str, value: Value) -> Condition:
    states = {"open": I.c.cleared_on.is_(None), "cleared": I.c.cleared_on.is_not(None)}
    found = states.get(str(value), false())
    return found if op == "=" else not_(found)


def _scalar(column: Any, other: Any, key: Any) -> Any:  # noqa: ANN401
    return select(column).where(other == key).correlate(I).scalar_subquery()


def item_target(today: date, me: str) -> Target:
    """What a filter of the items list may ask."""
    text = ("document_no", "company", "ledger", "type", "po", "reference", "text", "terms")
    sources = (
        {name: Source(I.c[name], TEXT) for name in (*text, "line", "parent_no", "sales_rep", "currency")}
        | {name: Source(I.c[name], MONEY) for name in ("amount", "open_amount")}
        | {name: Source(I.c[name], DAY) for name in ("due_date", "document_date")}
        | {
            "days_overdue": Source(today.toordinal() - I.c.due_date, NUMBER),
            "short_amount": Source(_SHORT, MONEY),
            "disputed_amount": Source(
                func.coalesce(_scalar(_S.c.disputed, _S.c.item_id, I.c.id), 0), MONEY
            ),
            "customer_no": Source(_C.c.number, TEXT, _of_customer),
            "name": Source(_C.c.name, TEXT, _of_customer),
            "collector": Source(_A.c.collector, TEXT, _owned),
            "coding": Source(_scalar(_S.c.state, _S.c.item_id, I.c.id), TEXT),
            "reason": Source(_scalar(_S.c.reason, _S.c.item_id, I.c.id), TEXT),
            "state": Source(I.c.cleared_on, DAY),
        }
    )
    return Target(
        sources=sources,
        flags={
            "short": _IS_SHORT,
            "queue": _queue(),
            "disputed": _coded(_S.c.disputed > 0),
            "marked": false(),
        },
        special={"coding": _coding, "reason": _reason, "state": _state},
        unit=_UNIT,
        in_currency=lambda code, condition: and_(I.c.currency == code, condition),
        contains={
            "name": lambda words: _of_customer(
                _C.c.search.like(filters.like_pattern(search_text(words)), escape="\\")
            )
        },
        me=me,
    )


_OF_CUSTOMER = {"customer_no": _C.c.number, "name": _C.c.name}
_SORTED_BY_CUSTOMER = {
    name: _scalar(column, _C.c.id, I.c.customer_id) for name, column in _OF_CUSTOMER.items()
} | {"collector": I.c.collector}
FIRST_CUSTOMERS = (200, 5_000)
"""So many customers are looked at first, in a list that is sorted by them."""


def _order(query: Query, target: Target, *, few: bool) -> list[Any]:
    order: list[Any] = []
    for name, down in query.sort:
        column = _SORTED_BY_CUSTOMER.get(name, target.sources[name].column)
        order.append(filters.directed(column, down=down))
    return [*order, *(OLDEST_FIRST if few else _SORTED_AFTER)]


def mentions_state(expr: Expr | None) -> bool:
    """Whether a filter asks about open or cleared itself."""
    match expr:
        case And(parts) | Or(parts):
            return any(mentions_state(part) for part in parts)
        case Not(part):
            return mentions_state(part)
        case Compare(name, _, _):
            return name == "state"
        case _:
            return False


def _searches(expr: Expr | None) -> bool:
    """Whether a filter looks for words, which may stand in any row or in none."""
    match expr:
        case And(parts) | Or(parts):
            return any(_searches(part) for part in parts)
        case Not(part):
            return _searches(part)
        case _:
            return isinstance(expr, Contains | Matches)


def _where(statement: Any, query: Query, target: Target) -> Any:  # noqa: ANN401
    condition = filters.compile_query(query, target)
    if condition is not None:
        statement = statement.where(condition)
    if not mentions_state(query.expr):
        statement = statement.where(I.c.cleared_on.is_(None))
    return statement


def ids(connection: Connection, query: Query, target: Target, limit: int | None = None) -> "array[int]":
    """Item ids in the order of the list; open ones unless the filter says otherwise."""
    if limit is None:
        return _found(connection, _ids(query, target, few=False))
    if query.sort and query.sort[0][0] in _OF_CUSTOMER:
        return _first_by_customer(connection, query, target, limit)
    if query.sort or not _searches(query.expr):
        return _found(connection, _ids(query, target, few=True).limit(limit))
    # Words that are common stand among the first rows; for others the table is read as it lies.
    found = _found(connection, _ids(query, target, few=True).where(I.c.id.in_(_FIRST)).limit(limit))
    return found if len(found) == limit else _found(connection, _ids(query, target, few=False).limit(limit))


def _ids(query: Query, target: Target, *, few: bool) -> Any:  # noqa: ANN401
    return _where(select(I.c.id), query, target).order_by(*_order(query, target, few=few))


def _first_by_customer(connection: Connection, query: Query, target: Target, limit: int) -> "array[int]":
    """The first items of a list sorted by customer: of some customers, instead of all items there are."""
    name, down = query.sort[0]
    column = _OF_CUSTOMER[name]
    order = column.desc() if down else column.asc()
    statement = _ids(query, target, few=False).limit(limit)
    for many in FIRST_CUSTOMERS:
        last = connection.execute(select(column).order_by(order).offset(many).limit(1)).scalar()
        if last is None:
            break
        among = select(_C.c.id).where(column >= last if down else column <= last)
        found = _found(connection, statement.where(I.c.customer_id.in_(among)))
        if len(found) == limit:
            return found
    return _found(connection, statement)


def _found(connection: Connection, statement: Any) -> "array[int]":  # noqa: ANN401
    return array("q", connection.execute(statement).scalars())


def begin_with(connection: Connection, text: str, limit: int) -> "array[int]":
    """Ids of open items whose document number begins with the text in either case, by number.

    Each spelling is asked for alone: then its rows come in the order of the index, and only so many.
    """
    number = I.c.document_no
    open_ones = select(number, I.c.id).where(I.c.cleared_on.is_(None)).order_by(number, I.c.id)
    found: list[tuple[str, int]] = []
    for start in {text, text.upper(), text.lower()}:
        # Not BETWEEN: PostgreSQL takes no collation between its two bounds.
        statement = open_ones.where(number >= start, number <= start + LAST_SIGN).limit(limit)
        found += [(row[0], row[1]) for row in connection.execute(statement)]
    return array("q", [item for _, item in sorted(found)[:limit]])


def summary(connection: Connection, query: Query, target: Target) -> tuple[int, dict[str, int]]:
    """Count of items, and what is open by currency."""
    statement = _where(
        select(I.c.currency, func.count(), func.sum(I.c.open_amount)), query, target
    ).group_by(I.c.currency)
    rows = connection.execute(statement).all()
    return sum(row[1] for row in rows), {row[0]: int(row[2]) for row in rows}


def records(connection: Connection, items: Sequence[int]) -> dict[int, ItemRecord]:
    """These items, by id."""
    found: dict[int, ItemRecord] = {}
    for start in range(0, len(items), 500):
        statement = _JOINED.where(I.c.id.in_(items[start : start + 500]))
        for row in connection.execute(statement):
            found[row.id] = ItemRecord._make(row)
    return found


def open_of_customer(connection: Connection, customer: int) -> list[ItemRecord]:
    """Open items of a customer, oldest due first."""
    statement = _JOINED.where(I.c.customer_id == customer, I.c.cleared_on.is_(None))
    return [ItemRecord._make(row) for row in connection.execute(statement.order_by(*OLDEST_FIRST))]


def by_numbers(
    connection: Connection, numbers: Sequence[str], customer: int | None = None
) -> list[tuple[int, int, str, str, int | None]]:
    """(item, customer, document number, customer number, cleared on) of items with these numbers."""
    found: list[tuple[int, int, str, str, int | None]] = []
    for start in range(0, len(numbers), 500):
        statement = (
            select(I.c.id, I.c.customer_id, I.c.document_no, _C.c.number, I.c.cleared_on)
            .join(_C, _C.c.id == I.c.customer_id)
            .where(I.c.document_no.in_(numbers[start : start + 500]))
            .order_by(I.c.id)
        )
        if customer is not None:
            statement = statement.where(I.c.customer_id == customer)
        found += [tuple(row) for row in connection.execute(statement)]
    return found


def ids_by_number(connection: Connection, numbers: Sequence[str]) -> dict[str, list[int]]:
    """The items, open or cleared, with each of these document numbers."""
    found: dict[str, list[int]] = {}
    for item, _, number, *_rest in by_numbers(connection, numbers):
        found.setdefault(number, []).append(item)
    return found
