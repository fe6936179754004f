"""One disputed amount under several reasons: how it is typed, divided and kept.

A deduction often stands for more than one thing: 80.55 of price and the rest of freight. Each piece has
a reason and says how much of the item it is: an amount, a share, or the rest.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from arcollect_tui.errors import Refused, UsageError
from arcollect_tui.rules.formats import OfficeFormat
from arcollect_tui.rules.money import parse_amount, plain, share
from arcollect_tui.rules.text import quoted

REST: Final = "rest"
Pieces = Sequence[tuple[str, int]]
"""(reason, minor units) of each piece."""
_SHARE: Final = re.compile(r"(\d{1,3}(?:[.,]\d{1,4})?)\s*%")


@dataclass(frozen=True, slots=True)
class Split:
    """One piece of a disputed amount; with neither amount nor part it is the rest.

    Attributes:
        reason: code of a reason.
        amount: minor units of it.
        part: share of what is open on the item.
    """

    reason: str
    amount: int | None = None
    part: Fraction | None = None


def read_share(text: str) -> Fraction | None:
    """The share that `50%`, `12.5%` or `half` means; None for anything else.

    Raises:
        UsageError: it is nothing, or more than all.
    """
    typed = text.strip().casefold()
    found = _SHARE.fullmatch(typed)
    if found is None:
        return Fraction(1, 2) if typed == "half" else None
    part = Fraction(found[1].replace(",", ".")) / 100
    if not 0 < part <= 1:
        raise UsageError(f"{quoted(text)} is no share: type more than 0% and at most 100%.")
    return part


def read_split(reason: str, text: str, currency: str, fmt: OfficeFormat) -> Split:
    """The piece that is typed behind a reason: `80.55`, `60%`, `half`, or `rest`.

    Args:
        reason: code of the reason.
        text: as typed; nothing is the rest.
        currency: of the items.
        fmt: how the office writes amounts.

    Raises:
        UsageError: neither an amount nor a share.
    """
    if text.strip().casefold() in ("", REST):
        return Split(reason)
    part = read_share(text)
    if part is not None:
        return Split(reason, part=part)
    return Split(reason, amount=parse_amount(text, currency, fmt))


def divided(splits: Sequence[Split], open_amount: int) -> tuple[tuple[str, int], ...]:
    """The pieces of an item in minor units; they add up to the disputed amount.

    Shares are of the open amount, a half minor unit going to the even neighbour. Shares that make the
    whole leave nothing over: the last of them takes what rounding left.

    Raises:
        Refused: a piece would be nothing, or they are more than what is open.
    """
    if len(splits) < 2:
        raise Refused("A split has two reasons or more.")
    if len({split.reason for split in splits}) < len(splits):
        raise Refused("A split names each reason once.")
    if sum(_is_rest(split) for split in splits) > 1:
        raise Refused("Only one reason of a split can take the rest.")
    amounts = [_minor(split, open_amount) for split in splits]
    whole = all(split.part is not None for split in splits) and sum(s.part or 0 for s in splits) == 1
    rest = open_amount - sum(amounts)
    place = next((n for n, split in enumerate(splits) if _is_rest(split)), len(splits) - 1)
    if whole or any(map(_is_rest, splits)):
        amounts[place] += rest
    if sum(amounts) > open_amount:
        raise Refused("The pieces of the split are more than what is open on the item.")
    if min(amounts) <= 0:
        raise Refused("Each piece of a split must be more than zero.")
    return tuple((split.reason, amount) for split, amount in zip(splits, amounts, strict=True))


def _is_rest(split: Split) -> bool:
    return split.amount is None and split.part is None


def _minor(split: Split, open_amount: int) -> int:
    if split.part is not None:
        return share(open_amount, split.part)
    return split.amount or 0


def main_reason(pieces: Pieces) -> str:
    """The reason of the biggest piece; of equals the first."""
    return max(pieces, key=lambda piece: piece[1])[0]


def scaled(pieces: Pieces, amount: int) -> tuple[tuple[str, int], ...]:
    """The pieces of a smaller amount in the same proportion; they add up to it to the minor unit.

    Args:
        pieces: of a split.
        amount: minor units that are left of them together.
    """
    whole = sum(piece for _, piece in pieces)
    ends = [0]
    for _, piece in pieces:
        ends.append(ends[-1] + piece)
    marks = [share(amount, Fraction(end, whole)) for end in ends]
    return tuple((reason, marks[n + 1] - marks[n]) for n, (reason, _) in enumerate(pieces))


def spelt(pieces: Pieces, currency: str) -> str:
    """The pieces for a cell of a file: `PRC 80.55; FRT 19.45`; empty for none."""
    return "; ".join(f"{reason} {plain(amount, currency)}" for reason, amount in pieces)


def as_text(pieces: Pieces) -> str:
    """The pieces as one text, so that two codings can be compared; empty for none."""
    return json.dumps([list(piece) for piece in pieces], separators=(",", ":")) if pieces else ""


def from_text(text: str) -> tuple[tuple[str, int], ...]:
    """The pieces of a text that `as_text` made."""
    return tuple((reason, amount) for reason, amount in json.loads(text)) if text else ()
