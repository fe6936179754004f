"""The facts that deeds write, as JSON objects with natural keys. Their rows: `data/projection.py`."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from arcollect_tui.data.journal import Part
from arcollect_tui.data.queries import deeds
from arcollect_tui.data.queries.items import ItemRecord
from arcollect_tui.data.store import Connection
from arcollect_tui.rules.minutes import minutes
from arcollect_tui.services.references import CustomerRef

Fact = dict[str, Any]


def part_about(customer: CustomerRef, facts: Sequence[Fact]) -> Part:
    """What an entry says about one customer."""
    return Part(customer.id, (customer.ledger, customer.number), facts)


def follow_up(connection: Connection, customer: int, day: date | None, at: time | None) -> Fact:
    """The next action, naming the one it replaces."""
    before = deeds.follow_up(connection, customer)
    return {
        "is": "follow_up",
        "day": None if day is None else day.toordinal(),
        "time": minutes(at),
        "replaces": before[0].hex() if before else None,
    }


def item_key(item: ItemRecord) -> str:
    """The natural key of an item, readable without its row."""
    year = "" if item.fiscal_year is None else str(item.fiscal_year)
    return "/".join((item.ledger, item.company, item.document_no, item.line, year))


def about_items(items: Sequence[ItemRecord], kind: str = "about_item") -> list[Fact]:
    """The items that a call, note or promise names."""
    return [
        {"is": kind, "item_id": item.id, "document_no": item.document_no, "item": item_key(item)}
        for item in items
    ]
