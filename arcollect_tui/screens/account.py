"""One account on the whole screen: all open items to mark and code, and the full timeline."""

from collections.abc import Callable
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Container

from arcollect_tui.errors import ArcollectError, Refused
from arcollect_tui.keys.engine import Run
from arcollect_tui.rules.formats import OfficeFormat, short_day
from arcollect_tui.rules.money import shown
from arcollect_tui.screens.account_text import Setting, account_lines, item_mark
from arcollect_tui.screens.chosen import ChosenItems
from arcollect_tui.screens.conflict_text import without
from arcollect_tui.screens.form import Who
from arcollect_tui.screens.settling import SETTLING
from arcollect_tui.screens.verbs import AccountVerbs
from arcollect_tui.services.account import Account, LocalTime, account, local_time
from arcollect_tui.services.coding import CodingPlan, apply_coding
from arcollect_tui.services.conflict_rows import ConflictRow
from arcollect_tui.services.items import ItemRow
from arcollect_tui.services.office import Saved
from arcollect_tui.widgets.pane import TextPane
from arcollect_tui.widgets.record_table import RecordTable
from arcollect_tui.widgets.rows import Column, ListSource
from arcollect_tui.widgets.virtual_list import VirtualList

ROWS = SETTLING | {
    "mark.toggle",
    "mark.all",
    "mark.invert",
    "mark.range",
    "items.code",
    "items.cause",
    "copy",
}
"""Keys that need the items, or what is said about the account."""


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One open item of the account."""

    id: int
    row: ItemRow


def item_columns(fmt: OfficeFormat) -> tuple[Column[ItemLine], ...]:
    """The columns of the items of one account."""

    def overdue(line: ItemLine) -> str:
        return "" if line.row.days_overdue is None else str(line.row.days_overdue)

    return (
        Column("document_no", "Item", 11, lambda x: x.row.document_no or x.row.type),
        Column("due", "Due", 6, lambda x: short_day(x.row.due_date) if x.row.due_date else "", "right"),
        Column("days", "Days", 4, overdue, "right", priority=2),
        Column("open", "Open", 12, lambda x: shown(x.row.open_amount, x.row.currency, fmt), "right"),
        Column("currency", "Cur", 3, lambda x: x.row.currency, priority=4),
        Column("mark", "Coding", 12, lambda x: item_mark(x.row, fmt), priority=1),
        Column("po", "PO", 12, lambda x: x.row.po, priority=3),
        Column("text", "Text", 10, lambda x: x.row.text, priority=5, grow=True),
    )


class AccountScreen(AccountVerbs):
    """One account. What is done here is done on the list it was opened from, too.

    Args:
        who: the account.
        opener: the list; J and K walk along it.
        item_id: the item to put the cursor on.
    """

    SCOPE = "account"
    AUTO_FOCUS = "#items"
    DEFAULT_CSS = """
    AccountScreen {
        & #account { layout: vertical; height: 1fr; }
        & #items { height: 45%; }
        & #about { height: 55%; padding: 0 1; }
        &.-wide #account { layout: horizontal; }
        &.-wide #items { width: 58%; height: 1fr; }
        &.-wide #about { width: 42%; height: 1fr; }
        & #account.-list #about { display: none; }
        & #account.-list #items { width: 1fr; height: 1fr; }
        & #account.-pane #items { display: none; }
        & #account.-pane #about { width: 1fr; height: 1fr; }
    }
    """

    def __init__(self, who: Who, opener: AccountVerbs | None = None, item_id: int | None = None) -> None:
        super().__init__()
        self._item_id = item_id
        self._who = who
        self._opener = opener
        self._loading = True
        self._found: tuple[Account, LocalTime | None] | None = None

    def compose_body(self) -> ComposeResult:
        """The items, and everything else."""
        with Container(id="account"):
            yield RecordTable[ItemLine](
                item_columns(self.ws.fmt), placeholder="Nothing is open.", widget_id="items"
            )
            yield TextPane(widget_id="about")

    @property
    def table(self) -> RecordTable[ItemLine]:
        """The items."""
        found: RecordTable[ItemLine] = self.query_one("#items", RecordTable)
        return found

    def where(self) -> str:
        """The account."""
        return f"{self._who.number} {self._who.name}"

    def on_mount(self) -> None:
        """Ask for the account."""
        self._load()

    def on_resize(self) -> None:
        """Compose the text for the new size."""
        self.call_after_refresh(self._compose_text)

    # Loading

    def _load(self) -> None:
        office, customer = self.ws.office, self._who.id
        self._loading = True

        def job() -> tuple[Account, LocalTime | None]:
            found = account(office, customer)
            return found, local_time(office, found)

        self.ask("account", job, self._show, self._gone)

    def _show(self, found: tuple[Account, LocalTime | None]) -> None:
        other = self._found is None or self._found[0].customer.id != found[0].customer.id
        self._found = found
        card = found[0].customer
        self._who = Who(card.id, card.number, card.name)
        if other:
            self.table.marks.clear()
        self.table.show(ListSource([ItemLine(item.item_id, item) for item in found[0].items]), to_top=other)
        self.table.caption(f"Open items  {len(found[0].items):,}", "Space mark  ; d code the marked")
        self._compose_text(to_top=other)
        self.show_top()
        self._go_to_item()
        self._loading = False
        self.go_on()

    def _go_to_item(self) -> None:
        """Put the cursor on the item that was asked for, once."""
        ids = self.table.source.ids or ()
        if self._item_id in ids:
            self.table.cursor = ids.index(self._item_id)
        self._item_id = None

    def _gone(self, error: ArcollectError) -> None:
        self._loading = False
        self.ws.show_error(error)
        self.go_on()

    def _compose_text(self, *, to_top: bool = False) -> None:
        if self._found is None:
            return
        found, there = self._found
        pane = self.query_one("#about", TextPane)
        setting = Setting(
            self.ws.fmt, self.ws.today, max(20, pane.size.width), items=False, all_contacts=True
        )
        pane.caption("Account", "Tab here  e contacts  a note")
        pane.set_lines(account_lines(found, there, setting), to_top=to_top)

    def store_changed(self) -> None:
        """Show what is now."""
        self._load()

    def must_wait(self, run: Run) -> bool:
        """Keys about what is shown wait for it."""
        return self._loading and run.action_id in ROWS

    # The account

    def who(self) -> Who:
        """The account."""
        return self._who

    def marked_items(self) -> tuple[int, ...]:
        """The items marked here; none before the screen stands."""
        table = self.query_one_optional("#items", RecordTable)
        return () if table is None else tuple(int(item) for item in sorted(table.marks.ids, key=int))

    def doing(self) -> str:
        """The account."""
        return f"account {self._who.number}"

    def conflicts(self) -> tuple[ConflictRow, ...]:
        """The conflicts shown here."""
        return () if self._found is None else self._found[0].conflicts

    def hide(self, conflict: ConflictRow) -> None:
        """It is about to be settled."""
        if self._found is not None:
            self._found = (without(self._found[0], conflict), self._found[1])
            self._compose_text()

    def worked(self, customer: int, words: str = "") -> None:
        """The list goes on to its next account, and so does this screen."""
        if self._opener is not None:
            self._opener.worked(customer, words)
            self._take(self._opener.who())

    def not_worked(self, customer: int) -> None:
        """The list takes it back."""
        if self._opener is not None:
            self._opener.not_worked(customer)

    def recorded(self, customer: int, saved: Saved) -> None:
        """The list knows the entry."""
        if self._opener is not None:
            self._opener.recorded(customer, saved)

    def _take(self, who: Who) -> None:
        if who.id != self._who.id:
            self._who = who
            self.show_top()
            self._load()

    # Keys

    def perform(self, run: Run) -> bool:
        """Walk, zoom, code, leave; then the verbs."""
        deeds: dict[str, Callable[[], object]] = {
            "move.next_account": lambda: self._walk(run.times),
            "move.previous_account": lambda: self._walk(-run.times),
            "nav.zoom": self.zoom,
            "nav.open": lambda: None,
            "nav.back": self._leave,
            "items.code": lambda: self._code(run),
            "items.cause": lambda: self._cause(run),
        }
        deed = deeds.get(run.action_id)
        if deed is None:
            return super().perform(run)
        deed()
        return True

    def _leave(self) -> None:
        self.dismiss(None)

    def _walk(self, steps: int) -> None:
        if self._opener is None:
            raise Refused("Opened from no list of accounts: Esc goes back.")
        self._opener.walk(steps)
        self._take(self._opener.who())

    def _code(self, run: Run) -> None:
        from arcollect_tui.screens.chosen import ChosenItems
        from arcollect_tui.screens.coding import CodingDrawer

        self.ws.check_writable()
        table = self.table
        if run.bulk:
            ids = tuple(int(item) for item in table.take_marks())
            title = f"{len(ids):,} marked"
        else:
            if table.cursor_row is None:
                raise Refused("There is no item here to code.")
            ids = (table.cursor_row.id,)
            title = table.cursor_row.row.document_no or table.cursor_row.row.type
        self.app.push_screen(CodingDrawer(ChosenItems(items=ids), title, recode=not run.bulk), self._coded)

    def _cause(self, run: Run) -> None:
        from arcollect_tui.screens.cause_verb import Caused, tell_cause

        table, who = self.table, self._who.id
        if run.bulk:
            ids = tuple(int(item) for item in table.take_marks())
            tell_cause(
                self,
                Caused(who, ChosenItems(items=ids), f"{len(ids):,} marked", bulk=True, done=self._unmark),
            )
            return
        if table.cursor_row is None:
            raise Refused("There is no item here whose cause could be told.")
        row = table.cursor_row
        tell_cause(
            self, Caused(who, ChosenItems(items=(row.id,)), row.row.document_no or row.row.type, bulk=False)
        )

    def _unmark(self) -> None:
        self.table.marks.clear()
        self.table.changed_marks()

    def _coded(self, plan: CodingPlan | None) -> None:
        if plan is None:
            return
        office = self.ws.office
        self.ws.write(lambda: apply_coding(office, plan))
        self.ws.remember(None)
        self._unmark()

    @on(RecordTable.MarksChanged)
    def _marked(self, event: RecordTable.MarksChanged) -> None:
        event.stop()
        self.status(str(self.table.marks))

    @on(RecordTable.SortWanted)
    def _unsorted(self, event: RecordTable.SortWanted) -> None:
        event.stop()
        self.ws.refuse("The items of one account stand oldest due first: g i sorts them all.")

    @on(VirtualList.CursorMoved)
    @on(VirtualList.Opened)
    def _quiet(self, event: VirtualList.CursorMoved | VirtualList.Opened) -> None:
        event.stop()
