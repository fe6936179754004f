"""Rows kept as bytes between plan and apply: a preview of a million needs tens of megabytes.

Rows are packed by ranges of their ids. Taken out range by range, each in the order of its ids, they are
appended to their table; in the order of the file every row would touch another page.
"""

import marshal
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import Any, Final, NamedTuple

Row = tuple[Any, ...]

RANGE_BITS: Final = 6
PACK_ROWS: Final = 250
LOOSE_BYTES: Final = 16 << 20
"""So many bytes of rows are kept as they are; those of a larger file are compressed."""

_ID_BITS: Final = 63
_id_of = itemgetter(0)


def _pack(rows: Sequence[Row], *, small: bool) -> bytes:
    """Rows as bytes; `small` takes a third of the space for twice the time."""
    return zlib.compress(marshal.dumps(list(rows)), 1 if small else 0)


def _unpack(packed: bytes) -> list[Row]:
    rows: list[Row] = marshal.loads(zlib.decompress(packed))  # noqa: S302 - our own bytes
    return rows


class Packs:
    """Rows whose first value is the id, packed as they come."""

    def __init__(self) -> None:
        self._open: list[list[Row]] = [[] for _ in range(1 << RANGE_BITS)]
        self._packed: list[list[bytes]] = [[] for _ in self._open]
        self._ids = [array("q") for _ in self._open]
        self._size = 0

    def __len__(self) -> int:
        return sum(map(len, self._ids))

    def add(self, rows: Sequence[Row]) -> None:
        """Keep rows."""
        ordered, start = sorted(rows, key=_id_of), 0
        ids = list(map(_id_of, ordered))
        for place, waiting in enumerate(self._open):
            end = bisect_left(ids, (place + 1) << _ID_BITS - RANGE_BITS, start)
            waiting.extend(ordered[start:end])
            self._ids[place].extend(ids[start:end])
            start = end
            if len(waiting) >= PACK_ROWS:
                self._put_away(place)

    def ranges(self) -> Iterator[list[Row]]:
        """All rows by ascending id, one range at a time."""
        for place in range(len(self._open)):
            yield sorted(self._rows(place), key=_id_of)

    def repeated(self) -> set[int]:
        """Ids that several rows have."""
        return {one for ids in self._ids for one, other in pairwise(sorted(ids)) if one == other}

    def withdraw(self, ids: Collection[int]) -> list[Row]:
        """Take out the rows with these ids."""
        out: list[Row] = []
        for place in {one >> _ID_BITS - RANGE_BITS for one in ids}:
            rows = self._rows(place)
            self._open[place] = [row for row in rows if row[0] not in ids]
            self._packed[place] = []
            self._ids[place] = array("q", map(_id_of, self._open[place]))
            out += [row for row in rows if row[0] in ids]
        return out

    def _rows(self, place: int) -> list[Row]:
        return [row for packed in self._packed[place] for row in _unpack(packed)] + self._open[place]

    def _put_away(self, place: int) -> None:
        packed = _pack(self._open[place], small=self._size > LOOSE_BYTES)
        self._open[place] = []
        self._packed[place].append(packed)
        self._size += len(packed)


class Change(NamedTuple):
    """An item as it was and as it will be, both in the order of `KEPT`."""

    item: int
    kind: str
    before: tuple[Any, ...]
    after: tuple[Any, ...]


class Changes:
    """Changes of items, packed as they come; they are told one after the other."""

    def __init__(self) -> None:
        self._open: list[Row] = []
        self._packed: list[bytes] = []
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Change]:
        for packed in self._packed:
            yield from map(Change._make, _unpack(packed))
        yield from map(Change._make, self._open)

    def add(self, change: Change) -> None:
        """Keep a change."""
        self._open.append(tuple(change))
        self._count += 1
        if len(self._open) >= PACK_ROWS:
            self._packed.append(_pack(self._open, small=True))
            self._open = []
