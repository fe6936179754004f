"""The file that held lines are written to."""

from pathlib import Path

from arcollect_tui.data.exports.layouts import FORMATS
from arcollect_tui.data.exports.write import check_target
from arcollect_tui.screens.target_form import TargetForm


class ErrorsForm(TargetForm):
    """Asks for the file of held lines, a table in any of the formats.

    Args:
        name: the proposed file.
    """

    def __init__(self, name: str) -> None:
        super().__init__("Export held lines", name, FORMATS)

    def check(self, out: Path) -> None:
        """A table can be written there."""
        check_target(out)
