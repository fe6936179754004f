"""Output to a terminal that may be closed while the program still has something to say."""

from typing import IO


class Outlet:
    """Writes to a terminal. When that fails, the terminal is gone and the rest is dropped.

    Textual's writing thread ends with the first error, and the program would then wait for it for ever,
    holding the store.

    Args:
        file: the terminal.
    """

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._gone = False

    def write(self, text: str) -> int:
        """Write text, if there is still somebody to read it."""
        if not self._gone:
            try:
                return self._file.write(text)
            except OSError:
                self._gone = True
        return len(text)

    def flush(self) -> None:
        """Send what was written."""
        if not self._gone:
            try:
                self._file.flush()
            except OSError:
                self._gone = True

    def fileno(self) -> int:
        """The number of the terminal's file."""
        return self._file.fileno()

    def isatty(self) -> bool:
        """Whether it is a terminal."""
        return self._file.isatty()
