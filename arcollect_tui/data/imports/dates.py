"""Dates of a file: the order of day and month is decided from whole columns, never from one cell."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, NamedTuple

from arcollect_tui.data.imports.eastern import EASTERN, read_eastern
from arcollect_tui.data.imports.texts import quoted
from arcollect_tui.errors import ColumnsAsked

#: Stands for a cell that holds no date we can read; a real ordinal is never negative.
UNREADABLE: Final = -1

_EMPTY_WORDS = "- -- 0 00000000 00.00.0000 00/00/0000 0000-00-00 null none n/a na nan nat #n/a"
_EMPTY: Final = frozenset(["", *_EMPTY_WORDS.split(" ")])
_TIME = r"(?:[T ]\s*[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?\s*(?:[AaPp][Mm])?(?:Z|[+-][0-9:]+)?)?"
YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})" + _TIME)
_COMPACT = re.compile(r"([0-9]{8})(?:\.0)?")
NUMERIC = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})" + _TIME)
_DAY_MONTH = re.compile(r"[0-9]{3,4}")
_SERIAL = re.compile(r"([2-7][0-9]{4})(?:\.[0-9]+)?")
_DAY_NAME = re.compile(
    r"([0-9]{1,2})(?:st|nd|rd|th|er|º)?[\s./-]*(?:de\s+)?([^\W\d_]+)[\s.,/-]*(?:de\s+)?([0-9]{4}|[0-9]{2})"
)
_NAME_DAY = re.compile(r"([^\W\d_]+)[\s.-]*([0-9]{1,2})(?:st|nd|rd|th)?,?[\s-]+([0-9]{4})")

_MONTHS: Final = (
    "january jan januar jänner janvier janv enero ene januari gennaio gen janeiro",
    "february feb februar février févr fév febrero februari febbraio fevereiro fev",
    "march mar märz mär mrz mars marzo maart mrt março",
    "april apr avril avr abril abr aprile",
    "may mai mayo mei maggio mag maio",
    "june jun juni juin junio giugno giu junho",
    "july jul juli juillet juil julio luglio lug julho",
    "august aug août aou agosto ago augustus",
    "september sep sept septembre septiembre set settembre setembro",
    "october oct oktober okt octobre octubre ottobre ott outubro out",
    "november nov novembre noviembre novembro",
    "december dec dezember dez décembre déc diciembre dic dicembre dezembro",
)
_MONTH_OF: Final = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_EPOCH_1900: Final = date(1899, 12, 30).toordinal()
ORDER_NAMES: Final = {"dmy": "day/month/year", "mdy": "month/day/year"}
"""The orders that a person or a layout may say dates have."""


class DateDecision(NamedTuple):
    """How the text dates of one file are read.

    Attributes:
        order: `dmy` or `mdy`; '' when no cell needs it.
        serials: columns whose cells are a spreadsheet's day numbers.
        evidence: a sentence a column.
        year_start: first day of the year that days without a year lie in, if the file has such.
        swapped: columns whose date cells have day and month exchanged.
    """

    order: str
    serials: frozenset[str]
    evidence: Mapping[str, str]
    year_start: int | None = None
    swapped: frozenset[str] = frozenset()

    def memo(self, column: str) -> "DateMemo":
        """What reads the cells of a column."""
        serial, swapped = column in self.serials, column in self.swapped
        return DateMemo(self.order, serial=serial, year_start=self.year_start, swapped=swapped)


def _ordinal(year: int, month: int, day: int) -> int:
    if not 1900 <= year <= 2199:
        return UNREADABLE
    try:
        return date(year, month, day).toordinal()
    except ValueError:
        return UNREADABLE


def _full_year(text: str) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    return year + (2000 if year < 70 else 1900)


def _compact(digits: str) -> int:
    """`yyyymmdd`, else `ddmmyyyy`: with years 1900 to 2199 at most one of them is a date."""
    found = _ordinal(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    if found == UNREADABLE:
        found = _ordinal(int(digits[4:]), int(digits[2:4]), int(digits[:2]))
    return found


def _named(cell: str) -> int:
    if match := _DAY_NAME.fullmatch(cell):
        day, name, year = match.groups()
    elif match := _NAME_DAY.fullmatch(cell):
        name, day, year = match.groups()
    else:
        eastern = read_eastern(cell)
        return UNREADABLE if eastern is None else _ordinal(*eastern)
    return _ordinal(_full_year(year), _MONTH_OF.get(name.casefold(), 0), int(day))


def read_date(cell: str, order: str, serial: bool = False) -> int | None:
    """The ordinal of a cell, None for an empty one, `UNREADABLE` for anything else.

    Args:
        cell: the text as it stands in the file.
        order: `dmy` or `mdy` for cells like 03/04/2026.
        serial: True when the column holds a spreadsheet's day numbers.
    """
    cell = cell.strip().removeprefix("'")
    if cell.casefold() in _EMPTY:
        return None
    if match := YEAR_FIRST.fullmatch(cell):
        return _ordinal(int(match[1]), int(match[3]), int(match[4]))
    if match := _COMPACT.fullmatch(cell):
        return _compact(match[1])
    if match := NUMERIC.fullmatch(cell):
        day, month = (match[1], match[3]) if order != "mdy" else (match[3], match[1])
        return _ordinal(_full_year(match[4]), int(month), int(day))
    if serial and (match := _SERIAL.fullmatch(cell)):
        return _EPOCH_1900 + int(match[1])
    return _named(cell)


def exchanged(cell: str) -> str:
    """A date with the year first, its day and month exchanged; any other cell as it is."""
    match = YEAR_FIRST.fullmatch(cell.strip())
    return cell if match is None else f"{match[1]}-{int(match[4]):02}-{int(match[3]):02}"


def _in_year(cell: str, start: int) -> int:
    """A day and month as `ddmm`, in the year that begins on an ordinal."""
    first = date.fromordinal(start)
    day, month = int(cell[:-2]), int(cell[-2:])
    found = _ordinal(first.year, month, day)
    return found if found == UNREADABLE or found >= start else _ordinal(first.year + 1, month, day)


class DateMemo(dict[str, int | None]):
    """Cell to ordinal, filled as cells come: a file has few different dates.

    Args:
        order: `dmy` or `mdy`.
        serial: True when the column holds a spreadsheet's day numbers.
        year_start: first day of the year of days without one; None when there are none.
        swapped: True when day and month of date cells are to be exchanged.
    """

    def __init__(
        self, order: str, *, serial: bool = False, year_start: int | None = None, swapped: bool = False
    ) -> None:
        super().__init__()
        self._order = order
        self._serial = serial
        self._year_start = year_start
        self._swapped = swapped

    def __missing__(self, cell: str) -> int | None:
        if self._year_start is not None and _DAY_MONTH.fullmatch(cell.strip()):
            found: int | None = _in_year(cell.strip(), self._year_start)
        else:
            read = exchanged(cell) if self._swapped else cell
            found = read_date(read, self._order, self._serial)
        self[cell] = found
        return found


class _Evidence(NamedTuple):
    """What one column shows: cells that only fit one order, dotted cells, and cells that fit both."""

    day_first: str
    month_first: str
    dotted: bool
    either: str
    iso: bool


def _look(cells: Iterable[str]) -> _Evidence:
    day_first = month_first = either = ""
    dotted = True
    iso = False
    for raw in sorted(cells):
        match = NUMERIC.fullmatch(raw.strip())
        if match is None:
            iso = iso or bool(YEAR_FIRST.fullmatch(raw.strip()) or _COMPACT.fullmatch(raw.strip()))
            continue
        first, second = int(match[1]), int(match[3])
        dotted = dotted and match[2] == "."
        if first > 12 >= second:
            day_first = day_first or raw
        elif second > 12 >= first:
            month_first = month_first or raw
        elif first != second:
            either = either or raw
    return _Evidence(day_first, month_first, dotted, either, iso)


def _is_serial(cells: Iterable[str]) -> bool:
    filled = [cell.strip() for cell in cells if cell.strip().casefold() not in _EMPTY]
    return bool(filled) and all(_SERIAL.fullmatch(cell) for cell in filled)


def _clash(file: str, looks: Mapping[str, _Evidence]) -> str:
    """Refuse contradictory evidence; else the order that the evidence shows, or ''."""
    day = next(((name, look.day_first) for name, look in looks.items() if look.day_first), None)
    month = next(((name, look.month_first) for name, look in looks.items() if look.month_first), None)
    if day and month:
        raise ColumnsAsked(
            f"{file}: dates contradict each other: {quoted(day[1])} in column {quoted(day[0])} has the "
            f"day first, {quoted(month[1])} in column {quoted(month[0])} has the month first.",
            "Write all dates as YYYY-MM-DD, or leave one of the columns out.",
        )
    if day:
        return "dmy"
    return "mdy" if month else ""


def _dots(looks: Mapping[str, _Evidence]) -> bool:
    """Whether every cell that fits both orders stands in a dotted column: dots put the day first."""
    return all(look.dotted for look in looks.values() if look.either)


def _refuse_ambiguous(file: str, looks: Mapping[str, _Evidence]) -> None:
    for name, look in looks.items():
        if look.either:
            raise ColumnsAsked(
                f"{file}: column {quoted(name)} can be read as day/month or as month/day (for "
                f"example {quoted(look.either)}) and no date in the file shows which.",
                "Say it with --dates dmy or --dates mdy, or write the dates as YYYY-MM-DD.",
                "dates",
            )


def _sentence(look: _Evidence, order: str, chosen: str, serial: bool) -> str:
    shown = look.day_first if order == "dmy" else look.month_first
    if shown:
        return f"{ORDER_NAMES[order]}: {shown} fits no other order"
    if look.either:
        return f"{ORDER_NAMES[order]}: {chosen}"
    if serial:
        return "a spreadsheet's day numbers, counted from 1900"
    return "year first" if look.iso else "one reading only"


def decide_dates(
    file: str,
    columns: Mapping[str, frozenset[str] | set[str]],
    option: str | None = None,
    usual: str = "",
) -> DateDecision:
    """Decide the order of day and month for all text dates of a file, from every cell.

    Args:
        file: name for the sentence of a refusal.
        columns: header to the different cells of that column.
        option: the person's answer, `dmy` or `mdy`; it may not contradict the cells.
        usual: the order that the layout says, for a file whose cells show none; '' for none.

    Raises:
        ColumnsAsked: the evidence is missing or contradicts itself or the option.
    """
    looks = {name: _look(cells) for name, cells in columns.items()}
    serials = frozenset(name for name, cells in columns.items() if _is_serial(cells))
    order = _clash(file, looks)
    chosen = "the other dates of the file have that order"
    if option in ORDER_NAMES and order not in ("", option):
        raise ColumnsAsked(
            f"{file}: dates were said to be {ORDER_NAMES[option or order]}, the file shows "
            f"{ORDER_NAMES[order]}.",
            "Leave the date order to the file.",
            "dates",
        )
    if not order and option in ORDER_NAMES:
        order, chosen = option or "", "as you said"
    elif not order and usual in ORDER_NAMES:
        order, chosen = usual, "the layout says so"
    elif not order and _dots(looks):
        order, chosen = "dmy", "dots between the parts put the day first"
    elif not order:
        _refuse_ambiguous(file, looks)
    evidence = {name: _sentence(look, order, chosen, name in serials) for name, look in looks.items()}
    return DateDecision(order, serials, evidence)


def find_dates(text: str) -> list[str]:
    """The parts of a title that are dates, as they stand there."""
    found = re.findall(
        rf"{EASTERN}|"
        r"[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:[0-9]{4}|[0-9]{2})\b"
        r"|[0-9]{1,2}(?:st|nd|rd|th|er)?[\s.-]*(?:de\s+)?[^\W\d_]{3,}[\s.,-]*(?:de\s+)?[0-9]{4}"
        r"|[^\W\d_]{3,}[\s.]*[0-9]{1,2}(?:st|nd|rd|th)?,?\s+[0-9]{4}",
        text,
    )
    return [part for part in found if read_date(part, "dmy") is not None]
