"""The file that held lines are written to."""

from pathlib import Path

from arcollect_tui.data.exports.write import check_target
from arcollect_tui.screens.export_form import ExportForm


class ErrorsForm(ExportForm):
    """Asks for the file of held lines, a table in any of the formats.

    Args:
        name: the proposed file.
    """

    def __init__(self, name: str) -> None:
        super().__init__("held", "held lines", name)

    def _check(self, out: Path) -> None:
        check_target(out)
