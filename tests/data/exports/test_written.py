"""Written files: whatever is in a cell, it comes back, runs nothing, and is what it is."""

import csv
import json
import tempfile
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from arcollect_tui.data.exports.cells import Cell, Money, unguarded
from arcollect_tui.data.exports.workbook import MOST_CELL_SIGNS
from arcollect_tui.data.exports.write import write_rows
from arcollect_tui.errors import Refused
from tests.data.exports.sheets import links_of, read_sheet

FORMULAS = (
    '=HYPERLINK("http://x.example","pay")', "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\t=1", "\r=1",
    "\n=1", "\0=1", " =1", "'=1", "''+1", "＝1", "＋1", "－1", "＠x", "=", "-", "+",
)  # fmt: skip
TEXTS = (
    "\ufeffmark in front", "mark\ufeffinside", "nul\0inside", "\u202eright to left\u202c",
    "\u2066isolated\u2069", "\u200bno\u200dwidth\ufeff", "👩\u200d👩\u200d👧 family", "Grüße, 株式会社",
    "two\nlines", "two\r\nlines", "two\rlines", "a\tb",
    "\u2028line\u2029paragraph", '"quoted", it\'s; a|b', "00123", "1e5",
    "1E+05", "TRUE", "false", "2026-11-28", "11/12/2026", "1-2", "1.204,50", "12,345", "#N/A",
    "NULL", "None", "_x0041_", "_x000D_", "<b>&amp;</b>", "]]>", "  blanks around  ", "\x1b[31mred",
    "\x7f", "x" * 32_000,
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
)  # fmt: skip
NAUGHTY = (*FORMULAS, *TEXTS)
HEADERS = ("number", "text")
ROWS: list[tuple[Cell, ...]] = list(enumerate(NAUGHTY))


def written(folder: Path, name: str, *, exact: bool = False) -> Path:
    path = folder / name
    assert write_rows(path, HEADERS, ROWS, exact=exact) == len(NAUGHTY)
    return path


def csv_texts(path: Path, encoding: str) -> list[str]:
    with path.open(encoding=encoding, newline="") as file:
        return [row["text"] for row in csv.DictReader(file)]


def test_every_text_comes_back_from_a_csv_for_people_and_none_runs(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbfnumber,text\r\n")
    shown = csv_texts(path, "utf-8-sig")
    assert [unguarded(text) for text in shown] == list(NAUGHTY)
    assert not [text for text in shown if text.strip(" ")[:1] in tuple("=+-@\t\r\n\0＝＋－＠")]


def test_every_byte_stands_in_a_csv_for_machines(tmp_path: Path) -> None:
    path = written(tmp_path, "a.machine.csv", exact=True)
    assert csv_texts(path, "utf-8") == list(NAUGHTY)


def test_every_text_comes_back_from_json_lines(tmp_path: Path) -> None:
    lines = written(tmp_path, "a.jsonl").read_bytes().split(b"\n")
    assert lines.pop() == b""
    assert [json.loads(line) for line in lines] == [
        {"number": at, "text": text} for at, text in enumerate(NAUGHTY)
    ]


def test_every_text_comes_back_from_a_workbook_as_text(tmp_path: Path) -> None:
    path = written(tmp_path, "a.xlsx")
    cells = [row["text"] for row in read_sheet(path)]
    assert [cell.value for cell in cells] == list(NAUGHTY)
    assert {cell.kind for cell in cells} == {"text"}, "no cell is a formula, a number, a truth or an error"
    assert links_of(path) == []


def test_a_reader_by_the_standard_would_see_a_formula(tmp_path: Path) -> None:
    """What the test above looks for is found where it is."""
    import xlsxwriter

    path = tmp_path / "bad.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["text"])
        sheet.write_formula(1, 0, "=1+1")
        sheet.write_url(2, 0, "http://x.example")
    assert [row["text"].kind for row in read_sheet(path)] == ["formula", "text"]
    assert links_of(path) == ["hyperlink"]


MONEY = [
    (Money(-80_55, "USD"), "-80.55", "#,##0.00"),
    (Money(5, "JPY"), "5", "#,##0"),
    (Money(12_345, "KWD"), "12.345", "#,##0.000"),
    (Money(0, "EUR"), "0", "#,##0.00"),
    (Money(10**15 - 1, "USD"), "9999999999999.99", "#,##0.00"),
]


@pytest.mark.parametrize(("money", "value", "shown_as"), MONEY)
def test_amounts_are_numbers_with_the_decimals_of_their_currency(
    tmp_path: Path, money: Money, value: str, shown_as: str
) -> None:
    write_rows(tmp_path / "a.xlsx", ("sum",), [(money,)])
    (row,) = read_sheet(tmp_path / "a.xlsx")
    assert (row["sum"].kind, Decimal(row["sum"].value), row["sum"].shown_as) == (
        "number", Decimal(value), shown_as,
    )  # fmt: skip


@pytest.mark.parametrize("day", [date(1900, 3, 1), date(2026, 11, 28), date(9999, 12, 31)])
def test_dates_are_dates(tmp_path: Path, day: date) -> None:
    write_rows(tmp_path / "a.xlsx", ("day",), [(day,)])
    (row,) = read_sheet(tmp_path / "a.xlsx")
    assert (row["day"].kind, row["day"].shown_as) == ("number", "yyyy-mm-dd")
    assert date(1899, 12, 30) + timedelta(int(row["day"].value)) == day


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (Money(10**17 + 1, "USD"), "1000000000000000.01"),
        (-(10**17) - 1, "-100000000000000001"),
        (date(1899, 12, 31), "1899-12-31"),
        (date(1, 1, 1), "0001-01-01"),
    ],
)
def test_what_a_workbook_has_no_number_for_is_exact_text(tmp_path: Path, cell: Cell, text: str) -> None:
    write_rows(tmp_path / "a.xlsx", ("what",), [(cell,)])
    (row,) = read_sheet(tmp_path / "a.xlsx")
    assert (row["what"].kind, row["what"].value) == ("text", text)


@pytest.mark.parametrize("text", ["x" * (MOST_CELL_SIGNS + 1), "👩" * (MOST_CELL_SIGNS // 2 + 1)])
def test_a_text_that_no_cell_holds_is_refused_and_nothing_is_cut_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    out = tmp_path / "a.xlsx"
    with pytest.raises(Refused, match=r"^note of row 2 has 32,7\d\d signs, .* end the name in \.csv"):
        write_rows(out, ("note",), [("short",), (text,)])
    assert not out.exists()
    assert list(tmp_path.iterdir()) == [scratch]
    assert list(scratch.iterdir()) == [], "nor does what was written so far stay anywhere"
    assert write_rows(tmp_path / "a.csv", ("note",), [(text,)]) == 1


def test_the_longest_text_of_a_cell_is_whole(tmp_path: Path) -> None:
    text = "👩" * (MOST_CELL_SIGNS // 2)
    write_rows(tmp_path / "a.xlsx", ("note",), [(text,)])
    (row,) = read_sheet(tmp_path / "a.xlsx")
    assert row["note"].value == text
