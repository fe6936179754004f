"""Commands about files of ours: backup, and the check of the store itself."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from arcollect_tui.cli import plan_shapes
from arcollect_tui.cli.context import place, reading
from arcollect_tui.cli.options import Json
from arcollect_tui.cli.output import put, put_json
from arcollect_tui.errors import Refused

if TYPE_CHECKING:
    from arcollect_tui.services.checks import CheckReport

PROBLEMS_FOUND = 1


def check(
    context: typer.Context,
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME …]", help="Only these checks.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Check the store from end to end.

    Exit code 1 when something is wrong.
    """
    from arcollect_tui.services.checks import run_checks

    with reading(context) as office:
        found = run_checks(office, tuple(names or ()))
    if as_json:
        put_json(plan_shapes.check_report(found))
    else:
        _show(found)
    if not found.ok:
        raise typer.Exit(PROBLEMS_FOUND)


def _show(report: "CheckReport") -> None:
    for result in report.checks:
        put(f"{'ok ' if result.ok else 'BAD'}  {result.check}")
        for said in (*result.problems, *result.notices):
            put(f"       {said}")
    put(f"standing of {report.day.isoformat()}  {report.digest}")
    put(f"record  {report.record_digest}")
    put(f"ledger  {report.ledger_digest}")


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", show_default=False)],
    as_json: Json = False,
) -> None:
    """Copy the store to another file.

    The file must not be there yet. The copy is checked.
    """
    from arcollect_tui.services.backup import backup as copy_store

    with reading(context) as office:
        done = copy_store(office, place(file, Refused))
    if as_json:
        put_json({"file": str(file), "text": done.sentence})
    else:
        put(done.sentence)
