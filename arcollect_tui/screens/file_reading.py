"""Reading a file off the screen's thread: how far it is, and how it is stopped."""

from collections.abc import Callable
from threading import Event
from time import monotonic
from typing import TypeVar

from arcollect_tui.errors import ArcollectError, Refused
from arcollect_tui.screens.base import Asking
from arcollect_tui.services.files_in import FilePlan
from arcollect_tui.services.import_plan import Progress

TELL_SECONDS = 0.2
"""So often the screen says how far the reading is."""
STOPPED = "The reading was stopped. Nothing was changed."

PlanT = TypeVar("PlanT", bound=FilePlan)
"""What reading a file comes to."""


class ReadsFiles(Asking):
    """A screen or drawer that has files planned, one at a time."""

    _stop: Event | None = None
    _told = 0.0

    def say_progress(self, words: str) -> None:
        """Show how far it is; nothing when empty."""
        raise NotImplementedError

    def not_planned(self, error: ArcollectError) -> None:
        """The file was not read."""
        raise NotImplementedError

    @property
    def reading(self) -> bool:
        """Whether a file is being read."""
        return self._stop is not None

    def read_file(self, reader: Callable[[Progress], PlanT], then: Callable[[PlanT], None]) -> None:
        """Have a file planned.

        Args:
            reader: plans it, and says meanwhile how far it is.
            then: takes the plan.

        Raises:
            Refused: one is being read.
        """
        if self.reading:
            raise Refused("The file is being read: Esc stops it.")
        stop = self._stop = Event()

        def progress(stage: str, done: int) -> None:
            if stop.is_set():
                raise Refused(STOPPED)
            self.tell(stage, done)

        self.say_progress("Reading.")
        self.ask(
            "read", lambda: reader(progress), lambda plan: self._read_done(plan, then), self._read_failed
        )

    def tell(self, stage: str, done: int) -> None:
        """Say how far it is, from the thread that reads; not at every line."""
        now = monotonic()
        if now - self._told >= TELL_SECONDS:
            self._told = now
            self.call_later(self.say_progress, f"{stage.capitalize()}: {done:,} lines. Esc stops.")

    def stop_reading(self) -> bool:
        """Stop what is being read; False when nothing is."""
        if self._stop is None:
            return False
        self._stop.set()
        self.say_progress("Stopping.")
        return True

    def _read_done(self, plan: PlanT, then: Callable[[PlanT], None]) -> None:
        stopped = self._stop is not None and self._stop.is_set()
        self._stop = None
        self.say_progress("")
        if stopped:
            self.not_planned(Refused(STOPPED))
        else:
            then(plan)

    def _read_failed(self, error: ArcollectError) -> None:
        self._stop = None
        self.say_progress("")
        self.not_planned(error)
