"""Where a store may be kept: on disks of this machine, not on servers and not under a cloud service."""

from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from arcollect_tui.data.places import cloud_folder, network_drive, server_name, shared_place
from arcollect_tui.data.platform import machine_id
from arcollect_tui.data.store import Store
from arcollect_tui.errors import StoreError

LINUX = """\
sysfs /sys sysfs rw,nosuid 0 0
/dev/sda1 / ext4 rw,relatime 0 0
files:/office /mnt/office nfs4 rw,vers=4.2 0 0
//files/all /mnt/All\\040Files cifs rw,vers=3.1.1 0 0
/dev/sdb1 /mnt/office/stick vfat rw 0 0
me@host: /home/me/far fuse.sshfs rw 0 0
/dev/sdc1 /mnt/twice ext4 rw 0 0
files:/twice /mnt/twice nfs rw 0 0
broken line
"""
MAC = """\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled)
//me@files/office on /Volumes/office (smbfs, nodev, nosuid, mounted by me)
/dev/disk4s1 on /Volumes/STICK (1) (msdos, local, nodev)
"""


@pytest.mark.parametrize(
    ("place", "mounts", "shared"),
    [
        ("/home/me/office.arcollect", LINUX, False),
        ("/mnt/office/office.arcollect", LINUX, True),
        ("/mnt/officer/office.arcollect", LINUX, False),
        ("/mnt/All Files/office.arcollect", LINUX, True),
        ("/mnt/office/stick/office.arcollect", LINUX, False),
        ("/home/me/far/a/b/office.arcollect", LINUX, True),
        ("/mnt/twice/office.arcollect", LINUX, True),
        ("/home/me/office.arcollect", "", False),
        ("/Users/me/Library/office.arcollect", MAC, False),
        ("/Volumes/office/office.arcollect", MAC, True),
        ("/Volumes/STICK (1)/office.arcollect", MAC, False),
    ],
)
def test_network_drives_are_known_by_their_file_system(place: str, mounts: str, *, shared: bool) -> None:
    assert network_drive(PurePosixPath(place), mounts) == ("on a network drive" if shared else None)


@pytest.mark.parametrize(
    ("place", "shared"),
    [
        (r"\\files\office\office.arcollect", True),
        ("//files/office/office.arcollect", True),
        (r"\\?\UNC\files\office\office.arcollect", True),
        (r"\\?\C:\office\office.arcollect", False),
        (r"\\.\C:\office.arcollect", False),
        (r"C:\office\office.arcollect", False),
        ("/home/me/office.arcollect", False),
    ],
)
def test_servers_are_known_by_their_name(place: str, *, shared: bool) -> None:
    assert server_name(place) == ("on a network drive" if shared else None)


@pytest.mark.parametrize(
    ("place", "service"),
    [
        (PureWindowsPath(r"C:\Users\me\OneDrive\office.arcollect"), "OneDrive"),
        (PureWindowsPath(r"C:\Users\me\OneDrive - Harbor GmbH\a\office.arcollect"), "OneDrive"),
        (PureWindowsPath(r"G:\My Drive\office.arcollect"), "Google Drive"),
        (PureWindowsPath(r"C:\Users\me\iCloudDrive\office.arcollect"), "iCloud"),
        (PurePosixPath("/Users/me/Dropbox/office.arcollect"), "Dropbox"),
        (PurePosixPath("/Users/me/Dropbox (Harbor)/office.arcollect"), "Dropbox"),
        (PurePosixPath("/Users/me/Library/Mobile Documents/com~apple~CloudDocs/o"), "iCloud"),
        (PurePosixPath("/Users/me/Library/CloudStorage/GoogleDrive-me@x.com/o"), "a cloud service"),
        (PurePosixPath("/home/me/Google Drive/office.arcollect"), "Google Drive"),
        (PurePosixPath("/home/me/dropboxes/office.arcollect"), None),
        (PurePosixPath("/home/me/office/Dropbox"), None),
        (PurePosixPath("/home/me/office.arcollect"), None),
    ],
)
def test_cloud_folders_are_known_by_their_name(
    place: PureWindowsPath | PurePosixPath, service: str | None
) -> None:
    assert cloud_folder(place) == (None if service is None else f"in a folder of {service}")


@pytest.mark.parametrize("name", [r"\\files\office\office.arcollect", "//files/office/office.arcollect"])
def test_a_server_is_no_place_for_a_store(name: str) -> None:
    with pytest.raises(StoreError, match="on a network drive"):
        Store.open(Path(name))


def test_a_link_into_a_cloud_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "docs").symlink_to(tmp_path / "Dropbox", target_is_directory=True)
    assert shared_place(tmp_path / "office") is None
    assert shared_place(tmp_path / "docs" / "office") == "in a folder of Dropbox"


@pytest.mark.parametrize("read_only", [False, True])
def test_a_store_in_a_cloud_folder_is_refused_and_not_made(tmp_path: Path, *, read_only: bool) -> None:
    path = tmp_path / "OneDrive" / "office.arcollect"
    with pytest.raises(StoreError) as problem:
        Store.open(path, read_only=read_only)
    assert str(path) in problem.value.sentence
    assert "in a folder of OneDrive" in problem.value.sentence
    assert "allow_network_store = true" in problem.value.sentence
    assert not path.parent.exists()


def test_allowed_there_it_keeps_no_log_beside_the_file(tmp_path: Path) -> None:
    path = tmp_path / "OneDrive" / "office.arcollect"
    store = Store.open(path, allow_shared=True)
    with store.reading() as connection:
        mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
        kept = connection.exec_driver_sql("PRAGMA synchronous").scalar_one()
    assert (mode, kept) == ("truncate", 2)
    with store.writing() as connection:
        connection.exec_driver_sql("INSERT INTO meta VALUES ('a', x'01')")
    assert not list(path.parent.glob("*-wal")) + list(path.parent.glob("*-shm"))
    store.close()
    here = Store.open(path.rename(tmp_path / "office.arcollect"), allow_shared=True)
    with here.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
        assert connection.exec_driver_sql("SELECT count(*) FROM meta WHERE key = 'a'").scalar_one() == 1
    here.close()


def test_this_machine_is_always_the_same_one() -> None:
    assert machine_id() == machine_id()
    assert len(machine_id()) == 32
