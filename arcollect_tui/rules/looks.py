"""What an item looks like to somebody who wonders why it was not paid in full.

A condition is a pair of kind and value. An item meets it or does not; nothing here is a guess.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

Condition = tuple[str, str]
WORDS: Final = "words"
"""The text has one of these words, parted by blanks."""
CUSTOMER: Final = "customer"
"""The customer's id; not the number, which an erasure must be able to forget."""
TYPE: Final = "type"
"""The kind of item."""
LEFT: Final = "left"
"""Which part of the amount is left open."""
OPEN: Final = "open"
"""What is left open, to the minor unit, with its currency."""
KINDS: Final = (CUSTOMER, WORDS, TYPE, LEFT, OPEN)
"""Kinds of conditions in the order in which they are read out."""

WHOLE: Final = "all"
DISCOUNTS: Final = (1, 2, 3, 5)
"""Percents that are usual for paying early."""
_STEPS: Final = ((2, "up to 2%"), (5, "2 to 5%"), (10, "5 to 10%"), (25, "10 to 25%"))
_MORE: Final = "over 25%"
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_MOST_WORDS: Final = 24
"""Words of a text that are looked at; a longer text is a letter and no reason."""


@dataclass(frozen=True, slots=True)
class Look:
    """What is known of an item before anybody coded it.

    Attributes:
        item: its id.
        customer: the customer's id.
        type: the kind of item.
        text: its text and reference.
        currency: of the amounts.
        amount: minor units.
        left: minor units left open; None where that is no longer known.
    """

    item: int
    customer: int
    type: str
    text: str
    currency: str
    amount: int
    left: int | None

    @property
    def words(self) -> frozenset[str]:
        """The words of its text."""
        return words_of(self.text)

    @property
    def conditions(self) -> frozenset[Condition]:
        """The conditions that it meets, but for those about words."""
        found = [(CUSTOMER, str(self.customer)), (TYPE, self.type)]
        if self.left is not None and self.amount > 0:
            found.append((LEFT, left_of(self.amount, self.left)))
            found.append((OPEN, f"{self.left} {self.currency}"))
        return frozenset(found)


@lru_cache(maxsize=1 << 14)
def words_of(text: str) -> frozenset[str]:
    """The words of a text; numbers are of one document and say nothing about another."""
    return frozenset(_WORD.findall(text.casefold())[:_MOST_WORDS])


def left_of(amount: int, left: int) -> str:
    """Which part of the amount is left, in a few words.

    A discount is met to the minor unit, whichever way it was rounded.
    """
    if left >= amount:
        return WHOLE
    for percent in DISCOUNTS:
        if abs(left * 100 - amount * percent) < 100:
            return f"{percent}%"
    return next((words for step, words in _STEPS if left * 100 <= amount * step), _MORE)
