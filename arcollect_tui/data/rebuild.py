"""Reading the record anew, when this program reads kinds of entries that the one before did not."""

from sqlalchemy import Connection

from arcollect_tui.data import erasure, journal, projection, standing
from arcollect_tui.data.imports.fold import refold
from arcollect_tui.data.imports.order import ledgers_brought


def rebuild(connection: Connection) -> None:
    """Make the typed tables anew from the parts, and what follows from them, in a write transaction."""
    projection.clear(connection)
    for rows in journal.rebuilt(connection):
        projection.write(connection, rows)
    erasure.after_receive(connection)
    standing.voids.refresh_all(connection)
    for ledger in ledgers_brought(connection):
        refold(connection, ledger)
    day = standing.standing_day(connection)
    if day is not None:
        standing.refresh_everything(connection, day)
    projection.note_read(connection)
