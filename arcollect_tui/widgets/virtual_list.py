"""A list of rows that draws only what is on the screen, the same with 5 and with 1,000,000 rows.

A cursor move draws two lines. Rows come from a source by position; rows that are not at hand are
asked for by a message and drawn as dots until they come, so that no key ever waits for the store.
"""

from collections.abc import Sequence
from textwrap import wrap
from typing import Any, Generic

from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from arcollect_tui.widgets.framed import Framed
from arcollect_tui.widgets.painter import line
from arcollect_tui.widgets.rows import CHUNK, ListSource, RowId, RowSource, RowT, Window
from arcollect_tui.widgets.safe import clean

HEAD_LINES = 1
_WHEEL_ROWS = 3
_CACHED_STRIPS = 1024


class ListMessage(Message):
    """Something happened in a list."""

    def __init__(self, table: "VirtualList[Any]") -> None:
        super().__init__()
        self.table = table

    @property
    def control(self) -> "VirtualList[Any]":
        """The list, so that `@on` can select by it."""
        return self.table


class VirtualList(Framed, Generic[RowT]):
    """Rows by position, a cursor, and a header line that stays.

    A subclass draws: `draw_head` and `draw_row`.

    Args:
        placeholder: the sentence shown when there are no rows.
        id: the widget's id.
    """

    cursor: reactive[int] = reactive(0, repaint=False)
    """Position of the row under the cursor."""

    class CursorMoved(ListMessage):
        """The cursor stands on another row, or the list was loaded; `id` is None when not known."""

        def __init__(self, table: "VirtualList[Any]", row_id: RowId | None) -> None:
            super().__init__(table)
            self.id = row_id

    class Opened(ListMessage):
        """A row is to be opened."""

        def __init__(self, table: "VirtualList[Any]", row_id: RowId) -> None:
            super().__init__(table)
            self.id = row_id

    class WindowNeeded(ListMessage):
        """Rows `start` to `end` of `source` are needed; the owner answers with `put_rows`."""

        def __init__(self, table: "VirtualList[Any]", source: RowSource[Any], start: int, end: int) -> None:
            super().__init__(table)
            self.source = source
            self.start = start
            self.end = end

    def __init__(self, *, placeholder: str = "", widget_id: str | None = None) -> None:
        super().__init__(id=widget_id)
        self.source: RowSource[RowT] = ListSource()
        self._placeholder = placeholder
        self._window: Window[RowT] = Window()
        self._asked = (0, 0)
        self._outdated = False
        self._strips: dict[int, Strip] = {}

    def draw_head(self) -> Strip:
        """The header line."""
        raise NotImplementedError

    def draw_row(self, position: int) -> Strip:
        """The line of a row, which may not be here yet."""
        raise NotImplementedError

    # Loading

    def show(
        self, source: RowSource[RowT], *, to_top: bool = False, placeholder: str | None = None
    ) -> None:
        """Show another view. The cursor stays on its row, or else on its place.

        Args:
            source: the view.
            to_top: put the cursor on the first row instead.
            placeholder: the sentence shown when there are no rows.
        """
        kept, place = self.cursor_id, self.cursor
        above = place - self.scroll_offset.y
        self.source = source
        self._placeholder = self._placeholder if placeholder is None else placeholder
        self._window.clear()
        self._asked = (0, 0)
        self.virtual_size = Size(self.size.width, source.count + HEAD_LINES)
        position = 0 if to_top else self._position_of(kept, place)
        self.set_reactive(VirtualList.cursor, position)
        self.scroll_rows(position - above)
        self._bring_into_view()
        self.repaint()
        self._show_place()
        self.post_message(self.CursorMoved(self, self.cursor_id))

    def put_rows(self, source: RowSource[RowT], start: int, rows: Sequence[RowT]) -> None:
        """Hand over rows that were asked for; rows of a view that is gone are dropped."""
        if source is not self.source:
            return
        known = self.cursor_id
        self._asked = (0, 0)
        if self._outdated:
            self._window.clear()
            self._outdated = False
        self._window.put(start, rows)
        self.repaint()
        if known is None and self.cursor_id is not None:
            self.post_message(self.CursorMoved(self, self.cursor_id))

    def refetch(self) -> None:
        """Ask again for the rows on the screen; the old ones stand until the new ones come."""
        self._outdated = True
        count = self.source.count
        start = self.scroll_offset.y // CHUNK * CHUNK
        end = min(count, -(-(self.scroll_offset.y + self.page_rows) // CHUNK) * CHUNK)
        if start < end:
            self.post_message(self.WindowNeeded(self, self.source, start, end))

    def repaint(self) -> None:
        """Draw all lines anew and ask for the rows that are missing."""
        self._strips.clear()
        self._ask()
        self.refresh()

    @property
    def cursor_id(self) -> RowId | None:
        """Id of the row under the cursor; None when there is none or it is not known yet."""
        return self.id_at(self.cursor)

    @property
    def cursor_row(self) -> RowT | None:
        """The row under the cursor; None when there is none or it is not here yet."""
        return self.row_at(self.cursor)

    def row_at(self, position: int) -> RowT | None:
        """The row at a position, None when it is not here."""
        return self._window.get(position)

    def id_at(self, position: int) -> RowId | None:
        """The id at a position, None when it is not known."""
        ids = self.source.ids
        if ids is not None:
            return ids[position] if position < len(ids) else None
        row = self.row_at(position)
        return None if row is None else row.id

    def _position_of(self, row_id: RowId | None, place: int) -> int:
        """Where a row stands in the present view; the same place if it is not in it."""
        nearest = self.validate_cursor(place)
        if row_id is None or self.source.ids is None or self.id_at(nearest) == row_id:
            return nearest
        try:
            return self.source.ids.index(row_id)
        except ValueError:
            return nearest

    def _ask(self) -> None:
        """See that the rows on the screen and a page around them are held, or are being fetched."""
        count = self.source.count
        lines = self.size.height or CHUNK // 2
        top = self.scroll_offset.y
        gap = self._window.missing(max(0, top - lines), min(count, top + 2 * lines), count)
        if gap is None:
            return
        rows = self.source.rows(*gap)
        if rows is not None:
            self._window.put(gap[0], rows)
        elif not self._asked[0] <= gap[0] <= gap[1] <= self._asked[1]:
            self._asked = gap
            self.post_message(self.WindowNeeded(self, self.source, *gap))

    # The cursor

    @property
    def page_rows(self) -> int:
        """How many rows the screen shows."""
        return max(1, self.size.height - HEAD_LINES)

    def page(self, rows: int) -> None:
        """Move the screen and the cursor by as many rows."""
        self.scroll_rows(self.scroll_offset.y + rows)
        self.cursor += rows

    def open_row(self) -> None:
        """Ask the owner to open the row under the cursor."""
        if self.cursor_id is not None:
            self.post_message(self.Opened(self, self.cursor_id))

    def validate_cursor(self, cursor: int) -> int:
        """The cursor stops at both ends."""
        return min(max(cursor, 0), max(self.source.count - 1, 0))

    def watch_cursor(self, old: int, new: int) -> None:
        """Draw the two lines that changed and tell the owner."""
        self._bring_into_view()
        for position in (old, new):
            self.redraw(position, position)
        self._show_place()
        self.post_message(self.CursorMoved(self, self.cursor_id))

    def redraw(self, first: int, last: int) -> None:
        """Draw the lines of some rows anew, as far as they are on the screen."""
        if last - first >= _CACHED_STRIPS:
            self._strips.clear()
        for position in range(first, last + 1) if self._strips else ():
            self._strips.pop(position, None)
        top = self.scroll_offset.y
        first, last = max(first, top), min(last, top + self.page_rows - 1)
        if first <= last:
            self.refresh_lines(first + HEAD_LINES, last - first + 1)

    def _bring_into_view(self) -> None:
        """Scroll half a screen when the cursor leaves it: one repaint then, none for some moves."""
        row = self.cursor - self.scroll_offset.y
        if not 0 <= row < self.page_rows:
            self.scroll_rows(self.cursor - self.page_rows // 2)

    def _show_place(self) -> None:
        self.place_terminal_cursor(HEAD_LINES + self.cursor - self.scroll_offset.y)

    # Events

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Fetch what comes into view."""
        super().watch_scroll_y(old_value, new_value)
        self._ask()

    def on_resize(self) -> None:
        """Draw for the new size; the cursor stays in view."""
        self.virtual_size = Size(self.size.width, self.source.count + HEAD_LINES)
        self._bring_into_view()
        self.repaint()
        self.call_after_refresh(self._show_place)

    def on_focus(self) -> None:
        """Take the terminal's cursor along."""
        self.repaint()
        self._show_place()

    def on_blur(self) -> None:
        """Draw the cursor row as one that does not listen."""
        self.repaint()

    def notify_style_update(self) -> None:
        """Another theme: no line may keep its old colours."""
        self._strips.clear()
        super().notify_style_update()

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor, a second one opens the row."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y < HEAD_LINES:
            return
        position = offset.y - HEAD_LINES + self.scroll_offset.y
        if position < self.source.count:
            self.cursor = position
            if event.chain == 2:
                self.open_row()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel scrolls; the cursor waits."""
        self._wheel(event, _WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel scrolls; the cursor waits."""
        self._wheel(event, -_WHEEL_ROWS)

    def _wheel(self, event: events.MouseEvent, rows: int) -> None:
        event.stop()
        event.prevent_default()
        self.scroll_rows(self.scroll_offset.y + rows)

    # Drawing

    def render_line(self, y: int) -> Strip:
        """One line of the widget."""
        if y < HEAD_LINES:
            return self.draw_head()
        position = y - HEAD_LINES + self.scroll_offset.y
        if position >= self.source.count:
            return self._below(position)
        strip = self._strips.get(position)
        if strip is None:
            if len(self._strips) >= _CACHED_STRIPS:
                self._strips.clear()
            strip = self._strips[position] = self.draw_row(position)
        return strip

    def _below(self, position: int) -> Strip:
        """The placeholder, folded, where there are no rows; nothing below the last row."""
        width = self.size.width
        words = [] if self.source.count else wrap(clean(self._placeholder), max(1, width - 4))
        text = f"  {words[position]}" if position < len(words) else ""
        return line(text, width, self.rich_style)
