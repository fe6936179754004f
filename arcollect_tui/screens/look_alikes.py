"""Rules by example: after a coding, that more items look like those just coded."""

from textual.timer import Timer

from arcollect_tui.screens.base import OfficeScreen
from arcollect_tui.services.lookalikes import Proposal, proposals
from arcollect_tui.services.office import Saved
from arcollect_tui.widgets.lines import ANNOUNCEMENT_CELLS

PAUSE = 0.6
"""Seconds without a coding after which items that look alike are counted."""

MOST_OPEN, MOST_LOOKED_AT = 100_000, 20_000
"""Open items, and uncoded ones that are looked at beside the keys; where there are more, only P looks."""


class LookAlikes:
    """Says how many more items look alike, once there is a pause in the codings.

    Args:
        screen: the list of items.
    """

    def __init__(self, screen: OfficeScreen) -> None:
        self._screen = screen
        self._pause: Timer | None = None
        self._count = 0

    def coded(self, saved: Saved, total: int) -> None:
        """After a pause in the codings, say when more items look like them than was said before.

        Args:
            saved: the coding.
            total: how many items are open.
        """
        if self._pause is not None:
            self._pause.stop()
        if total > MOST_OPEN:
            return
        self._pause = self._screen.set_timer(PAUSE, lambda: self._look(saved))

    def _look(self, saved: Saved) -> None:
        ws = self._screen.ws
        office, said = ws.office, ws.said[-1]

        def found(alike: list[Proposal]) -> None:
            count = sum(one.count for one in alike)
            # Something else may have been said meanwhile, and that is not to be hidden.
            if count and count != self._count and ws.said[-1] == said:
                ws.say(alike_words(ws.brief(saved.sentence), count))
            self._count = count

        self._screen.ask("alike", lambda: proposals(office, MOST_LOOKED_AT), found)


def alike_words(saved: str, count: int) -> str:
    """What is announced when items look like those just coded, in the cells of the echo line."""
    hint = f"{count:,} more look alike: P shows them  u undo"
    both = f"{saved}  {hint}"
    return both if len(both) <= ANNOUNCEMENT_CELLS - 2 else f"Coded. {hint}"
