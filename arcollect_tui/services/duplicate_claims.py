"""Claims that look like claims made before: found by their number, or by amount and date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from arcollect_tui.data.queries import claims as queries
from arcollect_tui.data.queries import deeds
from arcollect_tui.data.queries.deeds import CodingInForce
from arcollect_tui.data.queries.items import ItemRecord, records
from arcollect_tui.data.store import Connection
from arcollect_tui.rules.claims import Alike, ClaimedItem, claim_key, claim_number, claimed_twice
from arcollect_tui.rules.coding import CodingState
from arcollect_tui.rules.coding_queue import need_of
from arcollect_tui.services.codes import ledger_item
from arcollect_tui.services.office import Office
from arcollect_tui.services.worklist import as_day

MOST_NAMED = 3
"""Documents that the sentence of a preview names."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim on one item; `amount` in minor units, 0 where nothing of it is known."""

    item_id: int
    document_no: str
    currency: str
    amount: int
    document_date: date | None
    state: str
    coding: str
    claim: str


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Items of one customer that seem to be claimed twice.

    Attributes:
        why: the evidence in a few words: the number of the claim, or amount and date.
        claim: the number; empty when amount and date are the evidence.
        claims: the items, oldest document first.
    """

    ledger: str
    customer_no: str
    name: str
    why: str
    claim: str
    claims: tuple[Claim, ...]


def duplicate_claims(
    office: Office, item_ids: Sequence[int] | None = None, claim: str = ""
) -> tuple[Duplicate, ...]:
    """Groups of items that look like one claim made twice.

    Args:
        office: the office.
        item_ids: only groups with one of these, where the others were there before; None for all groups.
        claim: the number under which these items are about to be coded.
    """
    with office.store.reading() as connection:
        customers = None if item_ids is None else queries.customers_of(connection, item_ids)
        ids = queries.claimed_ids(connection, customers)
        found = _items(connection, dict.fromkeys((*ids, *(item_ids or ()))))
    about = frozenset(item_ids or ())
    claimed = [_claimed(*pair, claim if item in about else "") for item, pair in found.items()]
    alike = claimed_twice(claimed)
    wanted = alike if item_ids is None else [group for group in alike if _made_before(group, about)]
    return tuple(sorted((_duplicate(group, found) for group in wanted), key=_order))


def _made_before(group: Alike, about: frozenset[int]) -> bool:
    """Whether the group has some of the items, and others besides."""
    return 0 < sum(item.item_id in about for item in group.items) < len(group.items)


_Pair = tuple[ItemRecord, CodingInForce | None]


def _items(connection: Connection, ids: dict[int, None]) -> dict[int, _Pair]:
    known = records(connection, list(ids))
    codings = deeds.codings_in_force(connection, list(known))
    return {item: (record, codings.get(item)) for item, record in known.items()}


def _claimed(item: ItemRecord, coded: CodingInForce | None, about_to_be: str) -> ClaimedItem:
    disputed = coded if coded and coded.state == CodingState.DISPUTED else None
    return ClaimedItem(
        item.id,
        item.customer_id,
        _amount(item, disputed),
        item.currency,
        as_day(item.document_date),
        _number(item, disputed, about_to_be),
        disputed.entry if disputed and not about_to_be else b"",
    )


def _number(item: ItemRecord, disputed: CodingInForce | None, about_to_be: str) -> str:
    said = about_to_be or (disputed.claim if disputed else "")
    return claim_key(said) if said else claim_number(item.text) or claim_number(item.reference)


def _amount(item: ItemRecord, disputed: CodingInForce | None) -> int:
    """What is claimed: the disputed amount, else what is open of an item that needs coding."""
    if disputed is not None:
        whole = item.open_amount or item.amount
        return max(0, whole if disputed.stated is None else disputed.stated)
    return item.open_amount if need_of(ledger_item(item)) is not None else 0


def _duplicate(group: Alike, found: dict[int, _Pair]) -> Duplicate:
    first = found[group.items[0].item_id][0]
    claims = sorted(
        (_claim(item, *found[item.item_id]) for item in group.items),
        key=lambda claim: (claim.document_date or date.max, claim.document_no),
    )
    return Duplicate(first.ledger, first.customer_no, first.name, group.why, group.claim, tuple(claims))


def _claim(item: ClaimedItem, record: ItemRecord, coded: CodingInForce | None) -> Claim:
    return Claim(
        item.item_id,
        record.document_no,
        item.currency,
        item.amount,
        item.document_date,
        "open" if record.cleared_on is None else "cleared",
        coded.called if coded else "",
        item.claim,
    )


def _order(found: Duplicate) -> tuple[str, str, str]:
    return found.ledger, found.customer_no, found.why


def seen_before(office: Office, item_ids: Sequence[int], claim: str = "") -> str:
    """What a preview says of items that look like claims made before; empty when none does.

    For example `2 look like claims made before: INV881 (claim 7781)`; the documents named are the others.

    Args:
        office: the office.
        item_ids: the items that are about to be coded.
        claim: the number under which they will be.
    """
    found, about = duplicate_claims(office, item_ids, claim), set(item_ids)
    new = {claim.item_id for group in found for claim in group.claims if claim.item_id in about}
    if not new:
        return ""
    others = dict.fromkeys(
        f"{claim.document_no} ({group.why})"
        for group in found
        for claim in group.claims
        if claim.item_id not in about
    )
    listed = ", ".join(list(others)[:MOST_NAMED])
    more = f" and {len(others) - MOST_NAMED} more" if len(others) > MOST_NAMED else ""
    words = "1 looks like a claim" if len(new) == 1 else f"{len(new):,} look like claims"
    return f"{words} made before: {listed}{more}"
