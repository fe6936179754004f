"""The workstation: the app, its places, and how it is opened and left."""

import os
import signal
import threading
from contextlib import suppress
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Any

from rich.text import Text
from textual.screen import Screen

from arcollect_tui.config import Config
from arcollect_tui.data.location import Place
from arcollect_tui.keys.actions import ACTIONS
from arcollect_tui.keys.engine import Run
from arcollect_tui.keys.keymap import Keymap
from arcollect_tui.keys.terminal import may_use_mouse
from arcollect_tui.screens.answering import Answering
from arcollect_tui.screens.base import LEAST_COLUMNS, LEAST_LINES, WIDE, Drawer, OfficeScreen
from arcollect_tui.screens.bell import CallBell
from arcollect_tui.screens.places import PLACES
from arcollect_tui.screens.sharing import Sharing
from arcollect_tui.screens.store_look import POLL_SECONDS
from arcollect_tui.screens.themed import ThemedWorkstation, chosen_theme
from arcollect_tui.screens.visits import HOME
from arcollect_tui.services.clock import Clock
from arcollect_tui.services.office import Office, open_office
from arcollect_tui.services.window import claim_window
from arcollect_tui.services.worklist import LedgerAge, Progress


class ArcollectApp(ThemedWorkstation, Answering):
    """The workstation on an open office.

    Args:
        office: the open office.
        theme: one of `THEMES`; the user's or the terminal's wish when None.
        keymap: the user's keys; the shipped ones when None.
        borders: one of `BORDERS`; what the terminal can show when empty.
        shared: the folder that the desks of the office share, if the settings name one.
    """

    TITLE = "arcollect"
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (LEAST_COLUMNS, "-narrow"), (WIDE, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (LEAST_LINES, "-flat"), (20, "-tall")]

    def __init__(
        self,
        office: Office,
        theme: str | None = None,
        keymap: Keymap | None = None,
        borders: str = "",
        shared: Path | None = None,
    ) -> None:
        super().__init__(office, PLACES, keymap.actions if keymap else ACTIONS)
        self.sharing = Sharing(self, shared)
        self.notices = keymap.problems if keymap else ()
        self.bug: Exception | None = None
        self.call_bell = CallBell(self)
        self._greeted = False
        self.begin_looks(theme, borders)

    def on_mount(self) -> None:
        """Begin at the worklist; listen for call-backs."""
        self.open_place(HOME)
        self.set_interval(POLL_SECONDS, self.call_bell.listen)
        self.set_timer(POLL_SECONDS, self.sharing.on_start)

    def _counted(self, found: tuple[Progress, LedgerAge | None, set[int]]) -> None:
        super()._counted(found)
        if not self._greeted:
            self._greeted = True
            if self.ledger_age is None:
                self.fetch(self, "first", self._is_new, self._greet)

    def _is_new(self) -> bool:
        from arcollect_tui.services.first_start import is_new

        return is_new(self.office)

    def _greet(self, is_new: bool) -> None:
        """Ask a new office where to begin, unless somebody has begun already."""
        if is_new and isinstance(self.screen, OfficeScreen):
            from arcollect_tui.screens.first_start import welcome

            welcome(self)

    def perform(self, run: Run) -> bool:
        """Explain, find commands, show messages."""
        if run.action_id == "app.messages":
            from arcollect_tui.screens.messages import MessagesDrawer

            self.push_screen(MessagesDrawer(tuple(self.said)))
        elif run.action_id == "app.looks":
            from arcollect_tui.screens.looks import Look, choose_looks

            choose_looks(self, Look(self.theme, self.borders))
        elif run.action_id == "app.sync":
            self.sharing.asked()
        elif run.action_id == "list.find":
            self._find()
        elif run.action_id == "view.save":
            from arcollect_tui.screens.view_saving import ask_to_save_view

            ask_to_save_view(self)
        elif run.action_id in ("app.help", "app.palette"):
            self._help(everything=run.action_id == "app.palette")
        else:
            return super().perform(run)
        return True

    def _find(self) -> None:
        from arcollect_tui.screens.account import AccountScreen
        from arcollect_tui.screens.find import FindDrawer
        from arcollect_tui.services.find import Found

        def opened(found: Found | None) -> None:
            if found is not None:
                self.push_screen(AccountScreen(found.who, item_id=found.item_id))

        self.push_screen(FindDrawer(), opened)

    def _help(self, *, everything: bool) -> None:
        from arcollect_tui.screens.help import HelpDrawer

        scope = self.engine.scope
        self.push_screen(HelpDrawer(scope, everything=everything), self._obey_help)

    def _obey_help(self, run: Run | None) -> None:
        if run is not None:
            self._run(run)

    def share_by(self, folder: Path | None) -> None:
        """The next sync is with this folder."""
        self.sharing.share_by(folder)

    def _left(self) -> None:
        """Leave once the other desks have what was done here."""
        if not (self._leaving and self.sharing.on_leave(self._leave_with)):
            super()._left()

    def _leave_with(self, sentence: str) -> None:
        self.exit(0, message=Text(sentence) if sentence else None)

    def put_away(self) -> None:
        """Keep what is typed in open forms."""
        for screen in self.screen_stack:
            put_away(screen)

    def action_help_quit(self) -> None:
        """Ctrl+C does nothing but say what does."""
        self.say("Ctrl+Q leaves arcollect; drafts are kept.")

    def _handle_exception(self, error: Exception) -> None:
        """Leave at once and hand the error to whoever ran the app: it shows nobody's data."""
        self._return_code = 1
        if self._exception is None:
            self._exception = self.bug = error
            self._exception_event.set()
            for screen in self.screen_stack:
                # The bug may be in a form itself: what the others hold is kept all the same.
                with suppress(Exception):
                    put_away(screen)
        self._close_messages_no_wait()


def put_away(screen: Screen[Any]) -> None:
    """Keep what is typed in a screen, if it is a form."""
    if isinstance(screen, Drawer):
        screen.put_away()


LEAVE_SECONDS = 5.0
"""How long the program may take to leave when its terminal is gone."""


def run_app(
    store: Place,
    *,
    collector: str,
    today: date | None,
    read_only: bool,
    config: Config | None = None,
    keymap: Keymap | None = None,
) -> int:
    """Open the workstation on a store and run it until it is left.

    Args:
        store: the store, a file or on a server; a new one is made when there is none.
        collector: who works.
        today: the local date to work on; the system's when None.
        read_only: refuse every deed.
        config: what the person prefers: theme, borders, also a store on a network drive.
        keymap: the user's keys; the shipped ones when None.

    Returns:
        The exit code.

    Raises:
        StoreError: the store cannot be used, or another window has it.
        UsageError: there is no such theme.
    """
    wishes = config or Config()
    theme = wishes.theme or None
    chosen_theme(theme)
    _take_size_of_terminal()
    clock = Clock(today)
    with open_office(
        store,
        collector=collector,
        clock=clock,
        read_only=read_only,
        allow_shared=wishes.allow_network_store,
    ) as office:
        lock = None if office.read_only else claim_window(office.store.place, collector)
        app = ArcollectApp(office, theme, keymap, wishes.borders, wishes.sync_folder)
        try:
            code = _run(app)
        finally:
            if lock is not None:
                lock.release()
    if app.next_store is None:
        return code
    return run_app(
        app.next_store, collector=collector, today=today, read_only=False, config=config, keymap=keymap
    )


def _take_size_of_terminal() -> None:
    """Draw for the terminal's own size, also when it changes.

    A size that a shell or a program in between has exported would hold for ever.
    """
    for name in ("COLUMNS", "LINES"):
        os.environ.pop(name, None)


def _hung_up() -> None:
    """Leave within seconds, also when the terminal is gone: draw to nowhere then.

    Drawing to a closed terminal fails in the thread that draws, and leaving would wait for it for
    ever, with the store claimed. What was saved is saved; a form is kept as its draft.
    """
    try:
        os.get_terminal_size(0)
    except OSError:
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
    end = threading.Timer(LEAVE_SECONDS, os._exit, (128 + signal.SIGTERM,))
    end.daemon = True
    end.start()


def _run(app: ArcollectApp) -> int:
    hang_up = getattr(signal, "SIGHUP", None)

    def leave(number: int, _frame: FrameType | None) -> None:
        if number == hang_up:
            _hung_up()
        app.call_later(app.leave_now)

    before = {}
    for name in ("SIGTERM", "SIGHUP"):  # the second is unknown to Windows
        number = getattr(signal, name, None)
        if number is not None:
            before[number] = signal.signal(number, leave)
    try:
        code = app.run(mouse=may_use_mouse(os.environ))
    finally:
        app.finish()
        for number, handler in before.items():
            signal.signal(number, handler)
    if app.bug is not None:
        raise app.bug
    return code or 0
