"""Undo, redo, and the same again."""

from arcollect_tui.errors import Refused, UsageError
from arcollect_tui.plain.session import Session
from arcollect_tui.plain.words import Typed
from arcollect_tui.services.history import plan_undo
from arcollect_tui.services.history import redo as bring_back
from arcollect_tui.services.history import undo as take_back


def undo(session: Session, typed: Typed) -> None:
    """Take back the newest entry, or the one named; with what was built on it only after asking."""
    session.check_writable()
    handle = typed.rest or _handle_here(session, typed)
    plan = plan_undo(session.office, handle)
    if plan.dependents:
        session.console.say(f"Undo would take back {plan.target.handle}: {plan.target.text}")
        session.console.rows(f"with it: {row.handle} {row.text}" for row in plan.dependents)
        if not session.console.confirmed("Undo it?"):
            session.console.say("Nothing was undone.")
            return
    taken = {plan.target.entry, *(row.entry for row in plan.dependents)}
    session.saved(take_back(session.office, handle))
    session.not_worked(taken)


def _handle_here(session: Session, typed: Typed) -> str | None:
    """The entry of a row of the history that was named by its number."""
    if not typed.rows or session.listing.place not in ("history", "activity"):
        return None
    return getattr(session.listing, "handles", [""])[session.at] or None


def redo(session: Session, typed: Typed) -> None:
    """Bring back what undo took away."""
    del typed
    session.check_writable()
    session.saved(bring_back(session.office))


def repeat(session: Session, typed: Typed) -> None:
    """Do the last deed again, here."""
    del typed
    session.check_writable()
    last = session.repeat
    if last is None:
        raise Refused(". repeats the last write, and there is none yet.")
    if last.of_item:
        session.saved(last.deed(session.item()))
        session.next_row()
        return
    customer = session.customer()
    if session.on_items and not last.stays:
        raise UsageError("That is a deed about an account: account opens the account of this item.")
    session.saved(last.deed(customer), worked=None if last.stays else customer)
