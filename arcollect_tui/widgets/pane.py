"""A pane of styled text lines, composed elsewhere; only the lines that changed are drawn anew."""

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip

from arcollect_tui.keys.engine import Run
from arcollect_tui.widgets.framed import Framed
from arcollect_tui.widgets.safe import clean

Span = tuple[str, str]
"""A text and its tone: empty, `muted`, `strong` or `alert`."""

PaneLine = Sequence[Span]


class TextPane(Framed):
    """Lines of text with tones, in a border with a title above and the keys that work here below."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "text-pane--strong",
        "text-pane--muted",
        "text-pane--alert",
    }
    DEFAULT_CSS = """
    TextPane {
        & > .text-pane--strong { text-style: bold; }
        & > .text-pane--muted { color: $text-muted; }
        & > .text-pane--alert { color: $text-error; text-style: bold; }
    }
    """

    def __init__(self, *, widget_id: str | None = None) -> None:
        super().__init__(id=widget_id)
        self._lines: tuple[PaneLine, ...] = ()

    def set_lines(self, lines: Sequence[PaneLine], *, to_top: bool = True) -> None:
        """Show other lines; only those that differ are drawn.

        Args:
            lines: the new text, line by line.
            to_top: show them from the first one.
        """
        old, self._lines = self._lines, tuple(lines)
        self._measure()
        self.scroll_rows(0 if to_top else self.scroll_offset.y)
        for number in range(max(len(old), len(self._lines))):
            if old[number : number + 1] != self._lines[number : number + 1]:
                self._redraw(number)

    def _redraw(self, number: int) -> None:
        if 0 <= number - self.scroll_offset.y < self.size.height:
            self.refresh_line(number)

    def perform(self, run: Run) -> bool:
        """Scroll, when the key asks for that and the pane has the focus.

        Returns:
            False when it is not the pane's to do.
        """
        page = max(1, self.size.height)
        end = len(self._lines)
        steps = {
            "move.down": 1,
            "move.up": -1,
            "move.page_down": page,
            "move.page_up": -page,
            "move.half_down": page // 2,
            "move.half_up": -(page // 2),
            "move.first": -end,
            "move.last": end,
        }
        step = steps.get(run.action_id)
        if step is None:
            return False
        self.scroll_rows(self.scroll_offset.y + step * run.times)
        return True

    def on_resize(self) -> None:
        """Draw for the new size."""
        self._measure()

    def _measure(self) -> None:
        # Set without notice: a layout would draw the whole pane for another number of lines.
        size = Size(self.size.width, max(len(self._lines), self.size.height))
        self.set_reactive(TextPane.virtual_size, size)

    def on_focus(self) -> None:
        """The terminal's cursor goes where the reading begins."""
        self.place_terminal_cursor(0)

    def render_line(self, y: int) -> Strip:
        """One line of the pane."""
        width = self.size.width
        number = y + self.scroll_offset.y
        spans = self._lines[number] if number < len(self._lines) else ()
        segments = [Segment(clean(text), self._style(tone)) for text, tone in spans]
        return Strip(segments).adjust_cell_length(width, self.rich_style).simplify()

    def _style(self, tone: str) -> Style:
        return self.get_component_rich_style(f"text-pane--{tone}") if tone else self.rich_style
