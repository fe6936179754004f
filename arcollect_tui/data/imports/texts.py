"""Text of a file, a column at a time: cleaned, trimmed, card numbers masked."""

import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import Final

from arcollect_tui.data.imports.memo import Memo
from arcollect_tui.rules.cardnumbers import CODE_WORDS, mask
from arcollect_tui.rules.text import clean, key_text
from arcollect_tui.rules.text import quoted as _quoted

_SHORTEST_CARD: Final = 13
_MOST_KNOWN: Final = 8_192
_MOST_SIGNS: Final = 100
_SELDOM: Final = 16
"""A column repeats while at most one cell in so many is new."""
#: Between the cells of a joined column; printable, and nothing that stands inside a card number.
_BAR: Final = "~"
_NO_DIGITS: Final = bytes(set(range(256)).difference(b"0123456789~"))
#: A joined column of numbers of which some end in the `.0` that `key_text` takes off.
_SPREADSHEET_NUMBERS: Final = re.compile(r"(?:[0-9]+(?:\.0)?~)*")


@lru_cache(maxsize=16_384)
def clean_text(cell: str) -> str:
    """One cell as it may be stored and shown: one line of cleaned, masked text."""
    return mask(clean(cell)).strip()


@lru_cache(maxsize=16_384)
def clean_key(cell: str) -> str:
    """One cell as part of a key: `clean_text`, without a spreadsheet's marks."""
    return key_text(clean_text(cell))


def quoted(cell: str) -> str:
    """A cell or a column's name for a sentence to the user: short, cleaned and masked."""
    return _quoted(clean_text(cell))


def row_text(cells: Iterable[str]) -> str:
    """The cells of a record as one short text."""
    return clean_text("  ".join(filter(None, map(str.strip, cells))))[:_MOST_SIGNS]


def _has_many_digits(text: str) -> bool:
    """Whether a cell of a joined column has the digits of a card number, whatever stands between them."""
    digits = text.encode().translate(None, _NO_DIGITS)
    return max(map(len, digits.split(_BAR.encode()))) >= _SHORTEST_CARD


def _is_plain(cells: Collection[str], text: str) -> bool:
    """Whether cleaning, masking and trimming leave every cell as it is.

    True only when no cell could hold what `mask` looks for; a False costs time and nothing else.
    """
    if not (text.isascii() and text.isprintable()):
        return False
    if max(map(len, cells)) >= _SHORTEST_CARD and _has_many_digits(text):
        return False
    if "~ " in text or " ~" in text or text.startswith(" ") or text.endswith(" "):
        return False
    lower = text.lower()
    return not any(word in lower for word in CODE_WORDS)


class TextColumn:
    """Cleans the cells of one column, batch by batch; cells that repeat are cleaned once.

    Args:
        key: its cells are parts of keys: `clean_key` of every cell, else `clean_text`.
        numbering: the whole column shows that its long digits are this ledger's own numbers and no
            card numbers: then they are not masked.
    """

    def __init__(self, *, key: bool = False, numbering: bool = False) -> None:
        self._key = key
        self._convert = key_text if key and numbering else clean_key if key else clean_text
        self._known = Memo(self._convert)
        self._repeats = False

    def __call__(self, cells: Sequence[str]) -> Sequence[str]:
        """The cleaned cells."""
        if self._repeats and len(self._known) <= _MOST_KNOWN:
            # Most are known: to look each up is quicker than to find out which ones are not.
            before = len(self._known)
            found = list(map(self._known.__getitem__, cells))
            self._repeats = (len(self._known) - before) * _SELDOM <= len(cells)
            return found
        different = set(cells)
        if len(different) * 2 <= len(cells):
            return self._repeated(cells, different)
        text = _BAR.join(cells)
        if not _is_plain(cells, text):
            return list(map(self._convert, cells))
        if not self._has_marks(text):
            return cells
        text += _BAR
        if text.count(_BAR) == len(cells) and _SPREADSHEET_NUMBERS.fullmatch(text):
            return text.replace(f".0{_BAR}", _BAR).split(_BAR)[:-1]
        return list(map(self._convert, cells))

    def _repeated(self, cells: Sequence[str], different: set[str]) -> Sequence[str]:
        """The cells of a column with few different ones; equal cells become one text.

        Rows that share their texts are packed and unpacked in less space and time.
        """
        if len(self._known) > _MOST_KNOWN:
            self._known.clear()
        fresh = different.difference(self._known)
        text = _BAR.join(fresh)
        if fresh and _is_plain(fresh, text) and not self._has_marks(text):
            self._known.update(zip(fresh, fresh, strict=True))
        self._repeats = len(fresh) * _SELDOM <= len(cells)
        return list(map(self._known.__getitem__, cells))

    def _has_marks(self, text: str) -> bool:
        """Whether a key may have what a spreadsheet leaves on numbers."""
        return self._key and ("'" in text or ".0" in text)
