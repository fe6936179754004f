"""Lines left out on purpose: every line still has one class, and taken back the file is as it was."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arcollect_tui.data.imports.leaving import CLASSES, kinds_of, leave_out, take_back
from arcollect_tui.data.imports.values import ParsedFile
from arcollect_tui.errors import UsageError
from tests.data.imports.helpers import HEADER, lines_of, read_text

GOOD = ["C1", "Harbor", "D{}", "2026-09-01", "2026-10-01", "USD", "10.00", "10.00"]
NO_DATE = ["C1", "Harbor", "D{}", "2026-13-01", "2026-10-01", "USD", "10.00", "10.00"]
NO_AMOUNT = ["C1", "Harbor", "D{}", "2026-09-01", "2026-10-01", "USD", "10.00", "abc"]
SHORT = ["C1", "Harbor", "D{}"]
LOOSE = ["run", "by", "", "", "", "night", "", ""]
ROWS = st.lists(st.sampled_from([GOOD, NO_DATE, NO_AMOUNT, SHORT, LOOSE]), min_size=1, max_size=14)


def text_of(rows: list[list[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER.split(","))
    for number, row in enumerate(rows):
        writer.writerow([cell.format(number) for cell in row])
    return out.getvalue()


def told(parsed: ParsedFile) -> tuple[Any, ...]:
    return parsed.lines, parsed.held, parsed.aside, parsed.left_out, lines_of(parsed), parsed.totals


@settings(max_examples=60)
@given(rows=ROWS, data=st.data())
def test_every_line_has_one_class_whatever_is_left_out(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], data: st.DataObject
) -> None:
    parsed = read_text(tmp_path_factory.mktemp("f"), text_of([GOOD, *rows]))
    may = [str(one.line) for one in parsed.held] + [str(one.line) for one in parsed.aside]
    numbers = data.draw(st.sets(st.sampled_from(may))) if may else set()
    kinds = data.draw(st.sets(st.sampled_from([*CLASSES, "document_date", "whole"])))
    found = leave_out(parsed, numbers | kinds)
    assert sum(found.lines.values()) == found.total_lines == parsed.total_lines
    assert found.lines["item"] == parsed.lines["item"]
    assert found.lines["left_out"] == len(found.left_out)
    assert found.lines["held"] == len(found.held)
    assert all(str(one.line) in numbers or not kinds.isdisjoint(kinds_of(one)) for one in found.left_out)
    staying = {one.line for one in found.held} | {one.line for one in found.aside}
    assert staying.isdisjoint(one.line for one in found.left_out)
    assert (found.digest, found.totals, lines_of(found)) == (
        *(parsed.digest, parsed.totals, lines_of(parsed)),
    )
    assert told(take_back(found, frozenset(one.line for one in found.left_out))) == told(parsed)


def test_an_item_is_never_left_out(tmp_path: Path) -> None:
    parsed = read_text(tmp_path, text_of([GOOD, NO_DATE]))
    with pytest.raises(UsageError, match=r"^Line 2 of ledger.csv cannot be left out: it is none of"):
        leave_out(parsed, ["2", "3"])
    with pytest.raises(UsageError, match=r"Line 3 of ledger\.csv is not left out"):
        take_back(parsed, frozenset([3]))
    once = leave_out(parsed, ["3"])
    assert leave_out(once, ["3", "held", "due_date"]) == once


def test_lines_that_nobody_can_class_are_listed_with_what_they_say(tmp_path: Path) -> None:
    parsed = read_text(tmp_path, text_of([GOOD, LOOSE]))
    assert [(one.line, one.kind, one.reason) for one in parsed.aside] == [
        (3, "unclassified", "run  by  night")
    ]
    assert leave_out(parsed, ["unclassified"]).lines["left_out"] == 1
