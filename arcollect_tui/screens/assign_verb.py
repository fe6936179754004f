"""Assigning the account under the cursor, or the marked ones: form, preview of many, one entry."""

from collections.abc import Callable
from dataclasses import dataclass

from arcollect_tui.errors import ArcollectError, Refused
from arcollect_tui.keys.engine import Run
from arcollect_tui.screens.assign_form import AssignDraft, AssignForm, plan_lines
from arcollect_tui.screens.chosen import ChosenItems
from arcollect_tui.screens.filled import Again, Filled
from arcollect_tui.screens.plan_preview import PlanPreview
from arcollect_tui.screens.verbs import AccountVerbs
from arcollect_tui.services.assign_plan import AssignPlan
from arcollect_tui.services.assignments import AssignRequest, apply_assignment, plan_assignment
from arcollect_tui.services.office import Saved
from arcollect_tui.services.who import Who
from arcollect_tui.widgets.record_table import RecordTable


@dataclass(frozen=True, slots=True)
class Handed:
    """The accounts that are assigned.

    Attributes:
        who: the account under the cursor, its number that of the account or how many are marked.
        chosen: the accounts.
        bulk: they are shown in a preview first.
        done: called when they are handed to the writer.
    """

    who: Who
    chosen: ChosenItems
    bulk: bool
    done: Callable[[], None] | None = None


def assign(screen: AccountVerbs, run: Run) -> None:
    """Ask whose the account, or the marked ones, shall be.

    Raises:
        Refused: nothing is marked, or the list is not one of accounts.
    """
    screen.ws.check_writable()
    who = screen.who()
    if not run.bulk:
        ask_owner(screen, Handed(who, ChosenItems(items=(who.id,)), bulk=False))
        return
    if screen.SCOPE != "worklist":
        raise Refused("Accounts are marked on the worklist: g w goes there; t assigns this one.")
    table = screen.query_one("#list", RecordTable)
    table.check_marked()
    table.view_ids()
    chosen = ChosenItems(table.marks.now(), out=table.marks.out_here)

    def clear() -> None:
        table.marks.clear()
        table.changed_marks()

    marked = Who(who.id, f"{chosen.count:,} marked", "")
    ask_owner(screen, Handed(marked, chosen, bulk=True, done=clear))


def ask_owner(screen: AccountVerbs, handed: Handed, again: Again | None = None) -> None:
    """Ask for the collector and the days, and have them written."""

    def filled(result: Filled[AssignDraft] | None) -> None:
        if result is not None:
            _filled(screen, handed, result)

    screen.app.push_screen(AssignForm(handed.who, again), filled)


def _filled(screen: AccountVerbs, handed: Handed, result: Filled[AssignDraft]) -> None:
    office, draft, fmt = screen.ws.office, result.draft, screen.ws.fmt

    def plan() -> AssignPlan:
        wanted = AssignRequest(draft.collector, handed.chosen.ids, first=draft.first, last=draft.last)
        return plan_assignment(office, wanted)

    def again(error: ArcollectError) -> None:
        ask_owner(screen, handed, result.again(error))

    def write(job: Callable[[], Saved]) -> None:
        screen.ws.write(job, failed=again)
        screen.ws.remember(None)
        if handed.done is not None:
            handed.done()

    def applied(found: AssignPlan | None) -> None:
        if found is not None:
            write(lambda: apply_assignment(office, found, draft.token))

    if handed.bulk:
        title = f"Assign {handed.who.number}"
        preview = PlanPreview(title, plan, lambda found, width: plan_lines(found, fmt, width))
        screen.app.push_screen(preview, applied)
    else:
        write(lambda: apply_assignment(office, plan(), draft.token))
