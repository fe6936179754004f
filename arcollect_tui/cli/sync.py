"""`arcollect sync`: share with the other desks of the office by a folder."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from arcollect_tui.cli.context import place, writing
from arcollect_tui.cli.options import Json
from arcollect_tui.cli.output import can_ask, confirmed, progress_line, put, put_json, say
from arcollect_tui.errors import Refused, UsageError

if TYPE_CHECKING:
    from arcollect_tui.services.sync import Synced

PUT_ASIDE = 1


def sync(
    context: typer.Context,
    folder: Annotated[Path | None, typer.Argument(metavar="[FOLDER]", show_default=False)] = None,
    *,
    yes: Annotated[bool, typer.Option("--yes", help='Answer "Join it?" with yes.')] = False,
    as_json: Json = False,
) -> None:
    """Share with the other desks of the office by a folder.

    Takes in what is new and writes what the folder lacks. Without FOLDER it is the one that the settings
    name. Exit code 1 when a file was put aside.
    """
    from arcollect_tui.services.sync import sync as exchange

    named = folder or _folder_of_settings()

    with writing(context, create=True) as office, progress_line() as progress:
        done = exchange(office, place(named, Refused), lambda question: yes or _agreed(question), progress)
    if as_json:
        put_json(shape(done))
    else:
        _show(done)
    if done.aside:
        raise typer.Exit(PUT_ASIDE)


def _folder_of_settings() -> Path:
    """The folder that the workstation shares by.

    Raises:
        UsageError: the settings name none, or cannot be read.
    """
    from arcollect_tui.config import config_path, load_config

    found = load_config().sync_folder
    if found is None:
        raise UsageError(f"Which folder? Name it, or set sync_folder in {config_path()}.")
    return found


def _agreed(question: str) -> bool:
    """Ask whoever sits at the terminal.

    Raises:
        Refused: nobody does.
    """
    if not can_ask():
        raise Refused(f"{question} Nobody is at a terminal to ask, so nothing was shared: add --yes.")
    return confirmed(question)


def _show(done: "Synced") -> None:
    put(done.sentence)
    for name in done.known:
        put(f"known      {name}: all of it was taken in already.")
    for aside in done.aside:
        put(f"put aside  {aside.name}: {aside.reason}.")
    for sentence in done.missing:
        put(f"missing    {sentence}")
    put(f"record     {done.digest}")
    for notice in done.notices:
        say(notice)


def shape(done: "Synced") -> dict[str, object]:
    """What was exchanged, as JSON."""
    return {
        "folder": str(done.folder),
        "taken": [{"file": file.name, "entries": file.entries} for file in done.taken],
        "known": list(done.known),
        "aside": [{"file": file.name, "kind": file.kind, "reason": file.reason} for file in done.aside],
        "written": [{"file": file.name, "entries": file.entries} for file in done.written],
        "missing": list(done.missing),
        "notices": list(done.notices),
        "record_digest": done.digest,
        "text": done.sentence,
    }
