"""The JSON of each kind of answer: names and order of the fields stay stable.

Amounts are decimal strings with their currency beside them, days and instants are ISO 8601.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from arcollect_tui.cli.output import JsonValue
from arcollect_tui.rules.money import plain

if TYPE_CHECKING:
    from arcollect_tui.services.history import HistoryRow
    from arcollect_tui.services.item_codings import Codings
    from arcollect_tui.services.items import ItemRow
    from arcollect_tui.services.office import Saved
    from arcollect_tui.services.promises import PromiseRow
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


def saved(deed: "Saved") -> JsonValue:
    """What a deed came to; `handle` is empty when nothing had to be written."""
    return {
        "handle": deed.handle,
        "text": deed.sentence,
        "warnings": list(deed.warnings),
        "again": deed.again,
    }


def splits(pieces: Sequence[tuple[str, int]], currency: str) -> list[JsonValue]:
    """The reasons of a disputed amount, each with its piece; none where there is one reason."""
    return [{"reason": reason, "amount": amount(part, currency)} for reason, part in pieces]
