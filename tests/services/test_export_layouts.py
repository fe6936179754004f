"""Files for other programs: what stands in them, whatever was typed, and that our own columns stay."""

import csv
import zipfile
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from arcollect_tui.errors import UsageError
from arcollect_tui.services import export_calendar, export_lists, export_rows
from arcollect_tui.services.calls import CallDraft, FollowUpDraft, PromiseDraft, log_call
from arcollect_tui.services.coding import CodingRequest, apply_coding, plan_coding
from arcollect_tui.services.coding_columns import coding_fields
from arcollect_tui.services.contacts import ContactDraft, add_contact, retire_contact
from arcollect_tui.services.export_catalogue import exports_of
from arcollect_tui.services.export_forms import EXPORTS, FIELDS
from arcollect_tui.services.export_rows import Span
from arcollect_tui.services.exports import export
from arcollect_tui.services.office import Office
from tests.data.exports.sheets import links_of, read_sheet
from tests.services.offices import Line, customer, items, office_at, take_in

FORMULA = '=HYPERLINK("http://x","y"), a;b'
LEDGER = [
    Line("1001", company="1000"),
    Line("1002", company="1000"),
    Line("2001", "C2", name="=1+1 Ltd, \\ & Söhne"),
]
OURS = {
    "activity": (
        export_rows.ACTIVITY,
        "entry date at collector kind ledger customer_no name outcome result contact phone why "
        "promise_amount promise_currency promise_on next_action_on next_action_at items note text",
    ),
    "promises": (
        export_lists.PROMISES,
        "entry made_on ledger customer_no name amount currency due_on paid state contact items note "
        "promise version",
    ),
    "worklist": (
        export_lists.WORKLIST,
        "rank ledger customer_no name collector currency balance overdue days_overdue score reasons "
        "next_action_on next_action_at note version",
    ),
    "items": (
        export_lists.ITEMS,
        "ledger company document_no line parent_no customer_no name type document_date due_date currency "
        "amount open_amount days_overdue state coding reason disputed_amount short_amount reference po "
        "text terms collector sales_rep",
    ),
    "contacts": (
        export_lists.CONTACTS,
        "ledger customer_no customer_name contact_name role phone email language country preferred retired "
        "time_zone contact version",
    ),
    "customers": (
        export_lists.CUSTOMERS,
        "ledger customer_no customer_name contact_name phone email country collector credit_limit "
        "limit_currency "
        "terms parent language time_zone street postal_code city region",
    ),
    "calendar": (
        export_calendar.CALENDAR,
        "kind day time ledger customer_no name contact amount currency text",
    ),
    "history": (export_lists.HISTORY, "entry date at collector kind text undone_by"),
}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_at(tmp_path / "office") as opened:
        take_in(opened, tmp_path, LEDGER)
        first, second = customer(opened), customer(opened, "C2")
        promise = PromiseDraft(80_55, "USD", date(2026, 11, 27))
        log_call(
            opened,
            CallDraft(first, "PP", note=FORMULA, contact="Bea, AP", promise=promise,
                      items=items(opened, "1001", "1002")),
        )  # fmt: skip
        log_call(opened, CallDraft(second, "CB", follow_up=FollowUpDraft(date(2026, 11, 24), time(14, 30))))
        apply_coding(opened, plan_coding(opened, CodingRequest("PRC", items(opened, "1001"), note=FORMULA)))
        add_contact(
            opened, second, ContactDraft(name="Bea; Müller", phone="+1 503 555 0165", preferred=True)
        )
        yield opened


def read(path: Path) -> list[dict[str, str]]:
    encoding = "utf-8-sig" if path.read_bytes().startswith(b"\xef") else "utf-8"
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("what", OURS)
def test_our_columns_stay(what: str) -> None:
    columns, frozen = OURS[what]
    assert " ".join(columns) == frozen


@pytest.mark.parametrize("what", EXPORTS)
def test_each_layout_in_each_of_its_formats(office: Office, tmp_path: Path, what: str) -> None:
    catalogue = exports_of(office.store)
    for name in catalogue.names(what):
        layout = catalogue.form(what, name, "").layout
        for suffix in layout.formats if layout else (".csv", ".xlsx", ".jsonl"):
            text = "od>0" if what == "worklist" else ""
            guarded = not name.endswith("machine")
            ending = suffix if guarded or suffix != ".csv" else ".machine.csv"
            done = export(office, what, tmp_path / f"{name}{ending}", layout=name, filter=text)
            assert done.rows
            if suffix == ".csv":
                text = done.path.read_text("utf-8")
                assert text.startswith("\ufeff") == guarded
                cells = [cell for row in read(done.path) for cell in row.values()]
                assert not guarded or not any(cell.startswith(("=", "@", "+")) for cell in cells)


def test_salesforce_tasks(office: Office, tmp_path: Path) -> None:
    rows = read(export(office, "activity", tmp_path / "a.machine.csv", layout="salesforce-machine").path)
    assert [(row["WhatId"], row["CallDisposition"], row["CallType"]) for row in rows] == [
        ("C1", "Promise to pay", "Outbound"),
        ("C2", "Will call back", "Outbound"),
    ]
    assert rows[0]["Description"].endswith(FORMULA)
    assert rows[0]["Status"] == "Completed"
    assert rows[0]["ActivityDate"] == "2026-11-23"


def test_peoplesoft_conversations(office: Office, tmp_path: Path) -> None:
    first = read(export(office, "activity", tmp_path / "a.csv", layout="peoplesoft").path)[0]
    assert (first["BUSINESS_UNIT"], first["CUST_ID"], first["ITEM"]) == ("1000", "C1", "1001 1002")
    assert (first["REF_AMT"], first["PROMISE_DATE"]) == ("80.55", "2026-11-27")


def test_oracle_promises_add_up(office: Office, tmp_path: Path) -> None:
    (row,) = read(export(office, "promises", tmp_path / "a.csv", layout="oracle").path)
    assert (row["PromiseAmount"], row["PromiseStatus"], row["TransactionNumber"]) == (
        "80.55", "OPEN", "1001 1002",
    )  # fmt: skip


def test_texts_for_line_items_fit(office: Office, tmp_path: Path) -> None:
    (row,) = read(export(office, "coding", tmp_path / "a.csv", layout="fbl5n").path)
    assert (row["Company Code"], row["Document Number"], row["Amount in dispute"]) == (
        "1000", "1001", "100.00",
    )  # fmt: skip
    assert row["Text"] == f"PRC {FORMULA}"[:50]
    assert row["Changed on"] == "20261123"


def test_the_calendar_has_what_is_next(office: Office, tmp_path: Path) -> None:
    done = export(office, "calendar", tmp_path / "a.ics")
    text = done.path.read_text("utf-8").replace("\n ", "")
    assert done.rows == 3
    assert "DTSTART:20261124T143000" in text
    assert "DTSTART;VALUE=DATE:20261127" in text
    assert "SUMMARY:call back: =1+1 Ltd\\, \\\\ & Söhne (C2)" in text
    assert "80.55 USD" in text
    assert text.count("UID:") == len({line for line in text.splitlines() if line.startswith("UID:")}) == 3
    again = export(office, "calendar", tmp_path / "b.ics")
    assert again.path.read_bytes() == done.path.read_bytes()


def test_cards_leave_retired_contacts_out(office: Office, tmp_path: Path) -> None:
    text = export(office, "contacts", tmp_path / "a.vcf").path.read_text("utf-8")
    assert "FN:Bea\\; Müller\n" in text
    assert "N:Bea\\; Müller;;;;\n" in text
    assert "CATEGORIES:preferred\n" in text
    retire_contact(office, customer(office, "C2"), "Bea; Müller")
    assert "Bea" not in export(office, "contacts", tmp_path / "b.vcf").path.read_text("utf-8")


def test_a_workbook_is_typed_and_the_same_each_time(office: Office, tmp_path: Path) -> None:
    first = export(office, "promises", tmp_path / "a.xlsx", layout="oracle").path
    sheet = CalamineWorkbook.from_path(str(first)).get_sheet_by_index(0).to_python()
    row = dict(zip(map(str, sheet[0]), sheet[1], strict=True))
    assert row["PromiseAmount"] == 80.55
    assert row["PromiseDate"] == date(2026, 11, 27)
    second = export(office, "promises", tmp_path / "b.xlsx", layout="oracle").path
    assert second.read_bytes() == first.read_bytes()


AMOUNTS = {
    "activity": ["promise_amount"],
    "promises": ["amount", "paid"],
    "coding": ["open_amount", "disputed_amount", "disputed_now"],
    "complaints": ["amount", "open_amount", "disputed_amount"],
    "worklist": ["balance", "overdue"],
    "items": ["amount", "open_amount", "disputed_amount", "short_amount"],
    "customers": ["credit_limit"],
    "calendar": ["amount"],
}
DAYS = {
    "activity": ["date", "promise_on", "next_action_on"],
    "promises": ["made_on", "due_on"],
    "coding": ["date"],
    "complaints": ["coded_on", "due_on"],
    "worklist": ["next_action_on"],
    "items": ["document_date", "due_date"],
    "calendar": ["day"],
    "history": ["date"],
}
NUMBERS = {"worklist": ["rank", "days_overdue", "score"], "items": ["days_overdue"]}


@pytest.mark.parametrize("what", EXPORTS)
def test_a_workbook_is_what_its_cells_are_by_the_standard(
    office: Office, tmp_path: Path, what: str
) -> None:
    """What a spreadsheet would do with it: nothing runs, amounts and days are such, texts are texts."""
    path = export(office, what, tmp_path / "a.xlsx", filter="od>0" if what == "worklist" else "").path
    assert links_of(path) == []
    cells = [(header, cell) for row in read_sheet(path) for header, cell in row.items()]
    assert cells
    for header, cell in cells:
        if header in AMOUNTS.get(what, ()):
            assert (cell.kind, cell.shown_as) == ("number", "#,##0.00"), header
        elif header in DAYS.get(what, ()):
            assert (cell.kind, cell.shown_as) == ("number", "yyyy-mm-dd"), header
        elif header in NUMBERS.get(what, ()):
            assert cell.kind == "number", header
        else:
            assert cell.kind == "text", header
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b'state="frozen"' in sheet
    assert b"<autoFilter" in sheet


@pytest.mark.parametrize(
    ("what", "layout", "name", "words"),
    [
        ("items", "crm", "a.csv", "no export layout crm of items"),
        ("calendar", "calendar", "a.csv", "End it in .ics"),
        ("items", None, "a.ics", "names no format"),
        ("promises", "oracle", "a.vcf", "names no format"),
        ("anything", None, "a.csv", "no export anything"),
        ("items", "machine", "a.csv", "Say so in its name: a.machine.csv"),
        ("activity", "crm-machine", "a.b.csv", "Say so in its name: a.b.machine.csv"),
        ("items", "people", "a.machine.csv", "Take layout machine, or name it a.csv"),
        ("activity", "crm", "a.Machine.CSV", "Take layout crm-machine, or name it a.csv"),
    ],
)
def test_what_does_not_go_together_is_said(
    office: Office, tmp_path: Path, what: str, layout: str | None, name: str, words: str
) -> None:
    with pytest.raises(UsageError, match=words):
        export(office, what, tmp_path / name, layout=layout)
    assert not (tmp_path / name).exists()


def test_the_endings_of_an_export(office: Office) -> None:
    catalogue = exports_of(office.store)
    assert catalogue.formats("contacts") == (".csv", ".xlsx", ".jsonl", ".vcf")
    assert catalogue.formats("items") == (".csv", ".xlsx", ".jsonl")


def test_a_name_that_says_machine_is_exact_to_the_byte(office: Office, tmp_path: Path) -> None:
    path = export(office, "customers", tmp_path / "a.machine.csv").path
    assert not path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert "=1+1 Ltd" in {row["customer_name"][:8] for row in read(path)}


def test_what_layouts_may_be_made_of_is_what_rows_say(office: Office) -> None:
    rows = list(coding_fields(office, Span()))
    assert tuple(rows[0]) == FIELDS["coding"]


@pytest.mark.parametrize(("what", "text", "count"), [
    ("activity", "promise", 1), ("promises", "open", 1), ("promises", "broken", 0),
    ("history", "dispute", 1), ("calendar", "name:söhne", 1), ("worklist", "od>0", 2),
])  # fmt: skip
def test_what_is_seen_is_filtered(office: Office, tmp_path: Path, what: str, text: str, count: int) -> None:
    assert export(office, what, tmp_path / "a.csv", filter=text).rows == count
