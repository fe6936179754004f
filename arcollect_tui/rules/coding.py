"""Dispute coding: when an item may be coded, and with which amount; what counts as short paid.

The tree of reasons is in `reasons.py`.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from arcollect_tui.errors import Refused
from arcollect_tui.rules.money import share

SHORT_PAID_SHARE = 25
"""Percent of the amount that may be left open on a short-paid item; a policy key overrules it."""

RESIDUAL = "residual"
_CREDIT_TYPES = {
    "credit": "a credit",
    "payment": "a payment on account",
    "deposit": "a deposit",
}


class CodingState(StrEnum):
    """What was decided about an item."""

    UNCODED = "uncoded"
    COLLECTIBLE = "collectible"
    DISPUTED = "disputed"


class AmountMode(StrEnum):
    """How much of an item is in dispute."""

    WHOLE = "whole"
    SHORT = "short"
    TYPED = "typed"
    SHARE = "share"
    SPLIT = "split"


CREDIT, WRITE_OFF = "credit", "write_off"
ASKED = {CREDIT: "credit requested", WRITE_OFF: "write-off requested"}
"""What the ledger may be asked to do about a disputed amount, in words."""


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What coding needs to know about an item. Amounts are signed minor units.

    Attributes:
        state: `open`, `cleared` or `held`.
        type: the kind of item, as in the ledger tables.
        open_amount: what is left of it.
        short: the short-paid rest, None when it is not short paid.
    """

    state: str
    type: str
    open_amount: int
    short: int | None = None


def skip_reason(item: ItemFacts, mode: AmountMode = AmountMode.WHOLE) -> str | None:
    """Why a bulk dispute leaves this item out, in a few words; None when it can be disputed.

    Only what the customer owes can be disputed: a credit or a payment is not collected.
    """
    if item.state != "open":
        return item.state
    if item.type in _CREDIT_TYPES:
        return _CREDIT_TYPES[item.type]
    if item.open_amount < 0:
        return "a credit balance"
    if item.open_amount == 0:
        return "nothing open"
    if mode is AmountMode.SHORT and item.short is None:
        return "not short paid"
    return None


def disputed_amount(
    mode: AmountMode,
    typed: int | None,
    open_amount: int,
    short: int | None,
    part: Fraction | None = None,
) -> int:
    """The amount in dispute, in minor units.

    Args:
        mode: the whole open amount, the short-paid rest, the typed amount, a share of the open amount,
            or the sum of a split, which is given as typed.
        typed: the typed amount; read only in the modes typed and split.
        open_amount: what is open on the item.
        short: the short-paid rest, None when the item is not short paid.
        part: the share; read only in that mode. A half minor unit goes to the even neighbour.

    Raises:
        Refused: the result would not be more than zero and at most the open amount.
    """
    if open_amount <= 0:
        raise Refused("Only an item that is owed can be disputed; this one has nothing to collect.")
    amount = {
        AmountMode.WHOLE: open_amount,
        AmountMode.SHORT: short,
        AmountMode.TYPED: typed,
        AmountMode.SPLIT: typed,
        AmountMode.SHARE: None if part is None else share(open_amount, part),
    }[mode]
    if amount is None:
        raise Refused(
            "The item is not short paid: dispute the whole amount, or type one."
            if mode is AmountMode.SHORT
            else "The disputed amount is missing: type one."
        )
    if amount <= 0:
        raise Refused("The disputed amount must be more than zero.")
    if amount > open_amount:
        raise Refused("The disputed amount is more than what is open on the item.")
    return amount


def is_owed(item_type: str, open_amount: int) -> bool:
    """Whether the customer owes it, so that it can be in dispute."""
    return open_amount > 0 and item_type not in _CREDIT_TYPES


def short_amount(
    amount: int, open_amount: int, item_type: str, share_percent: int = SHORT_PAID_SHARE
) -> int | None:
    """The rest of a short-paid item in minor units, or None when it is not short paid.

    Short paid: paid down, and the rest at most `share_percent` of the amount, or a residual by the
    ledger's own type. A bigger rest is part paid. Whole numbers only, so that SQL computes the same.
    """
    if not is_owed(item_type, open_amount):
        return None
    if item_type == RESIDUAL:
        return open_amount
    paid_down = open_amount < amount
    return open_amount if paid_down and open_amount * 100 <= amount * share_percent else None
