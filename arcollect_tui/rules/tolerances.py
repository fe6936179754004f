"""The tolerance of a reason: how little of an item may be let go without asking anybody."""

from arcollect_tui.rules.coding import CREDIT, WRITE_OFF
from arcollect_tui.rules.money import scale
from arcollect_tui.rules.reason_model import Reason


def tolerance_minor(reason: Reason, currency: str, office_currency: str) -> int | None:
    """The most that the reason lets go in a currency, in minor units; None where it has no tolerance.

    An amount that names the currency counts before the one in the office's own, which names none. What is
    finer than the currency's minor unit is cut off, so that never more is let go than was allowed.
    """
    said = dict(reason.tolerance)
    amount = said.get(currency)
    if amount is None and currency == office_currency:
        amount = said.get("")
    return None if amount is None else int(amount * scale(currency))


def usual_ask(reason: Reason) -> str:
    """What the ledger is asked for: a credit where such claims are mostly valid, else a write-off."""
    return CREDIT if reason.default == "valid" else WRITE_OFF
