"""A copy of the store that is checked before it gets its name."""

from pathlib import Path

from arcollect_tui.data import copies
from arcollect_tui.errors import Refused
from arcollect_tui.services.office import Office, Saved


def backup(office: Office, out: Path) -> Saved:
    """Write a verified copy of the store to `out`.

    Raises:
        Refused: `out` is there already, or is a folder.
        StoreError: the copy cannot be written, or does not hold what the store holds.
    """
    out = out.expanduser()
    if out.exists():
        what = "a folder" if out.is_dir() else "there already"
        msg = f"{out} is {what}. Name a new file for the backup."
        raise Refused(msg)
    entries = copies.verified_copy(office.store, out)
    return Saved("", f"Backup with {entries} entries written to {out} and verified.")
