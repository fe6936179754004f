"""What the first reading of a file found: all that the second needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from arcollect_tui.data.imports.dates import DateDecision
from arcollect_tui.data.imports.facts import Facts
from arcollect_tui.data.imports.layout_model import Layout
from arcollect_tui.data.imports.values import ColumnDecision


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
        carry: a line without a customer belongs to that of the line above.
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
    carry: bool
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
