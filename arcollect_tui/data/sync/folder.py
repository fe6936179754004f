"""A folder that desks share: each writes files of its own, and never touches those of others.

Cloud folders show files before they are whole, and copies under other names; sticks have coarse clocks.
So nothing is believed of a name or a date: what a file is, its signature and its sum say.
"""

import os
from contextlib import suppress
from pathlib import Path

from arcollect_tui.data.platform import sync_folder
from arcollect_tui.data.sync.header import SUFFIX
from arcollect_tui.errors import FileRefused, Refused
from arcollect_tui.rules.text import clean, quoted

_MOST_BYTES = 1 << 31
_NOT_OURS = (".", "~$")
"""Beginnings of the names that programs give to what they are still working on."""
_BINARY = getattr(os, "O_BINARY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
"""Whoever may write to the folder could else have any file of ours overwritten by a link of that name."""


def shared_files(folder: Path) -> list[Path]:
    """The files of a folder that may be ours, by name.

    Raises:
        Refused: the folder is not there, or cannot be looked into.
    """
    try:
        found = [
            path
            for path in folder.iterdir()
            if path.suffix.lower() == SUFFIX and not path.name.startswith(_NOT_OURS) and path.is_file()
        ]
    except OSError as error:
        reason = error.strerror or "refused by the system"
        msg = f"The folder {folder} cannot be read: {reason}. Name the folder that you share."
        raise Refused(msg) from None
    return sorted(found)


def is_text(path: Path) -> bool:
    """Whether a path is text, which can be remembered; some systems take any bytes as a name."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return True


def shown(name: str) -> str:
    """A name as it can be shown: bytes that are no text as their numbers."""
    return clean(os.fsencode(name).decode(errors="backslashreplace"))


def check_name(path: Path) -> None:
    """Refuse a file whose name is no text.

    Raises:
        FileRefused: it is none.
    """
    if not is_text(path):
        raise FileRefused("its name holds bytes that are no text: give it another name")


def state_of(path: Path) -> tuple[int, int] | None:
    """Size and time of the last change; None when the file is gone."""
    try:
        known = path.stat()
    except OSError:
        return None
    return known.st_size, known.st_mtime_ns


def content(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        FileRefused: it cannot be read, or is far bigger than any of ours.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise FileRefused("it is bigger than any file that arcollect shares")
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or "refused by the system"
        msg = f"it cannot be read: {reason}"
        raise FileRefused(msg) from None


def put(folder: Path, name: str, data: bytes) -> Path:
    """Write a file that was not there, under its name only when it is complete and on the disk.

    It may be read by whoever may read files of that folder: it is there to be read by colleagues.

    Raises:
        Refused: it cannot be written, or does not read back as it was written.
    """
    out, part = folder / name, folder / f"~${name}.tmp"
    try:
        try:
            handle = os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY | _BINARY | _NO_LINK, 0o666)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(out)
            sync_folder(folder)
            whole = out.read_bytes() == data
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or "refused by the system"
        msg = f"Nothing can be written to {folder}: {reason}. What was there is taken in."
        raise Refused(msg) from None
    if not whole:
        msg = f"{quoted(name)} does not read back from {folder} as it was written. Try another place."
        raise Refused(msg)
    return out


def drop(path: Path) -> None:
    """Remove a file of this desk's own; one that cannot be removed now is tried again next time."""
    with suppress(OSError):
        path.unlink(missing_ok=True)
