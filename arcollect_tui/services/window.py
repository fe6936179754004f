"""One window a store: a lock that dies with its process. Commands write beside it."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from arcollect_tui.data.location import Place, Server
from arcollect_tui.data.platform import machine_name, private_file
from arcollect_tui.errors import StoreError


class WindowLock:
    """The window's claim on a store."""

    def __init__(self, release: Callable[[], None]) -> None:
        self._release = release

    def release(self) -> None:
        """Let another window have the store."""
        self._release()


def _read(note: Path) -> str:
    try:
        return note.read_text("utf-8").strip()
    except (OSError, ValueError):
        return ""


def claim_window(place: Place, collector: str, instead: str = "or look with --read-only") -> WindowLock:
    """Claim the store for one window.

    Args:
        place: the store.
        collector: who claims it; the next one is told.
        instead: what the next one may do but close this window.

    Raises:
        StoreError: another window has it, and the sentence names who; or its folder is read-only.
    """
    holder = f"{collector} on {machine_name()} (process {os.getpid()})"
    if isinstance(place, Server):
        return _claim_server(place, holder, instead)
    return _claim_file(place, holder, instead)


def _held(place: Place, holder: str, instead: str) -> StoreError:
    return StoreError(f"{place} is open in a window of {holder}. Close it there, {instead}.")


def _claim_server(server: Server, holder: str, instead: str) -> WindowLock:
    from arcollect_tui.data.claim import Claim

    claim = Claim(server)
    other = claim.take(holder)
    if other:
        claim.close()
        raise _held(server, other, instead)
    return WindowLock(claim.release)


def _claim_file(path: Path, holder: str, instead: str) -> WindowLock:
    place = path.expanduser().resolve()
    lock = FileLock(f"{place}.window", mode=0o600)
    note = Path(f"{place}.window-holder")
    try:
        lock.acquire(timeout=0)
        private_file(note)
    except Timeout:
        raise _held(path, _read(note) or "somebody", instead) from None
    except OSError as error:
        reason = error.strerror or "refused by the system"
        msg = f"{path} cannot be claimed for this window: {reason}. Look with --read-only."
        raise StoreError(msg) from None
    with suppress(OSError):  # on a full disk the window opens all the same, only without a name
        note.write_text(holder, "utf-8")

    def release() -> None:
        note.unlink(missing_ok=True)
        lock.release()

    return WindowLock(release)
