"""A layout: which column of which ledger's file means what. Layouts themselves are TOML data."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from arcollect_tui.data.imports.canonical import FIELDS, TAIL_FIELDS
from arcollect_tui.data.imports.column_words import fields_of

GENERIC: Final = "generic"
#: Columns that are read but are no canonical field: they tell what a line is or what it is worth.
HELPER_FIELDS: Final = (
    *("paid", "debit", "credit", "side", "is_open", "status", "matched", "account", "contra"),
    *("baseline", "days_1", "days_2", "days_3", "first_name", "last_name", "other_name"),
)
BY_NAME: Final = "the name of the column"
"""The evidence of a column whose values say nothing beside."""
AS_CHOSEN: Final = "as_chosen"
"""Names the layout of a file whose columns a person has said and not saved."""
PART: Final = "open_part"
"""What a person calls a column that is one part of the open amount, as in a list by age."""
#: Fields that a layout may give a column.
LAYOUT_FIELDS: Final = (*FIELDS, *TAIL_FIELDS[:-1], *HELPER_FIELDS)
_CODES: Final = frozenset(("code", "cod", "codigo", "codice", "kode", "kod", "コート"))
"""Names of columns of codes, folded; a number or an id might as well count the lines."""
#: A column without a name is called by its place: `@1` is the first.
_UNNAMED: Final = re.compile(r"@([1-9][0-9]?)")


class FileKind(StrEnum):
    """What the lines of a file are."""

    ITEMS = "items"
    CUSTOMERS = "customers"
    REFUSED = "refused"
    """No file of a ledger; known so that it is refused for the right reason."""


class Certainty(StrEnum):
    """How a layout is known: from a real file, or from a published list of its columns."""

    SEEN = "seen"
    READ = "read"


@dataclass(frozen=True, slots=True)
class Join:
    """A second file that says more about the lines of the first.

    Attributes:
        layout: the layout of the second file.
        on: columns, folded, that both files have and that pair their lines.
        take: columns, folded, that the first file takes over from the second.
    """

    layout: str
    on: tuple[str, ...]
    take: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preamble:
    """Cells of the first line of a file, counted from 1, that say something about all lines; 0 for none.

    Attributes:
        year: the first day of the year that days without a year lie in.
        as_of: the last day that the file speaks of.
        currency: the code of lines without one.
        digits: how many digits the accounts of the general ledger have; those of customers have one more.
    """

    year: int = 0
    as_of: int = 0
    currency: int = 0
    digits: int = 0


@dataclass(frozen=True, slots=True)
class Layout:
    """One kind of ledger file.

    Attributes:
        name: what `--layout` takes.
        title: one line for people.
        certainty: how the layout is known.
        fingerprint: names that must all be there for the layout to be chosen by itself; each may be
            one of several spellings.
        columns: field to header names, the preferred name first; fields are given out in order.
        types: the file's word for a document type, folded, to ours.
        credits: `signed` when credits carry their sign, `unsigned` when only their type tells,
            `evidence` when the whole file decides.
        closed: words of a status column that say a line is settled.
        draft: words of a status column that say a line is not receivable yet.
        recipe: canonical fields that make an item itself.
        recipe_optional: True when the recipe is made of those fields that the file has.
        kind: what the lines of the file are.
        source: where its columns are known from, for people.
        refusal: what the file is instead, where it is refused.
        quirks: what is odd about the file, for people.
        yields: another layout is taken when it explains more of the columns.
        keep: field to the pattern that its cells match on lines that count; the others are no receivables.
        minus: words of the `side` column, folded, that take off; `plus` those that add.
        net_by: fields whose equal values make several postings one item.
        once_by: fields of which a further line with the same values repeats a document.
        item_needs: fields that every item has; a line without one of them is a heading.
        headings: customers stand as headings in the first column, also when that has a name.
        carry: a line without a customer belongs to that of the line above.
        currency: the code of lines without one, where the law or the product knows only one.
        buckets: patterns of folded names of columns whose sum is the open amount where the line has none.
        joins: files that may come with this one.
        preamble: what the first line says about all others.
        languages: the ledger's own keys of languages, as they stand in a cell, to ISO 639-1 codes.
        parent_mark: what stands between parent and child in the name of a customer; '' where nothing does.
        own: True for a layout of the office.
        dates: the order of day and month where a file shows none: `dmy`, `mdy`, '' to ask.
        decimal: the decimal mark where a file shows none: `point`, `comma`, '' to ask.
    """

    name: str
    title: str
    certainty: str
    fingerprint: tuple[frozenset[str], ...]
    columns: Mapping[str, tuple[str, ...]]
    types: Mapping[str, str]
    credits: str
    closed: frozenset[str]
    draft: frozenset[str]
    recipe: tuple[str, ...]
    recipe_optional: bool
    kind: FileKind = FileKind.ITEMS
    source: str = ""
    refusal: str = ""
    quirks: tuple[str, ...] = ()
    yields: bool = False
    keep: Mapping[str, str] = field(default_factory=dict)
    plus: frozenset[str] = frozenset()
    minus: frozenset[str] = frozenset()
    net_by: tuple[str, ...] = ()
    once_by: tuple[str, ...] = ()
    item_needs: tuple[str, ...] = ()
    headings: bool = False
    carry: bool = False
    currency: str = ""
    buckets: tuple[str, ...] = ()
    joins: tuple[Join, ...] = ()
    preamble: Preamble = field(default_factory=Preamble)
    languages: Mapping[str, str] = field(default_factory=dict)
    parent_mark: str = ""
    own: bool = False
    dates: str = ""
    decimal: str = ""

    def place(self, folded: Sequence[str]) -> dict[str, int]:
        """Field to column number for a header; a column serves one field, a missing field none.

        The generic layout reads a name that it does not have word by word.
        """
        places: dict[str, int] = {}
        taken: set[int] = set()
        for name, synonyms in self.columns.items():
            for synonym in synonyms:
                at = _position(folded, synonym)
                if at is not None and at not in taken:
                    places[name] = at
                    taken.add(at)
                    break
        if self.name == GENERIC:
            _place_by_words(folded, places)
        return places

    def evidence(self, field: str, folded: str) -> str:
        """Why a column is read as a field, as far as its name tells."""
        by_words = self.name == GENERIC and folded not in self.columns[field]
        return "the words of its name" if by_words else BY_NAME

    def bucket_columns(self, folded: Sequence[str]) -> tuple[int, ...]:
        """Columns whose sum is the open amount of a line that states none."""
        return tuple(
            at for at, key in enumerate(folded) if any(re.fullmatch(one, key) for one in self.buckets)
        )

    def sureness(self, folded: Sequence[str]) -> float:
        """Share of the fingerprint that the header has."""
        if not self.fingerprint:
            return 0.0
        return sum(not keys.isdisjoint(folded) for keys in self.fingerprint) / len(self.fingerprint)


def _place_by_words(folded: Sequence[str], places: dict[str, int]) -> None:
    """Give fields that have no column yet to columns whose names are made of known words."""
    taken = set(places.values())
    for at, name in enumerate(folded):
        field = next((one for one in fields_of(name) if one not in places), None)
        if field is not None and at not in taken:
            places[field] = at
            taken.add(at)
    _place_code(folded, places, taken)


def _place_code(folded: Sequence[str], places: dict[str, int], taken: set[int]) -> None:
    """A column called no more than code beside the names of the customers holds their numbers."""
    name = places.get("customer_name")
    if name is None or "customer_no" in places:
        return
    beside = [at for at in (name - 1, name + 1) if 0 <= at < len(folded) and at not in taken]
    code = next((at for at in beside if folded[at] in _CODES), None)
    if code is not None:
        places["customer_no"] = code


def _position(folded: Sequence[str], key: str) -> int | None:
    if key in folded:
        return folded.index(key)
    if match := _UNNAMED.fullmatch(key):
        at = int(match[1]) - 1
        return at if at < len(folded) and not folded[at] else None
    return None
