"""A disk whose power may be cut: it keeps what was synced, and of the rest whatever chance says.

The model: bytes are durable once their file was synced; until then any subset of the writes may have
reached the disk, each whole or torn at a sector. A new name is durable once its folder or its file was
synced (as ext4, XFS, APFS and NTFS do it), until then names are kept in the order they were made.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import PurePath
from random import Random

from tests.faults.syscalls import Create, Cut, Event, Remove, Rename, Said, Sync, Write

SECTOR = 512
WHOLE_SHARE, TORN_SHARE = 0.4, 0.3


class Unsynced(StrEnum):
    """What becomes of writes that were not synced."""

    LOST = "lost"
    KEPT = "kept"
    CHANCE = "chance"


class Disk:
    """Files as a process sees them, and as a power cut would leave them."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._names = {name: number for number, name in enumerate(files)}
        self._durable_names = dict(self._names)
        self._durable = {number: bytearray(files[name]) for name, number in self._names.items()}
        self._pending: dict[int, list[Write | Cut]] = defaultdict(list)
        self._renaming: list[dict[str, int | None]] = []
        self._next = len(files)

    def happen(self, event: Event) -> None:
        """Take in one event of the recording."""
        match event:
            case Create(name):
                if name not in self._names:
                    self._name({name: self._next})
                    self._next += 1
            case Remove(name):
                self._name({name: None})
            case Rename(name, to):
                self._name({name: None, to: self._names[name]})
            case Write(name) | Cut(name):
                self._pending[self._names[name]].append(event)
            case Sync(name):
                self._synced(name)
            case Said():
                pass

    def _name(self, change: dict[str, int | None]) -> None:
        _rename(self._names, change)
        self._renaming.append(change)

    def _synced(self, name: str) -> None:
        file = self._names.get(name)
        if file is None:
            self._keep_names(lambda change: any(PurePath(made).parent == PurePath(name) for made in change))
            return
        image = self._durable.setdefault(file, bytearray())
        for change in self._pending.pop(file, []):
            _apply(image, change)
        self._keep_names(lambda change: file in change.values())

    def _keep_names(self, asked: Callable[[Mapping[str, int | None]], bool]) -> None:
        """Names are durable up to the last change that was asked for: they are kept in order."""
        upto = max((place for place, change in enumerate(self._renaming, 1) if asked(change)), default=0)
        for change in self._renaming[:upto]:
            _rename(self._durable_names, change)
        del self._renaming[:upto]

    def after_power_cut(self, unsynced: Unsynced, chance: Random) -> dict[str, bytes]:
        """The files that are there when the power is back."""
        names = dict(self._durable_names)
        most = len(self._renaming)
        kept = {Unsynced.LOST: 0, Unsynced.KEPT: most, Unsynced.CHANCE: chance.randint(0, most)}[unsynced]
        for change in self._renaming[:kept]:
            _rename(names, change)
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


def _rename(names: dict[str, int], change: Mapping[str, int | None]) -> None:
    """Change some names in one step: each to a file, or to none."""
    for name, file in change.items():
        if file is None:
            names.pop(name, None)
        else:
            names[name] = file


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
