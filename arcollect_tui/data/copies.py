"""Copies of a store file, verified before they get their name."""

import os
from pathlib import Path

from sqlalchemy import func, select

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
            store.copy_into(part)
            entries = _verified(store, part)
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


def _verified(store: Store, part: Path) -> int:
    count = select(func.count()).select_from(_E)
    head = select(func.max(_E.c.id))
    with store.reading() as connection:
        wanted = (connection.execute(count).scalar_one(), connection.execute(head).scalar_one())
    copy = Store.open(part, read_only=True)
    try:
        with copy.reading() as connection:
            sound = connection.exec_driver_sql("PRAGMA integrity_check").scalar_one()
            strays = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            found = (connection.execute(count).scalar_one(), connection.execute(head).scalar_one())
    finally:
        copy.close()
    if sound != "ok" or strays or found[0] < wanted[0]:
        msg = f"The copy at {part} does not hold what the store holds. Nothing was kept; try again."
        raise StoreError(msg)
    return int(found[0])
