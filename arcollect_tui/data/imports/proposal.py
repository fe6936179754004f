"""What each column of a file would be read as, also of a file that cannot be taken in yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from arcollect_tui.data.imports.amounts import MARKS
from arcollect_tui.data.imports.by_values import WHEN_READABLE, by_values
from arcollect_tui.data.imports.choosing import CUSTOMERS, no_header
from arcollect_tui.data.imports.dates import ORDER_NAMES
from arcollect_tui.data.imports.evidence import Evidence
from arcollect_tui.data.imports.headers import (
    HeaderRow,
    bare_name,
    fold_headers,
    label_headers,
    likely_header,
)
from arcollect_tui.data.imports.joins import header_of
from arcollect_tui.data.imports.labels import RULE
from arcollect_tui.data.imports.layout import Catalogue
from arcollect_tui.data.imports.layout_model import GENERIC, FileKind, Layout
from arcollect_tui.data.imports.opening import open_source, readable
from arcollect_tui.data.imports.source import HEAD_RECORDS, Source
from arcollect_tui.data.imports.survey import survey
from arcollect_tui.data.imports.surveyed import Survey
from arcollect_tui.data.imports.texts import clean_text
from arcollect_tui.data.imports.values import ColumnDecision, ReadOptions
from arcollect_tui.data.imports.wishes import NONE, Wishes
from arcollect_tui.errors import FileRefused

NO_CURRENCY: Final = "XXX"
"""Stands for a currency that nobody has said."""
MOST_SAMPLES: Final = 3


@dataclass(frozen=True, slots=True)
class Whole:
    """What was decided of a whole file.

    Attributes:
        dates: `dmy` or `mdy`; '' when no date needs it.
        decimal: `point` or `comma`.
        currency: the code of lines without one; '' when each line names its own.
        source: where that code comes from.
    """

    dates: str = ""
    decimal: str = ""
    currency: str = ""
    source: str = ""


NOTHING: Final = Whole()


@dataclass(frozen=True, slots=True)
class Proposal:
    """How a file would be read.

    Attributes:
        file: its name.
        layout: the layout that it seems to have.
        sureness: the share of that layout's fingerprint that was found; of the generic one, the share of
            the columns whose name it knows.
        columns: one decision a column, in the file's order.
        names: the names of the columns as a layout spells them; `@3` is the third, when it has none.
        problem: why the file cannot be read in this way; '' when it can.
        samples: the first few different values of each column.
        headed: its customers stand as headings over their lines.
        whole: what was decided of the whole file; nothing while there is a problem.
        refusal: the problem as it was raised.
    """

    file: str
    layout: Layout
    sureness: float
    columns: tuple[ColumnDecision, ...]
    names: tuple[str, ...]
    problem: str
    samples: tuple[tuple[str, ...], ...] = ()
    headed: bool = False
    whole: Whole = NOTHING
    refusal: FileRefused | None = None


def propose(
    path: Path, catalogue: Catalogue, wishes: Wishes = NONE, options: ReadOptions | None = None
) -> Proposal:
    """Look at a file and propose a field for each of its columns.

    Args:
        path: the file.
        catalogue: the layouts that are known.
        wishes: how it is to be opened.
        options: how it is to be read; its layout, when it names one, is taken as it is.

    Raises:
        FileRefused: the file cannot be opened, or has no row of column names.
    """
    raw, source = open_source(path, catalogue.known_names, wishes)
    asked = options or ReadOptions(today=date.min)
    # The currency is no matter of the layout: any code lets the rest be decided.
    if not asked.ledger_currency:
        asked = replace(asked, office_currency=asked.office_currency or NO_CURRENCY)
    asked = replace(asked, catalogue=catalogue)
    with readable(raw):
        header, layout = _header(raw.name, source, catalogue)
        if asked.layout is not None:
            layout = catalogue.show(asked.layout)
        names = tuple(_name(cell, at) for at, cell in enumerate(label_headers(_cells(header)), 1))
        first = next(source.batches(), None)
        rows = first.rows[header.at + header.height :] if first else []
        plain = _plain_rows(rows, header)
        samples = tuple(_samples(plain, at) for at in range(len(names)))
        try:
            read = survey(raw.name, source, asked)
        except FileRefused as refusal:
            columns = _unread(source, header, layout)
            if asked.layout is None:
                columns = by_values(columns, rows)
            sureness = catalogue.detect(header.names)[1]
            return Proposal(
                *(raw.name, layout, sureness, columns, names, refusal.sentence, samples), refusal=refusal
            )
    headed = read.layout.kind is FileKind.ITEMS and not CUSTOMERS & set(read.places)
    columns, beyond = read.columns[: len(names)], read.columns[len(names) :]
    if read.layout.name == GENERIC:
        columns = by_values(columns, rows, WHEN_READABLE)
    whole = _whole(read, next((one.evidence for one in beyond if one.field == "currency"), ""))
    return Proposal(raw.name, read.layout, read.sureness, columns, names, "", samples, headed, whole)


def _unread(source: Source, header: HeaderRow, layout: Layout) -> tuple[ColumnDecision, ...]:
    """The columns of a file that cannot be read so, by their names alone."""
    places = layout.place(fold_headers(header.names))
    look = Evidence(layout, places or {"": 0})
    for number, batch in enumerate(source.batches()):
        look.look(batch if number else batch.after(header.at + header.height), len(header.names))
    return _by_names(header, layout, places, look.samples)


def _plain_rows(rows: list[list[str]], header: HeaderRow) -> list[list[str]]:
    """Records without rules, headings of one cell and the header again; all, when no other is there."""
    names = [cell.strip() for cell in header.names if cell.strip()]
    filled = [(row, [cell.strip() for cell in row if cell.strip()]) for row in rows]
    plain = [
        row
        for row, cells in filled
        if len(cells) > 1 and cells != names and not all(map(RULE.fullmatch, cells))
    ]
    return plain or rows


def _samples(rows: Sequence[Sequence[str]], at: int) -> tuple[str, ...]:
    """The first few different values of a column, among the first records."""
    cells = (row[at].strip() for row in rows if at < len(row))
    return tuple(clean_text(cell[:60]) for cell in [*dict.fromkeys(filter(None, cells))][:MOST_SAMPLES])


def _whole(read: Survey, source: str) -> Whole:
    """What was decided of the whole file; the source is that of the currency of lines without one."""
    decimal = next(word for word, mark in MARKS.items() if mark == read.mark)
    named = ORDER_NAMES.get(read.dates.order, "")
    needed = any(why.startswith(named) for why in read.dates.evidence.values()) if named else False
    order = read.dates.order if needed else ""
    return Whole(order, decimal, read.currency if source else "", source)


def _header(name: str, source: Source, catalogue: Catalogue) -> tuple[HeaderRow, Layout]:
    """The header and the layout it has; a row of names that nobody knows is a header too."""
    found = header_of(source, catalogue)
    if found is not None:
        return found
    first = next(source.batches(), None)
    rows = first.rows[:HEAD_RECORDS] if first else []
    likely = likely_header(rows)
    if likely is None:
        raise no_header(name, rows)
    return likely, catalogue.show(GENERIC)


def _cells(header: HeaderRow) -> list[str]:
    return [clean_text(cell) for cell in header.names]


def _name(label: str, number: int) -> str:
    return bare_name(label) or f"@{number}"


def _by_names(
    header: HeaderRow, layout: Layout, places: Mapping[str, int], samples: Mapping[int, str]
) -> tuple[ColumnDecision, ...]:
    """Decisions by the names of the columns alone."""
    fields = {at: field for field, at in places.items()}
    decisions = []
    for at, (label, folded) in enumerate(
        zip(label_headers(_cells(header)), fold_headers(header.names), strict=True)
    ):
        field = fields.get(at, "")
        why = layout.evidence(field, folded) if field else "not read"
        decisions.append(ColumnDecision(label, field, samples.get(at, ""), why))
    return tuple(decisions)
