"""Card numbers masked in the text of a whole file, so that the file can be kept.

Cell by cell as its reader does it, and line by line besides: nothing that the reader hides may stay. Blocks
without a cell of so many digits, nearly all of them, are passed by in a fraction of the time.
"""

import re
from collections.abc import Iterator
from typing import Final

from arcollect_tui.rules.cardnumbers import CODE_WORDS, SHORTEST, mask
from arcollect_tui.rules.text import clean

_DIGITS: Final = b"0123456789"
_ALL_ZEROS: Final = bytes(48 if byte in _DIGITS else byte for byte in range(256))
_MANY: Final = b"0" * SHORTEST
_DIGITS_OF_OTHERS: Final = re.compile(rb"[\xd9\xdb\xdf-\xe1\xea\xef\xf0]")
"""How the digits of other scripts begin in UTF-8."""
_CODES: Final = tuple(word.encode() for word in CODE_WORDS)
_SMALL: Final = bytes(range(256)).lower()
_LINE_START: Final = re.compile(r"(?<=\n)|(?<=\r)(?!\n)")


def lines_of_text(text: str) -> list[str]:
    """The lines with their ends, whatever these are."""
    return [line for line in _LINE_START.split(text) if line]


def records(text: str) -> Iterator[str]:
    """The records of whole lines with their ends; a quoted line break does not start a new one."""
    record = ""
    for line in lines_of_text(text):
        record += line
        if record.count('"') % 2 == 0:
            yield record
            record = ""
    if record:
        yield record


class Masker:
    """Masks the text of one file, block by block.

    Args:
        delimiter: what stands between cells; '' where only blanks do.

    Attributes:
        count: how many cells were masked so far.
    """

    def __init__(self, delimiter: str) -> None:
        self.count = 0
        self._delimiter = delimiter
        self._plain = bytes(set(range(256)).difference(_DIGITS, b"\n", delimiter.encode()))
        self._quoted = bytes(set(range(256)).difference(_DIGITS, b'"', delimiter.encode()))

    def masked(self, text: str) -> str:
        """Whole records without card numbers; the same text where there are none."""
        if not self._may_show(text):
            return text
        return "".join(self._record(one) if self._may_show(one) else one for one in records(text))

    def _may_show(self, text: str) -> bool:
        """Whether some cell has the digits of a card number or the label of its code.

        A line break parts cells like a delimiter, except inside of quotes.
        """
        data = text.encode("utf-8", "replace")
        digits = data.translate(_ALL_ZEROS, self._quoted if b'"' in data else self._plain)
        if _MANY in digits or (not data.isascii() and _DIGITS_OF_OTHERS.search(data)):
            return True
        letters = data.translate(_SMALL, _DIGITS)
        return any(word in letters for word in _CODES)

    def _record(self, record: str) -> str:
        body = record.rstrip("\r\n")
        cells = body.split(self._delimiter) if self._delimiter else [body]
        line = self._delimiter.join(map(self._cell, cells))
        return mask(line) + record[len(body) :]

    def _cell(self, cell: str) -> str:
        """The cell as it stands, or cleaned and masked."""
        flat = clean(cell)
        hidden = mask(flat)
        if hidden == flat:
            return cell
        self.count += 1
        return hidden
