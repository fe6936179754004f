from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcollect_tui.data.imports.amounts import (
    MarkEvidence,
    decide_marks,
    parse_amount,
    plain_column,
    to_minor,
)
from arcollect_tui.errors import FileRefused

NBSP, NARROW = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("cell", "mark", "value"),
    [
        ("1204", ".", "1204"),
        ("1204.5", ".", "1204.5"),
        (".5", ".", "0.5"),
        ("1,204.50", ".", "1204.50"),
        ("1.204,50", ",", "1204.50"),
        (f"1{NBSP}204,50", ",", "1204.50"),
        (f"1{NARROW}204{NARROW}000,50", ",", "1204000.50"),
        ("1 204,50", ",", "1204.50"),
        ("1'204.50", ".", "1204.50"),
        ("1’204.50", ".", "1204.50"),
        ("1,28,500.00", ".", "128500.00"),
        ("₹11,39,259.30", ".", "1139259.30"),
        ("-12.50", ".", "-12.50"),
        ("\u221212.50", ".", "-12.50"),
        ("12.50-", ".", "-12.50"),
        ("96.13 -", ".", "-96.13"),
        ("1.234,56-", ",", "-1234.56"),
        ("(1200)", ".", "-1200"),
        ("($1,200.00)", ".", "-1200.00"),
        ("$-5.00", ".", "-5.00"),
        ("-$5.00", ".", "-5.00"),
        ("100.00 CR", ".", "-100.00"),
        ("100.00Cr", ".", "-100.00"),
        ("1,28,500.00 Dr", ".", "128500.00"),
        ("EUR 5,00", ",", "5.00"),
        ("5,00 €", ",", "5.00"),
        ("+5.00", ".", "5.00"),
        ("-", ".", "0"),
        ("–", ".", "0"),
        ("0.00-", ".", "0"),
        ("'12.00", ".", "12.00"),
        ("123456789012345", ".", "123456789012345"),
    ],
)
def test_an_amount_is_read_as_written(cell: str, mark: str, value: str) -> None:
    assert parse_amount(cell, mark).value == Decimal(value)
    assert parse_amount(cell, mark).problem == ""


@pytest.mark.parametrize(
    "cell",
    [
        *["NaN", "Infinity", "1_000", "1e5", "1E+5", "١٢٣", "１２", "12%", "abc", "--5", "-5-", "(5", "5)"],
        *["-(5)", "5 CR-", "1,20,4.50", "1.2.3", "12,34,56", "0,204.00", "1234567890123456", "=1+1", "1 2"],
    ],
)
def test_what_is_no_amount_has_a_problem_and_no_value(cell: str) -> None:
    amount = parse_amount(cell, ".")
    assert amount.value is None
    assert amount.problem


def test_an_empty_cell_has_neither_value_nor_problem() -> None:
    assert parse_amount("  ", ".") == (None, "", "")


@pytest.mark.parametrize(
    ("cell", "code"), [("€5", "EUR"), ("5 GBP", "GBP"), ("$5", ""), ("5", ""), ("USD 5", "USD")]
)
def test_a_cell_may_carry_its_currency(cell: str, code: str) -> None:
    assert parse_amount(cell, ".").currency == code


@pytest.mark.parametrize(
    ("cells", "mark"),
    [
        (["12.50", "3"], "."),
        (["12,50", "3"], ","),
        (["97.6"], "."),
        (["1.204", "1.204,5"], ","),
        (["1,204", "12.34"], "."),
        (["0,204", "1.204,50"], ","),
        (["1234.567"], "."),
        (["1.204.500"], ","),
        (["1 204,500"], ","),
        (["100", "2500"], "."),
        (["(1,204.00)", "1,204"], "."),
        (["", "10,00"], ","),
    ],
)
def test_the_whole_column_decides_the_decimal_mark(cells: list[str], mark: str) -> None:
    found = MarkEvidence()
    found.look(cells)
    assert decide_marks("f.csv", {"Amount": found})[0] == mark


@pytest.mark.parametrize("cell", ["10.000", "1,204", "-1.204", "(1.204)"])
def test_a_column_that_fits_both_readings_is_refused_by_name(cell: str) -> None:
    found = MarkEvidence()
    found.look([cell, "500"])
    with pytest.raises(FileRefused, match=r'f\.csv: column "Amount" can be read two ways'):
        decide_marks("f.csv", {"Amount": found})


def test_the_refusal_shows_both_readings() -> None:
    found = MarkEvidence()
    found.look(["10.250"])
    with pytest.raises(FileRefused, match=r"10\.250 or 10250"):
        decide_marks("f.csv", {"Amount": found})


def test_another_column_of_the_file_may_show_the_mark() -> None:
    vague, clear = MarkEvidence(), MarkEvidence()
    vague.look(["1.204"])
    clear.look(["1.204,50"])
    mark, evidence = decide_marks("f.csv", {"Amount": vague, "Open": clear})
    assert mark == ","
    assert "other amounts" in evidence["Amount"]


def test_two_marks_in_one_file_are_refused() -> None:
    found = MarkEvidence()
    found.look(["1.204,50", "1,204.50"])
    with pytest.raises(FileRefused, match="contradict"):
        decide_marks("f.csv", {"Amount": found})


@pytest.mark.parametrize(
    ("value", "code", "minor", "rounded"),
    [
        ("12.34", "USD", 1234, False),
        ("12.345", "USD", 1234, True),
        ("12.355", "USD", 1236, True),
        ("12", "JPY", 12, False),
        ("12.5", "JPY", 12, True),
        ("1.2345", "KWD", 1234, True),
        ("-0.005", "EUR", 0, True),
    ],
)
def test_minor_units_are_rounded_half_to_even(value: str, code: str, minor: int, rounded: bool) -> None:
    assert to_minor(Decimal(value), code) == (minor, rounded)


@given(
    st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=20),
    st.sampled_from([".", ","]),
    st.booleans(),
)
def test_a_column_at_once_equals_cell_by_cell(values: list[int], mark: str, grouped: bool) -> None:
    cells = []
    for value in values:
        text = f"{abs(value) // 100:,}" if grouped else str(abs(value) // 100)
        text = text.replace(",", "," if mark == "." else ".")
        cells.append(f"{'-' if value < 0 else ''}{text}{mark}{abs(value) % 100:02}")
    assert plain_column(cells, mark) == values
    assert [to_minor(parse_amount(cell, mark).value or Decimal(0), "EUR")[0] for cell in cells] == values


@given(st.lists(st.text("0123456789.,-+() ", max_size=8), min_size=1, max_size=4))
def test_the_quick_way_never_reads_what_the_grammar_does_not(cells: list[str]) -> None:
    quick = plain_column(cells, ".")
    if quick is not None:
        read = [parse_amount(cell, ".").value for cell in cells]
        assert [None if value is None else to_minor(value, "EUR")[0] for value in read] == quick
