"""What coding and calls share: an item as the coding rules see it, and the fact that codes it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from arcollect_tui.data.queries import items as queries
from arcollect_tui.data.queries.deeds import CodingInForce
from arcollect_tui.data.queries.items import ItemRecord
from arcollect_tui.data.store import Connection
from arcollect_tui.errors import Refused
from arcollect_tui.rules.coding import ItemFacts, short_amount
from arcollect_tui.rules.coding_queue import LedgerItem
from arcollect_tui.services import facts
from arcollect_tui.services.items import ItemRow
from arcollect_tui.services.references import CustomerRef


def item_facts(item: ItemRecord) -> ItemFacts:
    """The item as the coding rules see it."""
    return ItemFacts(
        state="open" if item.cleared_on is None else "cleared",
        type=item.type,
        open_amount=item.open_amount,
        short=short_amount(item.amount, item.open_amount, item.type),
    )


def ledger_item(item: ItemRecord | ItemRow) -> LedgerItem:
    """The item as the rules of the queue see it."""
    return LedgerItem(item.type, item.amount, item.open_amount, item.parent_no, item.text)


def items_of(connection: Connection, customer: CustomerRef, items: Sequence[int]) -> list[ItemRecord]:
    """The items that a deed about a customer names, each once.

    Raises:
        Refused: one of them is of another customer.
    """
    known = queries.records(connection, items)
    found = [known[item] for item in dict.fromkeys(items) if item in known]
    for item in found:
        if item.customer_id != customer.id:
            raise Refused(
                f"Item {item.document_no} is not of customer {customer.number}: name its own items."
            )
    return found


@dataclass(frozen=True, slots=True)
class Said:
    """What a coding says of an item.

    Attributes:
        state: disputed, collectible or uncoded.
        reason: code of the reason; empty unless disputed.
        stated: amount in dispute in minor units; None for the whole open amount, whatever it becomes.
        note: free text.
        claim: the customer's number for it.
        their_code: the customer's own code for the reason.
        their_words: the reason in the customer's words.
        pieces: (reason, minor units) of a split.
        ask: what the ledger is asked to do.
        rule: the accepted rule that proposed it.
    """

    state: str
    reason: str = ""
    stated: int | None = None
    note: str = ""
    claim: str = ""
    their_code: str = ""
    their_words: str = ""
    pieces: tuple[tuple[str, int], ...] = ()
    ask: str = ""
    rule: str = ""


OF_DISPUTES = ("claim", "their_code", "their_words", "splits", "ask", "rule")
"""Fields that a coding fact has since version 2 of its entries, and only where they say something."""


def coding_fact(item: ItemRecord, said: Said, before: CodingInForce | None) -> facts.Fact:
    """A coding of one item, naming the one in force that it replaces."""
    fact: facts.Fact = {
        "is": "coding",
        "item_id": item.id,
        "item": facts.item_key(item),
        "document_no": item.document_no,
        "state": said.state,
        "reason": said.reason,
        "disputed": said.stated,
        "note": said.note.strip(),
        "replaces": before.entry.hex() if before else None,
    }
    more = {
        "claim": said.claim.strip(),
        "their_code": said.their_code.strip(),
        "their_words": said.their_words.strip(),
        "splits": [list(piece) for piece in said.pieces],
        "ask": said.ask,
        "rule": said.rule,
    }
    return fact | {name: value for name, value in more.items() if value}


def version_of(said: Iterable[facts.Fact]) -> int:
    """The version of an entry with these codings: the lowest that says all of it."""
    return 2 if any(name in fact for fact in said for name in OF_DISPUTES) else 1
