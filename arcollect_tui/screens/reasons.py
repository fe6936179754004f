"""Settings and policy: the office's reasons, which one changes here."""

from collections.abc import Sequence

from textual import on

from arcollect_tui.errors import ArcollectError
from arcollect_tui.keys.engine import Run
from arcollect_tui.rules.formats import short_day
from arcollect_tui.rules.reason_model import Reason
from arcollect_tui.rules.reason_policy import written
from arcollect_tui.screens.filled import Again, Filled
from arcollect_tui.screens.filter_languages import Language, WordsLanguage
from arcollect_tui.screens.reason_form import ReasonForm
from arcollect_tui.screens.short_list import ShortList
from arcollect_tui.services.office import Office
from arcollect_tui.services.policies import PolicyPlan, apply_policy
from arcollect_tui.services.reasons import ReasonRow, offer, reason_rows
from arcollect_tui.widgets.rows import Column
from arcollect_tui.widgets.virtual_list import VirtualList


class ReasonsScreen(ShortList[ReasonRow]):
    """The reasons in the order of the tree; Enter changes one."""

    SCOPE = "reasons"
    NOUN = "reason"
    EMPTY = "There is no reason: a adds one."
    ORDERS = {
        "code": lambda row: row.id,
        "name": lambda row: row.reason.name.casefold(),
        "owner": lambda row: row.reason.owner.casefold(),
        "group": lambda row: row.reason.group.casefold(),
        "sla": lambda row: row.reason.sla_days,
        "default": lambda row: row.reason.default,
        "active": lambda row: row.reason.active,
    }

    def columns(self) -> Sequence[Column[ReasonRow]]:
        def tone(row: ReasonRow) -> str:
            return "" if row.reason.active else "muted"

        def offered(row: ReasonRow) -> str:
            return "yes" if row.reason.active else "retired"

        def tolerance(row: ReasonRow) -> str:
            return written(row.reason)["tolerance"]

        return (
            Column("code", "Code", 12, lambda row: row.id, tone=tone),
            Column("name", "Name", 14, lambda row: row.reason.name, grow=True, tone=tone),
            Column("owner", "Owner", 16, lambda row: row.reason.owner, tone=tone),
            Column("sla", "SLA", 3, lambda row: str(row.reason.sla_days), align="right", tone=tone),
            Column("tolerance", "Tolerance", 9, tolerance, tone=tone),
            Column("default", "Default", 7, lambda row: row.reason.default, tone=tone),
            Column("active", "Offered", 7, offered, tone=tone),
            Column("group", "Group", 10, lambda row: row.reason.group, priority=2, tone=tone),
            Column("set", "Set by", 18, _set_by, priority=1, tone=tone),
        )

    def language(self) -> Language:
        return WordsLanguage(lambda text: len(reason_rows(self.ws.office, text)))

    def fetch(self, office: Office, text: str) -> Sequence[ReasonRow]:
        return reason_rows(office, text)

    def below(self) -> str:
        retired = sum(not row.reason.active for row in self.rows)
        gone = f"{retired} retired   " if retired else ""
        return f"{gone}Enter change   a add   r retire, offer"

    def perform(self, run: Run) -> bool:
        """Add, retire, offer again; then what every list does."""
        if run.action_id == "reasons.add":
            self._open(None)
        elif run.action_id == "reasons.retire":
            self._offer(self.row())
        else:
            return super().perform(run)
        return True

    @on(VirtualList.Opened)
    def _opened(self, event: VirtualList.Opened) -> None:
        event.stop()
        self.attempt(lambda: self._open(self.row().reason))

    def _open(self, reason: Reason | None, again: Again | None = None) -> None:
        self.ws.check_writable()

        def filled(result: Filled[PolicyPlan] | None) -> None:
            if result is None:
                return
            office, plan, token = self.ws.office, result.draft, result.token

            def failed(error: ArcollectError) -> None:
                self._open(reason, result.again(error))

            self.ws.write(lambda: apply_policy(office, plan, token), failed=failed)
            self.ws.remember(None)

        self.app.push_screen(ReasonForm(reason, self.ws.office.settings.reasons, again), filled)

    def _offer(self, row: ReasonRow) -> None:
        self.ws.check_writable()
        office, code, again = self.ws.office, row.id, not row.reason.active
        self.ws.write(lambda: offer(office, code, again=again))
        self.ws.remember(None)


def _set_by(row: ReasonRow) -> str:
    if row.set_on is None:
        return "" if row.ships else "the office's own"
    return f"{row.set_by} {short_day(row.set_on)}"
