import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from arcollect_tui.data.imports.sheets.workbook import cell_text
from arcollect_tui.errors import FileRefused
from tests.data.imports.helpers import classes, lines_of, read

HEADER = ["Customer No", "Customer", "Invoice No", "Invoice Date", "Due Date", "Currency", "Open Amount"]


def workbook(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    """A workbook with typed cells; dates carry a date format."""
    with xlsxwriter.Workbook(str(path)) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, date):
                        sheet.write_datetime(at, column, cell, day)
                    else:
                        sheet.write(at, column, cell)
    return path


def test_typed_cells_need_no_evidence(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Open items"],
        ["As of 31 August 2026"],
        [],
        HEADER,
        ["0010", "Acme", 4711, date(2026, 8, 1), date(2026, 9, 1), "EUR", 1.204],
        ["0010", "Acme", "00012", date(2026, 8, 2), "", "EUR", -20],
    ]
    parsed = read(workbook(tmp_path / "a.xlsx", {"Cover": [["hello"]], "Open": rows}))
    assert parsed.sheet == "Open"
    assert parsed.encoding == "xlsx"
    assert parsed.as_of == date(2026, 8, 31)
    assert classes(parsed) == {"title": 2, "blank": 1, "header": 1, "item": 2}
    first, second = lines_of(parsed)
    assert (first.customer_no, first.document_no, first.open_amount) == ("0010", "4711", 120)
    assert first.due_date == date(2026, 9, 1).toordinal()
    assert (second.document_no, second.open_amount, second.type) == ("00012", -2000, "credit")


def test_a_row_is_named_as_the_spreadsheet_numbers_it(tmp_path: Path) -> None:
    rows = [[], HEADER, ["1", "A", "X", "", "", "EUR", "much"]]
    parsed = read(workbook(tmp_path / "a.xlsx", {"S": rows}))
    assert [(held.line, held.field) for held in parsed.held] == [(3, "open_amount")]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (1930571575.0, "1930571575"),
        (0.1 + 0.2, "0.3"),
        (12.5, "12.5"),
        (1.204, "1.2040"),
        (1e20, "100000000000000000000"),
        (True, "True"),
        (date(2026, 1, 2), "2026-01-02"),
        (datetime(2026, 1, 2, 3, 4, tzinfo=UTC), "2026-01-02"),
        (timedelta(hours=1), "1:00:00"),
        ("1.204", "1.204"),
    ],
)
def test_a_typed_cell_becomes_text_with_one_reading(cell: Any, text: str) -> None:
    assert cell_text(cell) == text


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ({"xl/workbook.bin": b""}, "cannot be opened"),
        ({"word/document.xml": b""}, "a Word document"),
        ({"content.xml": b""}, "cannot be opened"),
        ({"a.csv": b""}, "an archive, not a workbook"),
        ({"xl/workbook.xml": b"<no"}, "cannot be opened"),
        ({"xl/workbook.xml": b"0" * 30_000_000}, "too large or too strange"),
        ({f"xl/{n}": b"" for n in range(2_001)}, "2,001 parts"),
    ],
)
def test_other_archives_are_refused_by_name(
    tmp_path: Path, members: dict[str, bytes], sentence: str
) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    with pytest.raises(FileRefused, match=sentence):
        read(path)
