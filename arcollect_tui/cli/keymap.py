"""`arcollect keys`: the keys in force, and whether the user's own can be used."""

from typing import TYPE_CHECKING, Annotated

import typer

from arcollect_tui.cli.options import Json
from arcollect_tui.cli.output import Column, JsonValue, put, put_json, put_table, say, warn

if TYPE_CHECKING:
    from arcollect_tui.keys.action import Action
    from arcollect_tui.keys.keymap import Keymap

COLUMNS = (Column("Keys"), Column("Action"), Column("What it does", gives=True), Column("On", gives=True))
PROBLEMS = 1
"""The exit code of a check that found some."""


def keys(
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Only check keys.toml, the keys of your own.")
    ] = False,
    page: Annotated[
        bool, typer.Option("--page", help="The page of the guide: the shipped keys, as Markdown.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Print the keys in force and check keys.toml."""
    from arcollect_tui.keys.keymap import load_keymap
    from arcollect_tui.keys.page import key_page

    if page:
        for line in key_page().splitlines():
            put(line)
        return
    keymap = load_keymap()
    if as_json:
        put_json(_as_json(keymap))
    elif check:
        for sentence in keymap.problems or (_all_well(keymap),):
            put(sentence)
    else:
        put_table(COLUMNS, [_cells(action) for action in keymap.actions])
        warn(keymap.problems)
        say("The shipped keys are in force." if keymap.problems else _all_well(keymap))
    if check and keymap.problems:
        raise typer.Exit(PROBLEMS)


def _all_well(keymap: "Keymap") -> str:
    if not keymap.changed:
        return f"The shipped keys are in force; keys of your own go into {keymap.path}."
    count = len(keymap.changed)
    return (
        f"{keymap.path}: {count} action{'s have' if count > 1 else ' has'} other keys, and all can be used."
    )


def _cells(action: "Action") -> tuple[str, ...]:
    from arcollect_tui.keys.hints import show_keys

    shown = ", ".join(map(show_keys, action.keys))
    return shown, action.name, action.sentence, ", ".join(sorted(action.scopes))


def _as_json(keymap: "Keymap") -> JsonValue:
    from arcollect_tui.keys.actions import ACTIONS

    shipped = {action.name: list(action.keys) for action in ACTIONS}
    return {
        "file": str(keymap.path),
        "problems": list(keymap.problems),
        "keys": [
            {
                "action": action.name,
                "keys": list(action.keys),
                "shipped": shipped[action.name],
                "label": action.label,
                "sentence": action.sentence,
                "scopes": sorted(action.scopes),
                "marked_rows": action.bulk,
                "takes_count": action.takes_count,
            }
            for action in keymap.actions
        ],
    }
