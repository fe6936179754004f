"""`arcollect export`: files for the ledger, the supervisor, other programs; and what was sent before."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from arcollect_tui.cli.context import office_day, place, reading, writing
from arcollect_tui.cli.deeds import report
from arcollect_tui.cli.options import Filter, Json
from arcollect_tui.cli.output import Column, JsonValue, put, put_json, put_json_rows, put_table
from arcollect_tui.errors import Refused, UsageError

if TYPE_CHECKING:
    from datetime import date

    from arcollect_tui.services.exports import Exported
    from arcollect_tui.services.office import Office
    from arcollect_tui.services.sent import Run

HANDOUT = "handout"
LAST = "last"
ALL = "all"
SINCE_WORDS = (LAST, ALL)
RUNS = (
    Column("Run"),
    Column("Day"),
    Column("By"),
    Column("Export"),
    Column("Layout"),
    Column("Rows", right=True),
    Column("Entries", gives=True),
    Column("File", gives=True),
    Column("State"),
)


What = Annotated[
    str | None,
    typer.Argument(
        metavar="[WHAT]",
        help="activity, coding, complaints, promises, worklist, items, contacts, customers, calendar, "
        "history, entries, handout.",
        show_default=False,
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FILE",
        help=".csv, .machine.csv, .xlsx or .jsonl; of calendar .ics; of contacts .vcf; of complaints also "
        "a folder; of handout a folder",
        show_default=False,
    ),
]
Since = Annotated[
    str, typer.Option("--since", metavar="last|all|DATE", help="Only what is newer, or not sent yet.")
]
LayoutName = Annotated[
    str | None,
    typer.Option(
        "--layout",
        metavar="NAME",
        help="people, for spreadsheets; machine, exact; or another program's: arcollect layouts --out.",
    ),
]
AllDesks = Annotated[bool, typer.Option("--all-desks", help="What other desks recorded, too.")]
Again = Annotated[
    str | None, typer.Option("--again", metavar="RUN", help="The file of an earlier run once more.")
]
Resend = Annotated[
    str | None,
    typer.Option("--resend", metavar="RUN", help="Send its entries again, as they stand now."),
]
Withdraw = Annotated[
    str | None, typer.Option("--withdraw", metavar="RUN", help="What it carried was not sent after all.")
]
Runs = Annotated[bool, typer.Option("--runs", help="List what was sent with --since last.")]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be exported, as typed."""

    what: str | None
    out: Path | None
    since: str
    layout: str | None
    all_desks: bool
    query: str


def export(
    context: typer.Context,
    what: What = None,
    *,
    out: Out = None,
    since: Since = ALL,
    layout: LayoutName = None,
    all_desks: AllDesks = False,
    query: Filter = None,
    again: Again = None,
    resend: Resend = None,
    withdraw: Withdraw = None,
    runs: Runs = False,
    as_json: Json = False,
) -> None:
    """Write a file for others to read.

    For the ledger, the supervisor, or (entries) a colleague's arcollect.
    """
    if runs:
        _list_runs(context, as_json=as_json)
    elif withdraw is not None:
        _withdraw(context, withdraw, as_json=as_json)
    elif again is not None:
        _again(context, again, _target(out), as_json=as_json)
    elif resend is not None:
        _resend(context, resend, _target(out), as_json=as_json)
    else:
        _export(context, Asked(what, out, since, layout, all_desks, query or ""), as_json=as_json)


def _export(context: typer.Context, asked: Asked, *, as_json: bool) -> None:
    if asked.what is None:
        raise UsageError(
            "Missing WHAT: say what to export, for example arcollect export activity --out a.csv."
        )
    target = _target(asked.out)
    if asked.what == HANDOUT:
        if (asked.since, asked.layout, asked.all_desks, asked.query) != (ALL, None, False, ""):
            raise UsageError("A hand-out is always complete: it takes --out FOLDER alone.")
        _hand_out(context, target, as_json=as_json)
        return
    noted = asked.since.strip().lower() == LAST  # what was sent is noted in the store
    with (writing if noted else reading)(context) as office:
        from arcollect_tui.services.exports import export as write_file

        done = write_file(
            office,
            asked.what,
            target,
            since=_since(office, asked.since),
            layout=asked.layout,
            all_desks=asked.all_desks,
            filter=asked.query,
        )
    _tell(done, as_json=as_json)


def _hand_out(context: typer.Context, folder: Path, *, as_json: bool) -> None:
    from arcollect_tui.services.handout import hand_out

    with writing(context) as office:
        done = hand_out(office, folder)
    if as_json:
        files = [
            {"collector": one.collector, "customers": one.customers, "file": str(one.path)}
            for one in done.files
        ]
        put_json({"folder": str(done.folder), "files": files, "text": done.sentence})
    else:
        put(done.sentence)


def _target(out: Path | None) -> Path:
    if out is None:
        raise UsageError("Missing option --out: name the file to write.")
    return place(out, Refused)


def _since(office: "Office", text: str) -> "str | date":
    word = text.strip().lower()
    return word if word in SINCE_WORDS else office_day(office, text, past=True)


def _tell(done: "Exported", *, as_json: bool) -> None:
    if as_json:
        run = {"run": done.run} if done.run else {}
        put_json({"file": str(done.path), "rows": done.rows, "text": done.sentence, **run})
    else:
        put(done.sentence)


def _again(context: typer.Context, run: str, out: Path, *, as_json: bool) -> None:
    from arcollect_tui.services.exports import export_again

    with reading(context) as office:
        _tell(export_again(office, run, out), as_json=as_json)


def _resend(context: typer.Context, run: str, out: Path, *, as_json: bool) -> None:
    from arcollect_tui.services.exports import send_again

    with writing(context) as office:
        _tell(send_again(office, run, out), as_json=as_json)


def _withdraw(context: typer.Context, run: str, *, as_json: bool) -> None:
    from arcollect_tui.services.withdrawing import withdraw

    with writing(context) as office:
        report(withdraw(office, run), as_json=as_json)


def _list_runs(context: typer.Context, *, as_json: bool) -> None:
    from arcollect_tui.services.sent import runs

    with reading(context) as office:
        found = runs(office)
    if as_json:
        put_json_rows(map(_run_shape, found))
    else:
        put_table(RUNS, [_run_cells(run) for run in found])


def _run_shape(run: "Run") -> JsonValue:
    return {
        "run": run.handle,
        "day": run.day.isoformat(),
        "collector": run.collector,
        "what": run.what,
        "layout": run.layout,
        "rows": run.rows,
        "file": run.file,
        "withdrawn": not run.counts,
        "kept": run.kept,
        "entries": list(run.spans),
    }


def _run_cells(run: "Run") -> tuple[str, ...]:
    state = "sent" if run.counts else "withdrawn"
    head = (run.handle, run.day.isoformat(), run.collector, run.what, run.layout)
    return (*head, str(run.rows), ", ".join(run.spans), run.file, state)
