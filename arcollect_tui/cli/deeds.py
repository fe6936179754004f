"""Commands that record a deed: log, undo, redo. The others stand in modules of their own."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from arcollect_tui.cli import shapes
from arcollect_tui.cli.context import office_day, writing
from arcollect_tui.cli.options import Items, Json, Note, Number
from arcollect_tui.cli.output import put, put_json, say, warn
from arcollect_tui.errors import UsageError

if TYPE_CHECKING:
    from arcollect_tui.services.calls import CallDraft, FollowUpDraft, PromiseDraft
    from arcollect_tui.services.office import Office, Saved


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
    from arcollect_tui.cli.notes import note_text
    from arcollect_tui.services.calls import log_call, prepare_call
    from arcollect_tui.services.references import find_customer, find_items

    if (promise is None) != (by is None):
        raise UsageError("A promise needs an amount and a day: give --promise AMOUNT and --by DATE.")
    with writing(context) as office:
        code = office.settings.outcomes.find(outcome).code
        customer = find_customer(office, number)
        items = tuple(found.id for found in find_items(office, customer, documents or []))
        draft = prepare_call(office, customer.id, code, items=items)
        draft = replace(draft, note=note_text(note), contact=contact or draft.contact, promise=None)
        draft = _with_reason(draft, why, disputes="dispute" in office.settings.outcomes.find(code).needs)
        if promise is not None and by is not None:
            draft = replace(draft, promise=_promise(office, draft, promise, by))
        draft = replace(draft, follow_up=_follow_up(office, customer.id, follow_up))
        report(log_call(office, draft), as_json=as_json)


def _with_reason(draft: "CallDraft", why: str, *, disputes: bool) -> "CallDraft":
    """The draft with the reason of a dispute, or with the reason for paying late."""
    from arcollect_tui.services.calls import DisputeDraft

    if not disputes:
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


def _follow_up(office: "Office", customer: int, text: str | None) -> "FollowUpDraft | None":
    """The next step: a day, perhaps with a time after it; None for the outcome's own."""
    from arcollect_tui.services.reading import TypedDays

    if text is None:
        return None
    found = TypedDays.about(office, customer).next_action(text)
    if found is None:
        raise UsageError("When to act next? Type a day such as fri, a time such as 14:30, or both.")
    return found


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
