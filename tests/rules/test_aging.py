"""Days overdue and buckets on Monday 23 November 2026."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcollect_tui.rules.aging import BUCKETS, OpenItem, aging, bucket, days_overdue

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("days", "label"),
    [
        (-400, "current"),
        (-1, "current"),
        (0, "current"),
        (1, "1-30"),
        (30, "1-30"),
        (31, "31-60"),
        (60, "31-60"),
        (61, "61-90"),
        (90, "61-90"),
        (91, ">90"),
        (5000, ">90"),
    ],
)
def test_bucket_of_days(days: int, label: str) -> None:
    due = TODAY - timedelta(days=days)
    found = bucket(due, TODAY)
    assert found is not None
    assert found.label == label
    assert days_overdue(due, TODAY) == days


def test_without_a_due_date_there_is_no_age() -> None:
    assert bucket(None, TODAY) is None
    assert days_overdue(None, TODAY) is None


def test_buckets_leave_no_gap() -> None:
    for earlier, later in pairwise(BUCKETS):
        assert earlier.last is not None
        assert later.first == earlier.last + 1


def test_credits_reduce_the_balance_and_no_bucket() -> None:
    late = TODAY - timedelta(days=40)
    found = aging(
        [OpenItem(late, 10000), OpenItem(TODAY, 500), OpenItem(None, 70), OpenItem(late, -3000)], TODAY
    )
    assert found.buckets == (500, 0, 10000, 0, 0)
    assert (found.overdue, found.no_due_date, found.unapplied) == (10000, 70, -3000)
    assert found.balance == 7570


@given(st.lists(st.builds(OpenItem, st.none() | st.dates(), st.integers(-(10**15), 10**15))), st.dates())
def test_every_amount_stands_once(items: list[OpenItem], today: date) -> None:
    found = aging(items, today)
    assert found.balance == sum(item.open_minor for item in items)
    assert found.overdue == sum(i.open_minor for i in items if i.due and i.due < today and i.open_minor > 0)
