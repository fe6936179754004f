"""Contact aspect: last contact and next action of an account.

The follow-up in force is the counting one with the latest stamp. The day of a contact is the
collector's local date, never the stamp.
"""

from typing import Any

from sqlalchemy import Connection, func, select, update

from arcollect_tui.data.standing.touched import KEYS
from arcollect_tui.data.standing.voids import counts
from arcollect_tui.data.statements import Prepared, tables
from arcollect_tui.data.tables import AccountStanding, Call, FollowUp
from arcollect_tui.rules.outcomes import OUTCOMES

_A, _C, _F = tables(AccountStanding, Call, FollowUp)


def _of_account(query: Any) -> Any:  # noqa: ANN401
    return query.correlate(_A).scalar_subquery()


def _newest_follow_up(column: str) -> Any:  # noqa: ANN401
    query = (
        select(_F.c[column])
        .where(_F.c.customer_id == _A.c.customer_id, counts(_F.c.entry))
        .order_by(_F.c.entry.desc(), _F.c.line.desc())
        .limit(1)
    )
    return _of_account(query)


_NO_CONTACT = tuple(o.code for o in OUTCOMES if not (o.attempt or o.contact))
_CALLS = (
    _C.c.customer_id == _A.c.customer_id,
    _C.c.outcome.not_in(_NO_CONTACT),
    counts(_C.c.entry),
)
_UPDATE = Prepared(
    update(_A)
    .values(
        last_contact_on=_of_account(select(func.max(_C.c.local_day)).where(*_CALLS)),
        last_outcome=func.coalesce(
            _of_account(select(_C.c.outcome).where(*_CALLS).order_by(_C.c.entry.desc()).limit(1)), ""
        ),
        next_action_on=_newest_follow_up("day"),
        next_action_at=_newest_follow_up("time"),
    )
    .where(_A.c.customer_id.in_(KEYS))
)


def refresh(connection: Connection) -> None:
    """Contact columns of the touched customers."""
    _UPDATE.run(connection)
