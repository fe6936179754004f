"""`arcollect suggest`: what looks like items that people coded, and how right accepted rules were."""

from typing import TYPE_CHECKING, Annotated

import typer

from arcollect_tui.cli import plan_shapes, shapes
from arcollect_tui.cli.coding import show_coding
from arcollect_tui.cli.context import reading, writing
from arcollect_tui.cli.deeds import report
from arcollect_tui.cli.lists import money
from arcollect_tui.cli.options import DryRun, Json
from arcollect_tui.cli.output import (
    Column,
    JsonValue,
    Listing,
    can_ask,
    confirmed,
    put,
    put_json,
)
from arcollect_tui.errors import Refused, UsageError

if TYPE_CHECKING:
    from arcollect_tui.rules.formats import OfficeFormat
    from arcollect_tui.services.coding_request import CodingPlan
    from arcollect_tui.services.lookalikes import Proposal
    from arcollect_tui.services.office import Office, Saved
    from arcollect_tui.services.rule_accuracy import RuleAccuracy

PROPOSALS = (
    Column("Proposal"),
    Column("Items", right=True),
    Column("Value", gives=True),
    Column("Evidence", gives=True),
    Column("Rule", gives=True),
)
ACCURACY = (
    Column("Rule"),
    Column("Coded", right=True),
    Column("Known", right=True),
    Column("Agreed", right=True),
    Column("Right", right=True),
    Column("What", gives=True),
)
Id = Annotated[str | None, typer.Option("--apply", metavar="ID", help="Code what a proposal names.")]


def suggest(
    context: typer.Context,
    *,
    apply: Id = None,
    yes: Annotated[bool, typer.Option("--yes", help='Answer "Code them?" with yes.')] = False,
    dry_run: DryRun = False,
    dismiss: Annotated[
        str | None,
        typer.Option("--dismiss", metavar="ID", help="Keep it away here until its evidence changes."),
    ] = None,
    withdraw: Annotated[
        str | None,
        typer.Option("--withdraw", metavar="ID", help="Propose by an accepted rule no more, anywhere."),
    ] = None,
    accuracy: Annotated[
        bool, typer.Option("--accuracy", help="How right accepted rules were, by root causes.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Uncoded items that look like coded ones.

    Each proposal is a rule with its items and what speaks for it. Applying one codes its items and keeps
    the rule as policy, as one entry, so one undo.
    """
    if sum(map(bool, (apply, dismiss, withdraw, accuracy))) > 1:
        raise UsageError("Give one of --apply, --dismiss, --withdraw and --accuracy.")
    if (yes or dry_run) and not apply:
        raise UsageError("--yes and --dry-run belong to --apply ID: give that too, or leave them out.")
    if apply is not None:
        _apply(context, apply, Manner(dry_run=dry_run, yes=yes), as_json=as_json)
    elif dismiss is not None:
        _dismiss(context, dismiss, as_json=as_json)
    elif withdraw is not None:
        from arcollect_tui.services.accepting import withdraw as withdraw_rule

        with writing(context) as office:
            report(withdraw_rule(office, withdraw), as_json=as_json)
    elif accuracy:
        _show_accuracy(context, as_json=as_json)
    else:
        _show(context, as_json=as_json)


class Manner:
    """How a proposal is applied.

    Args:
        dry_run: show what would be coded.
        yes: do not ask.
    """

    def __init__(self, *, dry_run: bool, yes: bool) -> None:
        self.dry_run = dry_run
        self.ask = not yes
        self.unasked = not (dry_run or yes or can_ask())


def _show(context: typer.Context, *, as_json: bool) -> None:
    from arcollect_tui.services.lookalikes import proposals

    with reading(context) as office:
        fmt, found = office.settings.fmt, proposals(office)
    Listing(as_json, None).show(
        found, PROPOSALS, lambda one: _cells(one, fmt), shape, "Nothing looks enough like what was coded."
    )


def _cells(one: "Proposal", fmt: "OfficeFormat") -> tuple[str, ...]:
    value = ", ".join(f"{money(total, code, fmt)} {code}" for code, total in one.totals.items())
    mark = "accepted rule: " if one.accepted else ""
    return one.id, str(one.count), value, one.evidence, f"{mark}{one.words}"


def shape(one: "Proposal") -> JsonValue:
    """A proposal."""
    return {
        "id": one.id,
        "rule": one.says,
        "reason": one.reason,
        "accepted": one.accepted,
        "count": one.count,
        "totals": {code: shapes.amount(total, code) for code, total in one.totals.items()},
        "examples": one.examples,
        "agreed": one.agreed,
        "samples": list(one.samples),
        "against": list(one.against),
    }


def _apply(context: typer.Context, named: str, manner: Manner, *, as_json: bool) -> None:
    from arcollect_tui.services.accepting import plan_proposal
    from arcollect_tui.services.lookalikes import proposal_named, proposals

    with (reading if manner.dry_run or manner.unasked else writing)(context) as office:
        proposal = proposal_named(proposals(office), named)
        plan = plan_proposal(office, proposal)
        if not as_json:
            put(f"{proposal.words}: {proposal.evidence}")
        deed = None if manner.dry_run or manner.unasked else _accepted(office, proposal, plan, manner)
        if as_json:
            put_json({**shape(proposal), **plan_shapes.coding_plan(plan, applied=deed is not None)})
        else:
            show_coding(office, plan, deed)
    if manner.unasked:
        raise Refused("Nobody is at a terminal to ask, so nothing was coded: add --yes to apply.")


def _accepted(office: "Office", proposal: "Proposal", plan: "CodingPlan", manner: Manner) -> "Saved":
    """Code the items and keep the rule.

    Raises:
        Refused: the answer was no, or the items changed since.
    """
    from arcollect_tui.services.accepting import apply_proposal

    if manner.ask and not confirmed(f"Code {plan.sentence}?"):
        raise Refused("Nothing was coded, as you said.")
    return apply_proposal(office, proposal, plan)


def _dismiss(context: typer.Context, named: str, *, as_json: bool) -> None:
    from arcollect_tui.services.accepting import dismiss
    from arcollect_tui.services.lookalikes import proposal_named, proposals

    with writing(context) as office:
        proposal = proposal_named(proposals(office), named)
        dismiss(office, proposal)
    if as_json:
        put_json({"dismissed": proposal.id})
    else:
        put(f"{proposal.id} stays away at this desk until its evidence changes: {proposal.words}")


def _show_accuracy(context: typer.Context, *, as_json: bool) -> None:
    from arcollect_tui.services.rule_accuracy import rule_accuracy

    with reading(context) as office:
        found = rule_accuracy(office)
    Listing(as_json, None).show(
        found, ACCURACY, _accuracy_cells, accuracy_shape, "No rule was accepted yet: see arcollect suggest."
    )


def _accuracy_cells(one: "RuleAccuracy") -> tuple[str, ...]:
    right = "" if one.percent is None else f"{one.percent}%"
    said = f"{one.says} → {one.reason}" if one.in_force else "no longer policy here"
    return one.id, str(one.coded), str(one.known), str(one.agreed), right, said


def accuracy_shape(one: "RuleAccuracy") -> JsonValue:
    """How right a rule was."""
    return {
        "id": one.id,
        "rule": one.says,
        "reason": one.reason,
        "accepted": one.in_force,
        "coded": one.coded,
        "known": one.known,
        "agreed": one.agreed,
        "percent": one.percent,
    }
