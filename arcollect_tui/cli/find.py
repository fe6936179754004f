"""`arcollect find`: an account, an item, a contact or a note by any part of it."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from arcollect_tui.cli.context import reading
from arcollect_tui.cli.options import Json, Limit
from arcollect_tui.cli.output import Column, Listing
from arcollect_tui.errors import UsageError

if TYPE_CHECKING:
    from arcollect_tui.services.find import Found

FOUND = (
    Column("What"),
    Column("Number"),
    Column("Account"),
    Column("Name", gives=True),
    Column("Amount", right=True),
    Column("Found in", gives=True),
)


def find(
    context: typer.Context,
    text: Annotated[
        str, typer.Argument(metavar="TEXT", help="Any part of what you know.", show_default=False)
    ],
    limit: Limit = None,
    as_json: Json = False,
) -> None:
    """Find accounts, items, contacts and notes by any part of them.

    By number, name and other spellings, PO, reference, phone, e-mail, amount, or words of a note. Exact
    numbers stand first, then names, then the rest.
    """
    from arcollect_tui.services.find import find as find_all

    if not text.strip():
        raise UsageError("Say what to find: part of a number, a name, a PO, a phone number, an amount.")
    listing = Listing(as_json, limit)
    with reading(context) as office:
        rows = find_all(office, text)[: listing.fetch]
    listing.show(rows, FOUND, found_cells, found_shape, f"Nothing is like {text}.")


def found_cells(row: "Found") -> tuple[str, ...]:
    """A thing found as a line of a table."""
    return row.kind, row.number, row.customer_no, row.name, row.about, row.where


def found_shape(row: "Found") -> dict[str, Any]:
    """A thing found in JSON."""
    from arcollect_tui.rules.money import plain

    return {
        "kind": row.kind,
        "number": row.number,
        "customer_no": row.customer_no,
        "name": row.name,
        "found_in": row.where,
        "amount": None if row.minor is None else plain(row.minor, row.currency),
        "currency": row.currency or None,
    }
