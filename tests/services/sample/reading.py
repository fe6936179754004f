"""Reads the ledger files of a sample office the way a stranger would: as CSV, nothing else known."""

import csv
import io
from collections import defaultdict
from datetime import date
from decimal import Decimal
from functools import cache

from arcollect_tui.rules.coding import short_amount
from arcollect_tui.services.sample import CallDeed, CodeDeed, Sample, SampleFile, make_office

TODAY = date(2026, 11, 23)
Row = dict[str, str]


@cache
def default_office(seed: int = 1) -> Sample:
    """The office a demo opens; the same object for every test."""
    return make_office(TODAY, seed=seed)


def rows(file: SampleFile) -> list[Row]:
    """The lines of a file under the names of its header."""
    return list(csv.DictReader(io.StringIO(file.text), strict=True))


def minor(amount: str) -> int:
    """Minor units of a printed amount."""
    return int(Decimal(amount) * 100)


def overdue_days(row: Row, day: date = TODAY) -> int:
    """Days past due, negative before."""
    return (day - date.fromisoformat(row["due_date"])).days


def short(row: Row) -> bool:
    """Whether the shipped rule calls the line short paid."""
    return short_amount(minor(row["amount"]), minor(row["open_amount"]), row["type"]) is not None


def calls(sample: Sample) -> list[CallDeed]:
    """The calls among the deeds."""
    return [deed for deed in sample.deeds if isinstance(deed, CallDeed)]


def codings(sample: Sample) -> list[CodeDeed]:
    """The codings, those said in a call included."""
    alone = [deed for deed in sample.deeds if isinstance(deed, CodeDeed)]
    return alone + [call.dispute for call in calls(sample) if call.dispute]


def opens(file: SampleFile) -> dict[str, dict[tuple[str, str], int]]:
    """Open minor units of a file by customer, then by document and currency."""
    found: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
    for row in rows(file):
        key = row["document_no"], row["currency"]
        found[row["customer_no"]][key] = minor(row["open_amount"])
    return found
