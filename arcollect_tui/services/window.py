"""One window a store: a lock that dies with its process. Commands write beside it."""

import os
from pathlib import Path

from filelock import FileLock, Timeout

from arcollect_tui.data.platform import machine_name, private_file
from arcollect_tui.errors import StoreError


class WindowLock:
    """The window's claim on a store."""

    def __init__(self, lock: FileLock, note: Path) -> None:
        self._lock = lock
        self._note = note

    def release(self) -> None:
        """Let another window have the store."""
        self._note.unlink(missing_ok=True)
        self._lock.release()


def claim_window(path: Path, collector: str) -> WindowLock:
    """Claim the store for one window.

    Raises:
        StoreError: another window has it, and the sentence names who; or its folder is read-only.
    """
    place = path.expanduser().resolve()
    lock = FileLock(f"{place}.window", mode=0o600)
    note = Path(f"{place}.window-holder")
    try:
        lock.acquire(timeout=0)
        private_file(note)
    except Timeout:
        holder = note.read_text("utf-8").strip() if note.exists() else "another window"
        msg = f"{path} is open in a window of {holder}. Close it there, or look with --read-only."
        raise StoreError(msg) from None
    except OSError as error:
        reason = error.strerror or "refused by the system"
        msg = f"{path} cannot be claimed for this window: {reason}. Look with --read-only."
        raise StoreError(msg) from None
    note.write_text(f"{collector} on {machine_name()} (process {os.getpid()})", "utf-8")
    return WindowLock(lock, note)
