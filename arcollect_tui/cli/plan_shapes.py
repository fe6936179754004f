"""The JSON of plans, of what became of them, and of checks."""

from typing import TYPE_CHECKING

from arcollect_tui.cli.output import JsonValue
from arcollect_tui.cli.shapes import amount, iso, splits

if TYPE_CHECKING:
    from arcollect_tui.services.checks import CheckReport
    from arcollect_tui.services.coding import CodingPlan
    from arcollect_tui.services.erasure import ErasurePlan
    from arcollect_tui.services.office import Saved
    from arcollect_tui.services.policies import PolicyPlan, PolicyRow


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
