"""The fixed lines of every screen: where am I, what happened, which keys, what is pending."""

from collections.abc import Iterable, Sequence

from rich.cells import cell_len, set_cell_size
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from arcollect_tui.keys.action import Action
from arcollect_tui.keys.actions import ACTIONS
from arcollect_tui.keys.hints import Hint, footer, footer_hints
from arcollect_tui.widgets.painter import line
from arcollect_tui.widgets.safe import clean

ANNOUNCEMENT_CELLS = 80
_CURE_CELLS = 8


class TextLine(Widget):
    """One line of plain text, with a left and a right end. The right end is never the one cut."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "TextLine { height: 1; width: 1fr; }"

    def __init__(self, left: str = "", right: str = "", *, widget_id: str | None = None) -> None:
        super().__init__(id=widget_id)
        self._left = clean(left)
        self._right = clean(right)

    def set_text(self, left: str, right: str = "") -> None:
        """Change the text. The same text again draws nothing."""
        text = (clean(left), clean(right))
        if text != (self._left, self._right):
            self._left, self._right = text
            self.refresh()

    @property
    def text(self) -> str:
        """The line as it stands on the screen."""
        return self.line_of(self.size.width)

    def line_of(self, width: int) -> str:
        """The line in exactly `width` cells."""
        right = f" {self._right} " if self._right else ""
        room = width - cell_len(right)
        if room <= 0:
            return set_cell_size(right, width)
        left = f" {self._left}"
        if right and cell_len(left) > room:
            left = set_cell_size(left, max(0, room - 2)).rstrip() + ".."
        return set_cell_size(left, room) + right

    def render_line(self, y: int) -> Strip:
        """The only line; where the widget is made taller, nothing below it."""
        return line(self.text if y == 0 else "", self.size.width, self.rich_style)


class TopLine(TextLine):
    """Where am I and how far: screen name and filter on the left, counts and day on the right."""

    DEFAULT_CSS = "TopLine { text-style: bold; }"


class EchoLine(TextLine):
    """The one place where something is announced: one sentence, at most 80 cells."""

    DEFAULT_CSS = """
    EchoLine {
        &.-refusal { color: $text-error; text-style: bold; }
    }
    """

    def say(self, sentence: str, *, refusal: bool = False) -> None:
        """Announce what happened, or why something did not.

        Args:
            sentence: one sentence; what is longer than 80 cells ends in three dots. What stands
                behind two blanks at its end (`u undo`) is never the part that is cut.
            refusal: it was not done; the line goes away with the next key.
        """
        text = clean(sentence)
        if cell_len(text) > ANNOUNCEMENT_CELLS - 2:
            said, gap, cure = text.rpartition("  ")
            said, cure = (said, f"{gap}{cure}") if gap and len(cure) <= _CURE_CELLS else (text, "")
            text = set_cell_size(said, ANNOUNCEMENT_CELLS - 5 - len(cure)).rstrip() + f"...{cure}"
        self.set_class(refusal, "-refusal")
        self.set_text(f"! {text}" if refusal else text)

    def next_key(self) -> None:
        """A key was pressed: a refusal has been read."""
        if self.has_class("-refusal"):
            self.set_class(False, "-refusal")
            self.set_text("")


class KeyLine(Widget):
    """The footer: the keys of a screen, made from the action table. A click on a hint types it."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "KeyLine { height: 1; width: 1fr; color: $text-muted; }"

    class Clicked(Message):
        """A hint was clicked: these keys are to be typed."""

        def __init__(self, keys: str) -> None:
            super().__init__()
            self.keys = keys

    def __init__(
        self, scope: str, actions: Iterable[Action] = ACTIONS, *, widget_id: str | None = None
    ) -> None:
        super().__init__(id=widget_id)
        self._scope = scope
        self._actions = tuple(actions)

    def set_scope(self, scope: str) -> None:
        """Show the keys of another screen."""
        if scope != self._scope:
            self._scope = scope
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The only line."""
        del y
        width = self.size.width
        return line(footer(self._scope, width, self._actions), width, self.rich_style)

    def hint_at(self, x: int) -> Hint | None:
        """The hint at a cell of the line."""
        width = self.size.width
        hints, pinned = footer_hints(self._scope, width, self._actions)
        left = 1
        for hint in hints:
            if left <= x < left + len(str(hint)):
                return hint
            left += len(str(hint)) + 2
        return pinned if pinned and width - 1 - len(str(pinned)) <= x < width - 1 else None

    def on_click(self, event: events.Click) -> None:
        """Type the hint that was clicked."""
        hint = self.hint_at(event.x)
        if hint is not None:
            self.post_message(self.Clicked(hint.keys))


class StatusLine(TextLine):
    """Marks, the pending keys and, never cut, the meaning of the repeat key."""

    DEFAULT_CSS = "StatusLine { color: $text-muted; }"

    def __init__(self, *, widget_id: str | None = None) -> None:
        super().__init__(widget_id=widget_id)
        self._parts = {"about": "", "pending": "", "repeat": ""}

    def set_parts(
        self, *, about: str | None = None, pending: str | None = None, repeat: str | None = None
    ) -> None:
        """Change some parts; None leaves a part as it is.

        Args:
            about: the screen's own words, for example "12 marked (5 hidden)".
            pending: keys that wait for the next one.
            repeat: what the repeat key would do; empty when it would do nothing.
        """
        given = {"about": about, "pending": pending, "repeat": repeat}
        self._parts.update({name: text for name, text in given.items() if text is not None})
        shown = [
            self._parts["about"],
            f"pending: {self._parts['pending']}" if self._parts["pending"] else "",
        ]
        repeat = f"repeat(.): {self._parts['repeat']}" if self._parts["repeat"] else ""
        self.set_text("   ".join(part for part in shown if part), repeat)


class WhichKeyPanel(Widget):
    """What may follow the keys typed so far. Shown after a moment, so that who knows never sees it."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    WhichKeyPanel {
        layer: above;
        dock: bottom;
        margin: 0 0 3 0;
        display: none;
        width: 1fr;
        height: auto;
        border: solid $border;
        border-title-align: left;
        background: $surface;
        color: $foreground;
    }
    """

    def __init__(self, *, widget_id: str | None = None) -> None:
        super().__init__(id=widget_id)
        self._rows: Sequence[tuple[str, str]] = ()

    def explain(self, rows: Sequence[tuple[str, str]]) -> None:
        """Show rows of key and label."""
        self._rows = tuple(rows)
        self.display = bool(rows)
        self.refresh(layout=True)

    def hide(self) -> None:
        """Leave the screen as it was."""
        if self.display:
            self.display = False

    def lines_of(self, width: int) -> list[str]:
        """The rows set in as many columns as fit."""
        entries = [f" {key}  {clean(label)}" for key, label in self._rows]
        if not entries:
            return []
        cells = max(map(cell_len, entries)) + 1
        columns = max(1, width // cells)
        height = -(-len(entries) // columns)
        padded = [set_cell_size(entry, cells) for entry in entries]
        return ["".join(padded[n::height]) for n in range(height)]

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """As many lines as the rows need."""
        del container, viewport
        return len(self.lines_of(width))

    def render_line(self, y: int) -> Strip:
        """One line of the panel."""
        lines = self.lines_of(self.size.width)
        return line(lines[y] if y < len(lines) else "", self.size.width, self.rich_style)
