"""The first reading of a file: header, layout, and what whole columns say about dates and amounts."""

from collections.abc import Mapping
from typing import Final

from arcollect_tui.data.imports.amounts import MARKS, MarkEvidence, decide_marks, parse_amount
from arcollect_tui.data.imports.choosing import CUSTOMERS, Chosen, choose, no_header
from arcollect_tui.data.imports.dates import ORDER_NAMES, DateDecision, decide_dates
from arcollect_tui.data.imports.evidence import Evidence
from arcollect_tui.data.imports.facts import as_of_day, currency_of, facts_of
from arcollect_tui.data.imports.headers import fold_headers
from arcollect_tui.data.imports.layout_model import BY_NAME, FileKind, Layout
from arcollect_tui.data.imports.source import HEAD_RECORDS, Source
from arcollect_tui.data.imports.surveyed import Survey
from arcollect_tui.data.imports.swapped import refuse_destroyed, settle_broken, settle_swapped
from arcollect_tui.data.imports.tellings import told_columns
from arcollect_tui.data.imports.texts import quoted
from arcollect_tui.data.imports.values import ColumnDecision, ReadOptions
from arcollect_tui.errors import ColumnsAsked, Refused, UsageError
from arcollect_tui.rules.money import is_currency

BUCKET: Final = "open_amount (part)"
"""Shown for a column that is one part of the open amount."""


def stop_if_asked(options: ReadOptions) -> None:
    """Raise when the person asked to stop."""
    if options.cancelled is not None and options.cancelled():
        raise Refused("The reading was stopped; nothing was changed.")


def check_options(options: ReadOptions) -> None:
    """Refuse options that mean nothing.

    Raises:
        UsageError: an unknown layout, currency, date order or decimal mark.
    """
    if options.layout is not None:
        options.catalogue.show(options.layout)
    if options.currency is not None and not is_currency(options.currency.upper()):
        raise UsageError(f"{quoted(options.currency)} is no currency code. Give one like USD or EUR.")
    if options.date_order is not None and options.date_order not in ORDER_NAMES:
        raise UsageError(f"{quoted(options.date_order)} is no date order. Give dmy or mdy.")
    if options.decimal is not None and options.decimal not in MARKS:
        raise UsageError(f"{quoted(options.decimal)} is no decimal mark. Give point or comma.")


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
    if first is None:
        raise no_header(name, [])
    found = choose(name, first.rows[:HEAD_RECORDS], options)
    columns = Evidence(found.layout, found.places, found.buckets, workbook=bool(source.sheet))
    columns.look(first.after(found.row.at + found.row.height), len(found.header))
    for batch in batches:
        stop_if_asked(options)
        columns.look(batch, len(found.header))
    return _decide(name, options, found, columns)


def _decide(name: str, options: ReadOptions, found: Chosen, columns: Evidence) -> Survey:
    facts = facts_of(found.layout, found.before)
    header_of = {field: found.header[at] for field, at in found.places.items()}
    cells: dict[str, set[str]] = {header_of[f]: seen for f, seen in columns.cells.items()}
    refuse_destroyed(name, cells)
    if facts.as_of and options.as_of is None:
        cells["the title"] = {facts.as_of.text}
    marks = {header_of[field]: evidence for field, evidence in columns.marks.items()}
    marks |= {found.header[at]: evidence for at, evidence in columns.bucket_marks.items()}
    dates, (mark, mark_evidence) = _decide_both(name, cells, marks, options, found.layout)
    dates = dates._replace(year_start=facts.year_start)
    dates, warnings = _settled(name, options, columns, cells, header_of, dates)
    carried = _carried(found, columns)
    currency, source = "", ""
    if found.layout.kind is FileKind.ITEMS or "credit_limit" in found.places:
        currency, source = currency_of(
            name, options, facts, _shown_currency(found, columns, mark), found.header, found.places
        )
    if found.layout.kind is FileKind.ITEMS:
        warnings += told_columns(found.header, found.places)
    warnings += [f"Column {quoted(one)} {said}." for one, said in list(carried.items())[:1]]
    as_of, as_of_source = as_of_day(options, facts.as_of, dates, _newest(found, columns, dates))
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
        carry=found.layout.carry or bool(columns.carrying and columns.carrying.from_first),
        as_of=as_of,
        as_of_source=as_of_source,
        columns=_decisions(found, columns.samples, {**mark_evidence, **dates.evidence, **carried}, source),
        warnings=tuple(warnings),
    )


def _settled(
    name: str,
    options: ReadOptions,
    columns: Evidence,
    cells: Mapping[str, set[str]],
    header_of: Mapping[str, str],
    dates: DateDecision,
) -> tuple[DateDecision, list[str]]:
    """The dates once it is settled whether a spreadsheet exchanged day and month, and what to say of it."""
    dates, warnings = settle_swapped(name, cells, dates, options, workbook=columns.workbook)
    broken = None if dates.swapped or options.keep_swapped else columns.rising.broken(dates.order)
    if broken is not None:
        rising = (header_of[columns.rising.field], broken)
        dates, told = settle_broken(name, cells, rising, dates, options)
        warnings += told
    return dates, warnings


def _newest(found: Chosen, columns: Evidence, dates: DateDecision) -> int:
    """The last day that a document of the file has, as an ordinal; 0 when none has one."""
    if "document_date" not in found.places:
        return 0
    read = dates.memo(found.header[found.places["document_date"]])
    return max((read[cell] or 0 for cell in columns.cells["document_date"]), default=0)


def _carried(found: Chosen, columns: Evidence) -> dict[str, str]:
    """What to say of the columns of customers, where lines take the customer over from above."""
    said = columns.carrying.evidence if columns.carrying else ""
    names = ("customer_no", "customer_name")
    return {found.header[found.places[one]]: said for one in names if said and one in found.places}


def _shown_currency(found: Chosen, columns: Evidence, mark: str) -> str:
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
    name: str,
    cells: Mapping[str, set[str]],
    marks: Mapping[str, MarkEvidence],
    options: ReadOptions,
    layout: Layout,
) -> tuple[DateDecision, tuple[str, dict[str, str]]]:
    """Decide dates and amounts; a file whose dates and amounts both fail hears of both."""
    try:
        dates = decide_dates(name, cells, options.date_order, layout.dates)
    except ColumnsAsked as first:
        try:
            decide_marks(name, marks, options.decimal, layout.decimal)
        except ColumnsAsked as second:
            raise first.beside(second) from None
        raise
    return dates, decide_marks(name, marks, options.decimal, layout.decimal)


def _decisions(
    found: Chosen, samples: Mapping[int, str], evidence: Mapping[str, str], currency_source: str
) -> tuple[ColumnDecision, ...]:
    fields = {at: field for field, at in found.places.items()}
    decisions = []
    for at, (header, folded) in enumerate(zip(found.header, fold_headers(found.header), strict=True)):
        field = fields.get(at, "")
        why = found.layout.evidence(field, folded) if field else "not read"
        if at in found.buckets:
            field, why = BUCKET, BY_NAME
        decisions.append(ColumnDecision(header, field, samples.get(at, ""), evidence.get(header, why)))
    if not CUSTOMERS & set(found.places) and found.layout.kind is FileKind.ITEMS:
        decisions.append(
            ColumnDecision("", "customer_no", "", "headings above the lines name the customers")
        )
    if "currency" not in found.places and currency_source:
        decisions.append(ColumnDecision("", "currency", "", currency_source))
    return tuple(decisions)
