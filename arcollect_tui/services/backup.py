"""Copies of the store that are checked before they get their name: on demand, and before an import."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from arcollect_tui.data import backups, copies
from arcollect_tui.errors import Refused, StoreError
from arcollect_tui.services.office import Office, Saved


@dataclass(frozen=True, slots=True)
class KeptBackup:
    """A copy that arcollect keeps by itself.

    Attributes:
        path: the file.
        day: the local day it was made on.
        reason: what was about to happen: `import` or `upgrade`.
        size: bytes.
    """

    path: Path
    day: date
    reason: str
    size: int


def backup(office: Office, out: Path) -> Saved:
    """Write a verified copy of the store to `out`.

    Raises:
        Refused: `out` is there already, or is a folder; the store is on a server.
        StoreError: the copy cannot be written, or does not hold what the store holds.
    """
    out = out.expanduser()
    if out.exists():
        what = "a folder" if out.is_dir() else "there already"
        msg = f"{out} is {what}. Name a new file for the backup."
        raise Refused(msg)
    entries = copies.count_of(office.store.copy_to(out))
    return Saved("", f"Backup with {entries} entries written to {out} and verified.")


def keep_backup(office: Office, reason: str = backups.IMPORT) -> tuple[str, ...]:
    """Keep a copy of the store before something big, unless the newest kept copy holds the same.

    Call it before the write transaction. What is about to happen goes on without the copy, because a
    full disk must not keep the morning's file out.

    Returns:
        A sentence when the copy could not be kept.
    """
    if not office.seated or office.read_only:
        return ()
    try:
        office.store.keep_backup(reason, office.today)
    except StoreError as error:
        return (f"No backup was made before this. {error.sentence}",)
    return ()


def kept_backups(store: Path) -> list[KeptBackup]:
    """The copies kept of a store, newest first."""
    return [
        KeptBackup(kept.path, kept.day, kept.reason, kept.path.stat().st_size)
        for kept in backups.kept_backups(store)
    ]
