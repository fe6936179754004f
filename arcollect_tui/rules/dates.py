"""Days as people type them, business days, and the absolute day a form shows beside its field."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final

from arcollect_tui.errors import UsageError
from arcollect_tui.rules.calendars import (
    Calendar,
    WeekendCalendar,
    add_business_days,
    country_calendar,
    roll_forward,
)
from arcollect_tui.rules.formats import MONTHS, WEEKDAYS, OfficeFormat, long_day, shown_day
from arcollect_tui.rules.text import clean, quoted

__all__ = [
    "Calendar",
    "WeekendCalendar",
    "add_business_days",
    "add_months",
    "country_calendar",
    "echo_day",
    "is_business_step",
    "parse_day",
    "parse_time",
    "roll_forward",
]

_WORDS: Final = {"t": 0, "today": 0, "tom": 1, "tomorrow": 1, "yesterday": -1}
_LONGEST_STEP: Final = {"d": 36_500, "w": 5_200, "m": 1_200, "b": 1_000}
_ORDERS: Final = {"dmy": (0, 1, 2), "mdy": (1, 0, 2), "ymd": (2, 1, 0)}

_STEP: Final = re.compile(r"([+-])([0-9]{1,5})([dwmb]?)")
_PARTS: Final = re.compile(r"([0-9]{1,4})([./-])([0-9]{1,2})(?:\2([0-9]{2,4}))?\.?")
_COMPACT: Final = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_NAMED_MONTH: Final = re.compile(r"([0-9]{1,2})\.? ?([a-z]{3})[a-z]*\.?(?: ([0-9]{4}))?")
_TIME: Final = re.compile(r"([0-9]{1,2})(?:[:.h]?([0-9]{2}))? ?([ap]m?)?")


@dataclass(frozen=True, slots=True)
class _Typed:
    """What was typed, and everything its meaning depends on."""

    text: str
    today: date
    fmt: OfficeFormat
    calendar: Calendar
    past: bool


def parse_day(
    text: str,
    today: date,
    fmt: OfficeFormat,
    calendar: Calendar,
    *,
    default: date | None = None,
    past: bool = False,
) -> date:
    """The day that a person's shorthand means.

    Understood: `t`, `today`, `tom`, `yesterday`; weekdays from one letter on (`f`, `fri`, never
    today) and `next fri`, a week after `fri`; `+7`, `+7d`, `+2w`, `+1m` (the last day of a shorter
    month), `+3b` in business days, and the same with a minus; `15`, the next such day of a month
    that has it, never today; `27.11`, `11/27` and with a year in the office's order; `2026-11-27`,
    `20261127`, `27 nov`; `eow` (last day before a weekend), `eom`, `eoq`.

    Args:
        text: as typed; nothing typed is the default.
        today: the day to count from.
        fmt: the office's order of day and month.
        calendar: the office's business days.
        default: the proposed day.
        past: weekdays, days of a month and days without a year lie before today, not after it.

    Raises:
        UsageError: no such day, or a text with two possible readings; the sentence says what to
            type.
    """
    typed = _Typed(" ".join(clean(text).lower().split()), today, fmt, calendar, past)
    if not typed.text:
        if default is None:
            raise UsageError(f"A date is needed: {_example(typed)}.")
        return default
    try:
        for read in _READERS:
            day = read(typed)
            if day is not None:
                return day
    except OverflowError:
        raise UsageError(f"{quoted(text)} is beyond the calendar: {_example(typed)}.") from None
    raise UsageError(f"{quoted(text)} is no date: {_example(typed)}.")


def is_business_step(text: str) -> bool:
    """Whether a text counts business days from today on, as `+3b` does."""
    match = _STEP.fullmatch("".join(text.lower().split()))
    return match is not None and match[1] == "+" and match[3] == "b"


def echo_day(day: date, today: date, calendar: Calendar) -> str:
    """The day in full, for the place beside a field: `Fri 27 Nov 2026, in 4 days, business day`."""
    days = (day - today).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    distance = near.get(days) or (f"in {days} days" if days > 0 else f"{-days} days ago")
    holiday = calendar.holiday(day)
    if calendar.is_business(day):
        kind = "business day"
    elif holiday:
        kind = f"holiday ({holiday})"
    else:
        kind = "weekend"
    return f"{long_day(day)}, {distance}, {kind}"


def parse_time(text: str) -> time | None:
    """A time of day as people type it: `14:30`, `14.30`, `1430`, `9`, `2pm`; None for nothing.

    Raises:
        UsageError: no such time.
    """
    typed = clean(text).strip().lower()
    if not typed:
        return None
    match = _TIME.fullmatch(typed)
    if match:
        hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half[0] == "p" else 0)
        elif half:
            hour = 24
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise UsageError(f"{quoted(text)} is no time of day: type one such as 14:30, 9 or 2pm.")


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last day of a month that is too short.

    Raises:
        OverflowError: beyond the calendar.
    """
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= years <= date.max.year:
        raise OverflowError("year out of range")
    return date(years, month + 1, min(day.day, _last_of(years, month + 1)))


def _last_of(year: int, month: int) -> int:
    """How many days the month has."""
    return next(day for day in (31, 30, 29, 28) if _day(year, month, day))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _example(typed: _Typed) -> str:
    written = dict.fromkeys((shown_day(typed.today, typed.fmt), typed.today.isoformat()))
    return f"type a day such as fri, +7 or {' or '.join(written)}"


def _no_such_day(typed: _Typed) -> UsageError:
    return UsageError(f"{quoted(typed.text)} is not in the calendar: {_example(typed)}.")


def _read_word(typed: _Typed) -> date | None:
    if typed.text in _WORDS:
        return typed.today + timedelta(days=_WORDS[typed.text])
    if typed.text == "eow":
        return _end_of_week(typed)
    if typed.text in {"eom", "eoq"}:
        month = typed.today.month if typed.text == "eom" else (typed.today.month + 2) // 3 * 3
        return date(typed.today.year, month, _last_of(typed.today.year, month))
    return None


def _end_of_week(typed: _Typed) -> date:
    """The last day, today or later, that is followed by a weekend and is not part of it."""
    one, day = timedelta(days=1), typed.today
    for _ in range(14):
        if not typed.calendar.is_weekend(day) and typed.calendar.is_weekend(day + one):
            return day
        day += one
    raise UsageError(f"The office has no weekend, so eow is no day: {_example(typed)}.")


def _read_weekday(typed: _Typed) -> date | None:
    name = typed.text.removeprefix("next ")
    found = [n for n, weekday in enumerate(WEEKDAYS) if weekday.lower().startswith(name)]
    if not found or not name.isalpha():
        return None
    if len(found) > 1:
        names = " or ".join(WEEKDAYS[n] for n in found)
        types = " or ".join(WEEKDAYS[n][:2].lower() for n in found)
        raise UsageError(f"{quoted(typed.text)} could be {names}: type {types}.")
    ahead = (found[0] - typed.today.weekday()) % 7 or 7
    if name != typed.text:
        ahead += 7
    elif typed.past:
        ahead = ahead - 7 or -7
    return typed.today + timedelta(days=ahead)


def _read_step(typed: _Typed) -> date | None:
    match = _STEP.fullmatch(typed.text)
    if not match:
        return None
    unit = match[3] or "d"
    count = int(match[1] + match[2])
    if abs(count) > _LONGEST_STEP[unit]:
        raise OverflowError("step too long")
    if unit == "b":
        return add_business_days(typed.today, count, typed.calendar)
    if unit == "m":
        return add_months(typed.today, count)
    return typed.today + timedelta(days=count * (7 if unit == "w" else 1))


def _read_day_of_month(typed: _Typed) -> date | None:
    if not re.fullmatch("[0-9]{1,2}", typed.text):
        return None
    wanted, step = int(typed.text), -1 if typed.past else 1
    if not 1 <= wanted <= 31:
        raise _no_such_day(typed)
    first = typed.today.replace(day=1)
    for months in range(4):  # of three months in a row at least one has 31 days
        month = add_months(first, months * step)
        day = _day(month.year, month.month, wanted)
        if day and (day < typed.today if typed.past else day > typed.today):
            return day
    raise _no_such_day(typed)


def _read_compact(typed: _Typed) -> date | None:
    match = _COMPACT.fullmatch(typed.text)
    if not match:
        return None
    day = _day(int(match[1]), int(match[2]), int(match[3]))
    if day is None:
        raise _no_such_day(typed)
    return day


def _read_named_month(typed: _Typed) -> date | None:
    match = _NAMED_MONTH.fullmatch(typed.text)
    name = match[2].capitalize() if match else ""
    if not match or name not in MONTHS:
        return None
    day = _in_year(typed, match[3], MONTHS.index(name) + 1, int(match[1]))
    if day is None:
        raise _no_such_day(typed)
    return day


def _read_parts(typed: _Typed) -> date | None:
    """Two or three numbers with a mark between them, in the office's order.

    A day written in the office's marks is read in its order. With other marks the order is open:
    if the two readings are different days, the writer is asked.
    """
    match = _PARTS.fullmatch(typed.text)
    if not match:
        return None
    mark = match[2]
    readings = dict(_readings(typed, mark, match[1], match[3], match[4]))
    order = typed.fmt.date_order
    if mark == typed.fmt.date_separator or (mark == "." and order == "dmy"):
        own = readings.get("mdy" if order == "ymd" and match[4] is None else order)
        if own is not None:
            return own
    days = sorted({day for day in readings.values() if day is not None})
    if not days:
        raise _no_such_day(typed)
    if len(days) > 1:
        names = " or ".join(map(long_day, days))
        types = " or ".join(map(str, days))
        raise UsageError(f"{quoted(typed.text)} could be {names}: type {types}.")
    return days[0]


def _readings(
    typed: _Typed, mark: str, first: str, second: str, third: str | None
) -> Iterator[tuple[str, date | None]]:
    """Each order of day, month and year that the lengths of the numbers allow, with its day."""
    if len(first) == 4 and third and len(third) == 2:
        yield "ymd", _day(int(first), int(second), int(third))
    if len(first) > 2 or (third and len(third) == 3):
        return
    yield "dmy", _in_year(typed, third, int(second), int(first))
    yield "mdy", _in_year(typed, third, int(first), int(second))
    year_first = typed.fmt.date_order == "ymd" or mark == "-"
    if year_first and third and len(third) == 2:
        yield "ymd", _in_year(typed, first, int(second), int(third))


def _in_year(typed: _Typed, year: str | None, month: int, day: int) -> date | None:
    """The day in that year; without a year, the nearest one from today on, or up to today."""
    if year:
        return _day(int(year) + (2000 if len(year) <= 2 else 0), month, day)
    this = typed.today.year
    if typed.past:
        days = (_day(this, month, day), _day(this - 1, month, day))
        return next((found for found in days if found and found <= typed.today), None)
    days = (_day(this, month, day), _day(this + 1, month, day))
    return next((found for found in days if found and found >= typed.today), None)


_READERS: Final[tuple[Callable[[_Typed], date | None], ...]] = (
    _read_word,
    _read_weekday,
    _read_step,
    _read_day_of_month,
    _read_compact,
    _read_parts,
    _read_named_month,
)
