"""Commands about files of ours: export, backup, and the check of the store itself."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from arcollect_tui.cli import shapes
from arcollect_tui.cli.context import office_day, place, reading, writing
from arcollect_tui.cli.options import Filter, Json
from arcollect_tui.cli.output import put, put_json
from arcollect_tui.errors import Refused

if TYPE_CHECKING:
    from datetime import date

    from arcollect_tui.services.checks import CheckReport
    from arcollect_tui.services.office import Office

LAST = "last"
SINCE_WORDS = (LAST, "all")
PROBLEMS_FOUND = 1


def export(
    context: typer.Context,
    what: Annotated[
        str,
        typer.Argument(
            metavar="WHAT",
            help="activity, coding, complaints, promises, worklist, items, contacts, customers, entries.",
            show_default=False,
        ),
    ],
    *,
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            metavar="FILE",
            help=".csv, .xlsx or .jsonl; of complaints also a folder",
            show_default=False,
        ),
    ],
    since: Annotated[
        str, typer.Option("--since", metavar="last|all|DATE", help="Only what is newer.")
    ] = "all",
    layout: Annotated[
        str | None,
        typer.Option(
            "--layout",
            metavar="NAME",
            help="people, for a spreadsheet, or machine, exact; of coding also sap and sap-machine. "
            "Of entries full, or facts without lines.",
        ),
    ] = None,
    all_desks: Annotated[bool, typer.Option("--all-desks", help="What other desks recorded, too.")] = False,
    query: Filter = None,
    as_json: Json = False,
) -> None:
    """Write a file for others to read.

    For the ledger, the supervisor, or (entries) a colleague's arcollect.
    """
    from arcollect_tui.services.exports import export as write_file

    noted = since.strip().lower() == LAST  # what was sent is noted in the store
    with (writing if noted else reading)(context) as office:
        done = write_file(
            office,
            what,
            place(out, Refused),
            since=_since(office, since),
            layout=layout,
            all_desks=all_desks,
            filter=query or "",
        )
    if as_json:
        put_json({"file": str(done.path), "rows": done.rows, "text": done.sentence})
    else:
        put(done.sentence)


def _since(office: "Office", text: str) -> "str | date":
    word = text.strip().lower()
    return word if word in SINCE_WORDS else office_day(office, text, past=True)


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
        put_json(shapes.check_report(found))
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
