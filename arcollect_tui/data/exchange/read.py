"""Reading an entries file: verified, validated, and refused whole with the line that is wrong.

A file is data from outside. Whatever it holds, reading it costs memory of the order of its own size and
writes nothing.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sqlmodel import SQLModel

from arcollect_tui.data import projection
from arcollect_tui.data.exchange.entries import Bad, read_entry
from arcollect_tui.data.exchange.form import HEAD, HEADER_FIELDS, KIND, VERSION, FileEntry, Sum
from arcollect_tui.data.exchange.lines import LineReader, Lines
from arcollect_tui.data.facts_spec import is_hex, is_whole
from arcollect_tui.data.tables import Assignment, Coding, Contact, ImportFact
from arcollect_tui.errors import FileRefused
from arcollect_tui.rules.text import quoted

_LOOK: Final = 4096
_MOST: Final = (1 << 63) - 1
_EVERY: Final = 1_000
"""Lines between two words of progress."""
Progress = Callable[[int], None]
_THINGS: Final[tuple[tuple[type[SQLModel], int], ...]] = ((Assignment, 2), (Coding, 2), (Contact, 3))
"""Facts of which an entry says one a thing, and the place of the thing in their rows."""


@dataclass(slots=True)
class Bundle:
    """A file that was read and found sound in itself.

    Attributes:
        name: name of the file.
        desk: the desk that wrote it.
        entries: its entries.
        rows: the facts that the entries project to, by table.
        lines: the lines of imports, by identity.
        unknown: how many entries are of a kind or version that this program does not know.
    """

    name: str
    desk: bytes = b""
    entries: list[FileEntry] = field(default_factory=list)
    rows: dict[type[SQLModel], list[projection.Row]] = field(default_factory=lambda: defaultdict(list))
    lines: dict[bytes, Lines] = field(default_factory=dict)
    unknown: int = 0

    @property
    def import_lines(self) -> int:
        """How many lines of the file are lines of imports."""
        return sum(len(lines.chunks) for lines in self.lines.values())


def is_exchange(path: Path) -> bool:
    """Whether a file looks like one of ours: a JSON object on its first line, with our name in it."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            start = file.read(_LOOK).lstrip(b"\xef\xbb\xbf \t\r\n")
    except OSError:
        return False
    return start.startswith(HEAD) or (start.startswith(b"{") and b'"arcollect"' in start)


def read_entries(path: Path, progress: Progress | None = None) -> Bundle:
    """Read a file of entries to its end.

    Raises:
        FileRefused: it is not JSON, cut short, changed, or says what cannot be.
    """
    try:
        with path.open("rb") as file:
            return read_lines(path.name, path.stat().st_size, file, progress)
    except OSError as error:
        reason = error.strerror or "refused by the system"
        msg = f"{quoted(path.name)} cannot be read: {reason}."
        raise FileRefused(msg) from None


def read_lines(name: str, size: int, lines: Iterable[bytes], progress: Progress | None = None) -> Bundle:
    """Read the lines of a file of entries to their end.

    Args:
        name: of the file, for refusals.
        size: bytes of all lines.
        lines: the lines with their line feeds.
        progress: is told the number of lines now and then.

    Raises:
        FileRefused: it is not JSON, cut short, changed, or says what cannot be.
    """
    reader = _Reader(name, size)
    number = 0
    try:
        for number, raw in enumerate(lines, 1):
            reader.take(number, raw)
            if progress is not None and number % _EVERY == 0:
                progress(number)
        number += 1
        return reader.result()
    except Bad as error:
        raise FileRefused(_refusal(name, error.line or number, str(error))) from None


def _refusal(name: str, line: int, why: str) -> str:
    return f"{name}, line {line}: {why}. Nothing was taken in; ask for the file anew."


class _Reader:
    """Takes a file line by line."""

    def __init__(self, name: str, size: int) -> None:
        self._bundle = Bundle(name)
        self._header: dict[str, Any] = {}
        self._sum: Sum | None = None
        self._said = b""
        self._seen: dict[bytes, int] = {}
        self._numbers: set[tuple[bytes, int]] = set()
        self._lines = LineReader(size)

    def take(self, number: int, raw: bytes) -> None:
        """Take the next line, its line feed included.

        Raises:
            Bad: the line cannot be what it says.
        """
        value = _loaded(raw)
        if self._sum is None:
            self._begin(value, raw)
            return
        self._sum.add(raw)
        if "import" in value:
            if not self._lines.imports:
                self._lines.imports = self._imports()
            self._lines.take(value, number)
        elif self._lines.imports:
            raise Bad("an entry stands behind the lines of imports")
        else:
            self._entry(value, number)

    def _begin(self, header: dict[str, Any], raw: bytes) -> None:
        if header.get("arcollect") != KIND:
            raise Bad("this is no file of entries")
        version = header.get("version")
        if is_whole(version, VERSION + 1, _MOST):
            raise Bad("the file was written by a newer arcollect; install that version to take it in")
        sound = (
            header.keys() == HEADER_FIELDS
            and version == VERSION
            and is_hex(header["desk"], 8)
            and is_hex(header["sha256"], 32)
            and all(is_whole(header[name], 0, _MOST) for name in ("entries", "import_lines"))
        )
        if not sound:
            raise Bad("the header is not one that arcollect writes")
        self._bundle.desk = bytes.fromhex(header["desk"])
        self._header, self._said = header, raw
        self._sum = Sum(self._bundle.desk, header["entries"], header["import_lines"])

    def _entry(self, value: dict[str, Any], number: int) -> None:
        entry, parts = read_entry(value, number)
        if entry.id in self._seen or (entry.desk, entry.seq) in self._numbers:
            raise Bad("an entry stands in the file twice")
        self._seen[entry.id] = number
        self._numbers.add((entry.desk, entry.seq))
        bundle = self._bundle
        bundle.entries.append(entry)
        if parts is None:
            bundle.unknown += 1
            return
        rows = projection.rows_of(entry.id, entry.header[5], parts)
        for model, column in _THINGS:
            things = [row[column] for row in rows.get(model, ())]
            if len(set(things)) != len(things):
                raise Bad("an entry sets one thing twice")
        for model, batch in rows.items():
            bundle.rows[model] += batch

    def _imports(self) -> dict[bytes, list[Any]]:
        """The import facts of the file, by identity."""
        found: dict[bytes, list[Any]] = defaultdict(list)
        for row in self._bundle.rows[ImportFact]:
            found[row[2]].append(row)
        return found

    def result(self) -> Bundle:
        """Everything that was read, once the last line is in.

        Raises:
            Bad: the file ends too early, or its sum is another one.
        """
        if self._sum is None:
            raise Bad("the file is empty")
        bundle = self._bundle
        bundle.lines = self._lines.finished()
        for name, found in (("entries", len(bundle.entries)), ("import_lines", bundle.import_lines)):
            if found != self._header[name]:
                what = name.replace("_", " ")
                raise Bad(
                    f"the file ends here with {found} {what} of {self._header[name]}: it was cut short"
                )
        if self._sum.header() != self._said:
            raise Bad("the file was changed on its way: its checksum is another one", line=1)
        return bundle


def _loaded(raw: bytes) -> dict[str, Any]:
    """The JSON object of a line."""
    if not raw.endswith(b"\n"):
        raise Bad("the line is cut short")
    try:
        value = json.loads(raw.decode())
    except (ValueError, RecursionError):
        raise Bad("the line is not JSON") from None
    if not isinstance(value, dict):
        raise Bad("the line is no JSON object")
    return value
