"""What a PostgreSQL server says when it refuses, as the sentences a user may see."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import exc

from arcollect_tui.data.location import Server
from arcollect_tui.errors import StoreBusy, StoreError, UsageError

BUSY_STATE = "55P03"
"""A lock was not to be had in time."""
_BUSY = "{place} is busy: another arcollect is writing. Nothing was saved; try again."
_LOST = "{place} no longer answers. Try again: what was saved all the same is not saved twice."
_DAMAGED = "{place} is damaged. Restore the last backup of the server, then run arcollect check."
_FULL_UP = "{place} has no connection free. Close another window, or try again later."
_BY_STATE = {
    "22003": (
        "Amounts in {place} would add up to more than can be counted. Nothing was saved; mend the file."
    ),
    "25006": "{place} cannot be written: the server takes no changes now. Nothing was saved.",
    "40001": _BUSY,
    "40P01": _BUSY,
    "42501": "{place} does not let this login do that. Ask who looks after the server for the right.",
    "53100": "The disk of {place} is full. Nothing was saved; free some space and try again.",
    "53300": _FULL_UP,
    BUSY_STATE: _BUSY,
    "57014": "{place} was told to stop before it was done. Nothing was saved; try again.",
    "XX001": _DAMAGED,
    "XX002": _DAMAGED,
}
"""By SQLSTATE; see appendix A of the PostgreSQL manual."""
_LOST_CLASSES = ("08", "57P")
_BAD_PATTERN = "2201B"
_LOST_WORDS = ("server closed the connection", "connection is lost", "is closed", "consuming input failed")

_NO_CONNECTION = ("OperationalError", "ConnectionTimeout")
_NO_LOGIN = "{place} refuses this login. Check its name, and the password in PGPASSWORD or ~/.pgpass."
_NO_DATABASE = "There is no database for {place}. Make it on the server, or name another one."
_NOT_REACHED = "{place} cannot be reached: {reason}. Check the URL, and that the server runs."
_NOT_CONNECTED = (
    ("authentication failed", _NO_LOGIN),
    ("no password supplied", _NO_LOGIN),
    ("pg_hba.conf", _NO_LOGIN),
    ("not permitted to log in", _NO_LOGIN),
    ('FATAL:  role "', _NO_LOGIN),
    ("permission denied for database", _NO_LOGIN),
    ('FATAL:  database "', _NO_DATABASE),
    ("too many", _FULL_UP),
    ("remaining connection slots", _FULL_UP),
)
"""Before there is a connection there is no SQLSTATE, only words."""


@contextmanager
def answered(place: Server) -> Generator[None]:
    """Turn the server's errors into the sentences a user may see."""
    import psycopg

    try:
        yield
    except (exc.DBAPIError, psycopg.Error) as error:
        origin: Any = error.orig if isinstance(error, exc.DBAPIError) else error
        if origin.sqlstate == _BAD_PATTERN:
            raise UsageError("The server cannot use the pattern behind ~. Write a simpler one.") from None
        sentence = _by_state(origin.sqlstate) if origin.sqlstate else _by_words(origin)
        if sentence is None:
            raise
        kind = StoreBusy if sentence == _BUSY else StoreError
        raise kind(sentence.format(place=place, reason=_reason(str(origin)))) from None


def _by_state(state: str) -> str | None:
    return _LOST if state.startswith(_LOST_CLASSES) else _BY_STATE.get(state)


def _by_words(error: Exception) -> str | None:
    """What is said without a state: by the driver, or by a server that lets nobody in."""
    words = str(error)
    if any(mark in words for mark in _LOST_WORDS):
        return _LOST
    if type(error).__name__ not in _NO_CONNECTION and "connection option" not in words:
        return None
    return next((sentence for mark, sentence in _NOT_CONNECTED if mark in words), _NOT_REACHED)


def _reason(words: str) -> str:
    """The reason in what the driver says of a connection that failed."""
    first = words.strip().splitlines()[0] if words.strip() else "no reason was given"
    return first.rsplit("failed: ", 1)[-1].removeprefix("FATAL:  ").strip(" .")
