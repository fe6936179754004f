"""Writing an export: to a temporary name, synced, then renamed, for its owner only."""

import csv
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from arcollect_tui.data.exports.cells import Cell, json_value, machine_text, people_text
from arcollect_tui.data.exports.layouts import FORMATS
from arcollect_tui.data.exports.workbook import book
from arcollect_tui.data.platform import private_file, sync_folder
from arcollect_tui.errors import Refused, UsageError

Row = Sequence[Cell]
Writer = Callable[[Path, Sequence[str], Iterable[Row]], int]


def check_target(out: Path, formats: Sequence[str] = FORMATS) -> None:
    """Refuse a target that cannot become a file of one of the formats.

    Raises:
        UsageError: the suffix names no format.
        Refused: it is a folder, or its folder is not there.
    """
    if out.suffix.lower() not in formats:
        msg = f"{out.name} names no format. End it in {', '.join(formats)}."
        raise UsageError(msg)
    if out.is_dir():
        msg = f"{out} is a folder. Name a file in it."
        raise Refused(msg)
    if not out.parent.is_dir():
        msg = f"The folder {out.parent} is not there. Make it first, or name another."
        raise Refused(msg)


def write_rows(out: Path, headers: Sequence[str], rows: Iterable[Row], *, exact: bool = False) -> int:
    """Write rows to `out` in the format of its suffix; returns how many.

    Args:
        out: the file; what was there is replaced in one step.
        headers: names of the columns, in their frozen order.
        rows: the rows.
        exact: CSV for machines, byte for byte; otherwise made safe for spreadsheets.

    Raises:
        Refused: the file cannot be written.
    """
    check_target(out)
    writer: Writer = {".csv": _csv(exact=exact), ".xlsx": _xlsx, ".jsonl": _jsonl}[out.suffix.lower()]
    with renamed(out) as part:
        return writer(part, headers, rows)


@contextmanager
def renamed(out: Path) -> Iterator[Path]:
    """A private file to write to, which gets the name `out` once it is complete and on the disk.

    Raises:
        Refused: the file cannot be written.
    """
    part = out.with_name(f".{out.name}.part")
    try:
        with _synced(out, part):
            yield part
    except OSError as error:
        reason = error.strerror or "refused by the system"
        msg = f"{out} cannot be written: {reason}. Nothing was exported."
        raise Refused(msg) from None


@contextmanager
def _synced(out: Path, part: Path) -> Iterator[None]:
    try:
        part.unlink(missing_ok=True)
        private_file(part)
        yield
        handle = os.open(part, os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        part.replace(out)
        sync_folder(out.parent)
    finally:
        part.unlink(missing_ok=True)


def _csv(*, exact: bool) -> Writer:
    show = machine_text if exact else people_text

    def write(part: Path, headers: Sequence[str], rows: Iterable[Row]) -> int:
        count = 0
        # Spreadsheets read UTF-8 only with its mark in front; a program wants the bytes as they are.
        encoding = "utf-8" if exact else "utf-8-sig"
        with part.open("w", encoding=encoding, newline="") as file:
            lines = csv.writer(file, lineterminator="\r\n")
            lines.writerow(headers)
            for row in rows:
                lines.writerow([show(cell) for cell in row])
                count += 1
        return count

    return write


def _jsonl(part: Path, headers: Sequence[str], rows: Iterable[Row]) -> int:
    count = 0
    with part.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            values = {name: json_value(cell) for name, cell in zip(headers, row, strict=True)}
            file.write(json.dumps(values, ensure_ascii=False) + "\n")
            count += 1
    return count


def _xlsx(part: Path, headers: Sequence[str], rows: Iterable[Row]) -> int:
    return book(part, {"export": rows}, headers)


def write_book(out: Path, headers: Sequence[str], sheets: Mapping[str, Sequence[Row]]) -> int:
    """Write a workbook of several sheets with the same columns; returns how many rows they have.

    Args:
        out: the file; what was there is replaced in one step.
        headers: names of the columns.
        sheets: rows by a title, from which the name of each sheet is made.

    Raises:
        Refused: the file cannot be written.
    """
    with renamed(out) as part:
        return book(part, sheets, headers)
