"""Writing entries and the lines of their imports to a file, streamed from the store."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Connection, and_, bindparam, exists, func, select

from arcollect_tui.data.exchange.form import FilePart, Sum, chunk_line, entry_line
from arcollect_tui.data.statements import Prepared, columns, tables
from arcollect_tui.data.tables import Entry, ImportChunk, ImportFact, PartRow, TrimmedImport

_E, _P, _F, _B, _T = tables(Entry, PartRow, ImportFact, ImportChunk, TrimmedImport)
_HEADER = len(columns(Entry))
_SPAN = and_(
    _E.c.desk == bindparam("desk"),
    _E.c.seq > bindparam("after"),
    _E.c.seq <= bindparam("upto"),
    _E.c.local_day >= bindparam("first_day"),
)
_NO_END = (1 << 63) - 1
_COUNT = Prepared(select(func.count()).select_from(_E).where(_SPAN))
_COUNT_DEEDS = Prepared(select(func.count()).select_from(_E).where(_SPAN, _E.c.kind != "export"))
_ROWS = Prepared(
    select(_E, _P.c.customer_id, _P.c.hash, _P.c.salt, _P.c.body)
    .outerjoin(_P, _P.c.entry == _E.c.id)
    .where(_SPAN)
    .order_by(_E.c.seq, _P.c.line)
)
_IMPORTS = Prepared(
    select(_F.c.identity)
    .join(_E, _E.c.id == _F.c.entry)
    .where(_SPAN, exists().where(_B.c.identity == _F.c.identity))
)
_CHUNKS = Prepared(
    select(_B.c.number, _B.c.lines).where(_B.c.identity == bindparam("identity")).order_by(_B.c.number)
)
_CHUNK_COUNT = Prepared(select(func.count()).select_from(_B).where(_B.c.identity == bindparam("identity")))
_TRIMMED = Prepared(select(_T.c.identity))


@dataclass(frozen=True, slots=True)
class Carried:
    """What a file shall carry.

    Attributes:
        after: of each desk the entries numbered above this.
        first_day: those from this local day on, an ordinal.
        with_lines: the lines of the imports that they brought, too.
        runs: only these numbers of each desk, first and last; all above `after` when None.
    """

    after: Mapping[bytes, int]
    first_day: int = 0
    with_lines: bool = True
    runs: Mapping[bytes, Sequence[tuple[int, int]]] | None = None

    def spans(self) -> Iterator[dict[str, Any]]:
        """The parameters of the statements, desk by desk."""
        if self.runs is not None:
            for desk, runs in sorted(self.runs.items()):
                for first, last in runs:
                    yield {"desk": desk, "after": first - 1, "upto": last, "first_day": self.first_day}
            return
        for desk, after in sorted(self.after.items()):
            yield {"desk": desk, "after": after, "upto": _NO_END, "first_day": self.first_day}


@dataclass(frozen=True, slots=True)
class Written:
    """What a file carries: entries of each desk, and chunks of each import."""

    entries: Mapping[bytes, int] = field(default_factory=dict)
    chunks: Mapping[bytes, int] = field(default_factory=dict)


def contents(connection: Connection, carried: Carried) -> Written:
    """What the file will carry."""
    entries: dict[bytes, int] = defaultdict(int)
    for span in carried.spans():
        entries[span["desk"]] += int(_COUNT(connection, **span).scalar_one())
    imports: set[bytes] = set()
    if carried.with_lines:
        for span in carried.spans():
            imports.update(identity for (identity,) in _IMPORTS.rows(connection, **span))
    chunks = {one: int(_CHUNK_COUNT(connection, identity=one).scalar_one()) for one in sorted(imports)}
    return Written({desk: count for desk, count in entries.items() if count}, chunks)


def has_deeds(connection: Connection, carried: Carried) -> bool:
    """Whether there is more to carry than notes of what was sent."""
    return any(_COUNT_DEEDS(connection, **span).scalar_one() for span in carried.spans())


def write_entries(connection: Connection, part: Path, desk: bytes, carried: Carried) -> Written:
    """Write the file; the caller gives it its name.

    Args:
        connection: a read transaction, so that the file shows one state of the store.
        part: the file, which is there and private.
        desk: who writes.
        carried: what it shall carry.
    """
    with part.open("wb") as file:
        return stream_entries(connection, file, desk, carried)


def stream_entries(connection: Connection, file: BinaryIO, desk: bytes, carried: Carried) -> Written:
    """Write the lines to an empty file, in memory or not; the first one last, for it names their sum."""
    written = contents(connection, carried)
    total = Sum(desk, sum(written.entries.values()), sum(written.chunks.values()))
    file.write(total.header())
    for line in _lines(connection, carried, written):
        total.add(line)
        file.write(line)
    file.seek(0)
    file.write(total.header())
    return written


def _lines(connection: Connection, carried: Carried, written: Written) -> Iterator[bytes]:
    for span in carried.spans():
        for header, rows in groupby(_ROWS(connection, **span), key=lambda row: tuple(row[:_HEADER])):
            yield entry_line(header, list(_parts(rows)))
    trimmed = {identity for (identity,) in _TRIMMED.rows(connection)}
    for identity, of in written.chunks.items():
        for number, lines in _CHUNKS(connection, identity=identity):
            yield chunk_line(identity, number, of, lines, trimmed=identity in trimmed)


def _parts(rows: Iterable[Any]) -> Iterator[FilePart]:
    for row in rows:
        customer, part_hash, salt, body = row[_HEADER:]
        if part_hash is not None:
            yield FilePart(customer, part_hash, salt, body)
