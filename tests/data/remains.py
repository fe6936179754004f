"""What is left of some bytes in a folder: in plain sight, in kept lines, in compressed remains."""

import zlib
from collections.abc import Iterator
from pathlib import Path

from arcollect_tui.data.store import Store

_BEGINNINGS = (b"\x78\x01", b"\x78\x9c", b"\x78\xda")
"""How a zlib stream starts."""
_MAGIC = b"SQLite format 3\x00"


def remains(folder: Path, wanted: bytes) -> list[str]:
    """Where the bytes can still be found: file by file, as they are and decompressed."""
    return [
        f"{path.name}: {where}"
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        for where, data in _readings(path)
        if wanted in data
    ]


def _readings(path: Path) -> Iterator[tuple[str, bytes]]:
    data = path.read_bytes()
    yield "as it is", data
    for start in _starts(data):
        yield f"compressed, from byte {start}", _inflated(data[start:])
    if data.startswith(_MAGIC):
        for number, lines in enumerate(kept_lines(path)):
            yield f"kept chunk {number}", lines


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
            chunks = connection.exec_driver_sql("SELECT lines FROM import_chunk").scalars().all()
    finally:
        store.close()
    return [zlib.decompress(chunk) for chunk in chunks]
