import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arcollect_tui.data.imports.canonical import CanonicalLine, decode_chunk, join_line, pack
from tests.data.imports.helpers import HEADER, lines_of, read_text

NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12)
ITEM = st.tuples(
    st.sampled_from(["1001", "0042", "C-7"]),
    NAMES,
    st.integers(1, 10**6).map(lambda number: f"D{number}"),
    st.dates(date(1990, 1, 1), date(2099, 12, 31)).map(str),
    st.sampled_from(["", "2026-10-01"]),
    st.sampled_from(["EUR", "USD", "JPY"]),
    st.integers(-(10**7), 10**7),
)
ODD = st.sampled_from(
    [[], ["Printed today"], ["Total", "", "", "", "", "", "", "1.00"], ["1", "x"], [""] * 8]
)
COLUMNS = HEADER.split(",")


def rows_of(items: list[Any]) -> list[list[str]]:
    """Items as cells; yen without decimals."""
    rows = []
    for *cells, value in items:
        amount = str(value) if cells[-1] == "JPY" else f"{value / 100:.2f}"
        rows.append([*cells, amount, amount])
    return rows


def text_of(
    rows: list[list[str]], end: str = "\n", quoting: int = csv.QUOTE_MINIMAL, order: Any = None
) -> str:
    """The rows under the header as CSV, with columns in another order if asked."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=end, quoting=quoting)  # type: ignore[arg-type]
    for row in [COLUMNS, *rows]:
        writer.writerow([row[at] for at in order] if order and len(row) == len(COLUMNS) else row)
    return out.getvalue()


def folder(factory: pytest.TempPathFactory) -> Path:
    return factory.mktemp("f")


@settings(max_examples=50)
@given(items=st.lists(ITEM, min_size=1, max_size=12), data=st.data())
def test_the_digest_knows_neither_order_nor_line_ends_nor_quotes(
    tmp_path_factory: pytest.TempPathFactory, items: list[Any], data: st.DataObject
) -> None:
    rows = rows_of(items)
    first = read_text(folder(tmp_path_factory), text_of(rows))
    again = text_of(
        data.draw(st.permutations(rows)),
        data.draw(st.sampled_from(["\n", "\r\n"])),
        data.draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])),
        data.draw(st.permutations(range(len(COLUMNS)))),
    )
    second = read_text(folder(tmp_path_factory), again)
    assert second.digest == first.digest
    assert sorted(map(join_line, lines_of(second))) == sorted(map(join_line, lines_of(first)))


@settings(max_examples=50)
@given(items=st.lists(ITEM, min_size=1, max_size=8), odd=st.lists(ODD, max_size=6), data=st.data())
def test_every_line_has_a_class_and_the_sums_tie(
    tmp_path_factory: pytest.TempPathFactory, items: list[Any], odd: list[list[str]], data: st.DataObject
) -> None:
    rows = data.draw(st.permutations(rows_of(items) + odd))
    parsed = read_text(folder(tmp_path_factory), text_of(rows))
    assert sum(parsed.lines.values()) == parsed.total_lines == len(rows) + 1
    assert parsed.lines["item"] == parsed.count == sum(1 for *_, value in items if value)
    assert parsed.lines["settled"] == sum(1 for *_, value in items if not value)
    for code, total in parsed.totals.items():
        assert total.sum == sum(value for *_, own, value in items if own == code)
        assert total.count == sum(1 for *_, own, value in items if own == code and value)


@given(
    st.lists(
        st.builds(
            CanonicalLine,
            **{
                name: st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=5)
                for name, kind in CanonicalLine.__annotations__.items()
                if kind is str
            },
            **{
                name: st.integers() if kind is int else st.none() | st.integers()
                for name, kind in CanonicalLine.__annotations__.items()
                if kind is not str
            },
        ),
        min_size=1,
        max_size=5,
    )
)
def test_packed_lines_come_back(lines: list[CanonicalLine]) -> None:
    unpacked = decode_chunk(pack([join_line(line) for line in lines]))
    assert unpacked == lines
    assert all(type(line) is CanonicalLine for line in unpacked)
