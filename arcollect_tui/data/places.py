"""Places where a store is not safe: network drives, and folders that a cloud service copies.

SQLite's log needs memory that only one machine can share, and a service that copies a file while it is
written keeps a copy that never was. A place is known by its name and by the system's list of file
systems; what neither shows is not noticed.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path, PurePath

from arcollect_tui.data.platform import is_mapped_drive, mounts

NETWORK_FILE_SYSTEMS = frozenset(
    {
        "afpfs",
        "afs",
        "beegfs",
        "ceph",
        "cifs",
        "coda",
        "davfs",
        "gfs",
        "gfs2",
        "glusterfs",
        "gpfs",
        "lustre",
    }
    | {"ncpfs", "nfs", "nfs3", "nfs4", "ocfs2", "orangefs", "smb2", "smb3", "smbfs", "webdav", "webdavfs"}
    | {"fuse.davfs2", "fuse.gcsfuse", "fuse.glusterfs", "fuse.gvfsd-fuse", "fuse.rclone", "fuse.s3fs"}
    | {"fuse.smbnetfs", "fuse.sshfs"}
)
_DRIVE = "on a network drive"
_SERVER = re.compile(r"\\\\\?\\UNC\\|(\\\\|//)(?![.?][\\/])[^\\/]+[\\/]")
_CLOUDS = (
    ("OneDrive", re.compile(r"onedrive([ -].*)?")),
    ("Dropbox", re.compile(r"dropbox([ -].*)?")),
    ("iCloud", re.compile(r"icloud ?drive|com~apple~clouddocs|mobile documents")),
    ("Google Drive", re.compile(r"google ?drive([ -].*)?|my drive")),
    ("a cloud service", re.compile(r"cloudstorage")),
)
_OCTAL = re.compile(r"\\([0-7]{3})")
"""How a blank in the name of a folder is written."""
_MAC_MOUNT = re.compile(r".* on (/.*) \(([^,)]+)[,)].*")


def shared_place(path: Path) -> str | None:
    """What makes the place of a store unsafe, in words that follow "it is"; None when nothing does."""
    named = Path(os.path.abspath(path))  # noqa: PTH100 - before links are followed
    real = named.resolve()
    for place in dict.fromkeys(
        (path, named, real)
    ):  # also as it was typed: a server's name is one anywhere
        found = server_name(str(place)) or cloud_folder(place)
        if found:
            return found
    return network_drive(real, mounts()) or (_DRIVE if is_mapped_drive(named) else None)


def server_name(place: str) -> str | None:
    r"""`on a network drive`, for a path that names a server: `\\server\share\office`."""
    return _DRIVE if _SERVER.match(place) else None


def cloud_folder(place: PurePath) -> str | None:
    """`in a folder of …`, for a path with the folder of a cloud service in it."""
    for part in place.parts[:-1]:
        for service, name in _CLOUDS:
            if name.fullmatch(part.casefold()):
                return f"in a folder of {service}"
    return None


def network_drive(place: PurePath, listed: str) -> str | None:
    """`on a network drive`, when the file system that holds the path is one.

    Args:
        place: an absolute path, links followed.
        listed: the system's list: of Linux as in `/proc/mounts`, of macOS as `mount` prints it.
    """
    nearest, kind = -1, ""
    inside = place.as_posix() + "/"
    for folder, kind_there in _mounted(listed):
        # Of two on one folder the later hides the earlier.
        if len(folder) >= nearest and inside.startswith(folder.rstrip("/") + "/"):
            nearest, kind = len(folder), kind_there
    return _DRIVE if kind in NETWORK_FILE_SYSTEMS else None


def _mounted(listed: str) -> Iterator[tuple[str, str]]:
    """(folder, kind of file system) of each line."""
    for line in listed.splitlines():
        printed = _MAC_MOUNT.fullmatch(line) if line.endswith(")") else None
        fields = line.split(" ")
        if printed:
            yield printed[1], printed[2].strip()
        elif len(fields) > 2:
            yield _OCTAL.sub(lambda code: chr(int(code[1], 8)), fields[1]), fields[2]
