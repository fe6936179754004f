"""The name that a layout is saved under."""

import re
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult

from arcollect_tui.data.location import Place
from arcollect_tui.errors import ArcollectError
from arcollect_tui.keys.engine import Run
from arcollect_tui.screens.base import Drawer
from arcollect_tui.services.layouts import check_name
from arcollect_tui.widgets.field import Echo, Field
from arcollect_tui.widgets.safe import show

MOST_SIGNS = 24


class LayoutForm(Drawer[str | None]):
    """Asks for the name of a layout; nothing is written here.

    Args:
        place: the store of the office.
        file: the file that it is made from; its name is proposed.
    """

    SCOPE = "preview"
    WORDS: ClassVar = {"preview.apply": "save", "preview.cancel": "leave"}

    def __init__(self, place: Place, file: str) -> None:
        super().__init__()
        self._place = place
        self._field = Field("name", "Name", proposed_name(file), echo=self._say_name, size=30)

    def compose_body(self) -> ComposeResult:
        """One line."""
        yield self._field

    def on_mount(self) -> None:
        """Ready to be kept with Enter."""
        box = self.query_one("#box")
        box.border_title = show("Save the columns: the next such file is read by them")
        box.border_subtitle = show("Enter save  Esc leave")
        self._field.focus_input()

    def _say_name(self, text: str) -> Echo:
        try:
            path = check_name(self._place, text.strip())
        except ArcollectError as error:
            return Echo(error.sentence, ok=False)
        return Echo(f"{'replaces' if path.exists() else 'goes into'} {_short(path)}", whole=True)

    def perform(self, run: Run) -> bool:
        """Give the name back, or leave."""
        if run.action_id == "preview.apply":
            name = self._field.value.strip()
            check_name(self._place, name)
            self.dismiss(name)
        elif run.action_id == "preview.cancel":
            self.dismiss(None)
        else:
            return super().perform(run)
        return True


def _short(path: Path) -> str:
    """The file in its folder; which disk that is on says the store."""
    return f"{path.parent.name}/{path.name}"


def proposed_name(file: str) -> str:
    """A name from that of a file: `Open items 2026-11.csv` gives open_items."""
    words = re.findall(r"[a-z]+", Path(file).stem.casefold())
    name = "_".join(words)[:MOST_SIGNS].strip("_")
    return name if len(name) > 1 else "our_ledger"
