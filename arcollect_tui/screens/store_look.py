"""Sees that the store was written, by this window or by a command beside it."""

from collections.abc import Callable

from textual.message_pump import MessagePump

from arcollect_tui.errors import ArcollectError
from arcollect_tui.screens.threads import Failed, Threads
from arcollect_tui.services.changes import StoreWatch
from arcollect_tui.services.office import Office

POLL_SECONDS = 1.0
"""How often the window looks whether a command wrote beside it."""


class StoreLook:
    """Looks at the store, one look at a time.

    The answer to an older look must not be dropped for a newer one: it would be the only one that saw
    the change.

    Args:
        owner: the app, which answers come back to.
        office: the open office.
        threads: those of the window.
        changed: called when the store was written.
        failed: takes an error with a name.
    """

    def __init__(
        self,
        owner: MessagePump,
        office: Office,
        threads: Threads,
        changed: Callable[[], None],
        failed: Failed,
    ) -> None:
        self._owner = owner
        self._office = office
        self._threads = threads
        self._when_changed = changed
        self._when_failed = failed
        self._watch: StoreWatch | None = None
        self._looking = self._look_again = False

    def look(self) -> None:
        """Look now, or once more after the look that is on its way."""
        self._look_again = self._looking
        if not self._looking:
            self._looking = True
            self._threads.read(self._owner, "watch", self._changed, self._looked, self._not_looked)

    def _changed(self) -> bool:
        if self._watch is None:
            self._watch = StoreWatch(self._office)
            return True
        return self._watch.changed()

    def _looked(self, changed: bool) -> None:
        self._looking = False
        if self._look_again:
            self.look()
        if changed:
            self._when_changed()

    def _not_looked(self, error: ArcollectError) -> None:
        self._looking = False
        self._when_failed(error)

    def close(self) -> None:
        """Look no more."""
        if self._watch is not None:
            self._watch.close()
