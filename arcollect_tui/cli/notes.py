"""`arcollect note`, and notes that are not typed on the command line."""

import sys
from typing import Annotated

import typer

from arcollect_tui.cli.context import writing
from arcollect_tui.cli.deeds import report
from arcollect_tui.cli.options import Items, Json, Number
from arcollect_tui.cli.output import can_ask, on_terminal
from arcollect_tui.errors import UsageError

ELSEWHERE = "-"
"""Typed instead of a note: it stands on standard input, or is written in the editor."""


def note(
    context: typer.Context,
    number: Number,
    text: Annotated[
        str,
        typer.Argument(
            metavar="[TEXT]",
            help="The note; - or nothing takes it from standard input, or opens your editor.",
            show_default=False,
        ),
    ] = ELSEWHERE,
    *,
    pin: Annotated[bool, typer.Option("--pin", help="Keep it on top of the account.")] = False,
    documents: Items = None,
    as_json: Json = False,
) -> None:
    """Write a note on an account, or on items of it."""
    from arcollect_tui.services.notes import add_note
    from arcollect_tui.services.references import find_customer, find_items

    with writing(context) as office:
        customer = find_customer(office, number)
        items = tuple(found.id for found in find_items(office, customer, documents or []))
        said = note_text(text)
        if not said.strip():
            raise UsageError("The note is empty: nothing was saved. Give a TEXT, or type one.")
        report(add_note(office, customer.id, said, items=items, pinned=pin), as_json=as_json)


def note_text(text: str) -> str:
    """The note that is meant: the text itself, or for `-` what stands elsewhere.

    Raises:
        Refused: the editor failed.
        UsageError: standard input is no text.
    """
    if text != ELSEWHERE:
        return text
    if can_ask() and on_terminal():
        from arcollect_tui.services.editor import edited_note

        return edited_note("")
    try:
        return "" if sys.stdin is None else sys.stdin.read()
    except UnicodeDecodeError:
        raise UsageError(
            "The note on standard input is no text in this terminal's encoding: save it as UTF-8."
        ) from None
