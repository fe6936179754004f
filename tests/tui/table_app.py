"""A small app around a record table: rows, columns, a counter of drawn lines, a screen reader."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import App, ComposeResult
from textual.message import Message
from textual.strip import Strip

from arcollect_tui.keys.engine import KeyEngine, Run
from arcollect_tui.widgets.record_table import RecordTable
from arcollect_tui.widgets.rows import Column, ListSource, RowId, RowSource


@dataclass(frozen=True, slots=True)
class Account:
    """A row for tests."""

    id: int
    name: str
    overdue: str = "100.00"
    note: str = ""


COLUMNS = (
    Column[Account]("id", "Account", 8, lambda row: f"C{row.id}"),
    Column[Account]("name", "Name", 12, lambda row: row.name, grow=True),
    Column[Account]("overdue", "Overdue", 12, lambda row: row.overdue, align="right", priority=1),
    Column[Account]("note", "Note", 30, lambda row: row.note, priority=2),
)


def accounts(count: int) -> list[Account]:
    """Rows with ids from 0."""
    return [Account(number, f"Name {number}") for number in range(count)]


class Vector:
    """A view of many rows that knows the ids and makes rows when asked, here or away."""

    def __init__(self, count: int, *, away: bool = False, first: int = 0) -> None:
        self.ids: Sequence[RowId] | None = array("q", range(first, first + count))
        self.count = count
        self.away = away
        self.asked: list[tuple[int, int]] = []

    def rows(self, start: int, stop: int) -> Sequence[Account] | None:
        self.asked.append((start, stop))
        return None if self.away else self.fetch(start, stop)

    def fetch(self, start: int, stop: int) -> Sequence[Account]:
        assert self.ids is not None
        return [Account(int(i), f"Name {i}") for i in self.ids[start:stop]]


class CountingTable(RecordTable[Account]):
    """Counts the lines it draws."""

    drawn = 0

    def render_line(self, y: int) -> Strip:
        self.drawn += 1
        return super().render_line(y)


class TableApp(App[None]):
    """Feeds keys to the table the way the real app does, without its screens."""

    def __init__(self, source: RowSource[Account] | None = None) -> None:
        super().__init__()
        self.table = CountingTable(COLUMNS, placeholder="nothing here [b]", widget_id="table")
        self.source = source or ListSource(accounts(5))
        self.seen: list[Message] = []

    def compose(self) -> ComposeResult:
        yield self.table

    def on_mount(self) -> None:
        self.table.show(self.source)

    def _note(self, message: Message) -> None:
        self.seen.append(message)

    on_virtual_list_cursor_moved = _note
    on_virtual_list_opened = _note
    on_virtual_list_window_needed = _note
    on_record_table_marks_changed = _note
    on_record_table_sort_wanted = _note

    def hit(self, *keys: str) -> None:
        """Feed keys to the engine of a worklist and let the table perform them."""
        engine = KeyEngine()
        engine.scope = "worklist"
        for key in keys:
            for result in engine.feed(key, key if len(key) == 1 else None, 0.0):
                if isinstance(result, Run):
                    assert self.table.perform(result), result

    def seen_of(self, kind: type[Message]) -> list[Message]:
        return [message for message in self.seen if isinstance(message, kind)]


def lines(app: App[None]) -> list[str]:
    """The screen as text, line by line."""
    width, height = app.size
    strips = app.screen._compositor.render_strips()
    assert len(strips) == height
    return ["".join(segment.text for segment in strip).ljust(width) for strip in strips]
