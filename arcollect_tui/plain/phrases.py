"""How rows are said: one line each, the telling part first, amounts with their currency."""

from datetime import date, time

from arcollect_tui.plain.console import ROW
from arcollect_tui.rules.formats import OfficeFormat, short_day
from arcollect_tui.rules.money import shown
from arcollect_tui.rules.text import cells, clean, fit
from arcollect_tui.services.find import Found
from arcollect_tui.services.history import HistoryRow
from arcollect_tui.services.items import ItemRow
from arcollect_tui.services.promises import PromiseRow
from arcollect_tui.services.worklist import WorklistRow

LEAST_NAME = 16
"""Cells of a name below which the end of the line is cut instead."""
FLAGS = {
    "B": "broken promise",
    "P": "promise open",
    "D": "disputed",
    "S": "short paid",
    "!": "over limit",
}


def money(minor: int, currency: str, fmt: OfficeFormat) -> str:
    """An amount with its currency."""
    return f"{shown(minor, currency, fmt)} {currency}"


def days(count: int) -> str:
    """So many days."""
    return "1 day" if abs(count) == 1 else f"{abs(count)} days"


def when(day: date | None, at: time | None, today: date) -> str:
    """When to act next; empty when nothing is set."""
    if day is None:
        return ""
    ahead = (day - today).days
    if ahead < 0:
        return f"{days(ahead)} late"
    return f"{'today' if ahead == 0 else short_day(day)}{f' {at:%H:%M}' if at else ''}"


def line(number: int, head: str, name: str, tail: list[str]) -> str:
    """A numbered row; the name gives way first, so that what follows it is heard."""
    before, after = f"{number}. {head} ", "".join(f", {part}" for part in tail if part)
    name = clean(name)
    room = max(ROW - cells(before + clean(after)), LEAST_NAME)
    return before + (name if cells(name) <= room else fit(name, room)) + after


def short_row(number: int, head: str, tail: list[str]) -> str:
    """A numbered row without a name."""
    return ", ".join([f"{number}. {head}", *filter(None, tail)])


def account_line(number: int, row: WorklistRow, today: date, fmt: OfficeFormat, worked: str = "") -> str:
    """A row of the worklist."""
    late = f" {days(row.days_overdue)}" if row.days_overdue else ""
    overdue = f"{money(row.overdue, row.currency, fmt)}{late} overdue" if row.overdue else "nothing overdue"
    flags = [FLAGS[flag] for flag in row.flags]
    upcoming = worked or when(row.next_action_on, row.next_action_at, today)
    return line(number, row.number, row.name, [overdue, upcoming, *flags])


def age(row: ItemRow) -> str:
    """How late an item is."""
    if not row.days_overdue:
        return "no due date" if row.days_overdue is None else "due today"
    return (
        f"{days(row.days_overdue)} overdue" if row.days_overdue > 0 else f"due in {days(row.days_overdue)}"
    )


def state(row: ItemRow) -> str:
    """How an item is coded, or that it was paid short."""
    if row.coding == "disputed":
        return f"disputed {row.reason}".rstrip()
    if row.coding == "collectible":
        return "collectible"
    return "paid short" if row.short_amount else ""


def item_line(number: int, row: ItemRow, fmt: OfficeFormat, *, marked: bool = False) -> str:
    """A row of the items list."""
    amount = money(row.open_amount, row.currency, fmt)
    mark = "marked" if marked else ""
    return line(
        number, row.document_no or row.type, row.name, [amount, mark, age(row), state(row), row.text]
    )


def promise_line(number: int, row: PromiseRow, fmt: OfficeFormat) -> str:
    """A row of the promises."""
    promised = f"{money(row.amount, row.currency, fmt)} by {short_day(row.due_on)}"
    paid = f"paid {money(row.paid, row.currency, fmt)}" if row.paid else ""
    return line(number, row.customer_no, row.name, [promised, row.state, paid])


def entry_line(number: int, row: HistoryRow, *, day: bool) -> str:
    """A row of the history, or of today's activity."""
    at = f"{row.at.astimezone():%H:%M}"
    when_done = f"{short_day(row.local_day)} {at}" if day else at
    undone = f"undone by {row.voided_by}, " if row.voided_by else ""
    return f"{number}. {row.handle}, {when_done}, {row.collector}: {undone}{row.text}"


def found_line(number: int, row: Found) -> str:
    """A row of what was found."""
    return line(number, f"{row.kind} {row.number}", row.name, [row.about, f"in {row.where}"])
