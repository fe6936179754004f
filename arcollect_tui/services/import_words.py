"""A planned file in one sentence, in the office's way of writing amounts."""

from dataclasses import replace

from arcollect_tui.rules.formats import OfficeFormat
from arcollect_tui.rules.money import shown
from arcollect_tui.rules.text import counted
from arcollect_tui.services.import_plan import ImportPlan


def worded(plan: ImportPlan, fmt: OfficeFormat) -> ImportPlan:
    """The plan with its sentence."""
    return replace(plan, sentence=_sentence(plan, fmt))


def differences_told(plan: ImportPlan) -> str:
    """What the file would change, each kind with its count; '' for nothing."""
    return ", ".join(_difference(name, count) for name, count in plan.differences.items())


def _difference(name: str, count: int) -> str:
    """`7 customers changed`, `12 part paid`."""
    thing, _, what = name.partition("_")
    if thing == "customer":
        return f"{counted(count, thing)} {what}"
    return f"{count:,} {name.replace('_', ' ')}"


def _sentence(plan: ImportPlan, fmt: OfficeFormat) -> str:
    if plan.known:
        return f"No change: the lines of {plan.file} are in already."
    words = differences_told(plan)
    sums = ", ".join(
        f"{counted(count, 'item')} {shown(total, code, fmt)} {code}"
        for code, (count, total) in plan.totals.items()
    )
    if plan.lines["card"]:
        sums = counted(plan.lines["card"], "customer")
    left = f"; {counted(plan.lines['left_out'], 'line')} left out" if plan.lines["left_out"] else ""
    what = f"{sums or 'no items'}{left}; {words or 'nothing new'}"
    return f"{plan.file} as of {plan.as_of.isoformat()}: {what}."
