"""What an undo has to know: what an entry voids, whom it is about, and what was built on it."""

from sqlalchemy import Connection, bindparam, select

from arcollect_tui.data.standing.voids import counts
from arcollect_tui.data.statements import Prepared, tables
from arcollect_tui.data.tables import Assignment, Coding, Contact, Item, PartRow, Void

P, _V, _K, _O, _I, _W = tables(PartRow, Void, Contact, Coding, Item, Assignment)


_VOIDS_OF = Prepared(
    select(_V.c.target, _V.c.redo).where(_V.c.entry == bindparam("entry")).order_by(_V.c.line)
)


def voids_of(connection: Connection, entry: bytes) -> list[tuple[bytes, int]]:
    """(target, redo) of an entry's void facts."""
    return [(target, redo) for target, redo in _VOIDS_OF(connection, entry=entry)]


_CODINGS_ON = Prepared(
    select(_O.c.entry)
    .where(
        _O.c.replaces == bindparam("entry"),
        _O.c.item_id.in_(select(_O.c.item_id).where(_O.c.entry == bindparam("entry"))),
        counts(_O.c.entry),
    )
    .distinct()
)


_ASSIGNMENTS_ON = Prepared(
    select(_W.c.entry).where(_W.c.replaces == bindparam("entry"), counts(_W.c.entry)).distinct()
)


_CONTACTS_ON = Prepared(
    select(_K.c.entry).where(_K.c.replaces == bindparam("entry"), counts(_K.c.entry)).distinct()
)


def built_on(connection: Connection, entry: bytes) -> set[bytes]:
    """Counting entries whose codings, cards or assignments replace what `entry` set, through any chain."""
    found: set[bytes] = set()
    waiting = [entry]
    while waiting:
        current = waiting.pop()
        for statement in (_CODINGS_ON, _CONTACTS_ON, _ASSIGNMENTS_ON):
            for (later,) in statement(connection, entry=current):
                if later not in found:
                    found.add(later)
                    waiting.append(later)
    return found


_CUSTOMERS_OF = Prepared(
    select(P.c.customer_id).where(P.c.entry == bindparam("entry"), P.c.customer_id.is_not(None)).distinct()
)


_OWNERS_OF = Prepared(
    select(_I.c.customer_id)
    .join(_O, _O.c.item_id == _I.c.id)
    .where(_O.c.entry == bindparam("entry"))
    .distinct()
)


def customers_of(connection: Connection, entry: bytes) -> set[int]:
    """Customers that an entry speaks about, and those who have the items now that it codes."""
    said = {row[0] for row in _CUSTOMERS_OF.rows(connection, entry=entry)}
    return said | {row[0] for row in _OWNERS_OF.rows(connection, entry=entry)}
