"""A file before its content is understood: that it can be read, its name for sentences, and its hash."""

import codecs
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from arcollect_tui.data.imports.texts import clean_text
from arcollect_tui.errors import FileRefused

_HEAD: Final = 1 << 20
_START: Final = 1 << 13
BLOCK: Final = 1 << 16
"""Bytes that are read at a time."""


@dataclass(frozen=True, slots=True)
class RawFile:
    """What is known of a file before its content is understood."""

    path: Path
    name: str
    size: int
    stamp: int
    sha256: str
    head: bytes

    @property
    def start(self) -> bytes:
        """Its first letters in small ones, without what may stand before any content."""
        start = self.head[:_START].removeprefix(codecs.BOM_UTF8)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            start = start[2:].replace(b"\x00", b"")
        return start.lstrip().lower()

    def unchanged(self) -> None:
        """Refuse a file that was written to while it was read."""
        now = self.path.stat()
        if (now.st_size, now.st_mtime_ns) != (self.size, self.stamp):
            raise FileRefused(f"{self.name} changed while it was read. Import it again.")


def open_raw(path: Path) -> RawFile:
    """Check that the path is a readable, filled file, and hash it.

    Raises:
        FileRefused: it is missing, a folder, no ordinary file, empty or not readable.
    """
    name = clean_text(path.name) or "The file"
    try:
        stat = path.stat()
        if path.is_dir():
            raise FileRefused(f"{name} is a folder. Name the file in it.")
        if not path.is_file():
            raise FileRefused(f"{name} is no ordinary file. Name a CSV or Excel file.")
        digest = sha256()
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
            block = head
            while block:
                digest.update(block)
                block = stream.read(BLOCK)
    except FileNotFoundError:
        raise FileRefused(f"{name} does not exist. Check the path.") from None
    except PermissionError:
        raise FileRefused(f"{name} may not be read by you. Ask for the right to read it.") from None
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or "the path is not a valid one"
        raise FileRefused(f"{name} cannot be read: {reason}.") from None
    if not head.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise FileRefused(f"{name} is empty. Export it from the ledger again.")
    return RawFile(path, name, stat.st_size, stat.st_mtime_ns, digest.hexdigest(), head)
