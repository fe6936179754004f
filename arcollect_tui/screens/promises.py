"""The promises, with what the imports say came of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on

from arcollect_tui.data.exports.cells import people_text
from arcollect_tui.errors import Refused
from arcollect_tui.keys.engine import Run
from arcollect_tui.rules.formats import short_day
from arcollect_tui.rules.money import plain, shown
from arcollect_tui.rules.promises import PromiseState
from arcollect_tui.screens.account import AccountScreen
from arcollect_tui.screens.base import EXPORT
from arcollect_tui.screens.filter_languages import Language
from arcollect_tui.screens.promise_language import PromisesLanguage
from arcollect_tui.screens.short_list import ShortList
from arcollect_tui.screens.verbs import AccountVerbs
from arcollect_tui.services.office import Office
from arcollect_tui.services.promises import PromiseRow, promise_rows
from arcollect_tui.services.who import Who
from arcollect_tui.widgets.rows import Column
from arcollect_tui.widgets.safe import clean
from arcollect_tui.widgets.virtual_list import VirtualList

OF_LISTS = frozenset({"worklist.log_outcome", "worklist.pick_outcome", "account.reschedule"})
"""Deeds that the repeat key may still hold and that belong to the worklist."""


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """One promise."""

    row: PromiseRow

    @property
    def id(self) -> str:
        """The entry that holds it."""
        return self.row.handle


class PromisesScreen(ShortList[PromiseLine], AccountVerbs):
    """Promises, the newest first."""

    SCOPE = "promises"
    NOUN = "promise"
    EMPTY = "Nobody promised anything yet: p on the worklist takes a promise."
    ORDERS = {
        "due": lambda line: line.row.due_on,
        "number": lambda line: line.row.customer_no,
        "name": lambda line: line.row.name.casefold(),
        "amount": lambda line: (line.row.currency, line.row.amount),
        "currency": lambda line: line.row.currency,
        "paid": lambda line: (line.row.currency, line.row.paid),
        "state": lambda line: line.row.state,
        "made": lambda line: line.row.made_on,
        "contact": lambda line: line.row.contact.casefold(),
    }

    def columns(self) -> Sequence[Column[PromiseLine]]:
        fmt = self.ws.fmt

        def tone(line: PromiseLine) -> str:
            return {PromiseState.BROKEN: "alert", PromiseState.KEPT: "muted"}.get(
                PromiseState(line.row.state), ""
            )

        def paid(line: PromiseLine) -> str:
            return shown(line.row.paid, line.row.currency, fmt)

        return (
            Column("due", "Due", 6, lambda line: short_day(line.row.due_on), tone=tone),
            Column("state", "State", 10, lambda line: line.row.state, tone=tone),
            Column("number", "Account", 8, lambda line: line.row.customer_no, tone=tone),
            Column("name", "Name", 14, lambda line: line.row.name, grow=True, tone=tone),
            Column(
                "amount",
                "Amount",
                12,
                lambda line: shown(line.row.amount, line.row.currency, fmt),
                align="right",
                tone=tone,
            ),
            Column("currency", "Cur", 3, lambda line: line.row.currency, priority=1, tone=tone),
            Column("paid", "Paid", 12, paid, align="right", priority=2, tone=tone),
            Column("made", "Made", 6, lambda line: short_day(line.row.made_on), priority=3, tone=tone),
            Column("contact", "Contact", 14, lambda line: line.row.contact, priority=4, tone=tone),
            Column("method", "Method", 6, lambda line: line.row.method, priority=6, tone=tone),
            Column("items", "Items", 12, lambda line: " ".join(line.row.items), priority=5, tone=tone),
        )

    def language(self) -> Language:
        return PromisesLanguage(self.ws.office)

    def fetch(self, office: Office, text: str) -> Sequence[PromiseLine]:
        return [PromiseLine(row) for row in promise_rows(office, filter=text)]

    def below(self) -> str:
        sums: dict[str, int] = {}
        for line in self.rows:
            if line.row.state == PromiseState.OPEN:
                sums[line.row.currency] = sums.get(line.row.currency, 0) + line.row.amount
        words = ", ".join(
            f"{shown(total, code, self.ws.fmt)} {code}" for code, total in sorted(sums.items())
        )
        return f"open {words}" if words else "none is open"

    def who(self) -> Who:
        """The account that promised."""
        row = self.row().row
        return Who(row.customer_id, row.customer_no, row.name)

    def perform(self, run: Run) -> bool:
        """Copy marked promises; then the verbs on their account."""
        if run.action_id == EXPORT:
            self.hand_out("promises", self.filter)
            return True
        if run.action_id in OF_LISTS:
            raise Refused("That is a deed of the worklist: Enter opens the account of this promise.")
        if run.action_id == "copy" and run.argument == "marked":
            marks = self.table.take_marks()
            chosen = [line.row for line in self.rows if line.id in marks]
            self.app.copy_to_clipboard(as_table(chosen))
            self.ws.say(f"Copied: {len(chosen):,} rows, tabs between the columns")
            return True
        return super().perform(run)

    @on(VirtualList.Opened)
    def _opened(self, event: VirtualList.Opened) -> None:
        event.stop()
        self.app.push_screen(AccountScreen(self.who()))


_TABLE = ("Account", "Name", "Amount", "Currency", "Made", "Due", "Paid", "State")


def as_table(rows: Sequence[PromiseRow]) -> str:
    """Rows for a spreadsheet, with tabs; no cell of it is read as a formula."""
    lines: list[tuple[str, ...]] = [_TABLE]
    for row in rows:
        texts = (people_text(clean(text)) for text in (row.customer_no, row.name))
        days = (row.made_on.isoformat(), row.due_on.isoformat())
        paid = plain(row.paid, row.currency)
        lines.append((*texts, plain(row.amount, row.currency), row.currency, *days, paid, row.state))
    return "\n".join("\t".join(line) for line in lines)
