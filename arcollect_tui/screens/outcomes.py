"""Settings and policy: the outcomes of calls with their follow-up rules, which one changes here."""

from collections.abc import Sequence

from textual import on

from arcollect_tui.keys.engine import Run
from arcollect_tui.rules.outcome_policy import PREFIX, written_next
from arcollect_tui.screens.filter_languages import Language, WordsLanguage
from arcollect_tui.screens.setting_change import Change, ChangesSettings, set_by
from arcollect_tui.screens.settings_fields import outcome_fields
from arcollect_tui.screens.short_list import ShortList
from arcollect_tui.services.office import Office
from arcollect_tui.services.settings import OutcomeRow, outcome_rows
from arcollect_tui.widgets.rows import Column
from arcollect_tui.widgets.virtual_list import VirtualList


class OutcomesScreen(ChangesSettings, ShortList[OutcomeRow]):
    """The outcomes in the order they ship in; Enter changes one."""

    SCOPE = "outcomes"
    NOUN = "outcome"
    EMPTY = "There is no outcome."
    ORDERS = {
        "code": lambda row: row.id,
        "key": lambda row: row.outcome.key or "~",
        "name": lambda row: row.outcome.name.casefold(),
        "worked": lambda row: row.outcome.worked,
        "active": lambda row: row.outcome.active,
    }

    def columns(self) -> Sequence[Column[OutcomeRow]]:
        def tone(row: OutcomeRow) -> str:
            return "" if row.outcome.active else "muted"

        return (
            Column("code", "Code", 4, lambda row: row.id, tone=tone),
            Column("key", "Key", 4, _key, tone=tone),
            Column("name", "Name", 14, lambda row: row.outcome.name, grow=True, tone=tone),
            Column("next", "Next step", 11, _next, tone=tone),
            Column("worked", "Finishes", 8, lambda row: "yes" if row.outcome.worked else "no", tone=tone),
            Column(
                "active", "Offered", 7, lambda row: "yes" if row.outcome.active else "retired", tone=tone
            ),
            Column("needs", "Asks for", 9, _needs, priority=2, tone=tone),
            Column("set", "Set by", 16, set_by, priority=1, tone=tone),
        )

    def language(self) -> Language:
        return WordsLanguage(lambda text: len(outcome_rows(self.ws.office, text)))

    def fetch(self, office: Office, text: str) -> Sequence[OutcomeRow]:
        return outcome_rows(office, text)

    def below(self) -> str:
        retired = sum(not row.outcome.active for row in self.rows)
        gone = f"{retired} retired   " if retired else ""
        return f"{gone}Enter change   r retire, offer   + steps count business days (b) or hours (h)"

    def perform(self, run: Run) -> bool:
        """Retire, offer again; then what every list does."""
        if run.action_id != "outcomes.retire":
            return super().perform(run)
        self.ws.check_writable()
        outcome = self.row().outcome
        said = "no" if outcome.active else "yes"
        self.preview(f"Outcome {outcome.code}", ((f"{PREFIX}{outcome.code}.active", said),))
        return True

    @on(VirtualList.Opened)
    def _opened(self, event: VirtualList.Opened) -> None:
        event.stop()
        self.attempt(self._change)

    def _change(self) -> None:
        outcome = self.row().outcome
        self.change(Change(f"Outcome {outcome.code}", outcome_fields(outcome)))


def _key(row: OutcomeRow) -> str:
    return f"c {row.outcome.key}" if row.outcome.key else "c o"


def _next(row: OutcomeRow) -> str:
    return written_next(row.outcome.default_follow_up) or "asked"


def _needs(row: OutcomeRow) -> str:
    return " ".join(sorted(row.outcome.needs))
