"""The desks that were seen here."""

from sqlalchemy import Connection, bindparam, select

from arcollect_tui.data.statements import Prepared, tables
from arcollect_tui.data.tables import DeskRow, Entry

_D, _E = tables(DeskRow, Entry)
_NUMBERS = Prepared(select(_D.c.number, _D.c.id).order_by(_D.c.number))
_COLLECTOR = Prepared(
    select(_E.c.collector).where(_E.c.desk == bindparam("desk")).order_by(_E.c.seq.desc()).limit(1)
)


def desk_numbers(connection: Connection) -> list[tuple[int, bytes]]:
    """The number and the id of every desk, by number."""
    return [(number, desk) for number, desk in _NUMBERS.rows(connection)]


def last_collector(connection: Connection, desk: bytes) -> str:
    """Who made the newest entry of a desk; empty without one."""
    row = _COLLECTOR.first(connection, desk=desk)
    return "" if row is None else str(row[0])
