"""Leaving the lines of erased customers out of a file, or of lines that are kept.

Identity and digest stay those of the whole file, so that two desks agree on the import.
"""

import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from arcollect_tui.data.imports.canonical import (
    CARD_FIELDS,
    CARD_TYPE,
    FIELD_MARK,
    FIELDS,
    LineClass,
    join_card,
    lines_of,
    pack,
)
from arcollect_tui.data.imports.layout_model import FileKind
from arcollect_tui.data.imports.values import ParsedFile
from arcollect_tui.rules.identity import customer_id
from arcollect_tui.rules.money import plain

_CUSTOMER = FIELDS.index("customer_no")
_CURRENCY = FIELDS.index("currency")
_OPEN = FIELDS.index("open_amount")
_TYPE = FIELDS.index("type")
_PARENT = CARD_FIELDS.index("parent")


class Sieve:
    """Parts the lines of a ledger from those of erased customers.

    Args:
        ledger: name of the ledger.
        ids: the erased customers.
        numbers: their numbers in this ledger, if all are known: chunks without them are passed by.

    Attributes:
        left_out: how many lines of each currency were left out so far.
        amounts: their open amounts, minor units per currency.
        orphaned: how many lines of others named one of them as their parent, and no longer do.
    """

    def __init__(self, ledger: str, ids: Collection[int], numbers: Iterable[str] | None = None) -> None:
        self.left_out: Counter[str] = Counter()
        self.amounts: Counter[str] = Counter()
        self.orphaned = 0
        self._ledger = ledger
        self._ids = ids
        self._marks = (
            None if numbers is None else [f"{FIELD_MARK}{no}{FIELD_MARK}".encode() for no in numbers]
        )
        self._seen: set[str] = set()
        self._erased: set[str] = set()

    def shows(self, chunk: bytes) -> bool:
        """Whether the chunk has lines of theirs, or names one as a parent."""
        if not self._may_show(chunk):
            return False
        lines = lines_of(chunk)
        named = self._known(_numbers(lines)) + self._known(_parents(lines))
        return not self._erased.isdisjoint(named)

    def sifted(self, chunk: bytes) -> bytes:
        """The chunk without their lines, and without them as parents; the same bytes without either."""
        if not self._may_show(chunk):
            return chunk
        lines = lines_of(chunk)
        numbers, parents = self._known(_numbers(lines)), self._known(_parents(lines))
        if self._erased.isdisjoint(numbers + parents):
            return chunk
        kept = []
        for line, number, parent in zip(lines, numbers, parents, strict=True):
            if number in self._erased:
                self._count(line.split(FIELD_MARK))
            elif parent in self._erased:
                self.orphaned += 1
                kept.append(_without_parent(line))
            else:
                kept.append(line)
        return pack(kept)

    def _may_show(self, chunk: bytes) -> bool:
        if self._marks is None:
            return True
        text = zlib.decompress(chunk)
        return any(mark in text for mark in self._marks)

    def _known(self, numbers: list[str]) -> list[str]:
        """The same numbers; those of erased customers are known afterwards."""
        new = set(numbers) - self._seen
        self._seen |= new
        self._erased.update(
            number for number in new if number and customer_id(self._ledger, number) in self._ids
        )
        return numbers

    def _count(self, cells: Sequence[str]) -> None:
        self.left_out[cells[_CURRENCY]] += 1
        self.amounts[cells[_CURRENCY]] += int(cells[_OPEN])


def _numbers(lines: Sequence[str]) -> list[str]:
    """The customer's number of each line."""
    return [line.split(FIELD_MARK, _CUSTOMER + 1)[_CUSTOMER] for line in lines]


def _parents(lines: Sequence[str]) -> list[str]:
    """The parent that each line of a master file names; '' for none, and for items."""
    if not lines or lines[0].split(FIELD_MARK, _TYPE + 1)[_TYPE] != CARD_TYPE:
        return [""] * len(lines)
    rows = (line.split(FIELD_MARK) for line in lines)
    return [row[_PARENT] if len(row) > _PARENT else "" for row in rows]


def _without_parent(line: str) -> str:
    cells = line.split(FIELD_MARK)
    cells[_PARENT] = ""
    return join_card(cells)


def sifted(chunks: Iterable[bytes], ledger: str, ids: Collection[int]) -> tuple[list[bytes], int]:
    """Chunks of a ledger without the lines of erased customers, and how many lines that changed."""
    sieve = Sieve(ledger, ids)
    kept = [sieve.sifted(chunk) for chunk in chunks]
    return kept, sieve.left_out.total() + sieve.orphaned


def without_erased(parsed: ParsedFile, ledger: str, ids: Collection[int]) -> ParsedFile:
    """A file as read, its lines of erased customers left out and counted as a class of their own.

    Its totals still tie to the file; a warning says what part of them is left out.
    """
    sieve = Sieve(ledger, ids)
    chunks = tuple([sieve.sifted(chunk) for chunk in parsed.chunks]) if ids else parsed.chunks
    count = sieve.left_out.total()
    if not count:
        return (
            replace(parsed, chunks=chunks, orphaned=parsed.orphaned + sieve.orphaned)
            if sieve.orphaned
            else parsed
        )
    lines = dict(parsed.lines)
    lines[LineClass.CARD if parsed.layout.kind is FileKind.CUSTOMERS else LineClass.ITEM] -= count
    lines[LineClass.ERASED] += count
    owed = sorted((code, total) for code, total in sieve.amounts.items() if code in parsed.totals)
    sums = ", ".join(f"{plain(total, code)} {code}" for code, total in owed) or "what a master file says"
    what = "1 line" if count == 1 else f"{count} lines"
    said = f"{what} ({sums}) of customers whose data was erased: left out, but counted in the totals."
    erased = Counter(parsed.erased)
    erased.update(sieve.amounts)
    return replace(
        parsed,
        chunks=chunks,
        lines=lines,
        warnings=(*parsed.warnings, said),
        erased=erased,
        orphaned=parsed.orphaned + sieve.orphaned,
    )
