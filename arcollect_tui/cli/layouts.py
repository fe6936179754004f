"""`arcollect layouts`: which kinds of ledger file are known, which one a file is, and saving one."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from arcollect_tui.cli.context import store_place, wishes
from arcollect_tui.cli.options import FileColumns, FileDates, FileDecimal, FileEncoding, FileSheet, Json
from arcollect_tui.cli.output import Column, JsonValue, put, put_json, put_json_rows, put_table
from arcollect_tui.errors import FileRefused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from arcollect_tui.data.codings.layouts import CodingLayout
    from arcollect_tui.data.exports.layouts import ExportLayout
    from arcollect_tui.data.imports.layout import Layout
    from arcollect_tui.data.imports.values import ColumnDecision
    from arcollect_tui.data.location import Place
    from arcollect_tui.services.import_plan import ImportOptions
    from arcollect_tui.services.layouts import Proposal

app = typer.Typer(invoke_without_command=True, rich_markup_mode=None)

OUT = (Column("Name"), Column("Export"), Column("Formats"), Column("Title", gives=True))
MADE_OF = (Column("Column"), Column("Made of", gives=True))
LAYOUTS = (Column("Name"), Column("Known"), Column("Title", gives=True))
FIELDS = (Column("Field"), Column("Column names", gives=True))
DECISIONS = (Column("Column"), Column("Read as"), Column("Sample", gives=True), Column("Why", gives=True))
CODINGS = (Column("Column"), Column("Read as"), Column("Why", gives=True))
CODING_COLUMN = "the layout of coding files"
CERTAINTY = {"seen": "seen: a real file passes", "read": "read: from a published list of its columns"}
NOT_READ = "(not read)"
Name = Annotated[str, typer.Argument(metavar="NAME", show_default=False)]
Out = Annotated[bool, typer.Option("--out", help="The layouts of exports, not those of files in.")]
File = Annotated[Path, typer.Argument(metavar="FILE", show_default=False)]


@app.callback()
def layouts(
    context: typer.Context,
    *,
    out: Out = False,
    as_json: Json = False,
) -> None:
    """The layouts of ledger files that are known, or of exports."""
    if context.invoked_subcommand is None:
        list_layouts(context, out=out, as_json=as_json)


def _place(context: typer.Context) -> "Place":
    from arcollect_tui.config import load_config

    return store_place(wishes(context), load_config())


@app.command("list")
def list_layouts(
    context: typer.Context,
    *,
    out: Out = False,
    as_json: Json = False,
) -> None:
    """All layouts: seen ones are made from a real file, read ones from a published list of columns."""
    from arcollect_tui.services.layouts import known_layouts

    if out:
        _list_out(_place(context), as_json=as_json)
        return
    found = known_layouts(_place(context)).layouts
    if as_json:
        put_json_rows(
            {"name": layout.name, "title": layout.title, "certainty": layout.certainty, "own": layout.own}
            for layout in found
        )
        return
    put_table(LAYOUTS, [(layout.name, _known(layout), layout.title) for layout in found])


def _list_out(place: "Place", *, as_json: bool) -> None:
    """What arcollect export --layout takes, and of which export."""
    from arcollect_tui.services.export_catalogue import exports_at

    found = exports_at(place).layouts.values()
    if as_json:
        put_json_rows(
            {
                "name": one.name,
                "what": one.what,
                "formats": list(one.formats),
                "title": one.title,
                "own": one.own,
            }
            for one in found
        )
        return
    put_table(OUT, [(one.name, one.what, " ".join(one.formats), _title(one)) for one in found])


def _title(layout: "ExportLayout") -> str:
    return f"{layout.title} (own)" if layout.own else layout.title


@app.command("show")
def show_layout(context: typer.Context, name: Name, as_json: Json = False) -> None:
    """One layout: its fields, and the column names that are taken for each."""
    from arcollect_tui.services.export_catalogue import exports_at
    from arcollect_tui.services.layouts import known_layouts

    of_exports = exports_at(_place(context)).layouts
    if name in of_exports:
        _show_out(of_exports[name], as_json=as_json)
        return
    layout = known_layouts(_place(context)).show(name)
    if as_json:
        put_json(_json(layout))
        return
    put(f"{layout.name}: {layout.title}")
    put(f"{CERTAINTY[layout.certainty]}: {layout.source}" if layout.source else CERTAINTY[layout.certainty])
    for quirk in layout.quirks:
        put(f"  - {quirk}")
    if layout.kind == "items":
        put(f"An item is told apart by {', '.join(layout.recipe)}.")
    put_table(FIELDS, [(field, ", ".join(names)) for field, names in layout.columns.items()])


def _show_out(layout: "ExportLayout", *, as_json: bool) -> None:
    """The columns of an export's layout, and what each is made of."""
    made_of = [(header, layout.constants.get(header) or field) for header, field in layout.columns]
    if as_json:
        put_json(
            {"name": layout.name, "title": layout.title, "what": layout.what, "columns": dict(made_of)}
        )
        return
    put(f"{layout.name}: {_title(layout)} (export {layout.what}, {' '.join(layout.formats)})")
    put_table(MADE_OF, [(header, field or "(left empty)") for header, field in made_of])


@app.command("detect")
def detect_file(
    context: typer.Context,
    file: File,
    chosen: FileColumns = None,
    *,
    dates: FileDates = None,
    decimal: FileDecimal = None,
    encoding: FileEncoding = None,
    sheet: FileSheet = None,
    as_json: Json = False,
) -> None:
    """The layout that a file has, and what each of its columns would be read as.

    Change it with: arcollect layouts save NAME FILE --set COLUMN=FIELD
    """
    from arcollect_tui.data.codings.look import layout_of_file
    from arcollect_tui.services.layouts import propose_layout

    coding = layout_of_file(file)
    if coding is not None:
        _show_coding(file, coding, as_json=as_json)
        return
    found = propose_layout(file, _place(context), _options(chosen, dates, decimal, encoding, sheet))
    if as_json:
        columns = _columns(found.columns)
        put_json({"layout": found.layout.name, "sureness": f"{found.sureness:.2f}", "columns": columns})
    else:
        if chosen:
            put(f"{found.file}: columns as you chose, and as proposed")
        else:
            put(f"{found.file}: {found.layout.name}, {found.layout.title}")
            put(f"{_sure(found)}; {CERTAINTY[found.layout.certainty]}")
        _put_columns(found.columns)
    if found.problem:
        raise FileRefused(found.problem)


@app.command("save")
def save(
    context: typer.Context,
    name: Name,
    file: File,
    chosen: FileColumns = None,
    *,
    dates: FileDates = None,
    decimal: FileDecimal = None,
    currency: Annotated[
        str | None, typer.Option("--currency", metavar="CODE", help="Of lines that name none.")
    ] = None,
    encoding: FileEncoding = None,
    sheet: FileSheet = None,
    replace: Annotated[bool, typer.Option("--replace", help="Write over a layout of that name.")] = False,
    as_json: Json = False,
) -> None:
    """Save a layout for files like this one: as proposed, with what --set changes.

    It stands beside the store, and the next file with these columns is recognised by it.
    """
    from arcollect_tui.services.layouts import save_layout

    options = _options(chosen, dates, decimal, encoding, sheet, currency)
    saved = save_layout(_place(context), name, file, options, replace_own=replace)
    if as_json:
        put_json({"layout": saved.name, "file": str(saved.path), "columns": _columns(saved.columns)})
        return
    _put_columns(saved.columns)
    put(f"Saved as {saved.path}. Files with these columns are read by it from now on.")
    put(f"Try it: arcollect import {file} --dry-run")


def _sure(found: "Proposal") -> str:
    if found.layout.fingerprint:
        return f"{found.sureness:.0%} sure"
    return f"{found.sureness:.0%} of the column names are known"


def _options(
    chosen: list[str] | None,
    dates: str | None,
    decimal: str | None,
    encoding: str | None,
    sheet: str | None,
    currency: str | None = None,
) -> "ImportOptions":
    """What was said of the file."""
    from arcollect_tui.services.column_choices import read_choices
    from arcollect_tui.services.import_plan import ImportOptions

    return ImportOptions(
        columns=read_choices(chosen or ()),
        dates=dates,
        decimal=decimal,
        currency=currency.strip().upper() if currency else None,
        encoding=encoding,
        sheet=sheet,
    )


def _columns(columns: "Sequence[ColumnDecision]") -> list[JsonValue]:
    return [
        {
            "column": column.header,
            "field": column.field or None,
            "sample": column.sample,
            "evidence": column.evidence,
        }
        for column in columns
    ]


def _put_columns(columns: "Sequence[ColumnDecision]") -> None:
    rows = [
        (one.header or f"@{at}", one.field or NOT_READ, one.sample, one.evidence)
        for at, one in enumerate(columns, 1)
    ]
    put_table(DECISIONS, rows)


def _show_coding(file: Path, layout: "CodingLayout", *, as_json: bool) -> None:
    """A file of codings: its columns are its layout's."""
    if as_json:
        columns = [
            {"column": header, "field": field or None, "evidence": CODING_COLUMN}
            for header, field in layout.columns
        ]
        put_json({"layout": layout.name, "sureness": "1.00", "columns": columns})
        return
    put(f"{file.name}: {layout.name}, {layout.title}")
    put_table(CODINGS, [(header, field or NOT_READ, CODING_COLUMN) for header, field in layout.columns])


def _known(layout: "Layout") -> str:
    return f"{layout.certainty}, own" if layout.own else str(layout.certainty)


def _json(layout: "Layout") -> JsonValue:
    return {
        "name": layout.name,
        "title": layout.title,
        "certainty": layout.certainty,
        "source": layout.source,
        "quirks": list(layout.quirks),
        "own": layout.own,
        "recipe": list(layout.recipe),
        "columns": {field: list(names) for field, names in layout.columns.items()},
    }
