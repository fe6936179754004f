"""Document numbers that rise with the date, as evidence of dates whose day and month were exchanged.

A ledger gives out numbers in the order of time. Where the dates of a file break that order again and
again, and do not once day and month of some of them are exchanged, a spreadsheet has exchanged them.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from arcollect_tui.data.imports.dates import UNREADABLE, YEAR_FIRST, exchanged, read_date

_MOST: Final = 50_000
"""Lines that are looked at: more of them show nothing else."""
_FEWEST_LINES: Final = 12
"""Lines of one range of numbers: of fewer, chance might put some in order."""
_FEWEST: Final = 3
_SHARE: Final = 10
"""Of so many breaks at most one may be left."""
_LAST_MONTH: Final = 12
_SLACK: Final = 10
"""So many days a document may be older than the one numbered before it: it was dated back, or waited."""
_BREAK: Final = 1 << 20
"""What a break of the order costs, where an exchanged date costs one."""
_NUMBER: Final = re.compile(r"'?(.*?)([0-9]{3,18})(?:\.0)?")
_RANGE_DIGITS: Final = 4


class Broken(NamedTuple):
    """Dates that break the order of the document numbers unless day and month are exchanged.

    Attributes:
        cell: one of them.
        number: its document.
        cells: how many.
        whole: every date cell of the column may be exchanged, and then none breaks the order.
    """

    cell: str
    number: str
    cells: int
    whole: bool


class _Dated(NamedTuple):
    number: str
    cell: str
    readings: tuple[int, ...]
    """As it stands and, where that is another day, with day and month exchanged."""


class Rising:
    """Collects document numbers with their dates.

    Args:
        places: field to column.
        workbook: whether the dates come from a workbook; in a text file one date cell with a day past
            the twelfth shows that no spreadsheet converted its dates.
    """

    def __init__(self, places: Mapping[str, int], *, workbook: bool) -> None:
        self.field = next((one for one in ("document_date", "posting_date") if one in places), "")
        self._at = places.get("document_no"), places.get(self.field)
        self._workbook = workbook
        self._pairs: list[tuple[str, str]] = []
        self._open = None not in self._at

    def look(self, columns: Sequence[Sequence[str]]) -> None:
        """Look at some lines, given by column."""
        number, dated = self._at
        if not self._open or number is None or dated is None:
            return
        if not self._workbook and any(_is_certain(cell) for cell in set(columns[dated])):
            self._open = False
            self._pairs = []
            return
        self._pairs += zip(columns[number], columns[dated], strict=True)
        self._open = len(self._pairs) < _MOST

    def broken(self, order: str) -> Broken | None:
        """What the numbers show; None where they show nothing.

        Args:
            order: how text dates are read.
        """
        groups = list(self._groups(order))
        before = sum(_breaks(one.readings[0] for one in group) for group in groups)
        if before < _FEWEST:
            return None
        after = all_exchanged = 0
        moved: list[_Dated] = []
        whole = not any(_is_certain(cell) for _, cell in self._pairs)
        for group in groups:
            all_exchanged += _breaks(one.readings[-1] for one in group)
            left, taken = _best(group)
            after += left
            moved += [one for one, way in zip(group, taken, strict=True) if way]
        if len(moved) < _FEWEST or after * _SHARE > before:
            return None
        first = moved[0]
        return Broken(first.cell, first.number, len(moved), whole and all_exchanged * _SHARE <= before)

    def _groups(self, order: str) -> Iterable[list[_Dated]]:
        """Lines by range of numbers, in the order of the numbers."""
        groups: defaultdict[tuple[str, int, str], list[tuple[int, _Dated]]] = defaultdict(list)
        known: dict[str, tuple[int, ...]] = {}
        for number, cell in self._pairs:
            match = _NUMBER.fullmatch(number.strip())
            if cell not in known:
                known[cell] = _readings(cell.strip(), order)
            if match and known[cell]:
                digits = match[2]
                key = (match[1], len(digits), digits[:-_RANGE_DIGITS])
                groups[key].append((int(digits), _Dated(number.strip(), cell.strip(), known[cell])))
        for group in groups.values():
            if len(group) >= _FEWEST_LINES:
                yield [one for _, one in sorted(group)]


def _is_certain(cell: str) -> bool:
    match = YEAR_FIRST.fullmatch(cell.strip())
    return match is not None and int(match[4]) > _LAST_MONTH


def _readings(cell: str, order: str) -> tuple[int, ...]:
    read = [read_date(cell, order), read_date(exchanged(cell), order)]
    days = [day for day in read if day is not None and day != UNREADABLE]
    return tuple(dict.fromkeys(days)) if len(days) == len(read) or read[0] in days else ()


def _breaks(days: Iterable[int]) -> int:
    """How often a day lies well before the one above it."""
    count, last = 0, 0
    for day in days:
        count += day < last - _SLACK
        last = day
    return count


def _best(group: Sequence[_Dated]) -> tuple[int, list[int]]:
    """The fewest breaks that exchanging can leave, and which dates are exchanged: as few as can be."""
    costs, ways, last = [0], list[list[int]](), tuple[int, ...]([0])
    for one in group:
        found, came = [], []
        for way, day in enumerate(one.readings):
            reached = [
                cost + _BREAK * (day < before - _SLACK) for cost, before in zip(costs, last, strict=True)
            ]
            least = min(range(len(reached)), key=reached.__getitem__)
            found.append(reached[least] + way)
            came.append(least)
        costs, last = found, one.readings
        ways.append(came)
    at = min(range(len(costs)), key=costs.__getitem__)
    left = costs[at] // _BREAK
    taken = []
    for came in reversed(ways):
        taken.append(at)
        at = came[at]
    return left, taken[::-1]
