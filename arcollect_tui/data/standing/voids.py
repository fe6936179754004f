"""Which entries and imports do not count.

Of all voids about one target the latest stamp decides, so there is no void of a void and any order of
arrival gives the same.
"""

from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, delete, exists, func, insert, select

from arcollect_tui.data.statements import Prepared, table
from arcollect_tui.data.tables import Void, Voided

_V, _O = table(Void), table(Voided)


def counts(entry: ColumnElement[Any]) -> ColumnElement[bool]:
    """SQL condition: the entry (or import) named by `entry` is not voided."""
    return ~exists().where(_O.c.target == entry)


def _latest_says_undo(about: ColumnElement[bool] | None) -> Any:  # noqa: ANN401
    later = _V.alias("later")
    same = select(later.c.entry).where(later.c.target == _V.c.target)
    latest = same.order_by(later.c.entry.desc()).limit(1).scalar_subquery()
    query = select(_V.c.target).where(_V.c.entry == latest, _V.c.redo == 0)
    return query if about is None else query.where(about)


_OF_ENTRY = select(_V.c.target).where(_V.c.entry == bindparam("entry"))
_FORGET = Prepared(delete(_O).where(_O.c.target.in_(_OF_ENTRY)))
_JUDGE = Prepared(insert(_O).from_select(["target"], _latest_says_undo(_V.c.target.in_(_OF_ENTRY))))
_FORGET_ALL = Prepared(delete(_O))
_JUDGE_ALL = Prepared(insert(_O).from_select(["target"], _latest_says_undo(None)))


def refresh_targets_of(connection: Connection, entry: bytes) -> None:
    """Judge anew the targets that the void facts of `entry` name."""
    _FORGET.run(connection, entry=entry)
    _JUDGE.run(connection, entry=entry)


def refresh_all(connection: Connection) -> None:
    """Judge every target anew."""
    _FORGET_ALL.run(connection)
    _JUDGE_ALL.run(connection)


_IS_VOIDED = Prepared(select(func.count()).select_from(_O).where(_O.c.target == bindparam("target")))


def is_voided(connection: Connection, target: bytes) -> bool:
    """Whether an entry or import does not count now."""
    return bool(_IS_VOIDED(connection, target=target).scalar_one())
