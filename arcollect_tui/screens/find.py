"""`/`: find an account, an item, a contact or a note by any part of it, live while typing."""

from collections.abc import Mapping
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.widgets import Input, Static

from arcollect_tui.errors import ArcollectError, Refused
from arcollect_tui.keys.engine import Run
from arcollect_tui.screens.base import Drawer
from arcollect_tui.services.find import MOST_ITEMS, STAGES, Found, merged
from arcollect_tui.widgets.record_table import RecordTable
from arcollect_tui.widgets.rows import Column, ListSource
from arcollect_tui.widgets.safe import show

_COLUMNS = (
    Column[Found]("kind", "What", 7, lambda found: found.kind),
    Column[Found]("number", "Number", 13, lambda found: found.number),
    Column[Found]("name", "Name", 16, lambda found: found.name, grow=True),
    Column[Found]("about", "Amount", 24, lambda found: found.about, priority=1),
    Column[Found]("where", "Found in", 16, lambda found: found.where, grow=True),
)


class FindDrawer(Drawer[Found | None]):
    """Finds while one types; Enter opens the account, with the cursor on the item.

    Args:
        title: what is looked for.
    """

    SCOPE = "pick"
    WORDS: ClassVar[Mapping[str, str]] = {"pick.take": "open"}
    DEFAULT_CSS = """
    FindDrawer {
        & Input { height: 1; border: none; padding: 0; background: $surface; }
        & #found { height: 10; border: none; background: $surface; }
        & #count { height: 1; color: $text-muted; }
    }
    """

    def __init__(self, title: str = "Find an account, an item or a contact") -> None:
        super().__init__()
        self._title = title
        self._input = Input(compact=True)
        self._table: RecordTable[Found] = RecordTable(_COLUMNS, widget_id="found")
        self._table.can_focus = False
        self._shown_for = ""

    def compose_body(self) -> ComposeResult:
        """The input, what is found, how many."""
        yield self._input
        yield self._table
        yield Static("", id="count", markup=False)

    def on_mount(self) -> None:
        """Typing goes into the input at once."""
        box = self.query_one("#box")
        box.border_title = show(self._title)
        box.border_subtitle = show(
            "number, name, PO, phone, e-mail, amount or words  Enter open  Esc leave"
        )
        self.set_focus(self._input)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        text = event.value.strip()
        self.ws.sought = text or self.ws.sought
        if text:
            self._look(text, 0, ())
        else:
            self.ask("find", lambda: (), lambda rows: self._show("", rows))

    def _look(self, text: str, stage: int, before: tuple[Found, ...]) -> None:
        """Ask one stage and show what is found so far; in a large ledger the last one takes a moment."""
        office = self.ws.office

        def found(rows: tuple[Found, ...]) -> None:
            if stage + 1 == len(STAGES):
                self._show(text, rows)
                return
            if rows:
                self._list(text, rows)
            self._look(text, stage + 1, rows)

        self.ask("find", lambda: merged([*before, *STAGES[stage](office, text)]), found, self._failed)

    def _show(self, text: str, rows: tuple[Found, ...]) -> None:
        self._shown_for = text
        self._list(text, rows)
        self.go_on()

    def _list(self, text: str, rows: tuple[Found, ...]) -> None:
        self._table.show(ListSource(rows), to_top=True, placeholder="Nothing is like that." if text else "")
        more = "or more" if len(rows) >= MOST_ITEMS else ""
        self.query_one("#count", Static).update(show(f"{len(rows)} {more} found".replace("  ", " ")))

    def _failed(self, error: ArcollectError) -> None:
        self._shown_for = self._input.value.strip()
        self.ws.show_error(error)
        self.go_on()

    def must_wait(self, run: Run) -> bool:
        """What is opened is what the typed text finds."""
        return run.action_id == "pick.take" and self._shown_for != self._input.value.strip()

    def on_key(self, event: events.Key) -> None:
        """Choose with the arrows while the input keeps the focus."""
        if event.key in ("up", "down"):
            event.stop()
            self._table.cursor += 1 if event.key == "down" else -1

    def perform(self, run: Run) -> bool:
        """Open what is under the cursor, or leave."""
        if run.action_id == "pick.leave":
            self.dismiss(None)
        elif run.action_id == "pick.take":
            if self._table.cursor_row is None:
                raise Refused("Nothing is found: type another part of a number or a name.")
            self.dismiss(self._table.cursor_row)
        else:
            return super().perform(run)
        return True

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        self.dismiss(self._table.cursor_row)

    @on(RecordTable.CursorMoved)
    def _moved(self, event: RecordTable.CursorMoved) -> None:
        event.stop()
