"""When a call is in order, by the clock where the phone rings."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcollect_tui.rules.calendars import WeekendCalendar, country_calendar
from arcollect_tui.rules.calling import BUSINESS, CONSUMERS, OFFICES, hours_of, local_time

US = country_calendar("US")
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "clock", "hint"),
    [
        (23, "05:41", "too early there: 05:41, office opens 08:00"),
        (23, "07:59", "too early there: 07:59, office opens 08:00"),
        (23, "08:00", ""),
        (23, "17:59", ""),
        (23, "18:00", "too late there: 18:00, office closed 18:00"),
        (26, "10:00", "holiday there: Thanksgiving Day, 10:00"),
        (28, "10:00", "weekend there: Saturday, 10:00"),
    ],
)
def test_offices_are_called_in_business_hours(day: int, clock: str, hint: str) -> None:
    at = datetime.fromisoformat(f"2026-11-{day} {clock}")
    found = local_time([at], hours_of("US", BUSINESS), US)
    assert found is not None
    assert (found.hint, found.in_hours) == (hint, not hint)
    assert found.text == f"{clock} there ({at:%a})"
    assert found.full == (hint or found.text)


@pytest.mark.parametrize(
    ("country", "clock", "why_not"),
    [
        ("US", "07:59", "too early"),
        ("us", "08:00", ""),
        ("US", "20:59", ""),
        ("US", "21:00", "too late"),
        ("FR", "19:00", "too late"),
    ],
)
def test_consumers_have_hours_by_law_where_a_law_is_known(country: str, clock: str, why_not: str) -> None:
    at = datetime.fromisoformat(f"2026-11-23 {clock}")
    found = local_time([at], hours_of(country, CONSUMERS), WeekendCalendar())
    assert found is not None
    assert found.why_not == why_not


def test_consumers_may_be_called_on_a_weekend() -> None:
    saturday = datetime(2026, 11, 28, 10, tzinfo=UTC)
    found = local_time([saturday], hours_of("US", CONSUMERS), US)
    assert found is not None
    assert found.in_hours


def test_every_clock_that_may_be_the_contacts_must_allow_it() -> None:
    early, late = datetime(2026, 11, 23, 7, 30, tzinfo=UTC), datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
    found = local_time([early, late], OFFICES, US)
    assert found is not None
    assert (found.text, found.why_not) == ("07:30 to 10:30 there (Mon)", "too early")
    over_midnight = [datetime(2026, 11, 23, 23, tzinfo=UTC), datetime(2026, 11, 24, 9, tzinfo=UTC)]
    found = local_time(over_midnight, OFFICES, US)
    assert found is not None
    assert (found.text, found.why_not) == ("23:00 to 09:00 there (Mon/Tue)", "too late")
    assert local_time([], OFFICES, US) is None


@given(st.lists(st.integers(0, 14 * 24 * 60), min_size=1, max_size=3, unique=True))
def test_a_call_is_in_order_when_it_is_by_each_clock_alone(minutes: list[int]) -> None:
    at = [MONDAY + timedelta(minutes=passed) for passed in sorted(minutes)]
    alone = [local_time([one], OFFICES, US) for one in at]
    together = local_time(at, OFFICES, US)
    assert together is not None
    assert together.in_hours == all(one is not None and one.in_hours for one in alone)
