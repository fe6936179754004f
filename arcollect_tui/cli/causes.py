"""`arcollect cause`, and the history of one item."""

from typing import TYPE_CHECKING, Annotated

import typer

from arcollect_tui.cli import shapes
from arcollect_tui.cli.coding import MOST_SKIPS
from arcollect_tui.cli.context import needed, one_of, reading, writing
from arcollect_tui.cli.deeds import report
from arcollect_tui.cli.options import DryRun, Filter, Items, Json, Note
from arcollect_tui.cli.output import Column, JsonValue, Listing, put, put_json, put_table, say
from arcollect_tui.errors import UsageError

if TYPE_CHECKING:
    from arcollect_tui.services.causes import CausePlan
    from arcollect_tui.services.item_history import Saying
    from arcollect_tui.services.office import Saved

CAUSED = (
    Column("Document"),
    Column("Account"),
    Column("Name", gives=True),
    Column("Coded"),
    Column("Cause was"),
)
SAID = (Column("Entry"), Column("Who"), Column("What", gives=True), Column("Now"))


def cause(
    context: typer.Context,
    code: Annotated[
        str,
        typer.Argument(
            metavar="CODE",
            help="The reason that it turned out to be, such as PRC; NONE takes the cause off.",
            show_default=False,
        ),
    ],
    *,
    query: Filter = None,
    documents: Items = None,
    department: Annotated[
        str | None,
        typer.Option("--department", metavar="NAME", help="Who can prevent it; else the reason's owner."),
    ] = None,
    note: Note = "",
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Tell the root cause of items, also of cleared ones.

    All items that match are told at once, as one entry, so one undo.
    """
    from arcollect_tui.services.causes import CauseRequest, apply_causes, plan_causes
    from arcollect_tui.services.references import find_items

    one_of("--filter", query, "--item", documents)
    if not query and not documents:
        raise UsageError("Say which items: give --filter QUERY, or --item NO once or more.")
    with (reading if dry_run else writing)(context) as office:
        ids = tuple(found.id for found in find_items(office, None, documents)) if documents else None
        plan = plan_causes(office, CauseRequest(code, ids, query, department, note))
        needed(plan.lines, f"Nothing was written: {_skipped(plan)}.")
        deed = None if dry_run else apply_causes(office, plan)
    if as_json:
        put_json(plan_shape(plan, applied=deed is not None))
    else:
        _show(plan, deed)


def _skipped(plan: "CausePlan") -> str:
    if not plan.skips:
        return "no item matches"
    first = plan.skips[0]
    more = f", and {len(plan.skips) - 1} more are skipped" if len(plan.skips) > 1 else ""
    return f"{first.document_no} is skipped ({first.why}){more}"


def _show(plan: "CausePlan", deed: "Saved | None") -> None:
    for skip in plan.skips[:MOST_SKIPS]:
        say(f"skipped {skip.document_no} of {skip.customer_no}: {skip.why}")
    if deed is not None:
        report(deed, as_json=False)
        return
    rows = [(line.document_no, line.customer_no, line.name, line.coded, line.was) for line in plan.lines]
    put_table(CAUSED, rows)
    put(f"Would write: {plan.sentence}.")


def plan_shape(plan: "CausePlan", *, applied: bool) -> JsonValue:
    """What a root cause would be told of, or was."""
    return {
        "cause": plan.reason.code if plan.reason else "",
        "department": plan.department,
        "count": plan.count,
        "customers": plan.customers,
        "lines": [
            {
                "document_no": line.document_no,
                "customer_no": line.customer_no,
                "name": line.name,
                "coding": line.coded,
                "was": line.was,
            }
            for line in plan.lines
        ],
        "skipped": [
            {"document_no": skip.document_no, "customer_no": skip.customer_no, "reason": skip.why}
            for skip in plan.skips
        ],
        "applied": applied,
    }


def show_item_history(context: typer.Context, listing: Listing, document: str) -> None:
    """Print everything that was ever said of how an item is coded, and of its root cause."""
    from arcollect_tui.services.item_history import coding_history, saying_text
    from arcollect_tui.services.references import find_items

    with reading(context) as office:
        fmt = office.settings.fmt
        (item,) = find_items(office, None, [document])
        found = coding_history(office, item.id)

    def cells(one: "Saying") -> tuple[str, ...]:
        now = "counts" if one.in_force else ""
        return one.by.handle, str(one.by), saying_text(one, found.currency, fmt), now

    listing.show(
        (*found.codings, *found.causes)[: listing.fetch],
        SAID,
        cells,
        lambda one: saying_shape(one, found.currency),
        f"{found.document_no} was never coded.",
    )


def saying_shape(one: "Saying", currency: str) -> JsonValue:
    """One thing said of an item."""
    return {
        "handle": one.by.handle,
        "at": None if one.by.at is None else shapes.instant(one.by.at),
        "collector": one.by.collector,
        "kind": one.kind,
        "state": one.state,
        "reason": one.reason,
        "splits": [
            {"reason": reason, "amount": shapes.amount(part, currency)} for reason, part in one.pieces
        ],
        "amount": shapes.amount(one.amount, currency),
        "currency": currency,
        "owner": one.owner,
        "claim": one.claim,
        "their_code": one.their_code,
        "their_words": one.their_words,
        "ask": one.ask,
        "note": one.note,
        "rule": one.rule,
        "counts": one.counts,
        "in_force": one.in_force,
    }
