"""What exports carried, as the record tells it."""

from sqlalchemy import Connection, bindparam, func, select

from arcollect_tui.data.standing.voids import counts
from arcollect_tui.data.statements import Prepared, tables
from arcollect_tui.data.tables import Entry, Sent

E, _S = tables(Entry, Sent)


_SENT = Prepared(
    select(_S.c.desk, func.max(_S.c.upto))
    .join(E, E.c.id == _S.c.entry)
    .where(
        _S.c.what == bindparam("what"),
        _S.c.layout == bindparam("layout"),
        E.c.desk == bindparam("by"),
        counts(_S.c.entry),
    )
    .group_by(_S.c.desk)
)


def sent_upto(connection: Connection, what: str, layout: str, by: bytes) -> dict[bytes, int]:
    """Of each desk the highest entry number that exports of this kind carried, made at desk `by`."""
    return dict(_SENT.rows(connection, what=what, layout=layout, by=by))


_SENT_ENTRIES = Prepared(
    select(_S.c.entry)
    .where(_S.c.what == bindparam("what"), _S.c.layout == bindparam("layout"), counts(_S.c.entry))
    .distinct()
)


def sent_entries(connection: Connection, what: str, layout: str) -> list[bytes]:
    """The entries, of any desk, that say what exports of this kind carried, and that count."""
    return [row[0] for row in _SENT_ENTRIES.rows(connection, what=what, layout=layout)]
