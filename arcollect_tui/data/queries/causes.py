"""Root causes in force, and everything that was ever said of how an item is coded."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, exists, select

from arcollect_tui.data.standing.unfounded import founded
from arcollect_tui.data.standing.voids import counts
from arcollect_tui.data.statements import Prepared, tables
from arcollect_tui.data.tables import Coding, DeskRow, Entry, RootCause, Voided

_R, _O, _E, _D, _V = tables(RootCause, Coding, Entry, DeskRow, Voided)
_AT_ONCE = 500


class CauseInForce(NamedTuple):
    """The newest counting root cause of an item; `cause` is empty where it was taken off."""

    entry: bytes
    cause: str
    department: str
    note: str


def causes_in_force(connection: Connection, items: Sequence[int]) -> dict[int, CauseInForce]:
    """The newest counting root cause of each item that has one."""
    found: dict[int, CauseInForce] = {}
    for start in range(0, len(items), _AT_ONCE):
        statement = (
            select(_R.c.item_id, _R.c.entry, _R.c.cause, _R.c.department, _R.c.note)
            .where(_R.c.item_id.in_(items[start : start + _AT_ONCE]), counts(_R.c.entry))
            .order_by(_R.c.entry, _R.c.line)
        )
        for item, *said in connection.execute(statement):
            found[item] = CauseInForce._make(said)
    return found


class Told(NamedTuple):
    """One thing said of an item, with the head of its entry; `seq` and what follows is None without it."""

    entry: bytes
    line: int
    undone: bool
    founded: bool
    desk: int | None
    seq: int | None
    at: int | None
    local_day: int | None
    collector: str | None


class CodingTold(NamedTuple):
    """A coding of an item."""

    told: Told
    state: str
    reason: str
    stated: int | None
    splits: str
    note: str
    claim: str
    their_code: str
    their_words: str
    ask: str
    rule: str


class CauseTold(NamedTuple):
    """A root cause of an item."""

    told: Told
    cause: str
    department: str
    note: str


def _all_of(facts: Any, is_founded: Any, *said: Any) -> Prepared:  # noqa: ANN401
    undone = exists().where(_V.c.target == facts.c.entry)
    head = (_D.c.number, _E.c.seq, _E.c.at, _E.c.local_day, _E.c.collector)
    return Prepared(
        select(facts.c.entry, facts.c.line, undone, is_founded, *head, *said)
        .select_from(facts)
        .outerjoin(_E, _E.c.id == facts.c.entry)
        .outerjoin(_D, _D.c.id == _E.c.desk)
        .where(facts.c.item_id == bindparam("item"))
        .order_by(facts.c.entry.desc(), facts.c.line.desc())
    )


_CODINGS = _all_of(
    _O,
    founded(_O),
    *(_O.c[name] for name in ("state", "reason", "disputed", "splits", "note", "claim")),
    *(_O.c[name] for name in ("their_code", "their_words", "ask", "rule")),
)
_CAUSES = _all_of(_R, _R.c.entry == _R.c.entry, _R.c.cause, _R.c.department, _R.c.note)
_HEAD = len(Told._fields)


def _told(row: Sequence[Any]) -> Told:
    entry, line, undone, is_founded, *head = row[:_HEAD]
    return Told(entry, line, bool(undone), bool(is_founded), *head)


def codings_of(connection: Connection, item: int) -> list[CodingTold]:
    """Every coding of an item, newest first, those that were undone included."""
    return [CodingTold(_told(row), *row[_HEAD:]) for row in _CODINGS(connection, item=item)]


def causes_of(connection: Connection, item: int) -> list[CauseTold]:
    """Every root cause of an item, newest first, those that were undone included."""
    return [CauseTold(_told(row), *row[_HEAD:]) for row in _CAUSES(connection, item=item)]
