"""Owner aspect: who owns a customer on the day, as `rules/owners.py` says.

Few customers of a ledger may be assigned, or all of them: the statements begin at what was assigned, so
that a ledger that names its collectors alone costs nothing. A new day judges the customers again for
whom a term begins or ends with it.
"""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, bindparam, exists, func, or_, select, update

from arcollect_tui.data.standing.ledger import TODAY
from arcollect_tui.data.standing.touched import KEYS
from arcollect_tui.data.standing.unfounded import founded
from arcollect_tui.data.standing.voids import counts
from arcollect_tui.data.statements import Prepared, tables
from arcollect_tui.data.tables import AccountStanding, Assignment, AssignmentTerm, Customer

_A, _S, _T, _C = tables(AccountStanding, Assignment, AssignmentTerm, Customer)
_NEWER = _S.alias("newer")
_EARLIER: ColumnElement[int] = bindparam("earlier", type_=BigInteger)
_LATER: ColumnElement[int] = bindparam("later", type_=BigInteger)


def in_force(facts: Any) -> tuple[ColumnElement[bool], ...]:  # noqa: ANN401
    """SQL conditions: of its customer, the fact (or term) is the counting one with the latest stamp."""
    outdone = exists().where(
        _NEWER.c.customer_id == facts.c.customer_id,
        _NEWER.c.entry > facts.c.entry,
        counts(_NEWER.c.entry),
        founded(_NEWER),
    )
    return counts(facts.c.entry), founded(facts), ~outdone


_TERM = (
    select(_T.c.collector)
    .where(
        _T.c.customer_id == _A.c.customer_id,
        _T.c.first_day <= TODAY,
        or_(_T.c.last_day.is_(None), _T.c.last_day >= TODAY),
        *in_force(_T),
    )
    # "cover" sorts behind "assign": who covers goes before the owner.
    .order_by(_T.c.why.desc(), _T.c.place.desc())
    .limit(1)
    .correlate(_A)
    .scalar_subquery()
)
_LEDGERS = select(_C.c.collector).where(_C.c.id == _A.c.customer_id).correlate(_A).scalar_subquery()
_NOW = func.coalesce(_TERM, _LEDGERS, "")


def _judged(which: Any) -> Prepared:  # noqa: ANN401
    return Prepared(update(_A).values(collector=_NOW).where(which))


_OF_TOUCHED = _judged(_A.c.customer_id.in_(select(_S.c.customer_id).where(_S.c.customer_id.in_(KEYS))))
_OF_DAY = _judged(
    _A.c.customer_id.in_(
        select(_T.c.customer_id).where(
            or_(
                (_T.c.first_day > _EARLIER) & (_T.c.first_day <= _LATER),
                (_T.c.last_day >= _EARLIER) & (_T.c.last_day < _LATER),
            )
        )
    )
)


def refresh(connection: Connection, today: int) -> None:
    """Owners of the touched customers; the ledger's collector was copied before."""
    _OF_TOUCHED.run(connection, today=today)


def refresh_day(connection: Connection, before: int | None, today: int) -> None:
    """Owners of the customers for whom a term begins or ends between two days, in either direction.

    Args:
        connection: the transaction.
        before: the day that the stored standing is of; None when it is of none: all are touched.
        today: the new day.
    """
    if before is None:
        refresh(connection, today)
    elif before != today:
        _OF_DAY.run(connection, today=today, earlier=min(before, today), later=max(before, today))
