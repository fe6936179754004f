"""Assigning the account in hand to a colleague, by a typed line."""

from arcollect_tui.errors import UsageError
from arcollect_tui.plain.session import Session
from arcollect_tui.plain.words import Typed, words_of
from arcollect_tui.services.assignments import AssignRequest, apply_assignment, plan_assignment
from arcollect_tui.services.reading import TypedDays

DAYS = ("from", "until")


def assign(session: Session, typed: Typed) -> None:
    """Assign the account; a last day makes it a cover.

    Raises:
        UsageError: nobody is named.
    """
    session.check_writable()
    if session.on_items:
        raise UsageError("That is a deed about an account: account opens the account of this item.")
    words = words_of(typed.rest, DAYS)
    name = " ".join([*words.plain, words.note]).strip()
    if not name:
        raise UsageError("Whose shall it be? Type t and a collector, such as t bo until=fri.")
    office, days = session.office, TypedDays.of(session.office)
    first, last = (days.day(words.named[day]) if day in words.named else None for day in DAYS)
    customer = session.customer()
    plan = plan_assignment(office, AssignRequest(name, (customer,), first=first, last=last))
    session.saved(apply_assignment(office, plan))
