"""`arcollect desk`: the desks of the office, and pairing one by its words."""

from typing import TYPE_CHECKING, Annotated

import typer

from arcollect_tui.cli.context import writing
from arcollect_tui.cli.deeds import report
from arcollect_tui.cli.options import Json
from arcollect_tui.cli.output import Column, JsonValue, Listing, say

if TYPE_CHECKING:
    from arcollect_tui.services.pairing import Desk

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="The desks of the office.")

DESKS = (
    Column("Desk", right=True),
    Column("State"),
    Column("Entries", right=True),
    Column("Collector"),
    Column("Words"),
)


@app.command("list")
def list_desks(context: typer.Context, as_json: Json = False) -> None:
    """The desks of the office with the words of their keys, and what encrypts for this one."""
    from arcollect_tui.services.pairing import desks, office_words

    with writing(context) as office:
        found, words = desks(office), office_words(office)
    Listing(as_json, None).show(found, DESKS, _cells, _shape, "No desk is known.")
    if not as_json:
        own = next(desk for desk in found if desk.state == "this desk")
        say(f"office     {words}")
        say(f"recipient  {own.recipient}")


@app.command("pair")
def pair_desk(
    context: typer.Context,
    desk: Annotated[
        str,
        typer.Argument(metavar="DESK", help="Its six words, or its number, as desk list shows them."),
    ],
    as_json: Json = False,
) -> None:
    """Trust a desk that waits, once its words were compared by phone."""
    from arcollect_tui.services.pairing import pair

    with writing(context) as office:
        report(pair(office, desk), as_json=as_json)


def _cells(desk: "Desk") -> tuple[str, ...]:
    return str(desk.number), desk.state, str(desk.entries), desk.collector, desk.words or "-"


def _shape(desk: "Desk") -> JsonValue:
    return {
        "desk": desk.number,
        "id": desk.id.hex(),
        "state": desk.state,
        "entries": desk.entries,
        "collector": desk.collector,
        "words": desk.words,
        "recipient": desk.recipient,
    }
