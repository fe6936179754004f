"""A disk whose power may be cut: it keeps what was synced, and of the rest whatever chance says.

The model: bytes are durable once their file was synced; until then any subset of the writes may have
reached the disk, each whole or torn at a sector. A new name is durable once its folder or its file was
synced (as ext4, XFS, APFS and NTFS do it), until then names are kept in the order they were made.
"""

from collections import defaultdict
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from random import Random

from tests.faults.syscalls import Create, Cut, Event, Remove, Said, Sync, Write

SECTOR = 512
WHOLE_SHARE, TORN_SHARE = 0.4, 0.3


class Unsynced(StrEnum):
    """What becomes of writes that were not synced."""

    LOST = "lost"
    KEPT = "kept"
    CHANCE = "chance"


class Disk:
    """Files as a process sees them, and as a power cut would leave them."""

    def __init__(self, folder: Path, files: Mapping[str, bytes]) -> None:
        self._folder = str(folder)
        self._names = {name: number for number, name in enumerate(files)}
        self._durable_names = dict(self._names)
        self._durable = {number: bytearray(files[name]) for name, number in self._names.items()}
        self._pending: dict[int, list[Write | Cut]] = defaultdict(list)
        self._renaming: list[tuple[str, int | None, int | None]] = []
        self._next = len(files)

    def happen(self, event: Event) -> None:
        """Take in one event of the recording."""
        match event:
            case Create(name):
                if name not in self._names:
                    self._names[name] = self._next
                    self._renaming.append((name, None, self._next))
                    self._next += 1
            case Remove(name):
                self._renaming.append((name, self._names.pop(name, None), None))
            case Write(name) | Cut(name):
                self._pending[self._names[name]].append(event)
            case Sync(name):
                self._synced(name)
            case Said():
                pass

    def _synced(self, name: str) -> None:
        if name == self._folder:
            self._keep_names(self._durable_names, len(self._renaming))
            self._renaming.clear()
            return
        file = self._names[name]
        image = self._durable.setdefault(file, bytearray())
        for change in self._pending.pop(file, []):
            _apply(image, change)
        made = [place for place, (_, _, new) in enumerate(self._renaming) if new == file]
        if made:
            self._keep_names(self._durable_names, made[-1] + 1)
            del self._renaming[: made[-1] + 1]

    def _keep_names(self, names: dict[str, int], upto: int) -> None:
        for name, old, new in self._renaming[:upto]:
            if new is not None:
                names[name] = new
            elif names.get(name) == old:
                names.pop(name, None)

    def after_power_cut(self, unsynced: Unsynced, chance: Random) -> dict[str, bytes]:
        """The files that are there when the power is back."""
        names = dict(self._durable_names)
        most = len(self._renaming)
        kept = {Unsynced.LOST: 0, Unsynced.KEPT: most, Unsynced.CHANCE: chance.randint(0, most)}[unsynced]
        self._keep_names(names, kept)
        return {name: self._image(file, unsynced, chance) for name, file in names.items()}

    def _image(self, file: int, unsynced: Unsynced, chance: Random) -> bytes:
        image = bytearray(self._durable.get(file, b""))
        if unsynced is Unsynced.LOST:
            return bytes(image)
        for change in self._pending.get(file, []):
            if unsynced is Unsynced.KEPT:
                _apply(image, change)
            else:
                _maybe(image, change, chance)
        return bytes(image)


def _apply(image: bytearray, change: Write | Cut) -> None:
    if isinstance(change, Cut):
        del image[change.length :]
        image.extend(bytes(change.length - len(image)))
        return
    image.extend(bytes(max(0, change.at - len(image))))
    image[change.at : change.at + len(change.data)] = change.data


def _maybe(image: bytearray, change: Write | Cut, chance: Random) -> None:
    """Apply a change, or a part of it, or nothing."""
    draw = chance.random()
    if draw < WHOLE_SHARE:
        _apply(image, change)
    elif draw < WHOLE_SHARE + TORN_SHARE and isinstance(change, Write):
        for start in range(0, len(change.data), SECTOR):
            if chance.random() < 0.5:
                _apply(image, Write(change.name, change.at + start, change.data[start : start + SECTOR]))
