"""Tells once, quietly, that the time of a call-back has come. It moves nothing and opens nothing."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from arcollect_tui.screens.workstation import Workstation

if TYPE_CHECKING:
    from arcollect_tui.services.today import CallBack

NAME_CELLS = 30


class CallBell:
    """Looks at the clock; asks the store once a minute, and never for a minute twice.

    What was late before the window opened is told by the Today screen, not by the bell.

    Args:
        ws: the app, on its open office.
    """

    def __init__(self, ws: Workstation) -> None:
        self._ws = ws
        self._heard = ws.office.clock.local()

    def listen(self) -> None:
        """Ask for the call-backs whose time has come since this was last called."""
        office, before, now = self._ws.office, self._heard, self._ws.office.clock.local()
        if now.replace(second=0) == before.replace(second=0):
            return
        self._heard = now
        after = before.time() if before.date() == now.date() else None

        def job() -> Sequence["CallBack"]:
            from arcollect_tui.services.today import ringing

            return ringing(office, after, now.time())

        self._ws.fetch(self._ws, "bell", job, self._ring)

    def _ring(self, calls: Sequence["CallBack"]) -> None:
        if calls:
            self._ws.say(bell_words(calls))


def bell_words(calls: Sequence["CallBack"]) -> str:
    """What is announced: `14:30 call back C10007 Harbor Paper  g t`."""
    first = calls[0]
    more = f" and {len(calls) - 1} more" if len(calls) > 1 else ""
    clock = f"{first.at:%H:%M} " if first.at else ""
    return f"{clock}call back {first.number} {first.name[:NAME_CELLS].rstrip()}{more}  g t"
