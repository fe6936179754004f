"""Backups that arcollect keeps by itself, in a folder beside the store.

`office.arcollect.backups/2026-11-24-0001-import.arcollect`: the local day, a number in that day, and what
was about to happen. Each reason is thinned by itself, so that the copy from before an upgrade is not
displaced by the next import's. What a restore replaced is never deleted: it may be all there is.
"""

import re
import time
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from arcollect_tui.data.copies import UNFINISHED, count_of, heads, heads_in, verified_copy
from arcollect_tui.data.platform import private_folder
from arcollect_tui.errors import StoreError
from arcollect_tui.rules import retention

IMPORT, UPGRADE, RESTORE = "import", "upgrade", "restore"
_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})-(\d{4,})-([a-z]+)\.arcollect")
_STALE_SECONDS = 24 * 3600
"""A copy that is still unfinished after so long was broken off."""


@dataclass(frozen=True, slots=True, order=True)
class Backup:
    """One kept copy.

    Attributes:
        day: the local day it was made on.
        number: counts the copies of a day.
        reason: what was about to happen: `import`, `upgrade` or `restore`.
        path: the file, a store of its own.
    """

    day: date
    number: int
    reason: str
    path: Path


def folder_of(store: Path) -> Path:
    """Where the backups of a store are kept."""
    real = store.expanduser().resolve()
    return real.with_name(f"{real.name}.backups")


def kept_backups(store: Path) -> list[Backup]:
    """The kept copies of a store, newest first; files of other names are left alone."""
    try:
        files = list(folder_of(store).iterdir())
    except OSError:
        return []
    return sorted((backup for backup in map(_backup, files) if backup is not None), reverse=True)


def _backup(file: Path) -> Backup | None:
    name = _NAME.fullmatch(file.name)
    try:
        return name and Backup(date.fromisoformat(name[1]), int(name[2]), name[3], file)
    except ValueError:
        return None


def keep(connection: Connection, store: Path, key: bytes | None, reason: str, today: date) -> Path | None:
    """Keep a verified copy of the state that a read transaction sees, and let old ones go.

    Returns:
        The copy; None when there is nothing to keep: no entry, or the newest copy holds the same ones.

    Raises:
        StoreError: the copy cannot be written, or differs from the store.
    """
    record = heads(connection)
    newest = next((backup for backup in kept_backups(store) if backup.reason == reason), None)
    if not count_of(record) or (newest is not None and heads_in(newest.path, key) == record):
        return None
    out = next_place(store, reason, today)
    verified_copy(connection, out, key, thorough=False)
    thin(store, today)
    return out


def next_place(store: Path, reason: str, today: date) -> Path:
    """A name for the next copy, in a folder that is there.

    Raises:
        StoreError: the folder cannot be made.
    """
    folder = folder_of(store)
    try:
        private_folder(folder)
        files = [file.name for file in folder.iterdir()]
    except OSError as error:
        cause = error.strerror or "refused by the system"
        msg = f"No backup can be kept in {folder}: {cause}."
        raise StoreError(msg) from None
    # Unfinished copies count, too: another program may be about to finish one.
    names = map(_NAME.match, files)
    taken = [int(name[2]) for name in names if name is not None and name[1] == today.isoformat()]
    return folder / f"{today.isoformat()}-{max(taken, default=0) + 1:04}-{reason}.arcollect"


def thin(store: Path, today: date) -> None:
    """Delete the copies that need not be kept any more; one that cannot be deleted now goes next time."""
    by_reason: dict[str, list[Backup]] = defaultdict(list)
    for backup in kept_backups(store):
        if backup.reason != RESTORE:
            by_reason[backup.reason].append(backup)
    for backups in by_reason.values():
        stay = retention.kept([backup.day for backup in backups], today)
        for backup in backups:
            if backup.day in stay:
                stay.discard(backup.day)  # the newest of the day stays, the others of the day go
                continue
            with suppress(OSError):
                backup.path.unlink()
    for part in folder_of(store).glob(f"*{UNFINISHED}"):
        with suppress(OSError):
            if part.stat().st_mtime < time.time() - _STALE_SECONDS:
                part.unlink()
