"""Files that others wrote, with figures worked out by others."""

from datetime import date

import pytest

from arcollect_tui.errors import FileRefused
from tests.data.imports.helpers import SAMPLES, classes, lines_of, read

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared samples are not here")

LEDGERS, LAYOUTS = SAMPLES / "ledgers", SAMPLES / "layouts"


@pytest.mark.parametrize(
    ("day", "count", "total"), [(date(2012, 12, 31), 99, 572506), (date(2013, 6, 30), 84, 511985)]
)
def test_ibm_shows_what_was_open_at_a_day(day: date, count: int, total: int) -> None:
    parsed = read(LEDGERS / "ibm_ar_dmy.csv", as_of=day, currency="USD")
    assert parsed.layout.name == "ibm_ar"
    assert (parsed.totals["USD"].count, parsed.totals["USD"].sum) == (count, total)
    assert parsed.lines["header"] == 1
    assert sum(parsed.lines.values()) == parsed.total_lines == 2467
    assert sum(classes(parsed).get(kind, 0) for kind in ("item", "settled", "future")) == 2466


def test_ibm_overdue_ties() -> None:
    day = date(2012, 12, 31)
    lines = lines_of(read(LEDGERS / "ibm_ar_dmy.csv", as_of=day, currency="USD"))
    overdue = [line.open_amount for line in lines if line.due_date and line.due_date < day.toordinal()]
    assert (len(overdue), sum(overdue)) == (13, 78874)


def test_highradius_keeps_currencies_and_zeros_apart() -> None:
    parsed = read(LEDGERS / "highradius_open_items.csv")
    lines = lines_of(parsed)
    assert parsed.layout.name == "sap_highradius"
    assert {code: (total.count, total.sum) for code, total in parsed.totals.items()} == {
        "USD": (8953, 27511371683),
        "CAD": (747, 4447100908),
    }
    assert len({line.customer_no for line in lines}) == 664
    assert len({line.terms for line in lines}) == 40
    assert {line.fiscal_year for line in lines} == {2020}
    assert not any(line.document_no.endswith(".0") or line.reference.endswith(".0") for line in lines)
    (twins,) = parsed.warnings
    assert twins.startswith("138 numbers of customers stand with and without leading zeros")


@pytest.mark.parametrize(
    ("name", "items", "total", "others"),
    [
        ("qbdesktop_open_invoices.csv", 5, 22500, {"customer": 3, "subtotal": 3, "header": 1}),
        ("qbo_ar_aging_detail.csv", 5, 491725, {"title": 3, "blank": 1, "header": 1}),
        ("sap_fbl5n_with_subtotals.csv", 1, -3021331, {"subtotal": 1, "header": 1}),
        ("tally_bills_receivable.csv", 1, 12850000, {"title": 3, "blank": 1, "header": 1}),
        (
            "qbo_customer_balance_detail.json",
            *(1, 159350),
            {"title": 2, "header": 1, "customer": 1, "subtotal": 1},
        ),
        ("totals_and_credit.csv", 2, 380000, {"total": 1, "header": 1}),
        (
            "xero_aged_receivables_detail.csv",
            *(2, 42550),
            {
                "title": 4,
                "header": 1,
                "customer": 2,
                "subtotal": 2,
                "total": 1,
                "percentage": 1,
                "settled": 1,
            },
        ),
        ("zoho_books_invoices.csv", 1, 12850000, {"settled": 1, "header": 1}),
    ],
)
def test_layouts_of_accounting_packages(name: str, items: int, total: int, others: dict[str, int]) -> None:
    parsed = read(LAYOUTS / name, currency="USD")
    assert classes(parsed) == {"item": items, **others}
    assert (parsed.totals["USD"].count, parsed.totals["USD"].sum) == (items, total)
    assert parsed.held == ()


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("qbo_ar_aging_detail.csv", date(2025, 12, 31)),
        ("tally_bills_receivable.csv", date(2026, 9, 27)),
        ("xero_aged_receivables_detail.csv", date(2025, 3, 31)),
    ],
)
def test_the_title_says_the_as_of(name: str, day: date) -> None:
    assert read(LAYOUTS / name, currency="USD").as_of == day


def test_xero_invoices_tie_to_its_own_summary() -> None:
    parsed = read(LEDGERS / "xero_demo" / "invoices.csv")
    assert parsed.totals["USD"].sum == 919451
    assert [held.field for held in parsed.held] == ["status", "status"]


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("layouts/european_ambiguous.csv", '"Amount" can be read two ways'),
        ("ledgers/xero_demo/payments.csv", "lists payments"),
        ("ledgers/xero_demo/statement-lines.csv", "lists what moved on a bank account"),
        ("ledgers/xero_demo/general-ledger-accounts-receivable.txt", "no row of column names"),
        ("bank/bank_statement_en.csv", "lists what moved on a bank account"),
        ("ledgers/ibm_ar_dmy.csv", "no currency column"),
        ("bank/camt053_v2.xml", "an XML file"),
        ("bank/mt940.sta", "no row of column names"),
    ],
)
def test_what_is_no_list_of_items_is_refused(path: str, sentence: str) -> None:
    with pytest.raises(FileRefused, match=sentence):
        read(SAMPLES / path, currency=None if "ibm" in path else "USD")


#: Every file of the folders: the classes of its lines, or a part of the sentence that refuses it.
EVERY = {
    "layouts/european_ambiguous.csv": "can be read as day/month or as month/day",
    "layouts/qbdesktop_open_invoices.csv": {"header": 1, "item": 5, "customer": 3, "subtotal": 3},
    "layouts/qbo_ar_aging_detail.csv": {"title": 3, "header": 1, "item": 5, "blank": 1},
    "layouts/qbo_customer_balance_detail.json": {
        **{"title": 2, "header": 1, "item": 1, "customer": 1, "subtotal": 1},
    },
    "layouts/qbo_customer_contact_list.csv": {"title": 3, "header": 1, "blank": 1, "card": 5, "held": 1},
    "layouts/sap_fbl5n_with_subtotals.csv": {"header": 1, "item": 1, "subtotal": 1},
    "layouts/tally_bills_receivable.csv": {"title": 3, "header": 1, "item": 1, "blank": 1},
    "layouts/totals_and_credit.csv": {"header": 1, "item": 2, "total": 1},
    "layouts/xero_aged_receivables_detail.csv": {
        **{"title": 4, "header": 1, "item": 2, "customer": 2, "subtotal": 2, "total": 1},
        **{"percentage": 1, "settled": 1},
    },
    "layouts/zoho_books_invoices.csv": {"header": 1, "item": 1, "settled": 1},
    "ledgers/datev_customer_master.csv": {"parameter": 1, "header": 1, "card": 4},
    "ledgers/highradius_open_items.csv": {"header": 1, "item": 9700},
    "ledgers/ibm_ar_dmy.csv": {"header": 1, "settled": 2466},
    "ledgers/xero_demo/aged-receivables-summary.txt": {
        **{"title": 6, "header": 1, "item": 6, "total": 1, "percentage": 1, "blank": 3},
    },
    "ledgers/xero_demo/contacts.csv": {"header": 1, "card": 36, "other": 15},
    "ledgers/xero_demo/credit-notes.csv": {"header": 1, "settled": 3, "other": 2},
    "ledgers/xero_demo/general-ledger-accounts-receivable.txt": "no row of column names",
    "ledgers/xero_demo/invoices.csv": {"header": 1, "item": 9, "settled": 21, "held": 2},
    "ledgers/xero_demo/payments.csv": "lists payments",
    "ledgers/xero_demo/statement-lines.csv": "lists what moved on a bank account",
}


@pytest.mark.parametrize("name", EVERY)
def test_every_line_of_every_file_has_its_class_or_the_file_is_refused(name: str) -> None:
    expected = EVERY[name]
    if isinstance(expected, str):
        with pytest.raises(FileRefused, match=expected):
            read(SAMPLES / name, currency="USD")
        return
    parsed = read(SAMPLES / name, currency="USD")
    assert classes(parsed) == expected
    assert sum(expected.values()) == parsed.total_lines
    assert not any("the file states" in warning for warning in parsed.warnings), "every stated sum ties"


def test_no_file_is_left_out() -> None:
    folders = (LEDGERS, LAYOUTS)
    found = {path for folder in folders for path in folder.rglob("*") if path.is_file()}
    assert {path.relative_to(SAMPLES).as_posix() for path in found} == set(EVERY)


def test_figures_that_whole_files_are_known_by() -> None:
    """Customers of two ledgers, one of them with and without zeros, and what was overdue at a day."""
    numbers = {line.customer_no for line in lines_of(read(LEDGERS / "highradius_open_items.csv"))}
    assert (len(numbers), len({number.lstrip("0") for number in numbers})) == (664, 526)
    day = date(2013, 6, 30)
    lines = lines_of(read(LEDGERS / "ibm_ar_dmy.csv", as_of=day, currency="USD"))
    late = [line.open_amount for line in lines if line.due_date and line.due_date < day.toordinal()]
    assert (len(late), sum(late)) == (12, 83556)
