"""What the lines before the header, and the names of columns, say about all lines of a file."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from arcollect_tui.data.imports.dates import UNREADABLE, DateDecision, find_dates, read_date
from arcollect_tui.data.imports.layout_model import Layout
from arcollect_tui.data.imports.texts import clean_text
from arcollect_tui.data.imports.values import ReadOptions
from arcollect_tui.errors import ColumnsAsked
from arcollect_tui.rules.money import is_currency

_HEADER_CURRENCY: Final = re.compile(r".*[(\[]\s*([A-Z]{3})\s*[)\]]\s*")
_AS_OF: Final = re.compile(
    r"\b(?:as\s+(?:of|at|on)|key\s?date|until|through|to|stand|stichtag|per|zum|bis|au|al|a la fecha|op|em"
    r"|(?:position|balances?|situation|open\s+items)\s+(?:as\s+)?(?:at|on|of)|report\s?date|aged\s+(?:as\s+)?(?:of|at|on)"
    r"|date|datum|data|fecha|peildatum|stan\s+na(?:\s+dzień)?)"
    r"\b[\s:]*(.*)",
    re.IGNORECASE,
)
_CURRENCY: Final = re.compile(
    r"(?:currency|w[aä]hrung|devise|monnaie|moneda|valuta|moeda"
    r"|(?:amounts|values|figures|betr[aä]ge|montants|importes|bedragen|importi|valores)(?:\s+are)?\s+(?:in|en|em))"
    r"\s*:?\s+([A-Z]{3})\b",
    re.IGNORECASE,
)
DEFAULT_DIGITS: Final = 4


class TitleDate(NamedTuple):
    """The day that a title names: its line, its text there, and whether words say what day it is."""

    line: int
    text: str
    sure: bool = True


class Facts(NamedTuple):
    """What stands before the header.

    Attributes:
        as_of: the day the file describes, if it says so.
        currency: the code of all amounts, '' when none is named.
        currency_line: the line that names it.
        year_start: ordinal of the first day of the year that days without a year lie in.
        digits: how many digits accounts of the general ledger have.
    """

    as_of: TitleDate | None = None
    currency: str = ""
    currency_line: int = 0
    year_start: int | None = None
    digits: int = DEFAULT_DIGITS


def facts_of(layout: Layout, before: Sequence[Sequence[str]]) -> Facts:
    """What the records before the header say."""
    titles = [clean_text(" ".join(filter(None, row))) for row in before]
    found = Facts(as_of=_title_date(titles), currency=layout.currency)
    for line, title in enumerate(titles, 1):
        match = _CURRENCY.search(title)
        if match and is_currency(match[1].upper()):
            found = found._replace(currency=match[1].upper(), currency_line=line)
            break
    return _of_preamble(layout, before[0], found) if before else found


def _of_preamble(layout: Layout, row: Sequence[str], found: Facts) -> Facts:
    """What numbered cells of the first line say, as the layout tells."""
    places = layout.preamble
    code = _cell(row, places.currency).upper()
    if is_currency(code):
        found = found._replace(currency=code, currency_line=1)
    start = read_date(_cell(row, places.year), "dmy")
    if start is not None and start != UNREADABLE:
        found = found._replace(year_start=start)
    end = _cell(row, places.as_of)
    if read_date(end, "dmy") not in (None, UNREADABLE):
        found = found._replace(as_of=TitleDate(1, end))
    digits = _cell(row, places.digits)
    return found._replace(digits=int(digits)) if digits in ("4", "5", "6", "7", "8") else found


def _cell(row: Sequence[str], number: int) -> str:
    return row[number - 1].strip() if 0 < number <= len(row) else ""


def _title_date(titles: Sequence[str]) -> TitleDate | None:
    """The as-of date that a title names: the last after the words, else the only date of all titles."""
    for line, title in enumerate(titles, 1):
        match = _AS_OF.search(title)
        dates = find_dates(match[1]) if match else []
        if dates:
            return TitleDate(line, dates[-1])
    alone = [TitleDate(line, one) for line, title in enumerate(titles, 1) for one in find_dates(title)]
    return alone[0]._replace(sure=False) if len({one.text for one in alone}) == 1 else None


def currency_of(
    name: str,
    options: ReadOptions,
    facts: Facts,
    shown: str,
    header: Sequence[str],
    places: Mapping[str, int],
) -> tuple[str, str]:
    """The code for lines without one, and where it came from.

    Args:
        name: the file's name.
        options: what the person says.
        facts: what stands before the header.
        shown: the currency that stands beside the amounts.
        header: names of the columns.
        places: field to column.

    Raises:
        ColumnsAsked: neither file nor options name one.
    """
    for field in ("open_amount", "amount"):
        at = places.get(field)
        match = _HEADER_CURRENCY.fullmatch(header[at]) if at is not None else None
        if match and is_currency(match[1]):
            return match[1], f"{match[1]}: the name of the amount column"
    if facts.currency:
        line = f"line {facts.currency_line} of the file" if facts.currency_line else "the layout"
        return facts.currency, f"{facts.currency}: {line}"
    if shown:
        return shown, f"{shown}: it stands beside the amounts"
    if options.currency:
        return options.currency.upper(), f"{options.currency.upper()}: as you said"
    if options.office_currency:
        return options.office_currency, f"{options.office_currency}: the office's currency"
    if options.ledger_currency:
        return options.ledger_currency, f"{options.ledger_currency}: all that the ledger holds"
    if "currency" not in places:
        raise ColumnsAsked(
            f"{name} has no currency column; its amounts need a code.",
            "Add --currency USD, or the code that its amounts are in.",
            "currency",
        )
    return "", ""


def as_of_day(
    options: ReadOptions, title: TitleDate | None, dates: DateDecision, newest: int = 0
) -> tuple[date, str]:
    """The day the file describes, and where that came from.

    Args:
        options: what the person says.
        title: the day that a title names; one without words must be no other day, as of a start of a year.
        dates: how dates are read.
        newest: ordinal of the last day that a document has.
    """
    if options.as_of is not None:
        return options.as_of, "as you said"
    if title is not None:
        ordinal = read_date(title.text, dates.order)
        if ordinal is not None and ordinal != UNREADABLE and (title.sure or ordinal >= newest):
            return date.fromordinal(ordinal), f"the title, line {title.line}: {title.text}"
    return options.today, "today"
