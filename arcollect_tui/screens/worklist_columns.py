"""How a row of the worklist is shown."""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from datetime import date, time

from arcollect_tui.rules.formats import WEEKDAYS, OfficeFormat, short_day
from arcollect_tui.rules.money import shown, shown_short
from arcollect_tui.services.worklist import WorklistRow
from arcollect_tui.widgets.rows import Column

NO_ORDER = frozenset({"flags", "promise"})
"""Columns that no single value stands behind; all others have the name of their filter field."""

USUAL = (
    *("customer_no", "name", "overdue", "currency", "over90", "days_overdue", "flags"),
    *("next_action_on", "last_contact_on"),
)


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
    """Every column of the worklist, the usual ones first.

    Args:
        fmt: how amounts look.
        today: gives the day that ages count from.
        worked: what stands in the column of the next action for accounts worked in this window.
        drafts: accounts with a form that waits to be finished.
        latest: what the office calls the last aging bucket.
    """

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

    money = _money_columns(fmt, tone)
    return (
        Column("customer_no", "Account", 8, lambda x: x.row.number if x.row else "", tone=tone),
        Column(
            "name",
            "Name",
            12,
            lambda x: x.row.name if x.row else "no longer in the ledger",
            grow=True,
            tone=tone,
        ),
        money("overdue", "Overdue", 1),
        Column("currency", "Cur", 3, lambda x: x.row.currency if x.row else "", priority=6),
        Column("over90", f"{latest}d", 5, over90, align="right", priority=5, tone=tone),
        Column("days_overdue", "Max", 4, _oldest, align="right", priority=2, tone=tone),
        Column("flags", "Flg", 4, lambda x: x.row.flags if x.row else "", priority=3, tone=flags),
        Column("next_action_on", "Next", 10, upcoming, priority=4, tone=tone),
        Column("last_contact_on", "Last", 5, lambda x: _last(x, today()), priority=7, tone=tone),
        *_more_columns(money, tone),
    )


_Money = Callable[[str, str, int], Column[AccountLine]]
_Tone = Callable[[AccountLine], str]


def _money_columns(fmt: OfficeFormat, tone: _Tone) -> _Money:
    """What makes a column of amounts: from the name of the field, the title and the priority."""

    def money(key: str, title: str, priority: int) -> Column[AccountLine]:
        def render(line: AccountLine) -> str:
            value = getattr(line.row, key) if line.row else None
            return "" if value is None or line.row is None else shown(value, line.row.currency, fmt)

        return Column(key, title, 12, render, align="right", priority=priority, tone=tone)

    return money


def _more_columns(money: _Money, tone: _Tone) -> tuple[Column[AccountLine], ...]:
    """Columns that are shown on demand."""

    def text(key: str, title: str, width: int) -> Column[AccountLine]:
        def render(line: AccountLine) -> str:
            return str(getattr(line.row, key)) if line.row else ""

        return Column(key, title, width, render, priority=9, tone=tone)

    return (
        money("balance", "Balance", 8),
        money("disputed", "Disputed", 8),
        money("promised", "Promised", 8),
        money("credit_limit", "Limit", 9),
        text("promise", "Promise", 8),
        Column("oldest_due", "Oldest", 6, _oldest_due, priority=9, tone=tone),
        text("collector", "Collector", 9),
        text("country", "Country", 7),
        text("ledger", "Ledger", 8),
        Column("score", "Score", 5, lambda x: str(x.row.score) if x.row else "", "right", 9, tone=tone),
    )


def _oldest_due(line: AccountLine) -> str:
    day = line.row.balances[0].oldest_due if line.row else None
    return "" if day is None else short_day(day)


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
