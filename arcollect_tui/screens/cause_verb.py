"""Telling the root cause of items: a form; for marked items the preview after it; then the writer."""

from collections.abc import Callable
from dataclasses import dataclass

from arcollect_tui.errors import ArcollectError
from arcollect_tui.screens.base import OfficeScreen
from arcollect_tui.screens.cause_form import CauseDraft, CauseForm, plan_lines
from arcollect_tui.screens.chosen import ChosenItems
from arcollect_tui.screens.filled import Again, Filled
from arcollect_tui.screens.plan_preview import PlanPreview
from arcollect_tui.services.causes import CausePlan, CauseRequest, apply_causes, plan_causes
from arcollect_tui.services.office import Saved
from arcollect_tui.services.who import Who


@dataclass(frozen=True, slots=True)
class Caused:
    """The items whose root cause is told.

    Attributes:
        customer: the account under the cursor.
        chosen: the items.
        what: what they are called: a number, `12 marked`.
        bulk: they are shown in a preview first.
        done: called when they are handed to the writer.
    """

    customer: int
    chosen: ChosenItems
    what: str
    bulk: bool
    done: Callable[[], None] | None = None


def tell_cause(screen: OfficeScreen, items: Caused, again: Again | None = None) -> None:
    """Ask for the root cause of items, and have it written."""
    screen.ws.check_writable()

    def filled(result: Filled[CauseDraft] | None) -> None:
        if result is not None:
            _filled(screen, items, result)

    screen.app.push_screen(CauseForm(Who(items.customer, items.what, ""), again), filled)


def _filled(screen: OfficeScreen, items: Caused, result: Filled[CauseDraft]) -> None:
    office, draft = screen.ws.office, result.draft

    def plan() -> CausePlan:
        request = CauseRequest(draft.cause, items.chosen.ids, department=draft.department, note=draft.note)
        return plan_causes(office, request)

    def again(error: ArcollectError) -> None:
        tell_cause(screen, items, result.again(error))

    def write(job: Callable[[], Saved]) -> None:
        screen.ws.write(job, failed=again)
        screen.ws.remember(None)
        if items.done is not None:
            items.done()

    def applied(plan: CausePlan | None) -> None:
        if plan is not None:
            write(lambda: apply_causes(office, plan, draft.token))

    if items.bulk:
        title = f"Root cause of {items.what}"
        screen.app.push_screen(PlanPreview(title, plan, plan_lines), applied)
    else:
        write(lambda: apply_causes(office, plan(), draft.token))
