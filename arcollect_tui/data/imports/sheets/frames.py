"""The stream from the process that opens a file to the one that wants its rows.

A frame is a letter, the length of what follows in four bytes, and that. Nothing in it can do more than
be wrong text: a hostile file may have taken over its writer.
"""

import json
import struct
import zlib
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import IO, Any, Final, NamedTuple

from arcollect_tui.data.imports.sheets.events import Events, Row, Sheet
from arcollect_tui.data.imports.source import BATCH_LINES, LONGEST_FIELD, MOST_CELLS
from arcollect_tui.errors import FileRefused

_HEAD: Final = struct.Struct(">cI")
_COUNT: Final = struct.Struct(">I")
_MOST_BYTES: Final = 1 << 28
MOST_TEXT: Final = 1 << 30
"""Bytes that all cells of a file may have."""


class FrameKind(bytes, Enum):
    """What a frame holds."""

    SHEET = b"S"
    NOTE = b"N"
    ROWS = b"R"
    COLUMNS = b"C"
    REFUSAL = b"E"
    END = b"Z"


class Frame(NamedTuple):
    """One message."""

    kind: FrameKind
    content: bytes


def write_frame(stream: IO[bytes], frame: Frame) -> None:
    """Send one frame."""
    stream.write(_HEAD.pack(frame.kind.value, len(frame.content)) + frame.content)
    stream.flush()


def read_frames(stream: IO[bytes]) -> Iterator[Frame]:
    """The frames up to the end of the stream; a broken one ends it."""
    while len(head := stream.read(_HEAD.size)) == _HEAD.size:
        letter, length = _HEAD.unpack(head)
        if length > _MOST_BYTES or letter not in _LETTERS:
            return
        content = stream.read(length)
        if len(content) < length:
            return
        yield Frame(FrameKind(letter), content)


_LETTERS: Final = frozenset(kind.value for kind in FrameKind)


def packed(events: Events, name: str) -> Iterator[Frame]:
    """What a reader yields as frames, `BATCH_LINES` rows in each.

    Raises:
        FileRefused: a cell, a row or the whole is larger than any list has.
    """
    packer = _Packer(name)
    for event in events:
        if isinstance(event, list):
            packer.add(event)
            if len(packer.rows) == BATCH_LINES:
                yield packer.frame()
            continue
        if packer.rows:
            yield packer.frame()
        if isinstance(event, Sheet):
            packer.number = 0
            yield Frame(FrameKind.SHEET, _encoded([event.name, event.visible]))
        else:
            yield Frame(FrameKind.NOTE, _encoded(event.sentence))
    if packer.rows:
        yield packer.frame()
    yield Frame(FrameKind.END, b"")


class _Packer:
    """Gathers the rows of a sheet; `number` is how many it has had."""

    def __init__(self, name: str) -> None:
        self.rows: list[Row] = []
        self.number = 0
        self._name = name
        self._text = 0

    def add(self, row: Row) -> None:
        """Take in a row of bounded size."""
        self.number += 1
        if len(row) > MOST_CELLS:
            self._refuse(f"has {len(row):,} cells, more than a spreadsheet can")
        if row and max(map(len, row)) > LONGEST_FIELD:
            self._refuse(f"has a field longer than {LONGEST_FIELD:,} characters")
        self.rows.append(row)

    def _refuse(self, what: str) -> None:
        raise FileRefused(
            f"{self._name}, row {self.number}: it {what}. Correct the row, or save it as CSV."
        )

    def frame(self) -> Frame:
        """The rows gathered so far, by column where all have the same number of cells."""
        same = self.rows[0] and len(set(map(len, self.rows))) == 1
        cells: Sequence[Any] = list(zip(*self.rows, strict=True)) if same else self.rows
        content = _encoded(cells)
        self._text += len(content)
        if self._text > MOST_TEXT:
            raise FileRefused(
                f"{self._name} holds more than {MOST_TEXT:,} bytes of text, which is too large or too "
                "strange to open. Save the sheet as CSV."
            )
        count = _COUNT.pack(len(self.rows))
        self.rows = []
        kind = FrameKind.COLUMNS if same else FrameKind.ROWS
        return Frame(kind, count + zlib.compress(content, 1))


def row_count(frame: Frame) -> int:
    """How many rows a frame of rows or columns has."""
    return int(_COUNT.unpack(frame.content[: _COUNT.size])[0])


def cells_of(frame: Frame) -> list[list[str]]:
    """The cells of a frame, by row or by column as it says."""
    cells: list[list[str]] = json.loads(_text(zlib.decompress(frame.content[_COUNT.size :])))
    return cells


def _encoded(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def sheet_of(frame: Frame) -> tuple[str, bool]:
    """The name of a sheet, and whether it is visible."""
    name, visible = json.loads(_text(frame.content))
    return str(name), bool(visible)


def sentence_of(frame: Frame) -> str:
    """What a note or a refusal says."""
    return str(json.loads(_text(frame.content)))


def _text(content: bytes) -> str:
    return content.decode("utf-8", "surrogatepass")


def refusal(sentence: str) -> Frame:
    """The frame that ends a file that is not read."""
    return Frame(FrameKind.REFUSAL, _encoded(sentence))
