"""Opening the workstation, on the office or on a sample one."""

import gc
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from arcollect_tui.cli.context import Wishes, collector_name, store_place, wishes
from arcollect_tui.cli.options import Json
from arcollect_tui.cli.output import progress_line, put, put_json, say
from arcollect_tui.cli.plain import is_plain, open_plain
from arcollect_tui.errors import Refused, UsageError

if TYPE_CHECKING:
    from arcollect_tui.config import Config
    from arcollect_tui.data.location import Place


def open_workstation(context: typer.Context) -> None:
    """Open the workstation on the store that the options before the command name."""
    from arcollect_tui.config import load_config

    asked, config = wishes(context), load_config()
    _run(store_place(asked, config), asked, config)


def demo(
    context: typer.Context,
    *,
    accounts: Annotated[int, typer.Option("--accounts", metavar="N", min=1, help="Customers.")] = 300,
    items: Annotated[int, typer.Option("--items", metavar="N", min=1, help="Open items.")] = 4000,
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", help="The same number makes the same office.")
    ] = 1,
    no_open: Annotated[bool, typer.Option("--no-open", help="Only build it, and say where.")] = False,
    as_json: Json = False,
) -> None:
    """Build a sample office and open it.

    In a throw-away store, or at --store if no file is there yet.
    """
    from arcollect_tui.config import load_config
    from arcollect_tui.services.clock import Clock
    from arcollect_tui.services.demo import build_demo

    asked, config = wishes(context), load_config()
    if not no_open and not is_plain(asked, config):
        _terminal_needed()
    where = _demo_place(asked, config)
    with progress_line() as progress:
        day = Clock(asked.day).today()
        build_demo(
            where,
            today=day,
            collector=collector_name(asked, config),
            accounts=accounts,
            items=items,
            seed=seed,
            progress=progress,
        ).close()
    if as_json:
        put_json({"store": str(where), "accounts": accounts, "items": items, "day": day.isoformat()})
    elif no_open:
        put(str(where))
    else:
        say(f"The sample office is in {where}: arcollect --store {where} opens it again.")
    if not no_open:
        _run(where, asked, config)


def _run(where: "Place", asked: Wishes, config: "Config") -> None:
    if is_plain(asked, config):
        raise typer.Exit(open_plain(where, asked, config))
    _terminal_needed()
    # What is loaded now stays; looking for garbage in it costs a tenth of the start.
    gc.disable()
    from arcollect_tui.app import run_app
    from arcollect_tui.keys.keymap import load_keymap

    code = run_app(
        where,
        collector=collector_name(asked, config),
        today=asked.day,
        read_only=asked.read_only,
        config=config,
        keymap=load_keymap(),
    )
    raise typer.Exit(code)


def _terminal_needed() -> None:
    """Refuse to open the workstation where nobody can see it or type.

    Raises:
        UsageError: standard input or standard error, which it draws on, is no terminal.
    """
    streams = (sys.stdin, sys.stderr)
    if not all(stream is not None and stream.isatty() for stream in streams):
        raise UsageError(
            'The workstation needs a terminal. For a script: --plain; for the commands: "arcollect --help".'
        )


def _demo_place(asked: Wishes, config: "Config") -> "Place":
    """The place of the sample office.

    Raises:
        Refused: something is there already.
    """
    if not asked.store:
        from arcollect_tui.services.places import throw_away_path

        return throw_away_path()
    where = store_place(asked, config)
    if where.exists():
        msg = f"{where} is there already, and a sample office never overwrites one: name a new one."
        raise Refused(msg)
    return where
