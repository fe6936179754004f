"""A clock that jumps: the order of deeds stays, nothing is lost, and dates that were typed stay plain."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from datetime import time as day_time
from pathlib import Path

import pytest

from arcollect_tui.services.calls import CallDraft, FollowUpDraft, PromiseDraft, log_call, prepare_call
from arcollect_tui.services.clock import Clock
from arcollect_tui.services.followups import reschedule
from arcollect_tui.services.history import HistoryRow, history
from arcollect_tui.services.office import Office, open_office
from arcollect_tui.services.promises import promise_rows
from arcollect_tui.services.worklist import WorklistView, worklist_rows
from tests.faults.children import a_call
from tests.faults.office import OFFICE, TODAY, assert_acknowledged, assert_sound, customer_ids, made

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
AUTUMN, SPRING = date(2026, 10, 25), date(2026, 3, 29)
"""The nights on which the clocks of Europe change."""


class Wall:
    """A wall clock that a test sets."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return made(tmp_path / OFFICE, customers=3, items_each=4)


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Sets the time zone of this machine."""
    if not hasattr(time, "tzset"):
        pytest.skip("this system does not let a program change its time zone")

    def change(name: str) -> None:
        monkeypatch.setenv("TZ", name)
        time.tzset()

    yield change
    monkeypatch.undo()
    time.tzset()


def at(store: Path, wall: Callable[[], datetime]) -> Office:
    """The office of a store, by a wall clock."""
    return open_office(store, collector="ann", clock=Clock(now=wall))


def calls(office: Office) -> list[HistoryRow]:
    """The calls, newest first."""
    return [row for row in history(office) if row.kind == "call"]


def due_dates(office: Office) -> list[tuple[str, str]]:
    """Number and due date of every item, as stored."""
    with office.store.reading() as connection:
        found = connection.exec_driver_sql("SELECT document_no, due_date FROM item ORDER BY 1")
        return [(number, due) for number, due in found]


JUMPS = (
    timedelta(0),
    timedelta(seconds=1),
    timedelta(days=-3),
    timedelta(days=-3, hours=1),
    timedelta(days=40 * 365 + 10),
    timedelta(days=40 * 365 + 10),
    timedelta(0),
    timedelta(days=-20 * 365),
    timedelta(minutes=5),
)
"""How far the clock is off at each call: slow by days, fast by forty years, and right again."""


def test_deeds_keep_their_order_however_the_clock_jumps(store: Path) -> None:
    """Newest first is the order in which they were done; each wall time is shown as it was."""
    wall, handles = Wall(), []
    with at(store, wall) as office:
        customer, due = customer_ids(office)[0], due_dates(office)
        for number, off in enumerate(JUMPS):
            wall.at = NOON + off
            handles.append(log_call(office, a_call(customer, number)).handle)
            assert_sound(office)
        rows = calls(office)[::-1]
        assert [row.handle for row in rows] == handles
        assert [row.at for row in rows] == [NOON + off for off in JUMPS]
        assert [row.local_day for row in rows] == [(NOON + off).astimezone().date() for off in JUMPS]
        assert [row.entry for row in rows] == sorted(row.entry for row in rows)
        assert due_dates(office) == due
    # Opened again by a clock that is right, and by one that is still wrong.
    for off in (timedelta(0), timedelta(days=-3), timedelta(days=40 * 365)):
        wall.at = NOON + off
        with at(store, wall) as office:
            assert_acknowledged(office, handles)
            assert_sound(office)


def test_a_promise_stays_on_its_day_however_the_clock_jumps(store: Path) -> None:
    """What was typed is kept: the day of a promise and of the next action, and a time without a zone."""
    wall, friday = Wall(), date(2026, 11, 27)
    promise = PromiseDraft(amount=100_00, currency="USD", due_on=friday)
    with at(store, wall) as office:
        customer = customer_ids(office)[0]
        log_call(office, CallDraft(customer, "PP", promise=promise, follow_up=FollowUpDraft(friday)))
        for off in JUMPS:
            wall.at = NOON + off
            with at(store, wall) as later:
                (row,) = promise_rows(later)
                assert (row.due_on, row.amount) == (friday, 100_00)
                assert_sound(later)


@pytest.mark.parametrize("night", [AUTUMN, SPRING], ids=str)
def test_the_night_on_which_the_clocks_change(
    store: Path, night: date, zone: Callable[[str], None]
) -> None:
    """A call every quarter of an hour: none is doubled or lost, and the day changes once."""
    zone("Europe/Berlin")
    start = datetime(night.year, night.month, night.day, tzinfo=UTC) - timedelta(hours=4)
    wall, customer = Wall(start), 0
    with at(store, wall) as office:
        customer = customer_ids(office)[0]
        times = [start + timedelta(minutes=15 * step) for step in range(32)]
        for number, wall.at in enumerate(times):
            log_call(office, a_call(customer, number))
        rows = calls(office)[::-1]
        assert [row.at for row in rows] == times
        assert [row.entry for row in rows] == sorted(row.entry for row in rows)
        before_midnight = [moment < start + timedelta(hours=2) for moment in times]
        if night == SPRING:  # winter time until one hour later
            before_midnight = [moment < start + timedelta(hours=3) for moment in times]
        wanted = [night - timedelta(days=1) if before else night for before in before_midnight]
        assert [row.local_day for row in rows] == wanted
        with office.store.reading() as connection:
            found = connection.exec_driver_sql("SELECT DISTINCT offset FROM entry WHERE kind = 'call'")
            assert sorted(found.scalars()) == [60, 120]
        assert_sound(office)


@pytest.mark.parametrize("night", [AUTUMN, SPRING], ids=str)
def test_half_past_two_on_that_night_is_kept_as_typed(
    store: Path, night: date, zone: Callable[[str], None]
) -> None:
    """It comes twice or never by the clock; the next action stands there once, as it was typed."""
    zone("Europe/Berlin")
    wall = Wall(datetime(night.year, night.month, night.day, tzinfo=UTC) - timedelta(hours=12))
    with at(store, wall) as office:
        customer = customer_ids(office)[0]
        reschedule(office, customer, night, day_time(2, 30))
        for hours in range(30):
            wall.at += timedelta(hours=1)
            with office.deed():
                pass
            (row,) = [
                row
                for row in worklist_rows(office, WorklistView(everyone=True))
                if row.customer_id == customer
            ]
            assert row.next_action_on == night, hours
        assert_sound(office)


def test_a_journey_to_another_time_zone(store: Path, zone: Callable[[str], None]) -> None:
    """The local day jumps ahead and back; order and instants do not."""
    wall, stops = Wall(), ("Europe/Berlin", "Pacific/Auckland", "America/Los_Angeles")
    days = []
    with at(store, wall) as office:
        customer = customer_ids(office)[0]
        for number, stop in enumerate(stops):
            zone(stop)
            wall.at += timedelta(minutes=1)
            log_call(office, a_call(customer, number))
            days.append(office.today)
            assert_sound(office)
        assert days == [TODAY, TODAY + timedelta(days=1), TODAY]
        rows = calls(office)[::-1]
        assert [row.local_day for row in rows] == days
        assert [row.at for row in rows] == [NOON + timedelta(minutes=1 + stop) for stop in range(3)]


class Striking:
    """A clock by which midnight comes at its nth reading.

    Args:
        nth: the reading that is the first of the new day.
    """

    def __init__(self, nth: int) -> None:
        self.readings = 0
        self._nth = nth

    def __call__(self) -> datetime:
        self.readings += 1
        late = datetime(2026, 11, 24, 23, 59, 59, 999_000).astimezone()
        return late + timedelta(milliseconds=2 if self.readings >= self._nth else 0)


@pytest.mark.parametrize("nth", range(1, 16))
def test_midnight_in_the_middle_of_a_deed(store: Path, nth: int) -> None:
    """Whichever reading of the clock is the first of the new day, the store is sound and on one day."""
    wall, promise = Striking(1_000), PromiseDraft(100_00, "USD", TODAY + timedelta(days=1))
    with at(store, wall) as office:
        draft = CallDraft(customer_ids(office)[0], "PP", promise=promise)
        wall.readings = 1_000 - nth
        saved = log_call(office, draft)
        assert_acknowledged(office, [saved.handle])
        assert_sound(office)
        with office.store.reading() as connection:
            day, offset, instant = connection.exec_driver_sql(
                "SELECT local_day, offset, at FROM entry ORDER BY id DESC LIMIT 1"
            ).one()
        local = datetime.fromtimestamp(instant / 1_000_000, UTC) + timedelta(minutes=offset)
        assert date.fromordinal(day) == local.date()


def test_a_form_that_is_open_over_midnight(store: Path) -> None:
    """It is saved on the new day, with the days that stood in it; once, also when it is saved again."""
    wall = Wall()
    with at(store, wall) as office:
        customer = customer_ids(office)[0]
        draft = prepare_call(office, customer, "VM")
        assert draft.follow_up is not None
        wall.at += timedelta(days=1)
        saved = log_call(office, draft)
        assert log_call(office, draft).again
        (row,) = calls(office)
        assert (row.handle, row.local_day) == (saved.handle, TODAY + timedelta(days=1))
        assert_sound(office)
        (shown,) = [
            shown
            for shown in worklist_rows(office, WorklistView(everyone=True))
            if shown.customer_id == customer
        ]
        assert shown.next_action_on == draft.follow_up.day
