"""Masters, joined tables, an office's own layouts, and swapped dates, on a real store."""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from sqlalchemy import select

from arcollect_tui.data.tables import Customer
from arcollect_tui.errors import FileRefused, Refused, UsageError
from arcollect_tui.services.erasure import erase, plan_erasure
from arcollect_tui.services.history import undo
from arcollect_tui.services.imports import ImportOptions, apply_import, plan_import
from arcollect_tui.services.items import ItemView, item_rows
from arcollect_tui.services.layouts import (
    files_together,
    known_layouts,
    propose_layout,
    save_layout,
)
from arcollect_tui.services.office import Office
from arcollect_tui.services.places import folder_of
from tests.data.imports.helpers import SAMPLES as LEDGERS
from tests.services.offices import Line, assert_sound, days, office_at, state, take_in

SHARED = LEDGERS / "ledgers" / "ibm_ar_dmy.csv"
SAMPLES = Path(__file__).parents[2] / "data" / "layouts"
CONTACTS = "Customer No,Company Name,Contact Person,Phone,Credit Limit,Currency\n"
EXPORT = "Kd,Bel,Wann,Rest,Farbe\n10,A-1,2026-10-01,25.50,red\n"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))  # where layouts beside a server are kept
    with office_at(tmp_path / "office.arcollect") as opened:
        yield opened


def write(folder: Path, text: str, name: str = "file.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def said(choices: dict[str, str]) -> ImportOptions:
    return ImportOptions(columns=tuple(choices.items()))


def bring(office: Office, path: Path, *beside: Path, **options: Any) -> Any:
    return apply_import(office, plan_import(office, path, ImportOptions(**options), None, beside))


def cards(office: Office) -> dict[str, tuple[str, str, int | None]]:
    with office.store.reading() as connection:
        rows = connection.execute(
            select(Customer.number, Customer.name, Customer.contact_name, Customer.credit_limit)  # type: ignore[call-overload]
        )
        return {row[0]: (row[1], row[2], row[3]) for row in rows}


def test_a_master_names_customers_and_touches_no_item(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, [Line("1", customer="C1", name="Old name")], days(-3))
    before = state(office)
    path = write(tmp_path, f"{CONTACTS}C1,New name,Rosa,555,1000.00,USD\nC9,Prospect,,,,\n")
    plan = plan_import(office, path, ImportOptions())
    assert plan.differences == {"customer_new": 1, "customer_changed": 1}
    assert plan.guards == ()
    assert plan.totals == {}
    apply_import(office, plan)
    assert cards(office) == {"C1": ("New name", "Rosa", 100000), "C9": ("Prospect", "", None)}
    assert [row.open_amount for row in item_rows(office, ItemView())] == [10000]
    assert_sound(office)
    undo(office)
    assert state(office) == before


def test_a_master_may_come_first_and_leaves_the_identity_to_the_items(
    office: Office, tmp_path: Path
) -> None:
    bring(office, write(tmp_path, f"{CONTACTS}C1,Harbor Ltd,Rosa,555,,\n"))
    take_in(office, tmp_path, [Line("1", customer="C1", name="Harbor")])
    assert cards(office)["C1"][1] == "Rosa"
    assert len(item_rows(office, ItemView())) == 1
    assert_sound(office)


def test_the_same_master_again_changes_nothing(office: Office, tmp_path: Path) -> None:
    path = write(tmp_path, f"{CONTACTS}C1,Harbor Ltd,Rosa,555,,\n")
    bring(office, path)
    assert bring(office, path).again


def test_twins_that_differ_by_zeros_stay_two_customers(office: Office, tmp_path: Path) -> None:
    saved = take_in(office, tmp_path, [Line("1", customer="0042"), Line("2", customer="42")])
    assert set(cards(office)) == {"0042", "42"}
    assert any('"0042" and "42"' in warning for warning in saved.warnings)


def test_tables_come_in_together(office: Office) -> None:
    paths = [SAMPLES / f"sap_{name}.csv" for name in ("kna1", "bsid", "knb1")]
    together = files_together(office.store, [*paths, SAMPLES / "tally.csv"])
    assert together == [(paths[1], (paths[0], paths[2])), (SAMPLES / "tally.csv", ())]
    bring(office, paths[1], paths[0], paths[2])
    assert cards(office)["0000100601"][0] == "Ahorn Möbelwerke GmbH"
    assert len(item_rows(office, ItemView())) == 4
    assert_sound(office)


def swapped_workbook(path: Path) -> Path:
    """Day/month opened where the month comes first: days up to 12 became dates, the rest stayed text."""
    rows = [(day, f"INV-{day}") for day in range(1, 31)]
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, form = book.add_worksheet(), book.add_format({"num_format": "mm/dd/yyyy"})
        sheet.write_row(0, 0, ["Customer No", "Invoice No", "Invoice Date", "Currency", "Open Amount"])
        for at, (day, number) in enumerate(rows, 1):
            sheet.write_row(at, 0, ["C1", number])
            if day <= 12:
                sheet.write_datetime(at, 2, date(2026, day, 9), form)
            else:
                sheet.write_string(at, 2, f"{day:02}/09/2026")
            sheet.write_row(at, 3, ["USD", 10])
    return path


def test_a_swapped_workbook_is_refused_by_its_column(office: Office, tmp_path: Path) -> None:
    path = swapped_workbook(tmp_path / "swapped.xlsx")
    with pytest.raises(FileRefused, match=r'"Invoice Date" mixes texts .* --accept swapped'):
        plan_import(office, path, ImportOptions())


@pytest.mark.parametrize(
    ("accept", "september"),
    [("swapped", 30), ("dates", 19)],
)
def test_a_person_may_have_it_exchanged_or_read_as_it_stands(
    office: Office, tmp_path: Path, accept: str, september: int
) -> None:
    path = swapped_workbook(tmp_path / "swapped.xlsx")
    bring(office, path, accept=frozenset((accept,)))
    found = [row.document_date for row in item_rows(office, ItemView())]
    assert len(found) == 30
    assert sum(day is not None and day.month == 9 for day in found) == september


def test_dates_of_which_only_the_time_is_left_are_refused(office: Office, tmp_path: Path) -> None:
    path = write(tmp_path, "Customer No,Invoice No,Due Date,Amount\n1,A,00:00.0,5.00\n1,B,00:00.0,6.00\n")
    with pytest.raises(FileRefused, match=r'column "Due Date" holds "00:00.0"'):
        plan_import(office, path, ImportOptions(currency="USD"))


CHOICES = {
    "Kd": "customer_no",
    "Bel": "document_no",
    "Wann": "due_date",
    "Rest": "open_amount",
    "Farbe": "-",
}


def test_a_layout_is_saved_and_recognised(office: Office, tmp_path: Path) -> None:
    path = write(tmp_path, EXPORT)
    with pytest.raises(FileRefused):
        plan_import(office, path, ImportOptions(currency="USD"))
    saved = save_layout(office.store.place, "our_erp", path, said(CHOICES))
    assert saved.path.parent == folder_of(office.store.place)
    plan = plan_import(office, path, ImportOptions(currency="USD"))
    assert (plan.layout, plan.sureness) == ("our_erp", 1.0)
    assert plan.totals == {"USD": (1, 2550)}
    assert {column.header: column.field for column in plan.columns if column.header} == {
        **{name: field for name, field in CHOICES.items() if field != "-"},
        "Farbe": "",
    }


@pytest.mark.parametrize(
    ("name", "choices", "error", "sentence"),
    [
        ("tally", CHOICES, Refused, "Choose another name"),
        ("Our ERP", CHOICES, UsageError, "Write small letters"),
        ("erp", {**CHOICES, "Rst": "amount"}, UsageError, "Nearest: Rest"),
        ("erp", {**CHOICES, "Rest": "open_amnt"}, UsageError, "Nearest: open_amount"),
        ("erp", {"Rest": "amount", "Wann": "amount"}, UsageError, "amount was given to two columns"),
        ("erp", {"Rest": "amount"}, FileRefused, "no column gives customer"),
    ],
)
def test_what_cannot_be_saved(
    office: Office,
    tmp_path: Path,
    name: str,
    choices: dict[str, str],
    error: type[Exception],
    sentence: str,
) -> None:
    with pytest.raises(error, match=sentence):
        save_layout(office.store.place, name, write(tmp_path, EXPORT), said(choices))
    assert not folder_of(office.store.place).exists()


def test_a_layout_is_not_written_over_unasked(office: Office, tmp_path: Path) -> None:
    path = write(tmp_path, EXPORT)
    save_layout(office.store.place, "our_erp", path, said(CHOICES))
    with pytest.raises(Refused, match="--replace"):
        save_layout(office.store.place, "our_erp", path, said(CHOICES))
    save_layout(office.store.place, "our_erp", path, said({**CHOICES, "Farbe": "text"}), replace_own=True)
    assert "text" in known_layouts(office.store.place).show("our_erp").columns


SOUND = 'name = "x_y"\ntitle = "t"\ncertainty = "seen"\nfingerprint = []\n[columns]\n'


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("name = ", r"own.toml: Invalid value .*Write it as TOML"),
        ('name = "x_y"\n', r"own.toml, line 1, title: it is missing"),
        (
            'name = "x_y"\ntitle = "t"\ncertainty = "sure"\n',
            r"line 3, certainty: 'sure' is not one of seen, read",
        ),
        (
            'name = "x_y"\ntitle = "t"\ncertainty = "seen"\nfoo = 1\n',
            r"line 4, foo: there is no such field",
        ),
        (f"{SOUND}[status]\nclosed = 5\n", r"line 7, closed: it is no list of texts"),
        (f'{SOUND}[sides]\nminus = "H"\n', r"line 7, minus: it is no list of texts"),
        (f"{SOUND}[[joins]]\nlayout = 5\non = []\ntake = []\n", r"joins: layout is the name of a layout"),
        (f"{SOUND}[preamble]\nyear = true\n", r"line 7, year: it is no cell of the first line"),
        ("name = " + "[" * 2_000, r"own.toml: .*Write it as TOML"),
        ("name = " + "9" * 5_000, r"own.toml: .*Write it as TOML"),
    ],
)
def test_an_own_layout_is_refused_by_file_line_and_field(
    office: Office, tmp_path: Path, text: str, sentence: str
) -> None:
    folder = folder_of(office.store.place)
    folder.mkdir(parents=True)
    rest = "\nfingerprint = []\n[columns]\n" if "title" in text and "columns" not in text else ""
    (folder / "own.toml").write_text(text + rest, "utf-8")
    with pytest.raises(FileRefused, match=sentence):
        known_layouts(office.store.place)
    with pytest.raises(FileRefused, match=sentence):
        plan_import(office, write(tmp_path, EXPORT), ImportOptions())


def test_what_a_system_puts_beside_a_layout_is_none(office: Office) -> None:
    folder = folder_of(office.store.place)
    folder.mkdir(parents=True)
    (folder / "x_y.toml").write_text(SOUND, "utf-8")
    (folder / "._x_y.toml").write_bytes(b"\x00\x05\x16\x07\xff")
    assert [one.name for one in known_layouts(office.store.place).layouts if one.own] == ["x_y"]


def test_an_unknown_field_of_a_column_is_named_with_its_line(office: Office) -> None:
    folder = folder_of(office.store.place)
    folder.mkdir(parents=True)
    text = (
        'name = "x_y"\ntitle = "t"\ncertainty = "seen"\nfingerprint = ["a"]\n\n[columns]\nclient = ["Kd"]\n'
    )
    (folder / "own.toml").write_text(text, "utf-8")
    with pytest.raises(FileRefused, match=r"own.toml, line 7, client: \[columns\] has no such field"):
        known_layouts(office.store.place)


def test_columns_of_unknown_names_are_proposed_by_their_values(office: Office, tmp_path: Path) -> None:
    path = write(tmp_path, "Wer,Was,Wann,Rest\nHarbor Trading Ltd,A-1,2026-10-01,25.50\n")
    found = propose_layout(path, office.store.place)
    assert [column.field for column in found.columns] == [
        "customer_name",
        "",
        "document_date",
        "open_amount",
    ]
    assert "no row of column names" in found.problem


@pytest.mark.skipif(not SHARED.exists(), reason="the shared samples are not here")
@pytest.mark.parametrize("early", [False, True], ids=["all lines", "lines of early days alone"])
def test_a_workbook_made_from_a_real_ledger_is_not_taken_in_with_swapped_dates(
    office: Office, tmp_path: Path, early: bool
) -> None:
    """Where only lines are left whose days all passed for months, no text shows what was done."""
    rows = list(csv.reader(SHARED.read_text("utf-8").splitlines()))
    dates = [at for at, name in enumerate(rows[0]) if name.endswith("Date") and name != "PaperlessDate"]
    if early:
        rows[1:] = [row for row in rows[1:] if all(int(row[at].partition("/")[0]) <= 12 for at in dates)]
    path = tmp_path / "opened-abroad.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, form = book.add_worksheet(), book.add_format({"num_format": "mm/dd/yyyy"})
        sheet.write_row(0, 0, rows[0])
        for line, row in enumerate(rows[1:], 1):
            sheet.write_row(line, 0, row)
            for at in dates:
                first, second, year = map(int, row[at].split("/"))
                if first <= 12:
                    sheet.write_datetime(line, at, date(year, first, second), form)
    options = ImportOptions(currency="USD", as_of=date(2012, 12, 31))
    with pytest.raises(FileRefused, match="exchanged day and month"):
        plan_import(office, path, options)
    mended = plan_import(office, path, replace(options, accept=frozenset(("swapped",))))
    assert mended.totals == {"USD": (12, 69743) if early else (99, 572506)}


def test_a_master_does_not_bring_an_erased_customer_back(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, [Line("1", customer="C1"), Line("2", customer="C2")], days(-3))
    bring(office, write(tmp_path, f"{CONTACTS}C1,Harbor Ltd,Rosa,555,10.00,USD\nC2,Quay Ltd,,,,\n"))
    erase(office, plan_erasure(office, "C1"))
    assert set(cards(office)) == {"C2"}
    path = write(tmp_path, f"{CONTACTS}C1,Harbor Ltd,Rosa,555,10.00,USD\nC2,Quay Ltd,Tom,,,\n")
    plan = plan_import(office, path, ImportOptions())
    assert (plan.lines["card"], plan.lines["erased"]) == (1, 1)
    assert sum(plan.lines.values()) == plan.total_lines
    apply_import(office, plan)
    assert cards(office) == {"C2": ("Quay Ltd", "Tom", None)}
    assert_sound(office)
