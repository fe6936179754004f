"""The drawer that proposes small differences: what policy lets go, and what is over its tolerance."""

from textual.app import ComposeResult

from arcollect_tui.errors import ArcollectError, Refused
from arcollect_tui.rules.coding import ASKED
from arcollect_tui.screens.coding_ask import of_plan
from arcollect_tui.screens.coding_preview import PlanPane
from arcollect_tui.screens.plan_drawer import PlanDrawer
from arcollect_tui.services.coding import CodingPlan
from arcollect_tui.services.tolerances import USUAL_REASON, plan_tolerance
from arcollect_tui.widgets.safe import show


class ToleranceDrawer(PlanDrawer[CodingPlan]):
    """What the tolerance of a reason would let go; nothing is written here.

    Args:
        filter_text: a filter of the items list that narrows the short pays.
    """

    DEFAULT_CSS = """
    ToleranceDrawer #tolerance { border: none; background: $surface; height: 9; }
    """

    def __init__(self, filter_text: str) -> None:
        super().__init__()
        self._filter = filter_text
        self._pane = PlanPane("tolerance", bulk=False)

    def compose_body(self) -> ComposeResult:
        """The preview."""
        yield self._pane

    def on_mount(self) -> None:
        """Have it planned."""
        self._pane.can_focus = True
        self.set_focus(self._pane)
        self._caption(f"Small differences within the tolerance of {USUAL_REASON}: looking")
        office, text = self.ws.office, self._filter
        self.ask("plan", lambda: plan_tolerance(office, text), self._planned, self._refused)

    def _caption(self, title: str) -> None:
        box = self.query_one("#box")
        box.border_title = show(title)
        box.border_subtitle = show("Enter apply, as one step  Esc write nothing")

    def _planned(self, found: CodingPlan) -> None:
        self.plan = found
        self._pane.show_plan(of_plan(found), self.ws.fmt)
        asked = ASKED[found.request.ask]
        self._caption(f"{found.count:,} within the tolerance, {asked}: preview, nothing written yet")
        self.go_on()

    def _refused(self, error: ArcollectError) -> None:
        self.problem = error.sentence
        self._pane.say(error.sentence)
        self.go_on()

    def check(self, plan: CodingPlan) -> None:
        """See that something is within the tolerance.

        Raises:
            Refused: nothing is, and the sentence says why.
        """
        if not plan.lines:
            why = plan.skips[0].why if plan.skips else "no short pay"
            raise Refused(f"Nothing is within the tolerance ({why}): Esc leaves.")
