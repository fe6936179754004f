"""One window a store: a lock that dies with its process. Commands write beside it."""

import os
from pathlib import Path

from filelock import FileLock, Timeout

from arcollect_tui.data.platform import machine_name
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
        StoreError: another window has it; the sentence names who.
    """
    lock = FileLock(f"{path}.window", mode=0o600)
    note = Path(f"{path}.window-holder")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        holder = note.read_text("utf-8").strip() if note.exists() else "another window"
        msg = f"{path} is open in a window of {holder}. Close it there, or look with --read-only."
        raise StoreError(msg) from None
    note.write_text(f"{collector} on {machine_name()} (process {os.getpid()})", "utf-8")
    return WindowLock(lock, note)
