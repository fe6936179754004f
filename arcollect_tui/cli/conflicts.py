"""What desks said differently of one thing: listed with the history, ended by `arcollect settle`."""

from typing import TYPE_CHECKING, Annotated

import typer

from arcollect_tui.cli import shapes
from arcollect_tui.cli.context import reading, writing
from arcollect_tui.cli.deeds import report
from arcollect_tui.cli.options import Json
from arcollect_tui.cli.output import Column, JsonValue, Listing

if TYPE_CHECKING:
    from arcollect_tui.services.conflict_rows import ConflictRow, ConflictValue

CONFLICTS = (
    Column("Conflict"),
    Column("Account"),
    Column("About"),
    Column("Counts now"),
    Column("Against it", gives=True),
)


def show_conflicts(context: typer.Context, listing: Listing, query: str) -> None:
    """Print the conflicts of the office."""
    from arcollect_tui.services.conflicts import conflicts

    with reading(context) as office:
        rows = conflicts(office, filter=query, limit=listing.fetch)
    nothing = "No conflict matches." if query else "Nothing is in conflict."
    listing.show(rows, CONFLICTS, conflict_cells, shape, nothing)


def settle(
    context: typer.Context,
    conflict: Annotated[
        str,
        typer.Argument(
            metavar="CONFLICT", help="As arcollect history --conflicts names it.", show_default=False
        ),
    ],
    value: Annotated[
        str | None, typer.Argument(metavar="VALUE", help="What shall hold, by its entry: 2-41.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Settle what desks said differently of one thing.

    VALUE holds from now on; without it, what counts now. Undo takes it back.
    """
    from arcollect_tui.services.conflicts import conflict_named, value_named
    from arcollect_tui.services.conflicts import settle as settle_conflict

    with writing(context) as office:
        found = conflict_named(office, conflict)
        choice = None if value is None else value_named(found, value)
        report(settle_conflict(office, found, choice), as_json=as_json)


def conflict_cells(row: "ConflictRow") -> tuple[str, ...]:
    """A conflict as a line of a table; each value with the handle that names it."""

    def named(value: "ConflictValue") -> str:
        return f"{value.handle} {row.told(value)}"

    now = "nothing" if row.in_force is None else named(row.in_force).removesuffix(", counts")
    against = " · ".join(named(value) for value in row.values if not value.counts)
    return row.id, row.customer_no, row.about, now, against


def shape(row: "ConflictRow") -> JsonValue:
    """What desks said differently of one thing, oldest first."""
    return {
        "conflict": row.id,
        "thing": row.thing,
        "key": row.key,
        "ledger": row.ledger,
        "customer_no": row.customer_no,
        "name": row.name,
        "about": row.about,
        "values": [
            {
                "entry": value.entry.hex(),
                "handle": value.handle,
                "at": shapes.instant(value.at),
                "collector": value.collector,
                "desk": value.desk,
                "says": value.says,
                "counts": value.counts,
                "founded": value.founded,
            }
            for value in row.values
        ],
    }
