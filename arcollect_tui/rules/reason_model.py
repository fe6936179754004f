"""What a dispute reason is."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a customer does not pay an item, or all of it.

    Attributes:
        code: short and stable; exported.
        name: what people read.
        group: the family it reports under.
        owner: the department that can settle it.
        sla_days: business days the owner has.
        x12: the adjustment reasons of X12 element 426 it stands for, usual one first.
        keywords: other words people type for it.
        evidence: what settles it, to be collected from the customer or in house.
        tolerance: so much of an item may be let go for this reason without asking anybody: (currency,
            units of it); the empty currency is the office's own. No pair for a currency, no tolerance.
        default: `valid` or `invalid`, what such claims mostly turn out to be; empty when open.
        sap: the ledger's own codes for it, usual one first.
        active: it is offered for new codings; what was coded with it keeps it.
    """

    code: str
    name: str
    group: str
    owner: str
    sla_days: int
    x12: tuple[str, ...]
    keywords: tuple[str, ...]
    evidence: tuple[str, ...] = ()
    tolerance: tuple[tuple[str, Decimal], ...] = ()
    default: str = ""
    sap: tuple[str, ...] = ()
    active: bool = True
