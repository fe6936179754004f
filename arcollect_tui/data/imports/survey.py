"""The first reading of a file: header, layout, and what whole columns say about dates and amounts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from arcollect_tui.data.imports.amounts import MarkEvidence, decide_marks, parse_amount
from arcollect_tui.data.imports.dates import DateDecision, decide_dates
from arcollect_tui.data.imports.evidence import Evidence
from arcollect_tui.data.imports.facts import Facts, as_of_day, currency_of, facts_of
from arcollect_tui.data.imports.headers import HeaderRow, find_header, fold_headers, label_headers
from arcollect_tui.data.imports.headings import has_headings
from arcollect_tui.data.imports.layout_model import GENERIC, FileKind, Layout
from arcollect_tui.data.imports.source import HEAD_RECORDS, Source
from arcollect_tui.data.imports.swapped import refuse_destroyed, settle_swapped
from arcollect_tui.data.imports.tellings import told_columns
from arcollect_tui.data.imports.texts import clean_text, quoted
from arcollect_tui.data.imports.values import ColumnDecision, ReadOptions
from arcollect_tui.errors import FileRefused, Refused, UsageError
from arcollect_tui.rules.money import is_currency

CUSTOMER_LIST: Final = "customers"
"""The layout of a file of customers that no other layout knows."""
BUCKET: Final = "open_amount (part)"
"""Shown for a column that is one part of the open amount."""
_MOST_SHOWN: Final = 20
_CARD_FIELDS: Final = ("contact_name", "phone", "email", "country", "credit_limit", "collector")


@dataclass(frozen=True, slots=True)
class Survey:
    """What the first reading found, all that the second needs.

    Attributes:
        layout, sureness: the layout and the share of its fingerprint that was found.
        before: records before the header.
        titles: their cells.
        header: its names, equal ones told apart; `header_rows` are the cells as they stand.
        places: field to column.
        dates: how text dates are read.
        mark: the decimal mark.
        negate: True when credits and payments carry no minus and only their type tells.
        numbering: key fields whose long digits are this ledger's own numbers.
        currency: the code of lines without one, '' when each needs its own.
        facts: what stands before the header.
        buckets: columns whose sum is the open amount of a line that states none.
        as_of, as_of_source: the day the file describes and where that came from.
        columns: the decisions, for the preview.
        warnings: one sentence each.
    """

    layout: Layout
    sureness: float
    before: int
    titles: tuple[tuple[str, ...], ...]
    header: tuple[str, ...]
    header_rows: tuple[tuple[str, ...], ...]
    places: Mapping[str, int]
    dates: DateDecision
    mark: str
    negate: bool
    numbering: frozenset[str]
    currency: str
    facts: Facts
    buckets: tuple[int, ...]
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
        options.catalogue.show(options.layout)
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
    row = find_header(head, options.catalogue.known_names)
    if first is None or row is None:
        raise FileRefused(no_header(name, head))
    header = label_headers([clean_text(cell) for cell in row.names])
    headed = has_headings(head[: row.at], head[row.at + row.height :])
    layout, sureness, places = _choose(name, header, options, headed=headed)
    found = _Found(layout, sureness, row, header, places, head)
    columns = Evidence(layout, places, found.buckets)
    columns.look(first.after(row.at + row.height), len(header))
    for batch in batches:
        stop_if_asked(options)
        columns.look(batch, len(header))
    return _decide(name, options, found, columns)


@dataclass(frozen=True, slots=True)
class _Found:
    layout: Layout
    sureness: float
    row: HeaderRow
    header: tuple[str, ...]
    places: dict[str, int]
    head: list[list[str]]

    @property
    def before(self) -> list[list[str]]:
        return self.head[: self.row.at]

    @property
    def header_rows(self) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(row) for row in self.head[self.row.at : self.row.at + self.row.height])

    @property
    def buckets(self) -> tuple[int, ...]:
        taken = set(self.places.values())
        return tuple(at for at in self.layout.bucket_columns(fold_headers(self.header)) if at not in taken)


def no_header(name: str, head: Sequence[Sequence[str]]) -> str:
    """The sentence for a file without a row of column names."""
    first = next((row for row in head if any(cell.strip() for cell in row)), [])
    shown = ", ".join(quoted(cell) for cell in first[:8] if cell.strip())
    return (
        f"{name} has no row of column names that can be recognised in its first {HEAD_RECORDS} lines; it "
        f"begins with {shown or 'nothing'}. Name the columns, for example Customer No, Invoice No, "
        f"Due Date, Currency, Open Amount; or say what they are: arcollect layouts save."
    )


def _choose(
    name: str, header: Sequence[str], options: ReadOptions, *, headed: bool
) -> tuple[Layout, float, dict[str, int]]:
    folded = fold_headers(header)
    layout, sureness = options.catalogue.detect(header)
    if options.layout is not None:
        layout = options.catalogue.show(options.layout)
        sureness = layout.sureness(folded) if layout.fingerprint else sureness
    elif layout.name == GENERIC and _lists_customers(layout.place(folded)):
        layout = options.catalogue.show(CUSTOMER_LIST)
    if layout.kind is FileKind.REFUSED:
        raise FileRefused(f"{name} {layout.refusal}. Import the ledger's list of open items.")
    places = layout.place(folded)
    missing = _missing(layout, places, folded, headed=headed)
    if missing:
        named = [quoted(cell) for cell in header if cell]
        shown = ", ".join(named[:_MOST_SHOWN])
        if len(named) > _MOST_SHOWN:
            shown += f" and {len(named) - _MOST_SHOWN} more"
        raise FileRefused(
            f"{name}: no column gives {' and '.join(missing)} (layout {layout.name}). "
            f"Columns found: {shown}. Rename the column, choose another layout, or save one: "
            f"arcollect layouts save."
        )
    return layout, sureness, places


def _lists_customers(places: Mapping[str, int]) -> bool:
    """Whether a file of no known layout tells of customers and of nothing they owe."""
    items = {"open_amount", "amount", "debit", "credit", "document_no", "due_date", "document_date"}
    return not items & set(places) and any(field in places for field in _CARD_FIELDS)


def _missing(
    layout: Layout, places: Mapping[str, int], folded: Sequence[str], *, headed: bool
) -> list[str]:
    """What a file of this layout needs and this one has not."""
    missing = [] if layout.recipe_optional else [f for f in layout.recipe if f not in places]
    missing = [field for field in missing if field != "fiscal_year"]
    items = layout.kind is FileKind.ITEMS
    amounts = {"open_amount", "amount", "debit", "credit"} & set(places) or layout.bucket_columns(folded)
    if items and not amounts:
        missing.append("amount")
    headings = items and (layout.headings or not folded[0] or (headed and layout.name == GENERIC))
    if not {"customer_no", "customer_name", "account", "last_name"} & set(places) and not headings:
        missing.append("customer")
    return missing


def _decide(name: str, options: ReadOptions, found: _Found, columns: Evidence) -> Survey:
    facts = facts_of(found.layout, found.before)
    header_of = {field: found.header[at] for field, at in found.places.items()}
    cells: dict[str, set[str]] = {header_of[f]: seen for f, seen in columns.cells.items()}
    refuse_destroyed(name, cells)
    if facts.as_of and options.as_of is None:
        cells["the title"] = {facts.as_of.text}
    marks = {header_of[field]: evidence for field, evidence in columns.marks.items()}
    marks |= {found.header[at]: evidence for at, evidence in columns.bucket_marks.items()}
    dates, (mark, mark_evidence) = _decide_both(name, cells, marks, options.date_order)
    dates = dates._replace(year_start=facts.year_start)
    dates, warnings = settle_swapped(name, cells, dates, options)
    currency, source = "", ""
    if found.layout.kind is FileKind.ITEMS or "credit_limit" in found.places:
        currency, source = currency_of(
            name, options, facts, _shown_currency(found, columns, mark), found.header, found.places
        )
    if found.layout.kind is FileKind.ITEMS:
        warnings += told_columns(found.header, found.places)
    as_of, as_of_source = as_of_day(options, facts.as_of, dates)
    negate = found.layout.credits == "unsigned" or columns.signs == {False}
    if negate and columns.signs:
        warnings.append("Credits and payments carry no minus here; their type makes them negative.")
    return Survey(
        layout=found.layout,
        sureness=found.sureness,
        before=found.row.at,
        titles=tuple(map(tuple, found.before)),
        header=found.header,
        header_rows=found.header_rows,
        places=found.places,
        dates=dates,
        mark=mark,
        negate=negate,
        numbering=frozenset(name for name, counts in columns.long.items() if _is_numbering(*counts)),
        currency=currency,
        facts=facts,
        buckets=found.buckets,
        as_of=as_of,
        as_of_source=as_of_source,
        columns=_decisions(found, columns.samples, {**mark_evidence, **dates.evidence}, source),
        warnings=tuple(warnings),
    )


def _shown_currency(found: _Found, columns: Evidence, mark: str) -> str:
    """The currency that stands beside the amounts, as the first of them shows; '' for none."""
    if "currency" in found.places:
        return ""
    for field in ("open_amount", "amount"):
        sample = columns.samples.get(found.places.get(field, -1), "")
        if code := parse_amount(sample, mark).currency:
            return code
    return ""


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
        if at in found.buckets:
            field = BUCKET
        why = evidence.get(header, "the name of the column") if field else "not read"
        decisions.append(ColumnDecision(header, field, samples.get(at, ""), why))
    if "currency" not in found.places and currency_source:
        decisions.append(ColumnDecision("", "currency", "", currency_source))
    return tuple(decisions)
