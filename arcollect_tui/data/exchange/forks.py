"""A file against the store: which of its entries are new, and whether both tell one story of each desk."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from arcollect_tui.data import desk as drawer
from arcollect_tui.data.exchange.form import FileEntry
from arcollect_tui.data.journal import GENESIS
from arcollect_tui.data.statements import Prepared, table
from arcollect_tui.data.tables import Entry
from arcollect_tui.errors import ForkRefused

_E = table(Entry)
_AROUND = Prepared(
    select(_E.c.seq, _E.c.hash, _E.c.previous).where(
        _E.c.desk == bindparam("desk"), _E.c.seq >= bindparam("first"), _E.c.seq <= bindparam("last")
    )
)
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Link:
    """An entry's place in the chain of its desk."""

    hash: bytes
    previous: bytes


def new_entries(connection: Connection, entries: Sequence[FileEntry]) -> list[FileEntry]:
    """The entries of a file that are not here, by desk and number.

    Raises:
        ForkRefused: the file and the store tell two stories of one desk.
    """
    by_desk: dict[bytes, list[FileEntry]] = defaultdict(list)
    for entry in entries:
        by_desk[entry.desk].append(entry)
    fresh: list[FileEntry] = []
    for desk, said in sorted(by_desk.items()):
        said.sort(key=lambda entry: entry.seq)
        here = _here(connection, desk, said[0].seq - 1, said[-1].seq + 1)
        for seq in _forked(said, here):
            raise _refusal(connection, desk, seq)
        fresh += [entry for entry in said if entry.seq not in here]
    for entry in _stamped_twice(connection, fresh):
        raise _refusal(connection, entry.desk, entry.seq)
    return fresh


def _here(connection: Connection, desk: bytes, first: int, last: int) -> dict[int, Link]:
    rows = _AROUND.rows(connection, desk=desk, first=first, last=last)
    return {seq: Link(own, previous) for seq, own, previous in rows}


def _forked(said: Sequence[FileEntry], here: Mapping[int, Link]) -> Iterator[int]:
    """Numbers, of ascending entries of one desk, at which file and store part."""
    told = {entry.seq: Link(entry.hash, entry.previous) for entry in said}
    for seq, link in told.items():
        known, before, after = here.get(seq), told.get(seq - 1), here.get(seq + 1)
        if known is not None and known.hash != link.hash:
            yield seq
        before = before or here.get(seq - 1)
        if seq == 1 and link.previous != GENESIS:
            yield seq
        if before is not None and before.hash != link.previous:
            yield seq
        if after is not None and after.previous != link.hash:
            yield seq


def _stamped_twice(connection: Connection, fresh: Sequence[FileEntry]) -> Iterator[FileEntry]:
    """New entries whose stamp another entry here has."""
    for start in range(0, len(fresh), _BATCH):
        batch = {entry.id: entry for entry in fresh[start : start + _BATCH]}
        for (stamp,) in connection.execute(select(_E.c.id).where(_E.c.id.in_(batch))):
            yield batch[stamp]


def _refusal(connection: Connection, desk: bytes, seq: int) -> ForkRefused:
    name = drawer.desk_name(connection, desk)
    who = f"{name} ({desk.hex()})" if desk.hex() not in name else name
    return ForkRefused(
        f"Entry {seq} of {who} is one thing here and another in the file: that store was copied "
        "or went back in time, and both went on under one desk. Nothing was taken in. Keep one of the two "
        "stores, start the other anew from a file of it, and export again."
    )
