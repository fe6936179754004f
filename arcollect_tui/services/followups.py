"""When to act next on an account."""

from datetime import date, time

from arcollect_tui.data.journal import Deed
from arcollect_tui.data.standing import Aspect
from arcollect_tui.errors import Refused
from arcollect_tui.rules.formats import long_day
from arcollect_tui.services import facts
from arcollect_tui.services.office import Office, Saved
from arcollect_tui.services.references import customer_by_id


def reschedule(
    office: Office,
    customer_id: int,
    day: date | None,
    at: time | None = None,
    token: bytes | None = None,
) -> Saved:
    """Set the next action of an account, or take it off (`day` None).

    Raises:
        Refused: the day is past.
    """
    if day is not None and day < office.today:
        raise Refused(f"{long_day(day)} is past. Give today or a later day.")
    with office.deed() as connection:
        customer = customer_by_id(connection, customer_id)
        fact = facts.follow_up(connection, customer_id, day, at)
        deed = Deed("follow_up", [facts.part_about(customer, [fact])], token or office.token())
        recorded = office.record(connection, deed, [customer_id], Aspect.CONTACT)
        when = "no next action" if day is None else f"next action {long_day(day)}"
        clock = "" if at is None else f" {at:%H:%M}"
        return office.saved(connection, recorded, f"{customer.number}: {when}{clock}.")
