"""The canonical lines of imports in a file: complete, named by their digest, and fit for the fold."""

import base64
import binascii
import re
import zlib
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import blake2b
from itertools import repeat
from typing import Any, Final, NamedTuple

from arcollect_tui.data.exchange.entries import Bad
from arcollect_tui.data.exchange.form import CHUNK_FIELDS, TRIMMED
from arcollect_tui.data.facts_spec import is_hex, is_whole
from arcollect_tui.data.imports.canonical import (
    CARD_FIELDS,
    CARD_TYPE,
    DATE_FIELDS,
    DIGEST_BYTES,
    FIELD_MARK,
    FIELDS,
    LINE_MARK,
    MONEY_FIELDS,
    TYPES,
    LineDigests,
)
from arcollect_tui.rules.money import MOST_MINOR, is_currency
from arcollect_tui.rules.text import clean

MOST_A_CHUNK: Final = 64 << 20
"""Bytes that one chunk may unpack to: ten times what the longest texts make of its lines."""
MOST_TIMES: Final = 64
"""So many times the file's size may all chunks together unpack to, beyond `MOST_A_CHUNK`."""
_MOST_CHUNKS: Final = 1 << 40
_WHOLE: Final = re.compile("(?:-?[0-9]{1,18})?")
_TYPE: Final = FIELDS.index("type")
_LAST_DAY: Final = date.max.toordinal()
_LAST_YEAR: Final = 9_999


class Lines(NamedTuple):
    """The lines of one import.

    Attributes:
        chunks: packed, in order.
        trimmed: those of erased customers are left out, so that the digest no longer names them.
        line: the line of the file where they begin.
    """

    chunks: tuple[bytes, ...]
    trimmed: bool
    line: int


class LineReader:
    """Takes the chunks of one import after the other.

    Args:
        size: bytes of the file.

    Attributes:
        imports: the import facts of the file, by identity.
    """

    def __init__(self, size: int) -> None:
        self.imports: Mapping[bytes, Sequence[Any]] = {}
        self._room = MOST_A_CHUNK + MOST_TIMES * size
        self._found: dict[bytes, Lines] = {}
        self._identity, self._of, self._line, self._trimmed = b"", 0, 0, False
        self._chunks: list[bytes] = []
        self._digests = LineDigests()

    def take(self, value: dict[str, Any], line: int) -> None:
        """Take one chunk.

        Raises:
            Bad: it is not the chunk that must come next, or its lines cannot be.
        """
        if value.keys() - {TRIMMED} != CHUNK_FIELDS or value.get(TRIMMED, True) is not True:
            raise Bad("the line is no part of an import that arcollect writes")
        if not is_hex(value["import"], 32) or not is_whole(value["of"], 1, _MOST_CHUNKS):
            raise Bad("the line is no part of an import that arcollect writes")
        identity = bytes.fromhex(value["import"])
        if not self._chunks:
            self._identity, self._of, self._line = identity, value["of"], line
            self._trimmed = TRIMMED in value
            if identity not in self.imports:
                raise Bad("the lines are of an import that no entry of the file brings")
            if identity in self._found:
                raise Bad("the lines of an import stand in the file twice")
        mine = (identity, value["of"], TRIMMED in value) == (self._identity, self._of, self._trimmed)
        if not mine or not is_whole(value["number"], len(self._chunks), len(self._chunks)):
            raise Bad("the lines of an import are not in order")
        self._chunks.append(self._packed(value["lines"]))
        if len(self._chunks) == self._of:
            self._complete()

    def _packed(self, text: object) -> bytes:
        """The chunk as it is kept, once its lines were looked at."""
        try:
            packed = base64.b64decode(text if isinstance(text, str) else "", validate=True)
            unpacked = _unpacked(packed, min(MOST_A_CHUNK, self._room))
            lines = unpacked.decode()
        except (binascii.Error, zlib.error, ValueError):
            raise Bad("the lines of an import cannot be unpacked") from None
        self._room -= len(unpacked)
        if lines:
            _check(lines)
            self._digests.add(
                blake2b(line, digest_size=DIGEST_BYTES).digest()
                for line in unpacked.split(LINE_MARK.encode())
            )
        return packed

    def _complete(self) -> None:
        facts = self.imports[self._identity]
        if not self._trimmed:
            (digest, _), count = self._digests.name(), self._digests.count
            if any(row[5] != digest or row[10] != count for row in facts):
                raise Bad("the lines of an import are not those that it names")
        self._found[self._identity] = Lines(tuple(self._chunks), self._trimmed, self._line)
        self._chunks, self._digests = [], LineDigests()

    def finished(self) -> dict[bytes, Lines]:
        """The lines of every import, once the last line of the file is in.

        Raises:
            Bad: the last import is not complete.
        """
        if self._chunks:
            raise Bad("the file ends inside the lines of an import: it was cut short")
        return self._found


def _unpacked(packed: bytes, room: int) -> bytes:
    """At most `room` bytes of a chunk, whatever it claims to unpack to."""
    stream = zlib.decompressobj()
    found = stream.decompress(packed, room + 1)
    if len(found) > room or not stream.eof or stream.unused_data:
        raise Bad("the lines of an import unpack to more than they may, or are cut short")
    return found


def _check(text: str) -> None:
    """Refuse lines that no reader of ours would have made."""
    flat = text.replace(FIELD_MARK, " ").replace(LINE_MARK, " ")
    if clean(flat) != flat:
        raise Bad("a text in the lines of an import is not clean")
    rows = [line.split(FIELD_MARK) for line in text.split(LINE_MARK)]
    cards = all(len(row) > _TYPE and row[_TYPE] == CARD_TYPE for row in rows)
    lengths = (len(FIELDS), len(CARD_FIELDS)) if cards else (len(FIELDS),)
    if any(len(row) not in lengths for row in rows):
        raise Bad("a line of an import has other fields")
    columns = dict(
        zip(FIELDS, map(set, zip(*[row[: len(FIELDS)] for row in rows], strict=True)), strict=True)
    )
    codes, types = (columns["currency"] - {""}, {CARD_TYPE}) if cards else (columns["currency"], set(TYPES))
    if not all(map(is_currency, codes)) or not columns["type"] <= types:
        raise Bad("a line of an import has a currency or type that is not known")
    if "" in columns["customer_no"]:
        raise Bad("a line of an import names no customer")
    bounds = [
        *zip(MONEY_FIELDS, repeat((-MOST_MINOR, MOST_MINOR))),
        *zip(DATE_FIELDS, repeat((1, _LAST_DAY))),
        ("fiscal_year", (0, _LAST_YEAR)),
    ]
    for name, (least, most) in bounds:
        for cell in columns[name]:
            if not _WHOLE.fullmatch(cell) or (cell and not least <= int(cell) <= most):
                raise Bad(f"a line of an import has no {name.replace('_', ' ')} that could be")
    if "" in columns["amount"] or "" in columns["open_amount"]:
        raise Bad("a line of an import has no amount")
