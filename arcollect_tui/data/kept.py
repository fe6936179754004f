"""The drawer's kept files: the bytes of what was taken in, card numbers masked, compressed.

They never travel and are in no digest. The newest imports keep theirs, as far as the room goes; what is no
longer kept leaves its row, which says why.
"""

import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from sqlalchemy import Connection, bindparam, delete, select, update

from arcollect_tui.data.imports.gathering import MOST_BYTES, Chunk, Gathered
from arcollect_tui.data.statements import Prepared, insert_rows, tables
from arcollect_tui.data.tables import KeptChunk, KeptFileRow

MOST_IMPORTS: Final = 30
OLDER: Final = "older"

_F, _B = tables(KeptFileRow, KeptChunk)
_THIS = (_F.c.identity == bindparam("of"), _F.c.place == bindparam("at"))
_ALL = Prepared(select(_F).order_by(_F.c.kept_at.desc(), _F.c.identity, _F.c.place))
_OF = Prepared(select(_F).where(_F.c.identity == bindparam("of")).order_by(_F.c.place))
_FORGET = tuple(Prepared(delete(rows).where(rows.c.identity == bindparam("of"))) for rows in (_F, _B))
_EMPTY = Prepared(delete(_B).where(_B.c.identity == bindparam("of"), _B.c.place == bindparam("at")))
_GONE = Prepared(update(_F).where(*_THIS).values(gone=bindparam("why"), packed=0))
_CUT = Prepared(
    update(_F)
    .where(*_THIS)
    .values(cut=bindparam("lines"), digest=bindparam("whole"), packed=bindparam("size_now"))
)
_CHUNKS = Prepared(
    select(_B.c.content)
    .where(_B.c.identity == bindparam("of"), _B.c.place == bindparam("at"))
    .order_by(_B.c.number)
)


@dataclass(frozen=True, slots=True)
class KeptBytes:
    """How one file of an import is kept.

    Attributes:
        identity: the import.
        place: 0 for the file itself, then those that were joined with it.
        ledger: whose file it was.
        name: its name.
        size: bytes of it as it came.
        sha256: of those bytes.
        digest: SHA-256 of what is kept.
        form: `text`, or `rows` of a workbook, whose sheet is `sheet`.
        encoding: of what is kept.
        delimiter: what stands between its cells, '' where only blanks do.
        customers_at: the columns that name the customer of every line, if all lines do.
        masked: cells in which a card number was masked.
        cut: lines of erased customers that were cut out.
        gone: why it is not kept: `erased`, `changed`, `large`, `older`; '' when it is.
        packed: bytes that it takes.
        kept_at: microseconds since 1970 in UTC.
    """

    identity: bytes
    place: int
    ledger: str
    name: str
    size: int
    sha256: str
    digest: bytes
    form: str
    sheet: str
    encoding: str
    delimiter: str
    customers_at: tuple[int, ...]
    masked: int
    cut: int
    gone: str
    packed: int
    kept_at: int


def _file(row: Sequence[object]) -> KeptBytes:
    values = dict(zip(KeptBytes.__slots__, row, strict=True))
    columns = json.loads(str(values["customers_at"]))
    return KeptBytes(**{**values, "customers_at": tuple(columns)})  # type: ignore[arg-type]


def kept(connection: Connection) -> list[KeptBytes]:
    """Every file of every import, those that are no longer kept included, newest first."""
    return [_file(row) for row in _ALL.rows(connection)]


def kept_of(connection: Connection, identity: bytes) -> list[KeptBytes]:
    """The files of one import."""
    return [_file(row) for row in _OF.rows(connection, of=identity)]


def chunks_of(connection: Connection, file: KeptBytes) -> Iterator[bytes]:
    """The compressed pieces of a file, in order."""
    for (content,) in _CHUNKS.each(connection, of=file.identity, at=file.place):
        yield bytes(content)


def make_way(connection: Connection, identity: bytes) -> None:
    """Forget what was kept of an import before: it is taken in again."""
    for statement in _FORGET:
        statement.run(connection, of=identity)


def add_chunks(connection: Connection, identity: bytes, chunks: Iterable[Chunk]) -> None:
    """Keep pieces of the files of an import as they come."""
    for chunk in chunks:
        insert_rows(connection, KeptChunk, [(identity, *chunk)])


def keep(connection: Connection, identity: bytes, ledger: str, files: Sequence[Gathered], at: int) -> None:
    """Keep the files of an import whose pieces are in; the oldest ones make room.

    Args:
        connection: the write transaction of the import.
        identity: the import.
        ledger: whose files they are.
        files: the files; pieces of one that is not to be kept are thrown away.
        at: microseconds since 1970 in UTC.
    """
    insert_rows(
        connection,
        KeptFileRow,
        [
            (
                *(identity, place, ledger, file.file.raw.name, file.file.raw.size, file.file.raw.sha256),
                *(file.digest, file.file.form, file.file.sheet, file.file.encoding, file.file.delimiter),
                *(json.dumps(file.file.customers_at), file.masked, file.cut, file.gone, file.packed, at),
            )
            for place, file in enumerate(files)
        ],
    )
    for place, file in enumerate(files):
        if file.gone:
            _EMPTY.run(connection, of=identity, at=place)
    _make_room(connection)


def put_chunks(connection: Connection, identity: bytes, place: int, chunks: Sequence[bytes]) -> None:
    """Keep the pieces of a file instead of those that were kept."""
    _EMPTY.run(connection, of=identity, at=place)
    rows = [(identity, place, number, chunk) for number, chunk in enumerate(chunks)]
    insert_rows(connection, KeptChunk, rows)


def let_go(connection: Connection, file: KeptBytes, why: str) -> None:
    """Keep a file no longer."""
    _EMPTY.run(connection, of=file.identity, at=file.place)
    _GONE.run(connection, of=file.identity, at=file.place, why=why)


def replace_cut(
    connection: Connection, file: KeptBytes, chunks: Sequence[bytes], digest: bytes, cut: int
) -> None:
    """Keep less of a file: `cut` more lines are out of it."""
    put_chunks(connection, file.identity, file.place, chunks)
    size = sum(map(len, chunks))
    _CUT.run(connection, of=file.identity, at=file.place, lines=file.cut + cut, whole=digest, size_now=size)


def _make_room(connection: Connection) -> None:
    """Let go of the files of older imports: the newest `MOST_IMPORTS` stay while all fit."""
    files = [file for file in kept(connection) if not file.gone]
    sizes: Counter[bytes] = Counter()
    for file in files:
        sizes[file.identity] += file.packed
    used, stay = 0, set[bytes]()
    for identity, size in sizes.items():
        used += size
        if len(stay) == MOST_IMPORTS or used > MOST_BYTES:
            break
        stay.add(identity)
    for file in files:
        if file.identity not in stay:
            let_go(connection, file, OLDER)


def problems(connection: Connection) -> Iterator[KeptBytes]:
    """Files of which not every byte is as it was kept."""
    for file in kept(connection):
        whole = sha256()
        try:
            for chunk in chunks_of(connection, file):
                whole.update(zlib.decompress(chunk))
        except zlib.error:
            yield file
            continue
        if not file.gone and whole.digest() != file.digest:
            yield file
