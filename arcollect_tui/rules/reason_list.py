"""The reasons that ship with the program; an office changes them by policy (`reason_policy.py`).

Codes follow the adjustment reasons of ANSI X12 (data element 426), which `x12` names. SAP's reason codes
are each company's own customizing, so none are shipped: `reason.PRC.sap` sets the office's.
"""

from dataclasses import replace
from decimal import Decimal

from arcollect_tui.rules.reason_model import Reason

_EVIDENCE = {
    "price": "order or contract; price list of the day; invoice",
    "quantity": "signed proof of delivery; packing list; carrier's report",
    "quality": "photos; inspection report; proof of delivery",
    "credit": "return authorisation; receipt of the goods; credit note",
    "freight": "freight terms of the order; carrier's invoice",
    "tax": "exemption certificate; tax number",
    "terms": "agreed terms; date of the payment",
    "allowance": "agreement of the promotion; proof of performance",
    "compliance": "customer's routing guide; shipping notice; carrier's report",
    "billing": "both invoices; ledger entries",
    "document": "the document asked for; proof that it was sent",
    "payment": "remittance; bank statement",
    "other": "customer's letter",
}
"""What settles a dispute of a group; pieces are parted by semicolons."""


def _reason(
    code: str, name: str, home: str, sla_days: int, x12: str, keywords: str, default: str = ""
) -> Reason:
    """`home` is "group/owner"; `x12` and `keywords` are blank-separated."""
    group, owner = home.split("/")
    return Reason(
        code,
        name,
        group,
        owner,
        sla_days,
        tuple(x12.split()),
        tuple(keywords.split()),
        evidence=tuple(part.strip() for part in _EVIDENCE[group].split(";")),
        default=default,
    )


REASONS: tuple[Reason, ...] = (
    _reason("PRC", "Price", "price/Sales", 5, "01", "pricing rate overcharge"),
    _reason("PRC-PO", "Price differs from order", "price/Sales", 5, "01 P1", "po purchase quote"),
    _reason("QTY", "Shortage", "quantity/Logistics", 7, "06 59 A4", "quantity short missing count"),
    _reason("QTY-OV", "Overage", "quantity/Logistics", 7, "A5", "quantity over excess too-many"),
    _reason("DMG", "Damaged goods", "quality/Logistics", 7, "04 11", "broken breakage transit"),
    _reason("QLT", "Quality", "quality/Quality", 10, "05 12", "defect defective rejected"),
    _reason("WRG", "Wrong or substitute item", "quality/Logistics", 7, "07 08 A2", "misshipped swap"),
    _reason("RTN", "Return credit missing", "credit/Customer service", 7, "72 BF", "rma returned", "valid"),
    _reason("FRT", "Freight", "freight/Logistics", 5, "54 46 30", "shipping delivery carriage"),
    _reason("TAX", "Tax or exemption", "tax/Tax", 10, "55", "vat gst sales exempt certificate"),
    _reason(
        "DSC", "Discount", "terms/Credit", 3, "24 43 76", "skonto cash unearned earned late", "invalid"
    ),
    _reason(
        "ALW", "Allowance or rebate", "allowance/Sales", 15, "56 79 A8 B2", "promo promotion coop bonus"
    ),
    _reason(
        "CMP", "Compliance or routing", "compliance/Logistics", 15, "B8 70 A6", "otif asn label penalty"
    ),
    _reason("DUP", "Duplicate", "billing/Billing", 3, "19 87", "double twice repeated"),
    _reason(
        "DOC", "Document missing", "document/Billing", 3, "44 A9 MH", "pod proof paperwork w-9", "valid"
    ),
    _reason("TRM", "Payment terms", "terms/Credit", 5, "09", "due net days", "invalid"),
    _reason("NRC", "Invoice not received", "document/Billing", 2, "H1", "copy resend lost", "valid"),
    _reason("NOT", "Not our bill", "billing/Billing", 5, "18 40", "entity address company"),
    _reason("SRV", "Service not rendered", "quality/Service", 10, "38", "work labour incomplete"),
    _reason("CRD", "Credit expected", "credit/Customer service", 7, "CM J3", "note memo promised", "valid"),
    _reason("PAID", "Claims paid", "payment/Cash application", 3, "H2 63", "misapplied remitted sent"),
    _reason(
        "FX", "Bank, currency, withholding", "payment/Treasury", 5, "33 E3", "exchange charges wire fee"
    ),
    replace(
        _reason("RND", "Small difference", "payment/Credit", 1, "CS", "rounding cents trivial", "valid"),
        tolerance=(("", Decimal("1.00")),),
    ),
    _reason("CON", "Contract", "price/Sales", 10, "77", "agreement deal"),
    _reason(
        "UNA", "Unauthorised deduction", "payment/Credit", 5, "D3", "unauthorized unexplained", "invalid"
    ),
    _reason("OTH", "Other", "other/Credit", 5, "OT", "misc else"),
    _reason("UNK", "To be investigated", "other/Credit", 5, "GL", "unknown unclear unresolved"),
)
