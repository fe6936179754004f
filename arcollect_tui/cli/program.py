"""The Typer program: the options before the command, and the commands."""

from typing import Annotated

import typer

from arcollect_tui.cli import contacts, desks, layouts, policy
from arcollect_tui.cli.account import account
from arcollect_tui.cli.causes import cause
from arcollect_tui.cli.coding import code
from arcollect_tui.cli.conflicts import settle
from arcollect_tui.cli.context import Wishes, parse_today
from arcollect_tui.cli.deeds import log, redo, undo
from arcollect_tui.cli.erasure import erase
from arcollect_tui.cli.exports import export
from arcollect_tui.cli.files import backup, check
from arcollect_tui.cli.find import find
from arcollect_tui.cli.keymap import keys
from arcollect_tui.cli.ledger import import_files
from arcollect_tui.cli.lists import disputes, history, items, promises, worklist
from arcollect_tui.cli.notes import note
from arcollect_tui.cli.queue import gauge, tolerate
from arcollect_tui.cli.restore import restore
from arcollect_tui.cli.suggest import suggest
from arcollect_tui.cli.sync import sync
from arcollect_tui.cli.theme import theme
from arcollect_tui.cli.today import today
from arcollect_tui.cli.workstation import demo, open_workstation

app = typer.Typer(
    name="arcollect",
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
        open_workstation(context)


app.command()(demo)
app.command("import")(import_files)
app.add_typer(layouts.app, name="layouts")
for listing in (today, worklist, items, disputes, promises, history, account, find, gauge):
    app.command()(listing)
for deed in (log, note, code, suggest, tolerate, cause):
    app.command()(deed)
app.add_typer(contacts.app, name="contact")
app.add_typer(policy.app, name="policy")
app.add_typer(desks.app, name="desk")
for command in (undo, redo, settle, export, sync, check, backup, restore, erase, keys, theme):
    app.command()(command)
