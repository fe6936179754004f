"""Business days of the office and of the people it calls, together."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcollect_tui.rules.calendars import (
    JointCalendar,
    add_business_days,
    country_calendar,
    holidays_between,
)
from arcollect_tui.rules.dates import is_business_step

US, PT, SA = map(country_calendar, ("US", "PT", "SA"))


def test_both_must_be_at_work() -> None:
    """1 December is a holiday in Portugal, 26 November in the United States."""
    both = JointCalendar(US, PT)
    assert add_business_days(date(2026, 11, 25), 1, both) == date(2026, 11, 27)
    assert add_business_days(date(2026, 11, 30), 1, both) == date(2026, 12, 2)
    assert both.holiday(date(2026, 11, 26)) == "Thanksgiving Day"
    assert both.holiday(date(2026, 12, 1)) == "Restoration of Independence Day there"
    assert both.holiday(date(2026, 12, 25)) == US.holiday(date(2026, 12, 25))


def test_the_weekends_of_both_are_free() -> None:
    both = JointCalendar(US, SA)
    assert add_business_days(date(2026, 11, 19), 1, both) == date(2026, 11, 23)
    assert both.is_weekend(date(2026, 11, 20))
    assert both.is_weekend(date(2026, 11, 22))


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(1, 15))
def test_a_count_skips_nothing_but_weekends_and_the_holidays_it_names(start: date, count: int) -> None:
    both = JointCalendar(US, PT)
    end = add_business_days(start, count, both)
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(map(both.is_business, between)) == count
    named = [day for day, _ in holidays_between(start, end, both)]
    assert set(named) == {day for day in between if not both.is_business(day) and not both.is_weekend(day)}


@pytest.mark.parametrize(
    ("text", "counts"), [("+1b", True), (" +3 B ", True), ("+3", False), ("-1b", False), ("fri", False)]
)
def test_what_counts_business_days(text: str, counts: bool) -> None:
    assert is_business_step(text) is counts
