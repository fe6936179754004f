"""A drawer that shows lines to read: why a row stands where it does, the last messages."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult

from arcollect_tui.keys.engine import Run
from arcollect_tui.screens.base import Drawer
from arcollect_tui.widgets.pane import PaneLine, TextPane
from arcollect_tui.widgets.safe import show

MOST_LINES = 16


class TextDrawer(Drawer[None]):
    """Lines that scroll; Esc, q or Enter close it.

    Args:
        title: what they are about.
        lines: the lines.
    """

    SCOPE = "help"
    WORDS: ClassVar[Mapping[str, str]] = {"nav.open": "close", "nav.back": "close"}
    DEFAULT_CSS = """
    TextDrawer {
        & #text { border: none; background: $surface; height: 1; }
    }
    """

    def __init__(self, title: str, lines: Sequence[PaneLine]) -> None:
        super().__init__()
        self._title = title
        self.lines = tuple(lines)

    def compose_body(self) -> ComposeResult:
        """The lines."""
        yield TextPane(widget_id="text")

    def on_mount(self) -> None:
        """Show them from the first."""
        box = self.query_one("#box")
        box.border_title = show(self._title)
        box.border_subtitle = show("Esc close")
        self.show_lines(self.lines)
        self.set_focus(self.query_one("#text", TextPane))

    def show_lines(self, lines: Sequence[PaneLine]) -> None:
        """Show other lines."""
        pane = self.query_one("#text", TextPane)
        pane.styles.height = min(max(len(lines), 1), MOST_LINES)
        pane.set_lines(lines)

    def perform(self, run: Run) -> bool:
        """Close."""
        if run.action_id in ("nav.back", "nav.open"):
            self.dismiss(None)
            return True
        return super().perform(run)
