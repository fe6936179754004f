"""Weights, buckets, calendars and outcomes as policy: what each may say, and what it means."""

from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcollect_tui.errors import UsageError
from arcollect_tui.rules.aging import BUCKETS, ENDS, OpenItem, aging, buckets_of, ends_of, read_ends
from arcollect_tui.rules.calendar_policy import OfficeCalendar, calendar_of
from arcollect_tui.rules.calendars import add_business_days, country_calendar
from arcollect_tui.rules.outcome_policy import (
    SHIPPED,
    OutcomeTable,
    read_next,
    shipped_outcomes,
    table_of,
    written_next,
)
from arcollect_tui.rules.outcomes import OUTCOMES, Base, FollowUpRule, by_code, default_follow_up
from arcollect_tui.rules.policy_keys import read
from arcollect_tui.rules.priority import STANDARD, Strategy
from arcollect_tui.rules.strategy_policy import WEIGHTS, shipped_weights, strategy_of

TODAY = date(2026, 11, 23)
US = country_calendar("US")
ENDINGS = st.lists(st.integers(1, 999), min_size=3, max_size=3, unique=True).map(sorted)


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("strategy.broken", " 0300 ", "300"),
        ("strategy.overdue_unit", "1,000", "1000"),
        ("aging.buckets", "15,30, 60", "15 30 60"),
        ("calendar.closed", "2026-12-31, 2026-12-24;2026-12-24", "2026-12-24 2026-12-31"),
        ("calendar.closed", "", ""),
        ("calendar.weekend", "Sat, Friday", "fri sat"),
        ("outcome.NA.next", "+ 2B", "+2b"),
        ("outcome.BZ.next", "+3h", "+3h"),
        ("outcome.PP.next", "promise+1b", "promise +1b"),
        ("outcome.CB.next", "none", ""),
        ("outcome.NA.worked", "No", "no"),
        ("outcome.NA.name", "Rang  out", "Rang out"),
    ],
)
def test_a_value_is_stored_in_one_way(key: str, typed: str, value: str) -> None:
    assert read(key, typed) == value
    assert read(key, value) == value


@pytest.mark.parametrize(
    ("key", "typed", "why"),
    [
        ("strategy.broken", "many", "whole number from 0 to 9,999"),
        ("strategy.broken", "-1", "whole number from 0"),
        ("strategy.broken", "10000", "to 9,999"),
        ("strategy.broken", "²", "whole number"),
        ("strategy.overdue_unit", "0", "from 1 to 1,000,000"),
        ("strategy.soon_days", "366", "from 0 to 365"),
        ("aging.buckets", "30 60", "three ascending numbers"),
        ("aging.buckets", "30 30 90", "three ascending numbers"),
        ("aging.buckets", "0 60 90", "three ascending numbers"),
        ("aging.buckets", "30 60 1000", "up to 999"),
        ("aging.buckets", "30 60 90 x", "three ascending numbers"),
        ("calendar.closed", "24.12.2026", "2026-12-24, parted by blanks"),
        ("calendar.weekend", "caturday", "weekdays such as sat sun"),
        ("calendar.weekend", "mon tue wed thu fri sat sun", "at most six"),
        ("outcome.NA.next", "tomorrow", "business days such as \\+1b"),
        ("outcome.NA.next", "+400b", "business days such as"),
        ("outcome.NA.next", "+99h", "hours such as"),
        ("outcome.NA.next", "promise +1b", "only a promise to pay"),
        ("outcome.NA.active", "perhaps", "yes or no"),
        ("outcome.NA.name", "", "may not be empty"),
        ("outcome.ZZ.name", "x", "no policy key"),
        ("outcome.NA.key", "z", "no policy key"),
    ],
)
def test_what_cannot_be_said_is_refused_with_what_would_be_right(key: str, typed: str, why: str) -> None:
    with pytest.raises(UsageError, match=why) as caught:
        read(key, typed)
    assert key in caught.value.sentence
    assert caught.value.sentence.endswith(".")


def test_every_number_of_the_strategy_can_be_set_and_is_explained() -> None:
    assert set(WEIGHTS) == set(asdict(STANDARD)) - {"version"}
    assert all(weight.means and weight.label for weight in WEIGHTS.values())
    assert strategy_of(shipped_weights()) == STANDARD
    said = {f"strategy.{name}": str(number) for number, name in enumerate(WEIGHTS, 1)}
    assert strategy_of(said) == replace(STANDARD, **{name: n for n, name in enumerate(WEIGHTS, 1)})


def test_what_another_program_wrote_and_this_one_cannot_read_changes_nothing() -> None:
    assert strategy_of({"strategy.broken": "lots", "strategy.follow_up": "7"}) == Strategy(follow_up=7)
    assert ends_of({"aging.buckets": "10 20 30 40"}) == ENDS
    assert calendar_of("US", {"calendar.closed": "soon", "calendar.weekend": "?"}) == calendar_of("US", {})
    table = table_of({"outcome.NA.next": "soon", "outcome.NA.name": "Rang out", "outcome.QQ.name": "?"})
    assert table.known("NA") == replace(by_code("NA"), name="Rang out")
    assert len(table.every) == len(OUTCOMES)


@given(ENDINGS, st.lists(st.tuples(st.integers(-400, 1200), st.integers(1, 10**6)), max_size=20))
def test_buckets_cover_every_day_once_wherever_they_end(
    ends: list[int], items: list[tuple[int, int]]
) -> None:
    buckets = buckets_of(read_ends(" ".join(map(str, ends))))
    assert len(buckets) == len(BUCKETS)
    for earlier, later in pairwise(buckets):
        assert earlier.last is not None
        assert later.first == earlier.last + 1
    found = aging([OpenItem(TODAY - timedelta(late), amount) for late, amount in items], TODAY, buckets)
    for place, bucket in enumerate(buckets):
        inside = [
            amount
            for late, amount in items
            if (bucket.first is None or late >= bucket.first)
            and (bucket.last is None or late <= bucket.last)
        ]
        assert found.buckets[place] == sum(inside)


def test_shipped_ends_make_the_shipped_buckets() -> None:
    assert buckets_of(ENDS) == BUCKETS
    assert [bucket.label for bucket in buckets_of((10, 20, 45))] == [
        "current",
        "1-10",
        "11-20",
        "21-45",
        ">45",
    ]


def test_an_office_closes_on_days_of_its_own() -> None:
    calendar = calendar_of("US", {"calendar.closed": "2026-11-24 2026-11-25"})
    assert not calendar.is_business(date(2026, 11, 24))
    assert calendar.holiday(date(2026, 11, 24)) == "Office closed"
    assert calendar.holiday(date(2026, 11, 26)) == US.holiday(date(2026, 11, 26))
    # Thanksgiving follows the two closed days.
    assert add_business_days(TODAY, 1, calendar) == date(2026, 11, 27)


def test_an_office_has_a_weekend_of_its_own() -> None:
    calendar = calendar_of("US", {"calendar.weekend": "fri sat"})
    assert calendar.is_weekend(date(2026, 11, 27))
    assert not calendar.is_business(date(2026, 11, 27))
    assert calendar.is_business(date(2026, 11, 29))
    assert not calendar.is_business(date(2026, 11, 26))
    assert calendar_of("US", {}).is_weekend(date(2026, 11, 29))


@given(
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.sets(st.integers(0, 6), min_size=1, max_size=6),
    st.sets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=12),
)
def test_a_business_day_is_neither_closed_nor_free(day: date, free: set[int], closed: set[date]) -> None:
    calendar = OfficeCalendar(US, frozenset(closed), frozenset(free))
    found = add_business_days(day, 1, calendar)
    assert found > day
    assert found not in closed
    assert found.weekday() not in free
    assert not US.holiday(found)


@given(
    st.builds(FollowUpRule, st.sampled_from(Base), st.integers(0, 366))
    | st.builds(FollowUpRule, hours=st.integers(1, 72))
    | st.none()
)
def test_a_next_step_is_read_as_it_is_written(rule: FollowUpRule | None) -> None:
    assert read_next(written_next(rule)) == rule


def test_an_office_that_said_nothing_has_the_shipped_outcomes() -> None:
    assert table_of({"office.name": "x"}) is SHIPPED
    assert table_of(shipped_outcomes()) == SHIPPED
    assert SHIPPED.offered == OUTCOMES


def test_policy_changes_an_outcome_and_nothing_that_keys_rest_on() -> None:
    said = {"outcome.NA.name": "Rang out", "outcome.NA.next": "+3b", "outcome.NA.worked": "no"}
    found = table_of(said).find("na")
    assert (found.name, found.worked, found.key, found.needs) == ("Rang out", False, "n", frozenset())
    monday = datetime(2026, 11, 30, 9)  # noqa: DTZ001 - wall clock
    assert default_follow_up(found, monday, US) == (date(2026, 12, 3), None)
    assert default_follow_up(by_code("NA"), monday, US) == (date(2026, 12, 1), None)


def test_a_retired_outcome_is_not_offered_and_still_known() -> None:
    table = table_of({"outcome.VM.active": "no"})
    assert table.name("VM") == "Voicemail left"
    assert "VM" not in [outcome.code for outcome in table.offered]
    with pytest.raises(UsageError, match=r"VM \(voicemail left\) is retired by the office") as caught:
        table.find("vm")
    assert "VM," not in caught.value.sentence
    with pytest.raises(UsageError, match=r'no outcome "NAA". Did you mean NA'):
        table.find("NAA")
    assert OutcomeTable().name("ZZ") == "ZZ"
