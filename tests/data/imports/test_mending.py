"""Values typed for fields of lines: they go through the same reading as the file's own."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcollect_tui.data.imports.mending import Fix, Mender
from arcollect_tui.data.imports.read import ReadOptions, read_ledger
from arcollect_tui.data.imports.source import Batch
from arcollect_tui.errors import UsageError
from tests.cli.ledgers import FIRST, write_ledger

TODAY = date(2026, 11, 23)
BAD = "1000,C9,Mill,9001,invoice,2026-13-01,2026-10-01,USD,100.00,abc"
PLACES = {"document_date": 0, "due_date": 2}


def test_a_typed_value_stands_where_the_files_own_could_not_be_read(tmp_path: Path) -> None:
    path = write_ledger(tmp_path / "ledger.csv", [*FIRST, BAD])
    held = read_ledger(path, ReadOptions(TODAY)).held
    assert [(line.line, line.field) for line in held] == [(9, "open_amount")]
    half = read_ledger(path, ReadOptions(TODAY, fixes=(Fix(9, "open_amount", "40.00"),)))
    assert [(line.line, line.field) for line in half.held] == [(9, "document_date")]
    both = (Fix(9, "open_amount", "40.00"), Fix(9, "document_date", "2026-09-01"))
    whole = read_ledger(path, ReadOptions(TODAY, fixes=both))
    assert whole.held == ()
    right = write_ledger(
        tmp_path / "right.csv", [*FIRST, BAD.replace("13-01", "09-01").replace("abc", "40.00")]
    )
    assert whole.digest == read_ledger(right, ReadOptions(TODAY)).digest
    assert whole.total_lines == half.total_lines == 9


@pytest.mark.parametrize(
    ("fix", "words"),
    [
        (Fix(9, "po", "x"), "no column for po"),
        (Fix(9, "", "x"), "no column for the whole line"),
        (Fix(99, "due_date", "2026-10-01"), "no line 99"),
        (Fix(1, "due_date", "2026-10-01"), "no line 1 "),
    ],
)
def test_a_value_for_what_is_not_there_is_refused(tmp_path: Path, fix: Fix, words: str) -> None:
    path = write_ledger(tmp_path / "ledger.csv", [*FIRST, BAD])
    with pytest.raises(UsageError, match=words):
        read_ledger(path, ReadOptions(TODAY, fixes=(fix,)))


@given(
    st.lists(st.lists(st.text("ab", max_size=2), max_size=4), min_size=1, max_size=6),
    st.integers(0, 9),
    st.sampled_from(sorted(PLACES)),
)
def test_only_the_cell_that_was_meant_changes(rows: list[list[str]], place: int, field: str) -> None:
    lines = range(2, 2 + len(rows))
    line, at = lines[place % len(rows)], PLACES[field]
    mended = Mender([Fix(line, field, "typed")], PLACES).mend(
        Batch(lines, rows=[list(row) for row in rows])
    )
    for number, before, after in zip(lines, rows, mended.rows, strict=True):
        if number != line:
            assert after == before
            continue
        assert after[at] == "typed"
        assert after[:at] == [*before, *[""] * at][:at]
        assert after[at + 1 :] == before[at + 1 :]


def test_columns_of_a_mended_batch_are_those_of_its_rows() -> None:
    batch = Batch(range(5, 7), columns=[("a", "b"), ("c", "d"), ("e", "f")])
    mended = Mender([Fix(6, "due_date", "x")], PLACES).mend(batch)
    assert mended.rows == [["a", "c", "e"], ["b", "d", "x"]]
    assert mended.columns == [("a", "b"), ("c", "d"), ("e", "x")]
    assert Mender([Fix(8, "due_date", "x")], PLACES).mend(batch) is batch
