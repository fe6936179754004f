"""What each column of a file would be read as, also of a file that cannot be taken in yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from arcollect_tui.data.imports.evidence import Evidence
from arcollect_tui.data.imports.headers import HeaderRow, bare_name, fold_headers, label_headers
from arcollect_tui.data.imports.joins import header_of
from arcollect_tui.data.imports.layout import Catalogue
from arcollect_tui.data.imports.layout_model import Layout
from arcollect_tui.data.imports.read import open_source, readable
from arcollect_tui.data.imports.survey import no_header, survey
from arcollect_tui.data.imports.texts import clean_text
from arcollect_tui.data.imports.values import ColumnDecision, ReadOptions
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


def propose(path: Path, catalogue: Catalogue) -> Proposal:
    """Look at a file and propose a field for each of its columns.

    Raises:
        FileRefused: the file cannot be opened, or has no row of column names.
    """
    raw, source = open_source(path, catalogue.known_names)
    with readable(raw):
        found = header_of(source, catalogue)
        if found is None:
            first = next(source.batches(), None)
            raise FileRefused(no_header(raw.name, first.rows if first else []))
        header, layout = found
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
            columns = _by_names(header, places, look.samples)
            return Proposal(raw.name, layout, sureness, columns, names, refusal.sentence)
    columns = tuple(one for one in read.columns if one.header or one.field != "currency")
    return Proposal(raw.name, read.layout, read.sureness, columns, names, "")


def _cells(header: HeaderRow) -> list[str]:
    return [clean_text(cell) for cell in header.names]


def _name(label: str, number: int) -> str:
    return bare_name(label) or f"@{number}"


def _by_names(
    header: HeaderRow, places: Mapping[str, int], samples: Mapping[int, str]
) -> tuple[ColumnDecision, ...]:
    """Decisions by the names of the columns alone."""
    fields = {at: field for field, at in places.items()}
    return tuple(
        ColumnDecision(
            label,
            fields.get(at, ""),
            samples.get(at, ""),
            "the name of the column" if at in fields else "not read",
        )
        for at, label in enumerate(label_headers(_cells(header)))
    )
