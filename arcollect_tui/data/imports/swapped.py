"""Dates that a spreadsheet of another country spoilt: day and month exchanged, or only a time left.

A spreadsheet set to month/day reads 03/04/2026 as a date cell of 4 March and leaves 13/04/2026 as text. A
column of both then shows it: every text has one order only, and no date cell has a day past the twelfth.
"""

import re
from collections.abc import Collection, Mapping
from typing import Final, NamedTuple

from arcollect_tui.data.imports.dates import NUMERIC, YEAR_FIRST, DateDecision
from arcollect_tui.data.imports.rising import Broken
from arcollect_tui.data.imports.texts import quoted
from arcollect_tui.data.imports.values import ReadOptions
from arcollect_tui.errors import FileRefused, SwapAsked

MEND: Final = "swapped"
"""The guard whose acceptance exchanges day and month back; `dates` reads the cells as they stand."""

_TIME_LEFT: Final = re.compile(r"[0-9]{1,2}:[0-9]{2}(?:\.[0-9]+)?")
_LAST_MONTH: Final = 12
_FEWEST_CELLS: Final = 24
_FEWEST_MONTHS: Final = 6


class Mixture(NamedTuple):
    """A column of text dates and date cells that cannot both be right.

    Attributes:
        column: its header.
        text: a text that has one order only; '' in a column of date cells alone.
        cell: a date cell that may be exchanged.
        cells: how many different date cells it has.
    """

    column: str
    text: str
    cell: str
    cells: int


def refuse_destroyed(file: str, columns: Mapping[str, Collection[str]]) -> None:
    """Refuse a column of which only the time of day is left.

    Raises:
        FileRefused: most cells of a column are like `00:00.0`.
    """
    for name, cells in columns.items():
        filled = [cell.strip() for cell in cells if cell.strip()]
        lost = sorted(cell for cell in filled if _TIME_LEFT.fullmatch(cell))
        if lost and len(lost) * 2 >= len(filled):
            raise FileRefused(
                f"{file}: column {quoted(name)} holds {quoted(lost[0])} where dates should be: a "
                f"spreadsheet saved only the time. The dates are lost in this file; export it "
                f"again, and do not save it from a spreadsheet."
            )


def find_mixture(column: str, cells: Collection[str], order: str) -> Mixture | None:
    """Whether a column looks as a spreadsheet of the other order leaves it."""
    texts, dated = [], []
    for raw in sorted(cells):
        cell = raw.strip()
        if match := NUMERIC.fullmatch(cell):
            first, second = int(match[1]), int(match[3])
            if min(first, second) > _LAST_MONTH or max(first, second) <= _LAST_MONTH:
                return None
            texts.append(cell)
        elif match := YEAR_FIRST.fullmatch(cell):
            if int(match[4]) > _LAST_MONTH:
                return None
            dated.append(cell)
    if not (texts and order):
        return None
    doubtful = [cell for cell in dated if _differs(cell)]
    return Mixture(column, texts[0], doubtful[0], len(dated)) if doubtful else None


def _may_be_exchanged(cells: Collection[str]) -> bool:
    """Whether a column has date cells alone, none of which has a day past 12: all of it was converted."""
    filled = [match for cell in cells if (match := YEAR_FIRST.fullmatch(cell.strip()))]
    whole = len(filled) == sum(1 for cell in cells if cell.strip())
    return bool(filled) and whole and all(int(match[4]) <= _LAST_MONTH for match in filled)


def _differs(cell: str) -> bool:
    match = YEAR_FIRST.fullmatch(cell)
    return match is not None and int(match[3]) != int(match[4])


def find_converted(column: str, cells: Collection[str]) -> Mixture | None:
    """Whether a column of date cells alone looks exchanged: many days over many months, none past the 12th.

    Of twenty-four days in no order, all lie that early once in many thousand million files.
    """
    if not _may_be_exchanged(cells):
        return None
    matches = [match for cell in sorted(cells) if (match := YEAR_FIRST.fullmatch(cell.strip()))]
    months, days = {match[3] for match in matches}, {match[4] for match in matches}
    doubtful = [match[0] for match in matches if _differs(match[0])]
    if len(doubtful) < _FEWEST_CELLS or min(len(months), len(days)) < _FEWEST_MONTHS:
        return None
    return Mixture(column, "", doubtful[0], len(matches))


def settle_swapped(
    file: str,
    columns: Mapping[str, Collection[str]],
    dates: DateDecision,
    options: ReadOptions,
    *,
    workbook: bool = False,
) -> tuple[DateDecision, list[str]]:
    """Exchange day and month back where the person agreed; the second value is what to say about it.

    Args:
        file: its name.
        columns: header to the different cells of that column.
        dates: how dates are read.
        options: what the person says.
        workbook: the cells come from a workbook; a system writes dates with the year first into text files.

    Raises:
        SwapAsked: a column mixes both, or was converted as a whole, and nobody said what to do.
    """
    mixtures = [
        mixture
        for name, cells in columns.items()
        if (mixture := find_mixture(name, cells, dates.order)) is not None
    ]
    if workbook:
        found = (find_converted(name, cells) for name, cells in columns.items())
        mixtures += [one for one in found if one is not None]
    if not mixtures or options.keep_swapped:
        return dates, []
    if not options.mend_swapped:
        raise SwapAsked(_sentence(file, mixtures[0]))
    return _exchange({mixture.column for mixture in mixtures}, columns, dates)


def settle_broken(
    file: str,
    columns: Mapping[str, Collection[str]],
    found: tuple[str, Broken],
    dates: DateDecision,
    options: ReadOptions,
) -> tuple[DateDecision, list[str]]:
    """As `settle_swapped`, where the order of the document numbers shows it.

    Args:
        file: its name.
        columns: header to the different cells of that column.
        found: the column, and what the numbers show of it.
        dates: how dates are read.
        options: what the person says.

    Raises:
        SwapAsked: nobody said what to do.
        FileRefused: only some of the dates are exchanged, which cannot be taken back for a whole column.
    """
    column, broken = found
    if not options.mend_swapped:
        raise SwapAsked(_sequence_sentence(file, column, broken))
    if not broken.whole:
        raise FileRefused(
            f"{file}: only some dates of column {quoted(column)} have day and month exchanged, so they "
            f"cannot be exchanged back together. Export the file again, or add --accept dates to read them "
            f"as they stand."
        )
    return _exchange({column}, columns, dates)


def _exchange(
    mixed: Collection[str], columns: Mapping[str, Collection[str]], dates: DateDecision
) -> tuple[DateDecision, list[str]]:
    """Exchange day and month of these columns, and of others that were converted as a whole."""
    named = frozenset({*mixed, *(name for name, cells in columns.items() if _may_be_exchanged(cells))})
    shown = ", ".join(quoted(name) for name in sorted(named))
    evidence = {
        **dates.evidence,
        **dict.fromkeys(named, "day and month of date cells exchanged, as you said"),
    }
    said = f"Day and month of the date cells in {shown} were exchanged, as you said."
    return dates._replace(swapped=named, evidence=evidence), [said]


def _sequence_sentence(file: str, column: str, broken: Broken) -> str:
    them = "add --accept swapped to exchange them back, --accept dates to read them as they stand"
    cure = them if broken.whole else "add --accept dates to read them as they stand"
    return (
        f"{file}: {broken.cells} dates of column {quoted(column)}, like {broken.cell} of document "
        f"{quoted(broken.number)}, break the order of the document numbers, and would not with day and "
        f"month exchanged: a spreadsheet set to another country has probably exchanged them. Export the "
        f"file again without opening it, or {cure}."
    )


def _sentence(file: str, found: Mixture) -> str:
    holds = f"mixes texts like {quoted(found.text)} with date cells" if found.text else "holds date cells"
    return (
        f"{file}: column {quoted(found.column)} {holds} of "
        f"which none has a day past 12, like {found.cell}: a spreadsheet set to another country has "
        f"probably exchanged day and month. Export the file again without opening it, or add "
        f"--accept {MEND} to exchange them back, --accept dates to read them as they stand."
    )
