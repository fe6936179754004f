"""Noticing that the store was written by another program or thread, or that a new day began."""

from contextlib import ExitStack

from arcollect_tui.data.store import data_version
from arcollect_tui.services.office import Office, begin_day


class StoreWatch:
    """Tells whether somebody wrote since the last look. Looking costs one page read.

    It keeps a connection of its own, because the store counts only the writes of others.
    """

    def __init__(self, office: Office) -> None:
        self._office = office
        self._day = office.today
        self._stack = ExitStack()
        self._connection = self._stack.enter_context(office.store.snapshot())
        self._version = self._look()
        office.look_at_settings()  # what was set before the first look is not to be missed

    def changed(self) -> bool:
        """Whether the store was written, or a day began, since this was last asked.

        Raises:
            StoreError: the store cannot be used.
        """
        today = self._office.today
        day_began, self._day = self._day != today, today
        if day_began:
            begin_day(self._office)
        before, self._version = self._version, self._look()
        written = before != self._version
        if written:
            self._office.look_at_settings()
        return day_began or written

    def _look(self) -> int:
        try:
            return data_version(self._connection)
        finally:
            self._connection.rollback()

    def close(self) -> None:
        """Give the connection back."""
        self._stack.close()
