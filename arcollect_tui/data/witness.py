"""A witness outside the store: how far this machine has seen each of its desks get.

A store that was replaced by an older copy, lost its log or was copied looks sound; only somebody who
remembers can tell. Each desk has a small file in the platform's state folder. Its first bytes are two
slots, each the number and hash of the desk's newest entry, written in turn and in place after each
commit: without a sync, for a witness that lags behind does no harm. The rest, which seldom changes,
is JSON: which machine and which file, former ids of the desk, and the customers that were erased.
"""

import hashlib
import json
import os
import struct
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection, bindparam, select

from arcollect_tui.data.platform import private_file, private_folder, sync_file, sync_folder
from arcollect_tui.data.statements import Prepared, table
from arcollect_tui.data.tables import Entry

_E = table(Entry)
_NEWEST = Prepared(
    select(_E.c.seq, _E.c.hash, _E.c.at)
    .where(_E.c.desk == bindparam("desk"))
    .order_by(_E.c.seq.desc())
    .limit(1)
)
_HASH = Prepared(select(_E.c.hash).where(_E.c.desk == bindparam("desk"), _E.c.seq == bindparam("seq")))
_SLOT = struct.Struct(">4sQ32s")
_MARK = b"arw1"
_SUM_BYTES = 20
SLOT_BYTES = _SLOT.size + _SUM_BYTES
_SLOTS = 2
NOTHING_YET = bytes(32)
"""The hash beside the number 0: the desk has no entry."""
_O_BINARY: int = getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a witness says of a desk.

    Attributes:
        desk: id of the desk.
        machine: where its store was used.
        path: the store's file there, links followed.
        seq: number of its newest entry; 0 when it had none.
        hash: that entry's hash.
        former: ids that the same seat had before.
        erased: customers that must not come back.
    """

    desk: bytes
    machine: str
    path: str
    seq: int = 0
    hash: bytes = NOTHING_YET
    former: frozenset[bytes] = frozenset()
    erased: frozenset[int] = frozenset()


def newest_entry(connection: Connection, desk: bytes) -> tuple[int, bytes, int] | None:
    """(number, hash, microseconds UTC) of a desk's newest entry in a store."""
    row = _NEWEST.first(connection, desk=desk)
    return None if row is None else (row[0], row[1], row[2])


def hash_of(connection: Connection, desk: bytes, seq: int) -> bytes | None:
    """The hash of a desk's entry in a store."""
    row = _HASH.first(connection, desk=desk, seq=seq)
    return None if row is None else row[0]


def witness_folder() -> Path:
    """Where the witnesses of this machine are."""
    from platformdirs import user_state_path

    return user_state_path("arcollect", appauthor=False) / "witness"


def read(desk: bytes) -> Remembered | None:
    """What the witness of a desk says; None when there is none that can be understood."""
    return _read(witness_folder() / desk.hex())


def related(desks: Iterable[bytes]) -> list[Remembered]:
    """What is known here of any of these desks, under their present ids or as former ones."""
    wanted = frozenset(desks)
    return [said for said in _all() if said.desk in wanted or said.former & wanted]


def start(said: Remembered) -> bool:
    """Write a witness anew, durably. False when it cannot be written: then there is none."""
    folder = witness_folder()
    file = folder / said.desk.hex()
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    slot = _slot(said.seq, said.hash)
    rest = json.dumps(
        {
            "machine": said.machine,
            "path": said.path,
            "former": sorted(desk.hex() for desk in said.former),
            "erased": sorted(said.erased),
        }
    )
    try:
        private_folder(folder)
        private_file(part)
        part.write_bytes(slot * _SLOTS + rest.encode())
        sync_file(part)
        part.replace(file)
        sync_folder(folder)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        return False
    return True


def forget(desk: bytes) -> None:
    """Remove the witness of a desk."""
    with suppress(OSError):
        (witness_folder() / desk.hex()).unlink(missing_ok=True)


def prune() -> None:
    """Remove the witnesses of stores that are gone from a folder that is there.

    One whose folder is gone may be on a stick that is not plugged in, and one that knows of erased
    customers is needed when a backup of its store is restored.
    """
    for said in _all():
        path = Path(said.path)
        with suppress(OSError):
            if not said.erased and path.parent.is_dir() and not path.exists():
                forget(said.desk)


class Witness:
    """The witness of an open store's desk."""

    def __init__(self, said: Remembered) -> None:
        self._said = said
        self._file = str(witness_folder() / said.desk.hex())

    @property
    def desk(self) -> bytes:
        """The desk that is watched."""
        return self._said.desk

    def remember_erased(self, ids: Iterable[int]) -> None:
        """Remember that these customers must not come back, durably; the next opening tries again."""
        said = replace(self._said, erased=self._said.erased | frozenset(ids))
        if said != self._said and start(said):
            self._said = said

    def newest(self, connection: Connection) -> tuple[int, bytes] | None:
        """Number and hash of the desk's newest entry, when the witness has not noted it yet."""
        found = newest_entry(connection, self._said.desk)
        return None if found is None or found[0] == self._said.seq else found[:2]

    def note(self, seq: int, entry_hash: bytes) -> None:
        """Remember the newest entry, after its commit; a witness that cannot be written stays behind."""
        with suppress(OSError):
            handle = os.open(self._file, os.O_WRONLY | _O_BINARY)
            try:
                os.lseek(handle, seq % _SLOTS * SLOT_BYTES, os.SEEK_SET)
                os.write(handle, _slot(seq, entry_hash))
            finally:
                os.close(handle)
        self._said = replace(self._said, seq=seq, hash=entry_hash)


def _slot(seq: int, entry_hash: bytes) -> bytes:
    body = _SLOT.pack(_MARK, seq, entry_hash)
    return body + hashlib.blake2b(body, digest_size=_SUM_BYTES).digest()


def _all() -> Iterator[Remembered]:
    try:
        files = sorted(witness_folder().iterdir())
    except OSError:
        return
    for file in files:
        said = _read(file)
        if said is not None:
            yield said


def _read(file: Path) -> Remembered | None:
    try:
        content = file.read_bytes()
        desk = bytes.fromhex(file.name)
        slots = [_slot_at(content, place) for place in range(_SLOTS)]
        seq, entry_hash = max(slot for slot in slots if slot is not None)
        rest = json.loads(content[_SLOTS * SLOT_BYTES :])
        return Remembered(
            desk,
            rest["machine"],
            rest["path"],
            seq,
            entry_hash,
            frozenset(map(bytes.fromhex, rest["former"])),
            frozenset(rest["erased"]),
        )
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _slot_at(content: bytes, place: int) -> tuple[int, bytes] | None:
    """Number and hash in a slot; None when it was torn while it was written."""
    slot = content[place * SLOT_BYTES : (place + 1) * SLOT_BYTES]
    if len(slot) < SLOT_BYTES:
        return None
    mark, seq, entry_hash = _SLOT.unpack_from(slot)
    return (seq, entry_hash) if mark == _MARK and _slot(seq, entry_hash) == slot else None
