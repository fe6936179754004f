"""What each column of a file would be read as, also of a file that cannot be taken in yet."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from arcollect_tui.data.imports.choosing import no_header
from arcollect_tui.data.imports.dates import UNREADABLE, read_date
from arcollect_tui.data.imports.evidence import Evidence
from arcollect_tui.data.imports.headers import (
    HeaderRow,
    bare_name,
    fold_headers,
    label_headers,
    likely_header,
)
from arcollect_tui.data.imports.joins import header_of
from arcollect_tui.data.imports.layout import Catalogue
from arcollect_tui.data.imports.layout_model import GENERIC, Layout
from arcollect_tui.data.imports.opening import open_source, readable
from arcollect_tui.data.imports.source import HEAD_RECORDS, Source
from arcollect_tui.data.imports.survey import survey
from arcollect_tui.data.imports.texts import clean_text
from arcollect_tui.data.imports.values import ColumnDecision, ReadOptions
from arcollect_tui.data.imports.wishes import NONE, Wishes
from arcollect_tui.errors import FileRefused


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
    """

    file: str
    layout: Layout
    sureness: float
    columns: tuple[ColumnDecision, ...]
    names: tuple[str, ...]
    problem: str


def propose(path: Path, catalogue: Catalogue, wishes: Wishes = NONE) -> Proposal:
    """Look at a file and propose a field for each of its columns.

    Raises:
        FileRefused: the file cannot be opened, or has no row of column names.
    """
    raw, source = open_source(path, catalogue.known_names, wishes)
    with readable(raw):
        header, layout = _header(raw.name, source, catalogue)
        names = tuple(_name(cell, at) for at, cell in enumerate(label_headers(_cells(header)), 1))
        # The currency is no matter of the layout: any code lets the rest be decided.
        options = ReadOptions(today=date.min, office_currency="XXX", catalogue=catalogue)
        try:
            read = survey(raw.name, source, options)
        except FileRefused as refusal:
            places = layout.place(fold_headers(header.names))
            look = Evidence(layout, places or {"": 0})
            for number, batch in enumerate(source.batches()):
                look.look(batch if number else batch.after(header.at + header.height), len(header.names))
            sureness = catalogue.detect(header.names)[1]
            columns = by_values(_by_names(header, layout, places, look.samples))
            return Proposal(raw.name, layout, sureness, columns, names, refusal.sentence)
    return Proposal(raw.name, read.layout, read.sureness, read.columns[: len(names)], names, "")


def _header(name: str, source: Source, catalogue: Catalogue) -> tuple[HeaderRow, Layout]:
    """The header and the layout it has; a row of names that nobody knows is a header too."""
    found = header_of(source, catalogue)
    if found is not None:
        return found
    first = next(source.batches(), None)
    rows = first.rows[:HEAD_RECORDS] if first else []
    likely = likely_header(rows)
    if likely is None:
        raise FileRefused(no_header(name, rows))
    return likely, catalogue.show(GENERIC)


def by_values(columns: tuple[ColumnDecision, ...]) -> tuple[ColumnDecision, ...]:
    """Decisions with a field for columns of unknown names, where a value looks like what is lacking."""
    taken = {column.field for column in columns}
    lacking = [(fields, looks) for fields, looks in _BY_VALUE if not taken.intersection(fields)]
    found = []
    for column in columns:
        match = next((one for one in lacking if not column.field and one[1](column.sample)), None)
        if match is not None:
            lacking.remove(match)
            found.append(column._replace(field=match[0][0], evidence="its values look like it"))
        else:
            found.append(column)
    return tuple(found)


def _is_date(sample: str) -> bool:
    return read_date(sample, "dmy") not in (None, UNREADABLE) or read_date(sample, "mdy") not in (
        *(None, UNREADABLE),
    )


def _is_amount(sample: str) -> bool:
    """Digits with two decimals; other numbers may be anything."""
    return bool(re.fullmatch(r"\(?[-+]?[^0-9]?[0-9][0-9.,' ]*[.,][0-9]{2}\)?[-+]?", sample))


def _is_name(sample: str) -> bool:
    """Several words of letters."""
    words = sample.split()
    return len(words) > 1 and not any(sign.isdigit() for sign in sample)


_BY_VALUE: Final = (
    (("document_date",), _is_date),
    (("due_date",), _is_date),
    (("open_amount", "amount", "debit", "credit"), _is_amount),
    (("customer_name", "customer_no"), _is_name),
)
"""Fields of which one is needed, the one to propose first, and how its values look."""


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
