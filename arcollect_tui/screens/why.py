"""`=`: why an account stands where it does, as a sum that adds up."""

from collections.abc import Sequence

from arcollect_tui.rules.priority import Points
from arcollect_tui.screens.text_drawer import TextDrawer
from arcollect_tui.services.account import explain
from arcollect_tui.services.who import Who
from arcollect_tui.widgets.pane import PaneLine


class WhyDrawer(TextDrawer):
    """The score of an account, point by point."""

    def __init__(self, who: Who) -> None:
        super().__init__(f"Why {who.number} {who.name} is here", ())
        self._who = who

    def on_mount(self) -> None:
        """Ask for the points."""
        office, customer = self.ws.office, self._who.id
        self.ask("why", lambda: explain(office, customer), self._explained)

    def _explained(self, points: Sequence[Points]) -> None:
        self.show_lines(sum_lines(points))


def sum_lines(points: Sequence[Points]) -> list[PaneLine]:
    """The points with their total, which is the score."""
    if not points:
        return [(("Nothing is overdue and nothing was agreed: 0 points.", ""),)]
    lines: list[PaneLine] = [((f"{point.points:>6}  {point.text}", ""),) for point in points]
    total = sum(point.points for point in points)
    return [*lines, ((f"{'-' * 6:>6}", "muted"),), ((f"{total:>6}  score", "strong"),)]
