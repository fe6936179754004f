"""What differs between operating systems, with the other side beside each.

Everything that only POSIX has lives here, so that the rest of the program runs unchanged where
`fcntl`, `os.getuid` or file modes do not exist.
"""

import getpass
import os
import socket
import stat
from pathlib import Path


def private_file(path: Path) -> None:
    """Make `path` readable by its owner only, creating it empty if it is not there.

    SQLite would create it with the umask's mode, and the -wal and -shm files copy that mode.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        path.chmod(0o600)


def private_folder(path: Path) -> None:
    """Create the folder and its parents; the last one is for its owner only."""
    if not path.exists():
        path.mkdir(mode=0o700, parents=True, exist_ok=True)


def write_protected(path: Path) -> bool:
    """Whether the file is marked read-only, also for an administrator whom the system lets through."""
    mode = path.stat().st_mode
    return not mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) or not os.access(path, os.W_OK)


def login_name() -> str:
    """The name the person logged in with; "collector" where the system does not say."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "collector"


def machine_name() -> str:
    """The name of this machine, as shown to a second window."""
    return socket.gethostname() or "this machine"


def sync_folder(path: Path) -> None:
    """Make a rename in `path` durable. Windows has no handle for a folder and needs none."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
