"""The options that several commands share, with one meaning everywhere."""

from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="One JSON value on standard output.")]
Filter = Annotated[
    str | None,
    typer.Option("--filter", metavar="QUERY", help='Which rows, for example "od>=30 cur:usd".'),
]
View = Annotated[
    str | None,
    typer.Option("--view", metavar="LETTER", help="A view saved in the workstation, instead of a filter."),
]
Limit = Annotated[
    int | None, typer.Option("--limit", metavar="N", min=1, help="The first N rows, not more.")
]
Number = Annotated[
    str, typer.Argument(metavar="NUMBER", help="Account number, or LEDGER:NUMBER.", show_default=False)
]
Items = Annotated[
    list[str] | None,
    typer.Option("--item", metavar="NO", help="Document number; may be given several times."),
]
Note = Annotated[
    str,
    typer.Option(
        "--note", metavar="TEXT", help="What else was said; with log, - takes it from input or your editor."
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would happen, and change nothing.")]
FileEncoding = Annotated[
    str | None, typer.Option("--encoding", metavar="NAME", help="Of a text file: cp1252, cp850, utf-8.")
]
FileColumns = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="COLUMN=FIELD", help="Read a column as a field; - for not at all."),
]
FileDates = Annotated[
    str | None,
    typer.Option("--dates", metavar="ORDER", help="dmy or mdy, where the dates of a file show no order."),
]
FileDecimal = Annotated[
    str | None,
    typer.Option(
        "--decimal", metavar="MARK", help="point or comma, where the amounts of a file show no mark."
    ),
]
FileSheet = Annotated[str | None, typer.Option("--sheet", metavar="NAME", help="Of a workbook.")]
