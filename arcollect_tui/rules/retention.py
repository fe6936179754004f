"""Which backups are kept: the newest of each of the last 7 days, 4 weeks and 12 months."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

DAYS, WEEKS, MONTHS = 7, 4, 12
ALWAYS = 2
"""The newest ones stay whatever their age, so that one wrong clock cannot clear the folder."""


def kept(days: Sequence[date], today: date) -> set[date]:
    """The days whose backup stays; one backup a day is taken for granted.

    Weeks begin on Monday; the running day, week and month count as the first of each. Of days still to
    come, as a wrong clock makes them, the newest stays.
    """
    past = sorted({day for day in days if day <= today}, reverse=True)
    to_come = [day for day in days if day > today]
    newest = set(past[:ALWAYS]) | ({max(to_come)} if to_come else set())
    last_day = today - timedelta(days=DAYS - 1)
    last_week = _monday(today) - timedelta(weeks=WEEKS - 1)
    last_month = _month(today) - MONTHS + 1
    return (
        newest
        | {day for day in past if day >= last_day}
        | _newest_of_each(_monday, [day for day in past if day >= last_week])
        | _newest_of_each(_month, [day for day in past if _month(day) >= last_month])
    )


def _newest_of_each(span: Callable[[date], object], days: Sequence[date]) -> set[date]:
    """The newest day of each span; `days` are newest first."""
    newest: dict[object, date] = {}
    for day in days:
        newest.setdefault(span(day), day)
    return set(newest.values())


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _month(day: date) -> int:
    """Months since the year 0."""
    return day.year * 12 + day.month
