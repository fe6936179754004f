"""Printed lists: tables drawn with pipes, and columns that only blanks keep apart."""

from pathlib import Path

import pytest

from arcollect_tui.data.imports.opening import open_source
from tests.data.imports.helpers import classes, lines_of, read, write

SAP = """\
Customer line item display                                             01.09.2026

---------------------------------------------------------------------------------
|Customer  |Customer Name   |Document No|Net due date|Currency|      Open Amount |
---------------------------------------------------------------------------------
|0000010001|Acme 5" pipe    |1800000017 |2026-08-31  |EUR     |         1,204.50 |
|0000010001|Rohr | Leitung  |1800000018 |2026-09-30  |EUR     |            20.00-|
---------------------------------------------------------------------------------
|*         |                |           |            |EUR     |         1,184.50 |
---------------------------------------------------------------------------------
"""
FIXED = """\
Open items by customer            Page 1
As of 2026-08-31

Customer No  Customer Name        Invoice No  Due Date    Currency      Open Amount

0010         Zoë and Sons Ltd     4711        2026-09-01  EUR                 12.50
0010         Zoë and Sons Ltd     00012       2026-09-02  EUR             -1,020.00
             Total Zoë and Sons                                           -1,007.50
"""


def test_a_list_that_sap_drew_is_read_where_its_pipes_are(tmp_path: Path) -> None:
    parsed = read(write(tmp_path, SAP))
    first, second = lines_of(parsed)
    assert (first.customer_name, first.document_no, first.open_amount) == (
        'Acme 5" pipe',
        "1800000017",
        120450,
    )
    assert (second.customer_name, second.open_amount) == ("Rohr | Leitung", -2000)
    assert (parsed.delimiter, parsed.total_lines) == ("|", len(SAP.splitlines()))
    assert classes(parsed)["item"] == 2
    assert parsed.held == ()


def test_columns_are_found_by_the_blanks_between_them(tmp_path: Path) -> None:
    parsed = read(write(tmp_path, FIXED, "report.txt"))
    assert [(line.customer_name, line.document_no, line.open_amount) for line in lines_of(parsed)] == [
        ("Zoë and Sons Ltd", "4711", 1250),
        ("Zoë and Sons Ltd", "00012", -102000),
    ]
    assert classes(parsed) == {"title": 2, "blank": 2, "header": 1, "item": 2, "subtotal": 1}
    assert parsed.as_of.isoformat() == "2026-08-31"


def test_columns_are_found_by_a_broken_rule(tmp_path: Path) -> None:
    text = (
        "Customer   Invoice  Due Date   Curr Open Amount\n"
        "---------- -------- ---------- ---- -----------\n"
        "Acme and S 4711     2026-09-01 EUR        12.50\n"
    )
    parsed = read(write(tmp_path, text), currency="EUR")
    (line,) = lines_of(parsed)
    assert (line.customer_name or line.customer_no, line.open_amount) == ("Acme and S", 1250)


@pytest.mark.parametrize("line", ["A very long name that runs on into the number  X-1    9.00", "x" * 200])
def test_nothing_of_a_line_that_runs_across_the_columns_is_lost(tmp_path: Path, line: str) -> None:
    """It is held or read, with every letter of it; the lines beside it keep their columns."""
    _, source = open_source(write(tmp_path, FIXED + line + "\n", "report.txt"))
    rows = [row for batch in source.batches() for row in batch.rows]
    assert len(rows) == len(FIXED.splitlines()) + 1
    assert "".join("".join(rows[-1]).split()) == "".join(line.split())
    assert rows[5][1] == "Zoë and Sons Ltd"
