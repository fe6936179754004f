"""Which customers are erased here, and what an erasure has still to do outside its transaction.

The record names erased customers in entries. The drawer names them too: a store that went back to an
older copy has lost the entry, and must not let the customer in again.
"""

import json
from collections.abc import Iterable

from sqlalchemy import Connection, select

from arcollect_tui.data import desk
from arcollect_tui.data.statements import Prepared, table
from arcollect_tui.data.tables import Erasure

_E = table(Erasure)
_IN_RECORD = Prepared(select(_E.c.erased_id))
_DONE, _FILE, _COPIES = "erased", "erased.file", "erased.copies"


def erased_ids(connection: Connection) -> frozenset[int]:
    """The customers that must not come back. No undo reaches an erasure."""
    return frozenset(row[0] for row in _IN_RECORD.rows(connection)) | carried_out(connection)


def carried_out(connection: Connection) -> frozenset[int]:
    """The customers whose rows were removed from this file."""
    return _ids(connection, _DONE)


def in_free_pages(connection: Connection) -> frozenset[int]:
    """Customers whose rows are gone, while the file was not written anew since."""
    return _ids(connection, _FILE)


def in_copies(connection: Connection) -> frozenset[int]:
    """Customers whose rows are gone here, and perhaps not from the copies that arcollect keeps."""
    return _ids(connection, _COPIES)


def is_due(connection: Connection, witnessed: frozenset[int]) -> bool:
    """Whether something is left to be done, for these customers that a witness knows of, too."""
    behind = witnessed - carried_out(connection)
    return bool(behind or in_free_pages(connection) or in_copies(connection))


def note_carried_out(connection: Connection, ids: Iterable[int]) -> None:
    """Remember that the rows of these customers are gone, and that the rest is to be done."""
    new = frozenset(ids)
    for key in (_DONE, _FILE, _COPIES):
        _put(connection, key, _ids(connection, key) | new)


def note_written_anew(connection: Connection, ids: Iterable[int]) -> None:
    """Remember that free pages hold nothing of these customers."""
    _put(connection, _FILE, in_free_pages(connection) - frozenset(ids))


def note_copies_done(connection: Connection, ids: Iterable[int]) -> None:
    """Remember that no kept copy holds these customers."""
    _put(connection, _COPIES, in_copies(connection) - frozenset(ids))


def _ids(connection: Connection, key: str) -> frozenset[int]:
    stored = desk.get(connection, key)
    return frozenset(json.loads(stored)) if stored else frozenset()


def _put(connection: Connection, key: str, ids: frozenset[int]) -> None:
    desk.put(connection, key, json.dumps(sorted(ids)).encode())
