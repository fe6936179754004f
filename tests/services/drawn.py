"""Codings of every form and root causes, drawn by chance: `pick(n)` answers 0 to n - 1."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from arcollect_tui.data.journal import Deed
from arcollect_tui.data.queries import codings, items
from arcollect_tui.data.standing import Aspect
from arcollect_tui.errors import Refused
from arcollect_tui.rules.splits import Split
from arcollect_tui.services import facts
from arcollect_tui.services.coding import CodingRequest
from arcollect_tui.services.office import Office, Saved
from arcollect_tui.services.references import customer_by_id

Pick = Callable[[int], int]

MODES = ("whole", "whole", "short", "typed", "share", "split")
PARTS = (Fraction(1, 2), Fraction(1, 3), Fraction(1, 100), Fraction(1), Fraction(2, 3))
CLAIMS = ("", "", "D-1", "D-2")
WORDS = ("", "zu teuer", "=1+1")
ASKS = ("", "", "credit", "write_off")
DEPARTMENTS = ("Sales", "Logistics")


def drawn_request(pick: Pick, reasons: Sequence[str], chosen: tuple[int, ...]) -> CodingRequest:
    """Any request to code items; of reasons those in capitals are of disputes."""
    reason, recode = reasons[pick(len(reasons))], pick(2) == 1
    if reason in ("COLLECTIBLE", "UNCODED"):
        return CodingRequest(reason, chosen, recode=recode)
    mode = MODES[pick(len(MODES))]
    disputes = [one for one in reasons if one not in ("COLLECTIBLE", "UNCODED")]
    return CodingRequest(
        "" if mode == "split" else reason,
        chosen,
        mode=mode,
        amount=1 + pick(50_00) if mode == "typed" else None,
        recode=recode,
        part=PARTS[pick(len(PARTS))] if mode == "share" else None,
        splits=_splits(pick, disputes) if mode == "split" else (),
        claim=CLAIMS[pick(len(CLAIMS))],
        their_words=WORDS[pick(len(WORDS))],
        ask=ASKS[pick(len(ASKS))],
    )


def _splits(pick: Pick, reasons: Sequence[str]) -> tuple[Split, ...]:
    """Two or three pieces: amounts, shares, and the rest, which may be too much or nothing."""
    first = pick(len(reasons))
    names = [reasons[(first + n) % len(reasons)] for n in range(2 + pick(2))]
    kinds: tuple[Callable[[str], Split], ...] = (
        lambda name: Split(name, amount=1 + pick(50_00)),
        lambda name: Split(name, part=PARTS[pick(len(PARTS))]),
        lambda name: Split(name, part=PARTS[pick(len(PARTS))]),
        Split,
    )
    return tuple(kinds[pick(len(kinds))](name) for name in names)


def tell_cause(office: Office, item: int, cause: str, department: str) -> Saved:
    """Record the root cause of an item, naming the one it replaces; an empty one takes it off.

    Raises:
        Refused: the item is not here.
    """
    with office.deed() as connection:
        record = items.records(connection, [item]).get(item)
        if record is None:
            raise Refused("no such item")
        before = codings.causes_in_force(connection).get(item)
        fact: facts.Fact = {
            "is": "root_cause",
            "item_id": record.id,
            "item": facts.item_key(record),
            "document_no": record.document_no,
            "cause": cause,
            "department": department,
            "note": "",
            "replaces": before.entry.hex() if before else None,
        }
        part = facts.part_about(customer_by_id(connection, record.customer_id), [fact])
        deed = Deed("root_cause", [part], office.token())
        recorded = office.record(connection, deed, [record.customer_id], Aspect(0))
        return office.saved(connection, recorded, "Root cause told.")


def drawn_cause(office: Office, pick: Pick, item: int) -> Saved:
    """Any root cause of an item, or none any more."""
    cause = ("PRC", "FRT", "DMG", "")[pick(4)]
    return tell_cause(office, item, cause, DEPARTMENTS[pick(2)] if cause else "")
