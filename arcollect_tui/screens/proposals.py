"""The proposals: uncoded items that look like coded ones, each rule with its evidence.

Enter opens the preview of what a proposal would code; nothing is written before it is applied there.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult

from arcollect_tui.errors import ArcollectError, Refused
from arcollect_tui.keys.engine import Run
from arcollect_tui.rules.formats import OfficeFormat
from arcollect_tui.rules.money import shown
from arcollect_tui.rules.text import counted
from arcollect_tui.screens.base import Drawer
from arcollect_tui.screens.coding_ask import of_plan
from arcollect_tui.screens.coding_preview import item_lines, summary_lines
from arcollect_tui.screens.plan_preview import PlanPreview
from arcollect_tui.services.accepting import dismiss, plan_proposal
from arcollect_tui.services.coding import CodingPlan
from arcollect_tui.services.lookalikes import Proposal, proposals
from arcollect_tui.services.rule_accuracy import RuleAccuracy, rule_accuracy
from arcollect_tui.widgets.pane import PaneLine, TextPane
from arcollect_tui.widgets.record_table import RecordTable
from arcollect_tui.widgets.rows import Column, ListSource
from arcollect_tui.widgets.safe import show

NEVER_WAIT = frozenset({"app.quit", "call.answer", "nav.back"})
"""Keys that mean the same while the items are being looked at."""

NONE = "Nothing looks enough like what was coded: code a few more items of each reason."


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """One proposal, and how right its rule was when it is an accepted one."""

    proposal: Proposal
    accuracy: RuleAccuracy | None

    @property
    def id(self) -> str:
        """The rule's name."""
        return self.proposal.id


@dataclass(frozen=True, slots=True)
class Chosen:
    """A proposal with the preview that was applied."""

    proposal: Proposal
    plan: CodingPlan


def _value(line: ProposalLine, fmt: OfficeFormat) -> str:
    return ", ".join(f"{shown(total, code, fmt)} {code}" for code, total in line.proposal.totals.items())


def _columns(fmt: OfficeFormat) -> tuple[Column[ProposalLine], ...]:
    def words(line: ProposalLine) -> str:
        return f"{'accepted: ' if line.proposal.accepted else ''}{line.proposal.words}"

    def agreed(line: ProposalLine) -> str:
        return f"{line.proposal.agreed}/{line.proposal.examples}"

    return (
        Column("count", "Items", 6, lambda line: f"{line.proposal.count:,}", align="right"),
        Column("words", "Rule", 34, words, grow=True),
        Column("agreed", "Agree", 7, agreed, align="right"),
        Column("value", "Value", 34, lambda line: _value(line, fmt), priority=1),
    )


class ProposalsDrawer(Drawer[Chosen | None]):
    """Chooses a proposal and applies its preview."""

    SCOPE = "proposals"
    DEFAULT_CSS = """
    ProposalsDrawer {
        & #proposals { height: 9; border: none; background: $surface; }
        & #evidence { height: 4; border: none; background: $surface; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._loading = True

    def compose_body(self) -> ComposeResult:
        """The proposals; below them the evidence of the one under the cursor."""
        yield RecordTable[ProposalLine](
            _columns(self.ws.fmt), placeholder="Looking for items that look alike.", widget_id="proposals"
        )
        yield TextPane(widget_id="evidence")

    @property
    def _table(self) -> RecordTable[ProposalLine]:
        found: RecordTable[ProposalLine] = self.query_one("#proposals", RecordTable)
        return found

    def on_mount(self) -> None:
        """Ask for the proposals."""
        box = self.query_one("#box")
        box.border_title = show("Items that look like coded ones")
        box.border_subtitle = show("Enter preview  x dismiss  Esc close")
        self.query_one("#evidence", TextPane).can_focus = False
        self.set_focus(self._table)
        self._load()

    def _load(self) -> None:
        office = self.ws.office
        self._loading = True

        def job() -> list[ProposalLine]:
            right = {one.id: one for one in rule_accuracy(office)}
            return [ProposalLine(one, right.get(one.id)) for one in proposals(office)]

        self.ask("proposals", job, self._show, self._failed, after_writes=True)

    def _show(self, lines: Sequence[ProposalLine]) -> None:
        self._loading = False
        self._table.show(ListSource(lines), placeholder=NONE)
        self._say()
        self.go_on()

    def _failed(self, error: ArcollectError) -> None:
        self.dismiss(None)
        self.ws.show_error(error)
        self.go_on()

    def _say(self) -> None:
        line = self._table.cursor_row
        self.query_one("#evidence", TextPane).set_lines(evidence_lines(line, self.ws.fmt) if line else [])

    @on(RecordTable.CursorMoved)
    def _moved(self, event: RecordTable.CursorMoved) -> None:
        event.stop()
        self._say()

    @on(RecordTable.Opened)
    def _opened(self, event: RecordTable.Opened) -> None:
        event.stop()
        self.attempt(lambda: self._preview(self._row()))

    def _row(self) -> Proposal:
        line = self._table.cursor_row
        if line is None:
            raise Refused(NONE)
        return line.proposal

    def _preview(self, proposal: Proposal) -> None:
        self.ws.check_writable()
        office, fmt = self.ws.office, self.ws.fmt

        def lines(plan: CodingPlan, width: int) -> list[PaneLine]:
            found = of_plan(plan)
            return [*summary_lines(found, fmt, width, bulk=False), *item_lines(found, fmt)]

        def applied(plan: CodingPlan | None) -> None:
            if plan is not None:
                self.dismiss(Chosen(proposal, plan))

        title = f"{proposal.reason} where {proposal.says}"
        self.app.push_screen(PlanPreview(title, lambda: plan_proposal(office, proposal), lines), applied)

    def must_wait(self, run: Run) -> bool:
        """Keys about a proposal wait for the proposals."""
        return self._loading and run.action_id not in NEVER_WAIT

    def perform(self, run: Run) -> bool:
        """Dismiss a proposal; close the list."""
        if run.action_id == "proposals.dismiss":
            proposal, office = self._row(), self.ws.office
            self.ws.write(
                lambda: dismiss(office, proposal), lambda _: self._dismissed(proposal), look=False
            )
        elif run.action_id == "nav.back":
            self.dismiss(None)
        else:
            return super().perform(run)
        return True

    def _dismissed(self, proposal: Proposal) -> None:
        self.ws.say(f"Kept away until its evidence changes: {proposal.words}")
        if self.is_attached:
            self._load()


def evidence_lines(line: ProposalLine, fmt: OfficeFormat) -> list[PaneLine]:
    """What a proposal is worth, what speaks for it and against it, and how right its rule was."""
    one = line.proposal
    like = f": {' '.join(one.samples)}" if one.samples else ""
    lines: list[PaneLine] = [
        [(f"{counted(one.count, 'item')}, {_value(line, fmt)}", "strong")],
        [(f"{one.evidence}{like}", "")],
    ]
    if one.against:
        lines.append([(f"coded otherwise: {' '.join(one.against)}", "alert")])
    if line.accuracy is not None:
        lines.append([(f"accepted rule {one.id}: {line.accuracy.words}", "muted")])
    return lines
