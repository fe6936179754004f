"""A drawer with the preview of one plan: Enter applies what stands there, Esc writes nothing."""

from typing import Generic, TypeVar

from arcollect_tui.errors import Refused
from arcollect_tui.keys.engine import Run
from arcollect_tui.screens.base import Drawer

PlanT = TypeVar("PlanT")


class PlanDrawer(Drawer[PlanT | None], Generic[PlanT]):
    """Shows a plan that a service works out, and gives it back to be applied; nothing is written here."""

    SCOPE = "preview"

    def __init__(self) -> None:
        super().__init__()
        self.plan: PlanT | None = None
        self.problem = ""
        """Why there is no plan."""

    def must_wait(self, run: Run) -> bool:
        """Only a preview that stands there is applied."""
        return run.action_id == "preview.apply" and self.plan is None and not self.problem

    def perform(self, run: Run) -> bool:
        """Apply or leave."""
        if run.action_id == "preview.cancel":
            self.dismiss(None)
        elif run.action_id == "preview.apply":
            if self.plan is None:
                raise Refused(self.problem)
            self.check(self.plan)
            self.dismiss(self.plan)
        else:
            return super().perform(run)
        return True

    def check(self, plan: PlanT) -> None:
        """See that the plan has anything to apply.

        Raises:
            Refused: it has not.
        """
