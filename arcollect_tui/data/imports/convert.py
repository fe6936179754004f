"""The second reading: batches of sorted lines become canonical lines, a column at a time."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import compress, repeat
from typing import Final, NamedTuple

from arcollect_tui.data.imports.batch import Items
from arcollect_tui.data.imports.canonical import (
    DATE_FIELDS,
    FIELD_MARK,
    FIELDS,
    KEY_FIELDS,
    Columns,
)
from arcollect_tui.data.imports.dates import UNREADABLE
from arcollect_tui.data.imports.due import TAKEN_OFF, fill_due
from arcollect_tui.data.imports.headers import fold
from arcollect_tui.data.imports.heads import BETWEEN
from arcollect_tui.data.imports.ledger_words import LedgerWords
from arcollect_tui.data.imports.lines import Sorted
from arcollect_tui.data.imports.memo import Memo
from arcollect_tui.data.imports.money import MoneyReader, sums_of
from arcollect_tui.data.imports.netting import Nets
from arcollect_tui.data.imports.selection import Selector
from arcollect_tui.data.imports.sides import signed, turned
from arcollect_tui.data.imports.surveyed import Survey
from arcollect_tui.data.imports.texts import TextColumn, quoted
from arcollect_tui.rules.money import is_currency
from arcollect_tui.rules.text import key_text

_NUMBERS_OF_OTHERS: Final = ("reference", "po")
ERRORS: Final = frozenset(
    ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#N/V", "#NV")
)
"""What a spreadsheet shows for a formula that failed."""
_CUT: Final = re.compile(r"[0-9](?:[.,][0-9]+)?E\+[0-9]{2}")
"""A long number as a spreadsheet shows it in a narrow column."""
_DATES: Final = (*DATE_FIELDS, "baseline")


class _Texts(dict[int | None, str]):
    """Number to its packed form, and None to ''."""

    def __missing__(self, value: int | None) -> str:
        text = self[value] = "" if value is None else str(value)
        return text


class _Years(dict[int | None, int | None]):
    """Ordinal to the year it lies in."""

    def __missing__(self, ordinal: int | None) -> int | None:
        year = self[ordinal] = None if ordinal is None else date.fromordinal(ordinal).year
        return year


class Converted(NamedTuple):
    """One batch converted.

    Attributes:
        lines: the joined canonical lines of the items that count.
        cells: their fields.
        codes: the currency of every item of the batch, in the order of the file.
        opens: the open amount of every item, None where it cannot be read.
        sums: count and open sum of every currency, over all items of the batch.
    """

    lines: list[str]
    cells: Columns
    codes: list[str]
    opens: list[int | None]
    sums: dict[str, tuple[int, int]]


class Converter:
    """Turns sorted batches into packed canonical lines; counts classes, sums and oddities."""

    def __init__(self, survey: Survey, nets: Nets | None = None) -> None:
        self._nets = nets
        self.totals: dict[str, tuple[int, int]] = {}
        self.companies: set[str] = set()
        self.numbers: set[str] = set()
        self.unknown_types: Counter[str] = Counter()
        self.due_by_terms = 0
        self.words = LedgerWords({})
        self.selector = Selector(survey)
        self.money = MoneyReader(survey.mark, survey.places, survey.buckets)
        self._survey = survey
        keys = (*KEY_FIELDS, *_NUMBERS_OF_OTHERS)
        self._cleaned = {
            name: TextColumn(key=name in keys, numbering=name in survey.numbering) for name in FIELDS
        }
        self._headings = TextColumn()
        self._texts = _Texts()
        self._years = _Years()
        self._codes = Memo(self._code)
        self._types = Memo(lambda cell: survey.layout.types.get(fold(cell), ""))
        self._fiscal = Memo(_year)
        self._dates = {name: survey.dates.memo(survey.header_of(name)) for name in _DATES}

    def convert(self, found: Sorted) -> Converted:
        """Convert one batch of items and count what became of them."""
        survey, layout = self._survey, self._survey.layout
        columns = turned(found.columns, survey.places, layout, survey.facts.digits)
        items = Items(survey.places, found._replace(columns=columns))
        codes = self._currencies(items)
        amounts, opens = self.money.read(items, codes)
        if "side" in survey.places:
            amounts, opens = signed(items, layout, amounts), signed(items, layout, opens)
        kinds = self._kinds(items, opens)
        if survey.negate:
            amounts = _negated(amounts, kinds)
            opens = _negated(opens, kinds)
        dates = {name: self._date_column(items, name) for name in _DATES}
        texts = self._texts_of(items, found.headings)
        self.due_by_terms += fill_due(items, texts["terms"], kinds, dates)
        if self._nets is not None:
            opens = self._nets.net(texts, codes, opens)
        texts |= {"type": kinds, "currency": codes}
        whole: dict[str, Sequence[int | None]] = {name: dates[name] for name in DATE_FIELDS}
        whole |= {"amount": amounts, "open_amount": opens}
        whole["credit_limit"] = self.money.limits(items, codes)
        whole["fiscal_year"] = self._fiscal_years(items, dates["document_date"])
        keep = self.selector.keep(items, opens, dates, texts)
        sums = sums_of(codes, opens)
        self._tally(keep, codes, opens, sums)
        if keep is not None:
            texts = {name: list(compress(column, keep)) for name, column in texts.items()}
            whole = {name: list(compress(column, keep)) for name, column in whole.items()}
        self.companies.update(texts["company"])
        self.numbers.update(texts["customer_no"])
        lines = list(_joined(texts | self._spelt(whole)))
        return Converted(lines, texts | whole, codes, opens, sums)

    def _spelt(self, whole: Mapping[str, Sequence[int | None]]) -> dict[str, Sequence[str]]:
        """Columns of numbers as text; of amounts few are equal."""
        spelt: dict[str, Sequence[str]] = {}
        for name, column in whole.items():
            seldom = name in ("amount", "open_amount")
            spelt[name] = list(map(str, column) if seldom else map(self._texts.__getitem__, column))
        return spelt

    def _code(self, cell: str) -> str:
        code = cell.strip().upper()
        if not code:
            return self._survey.currency
        return code if is_currency(code) else ""

    def _currencies(self, items: Items) -> list[str]:
        cells = items.cells("currency")
        if cells is None:
            return [self._survey.currency] * items.count
        codes = list(map(self._codes.__getitem__, cells))
        if "" in codes:
            for at, code in enumerate(codes):
                if not code:
                    cell = quoted(cells[at])
                    items.spoil(at, "currency", f"{cell} is no currency code. Write one like USD.")
        return codes

    def _kinds(self, items: Items, opens: Sequence[int | None]) -> list[str]:
        """Types by the file's words; where those say nothing, by the sign."""
        cells = items.cells("type")
        if cells is None:
            return ["credit" if value is not None and value < 0 else "invoice" for value in opens]
        kinds = list(map(self._types.__getitem__, cells))
        if "" in kinds:
            for at, kind in enumerate(kinds):
                if not kind:
                    value = opens[at]
                    kinds[at] = "credit" if value is not None and value < 0 else "invoice"
                    if cells[at].strip():
                        self.unknown_types[cells[at].strip()] += 1
        return kinds

    def _date_column(self, items: Items, field: str) -> list[int | None]:
        cells = items.cells(field)
        if cells is None:
            return [None] * items.count
        ordinals = list(map(self._dates[field].__getitem__, cells))
        if UNREADABLE in ordinals:
            for at, ordinal in enumerate(ordinals):
                if ordinal == UNREADABLE:
                    ordinals[at] = None
                    cell = quoted(cells[at])
                    items.spoil(at, field, f"{cell} is not a date. Write it as YYYY-MM-DD.")
        return ordinals

    def _fiscal_years(self, items: Items, documents: Sequence[int | None]) -> list[int | None]:
        by_date = list(map(self._years.__getitem__, documents))
        cells = items.cells("fiscal_year")
        if cells is None:
            return by_date
        years = list(map(self._fiscal.__getitem__, cells))
        for at, year in enumerate(years):
            if year:
                by_date[at] = int(year)
            elif cells[at].strip():
                reason = f"{quoted(cells[at])} is not a year. Write it with four digits."
                items.spoil(at, "fiscal_year", reason)
        return by_date

    def _texts_of(self, items: Items, headings: list[str] | None) -> dict[str, Sequence[str]]:
        """All columns of text, keys included."""
        columns: dict[str, Sequence[str]] = {}
        nothing = [""] * items.count
        for name in FIELDS:
            cells = items.cells(name)
            if cells is None:
                columns[name] = nothing
            else:
                columns[name] = self._cleaned[name](cells)
                if name in KEY_FIELDS and (not ERRORS.isdisjoint(cells) or "E+" in "".join(cells)):
                    _spoil_keys(items, name, cells)
        self._name_customers(items, columns, headings)
        return columns

    def _name_customers(
        self, items: Items, columns: dict[str, Sequence[str]], headings: list[str] | None
    ) -> None:
        """Fill in the heading an item stands under; without a number the name is the number."""
        numbers, names = columns["customer_no"], columns["customer_name"]
        if headings is not None and any(headings):
            numbers, names = self._below(headings, numbers, names)
        if "" in numbers and "account" in self._survey.places:
            # A ledger without accounts of customers books each on an account of its own.
            accounts = items.cells("account") or ()
            numbers = [
                no or ("" if name else acc) for no, name, acc in zip(numbers, names, accounts, strict=True)
            ]
        if "" in numbers:
            numbers = [number or key_text(name) for number, name in zip(numbers, names, strict=True)]
            for at, number in enumerate(numbers):
                if not number:
                    items.spoil(at, "customer_no", "no customer is named. Name the customer.")
        columns["customer_no"], columns["customer_name"] = numbers, names

    def _below(
        self, headings: Sequence[str], numbers: Sequence[str], names: Sequence[str]
    ) -> tuple[list[str], list[str]]:
        """Numbers and names, filled in from the headings that the lines stand under."""
        keys = self._headings([heading.partition(BETWEEN)[0] for heading in headings])
        said = self._headings([heading.partition(BETWEEN)[2] for heading in headings])
        found = list(zip(numbers, names, keys, said, strict=True))
        return (
            [no or (key_text(key) if called and not name else "") for no, name, key, called in found],
            [
                name or (called if no in ("", key_text(key)) else "") or ("" if no else key)
                for no, name, key, called in found
            ],
        )

    def _tally(
        self,
        keep: list[bool] | None,
        codes: list[str],
        opens: Sequence[int | None],
        sums: Mapping[str, tuple[int, int]],
    ) -> None:
        """Add the items that count to the totals of their currencies."""
        if keep is not None:
            sums = sums_of(list(compress(codes, keep)), list(compress(opens, keep)))
        for code, (count, total) in sums.items():
            if count:
                before = self.totals.get(code, (0, 0))
                self.totals[code] = (before[0] + count, before[1] + total)


def _joined(columns: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The packed text of every row; a run of empty columns costs no more than one column."""
    parts: list[Iterable[str]] = []
    run = 0
    for column in (*(columns[name] for name in FIELDS), None):
        if column is not None and not any(column):
            run += 1
            continue
        if run:
            parts.append(repeat(FIELD_MARK * (run - 1), len(columns["type"])))
            run = 0
        if column is not None:
            parts.append(column)
    return map(FIELD_MARK.join, zip(*parts, strict=True))


def _negated(values: Sequence[int | None], kinds: Sequence[str]) -> list[int | None]:
    """Credits and payments below zero, for a file that writes them without a minus."""
    return [
        -abs(value) if value is not None and kind in TAKEN_OFF else value
        for value, kind in zip(values, kinds, strict=True)
    ]


def _spoil_keys(items: Items, field: str, cells: Sequence[str]) -> None:
    """Put aside lines whose key is a failed formula, or a number of which a spreadsheet cut digits off."""
    for at, cell in enumerate(cells):
        if cell in ERRORS:
            items.spoil(at, field, f"{quoted(cell)} is an error of a formula. Write the value.")
        elif _CUT.fullmatch(cell):
            reason = "has lost its last digits to a spreadsheet. Export the file again as text."
            items.spoil(at, field, f"{quoted(cell)} {reason}")


def _year(cell: str) -> str:
    text = key_text(cell)
    return text if len(text) == 4 and text.isascii() and text.isdigit() else ""
