"""The JSON of an account and of what is listed about it."""

from datetime import date
from typing import TYPE_CHECKING

from arcollect_tui.cli.output import JsonValue
from arcollect_tui.cli.shapes import amount, history_row, instant, iso, item, promise

if TYPE_CHECKING:
    from arcollect_tui.services.account import Account, AgingRow, CustomerCard
    from arcollect_tui.services.account_tabs import AccountTabs, ChangeRow, DisputeRow, TimelineRow
    from arcollect_tui.services.contacts import ContactCard
    from arcollect_tui.services.item_codings import Codings
    from arcollect_tui.services.master_card import MasterCard
    from arcollect_tui.services.reach import Reach


def account(found: "Account", codings: "Codings", reach: "Reach", more: "AccountTabs") -> JsonValue:
    """Everything about one account."""
    disputed = {row.id: _in_force(row) for row in more.disputes}
    return {
        "customer": _customer(found.customer, found.master),
        "aging": [_aging(row) for row in found.aging],
        "contacts": [contact(card, reach) for card in found.contacts],
        "activities": [history_row(row) for row in found.activities],
        "promises": [promise(row) for row in found.promises],
        "disputes": [item(row, codings) | disputed.get(row.item_id, {}) for row in found.disputes],
        "items": [item(row, codings) for row in found.items],
    }


def _customer(card: "CustomerCard", master: "MasterCard") -> JsonValue:
    limit = amount(card.credit_limit, card.limit_currency) if card.limit_currency else None
    return {
        "ledger": card.ledger,
        "customer_no": card.number,
        "name": card.name,
        "country": card.country,
        "collector": card.owner,
        "ledger_collector": card.collector,
        "assigned": [
            {
                "collector": term.collector,
                "why": term.why,
                "from": iso(date.fromordinal(term.first)),
                "until": None if term.last is None else iso(date.fromordinal(term.last)),
            }
            for term in card.terms
        ],
        "credit_limit": limit,
        "credit_limit_currency": card.limit_currency or None,
        "contact_name": card.contact_name,
        "phone": card.phone,
        "email": card.email,
        "terms": master.terms,
        "parent": master.parent,
        "parent_name": master.parent_name,
        "language": master.language,
        "time_zone": master.time_zone,
        "street": master.street,
        "postal_code": master.postal_code,
        "city": master.city,
        "region": master.region,
    }


def _in_force(row: "DisputeRow") -> JsonValue:
    """Since when an item is disputed, who owns that, and who said so last."""
    return {"since": iso(row.since), "owner": row.owner, "coded_by": row.by, "coded_in": row.handle}


def timeline(row: "TimelineRow") -> JsonValue:
    """One thing that happened on an account."""
    return {
        "day": iso(row.day),
        "at": instant(row.at) if row.at else None,
        "kind": row.kind,
        "text": row.text,
        "who": row.who,
        "entry": row.id if row.at else None,
        "counts": row.counts,
    }


def change(row: "ChangeRow") -> JsonValue:
    """What one import did to one item."""
    return {
        "as_of": iso(row.as_of),
        "file": row.file,
        "kind": row.kind,
        "document_no": row.document_no,
        "type": row.type,
        "currency": row.currency,
        "before": amount(row.before, row.currency),
        "after": amount(row.after, row.currency),
        "moved": amount(row.moved, row.currency),
    }


_AGING = (
    "current", "late_30", "late_60", "late_90", "late_more", "no_due",
    "balance", "overdue", "unapplied", "disputed", "promised", "credit_limit",
)  # fmt: skip


def _aging(row: "AgingRow") -> JsonValue:
    sums = {name: amount(getattr(row, name), row.currency) for name in _AGING}
    return {"currency": row.currency, "buckets": list(row.labels), **sums, "over_limit": row.over_limit}


def contact(card: "ContactCard", reach: "Reach") -> JsonValue:
    """A person at a customer, with the time there: `calling` says why a call is not in order now."""
    there = reach.times.get(card.contact_id)
    return {
        "name": card.name,
        "role": card.role,
        "phone": card.phone,
        "email": card.email,
        "language": card.language,
        "country": card.country,
        "preferred": card.preferred,
        "retired": card.retired,
        "from_ledger": card.from_ledger,
        "time_zone": card.time_zone,
        "phone_shown": reach.phone(card.phone),
        "local_time": there.text if there else None,
        "calling": there.hint if there else "",
    }
