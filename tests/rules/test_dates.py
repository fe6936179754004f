"""Days as people type them, on Monday 23 November 2026, and the calendars they depend on."""

from contextlib import suppress
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcollect_tui.errors import UsageError
from arcollect_tui.rules.dates import (
    WeekendCalendar,
    add_business_days,
    add_months,
    country_calendar,
    echo_day,
    parse_day,
    parse_time,
    roll_forward,
)
from arcollect_tui.rules.formats import office_format, shown_day

TODAY = date(2026, 11, 23)
US = country_calendar("US")
NO_DAYS = """
    2026-02-30 31.02 31.02.2026 13/13 0 00 32 99 2026-13-01 2026-11 27.11.202 29.02 xyz fr1 +99999
    +9999b 123 1234567 2026113 t0 next + +d eox ２７.１１ 31nov frii 1/2/3/4 0000-01-01 next+7
"""


def read(text: str, country: str = "US", *, today: date = TODAY, past: bool = False) -> str:
    return parse_day(text, today, office_format(country), US, past=past).isoformat()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("t", "2026-11-23"),
        ("Today", "2026-11-23"),
        ("tom", "2026-11-24"),
        ("+1", "2026-11-24"),
        ("yesterday", "2026-11-22"),
        ("f", "2026-11-27"),
        ("fri", "2026-11-27"),
        ("FRIDAY", "2026-11-27"),
        ("tu", "2026-11-24"),
        ("th", "2026-11-26"),
        ("sa", "2026-11-28"),
        ("mon", "2026-11-30"),
        ("next fri", "2026-12-04"),
        ("+0", "2026-11-23"),
        ("+7", "2026-11-30"),
        ("+7d", "2026-11-30"),
        ("-3", "2026-11-20"),
        ("+2w", "2026-12-07"),
        ("+1m", "2026-12-23"),
        ("+3b", "2026-11-27"),
        ("-1b", "2026-11-20"),
        ("15", "2026-12-15"),
        ("30", "2026-11-30"),
        ("31", "2026-12-31"),
        ("23", "2026-12-23"),
        ("27.11", "2026-11-27"),
        ("27.11.", "2026-11-27"),
        ("11/27", "2026-11-27"),
        ("23.11", "2026-11-23"),
        ("22.11", "2027-11-22"),
        ("2026-11-27", "2026-11-27"),
        ("2026/11/27", "2026-11-27"),
        ("20261127", "2026-11-27"),
        ("27.11.2026", "2026-11-27"),
        ("27.11.26", "2026-11-27"),
        ("27 nov", "2026-11-27"),
        ("27 November 2027", "2027-11-27"),
        ("3 jan", "2027-01-03"),
        ("eow", "2026-11-27"),
        ("eom", "2026-11-30"),
        ("eoq", "2026-12-31"),
        (" +7 ", "2026-11-30"),
    ],
)
def test_shorthand(text: str, day: str) -> None:
    assert read(text) == day


@pytest.mark.parametrize(
    ("text", "country", "day"),
    [
        ("03/04", "US", "2027-03-04"),
        ("03/04", "GB", "2027-04-03"),
        ("03.04", "DE", "2027-04-03"),
        ("03.04", "GB", "2027-04-03"),
        ("03-04", "SE", "2027-03-04"),
        ("03/04/2026", "US", "2026-03-04"),
        ("03/04/2026", "GB", "2026-04-03"),
        ("26-11-27", "SE", "2026-11-27"),
        ("11/27", "DE", "2026-11-27"),
    ],
)
def test_day_and_month_stand_in_the_order_of_the_office(text: str, country: str, day: str) -> None:
    assert read(text, country) == day


@pytest.mark.parametrize(
    ("text", "country", "cures"),
    [
        ("03/04", "DE", ("2027-03-04", "2027-04-03")),
        ("03.04", "US", ("2027-03-04", "2027-04-03")),
        ("03/04/2026", "SE", ("2026-03-04", "2026-04-03")),
        ("26-11-27", "US", ("2026-11-27", "2027-11-26")),
        ("s", "US", ("sa", "su")),
    ],
)
def test_an_open_order_asks(text: str, country: str, cures: tuple[str, ...]) -> None:
    with pytest.raises(UsageError) as refused:
        read(text, country)
    assert str(refused.value).endswith(f"type {' or '.join(cures)}.")


@pytest.mark.parametrize(
    "text",
    [*NO_DAYS.split(), "30 feb", "27 foo", "\x1b[2J", "tomorrow evening"],
)
def test_other_texts_are_refused_with_a_cure(text: str) -> None:
    with pytest.raises(UsageError, match="type a day such as fri, \\+7 or 11/23/2026 or 2026-11-23"):
        read(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("fri", "2026-11-20"),
        ("mon", "2026-11-16"),
        ("15", "2026-11-15"),
        ("23", "2026-10-23"),
        ("31", "2026-10-31"),
        ("27.11", "2025-11-27"),
        ("23.11", "2026-11-23"),
        ("t", "2026-11-23"),
    ],
)
def test_a_past_day_is_looked_for_before_today(text: str, day: str) -> None:
    assert read(text, past=True) == day


@pytest.mark.parametrize("weekday", range(7))
def test_a_weekday_is_never_today(weekday: int) -> None:
    today = TODAY + timedelta(days=weekday)
    assert read(today.strftime("%A"), today=today) == (today + timedelta(days=7)).isoformat()


@pytest.mark.parametrize(
    ("today", "text", "day"),
    [
        (date(2026, 1, 31), "+1m", "2026-02-28"),
        (date(2028, 1, 31), "+1m", "2028-02-29"),
        (date(2026, 1, 31), "30", "2026-03-30"),
        (date(2028, 2, 1), "29.02", "2028-02-29"),
        (date(2026, 11, 27), "eow", "2026-11-27"),
        (date(2026, 11, 28), "eow", "2026-12-04"),
        (date(2026, 3, 31), "eoq", "2026-03-31"),
        (date(2026, 4, 1), "eoq", "2026-06-30"),
    ],
)
def test_ends_of_months_and_weeks(today: date, text: str, day: str) -> None:
    assert read(text, today=today) == day


def test_the_week_ends_before_the_weekend_of_the_country() -> None:
    egypt = country_calendar("EG")
    assert parse_day("eow", TODAY, office_format("EG"), egypt) == date(2026, 11, 26)


def test_nothing_typed_is_the_default_or_refused() -> None:
    fmt = office_format("US")
    assert parse_day("  ", TODAY, fmt, US, default=TODAY) == TODAY
    with pytest.raises(UsageError, match="A date is needed"):
        parse_day("", TODAY, fmt, US)


@pytest.mark.parametrize(
    ("day", "echo"),
    [
        (date(2026, 11, 27), "Fri 27 Nov 2026, in 4 days, business day"),
        (date(2026, 11, 26), "Thu 26 Nov 2026, in 3 days, holiday (Thanksgiving Day)"),
        (date(2026, 11, 28), "Sat 28 Nov 2026, in 5 days, weekend"),
        (date(2026, 11, 23), "Mon 23 Nov 2026, today, business day"),
        (date(2026, 11, 24), "Tue 24 Nov 2026, tomorrow, business day"),
        (date(2026, 11, 20), "Fri 20 Nov 2026, 3 days ago, business day"),
    ],
)
def test_the_echo_is_absolute(day: date, echo: str) -> None:
    assert echo_day(day, TODAY, US) == echo


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        ("14:30", time(14, 30)),
        ("14.30", time(14, 30)),
        ("1430", time(14, 30)),
        ("9", time(9)),
        ("2pm", time(14)),
        ("2:30 PM", time(14, 30)),
        ("12am", time(0)),
        ("12pm", time(12)),
    ],
)
def test_times(text: str, expected: time | None) -> None:
    assert parse_time(text) == expected


@pytest.mark.parametrize("text", ["24", "13pm", "0am", "9:60", "x", "9:5", "-1", "１４"])
def test_no_such_time(text: str) -> None:
    with pytest.raises(UsageError, match="type one such as 14:30"):
        parse_time(text)


@pytest.mark.parametrize(
    ("country", "day", "business"),
    [
        ("US", date(2026, 11, 26), False),
        ("US", date(2026, 7, 3), False),  # Independence Day, observed
        ("DE", date(2026, 11, 26), True),
        ("DE", date(2026, 12, 25), False),
        ("de", date(2026, 11, 28), False),
        ("SA", date(2026, 11, 27), False),
        ("SA", date(2026, 11, 29), True),
        ("CN", date(2026, 2, 14), True),  # a Saturday worked for the New Year
        ("ZZ", date(2026, 12, 25), True),
        ("ZZ", date(2026, 12, 26), False),
        ("", date(2026, 11, 28), False),
    ],
)
def test_business_days_of_countries(country: str, day: date, business: bool) -> None:
    assert country_calendar(country).is_business(day) is business


def test_roll_forward_and_back() -> None:
    assert roll_forward(date(2026, 11, 26), US) == date(2026, 11, 27)
    assert roll_forward(date(2026, 11, 28), US) == date(2026, 11, 30)
    assert add_business_days(date(2026, 11, 28), 0, US) == date(2026, 11, 28)
    assert add_business_days(date(2026, 11, 30), -2, US) == date(2026, 11, 25)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(-40, 40))
def test_business_days_count_weekdays(day: date, n: int) -> None:
    calendar = WeekendCalendar()
    end = add_business_days(day, n, calendar)
    low, high = sorted((day, end))
    between = [low + timedelta(days=i) for i in range((high - low).days + 1)]
    passed = [d for d in between if calendar.is_business(d) and d != day]
    assert len(passed) == abs(n)


@given(st.dates(), st.integers(-30, 30))
def test_months_keep_the_day_or_clamp_it(day: date, months: int) -> None:
    try:
        later = add_months(day, months)
    except OverflowError:
        assert not 1 <= day.year + (day.month - 1 + months) // 12 <= 9999
    else:
        assert later.day == day.day or (later + timedelta(days=1)).day == 1
        assert (later.year - day.year) * 12 + later.month - day.month == months


@given(
    st.dates(date(1900, 1, 1), date(2999, 12, 31)),
    st.dates(),
    st.sampled_from(["US", "DE", "GB", "SE", "JP", "NL", "HU", "CN", "IN", "IR"]),
)
def test_a_shown_day_reads_back(day: date, today: date, country: str) -> None:
    fmt = office_format(country)
    assert parse_day(shown_day(day, fmt), today, fmt, WeekendCalendar()) == day
    assert parse_day(day.isoformat(), today, fmt, WeekendCalendar()) == day


@given(
    st.text() | st.text("0123456789./-+dwmbfrisatnex "),
    st.dates(),
    st.sampled_from(["US", "DE", "SE"]),
    st.booleans(),
)
def test_no_text_does_worse_than_a_usage_error(text: str, today: date, country: str, past: bool) -> None:
    fmt = office_format(country)
    with suppress(UsageError):
        assert parse_day(text, today, fmt, WeekendCalendar(), past=past) >= date.min
    with suppress(UsageError):
        assert text.strip() == "" or parse_time(text) is not None
