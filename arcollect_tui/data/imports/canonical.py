"""The canonical line: what every ledger file is turned into, and how such lines are kept and named.

The order of the fields is frozen: packed lines and the digest of a file depend on it.
"""

import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import partial
from hashlib import sha256
from itertools import pairwise
from typing import Any, Final, NamedTuple

FIELD_MARK: Final = "\x1f"
LINE_MARK: Final = "\n"
CHUNK_LINES: Final = 4_000


class LineClass(StrEnum):
    """What a line of a file is; every line has exactly one class."""

    TITLE = "title"
    PARAMETER = "parameter"
    HEADER = "header"
    ITEM = "item"
    CUSTOMER = "customer"
    SUBTOTAL = "subtotal"
    TOTAL = "total"
    PERCENTAGE = "percentage"
    TRAILER = "trailer"
    BLANK = "blank"
    CARD = "card"
    """A customer of a master file or contact list."""
    OTHER = "other"
    """No receivable of its own: another account, or a document told once already."""
    SETTLED = "settled"
    FUTURE = "future"
    ERASED = "erased"
    HELD = "held"
    UNCLASSIFIED = "unclassified"
    LEFT_OUT = "left_out"
    """One that a person left out on purpose; it was held, unclassified or other."""


class CanonicalLine(NamedTuple):
    """One open item as a file states it.

    Text is cleaned and '' when missing. Dates are proleptic ordinals. Amounts are minor units of
    `currency`, signed: what the customer owes is positive.
    """

    company: str
    document_no: str
    line: str
    fiscal_year: int | None
    parent_no: str
    customer_no: str
    customer_name: str
    type: str
    document_date: int | None
    posting_date: int | None
    due_date: int | None
    settled_date: int | None
    currency: str
    amount: int
    open_amount: int
    reference: str
    po: str
    text: str
    terms: str
    collector: str
    sales_rep: str
    contact_name: str
    phone: str
    email: str
    country: str
    credit_limit: int | None


FIELDS: Final[tuple[str, ...]] = CanonicalLine._fields
DATE_FIELDS: Final = ("document_date", "posting_date", "due_date", "settled_date")
MONEY_FIELDS: Final = ("amount", "open_amount", "credit_limit")
KEY_FIELDS: Final = ("company", "document_no", "line", "parent_no", "customer_no")
WHOLE_FIELDS: Final = ("fiscal_year", *DATE_FIELDS, *MONEY_FIELDS)
TYPES: Final = (
    "invoice",
    "credit",
    "debit",
    "payment",
    "deposit",
    "chargeback",
    "fee",
    "interest",
    "residual",
)

CARD_TYPE: Final = "customer"
"""Type of a canonical line that is no item: it says what a master file knows about a customer."""
SEVERAL: Final = "several"
"""What `one_of_several` says of a contact whose file names others of the customer too."""

TAIL_FIELDS: Final = (
    *("parent", "language", "time_zone", "street", "postal_code", "city", "region", "contact_role"),
    "one_of_several",
)
"""Further fields of a line of a master file, behind all others; no item has them.

They stand in a line all or, where none says anything, not at all: what was packed before there were any
is packed in the same way now.
"""
CARD_FIELDS: Final = (*FIELDS, *TAIL_FIELDS)

DIGEST_BYTES: Final = 16
_TYPE: Final = FIELDS.index("type")
_NO_TAIL: Final = [""] * len(TAIL_FIELDS)

Columns = Mapping[str, Sequence[Any]]
"""Fields of some lines, a column each: text, and for `WHOLE_FIELDS` numbers or None."""


class Lines(NamedTuple):
    """Some canonical lines: joined, the same as bytes, and their fields."""

    joined: Sequence[str]
    encoded: Sequence[bytes]
    cells: Columns


def join_line(line: CanonicalLine) -> str:
    """The text form of one line, as packed and digested."""
    return FIELD_MARK.join("" if value is None else str(value) for value in line)


def join_card(cells: Sequence[Any]) -> str:
    """The text form of one line of a master file, whose cells are in the order of `CARD_FIELDS`."""
    told = cells if any(cells[len(FIELDS) :]) else cells[: len(FIELDS)]
    return FIELD_MARK.join("" if value is None else str(value) for value in told)


def pack(lines: Sequence[str]) -> bytes:
    """Compress joined lines into one chunk."""
    return zlib.compress(LINE_MARK.join(lines).encode(), 1)


def lines_of(chunk: bytes) -> list[str]:
    """The joined lines of one chunk; none when the lines of erased customers were all it had."""
    text = zlib.decompress(chunk).decode()
    return text.split(LINE_MARK) if text else []


def _whole_column(cells: Sequence[str]) -> list[int | None]:
    """A column of packed whole numbers; equal cells are read once."""
    memo = {cell: int(cell) if cell else None for cell in set(cells)}
    return list(map(memo.__getitem__, cells))


def columns_of(joined: Sequence[str]) -> Columns:
    """The fields of joined lines of one file, at least one; lines of a master file have the tail too."""
    rows = [line.split(FIELD_MARK) for line in joined]
    names = FIELDS
    if rows[0][_TYPE] == CARD_TYPE:
        names = CARD_FIELDS
        rows = [row if len(row) > len(FIELDS) else row + _NO_TAIL for row in rows]
    cells: dict[str, Sequence[Any]] = dict(zip(names, zip(*rows, strict=True), strict=True))
    for name in WHOLE_FIELDS:
        cells[name] = _whole_column(cells[name])
    return cells


def encoded(joined: Sequence[str]) -> list[bytes]:
    """Joined lines as bytes."""
    return LINE_MARK.join(joined).encode().split(LINE_MARK.encode())


def decode_chunk(chunk: bytes) -> list[CanonicalLine]:
    """The canonical lines of one chunk, in the order they were packed, without the tails of cards."""
    lines = lines_of(chunk)
    if not lines:
        return []
    cells = columns_of(lines)
    # The plain constructor of a tuple: a third of the time of the named one.
    build = partial(tuple.__new__, CanonicalLine)
    return list(map(build, zip(*[cells[name] for name in FIELDS], strict=True)))


class LineDigests:
    """The digests of a file's lines, 16 bytes each and no object: a file has a million.

    Attributes:
        count: how many lines.
    """

    def __init__(self) -> None:
        self.count = 0
        self._ranges = [bytearray() for _ in range(256)]

    def add(self, digests: Iterable[bytes]) -> None:
        """Take in the digests of some lines."""
        ranges = self._ranges
        for digest in digests:
            ranges[digest[0]] += digest
            self.count += 1

    def name(self) -> tuple[bytes, int]:
        """SHA-256 over the sorted digests, and how many of them equal the one before.

        Sorted, so that the order of the rows does not matter.
        """
        whole, twins = sha256(), 0
        for kept in self._ranges:
            ordered = sorted(struct.unpack(f"{DIGEST_BYTES}s" * (len(kept) // DIGEST_BYTES), kept))
            whole.update(b"".join(ordered))
            twins += sum(a == b for a, b in pairwise(ordered))
        return whole.digest(), twins


def digest_of(line_digests: Iterable[bytes]) -> bytes:
    """The digest of a file whose lines have these digests, in any order."""
    kept = LineDigests()
    kept.add(line_digests)
    return kept.name()[0]
