"""The JSON of each kind of answer: names and order of the fields stay stable.

Amounts are decimal strings with their currency beside them, days and instants are ISO 8601.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from arcollect_tui.cli.output import JsonValue
from arcollect_tui.rules.money import plain

if TYPE_CHECKING:
    from arcollect_tui.services.account import Account, AgingRow, CustomerCard
    from arcollect_tui.services.account_tabs import AccountTabs, ChangeRow, DisputeRow, TimelineRow
    from arcollect_tui.services.checks import CheckReport
    from arcollect_tui.services.coding import CodingPlan
    from arcollect_tui.services.contacts import ContactCard
    from arcollect_tui.services.erasure import ErasurePlan
    from arcollect_tui.services.history import HistoryRow
    from arcollect_tui.services.item_codings import Codings
    from arcollect_tui.services.items import ItemRow
    from arcollect_tui.services.office import Saved
    from arcollect_tui.services.policies import PolicyPlan, PolicyRow
    from arcollect_tui.services.promises import PromiseRow
    from arcollect_tui.services.reach import Reach
    from arcollect_tui.services.worklist import Balance, WorklistRow


def amount(minor: int | None, currency: str) -> str | None:
    """An amount as programs read it; None stays None."""
    return None if minor is None else plain(minor, currency)


def iso(day: date | time | None) -> str | None:
    """A day or a time of day; None stays None."""
    if isinstance(day, time):
        return day.strftime("%H:%M")
    return None if day is None else day.isoformat()


def instant(at: datetime) -> str:
    """An instant in UTC, to the second."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def worklist_row(row: "WorklistRow") -> JsonValue:
    """An account of the worklist."""
    return {
        "rank": row.rank,
        "ledger": row.ledger,
        "customer_no": row.number,
        "name": row.name,
        "collector": row.collector,
        "currency": row.currency,
        "balance": amount(row.balance, row.currency),
        "overdue": amount(row.overdue, row.currency),
        "days_overdue": row.days_overdue,
        "score": row.score,
        "reasons": [f"{reason.text} +{reason.points}" for reason in row.reasons],
        "next_action_on": iso(row.next_action_on),
        "balances": [_balance(balance) for balance in row.balances],
    }


def _balance(balance: "Balance") -> JsonValue:
    currency = balance.currency
    return {
        "currency": currency,
        "balance": amount(balance.balance, currency),
        "overdue": amount(balance.overdue, currency),
        "disputed": amount(balance.disputed, currency),
        "oldest_due": iso(balance.oldest_due),
    }


def item(row: "ItemRow", codings: "Codings") -> JsonValue:
    """An item, with what its coding says besides; `codings` has those of all rows that have one."""
    currency, said = row.currency, codings.get(row.item_id)
    return {
        "ledger": row.ledger,
        "company": row.company,
        "document_no": row.document_no,
        "line": row.line,
        "parent_no": row.parent_no,
        "customer_no": row.customer_no,
        "name": row.name,
        "type": row.type,
        "document_date": iso(row.document_date),
        "due_date": iso(row.due_date),
        "currency": currency,
        "amount": amount(row.amount, currency),
        "open_amount": amount(row.open_amount, currency),
        "days_overdue": row.days_overdue,
        "state": row.state,
        "coding": row.coding,
        "reason": row.reason,
        "disputed_amount": amount(row.disputed_amount, currency),
        "short_amount": amount(row.short_amount, currency),
        "reference": row.reference,
        "po": row.po,
        "text": row.text,
        "terms": row.terms,
        "collector": row.collector,
        "sales_rep": row.sales_rep,
        "claim": said.claim if said else "",
        "ask": said.ask if said else "",
        "their_code": said.their_code if said else "",
        "their_words": said.their_words if said else "",
        "splits": splits(said.pieces, currency) if said else [],
        "root_cause": said.root_cause if said else "",
    }


def promise(row: "PromiseRow") -> JsonValue:
    """A promise and what became of it."""
    return {
        "entry": row.entry.hex(),
        "handle": row.handle,
        "ledger": row.ledger,
        "customer_no": row.customer_no,
        "name": row.name,
        "amount": amount(row.amount, row.currency),
        "currency": row.currency,
        "made_on": iso(row.made_on),
        "due_on": iso(row.due_on),
        "paid": amount(row.paid, row.currency),
        "state": row.state,
        "contact": row.contact,
        "method": row.method,
        "items": list(row.items),
    }


def history_row(row: "HistoryRow") -> JsonValue:
    """An entry of the history."""
    return {
        "entry": row.entry.hex(),
        "handle": row.handle,
        "at": instant(row.at),
        "collector": row.collector,
        "desk": row.desk,
        "kind": row.kind,
        "text": row.text,
        "voided_by": row.voided_by,
    }


def account(found: "Account", codings: "Codings", reach: "Reach", more: "AccountTabs") -> JsonValue:
    """Everything about one account."""
    disputed = {row.id: _in_force(row) for row in more.disputes}
    return {
        "customer": _customer(found.customer),
        "aging": [_aging(row) for row in found.aging],
        "contacts": [contact(card, reach) for card in found.contacts],
        "activities": [history_row(row) for row in found.activities],
        "promises": [promise(row) for row in found.promises],
        "disputes": [item(row, codings) | disputed.get(row.item_id, {}) for row in found.disputes],
        "items": [item(row, codings) for row in found.items],
    }


def _customer(card: "CustomerCard") -> JsonValue:
    limit = amount(card.credit_limit, card.limit_currency) if card.limit_currency else None
    return {
        "ledger": card.ledger,
        "customer_no": card.number,
        "name": card.name,
        "country": card.country,
        "collector": card.collector,
        "credit_limit": limit,
        "credit_limit_currency": card.limit_currency or None,
        "contact_name": card.contact_name,
        "phone": card.phone,
        "email": card.email,
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


def saved(deed: "Saved") -> JsonValue:
    """What a deed came to; `handle` is empty when nothing had to be written."""
    return {
        "handle": deed.handle,
        "text": deed.sentence,
        "warnings": list(deed.warnings),
        "again": deed.again,
    }


def erasure(plan: "ErasurePlan", deed: "Saved | None") -> JsonValue:
    """What an erasure would remove, or has removed."""
    holdings = plan.holdings
    return {
        "ledger": plan.ledger,
        "customer_no": plan.number,
        "name": plan.name,
        "entries": holdings.entries,
        "parts": holdings.parts,
        "items": holdings.items,
        "imports": holdings.imports,
        "drafts": holdings.drafts,
        "handle": deed.handle if deed else "",
        "text": deed.sentence if deed else plan.sentence,
        "warnings": list(deed.warnings) if deed else [],
        "applied": deed is not None and not deed.again,
    }


def splits(pieces: Sequence[tuple[str, int]], currency: str) -> list[JsonValue]:
    """The reasons of a disputed amount, each with its piece; none where there is one reason."""
    return [{"reason": reason, "amount": amount(part, currency)} for reason, part in pieces]


def coding_plan(plan: "CodingPlan", *, applied: bool) -> JsonValue:
    """What a coding would touch, or has touched."""
    return {
        "count": plan.count,
        "customers": plan.customers,
        "coding": str(plan.state),
        "reason": plan.reason.code if plan.reason else "",
        "claim": plan.request.claim,
        "ask": plan.request.ask,
        "their_code": plan.request.their_code,
        "their_words": plan.request.their_words,
        "totals": {currency: amount(total, currency) for currency, total in plan.totals.items()},
        "lines": [
            {
                "document_no": line.document_no,
                "customer_no": line.customer_no,
                "name": line.name,
                "currency": line.currency,
                "open_amount": amount(line.open_amount, line.currency),
                "disputed_amount": amount(line.disputed, line.currency),
                "was": line.was,
                "splits": splits(line.pieces, line.currency),
            }
            for line in plan.lines
        ],
        "skipped": [
            {"document_no": skip.document_no, "customer_no": skip.customer_no, "reason": skip.why}
            for skip in plan.skips
        ],
        "applied": applied,
    }


def policy_row(row: "PolicyRow") -> JsonValue:
    """A key of the policy; `shipped` is null for what does not ship, the rest where nobody set it."""
    return {
        "key": row.key,
        "value": row.value,
        "shipped": row.shipped,
        "set_by": row.set_by or None,
        "set_on": iso(row.set_on),
        "handle": row.handle or None,
        "entry": row.entry.hex() or None,
    }


def policy_plan(plan: "PolicyPlan", deed: "Saved | None") -> JsonValue:
    """What would be set, or has been; keys that say it already are under `same`."""
    return {
        "changes": [
            {"key": change.key, "was": change.was, "value": change.value} for change in plan.changes
        ],
        "same": list(plan.same),
        "handle": deed.handle if deed else "",
        "text": deed.sentence if deed else f"{plan.sentence}.",
        "applied": deed is not None and not deed.again,
    }


def check_report(report: "CheckReport") -> JsonValue:
    """What the checks found, and the digests of the day."""
    return {
        "day": iso(report.day),
        "digest": report.digest,
        "record_digest": report.record_digest,
        "ledger_digest": report.ledger_digest,
        "checks": [
            {
                "check": result.check,
                "ok": result.ok,
                "problems": list(result.problems),
                "notices": list(result.notices),
            }
            for result in report.checks
        ],
    }
