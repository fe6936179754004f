"""The day of a collector: what waits, what is agreed, what was done, and how fast it goes.

Nothing here is stored. The count of a queue is asked of the list that shows it, so that a number and the
rows behind it cannot differ. What is counted on items or on the whole record is kept until a file or a
coding comes, so that a call logged in a large ledger reads no items.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from arcollect_tui.data.queries import day as queries
from arcollect_tui.data.queries.day import AgreedCall, DayRecord
from arcollect_tui.rules.day_queues import ACCOUNTS, CONFLICTS, DAY_QUEUES, ITEMS, DayQueue
from arcollect_tui.rules.minutes import from_minutes
from arcollect_tui.rules.outcomes import OUTCOMES
from arcollect_tui.rules.pace import Pace, pace_of
from arcollect_tui.services.conflicts import conflicts
from arcollect_tui.services.items import ItemView, item_summary
from arcollect_tui.services.office import Office
from arcollect_tui.services.outcomes_then import worked_on
from arcollect_tui.services.worklist import (
    LedgerAge,
    Summary,
    WorklistView,
    ledger_age,
    worklist_summary,
)

MOST_CALL_BACKS = 200
"""So many call-backs are listed; their queue has them all."""
_OF_ITEMS = (ITEMS, CONFLICTS)
"""Queues that take as long as the ledger is large."""

Counts = Mapping[int, Summary]
"""What stands in each queue, by its number."""


@dataclass(frozen=True, slots=True)
class CallBack:
    """A call that was agreed for today or before; no time means any.

    Attributes:
        late: its time has passed.
    """

    customer_id: int
    number: str
    name: str
    phone: str
    day: date
    at: time | None
    late: bool


@dataclass(frozen=True, slots=True)
class Activity:
    """What a collector did today and still counts.

    Attributes:
        calls: how many by code of the outcome, in the order of the outcomes.
        promises: taken today; sums in minor units per currency.
        coded: items.
        first: of the deeds; None before there is one.
        last: of the deeds.
    """

    calls: Mapping[str, int]
    promises: Summary
    coded: int
    notes: int
    first: datetime | None
    last: datetime | None


@dataclass(frozen=True, slots=True)
class Board:
    """The day as it stands, without what is counted on items."""

    counts: Counts
    call_backs: tuple[CallBack, ...]
    activity: Activity
    pace: Pace
    ledger: LedgerAge | None


@dataclass(frozen=True, slots=True)
class ItemCounts:
    """What is counted on items, and the state of the store it was counted in."""

    stamp: tuple[object, ...]
    counts: Counts


def board(office: Office) -> Board:
    """The day as it stands: at once, whatever the size of the ledger."""
    today = office.today.toordinal()
    found = {queue.number: _accounts(office, queue) for queue in DAY_QUEUES if queue.place == ACCOUNTS}
    with office.store.reading() as connection:
        due = queries.promises_due(connection, today)
        agreed = queries.call_backs(connection, today, MOST_CALL_BACKS)
        done = queries.record_of_day(connection, today, office.collector)
        worked = worked_on(connection, today, office.collector)
    found[3] = _summed(due)
    left = found[1].count
    return Board(
        counts=found,
        call_backs=_in_turn([_call_back(row, office.clock.local()) for row in agreed]),
        activity=_activity(done),
        pace=pace_of([_instant(at) for at in worked.values()], left, office.clock.now().astimezone()),
        ledger=ledger_age(office),
    )


def item_counts(office: Office, known: ItemCounts | None = None) -> ItemCounts:
    """What is counted on items.

    Args:
        office: the office.
        known: what was counted before; it is given back where it still holds.
    """
    with office.store.reading() as connection:
        stamp = queries.items_stamp(connection)
    if known is not None and known.stamp == stamp:
        return known
    found = {
        queue.number: item_summary(office, ItemView(queue.filter))
        if queue.place == ITEMS
        else Summary(len(conflicts(office)), {})
        for queue in DAY_QUEUES
        if queue.place in _OF_ITEMS
    }
    return ItemCounts(stamp, found)


def ringing(office: Office, after: time | None, until: time) -> list[CallBack]:
    """The calls of today whose time came after one time of day (None: since midnight) up to another."""
    day = office.today.toordinal()
    low = -1 if after is None else _minutes(after)
    with office.store.reading() as connection:
        found = queries.timed_calls(connection, day, low, _minutes(until))
    return [_call_back(row, office.clock.local()) for row in found]


def _accounts(office: Office, queue: DayQueue) -> Summary:
    return worklist_summary(office, WorklistView(queue.filter))


def _summed(rows: Sequence[tuple[str, int, int]]) -> Summary:
    return Summary(sum(count for _, count, _ in rows), {code: total for code, _, total in sorted(rows)})


def _activity(done: DayRecord) -> Activity:
    by_code = dict(done.calls)
    known = [outcome.code for outcome in OUTCOMES if outcome.code in by_code]
    newer = sorted(set(by_code) - set(known))
    return Activity(
        calls={code: by_code[code] for code in (*known, *newer)},
        promises=_summed(done.promises),
        coded=done.coded,
        notes=done.notes,
        first=None if done.first is None else _instant(done.first),
        last=None if done.last is None else _instant(done.last),
    )


def _instant(microseconds: int) -> datetime:
    return datetime.fromtimestamp(microseconds / 1_000_000, UTC)


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _call_back(row: AgreedCall, now: datetime) -> CallBack:
    day, at = date.fromordinal(row.day), from_minutes(row.at)
    late = day < now.date() or (at is not None and at < now.time().replace(second=0))
    return CallBack(row.customer_id, row.number, row.name, row.phone, day, at, late)


def _in_turn(found: Sequence[CallBack]) -> tuple[CallBack, ...]:
    """The next one first, then those of today without a time, then those that are late."""
    timed = sorted((one for one in found if not one.late and one.at), key=lambda one: one.at or time())
    whenever = [one for one in found if not one.late and one.at is None]
    return (*timed, *whenever, *(one for one in found if one.late))
