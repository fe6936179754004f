"""Copies of a store file, verified before they get their name."""

import os
from pathlib import Path

from sqlalchemy import bindparam, func, select

from arcollect_tui.data.platform import private_file, sync_folder
from arcollect_tui.data.statements import table
from arcollect_tui.data.store import Store, translated
from arcollect_tui.data.tables import Entry
from arcollect_tui.errors import StoreError

_E = table(Entry)


def verified_copy(store: Store, out: Path) -> int:
    """Copy the store to `out`, check the copy, then give it its name; returns its entry count.

    Raises:
        StoreError: the copy cannot be written, or differs from the store.
    """
    part = out.with_name(out.name + ".part")
    try:
        part.unlink(missing_ok=True)
        private_file(part)
    except OSError as error:
        reason = error.strerror or "refused by the system"
        msg = f"No backup can be written to {out}: {reason}. Name another place."
        raise StoreError(msg) from None
    try:
        with translated(out):
            # Counted before the copy: what others save meanwhile may be in it or not.
            wanted = _entries(store)
            store.copy_into(part)
            entries = _verified(part, wanted)
        handle = os.open(part, os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        part.replace(out)
        sync_folder(out.parent)
    finally:
        part.unlink(missing_ok=True)
    return entries


_COUNT = select(func.count()).select_from(_E)
_HAS = select(func.count()).select_from(_E).where(_E.c.id == bindparam("entry"))


def _entries(store: Store) -> tuple[int, bytes | None]:
    """How many entries there are, and the newest."""
    with store.reading() as connection:
        newest: bytes | None = connection.execute(select(func.max(_E.c.id))).scalar_one()
        return int(connection.execute(_COUNT).scalar_one()), newest


def _verified(part: Path, wanted: tuple[int, bytes | None]) -> int:
    least, newest = wanted
    copy = Store.open(part, read_only=True)
    try:
        with copy.reading() as connection:
            sound = connection.exec_driver_sql("PRAGMA integrity_check").scalar_one()
            strays = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            found = int(connection.execute(_COUNT).scalar_one())
            has_newest = newest is None or connection.execute(_HAS, {"entry": newest}).scalar_one() == 1
    finally:
        copy.close()
    if sound != "ok" or strays or found < least or not has_newest:
        msg = f"The copy at {part} does not hold what the store holds. Nothing was kept; try again."
        raise StoreError(msg)
    return found
