"""Which backups are kept: days, weeks and months, and never none."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcollect_tui.rules.retention import ALWAYS, DAYS, MONTHS, WEEKS, kept

TODAY = date(2026, 11, 25)
"""A Wednesday."""
EVERY_DAY = [TODAY - timedelta(days=back) for back in range(800)]


def ago(*back: int) -> set[date]:
    return {TODAY - timedelta(days=days) for days in back}


@pytest.mark.parametrize(
    ("days", "wanted"),
    [
        ([], set()),
        ([TODAY], {TODAY}),
        (sorted(ago(0, 1, 2, 3, 4, 5, 6)), ago(0, 1, 2, 3, 4, 5, 6)),
        # The seventh day back is a day of last week, whose newest is Sunday, three days back.
        (sorted(ago(0, 3, 7)), ago(0, 3)),
        # Sundays end the weeks: 3, 10 and 17 days back; October's newest is its 31st.
        (
            sorted(ago(0, 3, 4, 10, 11, 17, 18, 24, 25, 26, 40)),
            ago(0, 3, 4, 10, 17, 25),
        ),
        ([date(2025, 12, 1), date(2025, 12, 31), TODAY], {date(2025, 12, 31), TODAY}),
        # Thirteen months back is too old, but the newest two stay, however old.
        ([date(2025, 11, 30), date(2026, 11, 23), TODAY], {date(2026, 11, 23), TODAY}),
        ([date(2020, 1, 1), date(2021, 1, 1), date(2022, 1, 1)], {date(2021, 1, 1), date(2022, 1, 1)}),
        # A clock that was ahead: one of its days stays, and none of the real ones goes for it.
        ([TODAY, date(2040, 1, 1), date(2040, 1, 2)], {TODAY, date(2040, 1, 2)}),
    ],
)
def test_what_is_kept(days: Sequence[date], wanted: set[date]) -> None:
    assert kept(days, TODAY) == wanted


def test_a_backup_every_day_for_two_years() -> None:
    stay = kept(EVERY_DAY, TODAY)
    assert stay >= ago(*range(7))
    months = {(day.year, day.month) for day in stay}
    assert len(months) == MONTHS
    assert stay >= {date(2026, 10, 31), date(2026, 2, 28), date(2025, 12, 31)}
    assert stay >= ago(3, 10, 17)
    assert len(stay) <= DAYS + WEEKS + MONTHS


DATES = st.dates(TODAY - timedelta(days=900), TODAY + timedelta(days=40))


@given(st.lists(DATES), DATES)
def test_nothing_is_made_up_and_the_newest_stays(days: list[date], today: date) -> None:
    stay = kept(days, today)
    assert stay <= set(days)
    assert len(stay) <= DAYS + WEEKS + MONTHS + ALWAYS + 1
    if days:
        assert max(days) in stay
    assert {day for day in days if 0 <= (today - day).days < DAYS} <= stay
    assert kept(sorted(stay), today) == stay


@given(st.lists(DATES, min_size=1), DATES)
def test_each_week_and_month_keeps_one(days: list[date], today: date) -> None:
    stay = kept(days, today)
    past = [day for day in days if day <= today]
    for back in range(MONTHS):
        year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
        inside = [day for day in past if (day.year, day.month) == (year, month + 1)]
        assert not inside or max(inside) in stay
    monday = today - timedelta(days=today.weekday())
    for back in range(WEEKS):
        first = monday - timedelta(weeks=back)
        inside = [day for day in past if 0 <= (day - first).days < 7]
        assert not inside or max(inside) in stay


@given(st.lists(st.integers(0, 3), min_size=30, max_size=200))
def test_a_year_of_thinning_as_days_pass(gaps: list[int]) -> None:
    """Thinned after each backup, the folder ends as if it had been thinned once, at the end."""
    today, folder, all_days = TODAY, set[date](), list[date]()
    for gap in gaps:
        today += timedelta(days=gap)
        folder = kept([*folder, today], today)
        all_days.append(today)
    assert folder == kept(all_days, today)
