"""When one may ring somebody up: by the clock, the weekend and the holidays where the phone rings.

The hours of consumers are rules of law, kept as data with their source; firms are reached in business
hours, which is custom. A hint never keeps anybody from calling: it says what the clock there shows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Final

from arcollect_tui.rules.calendars import Calendar
from arcollect_tui.rules.formats import WEEKDAYS

BUSINESS, CONSUMERS = "business", "consumers"
PROFILES: Final = (BUSINESS, CONSUMERS)
"""Whom an office collects from."""


@dataclass(frozen=True, slots=True)
class Hours:
    """From when until when calls are in order.

    Attributes:
        opens: the first minute.
        closes: the first minute after.
        any_day: on weekends and holidays too.
        opener: what opens and closes, for the words of a hint.
    """

    opens: time
    closes: time
    any_day: bool
    opener: str


OFFICES: Final = Hours(time(8), time(18), any_day=False, opener="office")
OF_CONSUMERS: Final[dict[str, Hours]] = {
    # 12 CFR 1006.6(b)(1)(i): not before 8:00 nor after 21:00 at the consumer's location.
    "US": Hours(time(8), time(21), any_day=True, opener="calling time"),
}
"""Hours of consumers by country; where no rule is known, those of offices are kept."""


@dataclass(frozen=True, slots=True)
class LocalTime:
    """The time where the contact is, and whether a call is in order then.

    Attributes:
        text: `09:41 there (Tue)`; `07:41-09:41 there (Tue)` where the place is not known better.
        why_not: `too early`, `too late`, `weekend`, `holiday`; empty when a call is in order.
        hint: the same as a sentence: `too early there: 05:41, office opens 08:00`.
    """

    text: str
    why_not: str = ""
    hint: str = ""

    @property
    def in_hours(self) -> bool:
        """Whether a call is in order."""
        return not self.why_not

    @property
    def full(self) -> str:
        """The hint if there is one, else the time."""
        return self.hint or self.text


def hours_of(country: str, profile: str) -> Hours:
    """The hours of a country for the people an office collects from."""
    return OF_CONSUMERS.get(country.upper(), OFFICES) if profile == CONSUMERS else OFFICES


def local_time(clocks: Sequence[datetime], hours: Hours, calendar: Calendar) -> LocalTime | None:
    """What the clocks at the contact say; None without a clock.

    A call is in order when it is so by every clock that may be the contact's.

    Args:
        clocks: wall clocks that may be the contact's, the earliest first.
        hours: when calls are in order.
        calendar: weekends and holidays of the contact's country.
    """
    if not clocks:
        return None
    first, last = clocks[0], clocks[-1]
    times = " to ".join(dict.fromkeys(f"{one:%H:%M}" for one in (first, last)))
    days = "/".join(dict.fromkeys(WEEKDAYS[one.weekday()][:3] for one in (first, last)))
    text = f"{times} there ({days})"
    closed = [day for one in clocks if (day := _closed(one, calendar))] if not hours.any_day else []
    if closed:
        why, name = closed[0]
        return LocalTime(text, why, f"{why} there: {name}, {times}")
    opens, closes = f"{hours.opens:%H:%M}", f"{hours.closes:%H:%M}"
    if any(one.time() < hours.opens for one in clocks):
        return LocalTime(text, "too early", f"too early there: {times}, {hours.opener} opens {opens}")
    if any(one.time() >= hours.closes for one in clocks):
        return LocalTime(text, "too late", f"too late there: {times}, {hours.opener} closed {closes}")
    return LocalTime(text)


def _closed(there: datetime, calendar: Calendar) -> tuple[str, str] | None:
    """Why nobody is at work on a day, and what the day is called."""
    day = there.date()
    if calendar.is_business(day):
        return None
    name = calendar.holiday(day)
    return ("holiday", name) if name else ("weekend", WEEKDAYS[day.weekday()])
