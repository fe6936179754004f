"""What coding and calls share: an item as the coding rules see it, and the fact that codes it."""

from collections.abc import Sequence

from arcollect_tui.data.queries import deeds
from arcollect_tui.data.queries import items as queries
from arcollect_tui.data.queries.items import ItemRecord
from arcollect_tui.data.store import Connection
from arcollect_tui.errors import Refused
from arcollect_tui.rules.coding import ItemFacts, short_amount
from arcollect_tui.services import facts
from arcollect_tui.services.references import CustomerRef


def item_facts(item: ItemRecord) -> ItemFacts:
    """The item as the coding rules see it."""
    return ItemFacts(
        state="open" if item.cleared_on is None else "cleared",
        type=item.type,
        open_amount=item.open_amount,
        short=short_amount(item.amount, item.open_amount, item.type),
    )


def items_of(connection: Connection, customer: CustomerRef, items: Sequence[int]) -> list[ItemRecord]:
    """The items that a deed about a customer names, each once.

    Raises:
        Refused: one of them is of another customer.
    """
    known = queries.records(connection, items)
    found = [known[item] for item in dict.fromkeys(items) if item in known]
    for item in found:
        if item.customer_id != customer.id:
            raise Refused(f"Item {item.document_no} is not of customer {customer.number}.")
    return found


def coding_fact(
    connection: Connection,
    item: ItemRecord,
    state: str,
    reason: str,
    stated: int | None,
    note: str,
    known: dict[int, tuple[bytes, str, str, int | None]] | None = None,
) -> facts.Fact:
    """A coding of one item, naming the one it replaces.

    Args:
        connection: the transaction.
        item: the item.
        state: disputed, collectible or uncoded.
        reason: code of the reason; empty unless disputed.
        stated: amount in dispute in minor units; None for the whole open amount.
        note: free text.
        known: codings in force of many items, where the caller has read them already.
    """
    before = known if known is not None else deeds.codings_in_force(connection, [item.id])
    replaced = before.get(item.id)
    return {
        "is": "coding",
        "item_id": item.id,
        "item": facts.item_key(item),
        "document_no": item.document_no,
        "state": state,
        "reason": reason,
        "disputed": stated,
        "note": note.strip(),
        "replaces": replaced[0].hex() if replaced else None,
    }
