"""What is left of some bytes in a folder: in plain sight, in kept lines, in compressed remains.

Of a store on a server that is what its tables hold, what the server noted of them to plan by, and the
files that it keeps them in.
"""

import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from sqlalchemy import Connection, MetaData, select
from sqlalchemy import text as sql

from arcollect_tui.data.store import Store
from tests.places import MADE, direct, schemas_in

_BEGINNINGS = (b"\x78\x01", b"\x78\x9c", b"\x78\xda")
"""How a zlib stream starts."""
_MAGIC = b"SQLite format 3\x00"


_STATISTICS = sql(
    "SELECT tablename, concat(most_common_vals, histogram_bounds) FROM pg_stats WHERE schemaname = :schema"
)
_SERVER_FILES = sql(
    "SELECT c.relname, pg_read_binary_file(pg_relation_filepath(c.oid)) FROM pg_class c"
    " LEFT JOIN pg_class whole ON whole.reltoastrelid = c.oid"
    " WHERE c.relkind IN ('r', 'i', 't')"
    " AND cast(:schema AS regnamespace) IN (c.relnamespace, whole.relnamespace)"
)


def remains(folder: Path, wanted: bytes) -> list[str]:
    """Where the bytes can still be found: store by store, as they are and decompressed."""
    return [f"{name}: {where}" for name, where, data in _everything(folder) if wanted in data]


def _everything(folder: Path) -> Iterator[tuple[str, str, bytes]]:
    """(file, where in it, bytes), for a store on a server of the file that it stands for."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            for where, data in _readings(path):
                yield path.name, where, data
    for schema in schemas_in(folder):
        for where, data in _of_schema(schema):
            yield MADE[schema].name, where, data


def _of_schema(schema: str) -> Iterator[tuple[str, bytes]]:
    engine = direct()
    with engine.connect() as connection:
        yield from _of_tables(connection, schema)
        for table, noted in connection.execute(_STATISTICS, {"schema": schema}):
            yield f"statistics of {table}", noted.encode()
        connection.exec_driver_sql("CHECKPOINT")
        for name, data in connection.execute(_SERVER_FILES, {"schema": schema}):
            for where, reading in _plain_and_inflated(data):
                yield f"server's file of {name}, {where}", reading
    engine.dispose()


def _of_tables(connection: Connection, schema: str) -> Iterator[tuple[str, bytes]]:
    """Every value of every row; what is compressed is read, too."""
    tables = MetaData(schema)
    tables.reflect(connection)
    for table in tables.sorted_tables:
        for value in _values(connection.execute(select(table))):
            for where, reading in _plain_and_inflated(value):
                yield f"table {table.name}, {where}", reading


def _values(rows: Iterable[Iterable[object]]) -> Iterator[bytes]:
    for row in rows:
        for value in row:
            yield value if isinstance(value, bytes) else str(value).encode()


def _readings(path: Path) -> Iterator[tuple[str, bytes]]:
    data = path.read_bytes()
    yield from _plain_and_inflated(data)
    if data.startswith(_MAGIC):
        for number, lines in enumerate(kept_lines(path)):
            yield f"kept chunk {number}", lines


def _plain_and_inflated(data: bytes) -> Iterator[tuple[str, bytes]]:
    yield "as it is", data
    for start in _starts(data):
        yield f"compressed, from byte {start}", _inflated(data[start:])


def _starts(data: bytes) -> Iterator[int]:
    for mark in _BEGINNINGS:
        start = data.find(mark)
        while start >= 0:
            yield start
            start = data.find(mark, start + 1)


def _inflated(data: bytes) -> bytes:
    """As much as can be decompressed: a chunk longer than a page is continued elsewhere."""
    found, reader = b"", zlib.decompressobj()
    try:
        for at in range(0, len(data), 64):
            found += reader.decompress(data[at : at + 64])
            if reader.eof:
                break
    except zlib.error:
        return found
    return found


def kept_lines(path: Path) -> list[bytes]:
    """The chunks of a store file, decompressed."""
    store = Store.open(path, read_only=True)
    try:
        with store.reading() as connection:
            sql_of_chunks = "SELECT lines FROM import_chunk UNION ALL SELECT content FROM kept_chunk"
            chunks = connection.exec_driver_sql(sql_of_chunks).scalars().all()
    finally:
        store.close()
    return [zlib.decompress(chunk) for chunk in chunks]
