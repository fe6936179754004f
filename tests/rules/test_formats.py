"""The customs of an office, from its country."""

from datetime import date

import pytest

from arcollect_tui.errors import UsageError
from arcollect_tui.rules.formats import OfficeFormat, long_day, office_format, short_day, shown_day

DAY = date(2026, 11, 3)


@pytest.mark.parametrize(
    ("country", "expected", "day"),
    [
        ("US", OfficeFormat("US", ".", ",", "mdy", "/", 6), "11/03/2026"),
        ("DE", OfficeFormat("DE", ",", ".", "dmy", ".", 0), "03.11.2026"),
        ("GB", OfficeFormat("GB", ".", ",", "dmy", "/", 0), "03/11/2026"),
        ("FR", OfficeFormat("FR", ",", "\u00a0", "dmy", "/", 0), "03/11/2026"),
        ("SE", OfficeFormat("SE", ",", "\u00a0", "ymd", "-", 0), "2026-11-03"),
        ("NL", OfficeFormat("NL", ",", ".", "dmy", "-", 0), "03-11-2026"),
        ("IN", OfficeFormat("IN", ".", ",", "dmy", "/", 6, lakh=True), "03/11/2026"),
        ("HU", OfficeFormat("HU", ",", "\u00a0", "ymd", ".", 0), "2026.11.03"),
    ],
)
def test_offices(country: str, expected: OfficeFormat, day: str) -> None:
    assert office_format(country) == expected
    assert shown_day(DAY, expected) == day


def test_the_default_is_the_united_states_and_case_does_not_matter() -> None:
    assert office_format() == office_format("us") == office_format(" US ")


def test_every_country_has_a_whole_format() -> None:
    from babel.core import get_global

    for country in get_global("territory_languages"):
        if country != "ZZ":
            fmt = office_format(country)
            assert {fmt.decimal, fmt.group} <= set(".,’\u00a0"), country
            assert fmt.decimal != fmt.group, country
            assert fmt.date_separator in "./-", country


@pytest.mark.parametrize("country", ["", "ZZ", "XX", "USA", "de_DE", "../..", "D1"])
def test_no_such_country(country: str) -> None:
    with pytest.raises(UsageError, match="two letters"):
        office_format(country)


def test_days_in_words() -> None:
    assert short_day(DAY) == "3 Nov"
    assert long_day(date(2026, 11, 27)) == "Fri 27 Nov 2026"
    assert long_day(DAY) == "Tue 3 Nov 2026"
