"""Our own small file of each layout comes in with the figures stated here, every line accounted for."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from arcollect_tui.data.imports.canonical import columns_of
from arcollect_tui.data.imports.canonical import lines_of as joined_of
from arcollect_tui.data.imports.layout import load_layouts
from arcollect_tui.data.imports.layout_model import FileKind
from arcollect_tui.data.imports.read import ParsedFile, ReadOptions, open_ledger
from arcollect_tui.errors import FileRefused
from tests.data.imports.helpers import classes, lines_of

DATA = Path(__file__).parents[3] / "data"
SAMPLES = DATA / "layouts"
DOCS = Path(__file__).parents[3] / "docs" / "layouts.md"
DAY = date(2026, 11, 23)


def read_sample(name: str, *beside: str) -> ParsedFile:
    others = [SAMPLES / other for other in beside]
    return open_ledger(SAMPLES / name, ReadOptions(today=DAY, currency="USD"), others).read()


@pytest.mark.parametrize(
    ("name", "layout", "totals", "others"),
    [
        (
            "business_central.csv",
            "business_central",
            {"EUR": (1, 95000), "NOK": (2, 1600000)},
            {"settled": 1},
        ),
        (
            "datev_postings.csv",
            "datev_postings",
            {"EUR": (2, 159500)},
            {"parameter": 1, "other": 1, "settled": 3},
        ),
        ("erpnext.csv", "erpnext", {"INR": (3, 6000000)}, {"total": 1}),
        ("fec.txt", "fec", {"EUR": (2, 90000)}, {"other": 3, "settled": 2}),
        (
            "generic.csv",
            "generic",
            {"GBP": (3, 48525)},
            {"header": 2, "title": 2, "blank": 1, "total": 1, "trailer": 1},
        ),
        ("generic_carried.csv", "generic", {"GBP": (6, 313575)}, {"title": 2, "blank": 1, "total": 1}),
        (
            "netsuite.csv",
            "netsuite",
            {"USD": (3, 256040)},
            {"title": 3, "blank": 1, "customer": 2, "subtotal": 2, "total": 1},
        ),
        (
            "oca_aged_partner.csv",
            "oca_aged_partner",
            {"USD": (3, 241000)},
            {
                "header": 2,
                "title": 4,
                "parameter": 2,
                "blank": 1,
                "subtotal": 2,
                "total": 1,
                "percentage": 1,
            },
        ),
        ("odoo.csv", "odoo", {"EUR": (3, 241000)}, {"customer": 2, "total": 1}),
        ("oracle_ar.csv", "oracle_ar", {"EUR": (2, 50000), "USD": (3, 277950)}, {}),
        ("peoplesoft.csv", "peoplesoft", {"USD": (3, 374045)}, {}),
        (
            "qb_desktop_open_invoices.csv",
            "qb_desktop_open_invoices",
            {"USD": (3, 141575)},
            {"customer": 2, "subtotal": 2, "total": 1},
        ),
        (
            "qbo_ar_aging.csv",
            "qbo_ar_aging",
            {"USD": (3, 128450)},
            {"title": 5, "blank": 2, "subtotal": 2, "total": 1, "trailer": 1},
        ),
        (
            "qbo_balance_detail.csv",
            "qbo_balance_detail",
            {"USD": (2, 74450)},
            {"title": 3, "blank": 1, "customer": 1, "subtotal": 1, "total": 1},
        ),
        (
            "qbo_open_invoices.csv",
            "qbo_open_invoices",
            {"USD": (3, 98525)},
            {"title": 3, "blank": 1, "customer": 2, "subtotal": 2, "total": 1},
        ),
        ("sage50.csv", "sage50", {"USD": (3, 77750)}, {"title": 3, "blank": 1, "subtotal": 2, "total": 1}),
        (
            "sage50_uk.csv",
            "sage50_uk",
            {"USD": (4, 67750)},
            {"header": 2, "title": 2, "parameter": 2, "blank": 2, "customer": 1, "subtotal": 1, "total": 2},
        ),
        (
            "sap_fbl5n_list.txt",
            "sap_fbl5n_list",
            {"EUR": (3, 720000)},
            {"header": 2, "title": 8, "blank": 9, "customer": 2, "subtotal": 2, "total": 1},
        ),
        ("sage_intacct.csv", "sage_intacct", {"USD": (2, 212000)}, {"settled": 1}),
        ("sap_bsid.csv", "sap_bsid", {"EUR": (4, 850000)}, {}),
        (
            "sap_fbl5n_en.txt",
            "sap_fbl5n",
            {"EUR": (2, 1122950), "USD": (1, 99000)},
            {"title": 4, "blank": 4, "subtotal": 2, "total": 2},
        ),
        ("sap_fbl5n_de.csv", "sap_fbl5n", {"EUR": (3, 478000)}, {"subtotal": 2, "total": 1}),
        ("sap_fbl5n_fr.csv", "sap_fbl5n", {"EUR": (3, 241500)}, {"subtotal": 2, "total": 1}),
        ("sap_fbl5n_es.csv", "sap_fbl5n", {"EUR": (3, 1000000)}, {"subtotal": 2, "total": 1}),
        ("sap_fbl5n_local.csv", "sap_fbl5n_local", {"USD": (3, 372540)}, {"subtotal": 2}),
        ("tally.csv", "tally", {"USD": (2, 14000000)}, {"title": 3, "blank": 1, "subtotal": 1}),
        (
            "xero_aged_receivables.csv",
            "xero_aged_receivables",
            {"USD": (3, 94520)},
            {"title": 4, "blank": 1, "customer": 2, "subtotal": 2, "total": 1, "percentage": 1},
        ),
        ("xero_credit_notes.csv", "xero_credit_notes", {"USD": (1, -6000)}, {"other": 1, "settled": 1}),
        ("xero_invoices.csv", "xero_invoices", {"NZD": (2, 100520)}, {"settled": 1, "held": 1}),
        ("xero_sales_invoices.csv", "xero_sales_invoices", {"NZD": (2, 100520)}, {"other": 1}),
        ("zoho_books.csv", "zoho_books", {"INR": (2, 16325050)}, {"settled": 1, "held": 1}),
    ],
)
def test_items(name: str, layout: str, totals: dict[str, tuple[int, int]], others: dict[str, int]) -> None:
    parsed = read_sample(name)
    assert parsed.layout.name == layout
    assert {code: (total.count, total.sum) for code, total in parsed.totals.items()} == totals
    items = sum(count for count, _ in totals.values())
    expected = {"header": 1, "item": items, **others}
    assert classes(parsed) == {kind: count for kind, count in expected.items() if count}
    assert sum(parsed.lines.values()) == parsed.total_lines


@pytest.mark.parametrize(
    ("name", "layout", "cards"),
    [
        (
            "customers.csv",
            "customers",
            {"000120": ("Fjord Cycles AS", "Nils Berg", 20000000), "120": ("Fjord Boats AS", "", 5000000)},
        ),
        (
            "datev_customers.csv",
            "datev_customers",
            {"10001": ("Ahorn Möbelwerke GmbH", "Frau Öztürk", 2500000), "10002": ("Jörg Grün", "", None)},
        ),
        (
            "qbo_contacts.csv",
            "qbo_contacts",
            {
                "Mesa Dental Group": ("Mesa Dental Group", "Rosa Ibarra", None),
                "Mesa Dental Group:Tempe": ("Mesa Dental Group:Tempe", "Ida Poe", None),
                "Yucca Gallery": ("Yucca Gallery", "Tom Hale", None),
            },
        ),
        (
            "xero_contacts.csv",
            "xero_contacts",
            {
                "Kauri Interiors": ("Kauri Interiors", "", None),
                "Nikau Cafe": ("Nikau Cafe", "", None),
            },
        ),
        (
            "sap_kna1.csv",
            "sap_kna1",
            {
                "0000100601": ("Ahorn Möbelwerke GmbH", "", None),
                "0000100602": ("Menuiserie du Lac SARL", "", None),
            },
        ),
        ("sap_knb1.csv", "sap_knb1", {"0000100601": ("", "", None), "0000100602": ("", "", None)}),
    ],
)
def test_customers(name: str, layout: str, cards: dict[str, tuple[str, str, int | None]]) -> None:
    parsed = read_sample(name)
    assert parsed.layout.name == layout
    found = {
        line.customer_no: (line.customer_name, line.contact_name, line.credit_limit)
        for line in lines_of(parsed)
    }
    assert found == cards
    assert parsed.lines["card"] == len(lines_of(parsed))
    assert parsed.totals == {}
    assert sum(parsed.lines.values()) == parsed.total_lines


@pytest.mark.parametrize(
    ("name", "customer", "said"),
    [
        (
            "customers.csv",
            "000120",
            {
                **{"terms": "30 days", "language": "no", "time_zone": "Europe/Oslo", "city": "Bergen"},
                **{"street": "Bryggen 5", "postal_code": "5003", "region": "Vestland", "parent": ""},
                **{"contact_role": "accounts payable", "one_of_several": "several"},
            },
        ),
        ("customers.csv", "120", {"parent": "000120", "time_zone": "Fjordland", "one_of_several": ""}),
        (
            "datev_customers.csv",
            "10001",
            {
                **{"terms": "30", "language": "de", "street": "Werkstr. 4", "postal_code": "32756"},
                "city": "Detmold",
            },
        ),
        (
            "qbo_contacts.csv",
            "Mesa Dental Group:Tempe",
            {"terms": "30", "street": "9 Mill Ave", "city": "Tempe", "parent": "Mesa Dental Group"},
        ),
        ("xero_contacts.csv", "Kauri Interiors", {"city": "Auckland"}),
        (
            "sap_kna1.csv",
            "0000100601",
            {
                **{"language": "de", "street": "Werkstr. 4", "postal_code": "32756", "city": "Detmold"},
                "region": "NW",
            },
        ),
        ("sap_knb1.csv", "0000100602", {"terms": "NT30", "parent": "0000100601"}),
    ],
)
def test_masters_tell_more(name: str, customer: str, said: dict[str, str]) -> None:
    chunks = read_sample(name).chunks
    cells = columns_of([line for chunk in chunks for line in joined_of(chunk)])
    at = cells["customer_no"].index(customer)
    assert {field: cells[field][at] for field in said} == said


def test_tables_are_joined_and_the_due_date_is_baseline_plus_the_last_days() -> None:
    parsed = read_sample("sap_bsid.csv", "sap_kna1.csv", "sap_knb1.csv")
    found = [
        (line.document_no, line.line, line.customer_name, line.country, line.collector, line.due_date)
        for line in lines_of(parsed)
    ]
    ahorn, lac = ("Ahorn Möbelwerke GmbH", "DE", "M7"), ("Menuiserie du Lac SARL", "FR", "K2")
    assert found == [
        ("1800000901", "001", *ahorn, date(2026, 10, 14).toordinal()),
        ("1800000901", "002", *ahorn, date(2026, 11, 13).toordinal()),
        ("1600000112", "001", *lac, None),
        ("1800000877", "001", *lac, date(2026, 9, 19).toordinal()),
    ]
    assert [line.open_amount for line in lines_of(parsed)] == [520000, 130000, -25000, 225000]


def test_a_file_that_belongs_to_none_is_refused_beside_another() -> None:
    with pytest.raises(FileRefused, match=r"tally.csv has no columns that belong to sap_bsid.csv"):
        read_sample("sap_bsid.csv", "tally.csv")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("bank_statement.csv", "lists what moved on a bank account, not what customers owe"),
        ("payments_list.csv", "lists payments, not what customers owe"),
    ],
)
def test_no_ledger_file(name: str, sentence: str) -> None:
    with pytest.raises(FileRefused, match=sentence):
        read_sample(name)


def table() -> list[list[str]]:
    """The rows of the table in the docs: name, known, what it is, quirks, samples."""
    lines = [line for line in DOCS.read_text("utf-8").splitlines() if line.startswith("| `")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [row for row in rows if len(row) == 5]


def test_the_table_in_the_docs_has_every_layout_as_it_is() -> None:
    found = {row[0].strip("`"): row[1:4] for row in table()}
    assert found == {
        layout.name: [str(layout.certainty), layout.title, "; ".join(layout.quirks)]
        for layout in load_layouts()
    }


@pytest.mark.parametrize("row", table(), ids=lambda row: row[0].strip("`"))
def test_the_sample_that_proves_a_layout_has_it(row: list[str]) -> None:
    name, samples = row[0].strip("`"), [part.strip(" `") for part in row[4].split(",")]
    assert samples
    for sample in samples:
        options: Any = ReadOptions(today=DAY, currency="USD", layout=None)
        if next(one for one in load_layouts() if one.name == name).kind is FileKind.REFUSED:
            with pytest.raises(FileRefused, match="not what customers owe"):
                open_ledger(DATA / sample, options)
        else:
            assert open_ledger(DATA / sample, options).layout.name == name


def test_no_sample_is_without_its_row() -> None:
    told = {part.strip(" `") for row in table() for part in row[4].split(",")}
    assert {f"layouts/{path.name}" for path in SAMPLES.iterdir()} <= told


def test_the_report_of_quickbooks_interface_has_its_currency_in_the_header(tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    path.write_text(
        "CustomerBalanceDetail\nAs of 2026-03-11\n"
        ",Date,Transaction Type,No.,Due Date,Amount (USD),Running Balance (USD)\n"
        "Amy's Birds,,,,,,\n,2026-01-22,Invoice,1001,2026-02-21,1593.50,1593.50\n"
        ",2026-01-30,Credit Memo,1002,,-93.50,1500.00\n"
        "Total for Amy's Birds,,,,,1500.00,1500.00\n",
        "utf-8",
    )
    parsed = open_ledger(path, ReadOptions(today=DAY)).read()
    assert parsed.layout.name == "qbo_balance_detail"
    assert parsed.as_of == date(2026, 3, 11)
    assert [(line.customer_no, line.open_amount) for line in lines_of(parsed)] == [
        ("Amy's Birds", 159350),
        ("Amy's Birds", -9350),
    ]
    assert parsed.totals["USD"].sum == 150000
    assert parsed.warnings == ()
