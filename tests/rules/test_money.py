"""Amounts: printed in the office's way, and read as people type them."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcollect_tui.errors import UsageError
from arcollect_tui.rules.formats import office_format
from arcollect_tui.rules.money import (
    exponent,
    is_currency,
    odd_scales,
    parse_amount,
    parse_signed,
    plain,
    scale,
    share,
    shown,
    shown_short,
)

US, DE, FR, CH, IN = map(office_format, ("US", "DE", "FR", "CH", "IN"))
PLACES = "US DE FR CH IN GB SE JP CN BR PL ZA EG IR AT LI ES"
COUNTRIES = PLACES.split()
NO_AMOUNTS = """
    1.2.3 1,2,3 NaN inf Infinity 1_000 1e5 1E5 ١٢ ５０ 12.345 1.23456 1.000 12345678901234567 0x10
    1,23,456 12.4kk k % = =1++2 =1200+ =1-2 1.2k3 1234,567.8 --5 +5 5- (5) 500xyz eur500eur 1..2
    01,234 99999999999m 101% 1000% -50% $ all5 1.000001k
"""
CURRENCIES = ["USD", "EUR", "JPY", "KRW", "KWD", "BHD", "TND", "CLF", "INR", "CHF", "HUF"]


@pytest.mark.parametrize(
    ("code", "digits"),
    [("USD", 2), ("JPY", 0), ("KRW", 0), ("ISK", 0), ("KWD", 3), ("OMR", 3), ("CLF", 4), ("ZZZ", 2)],
)
def test_the_minor_unit_has_the_digits_of_iso_4217(code: str, digits: int) -> None:
    assert exponent(code) == digits
    assert scale(code) == 10**digits


def test_the_currencies_without_hundredths_are_listed_with_their_scale() -> None:
    odd = odd_scales()
    assert (odd["JPY"], odd["KWD"], odd["CLF"]) == (1, 1000, 10000)
    assert "USD" not in odd


@pytest.mark.parametrize("code", ["USD", "EUR", "JPY", "XCG", "ZWG", "VES", "XOF", "CLF"])
def test_active_codes_are_currencies(code: str) -> None:
    assert is_currency(code)


@pytest.mark.parametrize("code", ["", "usd", "XXX", "XTS", "XAU", "DEM", "HRK", "NAN", "US", "EURO"])
def test_other_codes_are_not(code: str) -> None:
    assert not is_currency(code)


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (123450, "USD", "1234.50"),
        (-5, "USD", "-0.05"),
        (0, "USD", "0.00"),
        (1234, "JPY", "1234"),
        (-1234, "KWD", "-1.234"),
        (10**17, "EUR", "1000000000000000.00"),
    ],
)
def test_plain_amounts(minor: int, currency: str, text: str) -> None:
    assert plain(minor, currency) == text


@pytest.mark.parametrize(
    ("minor", "currency", "country", "text"),
    [
        (123450, "USD", "US", "1,234.50"),
        (123450, "EUR", "DE", "1.234,50"),
        (123450, "EUR", "FR", "1\u00a0234,50"),
        (123450, "CHF", "CH", "1’234.50"),
        (1234567890, "INR", "IN", "1,23,45,678.90"),
        (100000005, "INR", "IN", "10,00,000.05"),
        (99999, "INR", "IN", "999.99"),
        (1234567, "JPY", "JP", "1,234,567"),
        (-5, "EUR", "DE", "-0,05"),
    ],
)
def test_shown_amounts(minor: int, currency: str, country: str, text: str) -> None:
    assert shown(minor, currency, office_format(country)) == text


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (0, "USD", "0"),
        (5, "USD", "0.05"),
        (905, "USD", "9.05"),
        (8055, "USD", "80.6"),
        (95000, "USD", "950"),
        (99999, "USD", "1.00k"),
        (4120000, "USD", "41.2k"),
        (10000000, "USD", "100k"),
        (99950000, "USD", "1.00M"),
        (-191000000, "USD", "-1.91M"),
        (250_000_000_000, "USD", "2.50B"),
        (999, "JPY", "999"),
        (5, "KWD", "0.005"),
    ],
)
def test_short_amounts_have_three_digits(minor: int, currency: str, text: str) -> None:
    assert shown_short(minor, currency, US) == text


def test_short_amounts_use_the_decimal_mark_of_the_office() -> None:
    assert shown_short(4120000, "EUR", DE) == "41,2k"


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("", 200055),
        ("all", 200055),
        (" ALL ", 200055),
        ("full", 300000),
        ("half", 100028),  # 1000.275: the half goes to the even neighbour
        ("50%", 100028),
        ("12.5 %", 25007),
        ("100%", 200055),
        ("0", 0),
        ("12.4k", 1240000),
        ("12.4K", 1240000),
        ("1.5m", 150000000),
        ("-80.55", 192000),
        ("−80.55", 192000),
        ("- 80", 192055),
        ("=1200+350", 155000),
        ("= 1,200.50 - 0.50 + 1k", 220000),
        ("500 usd", 50000),
        ("500USD", 50000),
        ("usd 500", 50000),
        ("$500", 50000),
        ("12.4k usd", 1240000),
        ("1204", 120400),
        ("1204.5", 120450),
        ("1,204.50", 120450),
        ("1.204,50", 120450),
        ("12,50", 1250),
        ("1,204", 120400),
        ("1 204.50", 120450),
        ("1'204.50", 120450),
        (".5", 50),
        ("0.204k", 20400),
        ("1,234,567", 123456700),
        ("999999999999999", 99999999999999900),
    ],
)
def test_what_people_type_in_a_dollar_office(text: str, minor: int) -> None:
    assert parse_amount(text, "USD", US, default=200055, full=300000) == minor


@pytest.mark.parametrize(
    ("text", "currency", "country", "minor"),
    [
        ("1.204", "EUR", "DE", 120400),
        ("1.204,50", "EUR", "DE", 120450),
        ("1,204.50", "EUR", "DE", 120450),
        ("12.4k", "EUR", "DE", 1240000),
        ("12,4k", "EUR", "DE", 1240000),
        ("500 €", "EUR", "DE", 50000),
        ("1.204", "KWD", "US", 1204),
        ("1,204", "KWD", "DE", 1204),
        ("1,204", "JPY", "US", 1204),
        ("1\u202f204,50", "EUR", "FR", 120450),
        ("12,34,567.50", "INR", "IN", 123456750),
    ],
)
def test_marks_are_read_the_office_s_way(text: str, currency: str, country: str, minor: int) -> None:
    assert parse_amount(text, currency, office_format(country)) == minor


@pytest.mark.parametrize(
    ("text", "currency", "country", "readings"),
    [
        ("1.204", "USD", "US", ("1.204", "1,204.00", "type 1204.00")),
        ("5,123", "EUR", "DE", ("5,123", "5.123,00", "type 5123,00")),
        ("1,204", "KWD", "US", ("1,204.000", "1.204", "type 1204.000 or 1.204")),
        ("1.204", "KWD", "DE", ("1.204,000", "1,204", "type 1204,000 or 1,204")),
        ("1.204k", "USD", "US", ("1,204.00", "1,204,000.00")),
        ("1.204k", "KWD", "US", ("1,204.000", "1,204,000.000")),
        ("1.204", "JPY", "US", ("1.204", "1,204")),
    ],
)
def test_two_possible_readings_are_both_shown(
    text: str, currency: str, country: str, readings: tuple[str, ...]
) -> None:
    with pytest.raises(UsageError) as refused:
        parse_amount(text, currency, office_format(country))
    for reading in readings:
        assert reading in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [*NO_AMOUNTS.split(), "5 5", "1 23", "500 eur", "€5", "12 k x", "\x1b[2J", "5\x00"],
)
def test_anything_else_is_refused_with_a_cure(text: str) -> None:
    with pytest.raises(UsageError, match="type"):
        parse_amount(text, "USD", US, default=100, full=100)


@pytest.mark.parametrize("text", ["", "all", "half", "50%", "full", "-5"])
def test_a_part_of_an_unknown_proposal_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="type a number"):
        parse_amount(text, "USD", US)


def test_no_more_than_the_proposal_can_be_taken_off() -> None:
    assert parse_amount("-1", "USD", US, default=100) == 0
    with pytest.raises(UsageError, match="more than the proposed"):
        parse_amount("-1.01", "USD", US, default=100)


@given(st.integers(-(10**15) + 1, 10**15 - 1), st.sampled_from(CURRENCIES), st.sampled_from(COUNTRIES))
def test_a_shown_amount_reads_back(minor: int, currency: str, country: str) -> None:
    fmt = office_format(country)
    assert parse_signed(shown(minor, currency, fmt), currency, fmt) == minor
    if minor >= 0:
        assert parse_amount(shown(minor, currency, fmt), currency, fmt) == minor
        assert parse_amount(f"{shown(minor, currency, fmt)} {currency}", currency, fmt) == minor


@pytest.mark.parametrize(
    ("minor", "part", "expected"),
    [
        (1, "1/2", 0),
        (3, "1/2", 2),
        (5, "1/2", 2),
        (-3, "1/2", -2),
        (100, "1/3", 33),
        (7, "1", 7),
        (7, "0", 0),
    ],
)
def test_a_share_rounds_a_half_to_the_even_neighbour(minor: int, part: str, expected: int) -> None:
    assert share(minor, Fraction(part)) == expected


@given(
    st.text() | st.text("0123456789.,'kme%=+- \u00a0$€"),
    st.sampled_from(CURRENCIES),
    st.sampled_from(COUNTRIES),
)
def test_no_text_does_worse_than_a_usage_error(text: str, currency: str, country: str) -> None:
    try:
        minor = parse_amount(text, currency, office_format(country), 12345, 67890)
    except UsageError:
        return
    assert 0 <= minor < 10**18
