"""How a row of the worklist is shown."""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from datetime import date, time

from arcollect_tui.rules.formats import WEEKDAYS, OfficeFormat, short_day
from arcollect_tui.rules.money import shown, shown_short
from arcollect_tui.services.worklist import WorklistRow
from arcollect_tui.widgets.rows import Column

SORT_FIELDS = {
    "number": "customer_no",
    "name": "name",
    "currency": "currency",
    "overdue": "overdue",
    "over90": "over90",
    "days": "days_overdue",
    "next": "next_action_on",
    "last": "last_contact_on",
}
"""The filter field behind each column; flags have none."""


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One row of the list; the row itself is None when the account has left the ledger meanwhile."""

    id: int
    row: WorklistRow | None


def account_columns(
    fmt: OfficeFormat,
    today: Callable[[], date],
    worked: Mapping[int, str],
    drafts: Set[int],
    latest: str = ">90",
) -> tuple[Column[AccountLine], ...]:
    """The columns of the worklist.

    Args:
        fmt: how amounts look.
        today: gives the day that ages count from.
        worked: what stands in the column of the next action for accounts worked in this window.
        drafts: accounts with a form that waits to be finished.
        latest: what the office calls the last aging bucket.
    """

    def amount(line: AccountLine) -> str:
        return shown(line.row.overdue, line.row.currency, fmt) if line.row else ""

    def over90(line: AccountLine) -> str:
        return shown_short(line.row.over90, line.row.currency, fmt) if line.row else ""

    def upcoming(line: AccountLine) -> str:
        if line.id in worked or line.row is None:
            return worked.get(line.id, "")
        if line.id in drafts:
            return "draft"
        return next_words(line.row.next_action_on, line.row.next_action_at, today())

    def tone(line: AccountLine) -> str:
        return "muted" if line.id in worked else ""

    def flags(line: AccountLine) -> str:
        return "alert" if line.row and "B" in line.row.flags else tone(line)

    return (
        Column("number", "Account", 8, lambda x: x.row.number if x.row else "", tone=tone),
        Column(
            "name",
            "Name",
            12,
            lambda x: x.row.name if x.row else "no longer in the ledger",
            grow=True,
            tone=tone,
        ),
        Column("overdue", "Overdue", 12, amount, align="right", priority=1, tone=tone),
        Column("currency", "Cur", 3, lambda x: x.row.currency if x.row else "", priority=7),
        Column("over90", f"{latest}d", 5, over90, align="right", priority=5, tone=tone),
        Column("days", "Max", 4, _oldest, align="right", priority=2, tone=tone),
        Column("flags", "Flg", 4, lambda x: x.row.flags if x.row else "", priority=3, tone=flags),
        Column("next", "Next", 10, upcoming, priority=4, tone=tone),
        Column("last", "Last", 5, lambda x: _last(x, today()), priority=6, tone=tone),
    )


def next_words(day: date | None, at: time | None, today: date) -> str:
    """When to act next, in at most ten cells: `today`, `10:30`, `-3d`, `Fri 27`, `Fri 09:30`, `4 Dec`."""
    if day is None:
        return "-"
    ahead = (day - today).days
    if ahead == 0:
        return f"{at:%H:%M}" if at else "today"
    if ahead < 0:
        return f"{ahead}d"
    if ahead >= 7:
        return short_day(day)
    return f"{WEEKDAYS[day.weekday()][:3]} {f'{at:%H:%M}' if at else day.day}"


def _oldest(line: AccountLine) -> str:
    if line.row is None or line.row.days_overdue is None:
        return ""
    return str(line.row.days_overdue)


def _last(line: AccountLine, today: date) -> str:
    if line.row is None:
        return ""
    last = line.row.last_contact_on
    return "never" if last is None else f"{(today - last).days}d"
