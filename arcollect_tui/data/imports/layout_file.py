"""A layout from its TOML text; what is wrong is said with file, line and field."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from arcollect_tui.data.imports.amounts import MARKS
from arcollect_tui.data.imports.canonical import FIELDS, TYPES
from arcollect_tui.data.imports.dates import ORDER_NAMES
from arcollect_tui.data.imports.headers import fold
from arcollect_tui.data.imports.layout_model import (
    LAYOUT_FIELDS,
    Certainty,
    FileKind,
    Join,
    Layout,
    Preamble,
)
from arcollect_tui.data.toml_text import TomlText

_LANGUAGE: Final = re.compile("[a-z]{2}")
_CREDITS: Final = ("signed", "unsigned", "evidence")
_NEEDED: Final = ("name", "title", "certainty", "fingerprint", "columns")
_MORE: Final = (
    *("recipe", "recipe_optional", "credits", "types", "status", "kind", "source", "quirks", "refusal"),
    *("yields", "keep", "sides", "net_by", "once_by", "item_needs", "buckets", "joins", "preamble"),
    *("headings", "carry", "currency", "dates", "decimal", "languages", "parent_mark"),
)
_KNOWN: Final = frozenset((*_NEEDED, *_MORE))
DEFAULT_RECIPE: Final = ("company", "document_no", "line", "fiscal_year")


class LayoutText(TomlText):
    """The text of a layout of files that come in."""

    def layout(self, common: Mapping[str, str], *, own: bool) -> Layout:
        """The layout that the text describes.

        Args:
            common: the words of document types that all layouts know.
            own: whether it is one of the office.

        Raises:
            FileRefused: a field is missing, unknown or has a value that means nothing.
        """
        raw = self.raw
        self._check_keys(_NEEDED, _KNOWN)
        status = self._table("status", ("closed", "draft"))
        sides = self._table("sides", ("plus", "minus"))
        return Layout(
            name=self._name(),
            title=self._text("title"),
            certainty=self._one_of("certainty", tuple(Certainty)),
            fingerprint=self._fingerprint(),
            columns=self._columns(),
            types={**common, **self._types()},
            credits=self._one_of("credits", _CREDITS, "evidence"),
            closed=self._folded_words("closed", status),
            draft=self._folded_words("draft", status),
            recipe=self._fields("recipe") or DEFAULT_RECIPE,
            recipe_optional=bool(raw.get("recipe_optional", True)),
            kind=FileKind(self._one_of("kind", tuple(FileKind), FileKind.ITEMS)),
            source=self._text("source", ""),
            refusal=self._text("refusal", ""),
            quirks=self._words("quirks", raw.get("quirks", [])),
            yields=bool(raw.get("yields", False)),
            keep=self._keep(),
            plus=self._folded_words("plus", sides),
            minus=self._folded_words("minus", sides),
            net_by=self._fields("net_by"),
            once_by=self._fields("once_by"),
            item_needs=self._fields("item_needs"),
            headings=bool(raw.get("headings", False)),
            carry=bool(raw.get("carry", False)),
            currency=self._text("currency", ""),
            buckets=self._patterns("buckets", self._words("buckets", raw.get("buckets", []))),
            joins=tuple(self._joins()),
            preamble=self._preamble(),
            languages=self._languages(),
            parent_mark=self._text("parent_mark", ""),
            own=own,
            dates=self._one_of("dates", ("", *ORDER_NAMES), ""),
            decimal=self._one_of("decimal", ("", *MARKS), ""),
        )

    def words_of_types(self) -> dict[str, str]:
        """The words of document types, folded, to ours."""
        return self._types()

    def _fields(self, key: str) -> tuple[str, ...]:
        fields = self._words(key, self.raw.get(key, []))
        for name in fields:
            if name not in FIELDS:
                self.refuse(key, f"{name!r} is no field of an item. Fields: {', '.join(FIELDS)}.")
        return fields

    def _folded_words(self, key: str, table: Mapping[str, object]) -> frozenset[str]:
        return _folded(self._words(key, table.get(key, [])))

    def _fingerprint(self) -> tuple[frozenset[str], ...]:
        value = self.raw["fingerprint"]
        if not isinstance(value, list):
            self.refuse("fingerprint", 'it is no list. Write it like ["Account", ["Date", "Datum"]].')
        return tuple(
            _folded(self._words("fingerprint", one if isinstance(one, list) else [one])) for one in value
        )

    def _columns(self) -> dict[str, tuple[str, ...]]:
        known = LAYOUT_FIELDS
        columns = {}
        for name, headers in self._table("columns", known).items():
            words = self._words(name, headers)
            columns[name] = tuple(word if word.startswith("@") else fold(word) for word in words)
        return columns

    def _types(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for kind, words in self._table("types", TYPES).items():
            found |= {fold(word): kind for word in self._words(kind, words)}
        return found

    def _languages(self) -> dict[str, str]:
        """The ledger's keys of languages to codes."""
        table = self._table("languages")
        for code, keys in table.items():
            if not _LANGUAGE.fullmatch(code):
                self.refuse(code, "it is no code of a language. Write two small letters, like de.")
            self._words(code, keys)
        return {key: code for code, keys in table.items() for key in keys}

    def _keep(self) -> dict[str, str]:
        keep = self._table("keep", LAYOUT_FIELDS)
        for name, pattern in keep.items():
            self._patterns(name, (pattern,))
        return keep

    def _patterns(self, key: str, patterns: Sequence[str]) -> tuple[str, ...]:
        for pattern in patterns:
            try:
                re.compile(pattern)
            except (re.error, TypeError):
                self.refuse(key, f"{pattern!r} is no pattern. Write a regular expression.")
        return tuple(patterns)

    def _joins(self) -> list[Join]:
        joins = self.raw.get("joins", [])
        if not isinstance(joins, list) or not all(isinstance(join, dict) for join in joins):
            self.refuse("joins", "it is no list of tables. Begin each with [[joins]].")
        found = []
        for join in joins:
            if set(join) != {"layout", "on", "take"}:
                self.refuse("joins", "each needs layout, on and take, and nothing else.")
            if not isinstance(join["layout"], str):
                self.refuse("joins", "layout is the name of a layout. Write it in quotes.")
            on, take = (tuple(map(fold, self._words(key, join[key]))) for key in ("on", "take"))
            found.append(Join(join["layout"], on, take))
        return found

    def _preamble(self) -> Preamble:
        table = self._table("preamble", ("year", "as_of", "currency", "digits"))
        for name, cell in table.items():
            if type(cell) is not int or cell < 1:
                self.refuse(name, "it is no cell of the first line. Write its number, counted from 1.")
        return Preamble(**table)


def _folded(words: Sequence[str]) -> frozenset[str]:
    return frozenset(map(fold, words))
