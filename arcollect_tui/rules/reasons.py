"""The shipped tree of dispute reasons, and how people find one by a few letters.

Codes follow the adjustment reasons of ANSI X12 (data element 426), which `x12` names.
"""

import difflib
from dataclasses import dataclass

from arcollect_tui.errors import UsageError
from arcollect_tui.rules.text import quoted


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
    """

    code: str
    name: str
    group: str
    owner: str
    sla_days: int
    x12: tuple[str, ...]
    keywords: tuple[str, ...]


def _reason(code: str, name: str, home: str, sla_days: int, x12: str, keywords: str) -> Reason:
    """`home` is "group/owner"; `x12` and `keywords` are blank-separated."""
    group, owner = home.split("/")
    return Reason(code, name, group, owner, sla_days, tuple(x12.split()), tuple(keywords.split()))


REASONS: tuple[Reason, ...] = (
    _reason("PRC", "Price", "price/Sales", 5, "01", "pricing rate overcharge"),
    _reason("PRC-PO", "Price differs from order", "price/Sales", 5, "01 P1", "po purchase quote"),
    _reason("QTY", "Shortage", "quantity/Logistics", 7, "06 59 A4", "quantity short missing count"),
    _reason("QTY-OV", "Overage", "quantity/Logistics", 7, "A5", "quantity over excess too-many"),
    _reason("DMG", "Damaged goods", "quality/Logistics", 7, "04 11", "broken breakage transit"),
    _reason("QLT", "Quality", "quality/Quality", 10, "05 12", "defect defective rejected"),
    _reason("WRG", "Wrong or substitute item", "quality/Logistics", 7, "07 08 A2", "misshipped swap"),
    _reason("RTN", "Return credit missing", "credit/Customer service", 7, "72 BF", "rma returned"),
    _reason("FRT", "Freight", "freight/Logistics", 5, "54 46 30", "shipping delivery carriage"),
    _reason("TAX", "Tax or exemption", "tax/Tax", 10, "55", "vat gst sales exempt certificate"),
    _reason("DSC", "Discount", "terms/Credit", 3, "24 43 76", "skonto cash unearned earned late"),
    _reason(
        "ALW", "Allowance or rebate", "allowance/Sales", 15, "56 79 A8 B2", "promo promotion coop bonus"
    ),
    _reason(
        "CMP", "Compliance or routing", "compliance/Logistics", 15, "B8 70 A6", "otif asn label penalty"
    ),
    _reason("DUP", "Duplicate", "billing/Billing", 3, "19 87", "double twice repeated"),
    _reason("DOC", "Document missing", "document/Billing", 3, "44 A9 MH", "pod proof paperwork w-9"),
    _reason("TRM", "Payment terms", "terms/Credit", 5, "09", "due net days"),
    _reason("NRC", "Invoice not received", "document/Billing", 2, "H1", "copy resend lost"),
    _reason("NOT", "Not our bill", "billing/Billing", 5, "18 40", "entity address company"),
    _reason("SRV", "Service not rendered", "quality/Service", 10, "38", "work labour incomplete"),
    _reason("CRD", "Credit expected", "credit/Customer service", 7, "CM J3", "note memo promised"),
    _reason("PAID", "Claims paid", "payment/Cash application", 3, "H2 63", "misapplied remitted sent"),
    _reason(
        "FX", "Bank, currency, withholding", "payment/Treasury", 5, "33 E3", "exchange charges wire fee"
    ),
    _reason("RND", "Small difference", "payment/Credit", 1, "CS", "rounding cents trivial"),
    _reason("CON", "Contract", "price/Sales", 10, "77", "agreement deal"),
    _reason("UNA", "Unauthorised deduction", "payment/Credit", 5, "D3", "unauthorized unexplained"),
    _reason("OTH", "Other", "other/Credit", 5, "OT", "misc else"),
    _reason("UNK", "To be investigated", "other/Credit", 5, "GL", "unknown unclear unresolved"),
)

_BY_CODE = {reason.code: reason for reason in REASONS}


def find_reason(text: str) -> Reason:
    """The reason with this code, or the only one whose code starts with the text; in either case.

    Raises:
        UsageError: none or several match; the candidates or the nearest code are named.
    """
    wanted = text.strip().upper()
    if wanted in _BY_CODE:
        return _BY_CODE[wanted]
    matches = [reason for reason in REASONS if wanted and reason.code.startswith(wanted)]
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise UsageError(f"The reason {quoted(text)} could be {_listed(matches)}: type more of it.")
    near = type_ahead(text)[:1] or [_BY_CODE[code] for code in _near_codes(wanted)]
    hint = f" Did you mean {_listed(near)}?" if near else ""
    raise UsageError(f"There is no reason {quoted(text)}.{hint} There are: {', '.join(_BY_CODE)}.")


def _near_codes(wanted: str) -> list[str]:
    return difflib.get_close_matches(wanted, _BY_CODE, n=1, cutoff=0.4)


def _listed(reasons: list[Reason]) -> str:
    return " or ".join(f"{reason.code} ({reason.name.lower()})" for reason in reasons)


def type_ahead(text: str) -> list[Reason]:
    """The reasons that a few typed letters may mean, likeliest first; all of them for no letters.

    Order: exact code, start of a code, start of a word in the name, start of a keyword or the group;
    among equals the order of the tree.
    """
    wanted = text.strip().casefold()
    if not wanted:
        return list(REASONS)
    ranked = [(_rank(reason, wanted), place) for place, reason in enumerate(REASONS)]
    return [REASONS[place] for rank, place in sorted(ranked) if rank < _NO_MATCH]


_NO_MATCH = 4


def _rank(reason: Reason, wanted: str) -> int:
    code = reason.code.casefold()
    if code == wanted:
        return 0
    if code.startswith(wanted):
        return 1
    words = reason.name.casefold().replace(",", " ").split()
    name = " ".join(words)
    if name.startswith(wanted) or any(word.startswith(wanted) for word in words):
        return 2
    others = (*reason.keywords, reason.group)
    return 3 if any(word.startswith(wanted) for word in others) else _NO_MATCH
