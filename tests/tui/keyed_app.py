"""A small office for the tests of the keyed app: a list with lines around it, and a form."""

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.events import Paste

from arcollect_tui.errors import Refused
from arcollect_tui.keys.engine import Run
from arcollect_tui.widgets.field import Echo, Field
from arcollect_tui.widgets.keyed import KeyedApp, KeyedModal, KeyedScreen
from arcollect_tui.widgets.lines import EchoLine, KeyLine, StatusLine, TopLine, WhichKeyPanel
from arcollect_tui.widgets.pane import TextPane
from arcollect_tui.widgets.pick_list import Choice, PickList
from arcollect_tui.widgets.record_table import RecordTable
from arcollect_tui.widgets.rows import ListSource
from tests.tui.table_app import COLUMNS, Account, accounts

REASONS = (
    Choice("PRICING", "Price differs from the order"),
    Choice("PRICE-LIST", "Old price list used"),
    Choice("FREIGHT", "Freight not agreed", "owner: logistics"),
)


class Form(KeyedModal[str | None]):
    """Amount and day; returns what was typed."""

    def compose(self) -> ComposeResult:
        yield Field("amount", "Amount", "85,530.45", has_list=True)
        yield Field(
            "day",
            "Pay on",
            "0",
            echo=lambda text: Echo(f"day {text}", ok=text != "bad"),
            step=lambda text, days: str(int(text) + days) if text.lstrip("-").isdigit() else None,
        )

    def perform(self, run: Run) -> bool:
        if run.action_id == "form.save":
            self.dismiss("|".join(field.value for field in self.query(Field)))
        elif run.action_id == "form.leave":
            self.dismiss(None)
        else:
            return super().perform(run)
        return True


class Picker(KeyedModal[Choice | None]):
    """Picks a reason."""

    def compose(self) -> ComposeResult:
        yield PickList(REASONS)

    def on_pick_list_picked(self, event: PickList.Picked) -> None:
        self.dismiss(event.choice)


class ListScreen(KeyedScreen[None]):
    """A worklist that writes down what it is asked to do."""

    SCOPE = "worklist"
    AUTO_FOCUS = "RecordTable"

    def __init__(self) -> None:
        super().__init__()
        self.deeds: list[str] = []
        self.pasted: list[str] = []

    def on_paste(self, event: Paste) -> None:
        self.pasted.append(event.text)

    def compose(self) -> ComposeResult:
        yield TopLine("Worklist", "37 done")
        with Horizontal():
            yield RecordTable[Account](COLUMNS, widget_id="table")
            yield TextPane(widget_id="pane")
        yield Field("filter", "Filter", "")
        yield EchoLine()
        yield KeyLine("worklist")
        yield StatusLine()
        yield WhichKeyPanel()

    def on_mount(self) -> None:
        self.table.show(ListSource(accounts(40)))

    @property
    def table(self) -> RecordTable[Account]:
        return self.query_one("#table", RecordTable)

    @property
    def office(self) -> "OfficeApp":
        assert isinstance(self.app, OfficeApp)
        return self.app

    def perform(self, run: Run) -> bool:
        deed = getattr(self, f"_{run.action_id.split('.')[1]}", None)
        if deed is None:
            return super().perform(run)
        deed(run)
        return True

    def _log_outcome(self, run: Run) -> None:
        if run.argument == "PP":
            self.app.push_screen(Form(), self._promised)
            return
        self.deeds.append(f"{self.table.cursor_id} {run.argument} {run.count}")
        self.office.remember(run, f"call/{run.argument}")
        self.office.say(f"Logged: {run.argument}.  u undo")
        self.table.cursor += 1

    def _promised(self, result: str | None) -> None:
        self.deeds.append(f"{self.table.cursor_id} promise {result}")

    def _dispute(self, run: Run) -> None:
        del run
        self.app.push_screen(Picker(), lambda choice: self.deeds.append(f"picked {choice}"))

    def _undo(self, run: Run) -> None:
        self.deeds.append("undo")

    def _filter(self, run: Run) -> None:
        self.query_one("#filter", Field).focus_input()

    def _keep(self, run: Run) -> None:
        self.deeds.append(f"filter {self.query_one('#filter', Field).value}")
        self.set_focus(self.table)

    def _restore(self, run: Run) -> None:
        self.set_focus(self.table)

    def _why(self, run: Run) -> None:
        raise Refused("There is no row here: [b]choose one.")


class OfficeApp(KeyedApp[None]):
    """Opens the list."""

    def __init__(self) -> None:
        super().__init__()
        self.list = ListScreen()

    def on_mount(self) -> None:
        self.push_screen(self.list)

    @property
    def deeds(self) -> list[str]:
        return self.list.deeds

    def texts(self) -> Iterator[str]:
        yield from (self.list.query_one(kind).text for kind in (EchoLine, StatusLine))
