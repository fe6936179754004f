"""Taking in an Excel workbook, beside its library and the import of the same lines as CSV."""

import csv
import statistics
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import xlsxwriter

from benchmarks.bench_import import take_in
from benchmarks.figures import Figure
from benchmarks.processes import Run, python, run
from benchmarks.workshop import TODAY, Workshop, drop_store

NAME = "workbook"
BAR = 2.0
MOST_ITEMS = 100_000
"""A sheet of a million rows unpacks to more than is opened."""

_CALAMINE_READ = """
import sys
from python_calamine import CalamineWorkbook
for row in CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).iter_rows():
    pass
"""


def as_workbook(ledger: Path, path: Path) -> Path:
    """The lines of a ledger file as a sheet: amounts are numbers and dates are dates, as Excel has them."""
    with (
        ledger.open(encoding="utf-8", newline="") as lines,
        xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book,
    ):
        sheet, day = book.add_worksheet("Open items"), book.add_format({"num_format": "yyyy-mm-dd"})
        rows = csv.reader(lines)
        header = next(rows)
        sheet.write_row(0, 0, header)
        for at, row in enumerate(rows, 1):
            for column, (name, cell) in enumerate(zip(header, row, strict=True)):
                if cell and name.endswith("date"):
                    sheet.write_datetime(at, column, date.fromisoformat(cell), day)
                elif cell and name.endswith("amount"):
                    sheet.write_number(at, column, float(cell))
                elif cell:
                    sheet.write_string(at, column, cell)
    return path


def _import(workshop: Workshop, file: Path) -> Run:
    store = workshop.folder / "workbook.arcollect"
    drop_store(store)
    return take_in(store, file, TODAY.isoformat(), workshop.key)


def figures(workshop: Workshop) -> Iterator[Figure]:
    """The workbook; its floor is the sum of two processes, so starting Python counts twice there."""
    if workshop.size.items > MOST_ITEMS:
        return
    book = as_workbook(workshop.ledger, workshop.folder / "first.xlsx")
    rounds = [
        (
            run(python("-c", _CALAMINE_READ, book)).seconds + _import(workshop, workshop.ledger).seconds,
            _import(workshop, book),
        )
        for _ in range(min(3, workshop.size.rounds))
    ]
    value = statistics.median(ours.seconds / floor for floor, ours in rounds)
    taken = statistics.median(ours.seconds for _, ours in rounds)
    speaks = workshop.size.items == MOST_ITEMS
    what = f"first file as a workbook, {workshop.size.items:,} items"
    beside = "calamine's own read and the import of the same lines as CSV"
    yield Figure(NAME, what, value, "x", BAR if speaks else None, beside, taken)
    yield Figure(NAME, "memory, workbook", max(ours.megabytes for _, ours in rounds), "MB", 400.0)
