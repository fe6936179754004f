"""Lines of erased customers cut out of the text of a file, so that the rest of it can stay."""

import csv
import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import Final

from arcollect_tui.data.imports.keepable import BLOCK_SIGNS
from arcollect_tui.data.imports.masking import lines_of_text
from arcollect_tui.data.imports.texts import clean_key
from arcollect_tui.rules.identity import customer_id

_SHORTEST_WORD: Final = 4
"""Letters of a name or number that is looked for in what is left; shorter ones stand everywhere."""


def raw_records(blocks: Iterable[str], delimiter: str) -> Iterator[tuple[str, list[str]]]:
    """Each record as it stands in the file, with its cells.

    Raises:
        csv.Error: it cannot be read.
    """
    tape: list[str] = []

    def lines() -> Iterator[str]:
        for block in blocks:
            for line in lines_of_text(block):
                tape.append(line)
                yield line

    for row in csv.reader(lines(), delimiter=delimiter):
        yield "".join(tape), row
        tape.clear()


class Cutter:
    """Takes the records of some customers out of files of a ledger.

    Args:
        ledger: name of the ledger.
        ids: the customers.
        words: numbers and names by which they are known.

    Attributes:
        count: records that were cut out so far.
    """

    def __init__(self, ledger: str, ids: Collection[int], words: Iterable[str] = ()) -> None:
        self.count = 0
        self._words = {word.casefold() for word in words if len(word) >= _SHORTEST_WORD}

        @lru_cache(maxsize=65_536)
        def theirs(cell: str) -> bool:
            return customer_id(ledger, clean_key(cell)) in ids

        self._is_theirs = theirs

    def cut(self, blocks: Iterable[str], delimiter: str, customers_at: Collection[int]) -> Iterator[str]:
        """The text without their records, in blocks.

        Raises:
            csv.Error: it cannot be read.
        """
        page, size = list[str](), 0
        for record, row in raw_records(blocks, delimiter):
            named = [row[at].strip() for at in customers_at if at < len(row) and row[at].strip()]
            if named and self._is_theirs(named[0]):
                self.count += 1
                self._words |= {word.casefold() for word in named if len(word) >= _SHORTEST_WORD}
                continue
            page.append(record)
            size += len(record)
            if size >= BLOCK_SIGNS:
                yield "".join(page)
                page, size = [], 0
        if page:
            yield "".join(page)

    def names(self, text: str) -> bool:
        """Whether a text speaks of them, by a name or number that is known by now."""
        folded = text.lower() if text.isascii() else text.casefold()
        if '""' in folded:  # how a cell in quotes writes a quote
            folded = folded.replace('""', '"')
        said = "|".join(re.escape(word) for word in sorted(self._words) if word in folded)
        return bool(said) and re.search(rf"(?<!\w)(?:{said})(?!\w)", folded) is not None
