"""The value of a field of a held line, typed by a person."""

from textual.app import ComposeResult
from textual.widgets import Static

from arcollect_tui.errors import Refused
from arcollect_tui.keys.engine import Run
from arcollect_tui.screens.base import Drawer
from arcollect_tui.widgets.field import Field
from arcollect_tui.widgets.safe import show


class FixForm(Drawer[str | None]):
    """Asks what a held line should say; nothing is written here.

    Args:
        line: number of the line.
        field: what is wrong in it.
        reason: why, and what would be right.
    """

    SCOPE = "preview"
    DEFAULT_CSS = """
    FixForm #reason { height: auto; color: $text-muted; }
    """

    def __init__(self, line: int, field: str, reason: str) -> None:
        super().__init__()
        self._line = line
        self._reason = reason
        self._value = Field("value", "Value", size=40)
        self._name = field

    def compose_body(self) -> ComposeResult:
        """What is wrong, and the value."""
        yield Static(show(self._reason), id="reason", markup=False)
        yield self._value

    def on_mount(self) -> None:
        """Type at once."""
        box = self.query_one("#box")
        box.border_title = show(f"Line {self._line}: what should stand in {self._name}")
        box.border_subtitle = show("Enter read the file again with it  Esc leave")
        self._value.focus_input()

    def perform(self, run: Run) -> bool:
        """Give the value back, or leave."""
        if run.action_id == "preview.apply":
            text = self._value.value.strip()
            if not text:
                raise Refused(f"Type what should stand in {self._name}, or press Esc.")
            self.dismiss(text)
        elif run.action_id == "preview.cancel":
            self.dismiss(None)
        else:
            return super().perform(run)
        return True
