"""When to act next, as people type it: a day, a day and a time, or a time of today."""

from datetime import date, time

from arcollect_tui.errors import UsageError
from arcollect_tui.rules.dates import Calendar, parse_day, parse_time
from arcollect_tui.rules.formats import OfficeFormat

_HALVES = ("am", "pm")
_JOINS = ("at", "@")


def parse_next(
    text: str, today: date, fmt: OfficeFormat, calendar: Calendar
) -> tuple[date, time | None] | None:
    """The day that a text means, and its time if one is typed; None for nothing typed.

    Understood: every day that `parse_day` reads, with a time behind or before it (`fri 14:30`, `+2 9am`,
    `tom at 9`, `3 pm fri`), and a time alone, which is one of today (`14:30`, `9am`). A number alone is
    a day of the month, as it is wherever a day is typed.

    Raises:
        UsageError: no such day or no such time; the sentence says what to type.
    """
    words = _glued(text.lower().split())
    if not words:
        return None
    at = _take_time(words)
    if at is None and len(words) > 1:
        return _with_bare_time(words, today, fmt, calendar)
    return parse_day(" ".join(words), today, fmt, calendar) if words else today, at


def _glued(words: list[str]) -> list[str]:
    """`9 am` as one word."""
    found: list[str] = []
    for word in words:
        if word in _HALVES and found and found[-1][-1:].isdigit():
            found[-1] += word
        else:
            found.append(word)
    return found


def _take_time(words: list[str]) -> time | None:
    """What must be a time, taken off the words: what stands behind `at`, or cannot be a day."""
    if len(words) > 1 and words[-2] in _JOINS:
        at = parse_time(words[-1])
        del words[-2:]
        return at
    for place in (-1, 0):
        if ":" in words[place] or words[place].endswith(_HALVES):
            return parse_time(words.pop(place))
    return None


def _with_bare_time(
    words: list[str], today: date, fmt: OfficeFormat, calendar: Calendar
) -> tuple[date, time | None]:
    """`fri 9` and `fri 1430`; what reads as a day as it stands, such as `27 nov 2026`, has no time.

    Raises:
        UsageError: it is neither.
    """
    try:
        return parse_day(" ".join(words), today, fmt, calendar), None
    except UsageError as no_day:
        try:
            at = parse_time(words[-1])
        except UsageError:
            raise no_day from None
        return parse_day(" ".join(words[:-1]), today, fmt, calendar), at
