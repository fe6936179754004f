"""The bytes of files gathered to be kept, beside other work: read, masked, compressed.

Measured on a ledger of 22 MB: zlib at its first level takes 0.12 s and leaves 18 %, at its sixth 0.45 s
and 14 %, lzma at its lowest 0.55 s and 13 %. The first is taken, in a thread: an import has to be quick.
"""

import csv
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from queue import Full, Queue
from threading import Thread
from typing import Final, NamedTuple

from arcollect_tui.data.imports.cutting import Cutter
from arcollect_tui.data.imports.keepable import TEXT, Keepable
from arcollect_tui.errors import FileRefused

MOST_BYTES: Final = 64 << 20
"""Compressed bytes of files that a store keeps, and so the most that a file may have."""
LEVEL: Final = 1
ERASED: Final = "erased"
CHANGED: Final = "changed"
TOO_LARGE: Final = "large"
MOST_WAITING: Final = 20
"""Pieces, some 4 MB, that may wait to be taken: a file of a million lines has ten times as many."""
MOST_AT_ONCE: Final = 1 << 20
"""Bytes of files that are gathered at once, before they are wanted: a thread would take longer to start."""
_TICK: Final = 0.05


class Chunk(NamedTuple):
    """A compressed piece of a file: which file, which piece, and its bytes."""

    place: int
    number: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Gathered:
    """A file as it is kept.

    Attributes:
        file: which file.
        packed: bytes of its pieces.
        digest: SHA-256 of its bytes before they were compressed.
        masked: cells in which a card number was masked.
        cut: lines of erased customers that were cut out.
        gone: why it is not kept: `erased`, `changed`, `large`; '' when it is. Pieces that were given
            before that was known are to be thrown away.
    """

    file: Keepable
    packed: int = 0
    digest: bytes = b""
    masked: int = 0
    cut: int = 0
    gone: str = ""


class _TooLarge(Exception):
    """The file would take all the room there is."""


class _Stopped(Exception):
    """Nobody wants the files any more."""


class Packer:
    """Compresses a file piece by piece.

    Attributes:
        size: bytes of the pieces so far.
    """

    def __init__(self) -> None:
        self.size = 0
        self._whole = sha256()

    def packed(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """The pieces."""
        for block in blocks:
            self._whole.update(block)
            content = zlib.compress(block, LEVEL)
            self.size += len(content)
            if self.size > MOST_BYTES:
                raise _TooLarge
            yield content

    def digest(self) -> bytes:
        """SHA-256 of all that was compressed."""
        return self._whole.digest()


class Gathering:
    """Gathers the files of one import in a thread of its own, a few pieces ahead of who takes them.

    Small files of text are gathered at once, without a thread.

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
        small = all(file.form == TEXT for file in files)
        small = small and sum(file.raw.size for file in files) <= MOST_AT_ONCE
        self._waiting: Queue[Chunk | None] = Queue(0 if small else MOST_WAITING)
        self._stopped = False
        self._thread = None if small else Thread(target=self._gather, daemon=True)
        if self._thread is None:
            self._gather()
        else:
            self._thread.start()

    def ready(self) -> Iterator[Chunk]:
        """The pieces that are there already."""
        for _ in range(self._waiting.qsize()):
            chunk = self._waiting.get()
            if chunk is None:
                self._waiting.put(None)
                return
            yield chunk

    def rest(self) -> Iterator[Chunk]:
        """All further pieces; waits for them."""
        while (chunk := self._waiting.get()) is not None:
            yield chunk

    def result(self) -> list[Gathered]:
        """The files, once their pieces were taken."""
        self._join()
        lost = self._files[len(self._found) :]
        return [*self._found, *[Gathered(file, gone=CHANGED) for file in lost]]

    def stop(self) -> None:
        """Give up; nothing reads the files afterwards."""
        self._stopped = True
        self._join()

    def _join(self) -> None:
        if self._thread is not None:
            self._thread.join()

    def _gather(self) -> None:
        with suppress(_Stopped):
            try:
                for place, file in enumerate(self._files):
                    self._found.append(self._one(place, file))
            finally:
                self._give(None)  # whatever happened, nobody waits for ever

    def _give(self, chunk: Chunk | None) -> None:
        while not self._stopped:
            with suppress(Full):
                self._waiting.put(chunk, timeout=_TICK)
                return
        raise _Stopped

    def _one(self, place: int, file: Keepable) -> Gathered:
        if self.erased and not file.customers_at:
            return Gathered(file, gone=ERASED)
        try:
            return self._cut(place, file) if self.erased else self._whole(place, file)
        except _TooLarge:
            return Gathered(file, gone=TOO_LARGE)
        except (FileRefused, OSError, UnicodeError, csv.Error):
            return Gathered(file, gone=CHANGED)

    def _whole(self, place: int, file: Keepable) -> Gathered:
        masker, packer = file.masker(), Packer()
        blocks = map(file.encoded, map(masker.masked, file.blocks()))
        for number, content in enumerate(packer.packed(blocks)):
            self._give(Chunk(place, number, content))
        return Gathered(file, packer.size, packer.digest(), masker.count)

    def _cut(self, place: int, file: Keepable) -> Gathered:
        """A file without the lines of the erased; all of it is looked through before any is given."""
        masker, packer, cutter = file.masker(), Packer(), Cutter(self._ledger, self.erased)
        texts = cutter.cut(map(masker.masked, file.blocks()), file.delimiter, file.customers_at)
        chunks = list(packer.packed(map(file.encoded, texts)))
        if any(cutter.names(text_of(chunk, file.encoding)) for chunk in chunks):
            return Gathered(file, gone=ERASED)
        for number, content in enumerate(chunks):
            self._give(Chunk(place, number, content))
        return Gathered(file, packer.size, packer.digest(), masker.count, cutter.count)


def text_of(chunk: bytes, encoding: str) -> str:
    """The text of one compressed piece."""
    return zlib.decompress(chunk).decode(encoding)
