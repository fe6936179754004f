"""The file of the next day, made from what a store holds: some paid, some gone, some new, some held."""

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from arcollect_tui.data.imports.canonical import DATE_FIELDS, FIELDS, MONEY_FIELDS, columns_of, lines_of
from arcollect_tui.data.statements import table
from arcollect_tui.data.tables import ImportChunk, LedgerImport
from arcollect_tui.rules.money import plain
from arcollect_tui.services.office import Office

GONE, PAID, NEW, BAD_DATE, BAD_AMOUNT = 25, 9, 4, 30, 40
"""Every so many-th line is gone, paid by half; so many are new; these two lines cannot be read."""


def next_file(office: Office, path: Path, *, held: bool = True) -> Path:
    """Write the file of the day after the newest import and return its path.

    Args:
        office: the office.
        path: the file.
        held: with a line of which the due date, and one of which the amount cannot be read.
    """
    rows = _lines(office)
    kept = [row for at, row in enumerate(rows) if at % GONE]
    for row in kept[::PAID]:
        row["open_amount"] = plain(_minor(row["open_amount"]) // 2, "USD")
    kept += [
        row | {"document_no": f"N{row['document_no']}", "open_amount": row["amount"]} for row in kept[:NEW]
    ]
    if held:
        kept[BAD_DATE]["due_date"] = "2026-13-45"
        kept[BAD_AMOUNT]["open_amount"] = "abc"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FIELDS)
        writer.writeheader()
        writer.writerows(kept)
    return path


def _minor(text: str) -> int:
    return int(text.replace(".", ""))


def _lines(office: Office) -> list[dict[str, str]]:
    """The lines of the newest import in dollars, by their document."""
    chunk, taken = table(ImportChunk), table(LedgerImport)
    with office.store.reading() as connection:
        newest = connection.execute(select(taken.c.identity).order_by(taken.c.place.desc()).limit(1))
        wanted = chunk.c.identity == newest.scalar_one()
        packed = connection.execute(select(chunk.c.lines).where(wanted).order_by(chunk.c.number)).scalars()
        lines = [line for one in packed for line in lines_of(one)]
    columns = columns_of(lines)
    rows = [_spelt(FIELDS, values) for values in zip(*[columns[name] for name in FIELDS], strict=True)]
    found = [row for row in rows if row["currency"] == "USD"]
    return sorted(found, key=lambda row: (row["document_no"], row["line"]))


def _spelt(names: Sequence[str], values: Sequence[Any]) -> dict[str, str]:
    row = dict(zip(names, values, strict=True))
    for name, value in row.items():
        if value is None:
            row[name] = ""
        elif name in DATE_FIELDS:
            row[name] = date.fromordinal(value).isoformat()
        elif name in MONEY_FIELDS:
            row[name] = plain(value, row["currency"])
        else:
            row[name] = str(value)
    return row
