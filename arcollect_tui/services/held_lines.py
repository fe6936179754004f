"""Held lines: listed until each is fixed or dropped on purpose, and handed out as a file to be mended.

A line is fixed by a value typed for its field: its file is read once more with it and planned again, so the
line goes through the same reading as the others.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from arcollect_tui.data.exports.cells import Cell
from arcollect_tui.data.exports.write import write_rows
from arcollect_tui.data.held import KeptFile, KeptLine, change, files_listed
from arcollect_tui.data.imports.mending import Fix
from arcollect_tui.data.imports.raw import open_raw
from arcollect_tui.data.imports.values import HeldLine
from arcollect_tui.data.store import Connection
from arcollect_tui.errors import FileRefused, Refused, UsageError
from arcollect_tui.rules.text import clean
from arcollect_tui.services.imports import ImportOptions, ImportPlan, Progress, plan_import
from arcollect_tui.services.imports_taken import handles_of
from arcollect_tui.services.leaving_out import without_line
from arcollect_tui.services.office import Office
from arcollect_tui.services.places import usable

HEADERS = ("file", "line", "field", "document_no", "wrong", "right")


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A line that stayed out of an import.

    Attributes:
        handle: of the entry that brought the import.
        file: name of the file.
        as_of: the day the file speaks of.
        line: its number in the file, from 1.
        field: the field that is wrong, '' for the line as a whole.
        reason: what is wrong, and what would be right.
        document_no: the document it speaks of, '' where that cannot be read.
        dropped: somebody said that it stays out.
    """

    handle: str
    file: str
    as_of: date
    line: int
    field: str
    reason: str
    document_no: str
    dropped: bool

    @property
    def id(self) -> str:
        """How people name it: `1-5:7`, entry and line."""
        return f"{self.handle}:{self.line}"


def held_lines(office: Office, text: str = "") -> list[HeldRow]:
    """The held lines of the imports that count, those that wait before those that were dropped.

    Args:
        office: the office.
        text: only those whose words hold every word of it.
    """
    words = text.casefold().split()
    with office.store.reading() as connection:
        rows = [row for row, _ in _rows(connection)]

    def said(row: HeldRow) -> str:
        state = "dropped" if row.dropped else "waits"
        return f"{row.id} {row.file} {row.as_of} {row.field} {row.reason} {row.document_no} {state}"

    found = [row for row in rows if all(word in said(row).casefold() for word in words)]
    return sorted(found, key=lambda row: row.dropped)


def _rows(connection: Connection) -> list[tuple[HeldRow, KeptFile]]:
    kept = files_listed(connection)
    names = handles_of(connection, [file.identity for file in kept])
    found = []
    for file in kept:
        if file.identity not in names:
            continue
        handle, name, as_of = names[file.identity]
        found += [(_row(handle, name, as_of, line), file) for line in file.lines]
    return sorted(found, key=lambda pair: (-pair[0].as_of.toordinal(), pair[0].handle, pair[0].line))


def _row(handle: str, name: str, as_of: date, line: KeptLine) -> HeldRow:
    return HeldRow(handle, name, as_of, line.line, line.field, line.reason, line.document_no, line.dropped)


def _named(connection: Connection, name: str) -> tuple[HeldRow, KeptFile]:
    """A held line and its file.

    Raises:
        Refused: there is none of that name.
    """
    for row, file in _rows(connection):
        if row.id == name:
            return row, file
    raise Refused(f"There is no held line {name}. arcollect held lists them, like 1-5:7.")


def drop_held(office: Office, name: str, *, dropped: bool = True) -> HeldRow:
    """Say that a line stays out, or that it waits again; no deed, only this desk's list.

    Raises:
        Refused: there is no such line.
    """
    with office.store.writing() as connection:
        row, file = _named(connection, name)
        change(connection, file.identity, row.line, dropped=dropped)
    return replace(row, dropped=dropped)


def plan_fix(
    office: Office,
    name: str,
    value: str,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ImportPlan:
    """Read the file of a held line again, with a value typed for its field.

    Raises:
        Refused: there is no such line, or it is wrong as a whole.
        FileRefused: the file is no longer what it was.
    """
    with office.store.reading() as connection:
        row, file = _named(connection, name)
    if not row.field:
        raise Refused(f"Line {row.line} is wrong as a whole: correct it in the ledger, or drop it.")
    paths = [Path(path) for path in file.paths]
    if not paths or not paths[0].is_file():
        raise FileRefused(f"{row.file} is no longer where it was read from. Put it back, or drop the line.")
    if open_raw(paths[0]).sha256 != file.sha256:
        raise FileRefused(f"{row.file} is another file now than the one with this line. Import it anew.")
    options = with_fix(_options(file.options), Fix(row.line, row.field, value))
    return plan_import(office, paths[0], options, progress, paths[1:], cancelled)


def with_fix(options: ImportOptions, fix: Fix) -> ImportOptions:
    """The options with one more value typed; it takes the place of an older one for the same field.

    Raises:
        UsageError: nothing is typed.
    """
    value = clean(fix.value).strip()
    if not value:
        raise UsageError(f"Type what stands in {fix.field} of line {fix.line}, or leave with Esc.")
    others = [one for one in options.fixes if (one.line, one.field) != (fix.line, fix.field)]
    return without_line(replace(options, fixes=(*others, fix._replace(value=value))), fix.line)


def read_fix(text: str) -> Fix:
    """A fix as it is typed after --fix: `7:due_date=2026-10-01`.

    Raises:
        UsageError: it cannot be read.
    """
    place, mark, value = text.partition("=")
    line, colon, field = place.partition(":")
    if not (mark and colon and line.strip().isdecimal() and field.strip() and value.strip()):
        raise UsageError(f"{text!r} is no fix. Write it like --fix 7:due_date=2026-10-01.")
    return Fix(int(line), field.strip(), clean(value).strip())


def _options(kept: dict[str, Any]) -> ImportOptions:
    """How the file was read."""
    return ImportOptions(
        layout=kept["layout"],
        ledger=kept["ledger"],
        currency=kept["currency"],
        as_of=date.fromisoformat(kept["as_of"]),
        delta=kept["delta"],
        accept=frozenset(kept["accept"]),
        encoding=kept["encoding"],
        sheet=kept["sheet"],
        fixes=tuple(Fix(*fix) for fix in kept["fixes"]),
        # Not there in what was kept before columns could be said and lines left out.
        columns=tuple((column, field) for column, field in kept.get("columns", ())),
        dates=kept.get("dates"),
        decimal=kept.get("decimal"),
        left_out=tuple(kept.get("left_out", ())),
    )


def write_errors(out: Path, rows: Iterable[HeldRow]) -> str:
    """Write held lines as a file: where each stands, what is wrong and what would be right.

    Returns:
        The sentence that says so.

    Raises:
        UsageError: the suffix names no format.
        Refused: it cannot be written.
    """
    cells = ((row.file, row.line, row.field, row.document_no, row.reason) for row in rows)
    return _written(usable(out, Refused), cells)


def write_held(out: Path, file: str, held: Sequence[HeldLine]) -> str:
    """As `write_errors`, of a file that is only planned."""
    cells = ((file, line.line, line.field, line.document_no, line.reason) for line in held)
    return _written(usable(out, Refused), cells)


def _written(out: Path, cells: Iterable[tuple[str, int, str, str, str]]) -> str:
    def rows() -> Iterator[tuple[Cell, ...]]:
        for file, line, field, number, reason in cells:
            yield (file, line, field, number, *parted(reason))

    count = write_rows(out, HEADERS, rows())
    return f"Wrote {'1 held line' if count == 1 else f'{count} held lines'} to {out}."


def parted(reason: str) -> tuple[str, str]:
    """What is wrong, and what would be right: the last sentence of the reason."""
    wrong, mark, right = reason.strip().removesuffix(".").rpartition(". ")
    return (f"{wrong}.", f"{right}.") if mark else (reason, "")
