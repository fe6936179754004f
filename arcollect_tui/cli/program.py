"""The Typer program: the options before the command, and the commands."""

from typing import Annotated

import typer

from arcollect_tui.cli.context import Wishes, parse_today
from arcollect_tui.cli.on_demand import OnDemand


class Program(OnDemand):
    """The commands, in the order of the help."""

    PLACES = {
        "demo": "workstation:demo",
        "import": "ledger:import_files",
        "imports": "imports:app",
        "held": "held:app",
        "today": "today:today",
        "worklist": "lists:worklist",
        "items": "lists:items",
        "disputes": "lists:disputes",
        "promises": "lists:promises",
        "history": "lists:history",
        "account": "account:account",
        "find": "find:find",
        "gauge": "queue:gauge",
        "log": "deeds:log",
        "note": "notes:note",
        "code": "coding:code",
        "suggest": "suggest:suggest",
        "tolerate": "queue:tolerate",
        "cause": "causes:cause",
        "assign": "assign:assign",
        "team": "team:team",
        "undo": "deeds:undo",
        "redo": "deeds:redo",
        "settle": "conflicts:settle",
        "export": "exports:export",
        "sync": "sync:sync",
        "check": "files:check",
        "backup": "files:backup",
        "restore": "restore:restore",
        "erase": "erasure:erase",
        "keys": "keymap:keys",
        "theme": "theme:theme",
        "layouts": "layouts:app",
        "contact": "contacts:app",
        "policy": "policy:app",
        "desk": "desks:app",
    }


app = typer.Typer(
    name="arcollect",
    cls=Program,
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if not asked:
        return
    from importlib.metadata import PackageNotFoundError, version

    try:
        number = version("arcollect")
    except PackageNotFoundError:
        number = "(not installed)"
    typer.echo(f"arcollect {number}")
    raise typer.Exit


@app.callback()
def arcollect(
    context: typer.Context,
    *,
    store: Annotated[
        str,
        typer.Option(
            "--store", metavar="PATH|URL", envvar="ARCOLLECT_STORE", help="The office's file, or server."
        ),
    ] = "",
    today: Annotated[
        str,
        typer.Option("--today", metavar="DATE", envvar="ARCOLLECT_TODAY", help="Work on another day."),
    ] = "",
    collector: Annotated[
        str,
        typer.Option("--collector", metavar="NAME", envvar="ARCOLLECT_COLLECTOR", help="Who works."),
    ] = "",
    read_only: Annotated[bool, typer.Option("--read-only", help="Refuse every deed.")] = False,
    plain: Annotated[
        bool | None,
        typer.Option(
            "--plain/--no-plain", help="Lines instead of screens: for screen readers and scripts."
        ),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """A collector's workstation in a terminal. Without a command it opens the workstation."""
    del version  # answered by its callback
    context.obj = Wishes(
        store=store,
        day=parse_today(today) if today else None,
        collector=collector,
        read_only=read_only,
        plain=plain,
    )
    if context.invoked_subcommand is None:
        from arcollect_tui.cli.workstation import open_workstation

        open_workstation(context)
