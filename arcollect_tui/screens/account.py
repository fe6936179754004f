"""One account on the whole screen: its tabs, items to mark and code first, and the pane beside them."""

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Container

from arcollect_tui.errors import ArcollectError, Refused
from arcollect_tui.keys.engine import Run
from arcollect_tui.screens.account_columns import ItemLine
from arcollect_tui.screens.account_tab_list import CONTACTS, ITEMS, LATER, PROMISES, TABS, rows_of
from arcollect_tui.screens.account_tabs import AccountTabsScreen
from arcollect_tui.screens.account_text import Setting, account_lines
from arcollect_tui.screens.chosen import ChosenItems
from arcollect_tui.screens.conflict_text import without
from arcollect_tui.screens.contact_verbs import copy_text
from arcollect_tui.screens.settling import SETTLING
from arcollect_tui.screens.verbs import AccountVerbs
from arcollect_tui.services.account import Account, account
from arcollect_tui.services.account_tabs import AccountTabs, account_tabs
from arcollect_tui.services.coding import CodingPlan, apply_coding
from arcollect_tui.services.conflict_rows import ConflictRow
from arcollect_tui.services.office import Saved
from arcollect_tui.services.reach import Reach, reach_of
from arcollect_tui.services.who import Who
from arcollect_tui.widgets.pane import TextPane
from arcollect_tui.widgets.record_table import RecordTable

ROWS = SETTLING | {
    "mark.toggle",
    "mark.all",
    "mark.invert",
    "mark.range",
    "items.code",
    "items.cause",
    "copy",
    "nav.open",
    "list.sort",
    "list.sort_reverse",
}
"""Keys that need the rows, or what is said about the account."""


class AccountScreen(AccountTabsScreen):
    """One account. What is done here is done on the list it was opened from, too.

    Args:
        who: the account.
        opener: the list; J and K walk along it.
        item_id: the item to put the cursor on.
    """

    SCOPE = "account"
    AUTO_FOCUS = ".tab.-shown"
    DEFAULT_CSS = """
    AccountScreen {
        & #account { layout: vertical; height: 1fr; }
        & .tab { display: none; height: 45%; }
        & .tab.-shown { display: block; }
        & #about { height: 55%; padding: 0 1; }
        & #account.-alone #about { display: none; }
        & #account.-alone .tab { height: 1fr; }
        &.-wide #account { layout: horizontal; }
        &.-wide .tab { width: 60%; height: 1fr; }
        &.-wide #about { width: 40%; height: 1fr; }
        &.-wide #account.-alone #about { display: block; }
        & #account.-list #about { display: none; }
        & #account.-list .tab { width: 1fr; height: 1fr; }
        & #account.-pane .tab { display: none; }
        & #account.-pane #about { display: block; width: 1fr; height: 1fr; }
    }
    """

    def __init__(self, who: Who, opener: AccountVerbs | None = None, item_id: int | None = None) -> None:
        super().__init__()
        self._item_id = item_id
        self._who = who
        self._opener = opener
        self._loading = True
        self._found: tuple[Account, Reach] | None = None

    def compose_body(self) -> ComposeResult:
        """The tabs, and the pane."""
        with Container(id="account"):
            yield from self.tables()
            yield TextPane(widget_id="about")

    @property
    def table(self) -> RecordTable[ItemLine]:
        """The items."""
        return self.table_of(ITEMS)

    def where(self) -> str:
        """The account."""
        return f"{self._who.number} {self._who.name}"

    def on_mount(self) -> None:
        """Ask for the account; begin on the tab of the last one, or on the items if one is asked for."""
        if self._item_id is None:
            self.tab = self.ws.account_tab
        self._load()

    def on_resize(self) -> None:
        """Compose the text for the new size."""
        self.call_after_refresh(self._compose_text)
        self.call_after_refresh(self.tell_tab)

    # Loading

    def _load(self) -> None:
        office, customer = self.ws.office, self._who.id
        self._loading = True

        def job() -> tuple[Account, Reach]:
            found = account(office, customer)
            return found, reach_of(office, found)

        self.ask("account", job, self._show, self._gone)

    def _show(self, found: tuple[Account, Reach]) -> None:
        other = self._found is None or self._found[0].customer.id != found[0].customer.id
        self._found = found
        card = found[0].customer
        self._who = Who(card.id, card.number, card.name)
        if other:
            self.more = None
            for tab in TABS:
                self.table_of(tab.key).marks.clear()
        self._show_tabs(to_top=other)
        self._compose_text(to_top=other)
        self.show_top()
        self._go_to_item()
        self._loading = False
        office, about = self.ws.office, found[0]
        self.ask("tabs", lambda: account_tabs(office, about), self._show_more, self._gone)
        self.go_on()

    def _show_more(self, more: AccountTabs) -> None:
        self.more = more
        self._show_tabs(to_top=False)
        self.go_on()

    def _show_tabs(self, *, to_top: bool) -> None:
        if self._found is not None:
            found, reach = self._found
            rows = {tab.key: rows_of(tab.key, found, reach, self.more) for tab in TABS}
            self.show_rows(rows, to_top=to_top)

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
        """Keys about what is shown wait for it; a promise is opened with what it was judged by."""
        opens = self.tab == PROMISES and run.action_id == "nav.open"
        coming = self._loading or (self.more is None and (self.tab in LATER or opens))
        return coming and run.action_id in ROWS

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
            "tab.next": lambda: self.next_tab(run.times),
            "tab.previous": lambda: self.next_tab(-run.times),
            "nav.back": self._leave,
            "items.code": lambda: self._code(run),
            "items.cause": lambda: self._cause(run),
            "copy": lambda: self.copy(run),
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
        from arcollect_tui.screens.coding import CodingDrawer

        self.ws.check_writable()
        items, title = self.items_meant(run)
        chosen, customer = ChosenItems(items=items), self._who.id
        drawer = CodingDrawer(chosen, title, customer, recode=not run.bulk)
        self.app.push_screen(drawer, lambda plan: self._coded(plan, drawer.keeper.token))

    def _cause(self, run: Run) -> None:
        from arcollect_tui.screens.cause_verb import Caused, tell_cause

        items, title = self.items_meant(run)
        chosen, done = ChosenItems(items=items), self.unmark if run.bulk else None
        tell_cause(self, Caused(self._who.id, chosen, title, bulk=run.bulk, done=done))

    def _coded(self, plan: CodingPlan | None, token: bytes) -> None:
        if plan is None:
            return
        office = self.ws.office
        self.ws.write(lambda: apply_coding(office, plan, token))
        self.ws.remember(None)
        self.unmark()

    def copy(self, run: Run) -> None:
        """On the tab of contacts the number or address of the one under the cursor."""
        row = self.current.cursor_row if self.tab == CONTACTS else None
        if row is None or run.argument not in ("phone", "email"):
            super().copy(run)
        else:
            copy_text(self, row.phone if run.argument == "phone" else row.card.email, self._who)
