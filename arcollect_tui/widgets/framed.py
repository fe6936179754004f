"""The frame that lists and panes share: a border with a title above and hints below, no scroll bar."""

from textual.geometry import Offset, Region
from textual.scroll_view import ScrollView

from arcollect_tui.widgets.safe import show


class Framed(ScrollView, can_focus=True, inherit_bindings=False):
    """Scrolled lines in a border. Scrolling is immediate: a quiet screen draws once.

    The scroll bar takes no room and is always there: one that comes and goes draws all lines anew.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Framed {
        height: 1fr;
        border: solid $border-blurred;
        border-title-align: left;
        border-subtitle-align: left;
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size: 0 0;
        background: $background;
        color: $foreground;
        &:focus { border: solid $border; }
    }
    """

    def caption(self, title: str, below: str = "") -> None:
        """Set the words in the border, above and below. The same words again cost nothing."""
        if self._border_title != (above := show(title)):
            self._border_title = above
            self._refresh_border(0)
        if self._border_subtitle != (under := show(below)):
            self._border_subtitle = under
            self._refresh_border(self.outer_size.height - 1)

    def _refresh_border(self, line: int) -> None:
        """Draw one line of the border. Setting the title by its property draws the whole widget."""
        self.refresh(Region(0, line, self.outer_size.width, 1).translate(-self.content_offset))

    def scroll_rows(self, top: int) -> None:
        """Show the lines from `top` on, as far as there are that many."""
        self.scroll_to(y=max(0, top), animate=False, force=True)

    def place_terminal_cursor(self, line: int) -> None:
        """Screen readers, braille displays and magnifiers follow the terminal's own cursor."""
        place = self.content_region.offset + Offset(0, line)
        if self.has_focus and self.app.cursor_position != place:
            self.app.cursor_position = place
            # The terminal hears of it with the next thing drawn: see that there is one.
            self.refresh(Region(0, line, 1, 1))
