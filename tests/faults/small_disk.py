"""A disk of a few megabytes that can be filled, emptied and write-protected, if the system has one."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

MEGABYTES = 8
"""Room for the store, its log and what the longest work writes."""
_PIECE = bytes(16 << 10)


@contextmanager
def small_disk(place: Path) -> Iterator[Path]:
    """Mount a disk at `place` for as long as the test needs it."""
    place.mkdir()
    if not _mount("-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", str(place)):
        pytest.skip("this machine does not let the tests mount a small disk")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def write_protect(place: Path) -> None:
    """From here on the disk is read-only."""
    assert _mount("-o", "remount,ro", str(place))


def fill(place: Path, room: int = 0) -> Path:
    """Take all but `room` bytes with one file; deleting it frees the disk again."""
    ballast = place / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                if file.write(_PIECE) < len(_PIECE):
                    break
        except OSError:
            pass
        file.truncate(max(0, file.tell() - room))
    return ballast


def _mount(*arguments: str) -> bool:
    try:
        done = subprocess.run(["mount", *arguments], check=False, capture_output=True)
    except FileNotFoundError:
        return False
    return done.returncode == 0
