"""How an office writes numbers and days: one frozen value, made from its country."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

from arcollect_tui.errors import UsageError
from arcollect_tui.rules.text import quoted

if TYPE_CHECKING:
    from babel import Locale

DateOrder = Literal["dmy", "mdy", "ymd"]

WEEKDAYS: Final = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip
MONTHS: Final = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip

_ORDERS: Final[dict[str, DateOrder]] = {"dMy": "dmy", "Mdy": "mdy", "yMd": "ymd"}


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
    locale = _locale(code)
    if locale is None:
        raise UsageError(f"{quoted(country)} is no country code: use two letters, such as US or DE.")
    symbols = locale.number_symbols["latn"]
    pattern = re.sub(r"'[^']*'|[^\x20-\x7e]", "", locale.date_formats["short"].pattern)
    order = "".join(dict.fromkeys(re.findall("[dMy]", pattern)))
    separator = re.search("[./-]", pattern)
    return OfficeFormat(
        country=code,
        decimal=symbols["decimal"],
        group=_printable_group(symbols["group"]),
        date_order=_ORDERS[order],
        date_separator=separator.group() if separator else "-",
        week_start=locale.first_week_day,
        lakh=locale.decimal_formats[None].grouping == (3, 2),
    )


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


def _locale(code: str) -> "Locale | None":
    """The locale that most people of the country use, or None for a code that is no country."""
    from babel import Locale, UnknownLocaleError
    from babel.core import get_global

    if code == "ZZ" or not re.fullmatch("[A-Z]{2}", code):
        return None
    if code not in get_global("territory_languages"):
        return None
    try:
        return Locale.parse(f"und_{code}")
    except UnknownLocaleError:
        return Locale.parse("en_001")  # a territory with too few people to have customs


def _printable_group(mark: str) -> str:
    """The group mark; many terminal fonts lack the narrow no-break space, so it becomes U+00A0."""
    return "\u00a0" if mark == "\u202f" else mark
