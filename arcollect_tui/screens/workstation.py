"""What every screen finds in the app: the office, the places, the reader and the writer.

Reading happens in threads, newest question first, stale answers dropped. Writing happens in one
thread of its own, strictly in the order of the keys, so that nothing typed ahead can overtake.
"""

import gc
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol, TypeVar, runtime_checkable

from textual.message_pump import MessagePump
from textual.screen import Screen

from arcollect_tui.errors import ArcollectError, Refused
from arcollect_tui.keys.actions import ACTIONS, Action
from arcollect_tui.keys.engine import Run
from arcollect_tui.keys.hints import key_of
from arcollect_tui.rules.formats import OfficeFormat
from arcollect_tui.screens.office_keys import with_outcomes
from arcollect_tui.screens.view_keys import SAVED, with_views
from arcollect_tui.services.changes import StoreWatch
from arcollect_tui.services.drafts import drafts
from arcollect_tui.services.list_layouts import saved_layouts
from arcollect_tui.services.office import Office, Saved, warm_up
from arcollect_tui.services.views import SHIPPED, View, check_filter, saved_views
from arcollect_tui.services.worklist import LedgerAge, Progress, ledger_age, progress
from arcollect_tui.widgets.keyed import KeyedApp

POLL_SECONDS = 1.0
"""How often the window looks whether a command wrote beside it."""

READERS = 2
HOME = "worklist"
_PLACES_CURE = "g goes to other places, Ctrl+Q leaves."

ValueT = TypeVar("ValueT")
Failed = Callable[[ArcollectError], None]


@runtime_checkable
class Place(Protocol):
    """A screen one can go to by name. Every place is an `OfficeScreen`."""

    def arrive(self, filter_text: str | None) -> None:
        """Show the place as `g` asks for it (None), or with a filter. Coming back does not call it."""

    def call_later(self, callback: Callable[..., Any], *_args: Any) -> bool:  # noqa: ANN401
        """Call back in the turn of the place, once it stands."""

    def store_changed(self) -> None:
        """The store was written, by this window or beside it."""

    def show_top(self) -> None:
        """Other numbers stand in the first line."""

    def taken_back(self, entries: tuple[bytes, ...]) -> None:
        """Entries were undone, here or at another place."""


PlaceMaker = Callable[[], Screen[Any]]


@dataclass(frozen=True, slots=True)
class Parked:
    """What was being done when a call came in, as it stood; see `answering`.

    Attributes:
        words: what it is, for example `promise for C10035`.
        depth: how many screens it takes of the stack.
        place: the place in front.
        made: its places.
        visited: the places before it.
    """

    words: str
    depth: int
    place: str
    made: Mapping[str, Screen[Any]]
    visited: Sequence[str]


class Workstation(KeyedApp[int]):
    """The app as screens know it.

    Args:
        office: the open office.
        places: how to make each place, by its name; made when first opened.
        actions: the action table.
    """

    def __init__(
        self, office: Office, places: Mapping[str, PlaceMaker], actions: Iterable[Action] = ACTIONS
    ) -> None:
        self.views: Sequence[View] = saved_views(office)
        self.layouts = saved_layouts(office)
        self._table = tuple(actions)
        self._outcomes = office.settings.outcomes
        super().__init__(self._keys_of_office())
        self.office = office
        self.progress = Progress(0, 0, 0)
        self.ledger_age: LedgerAge | None = None
        self.place = ""
        self.parked: list[Parked] = []
        self.account_tab = "items"
        self.next_store: Path | None = None
        self.repeat: object = None
        self.used: list[str] = []
        self.notices: Sequence[str] = ()
        self.sought = ""
        self.draft_customers: set[int] = set()
        self._makers = dict(places)
        self._leaving = self._warm = False
        self._made: dict[str, Screen[Any]] = {}
        self._visited: list[str] = []
        self._serials: dict[tuple[int, str], int] = {}
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._beside = ThreadPoolExecutor(1, thread_name_prefix="beside")
        self._jobs: list[Future[None]] = []
        self._watch: StoreWatch | None = None
        self._looking = self._look_again = False

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
        key = (id(owner), group)
        serial = self._serials[key] = self._serials.get(key, 0) + 1

        def fresh() -> bool:
            return self._serials.get(key) == serial

        def answer(value: ValueT) -> None:
            if fresh():
                then(value)

        def wrong(error: ArcollectError) -> None:
            if fresh():
                (failed or self.show_error)(error)

        def work() -> None:
            if fresh():
                _work(owner, job, answer, wrong)

        if after_writes:
            self._send(
                self._writer,
                lambda: _work(owner, lambda: None, lambda _: self._send(self._readers, work), wrong),
            )
        else:
            self._send(self._readers, work)

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

        self._send(self._writer, lambda: _work(self, job, saved, wrong))

    def beside(self, job: Callable[[], ValueT], then: Callable[[ValueT], None], failed: Failed) -> None:
        """Have a long service write beside the writer, after all that was to be written before.

        It runs as another program would: no deed waits for it.
        """

        def work() -> None:
            _work(self, job, then, failed)

        self._send(self._writer, lambda: self._send(self._beside, work))

    def _send(self, threads: ThreadPoolExecutor, work: Callable[[], None]) -> None:
        self._jobs = [job for job in self._jobs if not job.done()]
        self._jobs.append(threads.submit(work))

    @property
    def at_rest(self) -> bool:
        """Whether nothing is being read or written and no key waits."""
        return all(job.done() for job in self._jobs) and not self._some_wait

    def taken_back(self, entries: tuple[bytes, ...]) -> None:
        """Tell the places that entries were undone."""
        for place in self._places():
            place.taken_back(entries)

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
        return sentence.replace(str(self.office.store.place), "The store")

    # Places

    def open_place(self, name: str, filter_text: str | None = None) -> None:
        """Go to a place. It is in front at once; its rows come when they come.

        Args:
            name: the place, for example `items`.
            filter_text: a filter to show it with; None shows it as it was left.

        Raises:
            Refused: there is no such place.
        """
        maker = self._makers.get(name)
        if maker is None:
            raise Refused(f"There is no place {name} here.")
        if self.place and self.place != name:
            self._visited = [*(seen for seen in self._visited if seen != name), self.place]
        _as_place(self._to_front(name, maker)).arrive(filter_text)

    def _to_front(self, name: str, maker: PlaceMaker) -> Screen[Any]:
        """Put a place in front; forms that stand before another one go, their drafts are kept."""
        self.put_away()
        while self.place and self.screen not in self._made.values():
            self.pop_screen()
        place = self._made.get(name)
        if place is None:
            place = self._made[name] = maker()
            self.install_screen(place, f"{name} {len(self.parked)}")
        if not self.place:
            self.push_screen(place)
        elif self.place != name:
            self.switch_screen(place)
        self.place = name
        return place

    def _places(self) -> list[Place]:
        """Every screen with rows of the store, in front or not."""
        parked = [screen for parked in self.parked for screen in parked.made.values()]
        screens = [*parked, *self._made.values(), *self.screen_stack]
        return [screen for screen in dict.fromkeys(screens) if isinstance(screen, Place)]

    def toggle_place(self) -> None:
        """Go to the place before this one; once more comes back.

        Raises:
            Refused: there was none.
        """
        if not self._visited:
            raise Refused(f"No place was visited before this one: {_PLACES_CURE}")
        name = self._visited.pop()
        self._visited = [*(seen for seen in self._visited if seen != self.place), self.place]
        self._to_front(name, self._makers[name])

    def leave_place(self) -> None:
        """Go back to where one came from.

        Raises:
            Refused: this is where one starts.
        """
        if self.place == HOME:
            raise Refused(f"This is where you started: {_PLACES_CURE}")
        name = self._visited.pop() if self._visited else HOME
        self._to_front(name, self._makers[name])

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
        self.fetch(self, "warm", lambda: warm_up(self.office), lambda _: None)

    def look_at_store(self) -> None:
        """Look whether the store was written; if so, tell the places.

        One look at a time: the answer to an older look must not be dropped, it would be the only one
        that saw the change.
        """
        self._look_again = self._looking
        if not self._looking:
            self._looking = True
            self.fetch(self, "watch", self._changed, self._looked, self._not_looked)

    def _changed(self) -> bool:
        if self._watch is None:
            self._watch = StoreWatch(self.office)
            return True
        return self._watch.changed()

    def _looked(self, changed: bool) -> None:
        self._looking = False
        if self._look_again:
            self.look_at_store()
        if changed:
            self._take_outcomes()
            self._tell()

    def _not_looked(self, error: ArcollectError) -> None:
        self._looking = False
        self.show_error(error)

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
        """Go to places; leave the program."""
        if run.action_id.startswith("go."):
            self.open_place(run.action_id.removeprefix("go."))
        elif run.action_id == "view.open":
            self.open_place(*self._view(run.argument))
        elif run.action_id == "nav.previous":
            self.toggle_place()
        elif run.action_id == "app.quit":
            self._quit()
        else:
            return super().perform(run)
        return True

    def _view(self, argument: str) -> tuple[str, str]:
        """Place and filter of a view.

        Raises:
            QueryError: the filter of a saved one can no longer be read.
        """
        if not argument.startswith(SAVED):
            return SHIPPED[argument]
        view = next(view for view in self.views if view.key == argument.removeprefix(SAVED))
        check_filter(self.office, view)
        return view.place, view.filter

    def take_views(self, views: Sequence[View]) -> None:
        """Have other saved views behind `V`."""
        self.views = views
        self.engine.take(self._keys_of_office())

    def _keys_of_office(self) -> tuple[Action, ...]:
        return with_views(with_outcomes(self._table, self._outcomes), self.views)

    def _take_outcomes(self) -> None:
        """Call outcomes as the office calls them now."""
        if self._outcomes != self.office.settings.outcomes:
            self._outcomes = self.office.settings.outcomes
            self.engine.take(self._keys_of_office())

    def take_look(self, theme: str, borders: str = "") -> None:
        """Look otherwise, at once: names of a theme and of borders, those in force when empty."""

    def put_away(self) -> None:
        """Keep what is typed in open forms."""

    def _quit(self) -> None:
        """Leave when all is written; stay if something was refused, so that it can be read."""
        self.put_away()
        self._leaving = True
        self._writer.submit(self.call_later, self._left)

    def _left(self) -> None:
        if self._leaving:
            self.exit(0)

    def leave_now(self) -> None:
        """The terminal or the system wants the program gone; what is typed is kept."""
        self.put_away()
        self.exit(0)

    def finish(self) -> None:
        """Save what is still to be saved and let the threads end."""
        self._writer.shutdown(wait=True)
        self._beside.shutdown(wait=True)
        self._readers.shutdown(wait=True, cancel_futures=True)
        if self._watch is not None:
            self._watch.close()


def _as_place(screen: Any) -> Place:  # noqa: ANN401 - made by a maker of places
    place: Place = screen
    return place


def _work(
    owner: MessagePump,
    job: Callable[[], ValueT],
    then: Callable[[ValueT], None],
    failed: Failed,
) -> None:
    """One service call and one message; what has no name is raised where the app sees it."""
    try:
        value = job()
    except ArcollectError as error:
        owner.call_later(failed, error)
    except Exception as error:  # noqa: BLE001 - handed over, not swallowed: the app ends with it
        owner.call_later(_raise, error)
    else:
        owner.call_later(then, value)


def _raise(error: Exception) -> None:
    raise error
