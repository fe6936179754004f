"""Score aspect: the sum that `rules.priority.explain` spells out, computed where the rows are.

`lead` marks the one row by which a customer ranks: highest score, then largest overdue, then currency.
"""

from sqlalchemy import BigInteger, ColumnElement, Connection, and_, case, exists, func, literal, or_, update

from arcollect_tui.data.standing.ledger import TODAY
from arcollect_tui.data.standing.measures import Measures, bound
from arcollect_tui.data.standing.touched import KEYS
from arcollect_tui.data.statements import Prepared, table
from arcollect_tui.data.tables import AccountStanding

_A = table(AccountStanding)
_ZERO = literal(0, BigInteger)


def _capped(points: ColumnElement[int], cap: str) -> ColumnElement[int]:
    return case((points > bound(cap), bound(cap)), else_=points)


def _if(condition: ColumnElement[bool], points: str) -> ColumnElement[int]:
    return case((condition, bound(points)), else_=_ZERO)


def score() -> ColumnElement[int]:
    """The score of a row, from its own columns, today and the weights of the strategy."""
    late = case((_A.c.overdue > 0, TODAY - func.coalesce(_A.c.oldest_due, TODAY)), else_=_ZERO)
    return (
        _capped(_A.c.overdue // (bound("overdue_unit") * _A.c.unit), "overdue_most")
        + _capped(late * bound("day_points"), "days_most")
        + _if(_A.c.due_soon > 0, "due_soon")
        + _if(_A.c.broken > 0, "broken")
        + _if(_A.c.next_action_on <= TODAY, "follow_up")
        + _if(and_(_A.c.overdue > 0, _A.c.last_contact_on.is_(None)), "never_contacted")
        + _if(_A.c.balance > _A.c.credit_limit, "over_limit")
    )


_NOW = score()
# Only rows that change are written: both columns stand in the index of the worklist's order.
_SCORE = Prepared(update(_A).values(score=_NOW).where(_A.c.customer_id.in_(KEYS), _A.c.score != _NOW))
_BEST = _A.alias("best")
_OUTDONE = exists().where(
    _BEST.c.customer_id == _A.c.customer_id,
    or_(
        _BEST.c.score > _A.c.score,
        and_(_BEST.c.score == _A.c.score, _BEST.c.overdue > _A.c.overdue),
        and_(
            _BEST.c.score == _A.c.score,
            _BEST.c.overdue == _A.c.overdue,
            _BEST.c.currency < _A.c.currency,
        ),
    ),
)
_LEAD = Prepared(
    update(_A)
    .values(lead=1 - _A.c.lead)
    .where(_A.c.customer_id.in_(KEYS), _A.c.lead != case((_OUTDONE, _ZERO), else_=literal(1, BigInteger)))
)


def refresh(connection: Connection, today: int, measures: Measures) -> None:
    """Score and lead of the touched customers; always the last aspect."""
    _SCORE.run(connection, today=today, **measures.binds)
    _LEAD.run(connection)
