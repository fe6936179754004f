"""Amounts at the edges: other currencies than the dollar, limits, and every sentence whole."""

import pytest

from arcollect_tui.errors import UsageError
from arcollect_tui.rules.formats import office_format
from arcollect_tui.rules.money import MOST_MINOR, parse_amount, parse_signed, shown, shown_short

US, DE, IN = map(office_format, ("US", "DE", "IN"))


def refusal(text: str, currency: str = "USD", default: int | None = None) -> str:
    """The sentence that an amount is refused with."""
    with pytest.raises(UsageError) as refused:
        parse_amount(text, currency, US, default)
    return refused.value.sentence


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("=1200+350", "JPY", 1550),
        ("=1.250+0.125", "KWD", 1375),
        ("=5-5", "USD", 0),
        ("=1-0.99", "USD", 1),
        ("-80", "JPY", 920),
        ("-0.125", "KWD", 875),
        ("12,5%", "USD", 125),
        ("12.5%", "USD", 125),
        ("500 jpy", "JPY", 500),
    ],
)
def test_sums_and_reductions_are_in_the_minor_units_of_the_currency(
    text: str, currency: str, minor: int
) -> None:
    assert parse_amount(text, currency, US, default=1000) == minor


@pytest.mark.parametrize(
    ("text", "currency", "minor"), [("-500 jpy", "JPY", -500), ("¥ 1,200", "JPY", 1200)]
)
def test_a_signed_amount_may_name_its_currency(text: str, currency: str, minor: int) -> None:
    assert parse_signed(text, currency, US) == minor


def test_a_signed_amount_in_another_currency_is_refused() -> None:
    with pytest.raises(UsageError, match="is not in USD"):
        parse_signed("500 jpy", "USD", US)


@pytest.mark.parametrize(
    ("minor", "text"), [(99_999_00, "99,999.00"), (100_000_00, "1,00,000.00"), (100_001_00, "1,00,001.00")]
)
def test_lakhs_begin_at_a_hundred_thousand(minor: int, text: str) -> None:
    assert shown(minor, "INR", IN) == text


@pytest.mark.parametrize(("minor", "text"), [(1, "1"), (-1, "-1"), (10**13, "10000B"), (0, "0")])
def test_short_amounts_know_their_sign_and_no_letter_beyond_billions(minor: int, text: str) -> None:
    assert shown_short(minor, "JPY", US) == text


def test_fifteen_digits_are_taken_and_no_more() -> None:
    assert parse_amount("999999999999999", "USD", US) == 999_999_999_999_999_00
    assert parse_amount("999999999m", "JPY", US) == 999_999_999_000_000
    assert "at most 15 digits" in refusal("1000000000000000")
    assert "at most 15 digits" in refusal("1000000000m")
    assert "at most 15 digits" in refusal("0.000000000000001k")


def test_a_sum_may_come_to_the_most_that_a_store_holds() -> None:
    """Ten times fifteen digits of hundredths is one unit short of it."""
    nines = "+".join(["999999999999999"] * 10)
    assert parse_amount(f"={nines}+9.99", "USD", US) == MOST_MINOR
    assert "too much" in refusal(f"={nines}+10")


@pytest.mark.parametrize(
    ("text", "currency", "default", "sentence"),
    [
        ("full", "USD", None, "An amount is needed, the open balance is not known here: type a number."),
        ("half", "USD", None, "An amount is needed, there is no proposed amount here: type a number."),
        (
            "-1",
            "USD",
            None,
            "An amount is needed, there is no proposed amount to take it from: type a number.",
        ),
        ("-11", "USD", 1000, "That is more than the proposed amount: type a smaller number to take off."),
        ("abc", "USD", None, '"abc" is no amount: type one such as 1,234.50.'),
        ("abc", "JPY", None, '"abc" is no amount: type one such as 123,450.'),
        ("5.5", "JPY", None, '"5.5" is finer than JPY goes: type one such as 123,450.'),
    ],
)
def test_a_refusal_says_what_to_type(text: str, currency: str, default: int | None, sentence: str) -> None:
    assert refusal(text, currency, default) == sentence


def test_a_lakh_grouping_is_read_in_either_way_of_writing() -> None:
    assert parse_amount("1.23.456,50", "INR", IN) == 123_456_50


def test_only_small_letters_after_a_number_scale_it() -> None:
    assert parse_amount("1.5k", "JPY", US) == 1500
    assert parse_amount("15", "JPY", US) == 15
