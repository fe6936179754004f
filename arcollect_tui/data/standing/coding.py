"""Coding aspect: the coding in force of each open item, and disputed sums per account.

The counting coding with the latest stamp wins, of those that do not stand on a coding which was taken
back by somebody who did not know of them (`unfounded.py`). A stated amount never exceeds what is open
now, and what has become a credit is not in dispute. An item that is cleared has no standing; its codings
stay as history and count again if it comes back.
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
    true,
    update,
)

from arcollect_tui.data.standing.ledger import TODAY
from arcollect_tui.data.standing.touched import KEYS
from arcollect_tui.data.standing.unfounded import founded
from arcollect_tui.data.standing.voids import counts
from arcollect_tui.data.statements import Prepared, columns, tables
from arcollect_tui.data.tables import AccountStanding, Coding, Item, ItemStanding, Void

_A, _C, _I, _S, _V = tables(AccountStanding, Coding, Item, ItemStanding, Void)
DISPUTED, UNCODED = "disputed", "uncoded"


def _in_force(which: ColumnElement[bool]) -> Any:  # noqa: ANN401
    # "No newer one" and not "the newest is": an equation on `entry` makes SQLite walk the whole entry.
    newer = _C.alias("newer")
    outdone = exists().where(
        newer.c.item_id == _C.c.item_id,
        newer.c.entry > _C.c.entry,
        counts(newer.c.entry),
        founded(newer),
    )
    whole = or_(_C.c.disputed.is_(None), _C.c.disputed > _I.c.open_amount)
    amount = case(
        (or_(_C.c.state != DISPUTED, _I.c.open_amount <= 0), literal(0, BigInteger)),
        (whole, _I.c.open_amount),
        else_=_C.c.disputed,
    )
    query = (
        select(
            _I.c.id,
            _I.c.customer_id,
            _I.c.currency,
            _I.c.due_date,
            _C.c.state,
            _C.c.reason,
            amount,
            _C.c.entry,
            _C.c.line,
        )
        .join(_C, _C.c.item_id == _I.c.id)
        .where(which, _I.c.cleared_on.is_(None), counts(_C.c.entry), founded(_C), ~outdone)
        .where(_C.c.state != UNCODED)
    )
    return insert(_S).from_select(list(columns(ItemStanding)), query)


_NAMED = select(_C.c.item_id).where(
    or_(
        _C.c.entry == bindparam("entry"),
        _C.c.entry.in_(select(_V.c.target).where(_V.c.entry == bindparam("entry"))),
    )
)
_FORGET_NAMED = Prepared(delete(_S).where(_S.c.item_id.in_(_NAMED)))
_JUDGE_NAMED = Prepared(_in_force(_I.c.id.in_(_NAMED)))
_FORGET_OF_ACCOUNTS = Prepared(delete(_S).where(_S.c.customer_id.in_(KEYS)))
_JUDGE_OF_ACCOUNTS = Prepared(_in_force(_I.c.customer_id.in_(KEYS)))
_FORGET_ALL = Prepared(delete(_S))
_JUDGE_ALL = Prepared(_in_force(true()))


def _sum_of(condition: ColumnElement[bool] | None = None) -> Any:  # noqa: ANN401
    query = select(cast(func.coalesce(func.sum(_S.c.disputed), 0), BigInteger)).where(
        _S.c.customer_id == _A.c.customer_id, _S.c.currency == _A.c.currency
    )
    return (query if condition is None else query.where(condition)).correlate(_A).scalar_subquery()


_SUM = Prepared(
    update(_A)
    .values(disputed=_sum_of(), disputed_overdue=_sum_of(and_(_S.c.due_date < TODAY)))
    .where(_A.c.customer_id.in_(KEYS))
)
_SUM_OF_DAY = Prepared(
    update(_A).values(disputed_overdue=_sum_of(and_(_S.c.due_date < TODAY))).where(_A.c.disputed != 0)
)


def refresh_items_of_entry(connection: Connection, entry: bytes) -> None:
    """Judge the items that `entry` codes, or that the entries it voids had coded."""
    _FORGET_NAMED.run(connection, entry=entry)
    _JUDGE_NAMED.run(connection, entry=entry)


def refresh_items_of_accounts(connection: Connection) -> None:
    """Judge every coded item of the touched customers."""
    _FORGET_OF_ACCOUNTS.run(connection)
    _JUDGE_OF_ACCOUNTS.run(connection)


def refresh_all_items(connection: Connection) -> None:
    """Judge every coded item: from the codings, which are few beside the items of all customers."""
    _FORGET_ALL.run(connection)
    _JUDGE_ALL.run(connection)


def refresh_day(connection: Connection, today: int) -> None:
    """Disputed sums of the accounts that have any."""
    _SUM_OF_DAY.run(connection, today=today)


def refresh_accounts(connection: Connection, today: int) -> None:
    """Disputed sums of the touched customers."""
    _SUM.run(connection, today=today)
