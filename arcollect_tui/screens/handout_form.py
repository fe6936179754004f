"""The question before a hand-out: which folder gets one file a collector."""

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult

from arcollect_tui.errors import Refused
from arcollect_tui.keys.engine import Run
from arcollect_tui.screens.base import Drawer
from arcollect_tui.services.places import usable
from arcollect_tui.widgets.field import Echo, Field
from arcollect_tui.widgets.safe import show


class HandOutForm(Drawer[Path | None]):
    """Asks for the folder.

    Args:
        name: the proposed folder.
    """

    SCOPE = "preview"
    WORDS: ClassVar[Mapping[str, str]] = {"preview.apply": "write", "preview.cancel": "leave"}

    def __init__(self, name: str) -> None:
        super().__init__()
        self._proposed = name
        self._folder = Field("folder", "Folder", name, echo=self._say_folder, size=36)

    def compose_body(self) -> ComposeResult:
        """One line."""
        yield self._folder

    def on_mount(self) -> None:
        """Ready to be kept with Enter."""
        box = self.query_one("#box")
        box.border_title = show("Hand out: one file a collector")
        box.border_subtitle = show("Enter write  Esc leave  each takes theirs in: arcollect import")
        self._folder.focus_input()

    def _path(self, text: str) -> Path:
        return usable(Path(text.strip() or self._proposed), Refused)

    def _say_folder(self, text: str) -> Echo:
        try:
            folder = self._path(text)
        except Refused as error:
            return Echo(error.sentence, ok=False)
        if folder.is_file():
            return Echo("that is a file: name a folder", ok=False)
        made = "" if folder.is_dir() else "makes "
        return Echo(f"{made}{folder.name} in {folder.absolute().parent}", whole=True)

    def perform(self, run: Run) -> bool:
        """Give the folder back, or leave."""
        if run.action_id == "preview.apply":
            self.dismiss(self._path(self._folder.value))
        elif run.action_id == "preview.cancel":
            self.dismiss(None)
        else:
            return super().perform(run)
        return True
