"""The layouts of exports: which column of a ledger's or program's file holds which field of ours.

A column is the name of a field, or a template: `{field}` is its text, and what stands between square
brackets is left out where a field in it is empty.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Final

from arcollect_tui.data.exports.cells import Cell, machine_text

CSV, XLSX, JSONL = ".csv", ".xlsx", ".jsonl"
FORMATS: Final = (CSV, XLSX, JSONL)
"""Formats that are tables: any layout without a format of its own can be written in them."""
EXACT: Final = ".machine.csv"
"""How the name of a CSV ends whose cells are not made safe for spreadsheets: whoever opens it is told."""

Fields = Mapping[str, Cell]
Escape = Callable[[str], str]
FIELD: Final = re.compile(r"\{(\w+)\}")
_OPTIONAL: Final = re.compile(r"\[([^\[\]]*)\]")


def ending_of(name: str) -> str:
    """The ending of a file that tells what is in it, in small letters; '' of a name without one."""
    return EXACT if name.lower().endswith(EXACT) else PurePath(name).suffix.lower()


@dataclass(frozen=True, slots=True)
class ExportLayout:
    """One kind of file that others read.

    Attributes:
        name: what `--layout` takes.
        title: one line for people.
        what: the export it lays out.
        suffix: the ending of its files; empty when they are tables, in any of `FORMATS`.
        dates: how days are written, as `strftime` has it; ISO when empty.
        columns: (header, field or template) in order; an empty one is a column we know nothing of.
        constants: header to the text that stands in each row.
        words: by header what our words become.
        limits: by header how many signs it holds.
        only: by field the values of the rows that are taken.
        own: it is one of the office.
    """

    name: str
    title: str
    what: str
    suffix: str
    dates: str
    columns: tuple[tuple[str, str], ...]
    constants: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]
    limits: Mapping[str, int]
    only: Mapping[str, tuple[str, ...]]
    own: bool = False

    @property
    def headers(self) -> tuple[str, ...]:
        """The names of the columns, in their frozen order."""
        return tuple(header for header, _ in self.columns)

    @property
    def formats(self) -> tuple[str, ...]:
        """The endings its files may have."""
        return (self.suffix,) if self.suffix else FORMATS

    def rows(self, found: Iterable[Fields], escape: Escape = str) -> Iterator[tuple[Cell, ...]]:
        """Our rows laid out.

        Args:
            found: the fields of each row.
            escape: makes the text of a field safe inside a template.
        """
        for fields in found:
            if all(machine_text(fields.get(name)) in wanted for name, wanted in self.only.items()):
                yield tuple(self._cell(header, made_of, fields, escape) for header, made_of in self.columns)

    def _cell(self, header: str, made_of: str, fields: Fields, escape: Escape) -> Cell:
        if header in self.constants:
            return self.constants[header]
        is_field = "{" not in made_of
        cell = fields.get(made_of) if is_field else filled(made_of, fields, escape)
        if isinstance(cell, date) and self.dates:
            cell = cell.strftime(self.dates)
        if header in self.words:
            cell = self.words[header].get(machine_text(cell), machine_text(cell))
        if isinstance(cell, str) and header in self.limits:
            cell = cell[: self.limits[header]].rstrip()
        return escape(cell) if is_field and isinstance(cell, str) else cell


def filled(template: str, fields: Fields, escape: Escape = str) -> str:
    """A template with the texts of the fields in it."""

    def text(name: str) -> str:
        return escape(machine_text(fields.get(name)))

    def optional(match: re.Match[str]) -> str:
        named = FIELD.findall(match[1])
        return match[1] if all(text(name) for name in named) else ""

    # The brackets first: what people wrote may hold brackets of its own.
    return FIELD.sub(lambda match: text(match[1]), _OPTIONAL.sub(optional, template))
