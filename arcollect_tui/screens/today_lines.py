"""The rows of the Today screen: how queues, call-backs and the day's work are put in lines and columns."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from arcollect_tui.rules.day_queues import DAY_QUEUES, PROMISES, DayQueue
from arcollect_tui.rules.formats import WEEKDAYS, OfficeFormat
from arcollect_tui.rules.money import shown, shown_short
from arcollect_tui.rules.outcome_policy import OutcomeTable
from arcollect_tui.rules.text import counted
from arcollect_tui.services.today import Activity, CallBack, Counts
from arcollect_tui.services.worklist import Summary
from arcollect_tui.widgets.rows import Column

_MINE = "col:me undone:no"
_COUNTING = "..."
"""Stands where a count is still on its way."""


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One queue; its count is None while it is on its way."""

    queue: DayQueue
    found: Summary | None

    @property
    def id(self) -> int:
        """The digit that opens it."""
        return self.queue.number


@dataclass(frozen=True, slots=True)
class CallBackLine:
    """One call that was agreed."""

    row: CallBack

    @property
    def id(self) -> int:
        """The account."""
        return self.row.customer_id


@dataclass(frozen=True, slots=True)
class DoneLine:
    """Something done today, with the list that shows its rows.

    Attributes:
        sums: in minor units per currency.
    """

    id: str
    words: str
    count: int
    place: str
    filter: str
    sums: Mapping[str, int] | None = None


def queue_lines(counts: Counts) -> list[QueueLine]:
    """Every queue, also the empty ones: its digit means the same each day."""
    return [QueueLine(queue, counts.get(queue.number)) for queue in DAY_QUEUES]


def sums_text(sums: Mapping[str, int] | None, fmt: OfficeFormat) -> str:
    """Amounts with their currency, never added across; several in three digits, so that none is cut."""
    found = sorted((sums or {}).items())
    write = shown if len(found) == 1 else shown_short
    return ", ".join(f"{write(total, code, fmt)} {code}" for code, total in found)


def queue_columns(fmt: OfficeFormat) -> tuple[Column[QueueLine], ...]:
    """The columns of the queues."""

    def count(line: QueueLine) -> str:
        return _COUNTING if line.found is None else f"{line.found.count:,}"

    def amounts(line: QueueLine) -> str:
        return "" if line.found is None else sums_text(line.found.sums, fmt)

    def measures(line: QueueLine) -> str:
        return line.queue.measures if amounts(line) else ""

    def tone(line: QueueLine) -> str:
        return "muted" if line.found is not None and not line.found.count else ""

    return (
        Column("number", "#", 1, lambda line: str(line.queue.number), tone=tone),
        Column("label", "Queue", 19, lambda line: line.queue.label, tone=tone),
        Column("count", "Count", 7, count, align="right", tone=tone),
        Column("sums", "Amounts", 42, amounts, grow=True, tone=tone),
        Column("measures", "", 8, measures, priority=1, tone=tone),
        Column("about", "What is in it", 30, lambda line: line.queue.about, priority=2, tone=tone),
    )


def call_back_columns(today: Callable[[], date]) -> tuple[Column[CallBackLine], ...]:
    """The columns of the call-backs."""

    def when(line: CallBackLine) -> str:
        day, at = line.row.day, line.row.at
        clock = f"{at:%H:%M}" if at else "any time"
        return clock if day == today() else f"{WEEKDAYS[day.weekday()][:3]} {day.day} {clock}"[:12]

    def tone(line: CallBackLine) -> str:
        return "alert" if line.row.late else ""

    return (
        Column("when", "When", 12, when, tone=tone),
        Column("late", "", 4, lambda line: "late" if line.row.late else "", tone=tone),
        Column("number", "Account", 8, lambda line: line.row.number),
        Column("name", "Name", 9, lambda line: line.row.name, grow=True, priority=1),
        Column("phone", "Phone", 16, lambda line: line.row.phone, priority=2),
    )


def call_back_title(found: Iterable[CallBack]) -> str:
    """How many, and how many of them are late."""
    rows = tuple(found)
    late = sum(row.late for row in rows)
    return f"Call-backs  {len(rows)}" + (f"  ! {late} late" if late else "")


def done_columns(fmt: OfficeFormat) -> tuple[Column[DoneLine], ...]:
    """The columns of what was done."""
    return (
        Column("words", "Done today", 22, lambda line: line.words),
        Column("count", "Count", 6, lambda line: f"{line.count:,}", align="right"),
        Column("sums", "Amounts", 12, lambda line: sums_text(line.sums, fmt), grow=True, priority=1),
    )


def done_lines(done: Activity, accounts: int, outcomes: OutcomeTable) -> list[DoneLine]:
    """What was done today: each line opens the entries that it counts."""
    calls = sum(done.calls.values())
    lines = [
        DoneLine(
            "calls", f"calls ({counted(accounts, 'account')})", calls, "activity", f"kind:call {_MINE}"
        )
    ]
    for code, count in done.calls.items():
        known = outcomes.known(code)
        name = code if known is None else known.name.lower()
        lines.append(DoneLine(code, f"  {name}", count, "activity", f"outcome:{code} {_MINE}"))
    taken = done.promises
    return [
        *lines,
        DoneLine(PROMISES, "promises taken", taken.count, "activity", f"with:promise {_MINE}", taken.sums),
        DoneLine("coded", "items coded", done.coded, "activity", f"with:coding {_MINE}"),
        DoneLine("notes", "notes", done.notes, "activity", f"with:note {_MINE}"),
    ]
