"""Promise aspect: each promise judged by what the imports in force took off the account.

A promise sees the money that arrived after the day it was made and up to its date plus grace: what
came off open items, plus payments on account that appeared, less what those payments were later used
for. A later promise about the same items ends the window of the earlier one (superseded), so that one
decrease judges at most one promise.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Connection, and_, case, cast, delete, exists, func, select, update

from arcollect_tui.data.standing.touched import KEYS
from arcollect_tui.data.standing.voids import counts
from arcollect_tui.data.statements import Prepared, insert_rows, tables
from arcollect_tui.data.tables import (
    AccountStanding,
    Customer,
    Item,
    ItemChange,
    LedgerImport,
    Promise,
    PromiseItem,
    PromiseStanding,
)
from arcollect_tui.rules.promises import PromiseState, judge

_A, _I, _H, _L, _P, _N, _S, _C = tables(
    AccountStanding, Item, ItemChange, LedgerImport, Promise, PromiseItem, PromiseStanding, Customer
)
ON_ACCOUNT = ("payment", "deposit")
_Row = tuple[object, ...]


class _Promised(NamedTuple):
    """A promise as recorded, and the ledger of its customer."""

    entry: bytes
    line: int
    customer_id: int
    amount: int
    currency: str
    made_on: int
    due_on: int
    grace_until: int
    ledger: str


_PROMISES = Prepared(
    select(*[_P.c[name] for name in _Promised._fields[:-1]], _C.c.ledger)
    .join(_C, _C.c.id == _P.c.customer_id)
    .where(_P.c.customer_id.in_(KEYS), counts(_P.c.entry))
    .order_by(_P.c.customer_id, _P.c.entry, _P.c.line)
)
_NAMED = Prepared(
    select(_N.c.entry, _N.c.item_id).where(
        _N.c.entry.in_(select(_P.c.entry).where(_P.c.customer_id.in_(KEYS)))
    )
)
_HAS_PROMISE = exists().where(_P.c.customer_id == _I.c.customer_id)
_CHANGES = Prepared(
    select(
        _H.c.customer_id,
        _I.c.currency,
        _H.c.as_of,
        _H.c.item_id,
        _I.c.type,
        _H.c.old_open - _H.c.new_open,
        _H.c.import_id,
    )
    .join(_I, _I.c.id == _H.c.item_id)
    .where(_H.c.customer_id.in_(KEYS), _H.c.old_open != _H.c.new_open, _HAS_PROMISE)
)
_ARRIVED = Prepared(
    select(
        _I.c.customer_id,
        _I.c.currency,
        _L.c.as_of,
        _I.c.id,
        _I.c.type,
        -_I.c.open_amount,
        _L.c.id,
    )
    .join(_L, _L.c.id == _I.c.first_import)
    .where(_I.c.customer_id.in_(KEYS), _I.c.type.in_(ON_ACCOUNT), _HAS_PROMISE)
)
_FILES = Prepared(select(_L.c.ledger, _L.c.as_of, _L.c.id).order_by(_L.c.ledger, _L.c.place))
_FORGET = Prepared(delete(_S).where(_S.c.customer_id.in_(KEYS)))


@dataclass(frozen=True, slots=True)
class _Movement:
    as_of: int
    item_id: int
    on_account: bool
    came_off: int
    import_id: int


@dataclass(frozen=True, slots=True)
class _File:
    as_of: int
    import_id: int


_NO_FILE = _File(1, 0)


@dataclass(slots=True)
class _Made:
    row: _Promised
    items: set[int] = field(default_factory=set)

    def about(self, other: "_Made") -> bool:
        """Whether both speak about the same money."""
        return not self.items or not other.items or bool(self.items & other.items)

    def concerns(self, movement: _Movement) -> bool:
        """Whether the movement may pay this promise."""
        return not self.items or movement.item_id in self.items or movement.on_account


def _judged(made: Sequence[_Made], movements: Sequence[_Movement], files: Sequence[_File]) -> list[_Row]:
    """Standing rows of one customer and currency, promises in order of their stamp.

    Args:
        made: the promises.
        movements: what came off the account, file by file.
        files: the ledger's imports, ascending by as-of day.
    """
    rows: list[_Row] = []
    claimed: dict[int, int] = {}
    for place, promise in enumerate(made):
        row = promise.row
        # The first file on or after the end of grace is the one that could show the payment.
        last_file = next((file for file in files if file.as_of >= row.grace_until), None)
        later = next((m.row.made_on for m in made[place + 1 :] if m.about(promise)), None)
        replaced = later is not None and (last_file is None or later < last_file.as_of)
        ends = [last_file.as_of] if last_file else []
        until = min([*ends, later] if replaced and later else ends, default=files[-1].as_of)
        seen = [m for m in movements if row.made_on < m.as_of <= until and promise.concerns(m)]
        # A payment on account keeps one promise only: the first that sees it.
        seen = [m for m in seen if not m.on_account or claimed.setdefault(m.item_id, place) == place]
        paid = max(0, sum(m.came_off for m in seen))
        state = _verdict(row, paid, until if not replaced else None)
        rows.append(
            (
                row.entry,
                row.line,
                row.customer_id,
                row.currency,
                row.amount,
                paid,
                row.made_on,
                row.due_on,
                row.grace_until,
                str(state),
                _evidence(state, seen, last_file),
            )
        )
    return rows


def _evidence(state: PromiseState, seen: Sequence[_Movement], last_file: _File | None) -> int | None:
    """The import that a verdict rests on: the newest payment, or the file that should have shown one."""
    if state in (PromiseState.BROKEN, PromiseState.PARTIAL) and last_file is not None:
        return last_file.import_id
    return max(seen, key=lambda m: m.as_of).import_id if seen else None


def _verdict(row: _Promised, paid: int, as_of: int | None) -> PromiseState:
    if as_of is None:
        return PromiseState.KEPT if paid >= row.amount else PromiseState.SUPERSEDED
    return judge(
        row.amount,
        date.fromordinal(row.grace_until),
        date.fromordinal(row.made_on),
        paid,
        date.fromordinal(as_of),
        grace_days=0,
    )


def _judge_touched(connection: Connection) -> None:
    _FORGET.run(connection)
    promises = list(map(_Promised._make, _PROMISES.rows(connection)))
    if not promises:
        return
    named: dict[bytes, set[int]] = defaultdict(set)
    for entry, item in _NAMED.rows(connection):
        named[entry].add(item)
    groups: dict[tuple[int, str], list[_Made]] = defaultdict(list)
    for row in promises:
        groups[row.customer_id, row.currency].append(_Made(row, named.get(row.entry, set())))
    files: dict[str, list[_File]] = defaultdict(list)
    for ledger, as_of, import_id in _FILES.rows(connection):
        files[ledger].append(_File(as_of, import_id))
    newest = max((file.as_of for found in files.values() for file in found), default=0)
    # A promise is paid by what files after it show; the one of today has none.
    shown = newest > min(promise.made_on for promise in promises)
    movements = _movements(connection) if shown else defaultdict(list)
    rows: list[_Row] = []
    for key, made in groups.items():
        rows += _judged(made, movements[key], files.get(made[0].row.ledger, [_NO_FILE]))
    insert_rows(connection, PromiseStanding, rows)


def _movements(connection: Connection) -> dict[tuple[int, str], list[_Movement]]:
    """What came off the accounts of touched customers that have a promise, file by file."""
    movements: dict[tuple[int, str], list[_Movement]] = defaultdict(list)
    since: Counter[int] = Counter()
    for customer, currency, as_of, item, kind, came_off, import_id in _CHANGES.rows(connection):
        since[item] += came_off
        movement = _Movement(as_of, item, kind in ON_ACCOUNT, came_off, import_id)
        movements[customer, currency].append(movement)
    for customer, currency, as_of, item, _, left, import_id in _ARRIVED.rows(connection):
        # What arrived is what is left of it and what was used since, which counts as a change.
        arrived = left - since[item]
        movements[customer, currency].append(_Movement(as_of, item, True, arrived, import_id))
    return movements


def _newest_of_account(column: str) -> Any:  # noqa: ANN401
    return (
        select(_S.c[column])
        .where(_S.c.customer_id == _A.c.customer_id, _S.c.currency == _A.c.currency)
        .order_by(_S.c.entry.desc(), _S.c.line.desc())
        .limit(1)
        .correlate(_A)
        .scalar_subquery()
    )


_OPEN_SUM = (
    select(cast(func.coalesce(func.sum(_S.c.amount - _S.c.paid), 0), BigInteger))
    .where(
        and_(
            _S.c.customer_id == _A.c.customer_id,
            _S.c.currency == _A.c.currency,
            _S.c.state == str(PromiseState.OPEN),
        )
    )
    .correlate(_A)
    .scalar_subquery()
)
_FAILED = (str(PromiseState.BROKEN), str(PromiseState.PARTIAL))
_SUM = Prepared(
    update(_A)
    .values(
        promised=_OPEN_SUM,
        promise_state=func.coalesce(_newest_of_account("state"), ""),
        promise_due=_newest_of_account("due_on"),
        broken=case((_newest_of_account("state").in_(_FAILED), 1), else_=0),
    )
    .where(_A.c.customer_id.in_(KEYS))
)


def refresh(connection: Connection) -> None:
    """Promises of the touched customers, and what their accounts show of them."""
    _judge_touched(connection)
    _SUM.run(connection)


_UNDECIDED = (str(PromiseState.OPEN), str(PromiseState.SUPERSEDED))
_WITH_UNDECIDED = Prepared(select(_S.c.customer_id).where(_S.c.state.in_(_UNDECIDED)).distinct())
_WITH_ANY = Prepared(select(_S.c.customer_id).distinct())


def customers_waiting(connection: Connection, *, appended: bool) -> set[int]:
    """Customers whose promises a file may judge by its mere arrival.

    Args:
        connection: the transaction.
        appended: the newest file came on top; else any verdict may rest on another file now.
    """
    found = _WITH_UNDECIDED(connection) if appended else _WITH_ANY(connection)
    return {row[0] for row in found}
