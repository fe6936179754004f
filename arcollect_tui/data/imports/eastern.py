"""Dates as East Asia writes them: `2026年8月5日`; years of a Japanese era: `R8.8.5`."""

import re
from typing import Final, NamedTuple

EASTERN: Final = (
    r"(?:[0-9]{4}|(?:令和|平成|昭和)(?:[0-9]{1,2}|元))\s*年\s*[0-9]{1,2}\s*月\s*[0-9]{1,2}\s*日"
)
"""What of a title is such a date."""
_WRITTEN: Final = re.compile(
    r"(?P<era>令和|平成|昭和)?\s*(?P<year>[0-9]{1,4}|元)\s*年\s*(?P<month>[0-9]{1,2})\s*月\s*(?P<day>[0-9]{1,2})\s*日"
)
_SHORT: Final = re.compile(
    r"(?P<era>[RHS])(?P<year>[0-9]{1,2})(?P<between>[./-])(?P<month>[0-9]{1,2})(?P=between)(?P<day>[0-9]{1,2})"
)
_BEFORE_FIRST: Final = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "S": 1925}
"""The year before the first of each era."""


class Ymd(NamedTuple):
    """A year, a month and a day, which need not be a date."""

    year: int
    month: int
    day: int


def read_eastern(cell: str) -> Ymd | None:
    """What a cell says; None for any other text."""
    match = _WRITTEN.fullmatch(cell) or _SHORT.fullmatch(cell)
    if match is None:
        return None
    year = 1 if match["year"] == "元" else int(match["year"])
    return Ymd(_BEFORE_FIRST.get(match["era"] or "", 0) + year, int(match["month"]), int(match["day"]))
