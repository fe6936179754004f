"""Items as they are when they are coded: read some at a time, and what a plan counts on of each."""

from collections.abc import Iterator, Sequence

from arcollect_tui.data.queries import deeds
from arcollect_tui.data.queries import items as queries
from arcollect_tui.data.queries.deeds import CodingInForce
from arcollect_tui.data.queries.items import ItemRecord
from arcollect_tui.data.store import Connection

AT_ONCE = 500


def items_now(
    connection: Connection, ids: Sequence[int]
) -> Iterator[tuple[ItemRecord, CodingInForce | None]]:
    """The items as they are now, each with its coding in force; some at a time, for they may be many."""
    for start in range(0, len(ids), AT_ONCE):
        batch = ids[start : start + AT_ONCE]
        found = queries.records(connection, batch)
        before = deeds.codings_in_force(connection, batch)
        yield from ((found[one], before.get(one)) for one in batch if one in found)


def state_of_item(item: ItemRecord, coded: CodingInForce | None) -> bytes:
    """What a plan counted on: another state gives other bytes."""
    now = (item.id, item.customer_id, item.currency, item.open_amount, item.cleared_on)
    return "/".join(map(str, now)).encode() + b"/" + (coded.entry if coded else b"-")
