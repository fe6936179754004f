"""What becomes of a proposal: coded and accepted as policy, dismissed at this desk, withdrawn again."""

import json

from arcollect_tui.data import desk as drawer
from arcollect_tui.data import policy
from arcollect_tui.data.journal import Deed, Part
from arcollect_tui.data.standing import Aspect
from arcollect_tui.data.store import Connection
from arcollect_tui.errors import Refused
from arcollect_tui.rules.coding import AmountMode
from arcollect_tui.rules.look_rules import KEY, as_text
from arcollect_tui.services.coding import apply_coding, plan_coding
from arcollect_tui.services.coding_request import CodingPlan, CodingRequest
from arcollect_tui.services.lookalikes import COLLECTIBLE, DISMISSED, Proposal, dismissed
from arcollect_tui.services.office import Office, Saved


def plan_proposal(office: Office, proposal: Proposal) -> CodingPlan:
    """What a proposal would code, as a coding to be previewed."""
    short = proposal.is_short and proposal.reason != COLLECTIBLE
    request = CodingRequest(
        proposal.reason,
        proposal.item_ids,
        mode=str(AmountMode.SHORT if short else AmountMode.WHOLE),
        rule=proposal.id,
    )
    return plan_coding(office, request)


def apply_proposal(
    office: Office, proposal: Proposal, plan: CodingPlan, token: bytes | None = None
) -> Saved:
    """Code what was previewed; the rule becomes policy with it, in one entry and one undo step.

    Raises:
        Refused: the plan has no lines, or the items moved since it was made.
    """

    def rule(connection: Connection) -> list[Part]:
        key, value = f"{KEY}{proposal.id}", as_text(proposal.rule)
        known = policy.office_values(connection).get(key)
        return [] if known == value else [policy.part(connection, {key: value})]

    saved = apply_coding(office, plan, token, also=rule)
    office.settings_changed()
    return saved


def dismiss(office: Office, proposal: Proposal) -> None:
    """Keep a proposal away at this desk, until what speaks for it changes."""
    with office.store.writing() as connection:
        gone = dismissed(connection) | {proposal.id: [proposal.agreed, proposal.examples]}
        drawer.put(connection, DISMISSED, json.dumps(gone, sort_keys=True).encode())


def withdraw(office: Office, rule: str) -> Saved:
    """Propose nothing by an accepted rule any more, at any desk. What it coded stays coded.

    Raises:
        Refused: no rule of this id is policy.
    """
    key = f"{KEY}{rule.strip().casefold()}"
    with office.deed() as connection:
        if not policy.office_values(connection).get(key):
            raise Refused(f"No accepted rule is called {rule}: arcollect suggest --accuracy lists them.")
        deed = Deed("policy", [policy.part(connection, {key: ""})], office.token())
        saved = office.saved(
            connection, office.record(connection, deed, [], Aspect(0)), f"Rule {rule} withdrawn."
        )
    office.settings_changed()
    return saved
