"""The team: a row a collector; Enter opens the rows behind the chosen number, x hands portfolios out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rich.cells import cell_len
from textual import on

from arcollect_tui.errors import Refused
from arcollect_tui.keys.engine import Run
from arcollect_tui.rules.formats import short_day
from arcollect_tui.rules.money import shown_short
from arcollect_tui.screens.account import AccountScreen
from arcollect_tui.screens.filter_languages import Language, WordsLanguage
from arcollect_tui.screens.short_list import ShortList
from arcollect_tui.screens.today_lines import sums_text
from arcollect_tui.services.assign_plan import UNASSIGNED
from arcollect_tui.services.office import Office
from arcollect_tui.services.team import TeamRow, team
from arcollect_tui.services.who import Who
from arcollect_tui.widgets.rows import Column
from arcollect_tui.widgets.virtual_list import VirtualList

HINT = "Enter its rows   x hand out"
FRAME = 8
"""Cells of the lower border that hold no words."""
OPENS = {
    "overdue": ("worklist", "{accounts} overdue>0"),
    "today": ("activity", "{entries} kind:call undone:no"),
    "lately": ("history", "{entries} kind:call undone:no since:{since}"),
    "due": ("worklist", "{accounts} p:today"),
    "broken": ("worklist", "{accounts} p:broken"),
    "seen": ("history", "{entries}"),
}
"""What Enter opens from a column: a place with its filter; from any other column the accounts."""


@dataclass(frozen=True, slots=True)
class TeamLine:
    """One collector, as the list shows it."""

    row: TeamRow

    @property
    def id(self) -> str:
        """The name in small letters."""
        return self.row.collector.lower()

    @property
    def name(self) -> str:
        """What stands for the collector."""
        return self.row.collector or UNASSIGNED


class TeamScreen(ShortList[TeamLine]):
    """The merged office, collector by collector."""

    SCOPE = "team"
    NOUN = "collector"
    EMPTY = "No collector owns an account yet: g w, then t assigns one."
    ORDERS = {
        "collector": lambda line: (not line.row.collector, line.name.casefold()),
        "customers": lambda line: line.row.customers,
        "today": lambda line: line.row.done_today,
        "lately": lambda line: line.row.done_lately,
        "due": lambda line: line.row.due,
        "broken": lambda line: line.row.broken,
        "oldest": lambda line: _age(line, date.max),
        "seen": lambda line: "" if line.row.last_seen is None else line.row.last_seen.isoformat(),
    }

    def columns(self) -> Sequence[Column[TeamLine]]:
        def tone(line: TeamLine) -> str:
            return "" if line.row.collector else "muted"

        def alert(line: TeamLine) -> str:
            return "alert" if line.row.broken else ""

        return (
            Column("collector", "Collector", 10, lambda line: line.name, grow=True, tone=tone),
            Column("customers", "Accts", 5, lambda line: f"{line.row.customers:,}", align="right"),
            Column("overdue", "Overdue", 13, lambda line: self._sum(line.row.overdue), align="right"),
            Column(
                "balance",
                "Balance",
                13,
                lambda line: self._sum(line.row.balances),
                align="right",
                priority=2,
            ),
            Column("today", "Today", 5, lambda line: f"{line.row.done_today:,}", align="right"),
            Column("lately", "5 days", 6, lambda line: f"{line.row.done_lately:,}", align="right"),
            Column("due", "Due", 3, lambda line: f"{line.row.due:,}", align="right"),
            Column("broken", "Broken", 6, _broken, align="right", tone=alert),
            Column("oldest", "Untouched", 15, self._oldest),
            Column("seen", "Last seen", 12, _seen, priority=1),
        )

    def _sum(self, sums: Mapping[str, int]) -> str:
        """The sum in the office's currency, or the first, and how many others there are."""
        code = self.ws.office.settings.currency
        code = code if code in sums else next(iter(sums), "")
        more = f" +{len(sums) - 1}" if len(sums) > 1 else ""
        return f"{shown_short(sums[code], code, self.ws.fmt)} {code}{more}" if code else "-"

    def _oldest(self, line: TeamLine) -> str:
        found = line.row.oldest
        if found is None:
            return "-"
        if found.last_contact_on is None:
            return f"{found.number} never"
        return f"{found.number} {(self.ws.today - found.last_contact_on).days}d"

    def language(self) -> Language:
        return WordsLanguage(lambda text: len(self.fetch(self.ws.office, text)))

    def fetch(self, office: Office, text: str) -> Sequence[TeamLine]:
        words = text.casefold().split()
        lines = map(TeamLine, team(office))
        return [line for line in lines if all(word in line.name.casefold() for word in words)]

    def below(self) -> str:
        """What the row under the cursor owes in every currency, whole."""
        line = self.table.cursor_row
        sums = sums_text(line.row.overdue, self.ws.fmt) if line else ""
        told = f"{line.name}: {sums} overdue   " if line and sums else ""
        return f"{told}{HINT}" if cell_len(told + HINT) < self.size.width - FRAME else told.rstrip()

    @on(VirtualList.CursorMoved)
    def _tell_sums(self) -> None:
        self._caption()

    @on(VirtualList.Opened)
    def _opened(self, event: VirtualList.Opened) -> None:
        event.stop()
        self.attempt(lambda: self._open(self.row().row, self.table.chosen))

    def _open(self, row: TeamRow, column: str) -> None:
        """Show the rows behind the number of a column.

        Raises:
            Refused: there are none.
        """
        if column == "oldest":
            if row.oldest is None:
                raise Refused("No overdue account waits there: choose another column with Left and Right.")
            self.app.push_screen(
                AccountScreen(Who(row.oldest.customer_id, row.oldest.number, row.oldest.name))
            )
            return
        place, text = OPENS.get(column, ("worklist", "{accounts}"))
        self.ws.open_place(
            place, text.format(accounts=row.filter, entries=row.entry_filter, since=row.since)
        )

    def perform(self, run: Run) -> bool:
        """Hand the portfolios out; then what every list does."""
        if run.action_id == "team.hand_out":
            self._hand_out()
            return True
        return super().perform(run)

    def _hand_out(self) -> None:
        from arcollect_tui.screens.handout_form import HandOutForm
        from arcollect_tui.services.handout import HandedOut, hand_out

        self.ws.check_writable()
        office = self.ws.office

        def done(found: HandedOut) -> None:
            self.ws.say(found.sentence)

        def write(folder: Path | None) -> None:
            if folder is not None:
                self.ws.write(lambda: hand_out(office, folder), done)
                self.ws.remember(None)

        self.app.push_screen(HandOutForm(f"handout-{self.ws.today:%Y-%m-%d}"), write)


def _broken(line: TeamLine) -> str:
    return f"! {line.row.broken:,}" if line.row.broken else "0"


def _seen(line: TeamLine) -> str:
    at = line.row.last_seen
    return "-" if at is None else f"{short_day(at.astimezone().date())} {at.astimezone():%H:%M}"


def _age(line: TeamLine, never: date) -> date:
    found = line.row.oldest
    return never if found is None else found.last_contact_on or date.min
