"""Layouts: which column of which ledger's file means what. The layouts themselves are TOML data."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from arcollect_tui.data.imports.canonical import FIELDS
from arcollect_tui.data.imports.headers import fold, fold_headers
from arcollect_tui.errors import UsageError

GENERIC: Final = "generic"
#: Columns that are read but are no canonical field: they tell what a line is or what it is worth.
HELPER_FIELDS: Final = ("paid", "debit", "credit", "is_open", "status")


@dataclass(frozen=True, slots=True)
class Layout:
    """One kind of ledger file.

    Attributes:
        name: what `--layout` takes.
        title: one line for people.
        certainty: `seen` when made from a real file, `read` when made from a description.
        fingerprint: names that must all be there for the layout to be chosen by itself.
        columns: field to header names, the preferred name first; fields are given out in order.
        types: the file's word for a document type, folded, to ours.
        credits: `signed` when credits carry their sign, `unsigned` when only their type tells,
            `evidence` when the whole file decides.
        closed: words of a status column that say a line is settled.
        draft: words of a status column that say a line is not receivable yet.
        recipe: canonical fields that make an item itself.
        recipe_optional: True when the recipe is made of those fields that the file has.
    """

    name: str
    title: str
    certainty: str
    fingerprint: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]
    types: Mapping[str, str]
    credits: str
    closed: frozenset[str]
    draft: frozenset[str]
    recipe: tuple[str, ...]
    recipe_optional: bool

    def place(self, folded: Sequence[str]) -> dict[str, int]:
        """Field to column number for a header; a column serves one field, a missing field none."""
        places: dict[str, int] = {}
        taken: set[int] = set()
        for name, synonyms in self.columns.items():
            for synonym in synonyms:
                at = _position(folded, synonym)
                if at is not None and at not in taken:
                    places[name] = at
                    taken.add(at)
                    break
        return places

    def sureness(self, folded: Sequence[str]) -> float:
        """Share of the fingerprint that the header has."""
        if not self.fingerprint:
            return 0.0
        return sum(key in folded for key in self.fingerprint) / len(self.fingerprint)


def _position(folded: Sequence[str], key: str) -> int | None:
    return folded.index(key) if key in folded else None


def _layout(raw: Mapping[str, Any], types: Mapping[str, str]) -> Layout:
    columns = {name: tuple(fold(header) for header in headers) for name, headers in raw["columns"].items()}
    unknown = set(columns) - set(FIELDS) - set(HELPER_FIELDS)
    if unknown:
        raise ValueError(f"layout {raw['name']}: unknown fields {sorted(unknown)}")
    own = {fold(word): kind for kind, words in raw.get("types", {}).items() for word in words}
    status = raw.get("status", {})
    return Layout(
        name=raw["name"],
        title=raw["title"],
        certainty=raw["certainty"],
        fingerprint=tuple(fold(header) for header in raw["fingerprint"]),
        columns=columns,
        types={**types, **own},
        credits=raw["credits"],
        closed=frozenset(fold(word) for word in status.get("closed", ())),
        draft=frozenset(fold(word) for word in status.get("draft", ())),
        recipe=tuple(raw["recipe"]),
        recipe_optional=raw["recipe_optional"],
    )


@cache
def load_layouts() -> tuple[Layout, ...]:
    """The shipped layouts by name, the generic one last."""
    folder = files("arcollect_tui.data.imports").joinpath("layouts")
    raws = [
        tomllib.loads(entry.read_text("utf-8"))
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    ]
    raws.sort(key=lambda raw: (raw["name"] == GENERIC, raw["name"]))
    common = {fold(word): kind for kind, words in raws[-1]["types"].items() for word in words}
    return tuple(_layout(raw, common) for raw in raws)


def show(name: str) -> Layout:
    """The layout of that name.

    Raises:
        UsageError: there is none; the sentence lists those there are.
    """
    for layout in load_layouts():
        if layout.name == name:
            return layout
    names = ", ".join(layout.name for layout in load_layouts())
    raise UsageError(f"There is no layout named {name!r}. Layouts: {names}.")


def detect(headers: Sequence[str]) -> tuple[Layout, float]:
    """The layout whose whole fingerprint is in the header, the longest first; else the generic one.

    The second value is the share of the fingerprint found; for the generic layout, the share of
    the columns whose name it knows.
    """
    folded = fold_headers(headers)
    generic = show(GENERIC)
    known = len(generic.place(folded))
    sure = [layout for layout in load_layouts() if layout.sureness(folded) == 1.0]
    # Our own names fold like many a ledger's; its other columns then tell that it is none of ours.
    sure = [layout for layout in sure if not layout.recipe_optional or len(layout.place(folded)) >= known]
    if sure:
        return max(sure, key=lambda layout: len(layout.fingerprint)), 1.0
    return generic, round(known / max(1, sum(1 for key in folded if key)), 2)


@cache
def known_names() -> frozenset[str]:
    """Every folded column name that any layout knows: what a header row is recognised by."""
    return frozenset(key for layout in load_layouts() for keys in layout.columns.values() for key in keys)
