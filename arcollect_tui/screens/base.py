"""What all screens share: the fixed lines, the question and answer with the services, the drawers.

How to plug in a screen (a "place", one goes there by `g` and a letter):

    class ItemsScreen(OfficeScreen):
        SCOPE = "items"                                  # its name in the action table

        def compose_body(self) -> ComposeResult: ...     # what stands between first and last lines
        def where(self) -> str: ...                      # left end of the first line
        def arrive(self, filter_text): ...               # by `g i` (None) or with a filter
        def store_changed(self): ...                     # somebody wrote; this window too
        def must_wait(self, run: Run) -> bool: ...       # True holds this key and all after it;
                                                         # call `self.go_on()` when it may be done
        def perform(self, run: Run) -> bool: ...         # last: return super().perform(run)

It is named in `screens.places.PLACES`. Undo, redo, going places, saved views, help, palette and
messages are done here and in the app. Inside a screen or a drawer:

    self.ws                     the app: .office .today .fmt .progress .ledger_age
    self.ws.open_place("items", "short d:uncoded")       # at once in front; rows come later
    self.ask("ids", lambda: item_ids(office, view), self._show_ids)      # read; stale answers drop
    self.ws.write(lambda: apply_coding(office, plan), self._coded, self._failed)  # serial, in order;
                                # says Saved.sentence; errors go to the echo line, then to `failed`
    self.ws.say(sentence); self.ws.refuse(sentence)
    self.ws.remember(run, "call/no answer +1b")          # what `.` does; None when it must not
    self.status("12 marked (5 hidden)")                  # left part of the last line

Textual runs `on_mount`, `on_resize` and the like of every class, the subclass's first: never call super's.

`ask` and `write` return at once. Nothing waits between two keys: act on what is held here, or hold
the key by `must_wait`.

A form or question is a `Drawer[Draft | None]`: it stands at the bottom over the screen, takes values,
is left by `dismiss(draft)` and never writes; it is opened by `self.app.push_screen(drawer, callback)`.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import ClassVar, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.message_pump import MessagePump

from arcollect_tui.errors import ArcollectError
from arcollect_tui.keys.engine import Run
from arcollect_tui.keys.hints import worded
from arcollect_tui.rules.formats import WEEKDAYS, short_day
from arcollect_tui.rules.text import counted
from arcollect_tui.screens.threads import Failed
from arcollect_tui.screens.workstation import Workstation
from arcollect_tui.services.office import Saved
from arcollect_tui.widgets.keyed import KeyedModal, KeyedScreen
from arcollect_tui.widgets.lines import EchoLine, KeyLine, StatusLine, TextLine, TopLine, WhichKeyPanel
from arcollect_tui.widgets.pane import TextPane
from arcollect_tui.widgets.record_table import RecordTable

ZOOMS = ("-both", "-list", "-pane")
EXPORT = "list.export"
"""The key that writes what a list shows to a file."""
LEAST_COLUMNS, LEAST_LINES = 60, 12
WIDE = 110
"""Cells from which on list and pane stand side by side."""

ValueT = TypeVar("ValueT")
ResultT = TypeVar("ResultT")


class Asking(MessagePump):
    """Something that asks the services: a screen or a drawer."""

    @property
    def ws(self) -> Workstation:
        """The app."""
        app = self.app
        if not isinstance(app, Workstation):
            raise TypeError("screens of the office live in a Workstation")
        return app

    def ask(
        self,
        group: str,
        job: Callable[[], ValueT],
        then: Callable[[ValueT], None],
        failed: Failed | None = None,
        *,
        after_writes: bool = False,
    ) -> None:
        """Ask a service off the UI thread; see `Workstation.fetch`."""
        self.ws.fetch(self, group, job, then, failed, after_writes=after_writes)

    def attempt(self, deed: Callable[[], object]) -> None:
        """Do what a widget's message asks for; a refusal is shown, as it is for a key."""
        try:
            deed()
        except ArcollectError as error:
            self.ws.show_error(error)

    def go_on(self) -> None:
        """What keys were waiting for is here."""
        self.ws.call_later(self.ws.take_keys)


class OfficeScreen(Asking, KeyedScreen[None]):
    """A place: the first line, a body, and the three last lines."""

    DEFAULT_CSS = """
    OfficeScreen {
        & > #tiny { display: none; layer: above; width: 100%; height: 100%; }
        &.-flat > #top { display: none; }
        &.-flat > #keys { display: none; }
        &.-tiny > #tiny, &.-low > #tiny { display: block; }
    }
    """

    def compose(self) -> ComposeResult:
        """The lines that every place has, around its body."""
        yield TextLine(f"needs {LEAST_COLUMNS}x{LEAST_LINES}", widget_id="tiny")
        yield TopLine(widget_id="top")
        yield from self.compose_body()
        yield EchoLine(widget_id="echo")
        yield KeyLine(self.SCOPE, self.ws.engine.actions, widget_id="keys")
        yield StatusLine(widget_id="status")
        yield WhichKeyPanel()

    def compose_body(self) -> ComposeResult:
        """What stands between the first line and the last three."""
        raise NotImplementedError

    def where(self) -> str:
        """What the first line says about the place."""
        return self.SCOPE.capitalize()

    def arrive(self, filter_text: str | None) -> None:
        """Show the place as `g` asks for it (None), or with a filter. Coming back does not call it."""

    def doing(self) -> str:
        """What one is about here, in the words that tell of it when a call has parked it."""
        return self.SCOPE

    def view_filter(self) -> str | None:
        """The filter with sort and columns that `V =` would save; None for a place without views."""
        return None

    def hand_out(self, what: str, text: str, *, since: date | None = None) -> None:
        """Ask for a file and write what is shown to it; see `exporting`."""
        # Imported here: exports need much that no place needs to be shown.
        from arcollect_tui.screens.exporting import export_seen

        export_seen(self, what, text, since=since)

    def store_changed(self) -> None:
        """The store was written, by this window or beside it."""

    def on_mount(self) -> None:
        """Fill the first line; what was said on the screen below is of before."""
        self.show_top()
        self.ws.hush(self)

    def on_resize(self) -> None:
        """The first line says less when it is narrow; a pane that is hidden takes its focus along."""
        self.show_top()
        self.call_after_refresh(self._keep_focus)

    def _keep_focus(self) -> None:
        if self.focused is None and isinstance(self.AUTO_FOCUS, str):
            self.set_focus(self.query(self.AUTO_FOCUS).first())

    def show_top(self) -> None:
        """Fill the first line: where am I; how far; how old the ledger; which day."""
        top = self.query_one_optional("#top", TopLine)
        if top is not None:
            top.set_text(self.where(), headline(self.ws, self.size.width))

    def status(self, about: str) -> None:
        """Say something at the left of the last line."""
        line = self.query_one_optional(StatusLine)
        if line is not None:
            line.set_parts(about=about)

    def perform(self, run: Run) -> bool:
        """Go back; undo and redo; move the focus."""
        if run.action_id == "nav.back":
            self.ws.leave_place()
        elif run.action_id == "edit.undo":
            self._undo()
        elif run.action_id == "edit.redo":
            self._redo()
        else:
            return super().perform(run)
        return True

    def zoom(self) -> None:
        """List and pane, the list alone, the pane alone: the first container of the body turns."""
        body = self.query(Container).first()
        now = next((zoom for zoom in ZOOMS if body.has_class(zoom)), ZOOMS[0])
        zoom = ZOOMS[(ZOOMS.index(now) + 1) % len(ZOOMS)]
        body.remove_class(now)
        body.add_class(zoom)
        wanted = TextPane if zoom == "-pane" else RecordTable
        self.set_focus(body.query(wanted).first())

    @on(RecordTable.CopyWanted)
    def _copy_cell(self, event: RecordTable.CopyWanted) -> None:
        event.stop()
        if not event.text.strip():
            self.ws.refuse("The cell is empty: Left and Right choose another column.")
            return
        self.app.copy_to_clipboard(event.text)
        self.ws.say(f"Copied: {event.text}")

    def on_paste(self, event: events.Paste) -> None:
        """Pasted text is data; where it marks nothing, that is said."""
        if not self.typing:
            event.stop()
            self.ws.refuse("Pasted text runs nothing; on the worklist and the items it marks rows.")

    def _undo(self) -> None:
        """Take back the newest deed, also one of yesterday; what it was is said when it is done."""
        office = self.ws.office

        def job() -> tuple[tuple[bytes, ...], Saved]:
            from arcollect_tui.services.history import plan_undo, undo

            plan = plan_undo(office)
            return (plan.target.entry, *(row.entry for row in plan.dependents)), undo(office)

        self.ws.write(job, self._undone)

    def _undone(self, found: tuple[tuple[bytes, ...], Saved]) -> None:
        entries, saved = found
        self.ws.say(f"{saved.sentence}  U redo")
        self.ws.taken_back(entries)

    def _redo(self) -> None:
        office = self.ws.office

        def job() -> Saved:
            from arcollect_tui.services.history import redo

            return redo(office)

        self.ws.write(job)

    def taken_back(self, entries: tuple[bytes, ...]) -> None:
        """Entries were undone, here or at another place."""


class Drawer(Asking, KeyedModal[ResultT]):
    """A form or a question at the bottom, over the screen that stays in sight.

    Attributes:
        TITLE_BELOW: words in the lower border.
        WORDS: what an action, by its id, is called here where the table's word would mislead.
    """

    SCOPE = "form"
    WORDS: ClassVar[Mapping[str, str]] = {}
    TITLE_BELOW: ClassVar[str] = ""
    DEFAULT_CSS = """
    Drawer {
        background: transparent;
        align: left bottom;
        & > #drawer { height: auto; max-height: 100%; background: $surface; }
        & #box {
            height: auto;
            max-height: 24;
            border: solid $border;
            border-title-align: left;
            border-subtitle-align: left;
            padding: 0 1;
            background: $surface;
        }
    }
    """

    def compose(self) -> ComposeResult:
        """The box, and the lines of the drawer below it."""
        with Vertical(id="drawer"):
            with Vertical(id="box"):
                yield from self.compose_body()
            yield EchoLine(widget_id="echo")
            yield KeyLine(self.SCOPE, worded(self.ws.engine.actions, self.WORDS), widget_id="keys")
            yield StatusLine(widget_id="status")

    def compose_body(self) -> ComposeResult:
        """What stands in the box."""
        raise NotImplementedError

    def doing(self) -> str:
        """As on a place; empty when the screen below says it better."""
        return ""

    def put_away(self) -> None:
        """The drawer goes without having been left: a form keeps what is typed."""

    def status(self, about: str) -> None:
        """Say something at the left of the last line."""
        line = self.query_one_optional(StatusLine)
        if line is not None:
            line.set_parts(about=about)


def headline(ws: Workstation, width: int) -> str:
    """The right end of the first line."""
    done, left, drafts = ws.progress.done, ws.progress.left, ws.progress.drafts
    today = ws.today
    words = [f"{done} done", f"{left} left"]
    if ws.parked:
        words.insert(0, f"{len(ws.parked)} parked")
    if drafts:
        words.append(counted(drafts, "draft"))
    if ws.ledger_age is not None:
        age = (today - ws.ledger_age.as_of).days
        old = f" {age} d old" if age > 0 else ""
        words.append(f"ledger {short_day(ws.ledger_age.as_of)}{old}")
    if width < WIDE:
        return "  ".join([*words, short_day(today)])
    return "  |  ".join([*words, f"{WEEKDAYS[today.weekday()][:3]} {short_day(today)} {today.year}"])
