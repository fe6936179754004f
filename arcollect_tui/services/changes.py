"""Noticing that another program, or another thread of this one, has written to the store."""

from contextlib import ExitStack

from arcollect_tui.data.store import data_version
from arcollect_tui.services.office import Office


class StoreWatch:
    """Tells whether somebody wrote since the last look. Looking costs one page read.

    It keeps a connection of its own, because the store counts only the writes of others.
    """

    def __init__(self, office: Office) -> None:
        self._stack = ExitStack()
        self._connection = self._stack.enter_context(office.store.snapshot())
        self._version = self._look()

    def changed(self) -> bool:
        """Whether the store was written since this was last asked.

        Raises:
            StoreError: the store cannot be read.
        """
        before, self._version = self._version, self._look()
        return before != self._version

    def _look(self) -> int:
        try:
            return data_version(self._connection)
        finally:
            self._connection.rollback()

    def close(self) -> None:
        """Give the connection back."""
        self._stack.close()
