"""What this desk remembers of the files of a shared folder: taken in, or put aside and why."""

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, select

from arcollect_tui.data.statements import Prepared, insert_rows, table
from arcollect_tui.data.sync.header import Header, read_header
from arcollect_tui.data.tables import SharedFile

_F = table(SharedFile)
_NOTES = Prepared(select(_F).where(_F.c.path >= bindparam("low"), _F.c.path < bindparam("high")))
_DROP = Prepared(delete(_F).where(_F.c.path == bindparam("path")))
_FIRST_LONE, _LAST_LONE, _PLACE_OF_LONE = 0xD800, 0xDFFF, 0x100000
_STORED = {sign: _PLACE_OF_LONE + sign for sign in range(_FIRST_LONE, _LAST_LONE + 1)}
"""Half signs, as a system gives them for names that are no text; no store takes them."""
_NAMED = {stored: sign for sign, stored in _STORED.items()}


@dataclass(frozen=True, slots=True)
class Note:
    """A file that was looked at.

    Attributes:
        path: the file.
        size: bytes.
        changed: when it last changed, as the folder says; a hint only.
        header: what it says of itself; None when its signature or sum is wrong.
        aside: why it was put aside; empty when it was taken in.
    """

    path: str
    size: int
    changed: int
    header: Header | None
    aside: str = ""


def notes(connection: Connection, folder: str) -> dict[str, Note]:
    """What is remembered of the files of a folder, by their paths."""
    # A folder's paths are those between its name with the separator and with the sign after that.
    low, high = folder, folder[:-1] + chr(ord(folder[-1]) + 1)
    found = {}
    rows = _NOTES.rows(connection, low=low.translate(_STORED), high=high.translate(_STORED))
    for stored, size, changed, header, aside in rows:
        path = stored.translate(_NAMED)
        found[path] = Note(path, size, changed, read_header(header), aside)
    return found


def note(connection: Connection, seen: Note) -> None:
    """Remember a file as it is now."""
    forget(connection, seen.path)
    said = b"" if seen.header is None else seen.header.json()
    row = (seen.path.translate(_STORED), seen.size, seen.changed, said, seen.aside)
    insert_rows(connection, SharedFile, [row])


def forget(connection: Connection, path: str) -> None:
    """Remember nothing of a file."""
    _DROP.run(connection, path=path.translate(_STORED))
