"""`/`: find an account, an item or a contact by any part of it, live while typing."""

from dataclasses import dataclass

from textual import events, on
from textual.app import ComposeResult
from textual.widgets import Input, Static

from arcollect_tui.errors import ArcollectError, Refused
from arcollect_tui.keys.engine import Run
from arcollect_tui.rules.formats import OfficeFormat
from arcollect_tui.rules.money import shown
from arcollect_tui.screens.base import Drawer
from arcollect_tui.screens.form import Who
from arcollect_tui.services.items import ItemRow, ItemView, item_rows, items_beginning
from arcollect_tui.services.office import Office
from arcollect_tui.services.worklist import WorklistRow, WorklistView, worklist_rows
from arcollect_tui.widgets.record_table import RecordTable
from arcollect_tui.widgets.rows import Column, ListSource
from arcollect_tui.widgets.safe import show

MOST_ACCOUNTS, MOST_ITEMS = 20, 40


@dataclass(frozen=True, slots=True)
class Found:
    """One thing found.

    Attributes:
        id: of the row.
        number: of the item or the account.
        about: what tells it apart.
        who: the account to open.
        item_id: the item to stand on; None for the account as such.
    """

    id: str
    number: str
    about: str
    who: Who
    item_id: int | None = None

    @property
    def kind(self) -> str:
        """What it is."""
        return "account" if self.item_id is None else "item"


_COLUMNS = (
    Column[Found]("kind", "What", 7, lambda found: found.kind),
    Column[Found]("number", "Number", 13, lambda found: found.number),
    Column[Found]("name", "Name", 16, lambda found: found.who.name, grow=True),
    Column[Found]("about", "", 30, lambda found: found.about, priority=1),
)


class FindDrawer(Drawer[Found | None]):
    """Finds while one types; Enter opens the account, with the cursor on the item.

    Args:
        title: what is looked for.
    """

    SCOPE = "pick"
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
        box.border_subtitle = show("any part of a number, name, PO or phone  Enter open  Esc leave")
        self.set_focus(self._input)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        text, office = event.value.strip(), self.ws.office
        if text:
            self.ask(
                "find", lambda: find_first(office, text), lambda rows: self._first(text, rows), self._failed
            )
        else:
            self.ask("find", lambda: (), lambda rows: self._show("", rows))

    def _first(self, text: str, rows: tuple[Found, ...]) -> None:
        """Show what is found at once; in a large ledger the rest takes a moment."""
        office, accounts = self.ws.office, tuple(row for row in rows if row.item_id is None)
        if rows:
            self._list(text, rows)
        self.ask(
            "find",
            lambda: (*accounts, *find_items(office, text)),
            lambda found: self._show(text, found),
            self._failed,
        )

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


def find_first(office: Office, text: str) -> tuple[Found, ...]:
    """Accounts that have every word of the text, and items whose number begins with it."""
    fmt = office.settings.fmt
    accounts = worklist_rows(office, WorklistView(quoted_words(text), everyone=True), MOST_ACCOUNTS)
    items = items_beginning(office, text, MOST_ITEMS)
    return (*[_account(row, fmt) for row in accounts], *[_item(row, fmt) for row in items])


def find_items(office: Office, text: str) -> tuple[Found, ...]:
    """Items that have every word of the text in a number, a name, a PO, a reference or their text."""
    fmt = office.settings.fmt
    items = item_rows(office, ItemView(quoted_words(text)), MOST_ITEMS)
    return tuple(_item(row, fmt) for row in items)


def _account(row: WorklistRow, fmt: OfficeFormat) -> Found:
    who = Who(row.customer_id, row.number, row.name)
    return Found(f"a{row.customer_id}", row.number, _amount(row.overdue, row.currency, fmt, "overdue"), who)


def _item(row: ItemRow, fmt: OfficeFormat) -> Found:
    return Found(
        f"i{row.item_id}",
        row.document_no or row.type,
        f"{_amount(row.open_amount, row.currency, fmt, 'open')}  {row.po}".rstrip(),
        Who(row.customer_id, row.customer_no, row.name),
        row.item_id,
    )


def _amount(minor: int, currency: str, fmt: OfficeFormat, word: str) -> str:
    return f"{shown(minor, currency, fmt)} {currency} {word}"


def quoted_words(text: str) -> str:
    """The words as a filter that searches for them and means nothing else."""
    return " ".join('"' + word.replace('"', '""') + '"' for word in text.split())
