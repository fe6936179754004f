"""Coding items collectible or disputed, one or two hundred at a time: plan, preview, apply."""

import hashlib
from collections import defaultdict

from arcollect_tui.data import desk as drawer
from arcollect_tui.data import policy
from arcollect_tui.data.journal import Deed, Part, recorded_as
from arcollect_tui.data.standing import Aspect
from arcollect_tui.data.store import Connection
from arcollect_tui.errors import Refused
from arcollect_tui.rules.coding import CodingState
from arcollect_tui.rules.query_ast import Compare
from arcollect_tui.services import facts
from arcollect_tui.services.codes import coding_fact, version_of
from arcollect_tui.services.coding_plan import (
    CodingLine,
    CodingPlan,
    CodingRequest,
    Skip,
    items_now,
    plan_coding,
    said_of,
    state_of_item,
)
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
]


def apply_coding(office: Office, plan: CodingPlan, token: bytes | None = None) -> Saved:
    """Write a planned coding as one entry.

    Raises:
        Refused: the plan has no lines, or the items moved since it was made.
    """
    if not plan.lines:
        why = plan.skips[0].why if plan.skips else "nothing marked"
        raise Refused(f"Nothing to code: {len(plan.skips)} skipped ({why}).")
    with office.deed() as connection:
        again = None if token is None else recorded_as(connection, token, drawer.own_desk(connection))
        if again is not None:
            return office.saved(connection, again, f"Coded: {plan.sentence}.")
        parts, state_token = _parts(connection, plan)
        if state_token != plan.state_token:
            raise Refused("The items changed since the preview. Nothing was coded; preview it again.")
        deed = Deed(
            "coding",
            parts,
            token or office.token(),
            version=version_of(fact for part in parts for fact in part.facts),
            policy=policy.version(connection),
        )
        recorded = office.record(
            connection,
            deed,
            sorted({line.customer_id for line in plan.lines}),
            Aspect.CODING,
            coded=True,
        )
        return office.saved(connection, recorded, f"Coded: {plan.sentence}.")


def _parts(connection: Connection, plan: CodingPlan) -> tuple[list[Part], bytes]:
    """One part a customer, and what stands for the items as they are now."""
    by_customer: dict[int, list[facts.Fact]] = defaultdict(list)
    refs: dict[int, CustomerRef] = {}
    token, lines = hashlib.sha256(), iter(plan.lines)
    for item, coded in items_now(connection, [line.item_id for line in plan.lines]):
        line = next(line for line in lines if line.item_id == item.id)
        token.update(state_of_item(item, coded))
        refs[item.customer_id] = CustomerRef(item.customer_id, item.ledger, item.customer_no, item.name)
        said = said_of(plan.request, plan.state, plan.reason, (line.disputed, line.pieces))
        by_customer[item.customer_id].append(coding_fact(item, said, coded))
    return [
        facts.part_about(refs[customer], said) for customer, said in by_customer.items()
    ], token.digest()


def disputes(office: Office, filter: str = "", limit: int | None = None) -> list[ItemRow]:  # noqa: A002
    """Open items in dispute, oldest due first."""
    return item_rows(
        office, ItemView(filter, only=Compare("coding", "=", str(CodingState.DISPUTED))), limit
    )
