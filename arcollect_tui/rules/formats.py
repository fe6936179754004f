"""How an office writes numbers and days: one frozen value, made from its country."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from arcollect_tui.errors import UsageError
from arcollect_tui.rules.customs import CUSTOMS, DateOrder
from arcollect_tui.rules.text import quoted

WEEKDAYS: Final = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip
MONTHS: Final = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OfficeFormat:
    """The marks and the order in which an office writes amounts and days.

    Attributes:
        country: ISO 3166 alpha-2 code.
        decimal: the decimal mark, `.` or `,`.
        group: the mark between groups of digits; a space is U+00A0, so that amounts never wrap.
        date_order: which of day, month and year comes first.
        date_separator: the one character between them.
        week_start: the first day of the week, 0 for Monday to 6 for Sunday.
        lakh: groups of two digits above the thousands, as in 12,34,567.
    """

    country: str
    decimal: str
    group: str
    date_order: DateOrder
    date_separator: str
    week_start: int
    lakh: bool = False


@cache
def office_format(country: str = "US") -> OfficeFormat:
    """The customs of a country, from the Unicode Common Locale Data Repository.

    Args:
        country: ISO 3166 alpha-2 code, in any case.

    Raises:
        UsageError: there is no such country.
    """
    code = country.strip().upper()
    for decimal, group, order, separator, week_start, lakh, countries in CUSTOMS:
        if code in countries.split():
            return OfficeFormat(code, decimal, group, order, separator, week_start, lakh)
    raise UsageError(f"{quoted(country)} is no country code: use two letters, such as US or DE.")


def shown_day(day: date, fmt: OfficeFormat) -> str:
    """The day in the office's own order and digits: `23.11.2026`, `11/23/2026`, `2026-11-23`."""
    parts = {"d": f"{day.day:02}", "m": f"{day.month:02}", "y": f"{day.year:04}"}
    return fmt.date_separator.join(parts[letter] for letter in fmt.date_order)


def short_day(day: date) -> str:
    """Day and month: `23 Nov`."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def long_day(day: date) -> str:
    """Weekday, day, month and year: `Fri 27 Nov 2026`."""
    return f"{WEEKDAYS[day.weekday()][:3]} {short_day(day)} {day.year:04}"
