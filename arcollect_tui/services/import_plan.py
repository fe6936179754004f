"""What a person says about a ledger file, and what taking it in would change."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from arcollect_tui.data.imports.diff import Diff
from arcollect_tui.data.imports.fold import ImportKey
from arcollect_tui.data.imports.mending import Fix
from arcollect_tui.data.imports.read import ColumnDecision, HeldLine, ParsedFile
from arcollect_tui.errors import UsageError
from arcollect_tui.rules.text import key_text, quoted
from arcollect_tui.services.import_guards import GUARDS, Guard

Progress = Callable[[str, int], None]
"""Is told what is done, and how many lines of it are."""
MadeFrom = tuple[tuple[bytes, ...], frozenset[int]]
"""The imports that were folded in, and the customers that were erased."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the user says about a file.

    Attributes:
        layout: name of a layout; recognised by its header when None.
        ledger: which ledger the file belongs to.
        currency: the currency of a file that names none.
        as_of: the day the file speaks of.
        delta: the file holds changes only; absence clears nothing.
        accept: guards that are let through.
        encoding: of a text file that is not Unicode.
        sheet: of a workbook; chosen by its header when None.
        fixes: values typed for fields of lines that would be held.
        columns: (column, field) where a column is read as something else than was proposed; '' for one
            that is not read.
        dates: `dmy` or `mdy`, for a file whose dates show no order.
        decimal: `point` or `comma`, for a file whose amounts show no decimal mark.
        left_out: lines that stay out on purpose: their numbers, or a kind; see `leaving_out`.
    """

    layout: str | None = None
    ledger: str = "main"
    currency: str | None = None
    as_of: date | None = None
    delta: bool = False
    accept: frozenset[str] = frozenset()
    encoding: str | None = None
    sheet: str | None = None
    fixes: tuple[Fix, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    dates: str | None = None
    decimal: str | None = None
    left_out: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        unknown = sorted(self.accept - set(GUARDS))
        if unknown:
            msg = f"There is no guard {unknown[0]}. Guards are {', '.join(GUARDS)}."
            raise UsageError(msg)
        if not self.ledger or ":" in self.ledger or key_text(self.ledger) != self.ledger:
            msg = f"{quoted(self.ledger)} is no name for a ledger. Give a word without a colon: main."
            raise UsageError(msg)


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What a file would change; nothing is written yet.

    Attributes:
        file: name of the file.
        layout: name of the layout.
        sureness: how sure the recognition is, 0 to 1.
        as_of: the day the file speaks of.
        as_of_source: where that day comes from, in words.
        ledger: name of the ledger.
        lines: lines of the file by class.
        total_lines: lines of the file.
        totals: (count, sum in minor units) of the items per currency.
        differences: items by class of difference to the ledger tables.
        held: lines that stay out until they are fixed.
        warnings: what the user should know.
        columns: what each column was taken for, with the evidence.
        guards: reasons to stop that were not accepted.
        known: the same lines of the same day are in already.
        sentence: the plan in one sentence.
        paths: the file, and those that were joined with it.
    """

    file: str
    layout: str
    sureness: float
    as_of: date
    as_of_source: str
    ledger: str
    lines: dict[str, int]
    total_lines: int
    totals: dict[str, tuple[int, int]]
    differences: dict[str, int]
    held: tuple[HeldLine, ...]
    warnings: tuple[str, ...]
    columns: tuple[ColumnDecision, ...]
    guards: tuple[Guard, ...]
    known: bool
    sentence: str
    options: ImportOptions
    key: ImportKey
    recipe: tuple[str, ...]
    made_from: MadeFrom
    parsed: ParsedFile = field(repr=False)
    diff: Diff = field(repr=False)
    paths: tuple[Path, ...] = ()


def counted(count: int, thing: str) -> str:
    """`1 item`, `2 items`."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"
