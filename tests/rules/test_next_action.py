"""When to act next, as it is typed: days, times, and both."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcollect_tui.errors import UsageError
from arcollect_tui.rules.dates import country_calendar, parse_day
from arcollect_tui.rules.formats import office_format
from arcollect_tui.rules.next_action import parse_next

MONDAY = date(2026, 11, 23)
US, CALENDAR = office_format("US"), country_calendar("US")


def read(text: str) -> tuple[date, time | None] | None:
    return parse_next(text, MONDAY, US, CALENDAR)


@pytest.mark.parametrize(
    ("text", "day", "at"),
    [
        ("fri 14:30", date(2026, 11, 27), time(14, 30)),
        ("14:30", MONDAY, time(14, 30)),
        ("+2 9am", date(2026, 11, 25), time(9)),
        ("9am", MONDAY, time(9)),
        ("2PM", MONDAY, time(14)),
        ("9 am", MONDAY, time(9)),
        ("fri 3 pm", date(2026, 11, 27), time(15)),
        ("3pm fri", date(2026, 11, 27), time(15)),
        ("14:30 tom", date(2026, 11, 24), time(14, 30)),
        ("next fri 9:15", date(2026, 12, 4), time(9, 15)),
        ("tom 9", date(2026, 11, 24), time(9)),
        ("tom at 9", date(2026, 11, 24), time(9)),
        ("fri 1430", date(2026, 11, 27), time(14, 30)),
        ("27 nov 2026", date(2026, 11, 27), None),
        ("27 nov 9", date(2026, 11, 27), time(9)),
        ("2026-12-04 16:00", date(2026, 12, 4), time(16)),
        ("15", date(2026, 12, 15), None),
        ("at 9", MONDAY, time(9)),
        ("fri", date(2026, 11, 27), None),
        ("eom", date(2026, 11, 30), None),
        ("+3b", date(2026, 11, 27), None),
        ("today", MONDAY, None),
    ],
)
def test_what_is_typed(text: str, day: date, at: time | None) -> None:
    assert read(text) == (day, at)
    assert read(f"  {text.upper()} ") == (day, at)


def test_nothing_typed_is_nothing() -> None:
    assert read("") is None
    assert read("  ") is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("fri 25:00", "25:00"),
        ("14:99", "14:99"),
        ("13pm", "13pm"),
        ("frob", "frob"),
        ("frob 9:00", "frob"),
        ("fri frob", "fri frob"),
        ("fri at noon", "noon"),
    ],
)
def test_what_cannot_be_read_is_named_with_what_would_be_right(text: str, words: str) -> None:
    with pytest.raises(UsageError) as refused:
        read(text)
    assert words in refused.value.sentence
    assert "type" in refused.value.sentence


DAYS = st.sampled_from(["t", "tom", "mon", "fri", "next fri", "+2", "+3b", "15", "eow", "eom", "12/24"])
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))


@given(day=DAYS, at=TIMES)
def test_a_day_with_a_time_is_that_day_at_that_time(day: str, at: time) -> None:
    wanted = (parse_day(day, MONDAY, US, CALENDAR), at)
    assert read(f"{day} {at:%H:%M}") == read(f"{at:%H:%M} {day}") == read(f"{day} at {at:%H:%M}") == wanted
    assert read(day) == (wanted[0], None)
    assert read(f"{at:%H:%M}") == (MONDAY, at)


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = read(text)
    except UsageError:
        return
    assert found is None or isinstance(found[0], date)
