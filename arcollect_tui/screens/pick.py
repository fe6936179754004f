"""A drawer to pick one value by typing."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult

from arcollect_tui.keys.engine import Run
from arcollect_tui.screens.base import Drawer
from arcollect_tui.widgets.pick_list import Choice, PickList
from arcollect_tui.widgets.safe import show


class Picker(Drawer[Choice | None]):
    """Picks one of the choices.

    Args:
        title: what is picked.
        choices: the values.
    """

    SCOPE = "pick"

    def __init__(self, title: str, choices: Sequence[Choice]) -> None:
        super().__init__()
        self._title = title
        self._choices = tuple(choices)

    def compose_body(self) -> ComposeResult:
        """The list."""
        yield PickList(self._choices)

    def on_mount(self) -> None:
        """Typing goes into the list at once."""
        box = self.query_one("#box")
        box.border_title = show(self._title)
        box.border_subtitle = show("type to narrow  Enter take  Esc leave")
        self.query_one(PickList).focus_input()

    @on(PickList.Picked)
    def _picked(self, event: PickList.Picked) -> None:
        self.dismiss(event.choice)

    def perform(self, run: Run) -> bool:
        """Leave without a choice."""
        if run.action_id == "pick.leave":
            self.dismiss(None)
            return True
        return super().perform(run)
