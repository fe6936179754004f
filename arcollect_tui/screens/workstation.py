"""What every screen finds in the app: the office, the places, the reader and the writer."""

import gc
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

from textual.message_pump import MessagePump

from arcollect_tui.errors import ArcollectError, Refused
from arcollect_tui.keys.action import Action
from arcollect_tui.keys.actions import ACTIONS
from arcollect_tui.keys.engine import Run
from arcollect_tui.keys.hints import key_of
from arcollect_tui.rules.formats import OfficeFormat
from arcollect_tui.screens.left_drafts import offer_drafts
from arcollect_tui.screens.office_actions import OfficeActions
from arcollect_tui.screens.placed import PlacedApp
from arcollect_tui.screens.store_look import POLL_SECONDS, StoreLook
from arcollect_tui.screens.threads import Failed, Threads
from arcollect_tui.screens.visits import PlaceMaker
from arcollect_tui.screens.warm import load_for_the_first_keys
from arcollect_tui.services.drafts import drafts
from arcollect_tui.services.list_layouts import saved_layouts
from arcollect_tui.services.office import Office, Saved
from arcollect_tui.services.views import View
from arcollect_tui.services.worklist import LedgerAge, Progress, ledger_age, progress

ValueT = TypeVar("ValueT")


class Workstation(PlacedApp):
    """The app as screens know it.

    Args:
        office: the open office.
        places: how to make each place, by its name; made when first opened.
        actions: the action table.
    """

    def __init__(
        self, office: Office, places: Mapping[str, PlaceMaker], actions: Iterable[Action] = ACTIONS
    ) -> None:
        self._actions_of_office = OfficeActions(office, actions)
        super().__init__(places, self._actions_of_office.now())
        self.office = office
        self.progress = Progress(0, 0, 0)
        self.ledger_age: LedgerAge | None = None
        self.account_tab = "items"
        self.next_store: Path | None = None
        self.repeat: object = None
        self.used: list[str] = []
        self.notices: Sequence[str] = ()
        self.sought = ""
        self.draft_customers: set[int] = set()
        self.layouts = saved_layouts(office)
        self._leaving = self._warm = False
        self._threads = Threads()
        self._store_look = StoreLook(self, office, self._threads, self._store_written, self.show_error)

    @property
    def views(self) -> Sequence[View]:
        """The saved views."""
        return self._actions_of_office.views

    @property
    def today(self) -> date:
        """The collector's local date."""
        return self.office.today

    @property
    def fmt(self) -> OfficeFormat:
        """How amounts and days look."""
        return self.office.settings.fmt

    # Reading and writing

    def fetch(
        self,
        owner: MessagePump,
        group: str,
        job: Callable[[], ValueT],
        then: Callable[[ValueT], None],
        failed: Failed | None = None,
        *,
        after_writes: bool = False,
    ) -> None:
        """Ask a service in a thread; the answer comes back on the UI thread.

        Args:
            owner: the screen or widget that asks; when it is gone, the answer is dropped.
            group: a newer question of the same owner and group makes this one stale.
            job: one service call.
            then: takes the answer.
            failed: takes an error with a name; the echo line shows it when None.
            after_writes: ask when all is written that was to be written before.
        """
        wrong = failed or self.show_error
        self._threads.read(owner, group, job, then, wrong, after_writes=after_writes)

    def write(
        self,
        job: Callable[[], ValueT],
        then: Callable[[ValueT], None] | None = None,
        failed: Failed | None = None,
        *,
        look: bool = True,
    ) -> None:
        """Have a service write, after everything that was to be written before.

        Args:
            job: one service call.
            then: takes what was saved; its sentence is said first.
            failed: takes an error with a name, after the echo line has shown it.
            look: show at once what it changed, rather than within a second.

        Raises:
            Refused: the store is open for reading only.
        """
        self.check_writable()

        def saved(value: ValueT) -> None:
            if isinstance(value, Saved):
                self.say_saved(value)
            if then is not None:
                then(value)
            if look:
                self.look_at_store()

        def wrong(error: ArcollectError) -> None:
            self._leaving = False
            self.show_error(error)
            if failed is not None:
                failed(error)

        self._threads.write(self, job, saved, wrong)

    def beside(self, job: Callable[[], ValueT], then: Callable[[ValueT], None], failed: Failed) -> None:
        """Have a long service write beside the writer, after all that was to be written before.

        It runs as another program would: no deed waits for it.
        """
        self._threads.beside(self, job, then, failed)

    @property
    def at_rest(self) -> bool:
        """Whether nothing is being read or written and no key waits."""
        return self._threads.at_rest and not self._some_wait

    def check_writable(self) -> None:
        """See that deeds are allowed.

        Raises:
            Refused: the store is open for reading only.
        """
        if self.office.read_only:
            raise Refused("Open for reading only: nothing can be saved. Start without --read-only.")

    def say_saved(self, saved: Saved) -> None:
        """Announce what was stored, and how to take it back."""
        if saved.again:
            self.say(saved.sentence)
            return
        for warning in saved.warnings:
            self.said.append(warning)
        warned = f"  ! {saved.warnings[0]}" if saved.warnings else ""
        undo = key_of("edit.undo", self.engine.actions)
        self.say(f"{self.brief(saved.sentence)}  {undo} undo{warned}")

    def brief(self, sentence: str) -> str:
        """The sentence in the 80 cells of the echo line: without this year, which goes without saying."""
        return re.sub(rf" {self.today.year}(?!-)", "", sentence).replace("next action ", "next ")

    def show_error(self, error: ArcollectError) -> None:
        """Show the sentence of an error."""
        self.refuse(self._of_the_store(error.sentence))

    def _of_the_store(self, sentence: str) -> str:
        """Which store it is goes without saying here."""
        place = self.office.store.place
        return sentence.replace(str(Path(str(place)).absolute()), "The store").replace(
            str(place), "The store"
        )

    # The store

    def on_mount(self) -> None:
        """Begin to watch the store."""
        self.set_interval(POLL_SECONDS, self.look_at_store)

    def warm_up(self) -> None:
        """After the first paint: count, say what is to be known, load what the first form would wait for.

        The collector of garbage rests until here, for nothing that start-up makes is thrown away. A list
        that loads anew calls this again; what was said once would hide what is said now.
        """
        if self._warm:
            return
        self._warm = True
        gc.enable()
        gc.freeze()
        self._count()
        for notice in self.office.notices:
            self.say(self._of_the_store(notice))
        if self.notices:
            self.said.extend(self.notices)
            self.refuse("The keys of your own are not used: ! says why, arcollect keys --check too.")
        self.fetch(self, "warm", lambda: load_for_the_first_keys(self.office), lambda _: None)
        offer_drafts(self)

    def look_at_store(self) -> None:
        """Look whether the store was written; if so, tell the places."""
        self._store_look.look()

    def _store_written(self) -> None:
        if self._actions_of_office.take_outcomes():
            self.engine.take(self._actions_of_office.now())
        self._tell()

    def _tell(self) -> None:
        self._count()
        for place in self._places():
            # In its own turn: a place that is still being made has no rows to show anew.
            place.call_later(place.store_changed)

    def _count(self) -> None:
        office = self.office

        def job() -> tuple[Progress, LedgerAge | None, set[int]]:
            return progress(office), ledger_age(office), {draft.customer_id for draft in drafts(office)}

        self.fetch(self, "progress", job, self._counted)

    def _counted(self, found: tuple[Progress, LedgerAge | None, set[int]]) -> None:
        self.progress, self.ledger_age, customers = found
        self.draft_customers.clear()
        self.draft_customers.update(customers)
        for place in self._places():
            place.show_top()

    def perform(self, run: Run) -> bool:
        """Open views; leave the program; else go to places."""
        if run.action_id == "view.open":
            self.open_place(*self._actions_of_office.view(run.argument))
        elif run.action_id == "app.quit":
            self._quit()
        else:
            return super().perform(run)
        return True

    def take_views(self, views: Sequence[View]) -> None:
        """Have other saved views behind `V`."""
        self._actions_of_office.views = views
        self.engine.take(self._actions_of_office.now())

    def take_look(self, theme: str, borders: str = "") -> None:
        """Look otherwise, at once: names of a theme and of borders, those in force when empty."""

    def share_by(self, folder: Path | None) -> None:
        """Share by this folder from now on; None shares no more by itself."""

    def _quit(self) -> None:
        """Leave when all is written; stay if something was refused, so that it can be read."""
        self.put_away()
        self._leaving = True
        self._threads.when_all_is_written(self, self._left)

    def _left(self) -> None:
        if self._leaving:
            self.exit(0)

    def leave_now(self) -> None:
        """The terminal or the system wants the program gone; what is typed is kept."""
        self.put_away()
        self.exit(0)

    def finish(self) -> None:
        """Save what is still to be saved and let the threads end."""
        self._threads.finish()
        self._store_look.close()
