"""The office's own days as policy: `calendar.closed`, on top of its country, and `calendar.weekend`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from arcollect_tui.errors import UsageError
from arcollect_tui.rules.calendars import Calendar, DeferredCalendar
from arcollect_tui.rules.formats import WEEKDAYS
from arcollect_tui.rules.text import quoted

CLOSED_KEY: Final = "calendar.closed"
WEEKEND_KEY: Final = "calendar.weekend"
CLOSED_NAME: Final = "Office closed"
_DAYS: Final = {name[:3].lower(): number for number, name in enumerate(WEEKDAYS)}
_MOST_FREE: Final = 6
"""A week has at least one day on which something can be done next."""


@dataclass(frozen=True, slots=True)
class OfficeCalendar:
    """The days of a country as the office keeps them.

    Attributes:
        country: its calendar.
        closed: days on which the office does not work besides.
        weekend: its free weekdays, 0 for Monday; None for those of the country.
    """

    country: Calendar
    closed: frozenset[date] = frozenset()
    weekend: frozenset[int] | None = None

    def is_business(self, day: date) -> bool:
        if day in self.closed:
            return False
        if self.weekend is None:
            return self.country.is_business(day)
        # A weekend of the office's own also overrules the weekend days that its country works.
        return day.weekday() not in self.weekend and not self.country.holiday(day)

    def is_weekend(self, day: date) -> bool:
        return self.country.is_weekend(day) if self.weekend is None else day.weekday() in self.weekend

    def holiday(self, day: date) -> str:
        return CLOSED_NAME if day in self.closed else self.country.holiday(day)


def read_closed(text: str) -> str:
    """The days of a text in order, as they are stored: `2026-12-24 2026-12-31`.

    Raises:
        UsageError: one of them is no date.
    """
    return " ".join(day.isoformat() for day in sorted(_closed(text)))


def _closed(text: str) -> frozenset[date]:
    found = set()
    for word in text.replace(",", " ").replace(";", " ").split():
        try:
            found.add(date.fromisoformat(word))
        except ValueError:
            cure = "give days as 2026-12-24, parted by blanks, or nothing"
            raise UsageError(f"{CLOSED_KEY} cannot be {quoted(word)}: {cure}.") from None
    return frozenset(found)


def read_weekend(text: str) -> str:
    """The free weekdays of a text in order, as they are stored: `sat sun`; nothing is the country's.

    Raises:
        UsageError: one of them is no weekday, or no day is left to work.
    """
    return " ".join(WEEKDAYS[number][:3].lower() for number in sorted(_weekend(text)))


def _weekend(text: str) -> frozenset[int]:
    words = [word[:3].lower() for word in text.replace(",", " ").split()]
    unknown = [word for word in words if word not in _DAYS]
    if unknown or len(set(words)) > _MOST_FREE:
        cure = "give weekdays such as sat sun, at most six, or nothing for the country's"
        raise UsageError(f"{WEEKEND_KEY} cannot be {quoted(text)}: {cure}.")
    return frozenset(_DAYS[word] for word in words)


def calendar_of(country: str, values: Mapping[str, str]) -> Calendar:
    """The calendar of an office in a country under its policy; what cannot be read changes nothing.

    Args:
        country: ISO 3166 alpha-2 code.
        values: policy keys with their values.
    """
    try:
        closed = _closed(values.get(CLOSED_KEY, ""))
    except UsageError:
        closed = frozenset()
    try:
        weekend = _weekend(values.get(WEEKEND_KEY, ""))
    except UsageError:
        weekend = frozenset()
    plain = DeferredCalendar(country)
    return OfficeCalendar(plain, closed, weekend or None) if closed or weekend else plain
