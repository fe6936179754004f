"""Claims of customers: the number in a text, and when two items seem to be claimed twice."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, NamedTuple

from arcollect_tui.rules.money import plain

_CALLED: Final = (
    "claim", "claims", "debit memo", "debit note", "chargeback", "deduction", "dispute",
    "reklamation", "beanstandung", "belastung", "réclamation", "reclamation", "litige",
    "reclamación", "reclamacion", "reclamo", "disputa", "klacht", "reclamatie", "claimnummer",
    "reclamação", "reclamacao", "contestazione",
)  # fmt: skip
"""What a number of a claim stands behind, in the languages of `dispute_words`."""
_NUMBER: Final = re.compile(
    rf"\b(?:{'|'.join(map(re.escape, sorted(_CALLED, key=len, reverse=True)))})"
    r"[ .:#-]*(?:(?:no|nr|n°|nº|num|number|nummer)[ .:#-]*)?"
    r"((?=[a-z/-]*[0-9])[a-z0-9][a-z0-9/-]{2,30})"
)
_SIGNS: Final = re.compile(r"[^0-9a-z]")


def claim_number(text: str) -> str:
    """The number that a text calls a claim ("damage claim 7781"), in capitals; empty when it names none.

    At least three letters and digits, one of them a digit: "claim 2 cartons" names no number.
    """
    found = _NUMBER.search(text.lower())
    return claim_key(found[1]) if found else ""


def claim_key(number: str) -> str:
    """A claim number as two are compared: its letters and digits, in capitals."""
    small = number.lower()
    named = _NUMBER.fullmatch(small.strip())
    return _SIGNS.sub("", named[1] if named else small).upper()


class ClaimedItem(NamedTuple):
    """What is known of a claim on one item.

    Attributes:
        item_id: the item.
        customer_id: whose claim.
        amount: what is claimed, minor units; 0 when nothing is.
        currency: of the amount.
        document_date: of the item.
        claim: key of the claim's number; empty when none is known.
        entry: the coding that disputes it; empty while it is not coded.
    """

    item_id: int
    customer_id: int
    amount: int
    currency: str
    document_date: date | None
    claim: str
    entry: bytes


class Alike(NamedTuple):
    """Items that seem to be claimed twice, and why."""

    items: tuple[ClaimedItem, ...]
    claim: str
    why: str


def claimed_twice(found: Iterable[ClaimedItem]) -> list[Alike]:
    """Groups of items that look like one claim made again.

    Alike are items of one customer with the same claim number; and items of one customer with the same
    amount in the same currency and the same document date, unless they name different claims. Items that
    one entry codes under one number are one claim over many items, and alike to others only.
    """
    by_number: defaultdict[tuple[int, str], list[ClaimedItem]] = defaultdict(list)
    by_amount: defaultdict[tuple[int, str, int, date], list[ClaimedItem]] = defaultdict(list)
    for item in found:
        if item.claim:
            by_number[item.customer_id, item.claim].append(item)
        if item.amount > 0 and item.document_date is not None:
            by_amount[item.customer_id, item.currency, item.amount, item.document_date].append(item)
    groups = [
        Alike(tuple(items), claim, f"claim {claim}")
        for (_, claim), items in by_number.items()
        if _claims(items) > 1
    ]
    return groups + [
        Alike(tuple(items), "", f"{plain(amount, currency)} {currency} on documents of {day.isoformat()}")
        for (_, currency, amount, day), items in by_amount.items()
        if _claims(items) > 1 and len({item.claim for item in items if item.claim}) < 2 and not _same(items)
    ]


def _claims(items: Sequence[ClaimedItem]) -> int:
    """How many claims the items stand for: those of one entry under one number are one."""
    return len({(item.entry, item.claim) if item.entry and item.claim else item.item_id for item in items})


def _same(items: Sequence[ClaimedItem]) -> bool:
    """Whether all name one claim, so that they are found by its number already."""
    return len({item.claim for item in items}) == 1 and items[0].claim != ""
