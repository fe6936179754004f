"""What happened on a day, and what is agreed for it: counts and sums by index, never by reading items."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Connection, and_, bindparam, cast, distinct, func, select
from sqlalchemy.sql.elements import ColumnElement

from arcollect_tui.data.queries.accounts import IS_CALL_BACK, A
from arcollect_tui.data.standing.voids import counts
from arcollect_tui.data.statements import Prepared, tables
from arcollect_tui.data.tables import (
    Call,
    Coding,
    Customer,
    Entry,
    ImportFact,
    Note,
    Promise,
    PromiseStanding,
    RootCause,
    Void,
)
from arcollect_tui.rules.promises import PromiseState

_E, _L, _Q, _S, _C = tables(Entry, Call, Promise, PromiseStanding, Customer)
_K, _N, _V, _M, _R = tables(Coding, Note, Void, ImportFact, RootCause)
_MINE: tuple[ColumnElement[bool], ...] = (
    _E.c.local_day == bindparam("day"),
    _E.c.collector == bindparam("collector"),
    counts(_E.c.id),
)
"""What a collector said on a day and still counts."""


def _of_day(facts: Any, *columns: Any) -> Any:  # noqa: ANN401
    return select(*columns).select_from(_E).join(facts, facts.c.entry == _E.c.id).where(*_MINE)


def _sum(column: Any) -> Any:  # noqa: ANN401
    return cast(func.sum(column), BigInteger)


_CALLS = Prepared(_of_day(_L, _L.c.outcome, func.count()).group_by(_L.c.outcome))
_PROMISES = Prepared(
    _of_day(_Q, _Q.c.currency, func.count(), _sum(_Q.c.amount))
    .group_by(_Q.c.currency)
    .order_by(_Q.c.currency)
)
_CODED = Prepared(_of_day(_K, func.count(distinct(_K.c.item_id))))
_NOTES = Prepared(_of_day(_N, func.count()))
_BY_HAND = and_(_E.c.kind != "import", _E.c.kind != "export")
"""Files come and go by themselves: the day begins with what a person did."""
_SPAN = Prepared(select(func.min(_E.c.at), func.max(_E.c.at)).where(*_MINE, _BY_HAND))


class DayRecord(NamedTuple):
    """What a collector did on a day and still counts. Instants in microseconds UTC, amounts minor units.

    Attributes:
        calls: (outcome, how many).
        promises: (currency, how many, sum).
        coded: items.
        first: instant of the first deed; None without one.
        last: of the last.
    """

    calls: list[tuple[str, int]]
    promises: list[tuple[str, int, int]]
    coded: int
    notes: int
    first: int | None
    last: int | None


def record_of_day(connection: Connection, day: int, collector: str) -> DayRecord:
    """The record of a day."""
    of: dict[str, Any] = {"day": day, "collector": collector}
    (coded,), (notes,), span = (
        _CODED.rows(connection, **of)[0],
        _NOTES.rows(connection, **of)[0],
        _SPAN.rows(connection, **of)[0],
    )
    return DayRecord(
        calls=[(row[0], row[1]) for row in _CALLS.rows(connection, **of)],
        promises=[(row[0], row[1], int(row[2])) for row in _PROMISES.rows(connection, **of)],
        coded=coded,
        notes=notes,
        first=span[0],
        last=span[1],
    )


_DUE = Prepared(
    select(_S.c.currency, func.count(), _sum(_S.c.amount))
    .where(_S.c.state == str(PromiseState.OPEN), _S.c.due_on == bindparam("day"))
    .group_by(_S.c.currency)
)


def promises_due(connection: Connection, day: int) -> list[tuple[str, int, int]]:
    """(currency, how many, sum in minor units) of open promises that are due on a day."""
    return [(row[0], row[1], int(row[2])) for row in _DUE.rows(connection, day=day)]


class AgreedCall(NamedTuple):
    """An account that is to be called. Days are ordinals, times minutes after midnight."""

    customer_id: int
    number: str
    name: str
    phone: str
    day: int
    at: int | None


_AGREED: Any = (
    select(A.c.customer_id, A.c.number, A.c.name, _C.c.phone, A.c.next_action_on, A.c.next_action_at)
    .select_from(A)
    .join(_C, _C.c.id == A.c.customer_id)
    .where(A.c.lead == 1)
    .order_by(A.c.next_action_on, A.c.next_action_at, A.c.customer_id)
)
_CALL_BACKS = Prepared(
    _AGREED.where(IS_CALL_BACK, A.c.next_action_on <= bindparam("day")).limit(bindparam("most"))
)
_TIMED = Prepared(
    _AGREED.where(
        A.c.next_action_on == bindparam("day"),
        A.c.next_action_at > bindparam("after"),
        A.c.next_action_at <= bindparam("until"),
    )
)


def call_backs(connection: Connection, day: int, most: int) -> list[AgreedCall]:
    """Calls agreed for a day or before it, the longest waiting first."""
    return [AgreedCall._make(row) for row in _CALL_BACKS.rows(connection, day=day, most=most)]


def timed_calls(connection: Connection, day: int, after: int, until: int) -> list[AgreedCall]:
    """Calls agreed for a time of the day: later than `after`, up to `until`, in minutes."""
    found = _TIMED.rows(connection, day=day, after=after, until=until)
    return [AgreedCall._make(row) for row in found]


_CHANGES: Sequence[Prepared] = tuple(
    Prepared(select(func.count()).select_from(facts)) for facts in (_K, _V, _M, _R)
)
_NEWEST = tuple(
    Prepared(select(facts.c.entry).order_by(facts.c.entry.desc()).limit(1)) for facts in (_K, _V, _M, _R)
)


def items_stamp(connection: Connection) -> tuple[object, ...]:
    """Changes whenever a file, a coding, a root cause or a void came; not with a call or a note."""
    sizes = tuple(statement.first(connection) for statement in _CHANGES)
    return (*sizes, *(statement.first(connection) for statement in _NEWEST))
