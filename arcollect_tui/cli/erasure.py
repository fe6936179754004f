"""`arcollect erase`: a customer's data goes for good, once somebody has said yes."""

from typing import TYPE_CHECKING, Annotated

import typer

from arcollect_tui.cli import plan_shapes
from arcollect_tui.cli.context import reading, writing
from arcollect_tui.cli.options import DryRun, Json, Number
from arcollect_tui.cli.output import can_ask, confirmed, put, put_json, warn
from arcollect_tui.errors import Refused

if TYPE_CHECKING:
    from arcollect_tui.services.erasure import ErasurePlan
    from arcollect_tui.services.office import Office, Saved


def erase(
    context: typer.Context,
    number: Number,
    *,
    dry_run: DryRun = False,
    yes: Annotated[bool, typer.Option("--yes", help='Answer "Erase?" with yes.')] = False,
    as_json: Json = False,
) -> None:
    """Erase a customer's data for good.

    No undo brings it back, and files taken in later leave the customer out.
    """
    from arcollect_tui.services.erasure import plan_erasure

    unasked = not (dry_run or yes or can_ask())
    with (reading if dry_run or unasked else writing)(context) as office:
        plan = plan_erasure(office, number)
        if not as_json:
            put(plan.sentence)
        deed = None if dry_run or unasked else _erased(office, plan, ask=not yes)
    if as_json:
        put_json(plan_shapes.erasure(plan, deed))
    elif deed is not None and not deed.again:
        put(f"{deed.handle}  {deed.sentence}")
    if deed is not None:
        warn(deed.warnings)
    if unasked and not plan.known:
        raise Refused("Nobody is at a terminal to ask, so nothing was erased: add --yes to erase.")


def _erased(office: "Office", plan: "ErasurePlan", *, ask: bool) -> "Saved":
    """Carry the plan out.

    Raises:
        Refused: the answer was no, or the data changed since.
    """
    from arcollect_tui.services.erasure import erase as erase_customer

    if ask and not plan.known and not confirmed(f"Erase {plan.number} for good?"):
        raise Refused(f"{plan.number} was not erased, as you said. Nothing was changed.")
    return erase_customer(office, plan)
