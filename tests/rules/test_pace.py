"""The pace of a day, and the words for it and for the age of the ledger."""

from datetime import date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcollect_tui.rules.day_queues import DAY_QUEUES
from arcollect_tui.rules.day_words import ledger_text, pace_text
from arcollect_tui.rules.pace import Pace, pace_of

NINE = datetime(2026, 11, 23, 9).astimezone()


def worked(*gaps: int) -> list[datetime]:
    """Accounts worked from nine o'clock on, so many seconds apart."""
    times = [NINE]
    for gap in gaps:
        times.append(times[-1] + timedelta(seconds=gap))
    return times


@pytest.mark.parametrize(
    ("gaps", "left", "pace"),
    [
        ((100, 200), 10, Pace(3, 10, 150, NINE + timedelta(seconds=1500))),
        ((100, 3600, 120), 10, Pace(4, 10, 120, NINE + timedelta(seconds=1200))),
        ((100, 200), 0, Pace(3, 0, 150)),
        ((100,), 10, Pace(2, 10)),
        ((), 10, Pace(1, 10)),
        ((3600, 3600), 15, Pace(3, 15, 3600, NINE + timedelta(hours=15), overnight=True)),
        ((3600, 3600), 14, Pace(3, 14, 3600, NINE + timedelta(hours=14))),
    ],
)
def test_the_pace_is_the_median_and_tells_when_all_is_done(
    gaps: tuple[int, ...], left: int, pace: Pace
) -> None:
    assert pace_of(worked(*gaps), left, NINE) == pace


@given(st.lists(st.integers(0, 7200), min_size=2, max_size=40), st.randoms())
def test_the_order_in_which_accounts_are_told_does_not_matter(gaps: list[int], random: Random) -> None:
    times = worked(*gaps)
    shuffled = times[:]
    random.shuffle(shuffled)
    found = pace_of(shuffled, 5, NINE)
    assert found == pace_of(times, 5, NINE)
    assert found.seconds is not None
    assert min(gaps) <= found.seconds <= max(gaps)


@pytest.mark.parametrize(
    ("pace", "words"),
    [
        (Pace(1, 9), "1 done  9 left  09:00-09:00  the pace shows from 3 accounts on"),
        (
            Pace(37, 118, 152, datetime(2026, 11, 23, 14, 40).astimezone()),
            "37 done  118 left  09:00-09:00  152 s an account (budget 168)  done at 14:40",
        ),
        (
            Pace(3, 500, 900, datetime(2026, 11, 28).astimezone(), overnight=True),
            "3 done  500 left  09:00-09:00  900 s an account (budget 168)  not done today",
        ),
        (Pace(3, 0, 900), "3 done  0 left  09:00-09:00  900 s an account (budget 168)  all done"),
    ],
)
def test_the_pace_in_words_fits_a_narrow_line(pace: Pace, words: str) -> None:
    assert pace_text(pace, NINE, NINE) == words
    assert len(words) <= 78


def test_before_the_first_deed_no_time_is_told() -> None:
    assert pace_text(Pace(0, 9), None, None) == "0 done  9 left  the pace shows from 3 accounts on"


@pytest.mark.parametrize(
    ("name", "as_of", "words"),
    [
        ("main", date(2026, 11, 23), "Ledger of today."),
        ("main", date(2026, 11, 22), "Ledger of 22 Nov, 1 day old: import today's file."),
        ("us", date(2026, 11, 18), "Ledger us of 18 Nov, 5 days old: import today's file."),
        ("", None, "No ledger yet: arcollect import FILE takes one in."),
    ],
)
def test_the_age_of_the_ledger(name: str, as_of: date | None, words: str) -> None:
    assert ledger_text(name, as_of, NINE.date()) == words


def test_the_digits_of_the_queues_are_those_printed() -> None:
    assert [queue.number for queue in DAY_QUEUES] == list(range(1, 10))
    assert len({(queue.place, queue.filter) for queue in DAY_QUEUES}) == len(DAY_QUEUES)
