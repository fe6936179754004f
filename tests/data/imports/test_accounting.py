"""Every line is accounted for: what stands in a file is what its reader gives, with its number."""

import csv
import io
import json
import re
from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arcollect_tui.data.imports.opening import open_source
from arcollect_tui.data.imports.sheets.child import events_of
from arcollect_tui.data.imports.sheets.events import Row
from tests.data.imports import books
from tests.data.imports.helpers import HEADER, lines_of, read, read_text, write

LINE_ENDS = ("\n", "\r\n", "\r", "\r\r\n")
TEXT = st.text(st.sampled_from("abz019 .,;|\t'\"-()€ü%ß"), max_size=8)
WORD = st.text(st.sampled_from("abz019.-()€ü&<>'"), max_size=8)
NAMES = HEADER.split(",")
GRID = st.lists(st.lists(WORD, max_size=len(NAMES)), max_size=12)
"""Rows of cells without blanks at their ends; some rows are empty."""

Grid = list[Row]


def _pages(rows: Grid) -> str:
    cells = ("".join(f"<td>{escape(cell)}" for cell in row) for row in rows)
    return f"<html><table>{''.join(f'<tr>{row}' for row in cells)}</table>"


def _xml(rows: Grid) -> str:
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    cells = ("".join(f"<Cell><Data>{escape(cell)}</Data></Cell>" for cell in row) for row in rows)
    body = "".join(f"<Row>{row}</Row>" for row in cells)
    start = f'<?xml version="1.0"?><Workbook xmlns="{space}">'
    return f"{start}<Worksheet><Table>{body}</Table></Worksheet></Workbook>"


def _json(rows: Grid) -> str:
    # The first record has all names, so that they come in their order.
    records = [dict.fromkeys(NAMES, ""), *(dict(zip(NAMES, row, strict=False)) for row in rows[1:])]
    return json.dumps(records)


WRITERS: dict[str, Callable[[Path, Grid], tuple[str, Path]]] = {
    "html": lambda folder, rows: ("html", write(folder, _pages(rows))),
    "spreadsheetml": lambda folder, rows: ("spreadsheetml", write(folder, _xml(rows))),
    "json": lambda folder, rows: ("json", write(folder, _json(rows))),
    "xlsx": lambda folder, rows: ("archive", books.xlsx(folder / "a.xlsx", [list(row) for row in rows])),
    "ods": lambda folder, rows: ("archive", books.ods(folder / "a.ods", [list(row) for row in rows])),
    "xlsb": lambda folder, rows: ("archive", books.xlsb(folder / "a.xlsb", [list(row) for row in rows])),
    "xls": lambda folder, rows: ("ole", books.xls(folder / "a.xls", [list(row) for row in rows])),
}


def _trimmed(rows: Grid) -> Grid:
    """Rows without empty cells at their ends, as a sheet may leave these away; nor rows at its end."""
    short = [" ".join(row).rstrip().split(" ") if any(row) else [] for row in rows]
    while short and not short[-1]:
        short.pop()
    return short


@pytest.mark.parametrize("kind", WRITERS)
@settings(max_examples=30)
@given(rows=GRID)
def test_every_cell_of_every_row_comes_out(
    kind: str, tmp_path_factory: pytest.TempPathFactory, rows: Grid
) -> None:
    """The reader itself, without the process around it: rows in = rows out, the blank ones too."""
    grid = [NAMES, *rows]
    reader, path = WRITERS[kind](tmp_path_factory.mktemp("f"), grid)
    found = [event for event in events_of(reader, path, "a", "utf-8") if isinstance(event, list)]
    if kind == "json":
        grid.insert(1, [])
    assert _trimmed(found) == _trimmed(grid)


@settings(max_examples=100)
@given(
    lines=st.lists(TEXT, max_size=20),
    end=st.sampled_from(LINE_ENDS),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]),
)
def test_a_line_of_text_is_a_record_with_its_number(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], end: str, encoding: str
) -> None:
    lines = [line.replace('"', "") for line in lines]
    text = end.join([HEADER, *lines]) + end
    _, source = open_source(write(tmp_path_factory.mktemp("f"), text.encode(encoding)))
    batches = list(source.batches())
    assert [line for batch in batches for line in batch.lines] == list(range(1, len(lines) + 2))
    rows = [row for batch in batches for row in batch.rows]
    kept = re.sub(r"[\s,;|]", "", "".join(lines))
    assert re.sub(r"[\s,;|]", "", "".join(cell for row in rows[1:] for cell in row)) == kept


@settings(max_examples=60)
@given(
    lines=st.lists(st.one_of(TEXT, st.lists(WORD, min_size=5, max_size=5)), max_size=20),
    end=st.sampled_from(LINE_ENDS),
    drawn=st.booleans(),
)
def test_a_line_of_a_printed_list_is_a_record_and_nothing_of_it_is_lost(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str | list[str]], end: str, drawn: bool
) -> None:
    between = "|" if drawn else "  "

    def printed(line: str | list[str]) -> str:
        if isinstance(line, str):
            return line
        text = between.join(cell.ljust(14) for cell in line)
        return f"|{text}|" if drawn else text

    head = ["Customer No", "Customer Name", "Invoice No", "Due Date", "Open Amount"]
    texts = [printed(line) for line in [head, *lines]]
    _, source = open_source(write(tmp_path_factory.mktemp("f"), end.join(texts) + end))
    batches = list(source.batches())
    assert [line for batch in batches for line in batch.lines] == list(range(1, len(texts) + 1))
    rows = [row for batch in batches for row in batch.rows]
    for text, row in zip(texts, rows, strict=True):
        assert re.sub(r"[\s|,;\"]", "", "".join(row)) == re.sub(r"[\s|,;\"]", "", text)


@settings(max_examples=60)
@given(
    rows=st.lists(
        st.lists(st.text(st.sampled_from("ab\n\r\"',"), max_size=5), min_size=1, max_size=3), max_size=8
    ),
    end=st.sampled_from(LINE_ENDS[:2]),
)
def test_a_record_over_several_lines_keeps_the_number_of_its_first_line(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], end: str
) -> None:
    rows = [[cell.replace("\r", "") for cell in row] for row in rows]
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=end, quoting=csv.QUOTE_ALL).writerows([NAMES, *rows])
    text = out.getvalue()
    _, source = open_source(write(tmp_path_factory.mktemp("f"), text))
    batches = list(source.batches())
    assert [row for batch in batches for row in batch.rows] == [NAMES, *rows]
    starts = [1]
    for row in [NAMES, *rows]:
        starts.append(starts[-1] + 1 + sum(cell.count("\n") for cell in row))
    assert [line for batch in batches for line in batch.lines] == starts[:-1]
    assert starts[-1] - 1 == len(text.splitlines())


@settings(max_examples=60)
@given(lines=st.lists(TEXT, max_size=10), end=st.sampled_from(LINE_ENDS))
def test_every_line_has_a_class(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], end: str
) -> None:
    text = end.join([HEADER, *(line.replace('"', "") for line in lines)]) + end
    parsed = read_text(tmp_path_factory.mktemp("f"), text, currency="EUR")
    assert sum(parsed.lines.values()) == parsed.total_lines == len(lines) + 1


MADE = st.lists(
    st.tuples(st.sampled_from(["EUR", "USD"]), st.integers(-(10**6), 10**6).filter(bool)),
    min_size=1,
    max_size=8,
)
ODD = st.sampled_from([[], ["Printed today"], ["Total"], ["1", "x", "", "", "", "", "", "bad"]])


@pytest.mark.parametrize("kind", WRITERS)
@settings(max_examples=3)
@given(made=MADE, odd=st.lists(ODD, max_size=3))
def test_lines_in_are_lines_classed_and_sums_tie_in_every_reader(
    kind: str, tmp_path_factory: pytest.TempPathFactory, made: list[tuple[str, int]], odd: list[list[str]]
) -> None:
    items = [
        [f"C{at}", "N", f"D{at}", "2026-08-13", "2026-09-14", code, *[f"{value / 100:.2f}"] * 2]
        for at, (code, value) in enumerate(made)
    ]
    grid = [NAMES, *items, *([] if kind == "json" else odd)]
    _, path = WRITERS[kind](tmp_path_factory.mktemp("f"), grid)
    parsed = read(path, encoding="utf-8")
    assert sum(parsed.lines.values()) == parsed.total_lines
    assert parsed.lines["item"] == len(made)
    assert {code: total.sum for code, total in parsed.totals.items()} == {
        code: sum(value for own, value in made if own == code) for code, _ in made
    }


STYLES = ("on each line", "on the first", "above", "above with a sum")


@settings(max_examples=100)
@given(
    groups=st.lists(st.lists(st.integers(1, 10**6), min_size=1, max_size=4), min_size=1, max_size=6),
    style=st.sampled_from(STYLES),
    totals=st.booleans(),
)
def test_items_are_in_or_held_however_their_customer_is_named(
    tmp_path_factory: pytest.TempPathFactory, groups: list[list[int]], style: str, totals: bool
) -> None:
    rows: list[list[str]] = []
    for number, values in enumerate(groups):
        customer, whole = f"C{number}", f"{sum(values) / 100:.2f}"
        if style.startswith("above"):
            rows.append([customer, "", "", whole if style.endswith("sum") else "", ""])
        for at, value in enumerate(values):
            named = style == "on each line" or (style == "on the first" and at == 0)
            date_of = f"2026-08-{13 + at}"
            rows.append([customer if named else "", f"D{len(rows)}", date_of, f"{value / 100:.2f}", "EUR"])
        rows += [[f"Total {customer}", "", "", whole, ""]] if totals else []
    header = "Customer No,Invoice No,Invoice Date,Open Amount,Currency"
    text = "\n".join([header, *map(",".join, rows), ""])
    parsed = read_text(tmp_path_factory.mktemp("f"), text)
    assert sum(parsed.lines.values()) == parsed.total_lines == len(rows) + 1
    held = {line.line for line in parsed.held}
    kept = [row for at, row in enumerate(rows, 2) if row[4] and at not in held]
    assert parsed.lines["item"] == len(kept)
    assert parsed.totals["EUR"].sum == sum(int(row[3].replace(".", "")) for row in kept) if kept else True
    for line in (line for line in lines_of(parsed) if line.customer_no):
        mine = next(at for at, row in enumerate(rows) if row[1] == line.document_no)
        above = [row[0] for row in rows[: mine + 1] if row[0] and not row[0].startswith("Total")]
        assert line.customer_no == above[-1], "never another customer's"
