"""What must hold for any file that the rules of layouts meet."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arcollect_tui.data.imports.dates import DateMemo, exchanged
from arcollect_tui.data.imports.headers import find_header
from arcollect_tui.data.imports.labels import stated_count, title_kind
from arcollect_tui.data.imports.netting import Nets
from arcollect_tui.data.imports.swapped import find_mixture
from arcollect_tui.data.imports.tellings import zero_twins
from tests.data.imports.helpers import read_text

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=10)
POSTINGS = st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from(["1", "2", ""]), st.integers(-99, 99)))
DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


@settings(max_examples=60)
@given(rows=st.lists(st.lists(WORDS, max_size=6), max_size=10))
def test_every_line_of_a_contact_list_has_one_class(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(
        [["Customer No", "Company Name", "Phone", "Email", "Country"], *rows]
    )
    parsed = read_text(tmp_path_factory.mktemp("f"), out.getvalue())
    assert sum(parsed.lines.values()) == parsed.total_lines
    assert parsed.lines["card"] == parsed.count
    assert parsed.lines["held"] == len(parsed.held)
    assert parsed.totals == {}


@given(POSTINGS)
def test_netting_moves_no_money(postings: list[tuple[str, str, int]]) -> None:
    customers, numbers, values = (
        (list(column) for column in zip(*postings, strict=True)) if postings else ([],) * 3
    )
    texts, codes = {"customer_no": customers, "document_no": numbers}, ["EUR"] * len(values)
    nets = Nets(("customer_no", "document_no"))
    nets.add(texts, codes, values)
    rest = nets.net(texts, codes, values)
    for key in {(customer, number) for customer, number, _ in postings}:
        at = [place for place, posting in enumerate(postings) if posting[:2] == key]
        assert sum(rest[place] or 0 for place in at) == sum(values[place] for place in at)
        assert key[1] == "" or sum(1 for place in at if rest[place]) <= 1


@given(DAYS)
def test_exchanging_twice_gives_the_day_again(day: date) -> None:
    assert exchanged(exchanged(day.isoformat())) == day.isoformat()
    if day.day <= 12:
        assert (
            DateMemo("dmy", swapped=True)[day.isoformat()]
            == day.replace(day=day.month, month=day.day).toordinal()
        )


@given(st.lists(DAYS, min_size=1))
def test_what_a_spreadsheet_swapped_is_found_and_nothing_else(days: list[date]) -> None:
    right = {f"{day:%d/%m/%Y}" for day in days}
    swapped = {
        f"{day.year}-{day.day:02}-{day.month:02}" if day.day <= 12 else f"{day:%d/%m/%Y}" for day in days
    }
    doubtful = any(day.day <= 12 and day.day != day.month for day in days)
    texts = any(day.day > 12 for day in days)
    assert (find_mixture("Date", swapped, "dmy") is not None) == (doubtful and texts)
    assert find_mixture("Date", right, "dmy") is None
    assert find_mixture("Date", {day.isoformat() for day in days}, "dmy") is None


@given(st.sets(st.text("0123456789", min_size=1, max_size=4)))
def test_twins_differ_by_zeros_alone(numbers: set[str]) -> None:
    groups = zero_twins(numbers)
    assert all(len({number.lstrip("0") for number in group}) == 1 and len(group) > 1 for group in groups)
    assert len(numbers) - sum(len(group) - 1 for group in groups) == len(
        {number.lstrip("0") for number in numbers}
    )


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("57 records", 57),
        ("Number of items: 1,204", 1204),
        ("*** 12 lines listed ***", 12),
        ("Anzahl Posten: 9", 9),
        ("Total invoices 33", 33),
        ("Nombre de factures : 4", 4),
        ("12 Oaks Ltd", None),
        ("Lines Ltd", None),
        ("Printed 12 May", None),
    ],
)
def test_a_trailer_may_state_a_count(text: str, count: int | None) -> None:
    assert stated_count(text) == count


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (["Company code: 1000"], "parameter"),
        (["Ledger:", "main"], "parameter"),
        (["EXTF", "700"], "parameter"),
        (["Open items"], "title"),
        (["", ""], "blank"),
    ],
)
def test_lines_before_the_header(row: list[str], kind: str) -> None:
    assert title_kind(row).value == kind


def test_a_row_of_data_is_no_half_of_a_header() -> None:
    known = {"customer", "amount", "customername", "date"}
    found = find_header([["Customer", "Amount", "Date"], ["Customer A", "5.00", "2026-01-01"]], known)
    assert found is not None
    assert (found.height, found.names) == (1, ("Customer", "Amount", "Date"))
