"""What a file of the ledger holds and would change, as lines; Enter takes it in as one step."""

from collections.abc import Iterator, Mapping

from arcollect_tui.errors import Refused
from arcollect_tui.rules.formats import OfficeFormat
from arcollect_tui.rules.money import shown
from arcollect_tui.screens.messages import fold
from arcollect_tui.screens.plan_preview import PlanPreview
from arcollect_tui.services.imports import ImportPlan, counted
from arcollect_tui.widgets.pane import PaneLine

MOST_HELD = 20
"""Held lines that the preview names; `arcollect import --json` has them all."""


class FilePreview(PlanPreview[ImportPlan]):
    """The plan of one file.

    Args:
        plan: what it would change.
        fmt: how amounts look.
    """

    def __init__(self, plan: ImportPlan, fmt: OfficeFormat) -> None:
        super().__init__(plan.file, lambda: plan, lambda found, width: file_lines(found, fmt, width))

    def check(self, plan: ImportPlan) -> None:
        """See that nothing stops the file.

        Raises:
            Refused: a guard does, or it changes nothing.
        """
        if plan.known:
            raise Refused(f"{plan.sentence} Esc leaves.")
        if plan.guards:
            names = ",".join(guard.name for guard in plan.guards)
            raise Refused(f"Stopped by {names}; to let it in: arcollect import FILE --accept {names}")


def file_lines(plan: ImportPlan, fmt: OfficeFormat, width: int) -> list[PaneLine]:
    """The lines of the preview, folded so that nothing is cut."""
    return [
        [(line, tone)]
        for word, text, tone in _said(plan, fmt)
        for line in fold(f"{word}: {text}" if word else text, width)
    ]


def _said(plan: ImportPlan, fmt: OfficeFormat) -> Iterator[tuple[str, str, str]]:
    """(first word, text, tone) of every line: what speaks against the file comes first."""
    for guard in plan.guards:
        yield "! guard", f"{guard.name}: {guard.sentence}", "alert"
    if plan.known:
        yield "", plan.sentence, "strong"
    yield "layout", f"{plan.layout}, ledger {plan.ledger}", ""
    yield "as of", f"{plan.as_of.isoformat()} ({plan.as_of_source})", ""
    yield "lines", f"{plan.total_lines:,} ({_counts(plan.lines)})", ""
    for currency, (count, total) in plan.totals.items():
        yield f"{currency} total", f"{shown(total, currency, fmt)} in {counted(count, 'item')}", "strong"
    yield "changes", _counts(plan.differences) or "none", "strong"
    for warning in plan.warnings:
        yield "! warning", warning, "alert"
    for line in plan.held[:MOST_HELD]:
        yield "! held", f"line {line.line}, {line.field or 'line'}: {line.reason}", "alert"
    if len(plan.held) > MOST_HELD:
        yield "! held", f"and {len(plan.held) - MOST_HELD:,} more lines", "alert"


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in counts.items() if count)
