"""`arcollect imports`: the files that were taken in, and what is kept of them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from arcollect_tui.cli.context import reading
from arcollect_tui.cli.lists import money
from arcollect_tui.cli.options import Json, Limit
from arcollect_tui.cli.output import Column, JsonValue, Listing, put, put_json
from arcollect_tui.cli.shapes import amount, instant

if TYPE_CHECKING:
    from arcollect_tui.data.kept import KeptBytes
    from arcollect_tui.services.imports_taken import TakenIn

app = typer.Typer(invoke_without_command=True, rich_markup_mode=None)

IMPORTS = (
    Column("Entry"),
    Column("As of"),
    Column("File", gives=True),
    Column("Items", right=True),
    Column("Open", gives=True),
    Column("Held", right=True),
    Column("State"),
    Column("Kept"),
    Column("Layout"),
    Column("Ledger"),
)
Words = Annotated[str, typer.Option("--filter", metavar="WORDS", help="Which rows, by words they hold.")]


@app.callback()
def imports(context: typer.Context, words: Words = "", limit: Limit = None, as_json: Json = False) -> None:
    """The files of the ledger that were taken in, newest first."""
    if context.invoked_subcommand is not None:
        return
    from arcollect_tui.services.imports_taken import imports_taken

    listing = Listing(as_json, limit)
    with reading(context) as office:
        rows, fmt = imports_taken(office, words)[: listing.fetch], office.settings.fmt

    def cells(row: "TakenIn") -> tuple[str, ...]:
        sums = ", ".join(f"{money(total, code, fmt)} {code}" for code, total in row.totals.items())
        state = f"undone {row.undone_by}" if row.undone_by else "counts"
        known = (row.handle, row.as_of.isoformat(), row.file, str(row.items), sums)
        return (*known, str(row.held), state, row.kept or "-", row.layout, row.ledger)

    nothing = "No file matches." if words else "No file was taken in yet."
    listing.show(rows, IMPORTS, cells, _import_shape, nothing)


def _import_shape(row: "TakenIn") -> JsonValue:
    return {
        "entry": row.handle,
        "at": instant(row.at),
        "collector": row.collector,
        "ledger": row.ledger,
        "as_of": row.as_of.isoformat(),
        "file": row.file,
        "layout": row.layout,
        "items": row.items,
        "totals": {code: amount(total, code) for code, total in row.totals.items()},
        "voided_by": row.undone_by or None,
        "held": row.held,
        "kept": row.kept or None,
    }


@app.command("show")
def show(
    context: typer.Context,
    entry: Annotated[
        str, typer.Argument(metavar="ENTRY", help="As arcollect imports names it: 1-5.", show_default=False)
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Write what is kept to a file, or into a folder."),
    ] = None,
    as_json: Json = False,
) -> None:
    """What is kept of a file that was taken in; --out gets it back, card numbers masked."""
    from arcollect_tui.services.kept_files import kept_import, nothing_kept, told, write_kept

    with reading(context) as office:
        found = kept_import(office, entry)
        said = [] if out is None else [write_kept(office, entry, out)]
    if as_json:
        put_json([_file_shape(file) for file in found.files])
        return
    for sentence in said or [told(file) for file in found.files] or [nothing_kept(found)]:
        put(sentence)


def _file_shape(file: "KeptBytes") -> JsonValue:
    return {
        "file": file.name,
        "size": file.size,
        "sha256": file.sha256,
        "kept_sha256": None if file.gone else file.digest.hex(),
        "form": file.form,
        "masked": file.masked,
        "cut": file.cut,
        "gone": file.gone or None,
    }
