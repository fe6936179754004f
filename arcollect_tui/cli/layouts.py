"""`arcollect layouts`: which kinds of ledger file are known, and which one a file is."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from arcollect_tui.cli.options import Json
from arcollect_tui.cli.output import Column, JsonValue, put, put_json, put_json_rows, put_table

if TYPE_CHECKING:
    from arcollect_tui.data.codings.layouts import CodingLayout
    from arcollect_tui.data.imports.layout import Layout

app = typer.Typer(invoke_without_command=True, rich_markup_mode=None)

LAYOUTS = (Column("Name"), Column("Title"), Column("Made from"))
FIELDS = (Column("Field"), Column("Column names"))
DECISIONS = (Column("Column"), Column("Read as"), Column("Why", gives=True))
CODING_COLUMN = "the layout of coding files"
CERTAINTY = {"seen": "a real file", "read": "a description"}


@app.callback()
def layouts(context: typer.Context, as_json: Json = False) -> None:
    """The layouts of ledger files that are known."""
    if context.invoked_subcommand is None:
        list_layouts(as_json=as_json)


@app.command("list")
def list_layouts(as_json: Json = False) -> None:
    """All layouts, the generic one last."""
    from arcollect_tui.data.imports.layout import load_layouts

    found = load_layouts()
    if as_json:
        put_json_rows(
            {"name": layout.name, "title": layout.title, "certainty": layout.certainty} for layout in found
        )
        return
    put_table(LAYOUTS, [(layout.name, layout.title, _made_from(layout)) for layout in found])


@app.command("show")
def show_layout(
    name: Annotated[str, typer.Argument(metavar="NAME", show_default=False)], as_json: Json = False
) -> None:
    """One layout: its fields, and the column names that are taken for each."""
    from arcollect_tui.data.imports.layout import show

    layout = show(name)
    if as_json:
        put_json(_json(layout))
        return
    put(f"{layout.name}: {layout.title} (made from {_made_from(layout)})")
    put(f"An item is told apart by {', '.join(layout.recipe)}.")
    put_table(FIELDS, [(field, ", ".join(names)) for field, names in layout.columns.items()])


@app.command("detect")
def detect_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", show_default=False)], as_json: Json = False
) -> None:
    """The layout that a file has, and what each of its columns would be read as."""
    from arcollect_tui.data.codings.look import layout_of_file
    from arcollect_tui.data.imports.read import detect_layout

    coding = layout_of_file(file)
    if coding is not None:
        _show_coding(file, coding, as_json=as_json)
        return
    found = detect_layout(file)
    if as_json:
        columns = [
            {"column": column.header, "field": column.field or None, "evidence": column.evidence}
            for column in found.columns
        ]
        put_json({"layout": found.layout.name, "sureness": f"{found.sureness:.2f}", "columns": columns})
        return
    put(f"{file.name}: {found.layout.name}, {found.layout.title}")
    put_table(
        DECISIONS,
        [(column.header, column.field or "(not read)", column.evidence) for column in found.columns],
    )


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
    put_table(
        DECISIONS, [(header, field or "(not read)", CODING_COLUMN) for header, field in layout.columns]
    )


def _made_from(layout: "Layout") -> str:
    return CERTAINTY.get(layout.certainty, layout.certainty)


def _json(layout: "Layout") -> JsonValue:
    return {
        "name": layout.name,
        "title": layout.title,
        "certainty": layout.certainty,
        "recipe": list(layout.recipe),
        "columns": {field: list(names) for field, names in layout.columns.items()},
    }
