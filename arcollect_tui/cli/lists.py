"""Commands that list: each asks one service and prints its rows."""

from typing import TYPE_CHECKING, Annotated

import typer

from arcollect_tui.cli import shapes
from arcollect_tui.cli.context import one_of, reading
from arcollect_tui.cli.options import DryRun, Filter, Json, Limit, View
from arcollect_tui.cli.output import Column, Listing

if TYPE_CHECKING:
    from collections.abc import Callable

    from arcollect_tui.rules.formats import OfficeFormat
    from arcollect_tui.services.history import HistoryRow
    from arcollect_tui.services.items import ItemRow
    from arcollect_tui.services.office import Office
    from arcollect_tui.services.promises import PromiseRow
    from arcollect_tui.services.worklist import WorklistRow

WORKLIST = (
    Column("#", right=True),
    Column("Account"),
    Column("Name", gives=True),
    Column("Overdue", right=True),
    Column("Balance", right=True),
    Column("Cur"),
    Column("Days", right=True),
    Column("Score", right=True),
    Column("Next"),
    Column("Why", gives=True),
)
ITEMS = (
    Column("Document"),
    Column("Account"),
    Column("Name", gives=True),
    Column("Type"),
    Column("Due"),
    Column("Days", right=True),
    Column("Open", right=True),
    Column("Cur"),
    Column("State"),
    Column("Coding"),
    Column("Reason"),
    Column("Disputed", right=True),
)
PROMISES = (
    Column("Entry"),
    Column("Account"),
    Column("Name", gives=True),
    Column("Amount", right=True),
    Column("Paid", right=True),
    Column("Cur"),
    Column("Due"),
    Column("State"),
)
HISTORY = (
    Column("Entry"),
    Column("At"),
    Column("Collector"),
    Column("Kind"),
    Column("What", gives=True),
    Column("Undone by"),
)


def worklist(
    context: typer.Context,
    query: Filter = None,
    view: View = None,
    limit: Limit = None,
    as_json: Json = False,
) -> None:
    """Accounts that need an action today.

    Most urgent first, in the order of the workstation. A filter looks at all accounts.
    """
    from arcollect_tui.services.worklist import WorklistView, worklist_rows

    listing = Listing(as_json, limit)
    with reading(context) as office:
        fmt, text = office.settings.fmt, _filter_of(office, query, view, "worklist")
        rows = worklist_rows(office, WorklistView(text), listing.fetch)
    nothing = "No account matches." if text else "No account needs an action today."
    listing.show(rows, WORKLIST, lambda row: worklist_cells(row, fmt), shapes.worklist_row, nothing)


def items(
    context: typer.Context,
    *,
    of_item: Annotated[
        str | None,
        typer.Option("--history", metavar="NO", help="Everything said of how this item is coded."),
    ] = None,
    query: Filter = None,
    view: View = None,
    limit: Limit = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Open items.

    A filter that names a state finds the others, for example "state:cleared".
    """
    from arcollect_tui.cli.causes import show_item_history
    from arcollect_tui.services.items import ItemView, item_rows

    del dry_run  # looking changes nothing; the commands about coding all take it
    one_of("--filter", query, "--history", of_item)
    if of_item is not None:
        show_item_history(context, Listing(as_json, limit), of_item)
        return
    with reading(context) as office:
        chosen = ItemView(_filter_of(office, query, view, "items"))
        _list_items(office, Listing(as_json, limit), lambda most: item_rows(office, chosen, most), "item")


def _filter_of(office: "Office", query: str | None, view: str | None, place: str) -> str:
    """The filter that is meant: the one given, or that of a saved view.

    Raises:
        UsageError: both are given, or there is no such view of this list.
    """
    if view is None:
        return query or ""
    from arcollect_tui.errors import UsageError
    from arcollect_tui.services.views import known_view

    if query is not None:
        raise UsageError("Give --view or --filter, not both: a view is a filter.")
    return known_view(office, view, place).filter


def disputes(
    context: typer.Context,
    *,
    duplicates: Annotated[
        bool, typer.Option("--duplicates", help="Claims that look like claims made before.")
    ] = False,
    query: Filter = None,
    limit: Limit = None,
    as_json: Json = False,
) -> None:
    """Items in dispute."""
    from arcollect_tui.cli.queue import show_duplicates
    from arcollect_tui.services.coding import disputes as disputed

    if duplicates:
        one_of("--duplicates", duplicates, "--filter", query)
        show_duplicates(context, Listing(as_json, limit))
        return
    with reading(context) as office:
        listing, text = Listing(as_json, limit), query or ""
        _list_items(office, listing, lambda most: disputed(office, text, most), "item in dispute")


def _list_items(
    office: "Office", listing: Listing, ask: "Callable[[int | None], list[ItemRow]]", what: str
) -> None:
    """Items; in JSON with all that their codings say."""
    from arcollect_tui.services.item_codings import item_codings

    fmt, rows = office.settings.fmt, ask(listing.fetch)
    codings = item_codings(office, rows) if listing.as_json else {}
    listing.show(
        rows,
        ITEMS,
        lambda row: item_cells(row, fmt),
        lambda row: shapes.item(row, codings),
        f"No {what} matches.",
    )


def promises(
    context: typer.Context, query: Filter = None, limit: Limit = None, as_json: Json = False
) -> None:
    """Promises to pay and what became of them."""
    from arcollect_tui.services.promises import promise_rows

    listing = Listing(as_json, limit)
    with reading(context) as office:
        fmt = office.settings.fmt
        rows = promise_rows(office, filter=query or "", limit=listing.fetch)
    listing.show(rows, PROMISES, lambda row: promise_cells(row, fmt), shapes.promise, "No promise matches.")


def history(
    context: typer.Context,
    *,
    conflicts: Annotated[
        bool, typer.Option("--conflicts", help="What desks said differently of one thing.")
    ] = False,
    query: Filter = None,
    limit: Limit = None,
    as_json: Json = False,
) -> None:
    """What was recorded, newest first.

    The first column is the handle that undo takes. A filter is words that the line must hold.
    """
    from arcollect_tui.cli.conflicts import show_conflicts
    from arcollect_tui.services.history import history as history_rows

    listing = Listing(as_json, limit)
    if conflicts:
        show_conflicts(context, listing, query or "")
        return
    with reading(context) as office:
        rows = history_rows(office, limit=listing.fetch, filter=query or "")
    listing.show(
        rows,
        HISTORY,
        history_cells,
        shapes.history_row,
        "No entry matches." if query else "Nothing was recorded yet.",
    )


def money(minor: int | None, currency: str, fmt: "OfficeFormat") -> str:
    """An amount in the office's way; nothing for none."""
    from arcollect_tui.rules.money import shown

    return "" if minor is None else shown(minor, currency, fmt)


def worklist_cells(row: "WorklistRow", fmt: "OfficeFormat") -> tuple[str, ...]:
    """An account of the worklist as a line of a table."""
    return (
        str(row.rank),
        row.number,
        row.name,
        money(row.overdue, row.currency, fmt),
        money(row.balance, row.currency, fmt),
        row.currency,
        _count(row.days_overdue),
        str(row.score),
        shapes.iso(row.next_action_on) or "",
        ", ".join(reason.text for reason in row.reasons),
    )


def item_cells(row: "ItemRow", fmt: "OfficeFormat") -> tuple[str, ...]:
    """An item as a line of a table."""
    return (
        row.document_no,
        row.customer_no,
        row.name,
        row.type,
        shapes.iso(row.due_date) or "",
        _count(row.days_overdue),
        money(row.open_amount, row.currency, fmt),
        row.currency,
        row.state,
        row.coding,
        row.reason or "",
        money(row.disputed_amount or None, row.currency, fmt),
    )


def promise_cells(row: "PromiseRow", fmt: "OfficeFormat") -> tuple[str, ...]:
    """A promise as a line of a table."""
    return (
        row.handle,
        row.customer_no,
        row.name,
        money(row.amount, row.currency, fmt),
        money(row.paid, row.currency, fmt),
        row.currency,
        row.due_on.isoformat(),
        row.state,
    )


def history_cells(row: "HistoryRow") -> tuple[str, ...]:
    """An entry as a line of a table."""
    at = row.at.astimezone().strftime("%H:%M")
    voided_by = row.voided_by or ""
    return row.handle, f"{row.local_day.isoformat()} {at}", row.collector, row.kind, row.text, voided_by


def _count(number: int | None) -> str:
    return "" if number is None else str(number)
