"""The worklist: whom to call next, with everything about the account beside it.

The order never jumps under the user: worked accounts stay where they are and say so, and only `g w`,
sorting and filtering order the list anew.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Container

from arcollect_tui.errors import ArcollectError, Refused
from arcollect_tui.keys.engine import Run
from arcollect_tui.rules.query_ast import Query
from arcollect_tui.rules.query_fields import SORT, Target
from arcollect_tui.rules.query_view import without_view_words
from arcollect_tui.screens.account_pane import AccountPane
from arcollect_tui.screens.base import EXPORT
from arcollect_tui.screens.filter_languages import AccountsLanguage, read, sums
from arcollect_tui.screens.filter_line import FilterLine
from arcollect_tui.screens.settling import SETTLING
from arcollect_tui.screens.sources import IdSource
from arcollect_tui.screens.worked_accounts import WorkedAccounts
from arcollect_tui.screens.worklist_columns import NO_ORDER, AccountLine
from arcollect_tui.screens.worklist_layout import account_lines_of
from arcollect_tui.services.who import Who
from arcollect_tui.services.worklist import (
    Summary,
    WorklistView,
    begins_with_own,
    ledger_age,
    worklist_ids,
    worklist_summary,
)
from arcollect_tui.widgets.record_table import RecordTable
from arcollect_tui.widgets.rows import RowSource
from arcollect_tui.widgets.virtual_list import VirtualList

if TYPE_CHECKING:
    from arcollect_tui.services.conflict_rows import ConflictRow

FIRST_ROWS = 64
"""Rows that are shown before the rest of the order is known."""
NEVER_WAIT = frozenset({"app.quit", "call.answer", "app.messages", "app.help", "edit.undo", "edit.redo"})
"""Keys that mean the same while the list is loading."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A view as it was found: its order, the first rows, whether that is all, the filter as read.

    Attributes:
        own: it is narrowed to the collector's own accounts.
        bare: no file was taken in yet; known with the rows, as the first line hears of a file later.
    """

    view: WorklistView
    ids: Sequence[int]
    first: tuple[AccountLine, ...]
    whole: bool
    query: Query
    own: bool
    bare: bool


class WorklistScreen(WorkedAccounts):
    """Accounts in the order they should be called."""

    SCOPE = "worklist"
    AUTO_FOCUS = "#list"
    DEFAULT_CSS = """
    WorklistScreen {
        & #body { layout: vertical; height: 1fr; }
        & #list { height: 1fr; }
        & AccountPane { height: 10; }
        &.-wide #body { layout: horizontal; }
        &.-wide #list { width: 61%; }
        &.-wide AccountPane { width: 39%; height: 1fr; }
        & #body.-list AccountPane { display: none; }
        & #body.-pane #list { display: none; }
        & #body.-list #list { width: 1fr; }
        & #body.-pane AccountPane { width: 1fr; height: 1fr; }
        &.-flat AccountPane { display: none; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self.view = WorklistView()
        self._last_filter = ""
        self._loading = self._own = False
        self._day: date | None = None
        self._drafts: frozenset[int] = frozenset()

    def compose_body(self) -> ComposeResult:
        """The list, the pane, the filter line."""
        with Container(id="body"):
            yield self.new_table()
            yield AccountPane()
        yield FilterLine(AccountsLanguage(self.ws.office))

    @property
    def table(self) -> RecordTable[AccountLine]:
        """The list."""
        found: RecordTable[AccountLine] = self.query_one("#list", RecordTable)
        return found

    @property
    def pane(self) -> AccountPane:
        """The pane."""
        return self.query_one(AccountPane)

    def where(self) -> str:
        """The view."""
        if self.view.filter:
            return f"Worklist  f {self.view.filter}"
        whose = "your accounts that need" if self._own else "what needs"
        return f"Worklist  {whose} an action today"

    def show_top(self) -> None:
        """The first line; and the rows, where other accounts have a draft than when they were drawn."""
        super().show_top()
        drafts = frozenset(self.ws.draft_customers)
        table = self.query_one_optional("#list", RecordTable)
        if table is not None and drafts != self._drafts:
            self._drafts = drafts
            table.repaint()

    def view_filter(self) -> str:
        """The filter line is the whole view, and names the columns where they are the user's own."""
        return self.with_columns(self.view.filter)

    # Loading

    def arrive(self, filter_text: str | None) -> None:
        """Order the list anew, cursor on the top account."""
        self.load(WorklistView(filter_text or ""), to_top=True)

    def load(self, view: WorklistView, *, to_top: bool) -> None:
        """Show a view; keys wait until its rows are here.

        To the top its first rows are shown before the rest of the order is known.
        """
        self._loading = True
        self._find(view, FIRST_ROWS if to_top else None, lambda found: self._show(found, to_top=to_top))

    def _find(self, view: WorklistView, most: int | None, then: Callable[[Loaded], None]) -> None:
        office = self.ws.office

        def job() -> Loaded:
            ids = worklist_ids(office, view, most)
            first = account_lines_of(office, ids[:FIRST_ROWS], 1)
            query = read(office, view.filter, Target.ACCOUNTS)
            own = query.expr is None and begins_with_own(office)
            bare = not ids and ledger_age(office) is None
            return Loaded(view, ids, first, len(ids) != most, query, own, bare)

        self.ask("list", job, then, self._not_loaded)

    def _show(self, found: Loaded, *, to_top: bool) -> None:
        if found.view.filter:
            self._last_filter = found.view.filter
        self.view, self._own = found.view, found.own
        self.take_named(found.query.columns)
        self._day = self.ws.today
        self.forget_worked()
        self._put(found, to_top=to_top)
        if not found.whole:
            self._find(found.view, None, lambda rest: self._put(rest, to_top=False))
        self.show_top()
        self.call_after_refresh(self.ws.warm_up)

    def _put(self, found: Loaded, *, to_top: bool) -> None:
        """Put rows into the table; once the order is whole, keys are obeyed."""
        source, office, view = IdSource(found.ids, found.first), self.ws.office, found.view
        sort = found.query.sort[0] if found.query.sort else None
        self.table.show(source, to_top=to_top, placeholder=self._empty_words(bare=found.bare), sort=sort)
        self.table.caption(f"Accounts  {len(found.ids):,}" if found.whole else "Accounts", "")
        if found.whole:
            self.ask("sums", lambda: worklist_summary(office, view), self._show_sums)
            self._loaded()

    def _show_sums(self, found: Summary) -> None:
        """What the rows add up to; nobody waits for it."""
        below = sums(found, self.ws.office)
        self.table.caption(f"Accounts  {found.count:,}", f"{below} overdue" if below else "")

    def _empty_words(self, *, bare: bool) -> str:
        if self.view.filter:
            return "No account matches this filter: f changes it, F turns it off."
        if bare:
            return "The office is empty: g s 8 takes in a file of your ledger, g s 9 opens a sample office."
        if self._own:
            return "Nothing of yours needs an action today: f od>0 Enter shows all that is overdue."
        return "Nothing needs an action today: f od>0 Enter shows all that is overdue."

    def _not_loaded(self, error: ArcollectError) -> None:
        self.ws.show_error(error)
        self._loaded()

    def _loaded(self) -> None:
        self._loading = False
        self.go_on()

    def must_wait(self, run: Run) -> bool:
        """Keys about rows wait for the rows, those about what the pane shows for the pane."""
        if run.action_id in SETTLING and self.table.cursor_id not in (None, self.pane.loaded):
            return True
        return (self._loading or self.seeking) and run.action_id not in NEVER_WAIT

    @on(VirtualList.WindowNeeded)
    def _fetch_rows(self, event: VirtualList.WindowNeeded) -> None:
        event.stop()
        self._fetch(event.source, event.start, event.end)

    def _fetch(self, source: RowSource[AccountLine], start: int, end: int) -> None:
        if not isinstance(source, IdSource):
            return
        office, ids = self.ws.office, source.ids_between(start, end)
        self.ask(
            "rows",
            lambda: account_lines_of(office, ids, start + 1),
            lambda rows: self.table.put_rows(source, start, rows),
        )

    def store_changed(self) -> None:
        """Show what is now in the rows on the screen, and in the pane; the order stays for the day."""
        table = self.table
        self.rename_columns()
        new_day = self._day != self.ws.today
        if not self._loading and (new_day or not table.source.count):
            self.load(self.view, to_top=False)
            if not new_day:
                return
        if isinstance(table.source, IdSource):
            table.source.forget_first()
        table.refetch()
        self.pane.reload()

    # The row under the cursor

    def who(self) -> Who:
        """The account under the cursor."""
        table = self.table
        if table.cursor_id is None:
            raise Refused("There is no account here: f changes the filter, g w shows the worklist.")
        row = table.cursor_row.row if table.cursor_row else None
        return Who(int(table.cursor_id), row.number if row else "", row.name if row else "")

    def conflicts(self) -> tuple["ConflictRow", ...]:
        """Those of the pane, which follows the cursor."""
        return self.pane.conflicts

    def hide(self, conflict: "ConflictRow") -> None:
        """It is about to be settled."""
        self.pane.hide(conflict)

    @on(VirtualList.CursorMoved)
    def _follow(self, event: VirtualList.CursorMoved) -> None:
        event.stop()
        self.pane.follow(None if event.id is None else int(event.id))

    # Keys

    def perform(self, run: Run) -> bool:
        """Walk, zoom, filter, sort; then the verbs."""
        deeds: dict[str, Callable[[], None]] = {
            "move.next_account": lambda: self.walk(run.times),
            "move.previous_account": lambda: self.walk(-run.times),
            "nav.zoom": self.zoom,
            "list.filter": lambda: self.query_one(FilterLine).open(self.view.filter),
            "list.filter_toggle": self._toggle_filter,
            "worklist.dispute": self._dispute,
            "worklist.why": self._why,
            EXPORT: lambda: self.hand_out("worklist", self.view.filter),
        }
        deed = deeds.get(run.action_id)
        if deed is None:
            return super().perform(run)
        deed()
        return True

    def walk(self, steps: int) -> None:
        """Go down or up the list."""
        self.table.cursor += steps

    @on(FilterLine.Kept)
    def _filtered(self, event: FilterLine.Kept) -> None:
        event.stop()
        if event.place:
            self.ws.open_place(event.place, event.text)
        else:
            self.load(WorklistView(event.text), to_top=True)

    def _toggle_filter(self) -> None:
        if not self._last_filter:
            raise Refused("There is no filter to turn on: f types one.")
        self.load(WorklistView("" if self.view.filter else self._last_filter), to_top=True)

    @on(RecordTable.SortWanted)
    def _sort(self, event: RecordTable.SortWanted) -> None:
        event.stop()
        if event.key in NO_ORDER:
            self.ws.refuse("That column has no order: choose another with Left and Right.")
            return
        word = f"sort:{'-' if event.reverse else ''}{event.key}"
        text = f"{without_view_words(self.view.filter, SORT)} {word}".strip()
        self.load(WorklistView(text), to_top=False)

    @on(RecordTable.MarksChanged)
    def _marked(self, event: RecordTable.MarksChanged) -> None:
        event.stop()
        self.status(str(self.table.marks))

    @on(VirtualList.Opened)
    def _open(self, event: VirtualList.Opened) -> None:
        event.stop()
        self._open_account()

    def _open_account(self) -> None:
        from arcollect_tui.screens.account import AccountScreen

        self.app.push_screen(AccountScreen(self.who(), self))

    def _dispute(self) -> None:
        self._open_account()
        self.ws.say("d codes the item at the cursor; Space marks items, ; d codes those marked.")

    def _why(self) -> None:
        from arcollect_tui.screens.why import WhyDrawer

        self.app.push_screen(WhyDrawer(self.who()))
