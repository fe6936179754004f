"""The customs of an office, from its country."""

import re
from datetime import date

import pytest
from babel import Locale, UnknownLocaleError
from babel.core import get_global

from arcollect_tui.errors import UsageError
from arcollect_tui.rules.customs import CUSTOMS, DateOrder
from arcollect_tui.rules.formats import OfficeFormat, long_day, office_format, short_day, shown_day

DAY = date(2026, 11, 3)
ORDERS: dict[str, DateOrder] = {"dMy": "dmy", "Mdy": "mdy", "yMd": "ymd"}


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


def from_the_repository(country: str) -> OfficeFormat:
    """What the Unicode Common Locale Data Repository says of the locale that most people there use."""
    try:
        locale = Locale.parse(f"und_{country}")
    except UnknownLocaleError:
        locale = Locale.parse("en_001")  # a territory with too few people to have customs
    symbols = locale.number_symbols["latn"]
    pattern = re.sub(r"'[^']*'|[^\x20-\x7e]", "", locale.date_formats["short"].pattern)
    order = "".join(dict.fromkeys(re.findall("[dMy]", pattern)))
    separator = re.search("[./-]", pattern)
    return OfficeFormat(
        country=country,
        decimal=symbols["decimal"],
        # Many terminal fonts lack the narrow no-break space.
        group=symbols["group"].replace("\u202f", "\u00a0"),
        date_order=ORDERS[order],
        date_separator=separator.group() if separator else "-",
        week_start=locale.first_week_day,
        lakh=locale.decimal_formats[None].grouping == (3, 2),
    )


COUNTRIES = sorted(set(get_global("territory_languages")) - {"ZZ"})


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_country_has_the_customs_of_the_repository(country: str) -> None:
    fmt = office_format(country)
    assert fmt == from_the_repository(country)
    assert {fmt.decimal, fmt.group} <= set(".,’\u00a0")
    assert fmt.decimal != fmt.group
    assert fmt.date_separator in "./-"


def test_no_country_is_told_twice() -> None:
    told = [country for *_, countries in CUSTOMS for country in countries.split()]
    assert sorted(told) == COUNTRIES


@pytest.mark.parametrize("country", ["", "ZZ", "XX", "USA", "de_DE", "../..", "D1"])
def test_no_such_country(country: str) -> None:
    with pytest.raises(UsageError, match="two letters"):
        office_format(country)


def test_days_in_words() -> None:
    assert short_day(DAY) == "3 Nov"
    assert long_day(date(2026, 11, 27)) == "Fri 27 Nov 2026"
    assert long_day(DAY) == "Tue 3 Nov 2026"
