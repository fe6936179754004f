"""`arcollect held`: the lines of files that stayed out, until each is fixed or dropped on purpose."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from arcollect_tui.cli import import_preview, import_shapes
from arcollect_tui.cli.context import reading, writing
from arcollect_tui.cli.options import DryRun, Json, Limit
from arcollect_tui.cli.output import (
    Column,
    JsonValue,
    Listing,
    can_ask,
    confirmed,
    progress_line,
    put,
    put_json,
)
from arcollect_tui.errors import Refused

if TYPE_CHECKING:
    from arcollect_tui.services.held_lines import HeldRow

app = typer.Typer(invoke_without_command=True, rich_markup_mode=None)

HELD = (
    Column("Line"),
    Column("State"),
    Column("Field"),
    Column("Document"),
    Column("What is wrong, and what would be right", gives=True),
    Column("File", gives=True),
)
Words = Annotated[str, typer.Option("--filter", metavar="WORDS", help="Which rows, by words they hold.")]
Name = Annotated[
    str, typer.Argument(metavar="LINE", help="As arcollect held names it: 1-5:7.", show_default=False)
]


@app.callback()
def held(
    context: typer.Context,
    words: Words = "",
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FILE", help="Write those that wait to a file: CSV, XLSX, JSON lines."
        ),
    ] = None,
    limit: Limit = None,
    as_json: Json = False,
) -> None:
    """The lines that stayed out of files, until each is fixed or dropped."""
    if context.invoked_subcommand is not None:
        return
    from arcollect_tui.services.held_lines import held_lines, write_errors

    listing = Listing(as_json, limit)
    with reading(context) as office:
        rows = held_lines(office, words)
    if out is not None:
        put(write_errors(out, [row for row in rows if not row.dropped]))
        return
    nothing = "No held line matches." if words else "No line is held."
    listing.show(rows[: listing.fetch], HELD, _held_cells, _held_shape, nothing)


def _held_cells(row: "HeldRow") -> tuple[str, ...]:
    state = "dropped" if row.dropped else "waits"
    return row.id, state, row.field or "whole line", row.document_no, row.reason, row.file


def _held_shape(row: "HeldRow") -> JsonValue:
    return {
        "held": row.id,
        "entry": row.handle,
        "file": row.file,
        "as_of": row.as_of.isoformat(),
        "line": row.line,
        "field": row.field,
        "document_no": row.document_no,
        "reason": row.reason,
        "dropped": row.dropped,
    }


@app.command("drop")
def drop(context: typer.Context, line: Name) -> None:
    """Say that a held line stays out for good."""
    _drop(context, line, dropped=True)


@app.command("keep")
def keep(context: typer.Context, line: Name) -> None:
    """Have a dropped line wait again."""
    _drop(context, line, dropped=False)


def _drop(context: typer.Context, line: str, *, dropped: bool) -> None:
    from arcollect_tui.services.held_lines import drop_held

    with writing(context) as office:
        row = drop_held(office, line, dropped=dropped)
    put(f"Line {row.line} of {row.file} {'stays out' if dropped else 'waits again'}.")


@app.command("fix")
def fix(
    context: typer.Context,
    line: Name,
    value: Annotated[
        str, typer.Argument(metavar="VALUE", help="What should stand in its field.", show_default=False)
    ],
    *,
    dry_run: DryRun = False,
    yes: Annotated[bool, typer.Option("--yes", help='Answer "Apply?" with yes.')] = False,
    as_json: Json = False,
) -> None:
    """Read the file of a held line again with a value for its field, and take it in so."""
    from arcollect_tui.services.held_lines import plan_fix
    from arcollect_tui.services.imports import apply_import

    with (reading if dry_run else writing)(context) as office:
        with progress_line() as progress:
            plan = plan_fix(office, line, value, progress)
        if not as_json:
            import_preview.show(plan, office)
        if not (dry_run or plan.known or plan.guards or yes):
            if not can_ask():
                raise Refused("Nobody is at a terminal to ask, so nothing was changed: add --yes to apply.")
            if not confirmed(f"Apply {plan.file}?"):
                raise Refused(f"{plan.file} was not applied, as you said. Nothing was changed.")
        saved = None if dry_run else apply_import(office, plan)
    if as_json:
        put_json(import_shapes.import_plan(plan, applied=saved is not None and not saved.again))
    elif saved is not None:
        put(saved.sentence)
