"""The sheets of a workbook, so that another than the chosen one can be read."""

from pathlib import Path

from arcollect_tui.data.imports.opening import open_source
from arcollect_tui.data.imports.sheets.source import SheetSource
from arcollect_tui.data.imports.wishes import NONE
from arcollect_tui.errors import Refused


def sheets_of(path: Path) -> tuple[tuple[str, int], ...]:
    """(name, rows) of every sheet of a workbook that has rows.

    Raises:
        FileRefused: the file cannot be read.
        Refused: it is no workbook, or has one sheet only.
    """
    _, source = open_source(path, wishes=NONE)
    sheets = source.sheets if isinstance(source, SheetSource) else ()
    if len(sheets) < 2:
        raise Refused(f"{path.name} has one list only: there is no other sheet to read.")
    return sheets
