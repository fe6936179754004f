"""The form for a root cause: what an item's dispute turned out to be, and who can prevent it."""

from collections.abc import Iterable
from dataclasses import dataclass

from arcollect_tui.rules.text import clean, fit
from arcollect_tui.screens.call_words import reason_choices, say_reason
from arcollect_tui.screens.coding_preview import LINES_SHOWN
from arcollect_tui.screens.filled import Again
from arcollect_tui.screens.form import Form
from arcollect_tui.screens.messages import fold
from arcollect_tui.services.causes import NONE, CausePlan
from arcollect_tui.services.coding_request import Skip
from arcollect_tui.services.reading import read_reason
from arcollect_tui.services.texts import FieldError, read_field
from arcollect_tui.services.who import Who
from arcollect_tui.widgets.field import Echo, Field
from arcollect_tui.widgets.pane import PaneLine
from arcollect_tui.widgets.pick_list import Choice

OFF = Echo("takes the root cause off")


@dataclass(frozen=True, slots=True)
class CauseDraft:
    """A root cause as typed; an empty cause takes it off, department None is the reason's owner."""

    cause: str
    department: str | None
    note: str
    token: bytes


class CauseForm(Form[CauseDraft]):
    """The root cause of an item, or of marked ones.

    Args:
        who: the account under the cursor, its number that of the item or how many are marked.
        again: the form as it was refused.
    """

    NAME = "cause"
    TITLE = "Root cause of"

    def __init__(self, who: Who, again: Again | None = None) -> None:
        super().__init__(who, "cause", again)

    def fields(self) -> Iterable[Field]:
        """Cause, department, note."""
        yield Field("cause", "Cause", has_list=True, echo=self._say_cause, size=16)
        yield Field("department", "Department", echo=self._say_department, size=24)
        yield Field("note", "Note", size=60)

    def _say_cause(self, text: str) -> Echo:
        if text.strip().casefold() == NONE[1]:
            return OFF
        return say_reason(text, self.ws.office.settings.reasons)

    def _say_department(self, text: str) -> Echo:
        return Echo("" if text.strip() else "else the owner")

    def choices(self, field: str) -> tuple[Choice, ...]:
        """The reasons."""
        return tuple(reason_choices(self.ws.office.settings.reasons)) if field == "cause" else ()

    def build(self) -> CauseDraft:
        """The root cause."""
        text = self.text("cause")
        if not text:
            raise FieldError("cause", "Which cause? Type a few letters; none takes it off; F2 lists them.")
        cause = ""
        if text.casefold() != NONE[1]:
            tree = self.ws.office.settings.reasons
            cause = read_field("cause", lambda: read_reason(text, tree)).code
        department = clean(self.text("department")).strip() or None
        if department and not cause:
            raise FieldError("department", "A department belongs to a cause: leave it empty.")
        return CauseDraft(cause, department, clean(self.text("note")).strip(), self.token)


def plan_lines(plan: CausePlan, width: int) -> list[PaneLine]:
    """What a root cause would be written of."""
    lines: list[PaneLine] = [[(line, "strong")] for line in fold(plan.sentence, width)]
    for line in plan.lines[:LINES_SHOWN]:
        was = f"  was {line.was}" if line.was else ""
        coded = f"coded {line.coded}" if line.coded else "not coded"
        of = f"{fit(line.document_no, 14)} {fit(line.customer_no, 8)} {fit(line.name, 20)}"
        lines.append([(f"{of} {coded}{was}", "")])
    if plan.count > LINES_SHOWN:
        lines.append([(f"and {plan.count - LINES_SHOWN:,} more", "muted")])
    skips = plan.skips[:LINES_SHOWN]
    return [*lines, *([(_skipped(skip), "alert")] for skip in skips)]


def _skipped(skip: Skip) -> str:
    return f"{fit(skip.document_no, 14)} {skip.customer_no}  skipped: {skip.why}"
