"""`arcollect assign`: who owns which customers, and who covers."""

from typing import TYPE_CHECKING, Annotated

import typer

from arcollect_tui.cli import shapes
from arcollect_tui.cli.context import office_day, one_of, reading, writing
from arcollect_tui.cli.deeds import report
from arcollect_tui.cli.lists import money
from arcollect_tui.cli.options import DryRun, Filter, Json
from arcollect_tui.cli.output import Column, JsonValue, put, put_json, put_table, say
from arcollect_tui.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from arcollect_tui.services.assign_plan import AssignLine, AssignPlan, Share
    from arcollect_tui.services.office import Office, Saved

LINES = (Column("Account"), Column("Name", gives=True), Column("Was"), Column("Becomes"))


def assign(
    context: typer.Context,
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="COLLECTOR [NUMBER]",
            help="Whose they shall be, me, or none for the ledger's collector; then account numbers.",
            show_default=False,
        ),
    ] = None,
    *,
    query: Filter = None,
    hand_over: Annotated[
        tuple[str, str] | None,
        typer.Option("--hand-over", metavar="FROM TO", help="All customers of one collector to another."),
    ] = None,
    by_rules: Annotated[
        bool, typer.Option("--by-rules", help="As the policy assign.rules says, the first that matches.")
    ] = False,
    first: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="The first day; today if not given.")
    ] = None,
    last: Annotated[
        str | None,
        typer.Option("--until", metavar="DATE", help="The last day: a cover, for a holiday for example."),
    ] = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Assign customers to a collector.

    With a last day it is a cover: afterwards the owner has them back. All customers are one entry, so one
    undo.
    """
    from arcollect_tui.services.assignments import apply_assignment

    _check(names or [], query, hand_over, last, by_rules=by_rules)
    with (reading if dry_run else writing)(context) as office:
        days = tuple(office_day(office, text) if text else None for text in (first, last))
        plan = _plan(office, names or [], query, hand_over, (days[0], days[1]))
        deed = None if dry_run else apply_assignment(office, plan)
        if as_json:
            put_json(plan_shape(plan, applied=deed is not None))
        else:
            _show(office, plan, deed)


def _check(
    names: "Sequence[str]",
    query: str | None,
    hand_over: tuple[str, str] | None,
    last: str | None,
    *,
    by_rules: bool,
) -> None:
    """See that it is said once whose they shall be, and once which customers.

    Raises:
        UsageError: it is not.
    """
    one_of("--by-rules", by_rules, "--hand-over", hand_over)
    for option, given in (("--by-rules", by_rules), ("--hand-over", hand_over)):
        one_of(option, given, "COLLECTOR", names)
        one_of(option, given, "--filter", query)
    one_of("--by-rules", by_rules, "--until", last)
    if by_rules or hand_over:
        return
    if not names:
        raise UsageError(
            "Say whose they shall be: COLLECTOR and --filter QUERY or account numbers; or --hand-over, "
            "or --by-rules."
        )
    one_of("--filter", query, "NUMBER", names[1:])
    if not query and not names[1:]:
        raise UsageError("Say which customers: give account numbers, or --filter QUERY.")


def _plan(
    office: "Office",
    names: "Sequence[str]",
    query: str | None,
    hand_over: tuple[str, str] | None,
    days: "tuple[date | None, date | None]",
) -> "AssignPlan":
    from arcollect_tui.services.assignments import AssignRequest, plan_assignment, plan_by_rules
    from arcollect_tui.services.references import find_customer

    first, last = days
    if hand_over:
        giver, taker = hand_over
        return plan_assignment(office, AssignRequest(taker, owner=giver, first=first, last=last))
    if not names:
        return plan_by_rules(office, first)
    collector, *numbers = names
    named = tuple(find_customer(office, number).id for number in numbers) if numbers else None
    return plan_assignment(office, AssignRequest(collector, named, query, first=first, last=last))


def _show(office: "Office", plan: "AssignPlan", deed: "Saved | None") -> None:
    from arcollect_tui.rules.text import counted
    from arcollect_tui.services.assign_plan import share_words

    for name in plan.newcomers:
        say(f"{name} is a new name: no ledger, entry or assignment names that collector yet")
    if plan.unmatched:
        say(f"matched by no rule: {counted(plan.unmatched, 'customer')}, nothing changes there")
    if deed is not None:
        report(deed, as_json=False)
        return
    put_table(LINES, [_cells(line) for line in plan.lines])
    fmt = office.settings.fmt
    for verb, shares in (("gets", plan.gains), ("loses", plan.losses)):
        for share in shares:
            put(f"{verb}  {share_words(share, lambda total, code: money(total, code, fmt))}")
    if plan.same:
        put(f"{plan.same:,} are as wished already.")
    put(f"Would write: {plan.sentence}.")


def _cells(line: "AssignLine") -> tuple[str, ...]:
    return line.owned.number, line.owned.name, line.was or "-", line.becomes or "-"


def plan_shape(plan: "AssignPlan", *, applied: bool) -> JsonValue:
    """What would be assigned, or was."""
    return {
        "count": plan.count,
        "same": plan.same,
        "unmatched": plan.unmatched,
        "new_names": list(plan.newcomers),
        "lines": [
            {
                "ledger": line.owned.ledger,
                "customer_no": line.owned.number,
                "name": line.owned.name,
                "was": line.was,
                "becomes": line.becomes,
            }
            for line in plan.lines
        ],
        "gains": [_share(share) for share in plan.gains],
        "losses": [_share(share) for share in plan.losses],
        "applied": applied,
    }


def _share(share: "Share") -> JsonValue:
    return {
        "collector": share.collector,
        "customers": share.customers,
        "items": share.items,
        "amounts": [
            {
                "currency": code,
                "balance": shapes.amount(share.balances[code], code),
                "overdue": shapes.amount(share.overdue[code], code),
            }
            for code in sorted(share.balances)
        ],
    }
