"""What an import may change about an item, and what such a change is called."""

from typing import Any

from arcollect_tui.rules.coding import SHORT_PAID_SHARE, short_amount

KEPT = (
    "customer_id",
    "parent_no",
    "type",
    "document_date",
    "posting_date",
    "due_date",
    "currency",
    "amount",
    "open_amount",
    "reference",
    "po",
    "text",
    "terms",
    "collector",
    "sales_rep",
    "cleared_on",
    "fingerprint",
)
"""Item columns that an import may change; kept as they were in `item_change.before`."""


def kind_of_change(before: dict[str, Any], after: dict[str, Any]) -> str:
    """The class of a difference between two states of one item."""
    if before["cleared_on"] is not None:
        return "reappeared"
    old, new = before["open_amount"], after["open_amount"]
    if abs(new) < abs(old) and (new == 0 or (new > 0) == (old > 0)):
        if after["type"] == "credit" or old < 0:
            return "credited"
        short = short_amount(after["amount"], new, after["type"], SHORT_PAID_SHARE)
        return "short_paid" if short is not None else "part_paid"
    if new != old:
        return "increased" if abs(new) > abs(old) else "credited"
    if before["due_date"] != after["due_date"]:
        return "due_moved"
    if before["terms"] != after["terms"]:
        return "terms_changed"
    return "other"
