"""What differs between operating systems, with the other side beside each.

Everything that only POSIX has lives here, so that the rest of the program runs unchanged where
`fcntl`, `os.getuid` or file modes do not exist.
"""

import getpass
import hashlib
import os
import shlex
import shutil
import socket
import stat
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, Final

HELD_FILES_GIVE_WAY: Final = os.name != "nt"
"""Whether another file may take the name of one that is open."""
_REMOTE_DRIVE = 4
"""DRIVE_REMOTE of the Windows function GetDriveTypeW."""
_MACHINE_FILES = ("/etc/machine-id", "/var/lib/dbus/machine-id")
_WINDOWS_CRYPTOGRAPHY = r"SOFTWARE\Microsoft\Cryptography"
_UUID_BYTES = 16

LEAST_ROOM = 64 << 10
"""Bytes below which a disk counts as full."""


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


def no_room_beside(path: Path) -> bool:
    """Whether the disk of the folder that holds `path` has no room for the files that SQLite needs."""
    try:
        return shutil.disk_usage(path.parent).free < LEAST_ROOM
    except OSError:
        return False


def editor_command() -> list[str]:
    """The person's editor with its arguments: `VISUAL`, else `EDITOR`, else what the system has."""
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if named:
        parts = shlex.split(named, posix=os.name != "nt")
        return [part.strip('"') for part in parts] if os.name == "nt" else parts
    return ["notepad" if os.name == "nt" else "vi"]


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


def sync_file(path: Path) -> None:
    """Make the bytes of a file durable."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@cache
def machine_id() -> str:
    """What tells this machine from any other, and stays when it is renamed; never sent anywhere.

    The system's own number of the installation, hashed; the machine's name where there is none.
    """
    return hashlib.sha256(f"arcollect {_system_number() or machine_name()}".encode()).hexdigest()[:32]


def _system_number() -> str:
    if sys.platform == "win32":
        return _number_of_windows()
    if sys.platform == "darwin":
        return _number_of_mac()
    for file in _MACHINE_FILES:
        try:
            number = Path(file).read_text("ascii").strip()
        except (OSError, UnicodeDecodeError):
            continue
        if number:
            return number
    return ""


def _number_of_windows() -> str:
    import winreg

    registry: Any = winreg
    try:
        with registry.OpenKey(registry.HKEY_LOCAL_MACHINE, _WINDOWS_CRYPTOGRAPHY) as key:
            return str(registry.QueryValueEx(key, "MachineGuid")[0])
    except OSError:
        return ""


def _number_of_mac() -> str:
    import ctypes

    number = ctypes.create_string_buffer(_UUID_BYTES)
    no_wait = (ctypes.c_long * 2)(0, 0)
    try:
        failed = ctypes.CDLL(None).gethostuuid(number, no_wait)
    except (AttributeError, OSError):
        return ""
    return "" if failed else number.raw.hex()


def mounts() -> str:
    """The system's list of file systems; empty where there is none."""
    if sys.platform == "darwin":
        return _printed_by_mount()
    try:
        return Path("/proc/mounts").read_text("utf-8", "surrogateescape")
    except OSError:
        return ""


@cache
def _printed_by_mount() -> str:
    import subprocess

    try:
        done = subprocess.run(["/sbin/mount"], check=False, capture_output=True, timeout=5)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "surrogateescape")


def is_mapped_drive(path: Path) -> bool:
    """Whether the path begins with a drive letter of Windows that stands for a server."""
    if not path.drive.endswith(":"):
        return False
    import ctypes

    windows: Any = getattr(ctypes, "windll", None)
    if windows is None:
        return False
    return bool(windows.kernel32.GetDriveTypeW(f"{path.drive}\\") == _REMOTE_DRIVE)


def limit_this_process(memory: int, seconds: int) -> None:
    """Let the system end this process when it takes more memory or processor time.

    Args:
        memory: bytes; where the system cannot limit an address space it limits the data of it.
        seconds: of processor time.
    """
    if os.name == "nt":
        _limit_by_job(memory)
        return
    import resource

    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        # A limit may be lower already, and a Mac has none on address spaces: then it stays as it is.
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


_JOB_LIMITS = 9
"""JobObjectExtendedLimitInformation of the Windows function SetInformationJobObject."""
_JOB_PROCESS_MEMORY = 0x100
_JOB_ENDS_WITH_ITS_HANDLE = 0x2000


def _limit_by_job(memory: int) -> None:
    """The limit of memory on Windows: a job of which this process is a part."""
    import ctypes

    words = ctypes.c_uint64 * 6

    class Limits(ctypes.Structure):
        _fields_ = (
            ("times", ctypes.c_int64 * 2),
            ("flags", ctypes.c_uint32),
            ("working_set", ctypes.c_size_t * 2),
            ("processes", ctypes.c_uint32),
            ("affinity", ctypes.c_size_t),
            ("classes", ctypes.c_uint32 * 2),
            ("transfers", words),
            ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t),
            ("peaks", ctypes.c_size_t * 2),
        )

    windows: Any = getattr(ctypes, "windll", None)
    if windows is None:
        return
    limits = Limits(flags=_JOB_PROCESS_MEMORY | _JOB_ENDS_WITH_ITS_HANDLE, process_memory=memory)
    job = windows.kernel32.CreateJobObjectW(None, None)
    windows.kernel32.SetInformationJobObject(job, _JOB_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits))
    windows.kernel32.AssignProcessToJobObject(job, windows.kernel32.GetCurrentProcess())
