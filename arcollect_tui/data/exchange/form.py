"""The lines of an entries file, one canonical JSON value each.

The first line is the header: which desk wrote the file, how many entries and lines of imports follow, and
the SHA-256 over the header without that sum and all other lines. Then comes a line an entry, and last
the lines of imports, a line a kept chunk. Bytes are hex, but for the chunks, which are base64; the body
of a part is its own text, so that it is relayed byte for byte.
"""

import base64
import hashlib
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from arcollect_tui.rules.identity import canonical_json

KIND: Final = "entries"
VERSION: Final = 1
HEAD: Final = b'{"arcollect":'
"""What every file of ours begins with: no other key sorts before it."""

HEADER_FIELDS: Final = frozenset({"arcollect", "version", "desk", "entries", "import_lines", "sha256"})
ENTRY_FIELDS: Final = (
    "id",
    "desk",
    "seq",
    "draft",
    "at",
    "local_day",
    "offset",
    "collector",
    "kind",
    "version",
    "policy",
    "previous",
    "hash",
)
"""The header of an entry in table order."""
WHOLE_PART: Final = frozenset({"line", "customer_id", "hash", "salt", "body"})
ERASED_PART: Final = frozenset({"line", "hash"})
CHUNK_FIELDS: Final = frozenset({"import", "number", "of", "lines"})
TRIMMED: Final = "trimmed"


class FilePart(NamedTuple):
    """A part as a file has it; an erased one has its hash only."""

    customer_id: int | None
    hash: bytes
    salt: bytes | None
    body: bytes | None


class FileEntry(NamedTuple):
    """An entry as a file has it.

    Attributes:
        header: its columns in table order, the hash last.
        parts: its parts in order.
        line: the line of the file that it stands in.
    """

    header: tuple[Any, ...]
    parts: tuple[FilePart, ...]
    line: int = 0

    @property
    def id(self) -> bytes:
        """The stamp."""
        found: bytes = self.header[0]
        return found

    @property
    def desk(self) -> bytes:
        """The desk it was recorded at."""
        found: bytes = self.header[1]
        return found

    @property
    def seq(self) -> int:
        """Its number at that desk."""
        found: int = self.header[2]
        return found

    @property
    def previous(self) -> bytes:
        """The hash of the entry before it."""
        found: bytes = self.header[11]
        return found

    @property
    def hash(self) -> bytes:
        """Its own hash."""
        found: bytes = self.header[12]
        return found


class Sum:
    """The running SHA-256 of a file."""

    def __init__(self, desk: bytes, entries: int, import_lines: int) -> None:
        self._fields: dict[str, Any] = {
            "arcollect": KIND,
            "version": VERSION,
            "desk": desk.hex(),
            "entries": entries,
            "import_lines": import_lines,
        }
        self._sum = hashlib.sha256(canonical_json(self._fields) + b"\n")

    def add(self, line: bytes) -> None:
        """Count a line, its line feed included."""
        self._sum.update(line)

    def header(self) -> bytes:
        """The header once all other lines are counted. It is as long at any time."""
        return canonical_json({**self._fields, "sha256": self._sum.hexdigest()}) + b"\n"


def entry_line(header: Sequence[Any], parts: Sequence[FilePart]) -> bytes:
    """The line of an entry."""
    fields: dict[str, Any] = {
        name: value.hex() if isinstance(value, bytes) else value
        for name, value in zip(ENTRY_FIELDS, header, strict=True)
    }
    fields["parts"] = [_part(number, part) for number, part in enumerate(parts)]
    return canonical_json(fields) + b"\n"


def _part(number: int, part: FilePart) -> dict[str, Any]:
    if part.body is None or part.salt is None:
        return {"line": number, "hash": part.hash.hex()}
    return {
        "line": number,
        "customer_id": part.customer_id,
        "hash": part.hash.hex(),
        "salt": part.salt.hex(),
        "body": part.body.decode(),
    }


def chunk_line(identity: bytes, number: int, of: int, lines: bytes, *, trimmed: bool) -> bytes:
    """The line of a kept chunk, the `number`-th from 0 of so many of an import."""
    fields = {
        "import": identity.hex(),
        "number": number,
        "of": of,
        "lines": base64.b64encode(lines).decode(),
    }
    return canonical_json({**fields, TRIMMED: True} if trimmed else fields) + b"\n"
