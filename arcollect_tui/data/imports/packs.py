"""Rows kept as bytes between plan and apply: a preview of a million needs tens of megabytes.

Rows are packed by ranges of their ids. Inserted range by range they touch each page of the table while
it is in the cache; in the order of the file every row would touch another page.
"""

import marshal
import zlib
from bisect import bisect_left
from collections.abc import Sequence
from operator import itemgetter
from typing import Final

from arcollect_tui.data.imports.rows import Row

RANGE_BITS: Final = 4
PACK_ROWS: Final = 1_000
LOOSE_BYTES: Final = 16 << 20
"""So many bytes of rows are kept as they are; those of a larger file are compressed."""

_ID_BITS: Final = 63
_id_of = itemgetter(0)


def pack_rows(rows: Sequence[Row], *, small: bool) -> bytes:
    """Rows as bytes; `small` takes a third of the space for twice the time."""
    return zlib.compress(marshal.dumps(list(rows)), 1 if small else 0)


def unpack_rows(packed: bytes) -> list[Row]:
    """The rows of `pack_rows`."""
    rows: list[Row] = marshal.loads(zlib.decompress(packed))  # noqa: S302 - our own bytes
    return rows


class Packs:
    """Rows whose first value is the id, packed as they come."""

    def __init__(self) -> None:
        self._open: list[list[Row]] = [[] for _ in range(1 << RANGE_BITS)]
        self._packed: list[list[bytes]] = [[] for _ in self._open]
        self._size = 0

    def add(self, rows: Sequence[Row]) -> None:
        """Keep rows."""
        ordered, start = sorted(rows, key=_id_of), 0
        for place, waiting in enumerate(self._open):
            end = bisect_left(ordered, (place + 1) << _ID_BITS - RANGE_BITS, start, key=_id_of)
            waiting.extend(ordered[start:end])
            start = end
            if len(waiting) >= PACK_ROWS:
                self._pack(place)

    def take(self) -> list[bytes]:
        """All packs in the order of their ranges; nothing is kept any more."""
        for place, waiting in enumerate(self._open):
            if waiting:
                self._pack(place)
        packs = [packed for packs in self._packed for packed in packs]
        self._packed = [[] for _ in self._open]
        self._size = 0
        return packs

    def _pack(self, place: int) -> None:
        packed = pack_rows(self._open[place], small=self._size > LOOSE_BYTES)
        self._open[place] = []
        self._packed[place].append(packed)
        self._size += len(packed)
