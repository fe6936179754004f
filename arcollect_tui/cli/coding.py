"""`arcollect code`: dispute items, or say that they are collectible."""

from typing import TYPE_CHECKING, Annotated

import typer

from arcollect_tui.cli import plan_shapes
from arcollect_tui.cli.context import needed, one_of, reading, writing
from arcollect_tui.cli.deeds import report
from arcollect_tui.cli.lists import money
from arcollect_tui.cli.options import DryRun, Filter, Items, Json, Note
from arcollect_tui.cli.output import Column, put, put_json, put_table, say
from arcollect_tui.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from arcollect_tui.services.coding import CodingLine, CodingPlan, CodingRequest
    from arcollect_tui.services.office import Office, Saved

MOST_SKIPS = 20
"""Skipped items that are named; the JSON has them all."""
ASKS = {"credit": "credit", "write-off": "write_off"}
"""What the ledger may be asked for, as typed and as it is kept."""
CODED = (
    Column("Document"),
    Column("Account"),
    Column("Name", gives=True),
    Column("Open", right=True),
    Column("Disputed", right=True),
    Column("Cur"),
    Column("Split", gives=True),
    Column("Was"),
)


Reason = Annotated[
    str,
    typer.Argument(
        metavar="[REASON]",
        help="A dispute reason such as PRC or x12:06; COLLECTIBLE; UNCODED to take the coding off.",
        show_default=False,
    ),
]
Amount = Annotated[str | None, typer.Option("--amount", metavar="AMOUNT", help="So much of each item.")]
Short = Annotated[bool, typer.Option("--short", help="Only what is left open of a short payment.")]
Share = Annotated[
    str | None, typer.Option("--share", metavar="SHARE", help="So much of what is open: 50%, half.")
]
Split = Annotated[
    list[str] | None,
    typer.Option(
        "--split",
        metavar="REASON=PART",
        help="Instead of REASON, twice or more; a part is an amount, a share, or rest.",
    ),
]
Claim = Annotated[str, typer.Option("--claim", metavar="NO", help="The customer's number for the claim.")]
TheirCode = Annotated[
    str, typer.Option("--their-code", metavar="CODE", help="The customer's own reason code.")
]
TheirWords = Annotated[
    str, typer.Option("--their-words", metavar="TEXT", help="The reason in the customer's words.")
]
Ask = Annotated[
    str, typer.Option("--ask", metavar="WHAT", help="Ask the ledger for a credit or a write-off.")
]
Recode = Annotated[bool, typer.Option("--recode", help="Also items of a filter that carry another coding.")]


def code(
    context: typer.Context,
    reason: Reason = "",
    *,
    query: Filter = None,
    documents: Items = None,
    amount: Amount = None,
    short: Short = False,
    share: Share = None,
    split: Split = None,
    claim: Claim = "",
    their_code: TheirCode = "",
    their_words: TheirWords = "",
    ask: Ask = "",
    note: Note = "",
    recode: Recode = False,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Code items as disputed or collectible.

    All items that match are coded at once, as one entry, so one undo. Items named with --item are coded
    anew where they carry another coding; those of a filter with --recode.
    """
    from arcollect_tui.services.coding import CodingRequest

    _check(reason, split, query, documents)
    how = _one_way({"--amount": amount, "--short": short, "--share": share, "--split": split})
    with (reading if dry_run else writing)(context) as office:
        request = CodingRequest(
            reason=reason,
            item_ids=_item_ids(office, documents) if documents else None,
            filter=query,
            mode="short" if short else "whole",
            note=note,
            recode=recode or bool(documents),
            claim=claim,
            their_code=their_code,
            their_words=their_words,
            ask=asked(ask),
        )
        request = _with_amount(office, request, how, amount or share or "", split or [])
        _carry_out(office, request, dry_run=dry_run, as_json=as_json)


def _carry_out(office: "Office", request: "CodingRequest", *, dry_run: bool, as_json: bool) -> None:
    from arcollect_tui.services.coding import apply_coding, plan_coding

    plan = plan_coding(office, request)
    needed(plan.lines, nothing_coded(plan))
    deed = None if dry_run else apply_coding(office, plan)
    if as_json:
        put_json(plan_shapes.coding_plan(plan, applied=deed is not None))
    else:
        show_coding(office, plan, deed)


def _check(
    reason: str, split: "Sequence[str] | None", query: str | None, documents: "Sequence[str] | None"
) -> None:
    """See that it is said once which items, and once for what."""
    one_of("--filter", query, "--item", documents)
    one_of("REASON", reason, "--split", split)
    if not reason and not split:
        raise UsageError("Say for what: give a REASON such as PRC, or --split REASON=PART twice or more.")
    if not query and not documents:
        raise UsageError("Say which items: give --filter QUERY, or --item NO once or more.")


def _one_way(given: dict[str, object]) -> str:
    """The option that says how much of each item; empty for the whole."""
    said = [name for name, value in given.items() if value]
    for other in said[1:]:
        one_of(said[0], True, other, True)
    return said[0] if said else ""


def asked(typed: str) -> str:
    """What the ledger is asked for, as it is kept; nothing for nothing typed.

    Raises:
        UsageError: it cannot be asked for that.
    """
    wanted = typed.strip().casefold()
    if wanted and wanted not in ASKS:
        raise UsageError(f"The ledger may be asked for credit or write-off, not {typed}: see --ask.")
    return ASKS.get(wanted, "")


def _item_ids(office: "Office", documents: "Sequence[str]") -> tuple[int, ...]:
    from arcollect_tui.services.references import find_items

    return tuple(found.id for found in find_items(office, None, documents))


def _with_amount(
    office: "Office", request: "CodingRequest", how: str, text: str, split: "Sequence[str]"
) -> "CodingRequest":
    """The request with what is typed about how much of each item is disputed."""
    from arcollect_tui.services.coding_typed import of_amount, of_share, of_splits

    if how == "--amount":
        return of_amount(office, request, text)
    if how == "--share":
        return of_share(request, text)
    return of_splits(office, request, split) if how == "--split" else request


def nothing_coded(plan: "CodingPlan") -> str:
    """Why a coding would write nothing."""
    if not plan.skips:
        return "Nothing was coded: no item matches."
    skip = plan.skips[0]
    more = f", and {len(plan.skips) - 1} more are skipped" if len(plan.skips) > 1 else ""
    return f"Nothing was coded: {skip.document_no} is skipped ({skip.why}){more}."


def show_coding(office: "Office", plan: "CodingPlan", deed: "Saved | None") -> None:
    """Print what is skipped, then what was coded, or what would be."""
    for skip in plan.skips[:MOST_SKIPS]:
        say(f"skipped {skip.document_no} of {skip.customer_no}: {skip.why}")
    if len(plan.skips) > MOST_SKIPS:
        say(f"skipped {len(plan.skips) - MOST_SKIPS} more; --json lists them all")
    if deed is not None:
        report(deed, as_json=False)
        return
    put_table(CODED, [_cells(office, line) for line in plan.lines])
    put(f"Would code: {plan.sentence}.")


def _cells(office: "Office", line: "CodingLine") -> tuple[str, ...]:
    fmt = office.settings.fmt
    return (
        line.document_no,
        line.customer_no,
        line.name,
        money(line.open_amount, line.currency, fmt),
        money(line.disputed, line.currency, fmt),
        line.currency,
        " ".join(f"{reason} {money(part, line.currency, fmt)}" for reason, part in line.pieces),
        line.was,
    )
