"""Amounts at the edges: other currencies than the dollar, limits, and every sentence whole."""

import pytest

from arcollect_tui.errors import UsageError
from arcollect_tui.rules.formats import office_format
from arcollect_tui.rules.money import MOST_MINOR, parse_amount, parse_signed, plain, shown, shown_short

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
    ("text", "currency", "minor"),
    [("-500 jpy", "JPY", -500), ("¥ 1,200", "JPY", 1200), ("- 500", "JPY", -500), ("-0.01", "USD", -1)],
)
def test_a_signed_amount_may_name_its_currency(text: str, currency: str, minor: int) -> None:
    assert parse_signed(text, currency, US) == minor


def test_a_signed_amount_in_another_currency_is_refused() -> None:
    with pytest.raises(UsageError, match="is not in USD"):
        parse_signed("500 jpy", "USD", US)


DOLLARS = ["USD", "AUD", "BBD", "BMD", "BND", "BSD", "BZD", "CAD", "CLP", "COP"]
DOLLARS += ["FJD", "HKD", "JMD", "MXN", "NZD", "SGD", "TTD"]
SIGNS = {"€": ["EUR"], "£": ["GBP", "EGP", "FKP", "GIP", "SHP"], "¥": ["JPY", "CNY"], "$": DOLLARS}


@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_stands_for_its_currencies_and_no_other(sign: str) -> None:
    for currency in SIGNS[sign]:
        for text in (f"{sign}500", f"{sign} 500", f"500{sign}", f"500 {sign}"):
            assert parse_amount(text, currency, US) == parse_amount("500", currency, US)
    for others in SIGNS.values():
        for currency in others:
            if currency not in SIGNS[sign]:
                assert f"is not in {currency}" in refusal(f"{sign}500", currency)


@pytest.mark.parametrize("text", ["5\u00a05", "5\u20095", "5\u202f5", "1’2", "1'2"])
def test_what_parts_groups_of_three_joins_no_other_digits(text: str) -> None:
    assert "is no amount" in refusal(text)


@pytest.mark.parametrize("text", ["1\u00a0204", "1\u2009204", "1\u202f204", "1’204", "1'204", "1 204"])
def test_groups_may_be_parted_by_any_space_or_apostrophe(text: str) -> None:
    assert parse_amount(text, "USD", US) == 1204_00


@pytest.mark.parametrize(("minor", "text"), [(1, "0.01"), (-1, "-0.01"), (0, "0.00"), (-100, "-1.00")])
def test_one_cent_less_than_nothing_has_its_sign(minor: int, text: str) -> None:
    assert plain(minor, "USD") == text
    assert shown(minor, "USD", US) == text


@pytest.mark.parametrize(
    ("minor", "text"),
    [
        (5_00, "5.00"),
        (999_00, "999.00"),
        (1_000_00, "1,000.00"),
        (99_999_00, "99,999.00"),
        (100_000_00, "1,00,000.00"),
        (100_001_00, "1,00,001.00"),
    ],
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


def test_four_decimals_leave_room_for_fourteen_digits() -> None:
    assert parse_amount("999999999999999", "KWD", US) == 999_999_999_999_999_000
    assert parse_amount("99999999999999", "CLF", US) == 999_999_999_999_990_000
    assert "is too long: type at most 14 digits" in refusal("100000000000000", "CLF")


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
        ("=5+ +3", "USD", None, '"=5+ +3" is no sum: type one such as =1200+350.'),
        ("=1-1.01", "USD", None, '"=1-1.01" comes to less than nothing or too much: type another.'),
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
