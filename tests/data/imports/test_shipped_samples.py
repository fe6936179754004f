"""The small ledgers in data/ come in with the figures that data/README.md states."""

from datetime import date
from pathlib import Path

import pytest

from arcollect_tui.data.imports.canonical import decode_chunk
from arcollect_tui.data.imports.read import ReadOptions, read_ledger

LEDGERS = Path(__file__).parents[3] / "data" / "ledgers"
DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("name", "layout", "totals", "customers"),
    [
        ("settled-dates-2026-11-23.csv", "ibm_ar", {"EUR": (4, 40989)}, 3),
        ("sap-open-items-2026-11-23.csv", "sap_highradius", {"USD": (3, 601985), "CAD": (2, 1371005)}, 3),
    ],
)
def test_figures(name: str, layout: str, totals: dict[str, tuple[int, int]], customers: int) -> None:
    options = ReadOptions(today=DAY, as_of=DAY, currency="EUR" if layout == "ibm_ar" else None)
    parsed = read_ledger(LEDGERS / name, options)
    assert parsed.layout.name == layout
    assert {code: (total.count, total.sum) for code, total in parsed.totals.items()} == totals
    numbers = {line.customer_no for chunk in parsed.chunks for line in decode_chunk(chunk)}
    assert len(numbers) == customers
    assert sum(parsed.lines.values()) == parsed.total_lines


@pytest.mark.parametrize(("day", "items"), [("2026-11-20", 43), ("2026-11-23", 40)])
def test_the_canonical_files(day: str, items: int) -> None:
    parsed = read_ledger(LEDGERS / f"canonical-{day}.csv", ReadOptions(today=DAY))
    assert (parsed.layout.name, parsed.count) == ("canonical", items)
