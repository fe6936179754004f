"""Commands about what is to be coded: the gauge, small differences, claims made twice."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from arcollect_tui.cli import plan_shapes, shapes
from arcollect_tui.cli.coding import asked, nothing_coded, show_coding
from arcollect_tui.cli.context import needed, office_day, reading, writing
from arcollect_tui.cli.lists import money
from arcollect_tui.cli.options import DryRun, Filter, Json
from arcollect_tui.cli.output import Column, JsonValue, Listing, put, put_json, put_table, say

if TYPE_CHECKING:
    from arcollect_tui.rules.formats import OfficeFormat
    from arcollect_tui.services.coding_gauge import Gauge
    from arcollect_tui.services.duplicate_claims import Claim, Duplicate
    from arcollect_tui.services.worklist import Summary

GAUGE = (
    Column("Cur"),
    Column("Came in", right=True),
    Column("Coded same day", right=True),
    Column("%", right=True),
    Column("Uncoded now", right=True),
)
DUPLICATES = (
    Column("Account"),
    Column("Name", gives=True),
    Column("Document"),
    Column("Date"),
    Column("Claimed", right=True),
    Column("Cur"),
    Column("State"),
    Column("Coding"),
    Column("Why", gives=True),
)


def gauge(
    context: typer.Context,
    day: Annotated[
        str | None, typer.Option("--day", metavar="DATE", help="Another business day than today.")
    ] = None,
    as_json: Json = False,
) -> None:
    """How much of what came in to be coded was coded the same business day.

    Weekends and holidays count for the business day after them.
    """
    from arcollect_tui.services.coding_gauge import coding_gauge, gauge_line

    with reading(context) as office:
        wanted: date | None = None if day is None else office_day(office, day, past=True)
        found, fmt = coding_gauge(office, wanted), office.settings.fmt
    if as_json:
        put_json(_gauge_shape(found))
        return
    put_table(GAUGE, [_gauge_cells(found, code, fmt) for code in _currencies(found)])
    put(f"{found.day.isoformat()}  {gauge_line(found, fmt)}")


def _currencies(found: "Gauge") -> list[str]:
    return sorted({*found.came.sums, *(found.uncoded.sums if found.uncoded else ())})


def _gauge_cells(found: "Gauge", code: str, fmt: "OfficeFormat") -> tuple[str, ...]:
    percent = found.percent(code)
    return (
        code,
        money(found.came.sums.get(code, 0), code, fmt),
        money(found.coded.sums.get(code, 0), code, fmt),
        "" if percent is None else str(percent),
        money(found.uncoded.sums.get(code, 0), code, fmt) if found.uncoded else "",
    )


def _gauge_shape(found: "Gauge") -> JsonValue:
    return {
        "day": shapes.iso(found.day),
        "came": _sums(found.came),
        "coded": _sums(found.coded),
        "percent": {code: found.percent(code) for code in found.came.sums},
        "uncoded": _sums(found.uncoded) if found.uncoded else None,
    }


def _sums(found: "Summary") -> JsonValue:
    return {
        "count": found.count,
        "sums": {code: shapes.amount(total, code) for code, total in found.sums.items()},
    }


def tolerate(
    context: typer.Context,
    reason: Annotated[
        str, typer.Argument(metavar="REASON", help="A dispute reason that has a tolerance.")
    ] = "RND",
    *,
    query: Filter = None,
    ask: Annotated[
        str, typer.Option("--ask", metavar="credit|write-off", help="What the ledger is asked for.")
    ] = "",
    dry_run: DryRun = False,
    yes: Annotated[bool, typer.Option("--yes", help="Apply what is shown.")] = False,
    as_json: Json = False,
) -> None:
    """Propose small short pays for acceptance, as far as the policy's tolerance reaches.

    Shows what it comes to; with --yes it is coded as one entry, so one undo. What is over the tolerance is
    never part of it.
    """
    from arcollect_tui.services.coding import apply_coding
    from arcollect_tui.services.tolerances import plan_tolerance

    wanted, apply = asked(ask), yes and not dry_run
    with (writing if apply else reading)(context) as office:
        plan = plan_tolerance(office, query or "", reason, wanted)
        if apply:
            needed(plan.lines, nothing_coded(plan))
        deed = apply_coding(office, plan) if apply else None
        if as_json:
            put_json(plan_shapes.coding_plan(plan, applied=deed is not None))
            return
        show_coding(office, plan, deed)
        if plan.lines and not apply:
            say("Nothing is written yet: --yes applies it.")


def show_duplicates(context: typer.Context, listing: Listing) -> None:
    """Print the claims that look like claims made before."""
    from arcollect_tui.services.duplicate_claims import duplicate_claims

    with reading(context) as office:
        found, fmt = duplicate_claims(office), office.settings.fmt
    if listing.as_json:
        kept = found if listing.limit is None else found[: listing.limit]
        put_json([_duplicate_shape(group) for group in kept])
        return
    rows = [(group, claim) for group in found for claim in group.claims]
    listing.show(
        rows,
        DUPLICATES,
        lambda row: _duplicate_cells(*row, fmt),
        lambda row: _claim_shape(row[1]),
        "No claim looks like one made before.",
    )


def _duplicate_cells(group: "Duplicate", claim: "Claim", fmt: "OfficeFormat") -> tuple[str, ...]:
    return (
        group.customer_no,
        group.name,
        claim.document_no,
        shapes.iso(claim.document_date) or "",
        money(claim.amount or None, claim.currency, fmt),
        claim.currency,
        claim.state,
        claim.coding,
        group.why,
    )


def _duplicate_shape(group: "Duplicate") -> JsonValue:
    return {
        "ledger": group.ledger,
        "customer_no": group.customer_no,
        "name": group.name,
        "why": group.why,
        "claim": group.claim,
        "claims": [_claim_shape(claim) for claim in group.claims],
    }


def _claim_shape(claim: "Claim") -> JsonValue:
    return {
        "document_no": claim.document_no,
        "document_date": shapes.iso(claim.document_date),
        "currency": claim.currency,
        "claimed_amount": shapes.amount(claim.amount, claim.currency),
        "state": claim.state,
        "coding": claim.coding,
        "claim": claim.claim,
    }
