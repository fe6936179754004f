"""The queue: which open items somebody has to code, and why.

An item that carries a coding is not in it, whatever it looks like. Needing one is a matter of the ledger
alone, so that what an import brings in can be counted.
"""

from enum import StrEnum
from typing import NamedTuple

from arcollect_tui.rules.coding import is_owed, short_amount
from arcollect_tui.rules.dispute_words import says_dispute

CHARGEBACK, DEBIT = "chargeback", "debit"


class Need(StrEnum):
    """Why an item needs coding, in words."""

    SHORT_PAID = "short paid"
    DEDUCTION = "a deduction"
    SAID = "its text says that it is contested"


class LedgerItem(NamedTuple):
    """What the ledger says of an open item. Amounts are signed minor units."""

    type: str
    amount: int
    open_amount: int
    parent_no: str = ""
    text: str = ""


def need_of(item: LedgerItem) -> Need | None:
    """Why the item needs coding while it is open and uncoded; None when it does not.

    Short paid, a residual among them; a deduction; or the ledger's text says that it is contested. Only
    what is owed can be in dispute, so credits and payments need none.
    """
    if not is_owed(item.type, item.open_amount):
        return None
    if short_amount(item.amount, item.open_amount, item.type) is not None:
        return Need.SHORT_PAID
    if is_deduction(item.type, item.parent_no):
        return Need.DEDUCTION
    return Need.SAID if says_dispute(item.text) else None


def is_deduction(item_type: str, parent_no: str) -> bool:
    """Whether the customer took it off a payment, by the ledger's own type.

    A chargeback always is. Ledgers call our debit notes and the customers' debit memos alike: a debit is
    one when it hangs on another document.
    """
    return item_type == CHARGEBACK or (item_type == DEBIT and parent_no != "")
