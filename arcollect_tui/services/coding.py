"""Coding items collectible or disputed, one or two hundred at a time: plan, preview, apply."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from arcollect_tui.data import desk as drawer
from arcollect_tui.data import policy
from arcollect_tui.data.journal import Deed, Part, recorded_as
from arcollect_tui.data.standing import Aspect
from arcollect_tui.data.store import Connection
from arcollect_tui.errors import Refused
from arcollect_tui.rules.coding import CodingState
from arcollect_tui.rules.query_ast import Compare
from arcollect_tui.services import facts
from arcollect_tui.services.coded_items import items_now, state_of_item
from arcollect_tui.services.codes import Said, coding_fact, version_of
from arcollect_tui.services.coding_plan import plan_coding, said_of
from arcollect_tui.services.coding_request import CodingLine, CodingPlan, CodingRequest, Skip
from arcollect_tui.services.items import ItemRow, ItemView, item_rows
from arcollect_tui.services.office import Office, Saved
from arcollect_tui.services.references import CustomerRef

__all__ = [
    "CodingLine",
    "CodingPlan",
    "CodingRequest",
    "Skip",
    "apply_coding",
    "disputes",
    "plan_coding",
    "write_codings",
]


def apply_coding(
    office: Office,
    plan: CodingPlan,
    token: bytes | None = None,
    also: Callable[[Connection], Sequence[Part]] = lambda _: (),
) -> Saved:
    """Write a planned coding as one entry.

    Args:
        office: the office.
        plan: what was previewed.
        token: of the draft; the same one writes once.
        also: what the entry says besides, about no customer: the rule that is accepted with it.

    Raises:
        Refused: the plan has no lines, or the items moved since it was made.
    """
    if not plan.lines:
        why = plan.skips[0].why if plan.skips else "nothing marked"
        raise Refused(f"Nothing to code: {len(plan.skips)} skipped ({why}).")
    lines = {
        line.item_id: said_of(plan.request, plan.state, plan.reason, (line.disputed, line.pieces))
        for line in plan.lines
    }
    return write_codings(office, lines, plan.state_token, f"Coded: {plan.sentence}.", token, also)


def write_codings(
    office: Office,
    lines: Mapping[int, Said],
    state_token: bytes,
    sentence: str,
    token: bytes | None = None,
    also: Callable[[Connection], Sequence[Part]] = lambda _: (),
) -> Saved:
    """Write what is said of items as one entry.

    Args:
        office: the office.
        lines: item to what is said of it, in the order of the preview.
        state_token: of `state_of_item`, in the same order, as the items were in the preview.
        sentence: what is told when it is done.
        token: of the draft; what was stored under it before is not stored again.
        also: as for `apply_coding`.

    Raises:
        Refused: the items moved since the preview.
    """
    with office.deed() as connection:
        again = None if token is None else recorded_as(connection, token, drawer.own_desk(connection))
        if again is not None:
            return office.saved(connection, again, sentence)
        parts, now = _parts(connection, lines)
        if now != state_token:
            raise Refused("The items changed since the preview. Nothing was coded; preview it again.")
        parts += also(connection)
        deed = Deed(
            "coding",
            parts,
            token or office.token(),
            version=version_of(fact for part in parts for fact in part.facts),
            policy=policy.version(connection),
        )
        customers = sorted(part.customer_id for part in parts if part.customer_id is not None)
        recorded = office.record(connection, deed, customers, Aspect.CODING, coded=True)
        return office.saved(connection, recorded, sentence)


def _parts(connection: Connection, lines: Mapping[int, Said]) -> tuple[list[Part], bytes]:
    """One part a customer, and what stands for the items as they are now."""
    by_customer: dict[int, list[facts.Fact]] = defaultdict(list)
    refs: dict[int, CustomerRef] = {}
    token = hashlib.sha256()
    for item, coded in items_now(connection, list(lines)):
        token.update(state_of_item(item, coded))
        refs[item.customer_id] = CustomerRef(item.customer_id, item.ledger, item.customer_no, item.name)
        by_customer[item.customer_id].append(coding_fact(item, lines[item.id], coded))
    return [
        facts.part_about(refs[customer], said) for customer, said in by_customer.items()
    ], token.digest()


def disputes(office: Office, filter: str = "", limit: int | None = None) -> list[ItemRow]:  # noqa: A002
    """Open items in dispute, oldest due first."""
    return item_rows(
        office, ItemView(filter, only=Compare("coding", "=", str(CodingState.DISPUTED))), limit
    )
