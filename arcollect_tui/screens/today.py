"""Today: what waits, what is agreed, what was done, and how fast it goes. Every number opens its rows."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal

from arcollect_tui.errors import Refused
from arcollect_tui.keys.engine import Run
from arcollect_tui.rules.day_queues import DAY_QUEUES, DayQueue
from arcollect_tui.rules.day_words import ledger_text, pace_text
from arcollect_tui.screens.account import AccountScreen
from arcollect_tui.screens.base import EXPORT
from arcollect_tui.screens.today_lines import (
    CallBackLine,
    DoneLine,
    QueueLine,
    call_back_columns,
    call_back_title,
    done_columns,
    done_lines,
    queue_columns,
    queue_lines,
)
from arcollect_tui.screens.verbs import AccountVerbs
from arcollect_tui.services.today import Board, Counts, ItemCounts, board, item_counts
from arcollect_tui.services.who import Who
from arcollect_tui.widgets.lines import TextLine
from arcollect_tui.widgets.record_table import RecordTable
from arcollect_tui.widgets.rows import ListSource, RowT
from arcollect_tui.widgets.virtual_list import VirtualList

DIGITS = f"{DAY_QUEUES[0].number}-{DAY_QUEUES[-1].number}"


class TodayScreen(AccountVerbs):
    """The day on one screen; a digit opens a queue, Enter what is under the cursor."""

    SCOPE = "today"
    AUTO_FOCUS = "#queues"
    DEFAULT_CSS = """
    TodayScreen {
        & #queues { height: 12; }
        & #below { height: 1fr; }
        & #calls { width: 1fr; height: 1fr; }
        & #done { width: 1fr; height: 1fr; }
        & #ledger { color: $text-muted; }
        &.-flat #below { display: none; }
        &.-flat #queues { height: 1fr; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self.board: Board | None = None
        self._items: ItemCounts | None = None
        self._stale = False

    def compose_body(self) -> ComposeResult:
        """Queues; call-backs beside what was done; pace and age of the ledger."""
        fmt = self.ws.fmt
        yield RecordTable[QueueLine](queue_columns(fmt), widget_id="queues")
        with Horizontal(id="below"):
            yield RecordTable[CallBackLine](
                call_back_columns(lambda: self.ws.today), placeholder="Loading.", widget_id="calls"
            )
            yield RecordTable[DoneLine](done_columns(fmt), placeholder="Loading.", widget_id="done")
        yield TextLine(widget_id="pace")
        yield TextLine(widget_id="ledger")

    def where(self) -> str:
        """Whose day it is."""
        return f"Today  {self.ws.office.collector}"

    def on_mount(self) -> None:
        """The queues stand there before they are counted, so that their digits can be pressed."""
        self._show_queues({})
        self.table_of("queues", QueueLine).caption("What waits", f"{DIGITS} or Enter open  Tab call-backs")

    def table_of(self, name: str, _: type[RowT]) -> RecordTable[RowT]:
        """One of the three tables."""
        found: RecordTable[RowT] = self.query_one(f"#{name}", RecordTable)
        return found

    # Counting

    def arrive(self, filter_text: str | None) -> None:
        """Count anew, cursor on the first queue."""
        del filter_text
        self._count()
        queues = self.query_one_optional("#queues", RecordTable)
        if queues is not None:  # the first time it is still to be made
            queues.cursor = 0
            self.set_focus(queues)

    def store_changed(self) -> None:
        """Count anew, when it is looked at; cursors stay."""
        self._stale = not self.is_current
        if self.is_current:
            self._count()

    def on_screen_resume(self) -> None:
        """It is looked at again."""
        if self._stale:
            self._stale = False
            self._count()

    def _count(self) -> None:
        """Ask for what comes at once, then for what is counted on items."""
        office, known = self.ws.office, self._items
        self.ask("board", lambda: board(office), self._show)
        self.ask("items", lambda: item_counts(office, known), self._show_items)

    def _show(self, found: Board) -> None:
        self.board = found
        self._show_queues(self._counts)
        calls, done = self.table_of("calls", CallBackLine), self.table_of("done", DoneLine)
        calls.show(
            ListSource([CallBackLine(row) for row in found.call_backs]),
            placeholder="None agreed. c w takes one.",
        )
        calls.caption(call_back_title(found.call_backs), "Enter account  c call  r resched")
        done.show(ListSource(done_lines(found.activity, found.pace.done, self.ws.office.settings.outcomes)))
        done.caption("Activity", "Enter open  g a all  x export")
        self._show_words(found)
        self.show_top()

    def _show_words(self, found: Board) -> None:
        done, ledger = found.activity, found.ledger
        self.query_one("#pace", TextLine).set_text(pace_text(found.pace, done.first, done.last))
        name, as_of = (ledger.ledger, ledger.as_of) if ledger else ("", None)
        self.query_one("#ledger", TextLine).set_text(ledger_text(name, as_of, self.ws.today))

    def _show_items(self, found: ItemCounts) -> None:
        self._items = found
        self._show_queues(self._counts)

    @property
    def _counts(self) -> Counts:
        """All that is counted so far."""
        quick = self.board.counts if self.board else {}
        return {**quick, **(self._items.counts if self._items else {})}

    def _show_queues(self, counts: Counts) -> None:
        self.table_of("queues", QueueLine).show(ListSource(queue_lines(counts)))

    # Opening

    @on(VirtualList.Opened)
    def _opened(self, event: VirtualList.Opened) -> None:
        event.stop()
        row = event.table.cursor_row
        if isinstance(row, QueueLine):
            self._open_queue(row.queue)
        elif isinstance(row, CallBackLine):
            self.app.push_screen(AccountScreen(self.who()))
        elif isinstance(row, DoneLine):
            self.ws.open_place(row.place, row.filter)

    def _open_queue(self, queue: DayQueue) -> None:
        self.ws.open_place(queue.place, queue.filter)

    def who(self) -> Who:
        """The account of the call-back under the cursor.

        Raises:
            Refused: there is none, or the cursor is elsewhere.
        """
        calls = self.table_of("calls", CallBackLine)
        if not calls.has_focus:
            raise Refused("That acts on a call-back: Tab goes to them; a digit opens a queue.")
        if calls.cursor_row is None:
            raise Refused("No call-back is agreed: c w on an account takes one.")
        row = calls.cursor_row.row
        return Who(row.customer_id, row.number, row.name)

    def perform(self, run: Run) -> bool:
        """Open a queue by its digit; then the verbs on a call-back."""
        if run.action_id == "today.open":
            self._open_queue(next(q for q in DAY_QUEUES if str(q.number) == run.argument))
            return True
        if run.action_id == EXPORT:
            self.hand_out("activity", "", since=self.ws.today)
            return True
        return super().perform(run)

    @on(VirtualList.CursorMoved)
    @on(RecordTable.SortWanted)
    @on(RecordTable.MarksChanged)
    def _quiet(self, event: VirtualList.CursorMoved) -> None:
        event.stop()
