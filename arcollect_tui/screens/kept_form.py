"""Where the kept bytes of a file are written to."""

from collections.abc import Sequence
from pathlib import Path

from arcollect_tui.data.kept import KeptBytes
from arcollect_tui.screens.export_form import ExportForm
from arcollect_tui.services.kept_files import targets_of


class KeptForm(ExportForm):
    """Asks for a new file, or for a folder.

    Args:
        files: what is written.
        name: the proposed file.
    """

    def __init__(self, files: Sequence[KeptBytes], name: str) -> None:
        title = files[0].name if len(files) == 1 else f"{len(files)} files"
        super().__init__("kept", title, name)
        self._files = files

    def heading(self) -> str:
        """What is written, for the border."""
        return f"Get back {self._title}"

    def hint(self) -> str:
        """What else may be typed."""
        return "a folder will do"

    def _path(self, text: str) -> Path:
        return Path(text.strip() or self._proposed).expanduser()

    def _check(self, out: Path) -> None:
        targets_of(self._files, out)
