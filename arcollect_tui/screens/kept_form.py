"""Where the kept bytes of a file are written to."""

from collections.abc import Sequence
from pathlib import Path

from arcollect_tui.data.kept import KeptBytes
from arcollect_tui.screens.target_form import TargetForm
from arcollect_tui.services.kept_files import targets_of


class KeptForm(TargetForm):
    """Asks for a new file, or for a folder.

    Args:
        files: what is written.
        name: the proposed file.
    """

    def __init__(self, files: Sequence[KeptBytes], name: str) -> None:
        title = files[0].name if len(files) == 1 else f"{len(files)} files"
        super().__init__(f"Get back {title}", name, ())
        self._files = files

    def hint(self) -> str:
        """What else may be typed."""
        return "a folder will do"

    def check(self, out: Path) -> None:
        """They can be written there."""
        targets_of(self._files, out)
