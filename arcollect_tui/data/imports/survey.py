"""The first reading of a file: header, layout, and what whole columns say about dates and amounts."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from arcollect_tui.data.imports.amounts import MarkEvidence, decide_marks
from arcollect_tui.data.imports.dates import (
    UNREADABLE,
    DateDecision,
    decide_dates,
    find_dates,
    read_date,
)
from arcollect_tui.data.imports.evidence import Evidence
from arcollect_tui.data.imports.headers import find_header, fold_headers, label_headers
from arcollect_tui.data.imports.layout import Layout, detect, known_names, show
from arcollect_tui.data.imports.source import HEAD_RECORDS, Source
from arcollect_tui.data.imports.texts import clean_text, quoted
from arcollect_tui.data.imports.values import ColumnDecision, ReadOptions
from arcollect_tui.errors import FileRefused, Refused, UsageError
from arcollect_tui.rules.money import is_currency

_MOST_SHOWN: Final = 20
_HEADER_CURRENCY = re.compile(r".*[(\[]\s*([A-Z]{3})\s*[)\]]\s*")
_AS_OF = re.compile(
    r"\b(?:as\s+(?:of|at|on)|key\s?date|until|through|to|stand|stichtag|per|zum|bis|au|al|a la fecha|op|em)"
    r"\b[\s:]*(.*)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Survey:
    """What the first reading found, all that the second needs.

    Attributes:
        layout, sureness: the layout and the share of its fingerprint that was found.
        header_at: records before the header.
        header: its names, equal ones told apart; `header_cells` are the cells as they stand.
        places: field to column.
        dates: how text dates are read.
        mark: the decimal mark.
        negate: True when credits and payments carry no minus and only their type tells.
        numbering: key fields whose long digits are this ledger's own numbers.
        currency: the code of lines without one, '' when each needs its own.
        as_of, as_of_source: the day the file describes and where that came from.
        columns: the decisions, for the preview.
        warnings: one sentence each.
    """

    layout: Layout
    sureness: float
    header_at: int
    header: tuple[str, ...]
    header_cells: tuple[str, ...]
    places: Mapping[str, int]
    dates: DateDecision
    mark: str
    negate: bool
    numbering: frozenset[str]
    currency: str
    as_of: date
    as_of_source: str
    columns: tuple[ColumnDecision, ...]
    warnings: tuple[str, ...]

    @property
    def recipe(self) -> tuple[str, ...]:
        """The fields of the layout's recipe that this file has; a document date gives the year."""
        has = set(self.places)
        if "document_date" in has:
            has.add("fiscal_year")
        return tuple(field for field in self.layout.recipe if field in has)

    def header_of(self, field: str) -> str:
        """The file's own name of the column of a field."""
        at = self.places.get(field)
        return self.header[at].strip() if at is not None else ""


def stop_if_asked(options: ReadOptions) -> None:
    """Raise when the person asked to stop."""
    if options.cancelled is not None and options.cancelled():
        raise Refused("The reading was stopped; nothing was changed.")


def check_options(options: ReadOptions) -> None:
    """Refuse options that mean nothing.

    Raises:
        UsageError: an unknown layout, currency or date order.
    """
    if options.layout is not None:
        show(options.layout)
    if options.currency is not None and not is_currency(options.currency.upper()):
        raise UsageError(f"{quoted(options.currency)} is no currency code. Give one like USD or EUR.")
    if options.date_order not in (None, "dmy", "mdy", "ymd"):
        raise UsageError(f"{quoted(options.date_order)} is no date order. Give dmy, mdy or ymd.")


def survey(name: str, source: Source, options: ReadOptions) -> Survey:
    """Read a file once and decide how it is to be read.

    Raises:
        FileRefused: no header, a needed column or the currency is missing, or a column of dates or
            amounts has two readings.
        UsageError: an option is unknown.
    """
    check_options(options)
    batches = source.batches()
    first = next(batches, None)
    head = first.rows[:HEAD_RECORDS] if first else []
    found = find_header(head, known_names())
    if first is None or found is None:
        raise FileRefused(_no_header(name, head))
    header = label_headers([clean_text(cell) for cell in head[found.at]])
    layout, sureness, places = _choose(name, header, options)
    columns = Evidence(layout, places)
    columns.look(first.after(found.at + 1), len(header))
    for batch in batches:
        stop_if_asked(options)
        columns.look(batch, len(header))
    return _decide(name, options, _Found(layout, sureness, found.at, header, places, head), columns)


@dataclass(frozen=True, slots=True)
class _Found:
    layout: Layout
    sureness: float
    at: int
    header: tuple[str, ...]
    places: dict[str, int]
    head: list[list[str]]


def _no_header(name: str, head: Sequence[Sequence[str]]) -> str:
    first = next((row for row in head if any(cell.strip() for cell in row)), [])
    shown = ", ".join(quoted(cell) for cell in first[:8] if cell.strip())
    return (
        f"{name} has no row of column names that can be recognised in its first {HEAD_RECORDS} lines; it "
        f"begins with {shown or 'nothing'}. Name the columns, for example Customer No, Invoice No, "
        f"Due Date, Currency, Open Amount."
    )


def _choose(name: str, header: Sequence[str], options: ReadOptions) -> tuple[Layout, float, dict[str, int]]:
    folded = fold_headers(header)
    layout, sureness = detect(header)
    if options.layout is not None:
        layout = show(options.layout)
        sureness = layout.sureness(folded) if layout.fingerprint else sureness
    places = layout.place(folded)
    missing = [] if layout.recipe_optional else [f for f in layout.recipe if f not in places]
    missing = [field for field in missing if field != "fiscal_year"]
    if not {"open_amount", "amount", "debit", "credit"} & set(places):
        missing.append("amount")
    if not {"customer_no", "customer_name"} & set(places) and folded[0]:
        missing.append("customer")
    if missing:
        named = [quoted(cell) for cell in header if cell]
        shown = ", ".join(named[:_MOST_SHOWN])
        if len(named) > _MOST_SHOWN:
            shown += f" and {len(named) - _MOST_SHOWN} more"
        raise FileRefused(
            f"{name}: no column gives {' and '.join(missing)} (layout {layout.name}). "
            f"Columns found: {shown}. Rename the column, or choose another layout."
        )
    return layout, sureness, places


def _decide(name: str, options: ReadOptions, found: _Found, columns: Evidence) -> Survey:
    titles = tuple(clean_text(" ".join(filter(None, row))) for row in found.head[: found.at])
    title_date = _title_date(titles)
    header_of = {field: found.header[at] for field, at in found.places.items()}
    cells: dict[str, set[str]] = {header_of[f]: seen for f, seen in columns.cells.items()}
    if title_date and options.as_of is None:
        cells["the title"] = {title_date[1]}
    marks = {header_of[field]: evidence for field, evidence in columns.marks.items()}
    dates, (mark, mark_evidence) = _decide_both(name, cells, marks, options.date_order)
    currency, source = _currency(name, options, found)
    as_of, as_of_source = _as_of(options, title_date, dates)
    negate = found.layout.credits == "unsigned" or columns.signs == {False}
    warnings = []
    if negate and columns.signs:
        warnings.append("Credits and payments carry no minus here; their type makes them negative.")
    evidence = {**mark_evidence, **dates.evidence}
    return Survey(
        layout=found.layout,
        sureness=found.sureness,
        header_at=found.at,
        header=found.header,
        header_cells=tuple(found.head[found.at]),
        places=found.places,
        dates=dates,
        mark=mark,
        negate=negate,
        numbering=frozenset(name for name, counts in columns.long.items() if _is_numbering(*counts)),
        currency=currency,
        as_of=as_of,
        as_of_source=as_of_source,
        columns=_decisions(found, columns.samples, evidence, source),
        warnings=tuple(warnings),
    )


def _is_numbering(filled: int, long: int, cards: int) -> bool:
    """Whether a column's long digits are the ledger's own: most cells are, and few look like cards.

    One number in ten with a card's prefix passes the check digit by chance; a column of card numbers
    passes it everywhere.
    """
    return long * 2 > filled and cards * 4 < long


def _decide_both(
    name: str, cells: Mapping[str, set[str]], marks: Mapping[str, MarkEvidence], order: str | None
) -> tuple[DateDecision, tuple[str, dict[str, str]]]:
    """Decide dates and amounts; a file whose dates and amounts both fail hears of both."""
    try:
        dates = decide_dates(name, cells, order)
    except FileRefused as first:
        try:
            decide_marks(name, marks)
        except FileRefused as second:
            raise FileRefused(f"{first.sentence} {second.sentence}") from None
        raise
    return dates, decide_marks(name, marks)


def _decisions(
    found: _Found, samples: Mapping[int, str], evidence: Mapping[str, str], currency_source: str
) -> tuple[ColumnDecision, ...]:
    fields = {at: field for field, at in found.places.items()}
    decisions = []
    for at, header in enumerate(found.header):
        field = fields.get(at, "")
        why = evidence.get(header, "the name of the column") if field else "not read"
        decisions.append(ColumnDecision(header, field, samples.get(at, ""), why))
    if "currency" not in found.places:
        decisions.append(ColumnDecision("", "currency", "", currency_source))
    return tuple(decisions)


def _currency(name: str, options: ReadOptions, found: _Found) -> tuple[str, str]:
    """The code for lines without one, and where it came from."""
    for field in ("open_amount", "amount"):
        at = found.places.get(field)
        match = _HEADER_CURRENCY.fullmatch(found.header[at]) if at is not None else None
        if match and is_currency(match[1]):
            return match[1], f"{match[1]}: the name of the amount column"
    if options.currency:
        return options.currency.upper(), f"{options.currency.upper()}: as you said"
    if options.office_currency:
        return options.office_currency, f"{options.office_currency}: the office's currency"
    if "currency" not in found.places:
        raise FileRefused(
            f"{name} has no currency column. Add --currency USD, or the code that its amounts are in."
        )
    return "", ""


def _title_date(titles: Sequence[str]) -> tuple[int, str] | None:
    """The line and the text of the as-of date that a title names: the last date after the words."""
    for line, title in enumerate(titles, 1):
        match = _AS_OF.search(title)
        dates = find_dates(match[1]) if match else []
        if dates:
            return line, dates[0]
    return None


def _as_of(options: ReadOptions, title: tuple[int, str] | None, dates: DateDecision) -> tuple[date, str]:
    if options.as_of is not None:
        return options.as_of, "as you said"
    if title is not None:
        ordinal = read_date(title[1], dates.order)
        if ordinal is not None and ordinal != UNREADABLE:
            return date.fromordinal(ordinal), f"the title, line {title[0]}: {title[1]}"
    return options.today, "today"
