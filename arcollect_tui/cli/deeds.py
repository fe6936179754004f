"""Commands that record a deed: log, code, undo, redo."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from arcollect_tui.cli import shapes
from arcollect_tui.cli.context import needed, office_day, one_of, reading, writing
from arcollect_tui.cli.lists import money
from arcollect_tui.cli.options import DryRun, Filter, Items, Json, Note, Number
from arcollect_tui.cli.output import Column, put, put_json, put_table, say, warn
from arcollect_tui.errors import Refused, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from arcollect_tui.services.calls import CallDraft, FollowUpDraft, PromiseDraft
    from arcollect_tui.services.coding import CodingPlan, CodingRequest
    from arcollect_tui.services.office import Office, Saved

NO_FOLLOW_UP = "none"
MOST_SKIPS = 20
"""Skipped items that are named; the JSON has them all."""
CODED = (
    Column("Document"),
    Column("Account"),
    Column("Name", gives=True),
    Column("Open", right=True),
    Column("Disputed", right=True),
    Column("Cur"),
    Column("Was"),
)


def log(
    context: typer.Context,
    number: Number,
    outcome: Annotated[
        str, typer.Argument(metavar="OUTCOME", help="What came of it: NA, VM, PP, …", show_default=False)
    ],
    *,
    note: Note = "",
    contact: Annotated[
        str, typer.Option("--contact", metavar="WHO", help="The person that was spoken to.")
    ] = "",
    why: Annotated[
        str,
        typer.Option("--why", metavar="CODE", help="Why they pay late; with DI the dispute's reason."),
    ] = "",
    follow_up: Annotated[
        str | None,
        typer.Option(
            "--follow-up", metavar="DATE[ TIME]", help='When to act next; "none" for no next step.'
        ),
    ] = None,
    promise: Annotated[
        str | None,
        typer.Option("--promise", metavar="AMOUNT", help='What they will pay: 1200, "all", "half", …'),
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="DATE", help="The day they will pay by.")
    ] = None,
    documents: Items = None,
    as_json: Json = False,
) -> None:
    """Log a contact with a customer.

    The call, its promise and its next step are one entry, so one undo.
    """
    from arcollect_tui.rules.outcomes import by_code
    from arcollect_tui.services.calls import log_call, prepare_call
    from arcollect_tui.services.references import find_customer, find_items

    code = by_code(outcome).code
    if (promise is None) != (by is None):
        raise UsageError("A promise needs an amount and a day: give --promise AMOUNT and --by DATE.")
    with writing(context) as office:
        customer = find_customer(office, number)
        items = tuple(found.id for found in find_items(office, customer, documents or []))
        draft = prepare_call(office, customer.id, code, items=items)
        draft = replace(draft, note=note, contact=contact or draft.contact, promise=None)
        draft = _with_reason(draft, why)
        if promise is not None and by is not None:
            draft = replace(draft, promise=_promise(office, draft, promise, by))
        draft = replace(draft, follow_up=_follow_up(office, follow_up))
        report(log_call(office, draft), as_json=as_json)


def _with_reason(draft: "CallDraft", why: str) -> "CallDraft":
    """The draft with the reason of a dispute, or with the reason for paying late."""
    from arcollect_tui.rules.outcomes import by_code
    from arcollect_tui.services.calls import DisputeDraft

    if "dispute" not in by_code(draft.outcome).needs:
        return replace(draft, why=why)
    dispute = DisputeDraft(reason=why, mode="whole", amount=None) if why else None
    return replace(draft, why="", dispute=dispute)


def _promise(office: "Office", draft: "CallDraft", amount: str, by: str) -> "PromiseDraft":
    from arcollect_tui.rules.money import parse_amount
    from arcollect_tui.services.calls import PromiseDraft, everything_open, promise_default

    proposed, currency = promise_default(office, draft.customer_id, draft.items)
    full = everything_open(office, draft.customer_id, currency, draft.items)
    minor = parse_amount(amount, currency, office.settings.fmt, default=proposed, full=full)
    return PromiseDraft(amount=minor, currency=currency, due_on=office_day(office, by))


def _follow_up(office: "Office", text: str | None) -> "FollowUpDraft | None":
    """The next step: a day, perhaps with a time after it; None for the outcome's own."""
    from arcollect_tui.rules.dates import parse_time
    from arcollect_tui.services.calls import FollowUpDraft

    if text is None:
        return None
    if text.strip().lower() == NO_FOLLOW_UP:
        return FollowUpDraft(None)
    day, _, clock = text.strip().rpartition(" ")
    if not day or ":" not in clock:
        return FollowUpDraft(office_day(office, text))
    return FollowUpDraft(office_day(office, day), parse_time(clock))


def code(
    context: typer.Context,
    reason: Annotated[
        str,
        typer.Argument(
            metavar="REASON",
            help="A dispute reason such as PRC, or COLLECTIBLE, or UNCODED to take the coding off.",
            show_default=False,
        ),
    ],
    *,
    query: Filter = None,
    documents: Items = None,
    amount: Annotated[
        str | None, typer.Option("--amount", metavar="AMOUNT", help="So much of each item.")
    ] = None,
    short: Annotated[
        bool, typer.Option("--short", help="Only what is left open of a short payment.")
    ] = False,
    note: Note = "",
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Code items as disputed or collectible.

    All items that match are coded at once, as one entry, so one undo.
    """
    from arcollect_tui.services.coding import CodingRequest, apply_coding, plan_coding

    one_of("--filter", query, "--item", documents)
    one_of("--amount", amount, "--short", short)
    if not query and not documents:
        raise UsageError("Say which items: give --filter QUERY, or --item NO once or more.")
    with (reading if dry_run else writing)(context) as office:
        request = CodingRequest(
            reason=reason,
            item_ids=_item_ids(office, documents) if documents else None,
            filter=query,
            mode="short" if short else "whole",
            amount=None,
            note=note,
            recode=bool(documents),
        )
        if amount is not None:
            request = _of_amount(office, request, amount)
        plan = plan_coding(office, request)
        needed(plan.lines, _nothing(plan))
        deed = None if dry_run else apply_coding(office, plan)
        if as_json:
            put_json(shapes.coding_plan(plan, applied=deed is not None))
        else:
            _show(office, plan, deed)


def _item_ids(office: "Office", documents: "Sequence[str]") -> tuple[int, ...]:
    from arcollect_tui.services.references import find_items

    return tuple(found.id for found in find_items(office, None, documents))


def _of_amount(office: "Office", request: "CodingRequest", amount: str) -> "CodingRequest":
    """The request with a typed amount, read in the one currency that the items are in."""
    from arcollect_tui.rules.money import parse_amount
    from arcollect_tui.services.coding import plan_coding

    currencies = {line.currency for line in plan_coding(office, request).lines}
    if len(currencies) > 1:
        names = " and ".join(sorted(currencies))
        msg = f"The items are in {names} and an amount is in one currency: add cur: to the filter."
        raise Refused(msg)
    if not currencies:
        return request
    minor = parse_amount(amount, currencies.pop(), office.settings.fmt)
    return replace(request, mode="typed", amount=minor)


def _nothing(plan: "CodingPlan") -> str:
    if not plan.skips:
        return "Nothing was coded: no item matches."
    skip = plan.skips[0]
    more = f", and {len(plan.skips) - 1} more are skipped" if len(plan.skips) > 1 else ""
    return f"Nothing was coded: {skip.document_no} is skipped ({skip.why}){more}."


def _show(office: "Office", plan: "CodingPlan", deed: "Saved | None") -> None:
    for skip in plan.skips[:MOST_SKIPS]:
        say(f"skipped {skip.document_no} of {skip.customer_no}: {skip.why}")
    if len(plan.skips) > MOST_SKIPS:
        say(f"skipped {len(plan.skips) - MOST_SKIPS} more; --json lists them all")
    if deed is not None:
        report(deed, as_json=False)
        return
    fmt = office.settings.fmt
    put_table(
        CODED,
        [
            (
                line.document_no,
                line.customer_no,
                line.name,
                money(line.open_amount, line.currency, fmt),
                money(line.disputed, line.currency, fmt),
                line.currency,
                line.was,
            )
            for line in plan.lines
        ],
    )
    put(f"Would code: {plan.sentence}.")


def undo(
    context: typer.Context,
    entry: Annotated[
        str | None, typer.Argument(metavar="ENTRY", help="Its handle in the history, such as 1-41.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Take back an entry.

    What was built on it goes with it. Without ENTRY: your own newest one at this desk.
    """
    from arcollect_tui.services.history import plan_undo
    from arcollect_tui.services.history import undo as take_back

    with writing(context) as office:
        for dependent in plan_undo(office, entry).dependents:
            say(f"with it: {dependent.handle} {dependent.text}")
        report(take_back(office, entry), as_json=as_json)


def redo(context: typer.Context, as_json: Json = False) -> None:
    """Bring back what undo took away."""
    from arcollect_tui.services.history import redo as bring_back

    with writing(context) as office:
        report(bring_back(office), as_json=as_json)


def report(deed: "Saved", *, as_json: bool) -> None:
    """Print what a deed came to."""
    warn(deed.warnings)
    if as_json:
        put_json(shapes.saved(deed))
    else:
        put(f"{deed.handle}  {deed.sentence}" if deed.handle else deed.sentence)
