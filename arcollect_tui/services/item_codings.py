"""What the codings of items say besides reason and amount, for the rows that somebody looks at."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from arcollect_tui.data.queries import deeds
from arcollect_tui.data.queries.causes import causes_in_force
from arcollect_tui.rules.splits import from_text
from arcollect_tui.services.items import ItemRow
from arcollect_tui.services.office import Office


@dataclass(frozen=True, slots=True)
class ItemCoding:
    """What is said of one coded item.

    Attributes:
        claim: the customer's number for it.
        ask: what the ledger is asked to do: `credit`, `write_off` or nothing.
        their_code: the reason in the customer's own code.
        their_words: the reason in the customer's own words.
        pieces: (reason, minor units) of a split.
        root_cause: code of the reason found later; empty while none was found.
    """

    claim: str
    ask: str
    their_code: str
    their_words: str
    pieces: tuple[tuple[str, int], ...]
    root_cause: str


Codings = Mapping[int, ItemCoding]
"""By item id, for the items that are coded."""


def item_codings(office: Office, rows: Iterable[ItemRow]) -> Codings:
    """What is said of each of the rows that is coded, in one keyed read of codings and one of causes."""
    ids = [row.item_id for row in rows if row.coding != "uncoded"]
    if not ids:
        return {}
    with office.store.reading() as connection:
        coded = deeds.codings_in_force(connection, ids)
        causes = causes_in_force(connection, ids)
    return {
        item: ItemCoding(
            said.claim,
            said.ask,
            said.their_code,
            said.their_words,
            from_text(said.splits),
            causes[item].cause if item in causes else "",
        )
        for item, said in coded.items()
    }
