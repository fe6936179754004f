"""The bytes of files gathered to be kept, beside other work: read, masked, compressed.

Measured on a ledger of 22 MB: zlib at its first level takes 0.12 s and leaves 18 %, at its sixth 0.45 s
and 14 %, lzma at its lowest 0.55 s and 13 %. The first is taken, in a thread: an import has to be quick.
"""

import csv
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from threading import Thread
from typing import Final

from arcollect_tui.data.imports.cutting import Cutter
from arcollect_tui.data.imports.keepable import Keepable
from arcollect_tui.errors import FileRefused

MOST_BYTES: Final = 64 << 20
"""Compressed bytes of files that a store keeps, and so the most that a file may have."""
LEVEL: Final = 1
ERASED: Final = "erased"
CHANGED: Final = "changed"
TOO_LARGE: Final = "large"


@dataclass(frozen=True, slots=True)
class Gathered:
    """A file as it is kept.

    Attributes:
        file: which file.
        chunks: its bytes, compressed piece by piece.
        digest: SHA-256 of those bytes before they were compressed.
        masked: cells in which a card number was masked.
        cut: lines of erased customers that were cut out.
        gone: why it is not kept: `erased`, `changed`, `large`; '' when it is.
    """

    file: Keepable
    chunks: tuple[bytes, ...] = ()
    digest: bytes = b""
    masked: int = 0
    cut: int = 0
    gone: str = ""


def packed(blocks: Iterable[bytes]) -> tuple[tuple[bytes, ...], bytes]:
    """Pieces of a file compressed, and the digest of the whole."""
    whole, chunks = sha256(), []
    for block in blocks:
        whole.update(block)
        chunks.append(zlib.compress(block, LEVEL))
        if sum(map(len, chunks)) > MOST_BYTES:
            raise _TooLarge
    return tuple(chunks), whole.digest()


class _TooLarge(Exception):
    """The file would take all the room there is."""


class Gathering:
    """Gathers the files of one import in a thread of its own.

    Args:
        files: what is to be kept.
        ledger: name of the ledger.
        erased: customers whose lines must not be kept.

    Attributes:
        erased: the same.
    """

    def __init__(self, files: Sequence[Keepable], ledger: str, erased: frozenset[int]) -> None:
        self._files = files
        self._ledger = ledger
        self.erased = erased
        self._found: list[Gathered] = []
        self._stopped = False
        self._thread = Thread(target=self._gather, daemon=True)
        self._thread.start()

    def result(self) -> list[Gathered]:
        """The files, once all are gathered."""
        self._thread.join()
        return self._found

    def stop(self) -> None:
        """Give up; nothing reads the files afterwards."""
        self._stopped = True
        self._thread.join()

    def _gather(self) -> None:
        self._found = [self._one(file) for file in self._files]

    def _one(self, file: Keepable) -> Gathered:
        if self.erased and not file.customers_at:
            return Gathered(file, gone=ERASED)
        try:
            return self._packed(file)
        except _TooLarge:
            return Gathered(file, gone=TOO_LARGE)
        except (FileRefused, OSError, UnicodeError, csv.Error):
            return Gathered(file, gone=CHANGED)

    def _packed(self, file: Keepable) -> Gathered:
        masker, cutter = file.masker(), Cutter(self._ledger, self.erased)
        blocks: Iterator[str] = map(masker.masked, self._running(file.blocks()))
        if self.erased:
            blocks = cutter.cut(blocks, file.delimiter, file.customers_at)
        chunks, digest = packed(map(file.encoded, blocks))
        found = Gathered(file, chunks, digest, masker.count, cutter.count)
        if cutter.count and any(cutter.names(text_of(chunk, file.encoding)) for chunk in chunks):
            return replace(found, chunks=(), gone=ERASED)
        return found

    def _running(self, blocks: Iterator[str]) -> Iterator[str]:
        for block in blocks:
            if self._stopped:
                return
            yield block


def text_of(chunk: bytes, encoding: str) -> str:
    """The text of one compressed piece."""
    return zlib.decompress(chunk).decode(encoding)
