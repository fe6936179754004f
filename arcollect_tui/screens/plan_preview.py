"""What a plan would write, as lines in a drawer: Enter applies it, Esc leaves it."""

from collections.abc import Callable

from textual.app import ComposeResult

from arcollect_tui.errors import ArcollectError
from arcollect_tui.screens.messages import fold
from arcollect_tui.screens.plan_drawer import PlanDrawer, PlanT
from arcollect_tui.widgets.pane import PaneLine, TextPane
from arcollect_tui.widgets.safe import show

MOST_LINES = 14


class PlanPreview(PlanDrawer[PlanT]):
    """Shows a plan line by line; nothing is written here.

    Args:
        title: what is planned.
        job: one service call that makes the plan.
        lines: the plan as lines of so many cells.
    """

    DEFAULT_CSS = """
    PlanPreview #plan { border: none; background: $surface; height: 4; }
    """

    def __init__(
        self, title: str, job: Callable[[], PlanT], lines: Callable[[PlanT, int], list[PaneLine]]
    ) -> None:
        super().__init__()
        self._title = title
        self._job = job
        self._lines = lines

    def compose_body(self) -> ComposeResult:
        """The plan."""
        yield TextPane(widget_id="plan")

    def on_mount(self) -> None:
        """Ask for the plan."""
        box = self.query_one("#box")
        box.border_title = show(f"{self._title}: preview, nothing written yet")
        box.border_subtitle = show("Enter apply, as one step  Esc leave it")
        self.set_focus(self._pane)
        self.ask("plan", self._job, self._planned, self._refused)

    @property
    def _pane(self) -> TextPane:
        return self.query_one("#plan", TextPane)

    @property
    def _width(self) -> int:
        return max(20, self.app.size.width - 4)

    def _put(self, lines: list[PaneLine]) -> None:
        self._pane.styles.height = min(max(2, len(lines)), MOST_LINES)
        self._pane.set_lines(lines)

    def _planned(self, plan: PlanT) -> None:
        self.plan = plan
        self._put(self._lines(plan, self._width))
        self.go_on()

    def _refused(self, error: ArcollectError) -> None:
        self.problem = error.sentence
        self._put([[(line, "alert")] for line in fold(error.sentence, self._width)])
        self.go_on()
