"""The layouts of coding files: which column holds which field of a coding."""

import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from arcollect_tui.data.imports.headers import fold, fold_headers
from arcollect_tui.errors import UsageError
from arcollect_tui.rules.text import quoted

CODING: Final = "coding"
SAP: Final = "sap"
GUARDED, EXACT = "guarded", "exact"
"""What the column `texts` says: an apostrophe stands before what would run as a formula, or none does."""


@dataclass(frozen=True, slots=True)
class CodingLayout:
    """One kind of coding file.

    Attributes:
        name: what `--layout` takes.
        title: one line for people.
        by_piece: a split takes a row a piece; else a row is an item, and a split stands in one cell.
        columns: (header, field) in order; a field that is '' is not known to us.
        constants: header to the text that stands in each row.
        fingerprint: folded headers that a file of this layout has.
        never: folded headers that a file of this layout does not have.
    """

    name: str
    title: str
    by_piece: bool
    columns: tuple[tuple[str, str], ...]
    constants: dict[str, str]
    fingerprint: frozenset[str]
    never: frozenset[str]

    @property
    def headers(self) -> tuple[str, ...]:
        """The names of the columns, in their order."""
        return tuple(header for header, _ in self.columns)

    def header_of(self, field: str) -> str:
        """The column that holds a field; the field itself where none does."""
        return next((header for header, known in self.columns if known == field), field)

    def fits(self, headers: Sequence[str]) -> bool:
        """Whether a row of names is the header of a file of this layout."""
        found = set(fold_headers(headers))
        return self.fingerprint <= found and not self.never & found

    def place(self, headers: Sequence[str]) -> dict[str, int]:
        """Field to number of its column, of those that the header has."""
        folded = fold_headers(headers)
        return {
            field: folded.index(fold(header))
            for header, field in self.columns
            if field and fold(header) in folded
        }


def _layout(raw: dict[str, Any]) -> CodingLayout:
    return CodingLayout(
        name=raw["name"],
        title=raw["title"],
        by_piece=raw["one_row"] == "piece",
        columns=tuple(raw["columns"].items()),
        constants=raw.get("constants", {}),
        fingerprint=frozenset(map(fold, raw["fingerprint"])),
        never=frozenset(map(fold, raw["never"])),
    )


@cache
def coding_layouts() -> dict[str, CodingLayout]:
    """The layouts of coding files by name."""
    folder = files("arcollect_tui.data.codings").joinpath("layouts")
    found = [
        _layout(tomllib.loads(folder.joinpath(f"{name}.toml").read_text("utf-8"))) for name in (CODING, SAP)
    ]
    return {layout.name: layout for layout in found}


def coding_layout(name: str) -> CodingLayout:
    """The layout of that name.

    Raises:
        UsageError: there is none.
    """
    found = coding_layouts().get(name)
    if found is None:
        names = ", ".join(coding_layouts())
        raise UsageError(f"There is no layout of coding files named {quoted(name)}. Layouts: {names}.")
    return found


def layout_of(headers: Sequence[str]) -> CodingLayout | None:
    """The layout whose header these names are; None when they are of no coding file."""
    return next((layout for layout in coding_layouts().values() if layout.fits(headers)), None)


@cache
def coding_names() -> Collection[str]:
    """Every folded column name of a coding file: what its header row is recognised by."""
    return frozenset(fold(header) for layout in coding_layouts().values() for header in layout.headers)
