"""`arcollect theme`: colours and borders of the workstation."""

import os
from typing import TYPE_CHECKING, Annotated

import typer

from arcollect_tui.cli.options import Json
from arcollect_tui.cli.output import Column, put_json, put_table, say
from arcollect_tui.errors import UsageError

if TYPE_CHECKING:
    from arcollect_tui.config import Config

COLUMNS = (Column("Now"), Column("What"), Column("Name"), Column("Looks"))


def theme(
    *,
    name: Annotated[
        str, typer.Argument(metavar="[NAME]", help="The theme to keep.", show_default=False)
    ] = "",
    borders: Annotated[
        str, typer.Option("--borders", metavar="NAME", help="Characters of the borders: box, ascii, none.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Show the themes, or keep one in the settings."""
    from arcollect_tui.config import config_path, load_config, save_config

    wanted = {"theme": _known(name, "theme"), "borders": _known(borders, "borders")}
    wanted = {key: value for key, value in wanted.items() if value}
    if wanted:
        save_config(wanted)
    config = load_config()
    if as_json:
        put_json({"theme": config.theme_now, "borders": config.borders_now, "file": str(config_path())})
    elif not wanted:
        _list(config)
    if wanted:
        kept = ", ".join(f"{key} {value}" for key, value in wanted.items())
        say(f"Kept: {kept}, in {config_path()}. The next start of the workstation looks so.")
    if os.environ.get("NO_COLOR"):
        say("notice: NO_COLOR is set, so the workstation shows no colour until it is unset.")


def _known(name: str, what: str) -> str:
    """The name, when there is such a theme or such borders.

    Raises:
        UsageError: there is not.
    """
    from arcollect_tui.config import CHOICES
    from arcollect_tui.rules.text import quoted

    if name and name not in CHOICES[what]:
        near = ", ".join(CHOICES[what])
        noun = "is no theme" if what == "theme" else "are no borders"
        raise UsageError(f"{quoted(name)} {noun}. There are: {near}.")
    return name


def _list(config: "Config") -> None:
    from arcollect_tui.config import CHOICES

    now = {"theme": config.theme_now, "borders": config.borders_now}
    put_table(
        COLUMNS,
        [
            ("yes" if now[what] == name else "-", what, name, sentence)
            for what, choices in CHOICES.items()
            for name, sentence in choices.items()
        ],
    )
    say("arcollect theme NAME keeps one; in the workstation g v shows them as you choose.")
