"""Text of a file, a column at a time: cleaned, trimmed, card numbers masked."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

from arcollect_tui.rules.cardnumbers import mask
from arcollect_tui.rules.text import clean, key_text
from arcollect_tui.rules.text import quoted as _quoted

_SHORTEST_CARD: Final = 13
_PROBE: Final = 200
#: Between the cells of a joined column; printable, and nothing that stands inside a card number.
_BAR: Final = "~"
_MANY_DIGITS: Final = re.compile(r"[0-9](?:[^0-9A-Za-z~]{0,3}[0-9]){12}")
#: A joined column of numbers of which some end in the `.0` that `key_text` takes off.
_SPREADSHEET_NUMBERS: Final = re.compile(r"(?:[0-9]+(?:\.0)?~)*")
_CODE_WORDS: Final = ("cvv", "cvc", "cid", "fziffer")


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


def _is_plain(cells: Sequence[str], text: str) -> bool:
    """Whether cleaning, masking and trimming leave every cell as it is.

    True only when no cell could hold what `mask` looks for; a False costs time and nothing else.
    """
    if not (text.isascii() and text.isprintable()):
        return False
    if max(map(len, cells)) >= _SHORTEST_CARD and _MANY_DIGITS.search(text):
        return False
    if "~ " in text or " ~" in text or text.startswith(" ") or text.endswith(" "):
        return False
    lower = text.lower()
    return not any(word in lower for word in _CODE_WORDS)


def _by_value(cells: Sequence[str], convert: Callable[[str], str]) -> list[str] | None:
    """The converted column when most of its cells repeat; None when they do not."""
    if len(set(cells[:_PROBE])) * 2 > _PROBE:
        return None
    different = set(cells)
    if len(different) * 2 > len(cells):
        return None
    memo = {cell: convert(cell) for cell in different}
    return list(map(memo.__getitem__, cells))


def text_column(cells: Sequence[str]) -> Sequence[str]:
    """`clean_text` of every cell."""
    column = _by_value(cells, clean_text)
    if column is not None:
        return column
    return cells if _is_plain(cells, _BAR.join(cells)) else list(map(clean_text, cells))


def key_column(cells: Sequence[str], *, numbering: bool = False) -> Sequence[str]:
    """`clean_key` of every cell.

    Args:
        cells: the column.
        numbering: True when the whole column shows that its long digits are this ledger's own
            numbers and no card numbers: then they are not masked.
    """
    convert = key_text if numbering else clean_key
    column = _by_value(cells, convert)
    if column is not None:
        return column
    text = _BAR.join(cells)
    if not _is_plain(cells, text):
        return list(map(convert, cells))
    if "'" not in text and ".0" not in text:
        return cells
    text += _BAR
    if text.count(_BAR) == len(cells) and _SPREADSHEET_NUMBERS.fullmatch(text):
        return text.replace(f".0{_BAR}", _BAR).split(_BAR)[:-1]
    return list(map(convert, cells))
