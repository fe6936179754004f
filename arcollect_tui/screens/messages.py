"""`!`: the last messages in full, newest first."""

from collections.abc import Sequence

from rich.cells import cell_len

from arcollect_tui.screens.text_drawer import TextDrawer
from arcollect_tui.widgets.pane import PaneLine

INDENT = "  "


class MessagesDrawer(TextDrawer):
    """What was said, folded to the width of the screen so that nothing is cut."""

    def __init__(self, said: Sequence[str]) -> None:
        super().__init__("Messages, newest first", ())
        self._said = tuple(reversed(said))

    def on_mount(self) -> None:
        """Fold the messages."""
        width = max(20, self.app.size.width - 4)
        lines: list[PaneLine] = [((part, ""),) for text in self._said for part in fold(text, width)]
        self.lines = tuple(lines) or ((("Nothing was said yet.", "muted"),),)


def fold(text: str, width: int) -> list[str]:
    """A sentence in lines of at most `width` cells, broken at blanks; the following ones are indented."""
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and cell_len(longer) > width:
            lines.append(line)
            longer = f"{INDENT}{word}"
        line = longer
    return [*lines, line] if line else lines
