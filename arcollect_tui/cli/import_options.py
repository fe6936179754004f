"""Options of `arcollect import` alone."""

from pathlib import Path
from typing import Annotated

import typer

FileLayout = Annotated[str | None, typer.Option("--layout", metavar="NAME", help="See arcollect layouts.")]
FileLedger = Annotated[str, typer.Option("--ledger", metavar="NAME", help="The ledger the files are from.")]
FileCurrency = Annotated[
    str | None, typer.Option("--currency", metavar="CODE", help="Of lines that name none.")
]
FileDay = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="The day the files speak of.")]
FileDelta = Annotated[bool, typer.Option("--delta", help="Changes only: what a file lacks stays open.")]
FileYes = Annotated[bool, typer.Option("--yes", help='Answer "Apply?" with yes.')]
FileGuards = Annotated[
    list[str] | None, typer.Option("--accept", metavar="GUARD,…", help="Let these guards through.")
]
FileFixes = Annotated[
    list[str] | None,
    typer.Option("--fix", metavar="LINE:FIELD=VALUE", help="What a held line should say."),
]
FileLeftOut = Annotated[
    list[str] | None,
    typer.Option(
        "--leave-out",
        metavar="LINE,… or KIND",
        help="Have held or other lines stay out: 7,9, or held, unclassified, other, due_date, …",
    ),
]
FileErrors = Annotated[
    Path | None, typer.Option("--errors", metavar="FILE", help="Write the held lines to a file.")
]
