"""The day of a collector: its queues, and the calls that come in."""

from collections.abc import Iterable

from arcollect_tui.keys.action import ALL_SCOPES, PLACES, Action
from arcollect_tui.rules.day_queues import DAY_QUEUES


def today() -> Iterable[Action]:
    """Digits open the numbered queues on the one screen that prints the numbers."""
    today = frozenset({"today"})
    for queue in DAY_QUEUES:
        number = str(queue.number)
        yield Action("today.open", (number,), queue.label, f"Open: {queue.about}.", today, argument=number)


def calls_in() -> Iterable[Action]:
    """An inbound call interrupts anything."""
    answer = "Answer a call: what you do is parked as it stands; find who calls, log it, come back."
    yield Action("call.answer", ("ctrl+t", "f4"), "answer a call", answer, ALL_SCOPES)
    back = "Go back to what was parked when a call came in."
    yield Action("call.back", ("R",), "back to parked", back, PLACES)
