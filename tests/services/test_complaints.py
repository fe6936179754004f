"""Complaint sheets: who can settle what, with typed cells and no formulas."""

import csv
import json
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from arcollect_tui.data import policy
from arcollect_tui.data.exports.workbook import sheet_name
from arcollect_tui.data.journal import Deed
from arcollect_tui.data.standing import Aspect
from arcollect_tui.errors import Refused, UsageError
from arcollect_tui.services import history
from arcollect_tui.services.exports import export
from arcollect_tui.services.office import Office
from arcollect_tui.services.office_policy import set_office
from tests.services.coded import FORMULA, LEDGER, code, coded_office
from tests.services.offices import days, take_in

Sheets = dict[str, list[list[Any]]]
COLUMNS = [
    "document_no", "line", "company", "customer_no", "name", "currency", "amount", "open_amount",
    "disputed_amount", "reason", "reason_name", "their_code", "their_words", "claim", "note", "evidence",
    "ask", "coded_by", "coded_on", "due_on", "entry",
]  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with coded_office(tmp_path / "ann") as opened:
        yield opened


def set_policy(office: Office, key: str, value: str) -> None:
    with office.deed() as connection:
        deed = Deed("policy", [policy.part(connection, {key: value})], office.token())
        office.record(connection, deed, [], Aspect(0))
    office.settings_changed()


def book(path: Path) -> Sheets:
    workbook = CalamineWorkbook.from_path(str(path))
    return {name: workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names}


def rows_of(sheet: list[list[Any]]) -> dict[str, dict[str, Any]]:
    header, *rows = sheet
    return {f"{row[0]} {row[9]}": dict(zip(map(str, header), row, strict=True)) for row in rows}


def test_a_sheet_a_department_with_what_it_needs(office: Office, tmp_path: Path) -> None:
    done = export(office, "complaints", tmp_path / "c.xlsx")
    assert done.rows == 9
    sheets = book(done.path)
    assert list(sheets) == ["Credit", "Logistics", "Sales", "Tax"]
    assert all(sheet[0] == COLUMNS for sheet in sheets.values())
    price = rows_of(sheets["Sales"])["1001 PRC"]
    assert (price["amount"], price["open_amount"], price["disputed_amount"]) == (100, 100, 100)
    assert (price["claim"], price["their_code"], price["note"]) == ("00123", "10", "old price\nsee mail")
    assert price["evidence"] == "order or contract; price list of the day; invoice"
    # Thursday the 26th is Thanksgiving: five business days after Monday the 23rd.
    assert (price["coded_by"], price["coded_on"], price["due_on"]) == (
        "ann", date(2026, 11, 23), date(2026, 12, 1),
    )  # fmt: skip
    pieces = rows_of(sheets["Logistics"])["1003 FRT"], rows_of(sheets["Tax"])["1003 TAX"]
    assert [piece["disputed_amount"] for piece in pieces] == [80, 0.55]
    assert {piece["ask"] for piece in pieces} == {"write-off requested"}
    damage = rows_of(sheets["Logistics"])["1002 DMG"]
    assert (damage["their_words"], damage["ask"]) == (FORMULA, "credit requested")


def test_no_cell_is_a_formula_and_the_header_stays(office: Office, tmp_path: Path) -> None:
    path = export(office, "complaints", tmp_path / "c.xlsx").path
    with zipfile.ZipFile(path) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        texts = [archive.read(name).decode() for name in sheets]
    assert len(texts) == 4
    for text in texts:
        assert "<f>" not in text
        assert 'state="frozen"' in text
        assert "<autoFilter" in text
    formula = FORMULA.replace('"', "&quot;")
    assert any(formula in text or FORMULA in text for text in texts)


def test_the_owner_is_whoever_it_was_when_it_was_coded(office: Office, tmp_path: Path) -> None:
    set_policy(office, "reason.PRC.owner", "Pricing desk")
    set_policy(office, "reason.PRC.sla_days", "1")
    code(office, "PRC", "3003")
    sheets = book(export(office, "complaints", tmp_path / "c.xlsx").path)
    assert "1001 PRC" in rows_of(sheets["Sales"])
    assert rows_of(sheets["Pricing desk"])["3003 PRC"]["due_on"] == date(2026, 11, 24)


def test_one_file_a_department(office: Office, tmp_path: Path) -> None:
    set_policy(office, "reason.PRC.owner", "../Sales: <north>")
    set_policy(office, "reason.OTH.owner", "Sales north")
    code(office, "PRC", "3003")
    code(office, "OTH", "3001")
    folder = tmp_path / "sheets"
    done = export(office, "complaints", folder)
    assert sorted(path.name for path in folder.iterdir()) == [
        "complaints-..-sales-north.xlsx",
        "complaints-credit.xlsx",
        "complaints-logistics.xlsx",
        "complaints-sales-north.xlsx",
        "complaints-sales.xlsx",
        "complaints-tax.xlsx",
    ]
    assert done.rows == sum(len(sheet) - 1 for path in folder.iterdir() for sheet in book(path).values())
    assert export(office, "complaints", folder).rows == done.rows


def test_one_file_with_the_department_in_front(office: Office, tmp_path: Path) -> None:
    path = export(office, "complaints", tmp_path / "c.csv").path
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["department", *COLUMNS]
    assert [row["department"] for row in rows] == sorted(row["department"] for row in rows)
    assert f"'{FORMULA}" in {row["their_words"] for row in rows}
    lines = export(office, "complaints", tmp_path / "c.jsonl").path.read_text().splitlines()
    assert {json.loads(line)["currency"] for line in lines} == {"USD", "EUR", "JPY", "KWD"}


def test_what_is_settled_by_the_ledger_is_no_complaint(office: Office, tmp_path: Path) -> None:
    later = [line.paid_down(30_00) if line.number == "1003" else line for line in LEDGER[1:]]
    take_in(office, tmp_path, later)
    sheets = book(export(office, "complaints", tmp_path / "c.xlsx").path)
    assert "1001 PRC" not in rows_of(sheets["Sales"])
    left = rows_of(sheets["Logistics"])["1003 FRT"], rows_of(sheets["Tax"])["1003 TAX"]
    assert [piece["disputed_amount"] for piece in left] == [29.8, 0.2]


def test_nothing_in_dispute_and_only_what_is_new(office: Office, tmp_path: Path) -> None:
    assert export(office, "complaints", tmp_path / "a.xlsx", since="last").rows == 9
    later = export(office, "complaints", tmp_path / "b.xlsx", since="last")
    assert later.rows == 0
    assert book(later.path) == {"complaints": [list(COLUMNS)]}
    assert history.history(office)[0].text == "export complaints, 9 rows"
    assert export(office, "complaints", tmp_path / "none", since=days(1)).rows == 0
    assert list((tmp_path / "none").iterdir()) == []


def test_days_due_follow_the_offices_own_calendar(office: Office, tmp_path: Path) -> None:
    set_office(office, country="DE")
    sheets = book(export(office, "complaints", tmp_path / "c.xlsx").path)
    assert rows_of(sheets["Sales"])["1001 PRC"]["due_on"] == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("name", "error", "words"),
    [
        ("c.pdf", UsageError, "names no format"),
        ("missing/c.xlsx", Refused, "is not there"),
        ("missing/sheets", Refused, "folder of complaint sheets"),
        ("file", Refused, "folder of complaint sheets"),
    ],
)
def test_a_target_that_cannot_be(
    office: Office, tmp_path: Path, name: str, error: type[Exception], words: str
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(error, match=words):
        export(office, "complaints", tmp_path / name)


def test_a_filter_belongs_to_lists(office: Office, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="complaints takes --since"):
        export(office, "complaints", tmp_path / "c.xlsx", filter="short")


@pytest.mark.parametrize(
    ("titles", "names"),
    [
        (["Sales", "sales"], ["Sales", "sales 2"]),
        (["a/b", "a:b", "[a] b"], ["a b", "a b 2", "a b 3"]),
        (["", "'", "History"], ["sheet", "sheet 2", "History of"]),
        (["x" * 40, "x" * 50], ["x" * 31, "x" * 29 + " 2"]),
        (["=1+1", "Späth & Söhne"], ["=1+1", "Späth & Söhne"]),
    ],
)
def test_names_of_sheets(titles: list[str], names: list[str]) -> None:
    found: list[str] = []
    for title in titles:
        found.append(sheet_name(title, found))
    assert [name.casefold() for name in found] == [name.casefold() for name in names]
