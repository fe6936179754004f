"""What goes into the reader of a ledger file and what comes out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from arcollect_tui.data.imports.layout import Catalogue, Layout, shipped
from arcollect_tui.data.imports.mending import Fix
from arcollect_tui.data.imports.wishes import Wishes

if TYPE_CHECKING:
    from arcollect_tui.data.imports.keepable import Keepable


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How a file is to be read.

    Attributes:
        today: the local date; the as-of when neither an option nor a title gives one.
        layout: name of a layout, when the person chose one.
        currency: code for lines without one.
        office_currency: code for lines without one when `currency` is not given.
        ledger_currency: that of all the ledger holds, when the office has none.
        as_of: the day the file describes, when the person said so.
        catalogue: the layouts that are known.
        mend_swapped: exchange day and month of the date cells that a spreadsheet took for the other
            order; the person has agreed.
        keep_swapped: read such cells as they stand; the person has agreed.
        date_order: `dmy` or `mdy`, the person's answer when a file shows no evidence.
        decimal: `point` or `comma`, the person's answer when a file shows no evidence.
        progress: called with the number of lines read so far.
        cancelled: asked between batches; True stops the reading.
        encoding: of a text file, when the person said so.
        sheet: of a workbook, when the person chose one.
        fixes: values that the person typed for fields of lines.
    """

    today: date
    layout: str | None = None
    currency: str | None = None
    office_currency: str | None = None
    ledger_currency: str | None = None
    as_of: date | None = None
    date_order: str | None = None
    decimal: str | None = None
    catalogue: Catalogue = field(default_factory=shipped)
    mend_swapped: bool = False
    keep_swapped: bool = False
    progress: Callable[[int], None] | None = None
    cancelled: Callable[[], bool] | None = None
    encoding: str | None = None
    sheet: str | None = None
    fixes: tuple[Fix, ...] = ()

    @property
    def wishes(self) -> Wishes:
        """What of it concerns the opening of the file."""
        return Wishes(self.encoding, self.sheet, self.progress, self.cancelled)


class ColumnDecision(NamedTuple):
    """What one column was taken for, and why. `field` is '' for a column that is not read."""

    header: str
    field: str
    sample: str
    evidence: str


class HeldLine(NamedTuple):
    """A line put aside: its number in the file (from 1), the field and what would be right.

    `document_no` is the document it speaks of, or '' where that cannot be read.
    """

    line: int
    field: str
    reason: str
    document_no: str = ""


MOST_ASIDE: Final = 1000
"""Lines of a class that are listed; of a journal whole pages may be no receivables."""


class AsideLine(NamedTuple):
    """A line that stays out of the ledger tables, as it is listed.

    Attributes:
        line: its number in the file, from 1.
        kind: its class: `held`, `unclassified` or `other`.
        field: what is wrong with a held line, '' for the line as a whole.
        reason: why it is held, and what would be right; of others what it says.
        document_no: the document it speaks of, '' where that cannot be read.
    """

    line: int
    kind: str
    field: str
    reason: str
    document_no: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """Items of one currency: how many, their open sum and what the file's total row states."""

    count: int
    sum: int
    stated: int | None


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """A file read to the end; nothing has been compared with the ledger yet.

    Attributes:
        name: the file's own name, without folders.
        size: bytes on disk.
        sha256: hex digest of the bytes on disk.
        encoding: of a text file, as Python names it; else the kind of file: `xlsx`, `html`, `json`.
        delimiter: the delimiter of a text file, else ''.
        sheet: the sheet of a workbook, else ''.
        layout: the layout it was read with; `sureness` says how much of its fingerprint was found.
        as_of: the day the file describes; `as_of_source` says where that came from.
        recipe: the canonical fields that make an item itself in this file.
        columns: one decision a column, in the file's order.
        lines: records of each class; the sum is `total_lines`.
        total_lines: records in the file: a quoted line break does not start a new one, and a
            warning names such records.
        totals: items of each currency.
        held: lines put aside, by line.
        warnings: one sentence each.
        companies: the companies the items name.
        digest: 32 bytes naming the canonical lines whatever their order.
        count: number of canonical lines.
        chunks: the lines themselves; read them with `decode_chunk`.
        erased: open amounts, minor units per currency, of lines left out of `chunks` because their
            customer is erased; `totals` has them.
        orphaned: lines of `chunks` that named an erased customer as parent, and no longer do.
        later: items dated after the day the file describes.
        aside: the first lines that are unclassified or no receivables.
        left_out: lines that a person left out on purpose.
        keep: the file, and those joined with it, as they can be kept.
    """

    name: str
    size: int
    sha256: str
    encoding: str
    delimiter: str
    sheet: str
    layout: Layout
    sureness: float
    as_of: date
    as_of_source: str
    recipe: tuple[str, ...]
    columns: tuple[ColumnDecision, ...]
    lines: Mapping[str, int]
    total_lines: int
    totals: Mapping[str, Totals]
    held: tuple[HeldLine, ...]
    warnings: tuple[str, ...]
    companies: frozenset[str]
    digest: bytes
    count: int
    chunks: tuple[bytes, ...] = field(repr=False)
    erased: Mapping[str, int] = field(default_factory=dict)
    orphaned: int = 0
    later: int = 0
    aside: tuple[AsideLine, ...] = ()
    left_out: tuple[AsideLine, ...] = ()
    keep: tuple["Keepable", ...] = field(default=(), repr=False)
