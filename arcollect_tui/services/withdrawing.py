"""Withdrawing a run: it was not sent after all, so what no other run sent is sent by the next one."""

from arcollect_tui.data.chain import beyond
from arcollect_tui.errors import Refused
from arcollect_tui.services.history import undo
from arcollect_tui.services.office import Office, Saved
from arcollect_tui.services.sent import Run, run_named, runs, sent_ranges

NEXT = "what no other run sent goes into the next file"


def check_counts(run: Run) -> None:
    """See that a run is not withdrawn yet.

    Raises:
        Refused: it is.
    """
    if not run.counts:
        raise Refused(f"Run {run.handle} is withdrawn already: {NEXT}.")


def withdraw(office: Office, handle: str) -> Saved:
    """Take a run back: what no other run sent of it is sent again by the next export with `last`.

    Raises:
        Refused: there is no such run, or it is taken back already.
    """
    run = run_named(office, handle)
    check_counts(run)
    saved = undo(office, handle)
    words = f"Run {handle} is withdrawn{_what_follows(office, run)}."
    return Saved(saved.handle, words, saved.warnings, saved.again, saved.entry)


def _what_follows(office: Office, run: Run) -> str:
    """What becomes of the entries of a run that was taken back."""
    with office.store.reading() as connection:
        sent = sent_ranges(connection, run.what, run.layout)
    left = {desk: tuple(beyond(ranges, sent.get(desk, ()))) for desk, ranges in run.only.items()}
    if all(left[desk] == tuple(ranges) for desk, ranges in run.only.items()):
        return ": its entries go into the next file sent"
    if any(left.values()):
        return f": {NEXT}"
    others = [one.handle for one in runs(office) if one.counts and _overlap(one, run)]
    if len(others) == 1:
        return f". Run {others[0]} sent the same: withdraw it, too"
    return f". Runs {', '.join(others)} sent the same: withdraw them, too"


def _overlap(one: Run, other: Run) -> bool:
    """Whether two runs are of one kind and carried an entry both."""
    if (one.what, one.layout) != (other.what, other.layout):
        return False
    shared = ((desk, tuple(ranges)) for desk, ranges in one.only.items() if desk in other.only)
    return any(tuple(beyond(ranges, other.only[desk])) != ranges for desk, ranges in shared)
