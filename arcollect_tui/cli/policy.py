"""`arcollect policy`: what the office has decided, and changing it."""

from typing import TYPE_CHECKING, Annotated

import typer

from arcollect_tui.cli import plan_shapes, shapes
from arcollect_tui.cli.context import reading, writing
from arcollect_tui.cli.deeds import report
from arcollect_tui.cli.options import DryRun, Json, Limit
from arcollect_tui.cli.order import order_lines, order_shape, previewed
from arcollect_tui.cli.output import Column, Listing, can_ask, confirmed, put, put_json, put_table, say
from arcollect_tui.errors import Refused, UsageError

if TYPE_CHECKING:
    from arcollect_tui.services.office import Office, Saved
    from arcollect_tui.services.order_preview import OrderPreview
    from arcollect_tui.services.policies import PolicyPlan, PolicyRow

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="The office's policy: name, money, calendar, aging, strategy, outcomes and reasons.",
)
FILE = "policy.txt"
KEYS = (
    Column("Key"),
    Column("Value", gives=True),
    Column("Shipped", gives=True),
    Column("Set by"),
    Column("On"),
    Column("Entry"),
)
CHANGES = (Column("Key"), Column("Was", gives=True), Column("Will be", gives=True))
Prefix = Annotated[
    str,
    typer.Argument(
        metavar="[PREFIX]",
        help="Only keys that begin so: office, strategy, outcome.NA, or PRC.",
        show_default=False,
    ),
]


@app.command("show")
def show(context: typer.Context, prefix: Prefix = "", limit: Limit = None, as_json: Json = False) -> None:
    """The keys with their values, and who set what the program does not ship."""
    from arcollect_tui.services.policies import policy_rows

    listing = Listing(as_json, limit)
    with reading(context) as office:
        rows = policy_rows(office, prefix)
    listing.show(rows[: listing.fetch], KEYS, _cells, plan_shapes.policy_row, "No key begins so.")


def _cells(row: "PolicyRow") -> tuple[str, ...]:
    shipped = "" if row.shipped in (None, row.value) else row.shipped or "(nothing)"
    return row.key, row.value, shipped, row.set_by, shapes.iso(row.set_on) or "", row.handle


@app.command("set")
def set_keys(
    context: typer.Context,
    pairs: Annotated[
        list[str],
        typer.Argument(metavar="KEY VALUE…", help="Keys with their values.", show_default=False),
    ],
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Set one key or several, as one entry, so one undo.

    A key goes back to what ships when it is set to that.
    """
    from arcollect_tui.services.policies import apply_policy, plan_policy

    if len(pairs) % 2:
        raise UsageError(f"{pairs[-1]} has no value: give each key a value behind it.")
    with (reading if dry_run else writing)(context) as office:
        plan = plan_policy(office, zip(pairs[::2], pairs[1::2], strict=True))
        order = previewed(office, plan) if dry_run else None
        deed = None if dry_run else apply_policy(office, plan)
    _tell(plan, deed, order, as_json=as_json)


@app.command("edit")
def edit(
    context: typer.Context,
    prefix: Prefix = "",
    yes: Annotated[bool, typer.Option("--yes", help='Answer "Apply?" with yes.')] = False,
    as_json: Json = False,
) -> None:
    """Change keys in your editor; shows what would change, asks, and applies it as one entry."""
    from arcollect_tui.rules.policy_text import as_lines
    from arcollect_tui.services.policies import apply_policy, policy_rows

    with writing(context) as office:
        rows = [row for row in policy_rows(office, prefix) if not row.fixed]
        plan = _edited(office, as_lines((row.key, row.value) for row in rows))
        if plan.changes and not yes:
            _ask(plan, previewed(office, plan))
        deed = apply_policy(office, plan)
    _tell(plan, deed, None, as_json=as_json)


def _edited(office: "Office", text: str) -> "PolicyPlan":
    """What the person's changes come to; at a terminal a mistake can be corrected in the editor.

    Raises:
        UsageError: a line cannot be read, with its number and key.
    """
    from arcollect_tui.rules.policy_text import from_lines
    from arcollect_tui.services.editor import edited
    from arcollect_tui.services.policies import plan_policy

    while True:
        text = edited(text, FILE)
        try:
            lines = from_lines(text)
            return plan_policy(office, [line[:2] for line in lines], [line.place for line in lines])
        except UsageError as problem:
            sentence = f"{FILE} {problem.sentence}"
            if not can_ask():
                raise UsageError(sentence) from None
            say(f"error: {sentence}")
            if not confirmed("Edit it again?"):
                raise Refused("Nothing was changed, as you said.") from None


def _ask(plan: "PolicyPlan", order: "OrderPreview | None") -> None:
    """Show the plan and have it confirmed.

    Raises:
        Refused: the answer was no, or nobody can answer.
    """
    for change in plan.changes:
        say(f"{change.key}: {change.was or '(nothing)'} -> {change.value or '(nothing)'}")
    for line in order_lines(order) if order is not None else ():
        say(line)
    if not can_ask():
        raise Refused("Nobody is at a terminal to ask, so nothing was changed: add --yes to apply.")
    if not confirmed("Apply?"):
        raise Refused("Nothing was changed, as you said.")


def _tell(plan: "PolicyPlan", deed: "Saved | None", order: "OrderPreview | None", *, as_json: bool) -> None:
    if as_json:
        shape = plan_shapes.policy_plan(plan, deed)
        put_json(shape if order is None else shape | {"order": order_shape(order)})
    elif deed is not None:
        report(deed, as_json=False)
    else:
        put_table(CHANGES, [(change.key, change.was, change.value) for change in plan.changes])
        for line in order_lines(order) if order is not None else ():
            put(line)
        put(f"Would set: {plan.sentence}." if plan.changes else f"{plan.sentence}.")
