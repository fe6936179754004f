"""Codings, contact cards and assignments whose ground was taken back by somebody who did not know of them.

An undo takes back what it knows to be built on its target. What another desk built on it meanwhile
arrives later: it counts for nothing, and stands among the conflicts until somebody settles it.
"""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, exists, insert, select

from arcollect_tui.data.standing.voids import counts
from arcollect_tui.data.statements import Prepared, table, tables
from arcollect_tui.data.tables import Assignment, Coding, Contact, Unfounded, Voided

_U, _C, _K, _A = tables(Unfounded, Coding, Contact, Assignment)
_V = table(Voided).alias("taken_back")


def founded(fact: Any) -> ColumnElement[bool]:  # noqa: ANN401
    """SQL condition: the fact of this table, or alias of it, does not stand on what was taken back."""
    return ~exists().where(_U.c.entry == fact.c.entry, _U.c.line == fact.c.line)


def _judged(facts: Table, thing: str) -> Any:  # noqa: ANN401
    """Counting facts that replace a voided entry, and those that replace one of these, and so on."""
    said = (facts.c.entry, facts.c.line, facts.c[thing].label("thing"))
    # Asked with IN, SQLite walks the few voided targets and not the many facts that replace another.
    seed = select(*said).where(facts.c.replaces.in_(select(_V.c.target)), counts(facts.c.entry))
    found = seed.cte("found", recursive=True)
    built_on = (
        select(*said)
        .join(found, facts.c.replaces == found.c.entry)
        .where(facts.c[thing] == found.c.thing, counts(facts.c.entry))
    )
    found = found.union(built_on)
    return insert(_U).from_select(["entry", "line"], select(found.c.entry, found.c.line))


_FORGET = Prepared(delete(_U))
_JUDGE = tuple(
    Prepared(_judged(facts, thing))
    for facts, thing in ((_C, "item_id"), (_K, "contact_id"), (_A, "customer_id"))
)
_ROWS = Prepared(select(_U.c.entry, _U.c.line))


def rows(connection: Connection) -> set[tuple[bytes, int]]:
    """(entry, line) of every fact that counts for nothing now."""
    return {(entry, line) for entry, line in _ROWS.rows(connection)}


def refresh_all(connection: Connection) -> None:
    """Judge every coding, contact card and assignment anew; after the voids are judged."""
    _FORGET.run(connection)
    for statement in _JUDGE:
        statement.run(connection)
