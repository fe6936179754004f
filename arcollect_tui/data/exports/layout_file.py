"""A layout of exports from its TOML text, and all layouts that an office has."""

import re
from collections.abc import Collection, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from arcollect_tui.data.exports.cards import CARD_FORMATS
from arcollect_tui.data.exports.layouts import FIELD, ExportLayout
from arcollect_tui.data.toml_text import OF_EXPORTS, TomlText, own_texts

Known = Mapping[str, Collection[str]]
"""The fields of the rows of each export that may be laid out."""
COLUMNS: Final = "columns"
_NEEDED: Final = ("name", "title", OF_EXPORTS, COLUMNS)
_KNOWN: Final = frozenset((*_NEEDED, "suffix", "dates", "constants", "words", "limits", "only"))
_DAY: Final = re.compile(r"(?:[^%]|%[YymdjbB])*")
_BRACES: Final = re.compile(r"[{}]")
_PROPERTY: Final = re.compile(r"[A-Z0-9-]+(?:;[A-Z0-9-]+=[A-Z0-9,-]+)*", re.IGNORECASE)


class ExportText(TomlText):
    """The text of a layout of files that go out."""

    def layout(self, known: Known, reserved: Collection[str] = (), *, own: bool) -> ExportLayout:
        """The layout that the text describes.

        Args:
            known: the exports, and the fields of their rows.
            reserved: names that layouts of ours keep.
            own: whether it is one of the office.

        Raises:
            FileRefused: a field is missing, unknown or has a value that means nothing.
        """
        self._check_keys(_NEEDED, _KNOWN)
        name = self._name()
        if name in reserved:
            self.refuse("name", f"{name} is taken. Choose another name.")
        what = self._one_of(OF_EXPORTS, tuple(known))
        suffix = self._one_of("suffix", ("", *CARD_FORMATS), "")
        columns = self._columns(known[what], is_card=bool(suffix))
        return ExportLayout(
            name=name,
            title=self._text("title"),
            what=what,
            suffix=suffix,
            dates=self._dates(),
            columns=tuple(columns.items()),
            constants=self._texts("constants", columns),
            words={header: self._in_words(header, of) for header, of in self._of("words", columns).items()},
            limits={header: self._limit(header, of) for header, of in self._of("limits", columns).items()},
            only={field: self._values(field, of) for field, of in self._table("only", known[what]).items()},
            own=own,
        )

    def _of(self, key: str, columns: Collection[str]) -> dict[str, object]:
        """A table by column."""
        return self._table(key, tuple(columns))

    def _texts(self, key: str, columns: Collection[str]) -> dict[str, str]:
        return {header: self._is_text(header, text, key) for header, text in self._of(key, columns).items()}

    def _is_text(self, header: str, text: object, under: str) -> str:
        if not isinstance(text, str):
            self.refuse(header, "it is no text. Write it in quotes.", under)
        return text

    def _dates(self) -> str:
        pattern = self._text("dates", "")
        if not _DAY.fullmatch(pattern):
            self.refuse(
                "dates", "a day is written of %Y, %y, %m, %d, %j, %b and %B. Write it like %d.%m.%Y."
            )
        return pattern

    def _columns(self, fields: Collection[str], *, is_card: bool) -> dict[str, str]:
        table = self._table(COLUMNS)
        if not table:
            self.refuse(COLUMNS, 'there is none. Write a line for each, like Account = "customer_no".')
        for header, made_of in table.items():
            if is_card and not _PROPERTY.fullmatch(header):
                self.refuse(header, "no card has such a property. Write it like TEL;TYPE=WORK.", COLUMNS)
            self._check_made_of(header, self._is_text(header, made_of, COLUMNS), fields)
        return table

    def _check_made_of(self, header: str, made_of: str, fields: Collection[str]) -> None:
        """See that a column is made of fields that there are."""
        if _BRACES.search(FIELD.sub("", made_of)):
            self.refuse(header, f"{made_of!r} has a lone brace. Write a field as {{customer_no}}.", COLUMNS)
        named = FIELD.findall(made_of) or ([] if not made_of else [made_of])
        for name in named:
            if name not in fields:
                known = ", ".join(fields)
                self.refuse(header, f"{name!r} is no field of this export. Fields: {known}.", COLUMNS)

    def _in_words(self, header: str, table: object) -> dict[str, str]:
        if not isinstance(table, dict) or not all(isinstance(text, str) for text in table.values()):
            self.refuse(header, 'it is no table of texts. Write it like { call = "Call" }.', "words")
        return table

    def _values(self, field: str, values: object) -> tuple[str, ...]:
        if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
            self.refuse(field, 'it is no list of texts. Write it like ["call", "note"].', "only")
        return tuple(values)

    def _limit(self, header: str, signs: object) -> int:
        if not isinstance(signs, int) or isinstance(signs, bool) or signs < 1:
            self.refuse(header, "it is no number of signs. Write one from 1 on, without quotes.", "limits")
        return signs


@cache
def _shipped_texts() -> tuple[ExportText, ...]:
    folder = files("arcollect_tui.data.exports").joinpath("layouts")
    return tuple(ExportText(file.name, file.read_text("utf-8")) for file in folder.iterdir())


def export_layouts(
    known: Known, folder: Path | None = None, reserved: Collection[str] = ()
) -> Mapping[str, ExportLayout]:
    """The layouts of exports by name; an own one of the same name takes the place of ours.

    Args:
        known: the exports, and the fields of their rows.
        folder: where an office keeps its own, beside those of files that come in; None for none.
        reserved: names that an own layout may not have.

    Raises:
        FileRefused: a file of the office is no layout; the sentence says file, line and field.
    """
    found = [text.layout(known, own=False) for text in _shipped_texts()]
    for name, content in own_texts(folder):
        text = ExportText(name, content)
        if OF_EXPORTS in text.raw:
            found.append(text.layout(known, reserved, own=True))
    return {layout.name: layout for layout in sorted(found, key=lambda one: (one.name, one.own))}
