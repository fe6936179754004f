"""What this desk remembers of the files of a shared folder: taken in, or put aside and why."""

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, select

from arcollect_tui.data.statements import Prepared, insert_rows, table
from arcollect_tui.data.sync.header import Header, read_header
from arcollect_tui.data.tables import SharedFile

_F = table(SharedFile)
_NOTES = Prepared(select(_F).where(_F.c.path >= bindparam("low"), _F.c.path < bindparam("high")))
_DROP = Prepared(delete(_F).where(_F.c.path == bindparam("path")))


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
    for path, size, changed, header, aside in _NOTES.rows(connection, low=low, high=high):
        found[path] = Note(path, size, changed, read_header(header), aside)
    return found


def note(connection: Connection, seen: Note) -> None:
    """Remember a file as it is now."""
    forget(connection, seen.path)
    said = b"" if seen.header is None else seen.header.json()
    insert_rows(connection, SharedFile, [(seen.path, seen.size, seen.changed, said, seen.aside)])


def forget(connection: Connection, path: str) -> None:
    """Remember nothing of a file."""
    _DROP.run(connection, path=path)
