"""Which days an office works: weekends, and the public holidays of its country."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final, NamedTuple, Protocol

_SATURDAY_SUNDAY: Final = frozenset({5, 6})


class Calendar(Protocol):
    """The working days of an office."""

    def is_business(self, day: date) -> bool:
        """Whether the office works on that day."""

    def is_weekend(self, day: date) -> bool:
        """Whether the day belongs to the weekend of a week without holidays."""

    def holiday(self, day: date) -> str:
        """The name of the public holiday on that day, or nothing."""


@dataclass(frozen=True, slots=True)
class WeekendCalendar:
    """Saturday and Sunday are free, and no other day."""

    def is_business(self, day: date) -> bool:
        return day.weekday() not in _SATURDAY_SUNDAY

    def is_weekend(self, day: date) -> bool:
        return day.weekday() in _SATURDAY_SUNDAY

    def holiday(self, day: date) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class CountryCalendar:
    """The weekends, public holidays and working weekend days of a country as a whole.

    Attributes:
        country: ISO 3166 alpha-2 code of a country that the holiday tables know.
    """

    country: str

    def is_business(self, day: date) -> bool:
        year = _year(self.country, day.year)
        if day in year.working:
            return True
        return day.weekday() not in year.weekend and day not in year.holidays

    def is_weekend(self, day: date) -> bool:
        return day.weekday() in _year(self.country, day.year).weekend

    def holiday(self, day: date) -> str:
        return _year(self.country, day.year).holidays.get(day, "")


@dataclass(frozen=True, slots=True)
class DeferredCalendar:
    """The calendar of a country, looked up when it is first asked: the tables take a while to load.

    Attributes:
        country: ISO 3166 alpha-2 code, in any case.
    """

    country: str

    def is_business(self, day: date) -> bool:
        return country_calendar(self.country).is_business(day)

    def is_weekend(self, day: date) -> bool:
        return country_calendar(self.country).is_weekend(day)

    def holiday(self, day: date) -> str:
        return country_calendar(self.country).holiday(day)


@dataclass(frozen=True, slots=True)
class JointCalendar:
    """The days on which both the office and the people it calls are at work.

    Attributes:
        here: the office's.
        there: that of the country that is called.
    """

    here: Calendar
    there: Calendar

    def is_business(self, day: date) -> bool:
        return self.here.is_business(day) and self.there.is_business(day)

    def is_weekend(self, day: date) -> bool:
        return self.here.is_weekend(day) or self.there.is_weekend(day)

    def holiday(self, day: date) -> str:
        own = self.here.holiday(day)
        if own and not self.here.is_business(day):
            return own
        theirs = self.there.holiday(day)
        return f"{theirs} there" if theirs and not self.there.is_business(day) else own


@cache
def country_calendar(country: str) -> Calendar:
    """The calendar of a country; one that the holiday tables lack has weekends only.

    Args:
        country: ISO 3166 alpha-2 code, in any case.
    """
    code = country.strip().upper()
    return CountryCalendar(code) if code in _countries() else WeekendCalendar()


def add_business_days(day: date, n: int, calendar: Calendar) -> date:
    """The nth business day after `day`, or before it for a negative n; `day` itself for zero.

    Raises:
        OverflowError: beyond the calendar.
    """
    step = timedelta(days=1 if n > 0 else -1)
    for _ in range(abs(n)):
        day += step
        while not calendar.is_business(day):
            day += step
    return day


def holidays_between(start: date, end: date, calendar: Calendar) -> list[tuple[date, str]]:
    """The holidays after `start` and before `end` that are no weekend days: why a count took longer."""
    between = (date.fromordinal(number) for number in range(start.toordinal() + 1, end.toordinal()))
    named = ((day, calendar.holiday(day)) for day in between if not calendar.is_business(day))
    return [(day, name) for day, name in named if name and not calendar.is_weekend(day)]


def roll_forward(day: date, calendar: Calendar) -> date:
    """The day itself if it is a business day, else the next one."""
    while not calendar.is_business(day):
        day += timedelta(days=1)
    return day


class _Year(NamedTuple):
    """What one country says about the days of one year; never changed once made."""

    weekend: frozenset[int]
    holidays: dict[date, str]
    working: frozenset[date]


@cache
def _countries() -> frozenset[str]:
    import holidays

    return frozenset(holidays.list_supported_countries())


@cache
def _year(country: str, year: int) -> _Year:
    import holidays

    days = holidays.country_holidays(country, years=[year], expand=False, language="en_US")
    return _Year(
        weekend=frozenset(days.weekend),
        holidays={day: name for day, name in days.items() if day.year == year},
        working=frozenset(days.weekend_workdays),
    )
