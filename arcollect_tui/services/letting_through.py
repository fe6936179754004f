"""Letting a file through a guard that stops it, one guard at a time, and stopping at it again."""

from dataclasses import replace

from arcollect_tui.errors import Refused
from arcollect_tui.services.import_guards import GUARDS, Guard
from arcollect_tui.services.import_plan import ImportPlan


def let_through(plan: ImportPlan, guard: str) -> ImportPlan:
    """The plan with one of its guards let through.

    Raises:
        Refused: no such guard stops it.
    """
    if guard not in {one.name for one in plan.guards}:
        raise Refused(f"No guard {guard} stops {plan.file}. Let one through that does.")
    accept = plan.options.accept | {guard}
    left = tuple(one for one in plan.guards if one.name != guard)
    return replace(plan, guards=left, options=replace(plan.options, accept=accept))


def stop_again(plan: ImportPlan, guard: Guard) -> ImportPlan:
    """The plan with a guard that was let through in force again, in the order of `GUARDS`."""
    guards = sorted((*plan.guards, guard), key=lambda one: GUARDS.index(one.name))
    options = replace(plan.options, accept=plan.options.accept - {guard.name})
    return replace(plan, guards=tuple(guards), options=options)
