"""The Today screen: every number opens the rows that made it; call-backs ring once."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from arcollect_tui.rules.day_queues import DAY_QUEUES
from arcollect_tui.screens.account import AccountScreen
from arcollect_tui.screens.activity import ActivityScreen
from arcollect_tui.screens.bell import bell_words
from arcollect_tui.screens.conflicts import ConflictsScreen
from arcollect_tui.screens.items import ItemsScreen
from arcollect_tui.screens.promises import PromisesScreen
from arcollect_tui.screens.today import TodayScreen
from arcollect_tui.screens.today_lines import CallBackLine, DoneLine, QueueLine
from arcollect_tui.screens.worklist import WorklistScreen
from arcollect_tui.services.clock import Clock
from arcollect_tui.services.followups import reschedule
from arcollect_tui.services.today import CallBack, ringing
from arcollect_tui.services.worklist import WorklistView, worklist_rows
from tests.golden import contest
from tests.tui.office import DAY, NARROW, WIDE, Hand, opened, sample_store, workstation

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x35", "80x24"])


def today(hand: Hand) -> TodayScreen:
    """The Today screen in front."""
    screen = hand.app.screen
    assert isinstance(screen, TodayScreen)
    return screen


def counts(hand: Hand) -> dict[int, int]:
    """The number that each queue prints."""
    table = today(hand).table_of("queues", QueueLine)
    rows = table.source.rows(0, table.source.count) or ()
    return {row.queue.number: row.found.count for row in rows if row.found is not None}


def shown(hand: Hand) -> int:
    """How many rows the list in front has."""
    screen = hand.app.screen
    if isinstance(screen, ItemsScreen):
        return screen.items.source.count
    assert isinstance(screen, WorklistScreen | PromisesScreen | ConflictsScreen | ActivityScreen)
    return screen.table.source.count


def at_noon(minute: int = 0) -> Callable[[], datetime]:
    """So many minutes past noon at the desk, wherever that is."""
    return lambda: datetime(2026, 11, 23, 12, minute).astimezone(UTC)


@SIZES
@pytest.mark.parametrize("number", [queue.number for queue in DAY_QUEUES])
async def test_a_digit_opens_the_rows_that_its_number_counts(
    tmp_path: Path, size: tuple[int, int], number: int
) -> None:
    path = sample_store(tmp_path)
    with opened(path) as office:
        contest(office)
        customers = [row.customer_id for row in worklist_rows(office, WorklistView(), 8)]
        reschedule(office, customers[6], DAY, time(23, 58))
        reschedule(office, customers[7], DAY, time(0, 1))
    async with workstation(path, size) as hand:
        await hand.press("a", *"half a note", "escape", "g", "t")
        found = counts(hand)
        assert set(found) == {queue.number for queue in DAY_QUEUES}
        assert found[1] > found[9] == 1
        assert found[8] == 2
        assert found[2] >= 2
        await hand.press(str(number))
        assert hand.app.place == DAY_QUEUES[number - 1].place
        assert shown(hand) == found[number]


@SIZES
async def test_enter_opens_the_queue_under_the_cursor(tmp_path: Path, size: tuple[int, int]) -> None:
    async with workstation(sample_store(tmp_path), size) as hand:
        await hand.press("g", "t", "j", "j", "j", "j", "enter")
        screen = hand.app.screen
        assert isinstance(screen, ItemsScreen)
        assert screen.filter == "queue sort:-open_amount"
        await hand.press("-")
        assert today(hand).table_of("queues", QueueLine).cursor == 4


@SIZES
async def test_what_was_done_is_counted_and_every_count_opens_its_entries(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    path = sample_store(tmp_path)
    async with workstation(path, size) as hand:
        await hand.press("c", "n", "c", "n", "c", "v", "p", "enter", "a", *"to call again", "enter")
        await hand.press("g", "i", "d", *"pr", "enter", "enter", "g", "w", "c", "n", "u", "g", "t")
        screen = today(hand)
        table = screen.table_of("done", DoneLine)
        rows = list(table.source.rows(0, table.source.count) or ())
        said = {row.words.strip(): row.count for row in rows}
        assert said == {
            "calls (4 accounts)": 4,
            "no answer": 2,
            "voicemail left": 1,
            "promise to pay": 1,
            "promises taken": 1,
            "items coded": 1,
            "notes": 1,
        }
        for place, row in enumerate(rows):
            await hand.press("g", "t", "tab", "tab", "g", "g", *("j" * place), "enter")
            assert isinstance(hand.app.screen, ActivityScreen)
            assert shown(hand) == row.count


async def test_the_screen_follows_the_store(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        await hand.press("g", "t")
        before = counts(hand)[1]
        with opened(path) as office:
            customer = worklist_rows(office, WorklistView(), 1)[0].customer_id
            reschedule(office, customer, date(2026, 12, 24))
        await hand.until(lambda: counts(hand)[1] == before - 1)


@SIZES
async def test_call_backs_stand_in_turn_and_late_ones_are_told(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    path = sample_store(tmp_path)
    with opened(path) as office:
        office.clock = Clock(DAY, at_noon())
        rows = worklist_rows(office, WorklistView(), 4)
        for row, at in zip(rows, (14, 13, 11), strict=False):
            reschedule(office, row.customer_id, DAY, time(at, 30))
    async with workstation(path, size) as hand:
        hand.app.office.clock = Clock(DAY, at_noon())
        await hand.press("g", "t")
        screen = today(hand)
        table = screen.table_of("calls", CallBackLine)
        lines = table.source.rows(0, table.source.count) or ()
        mine = {row.number for row in rows[:3]}
        wanted = [rows[1].number, rows[0].number, rows[2].number]
        assert [line.row.number for line in lines if line.row.number in mine] == wanted
        assert lines[0].row.number == wanted[0]
        assert f"! {sum(line.row.late for line in lines)} late" in hand.text()
        await hand.press("tab", "enter")
        account = hand.app.screen
        assert isinstance(account, AccountScreen)
        assert account.who().number == wanted[0]


async def test_a_call_is_logged_on_the_call_back_under_the_cursor(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    with opened(path) as office:
        customer = worklist_rows(office, WorklistView(), 1)[0]
        reschedule(office, customer.customer_id, DAY, time(23, 59))
    async with workstation(path) as hand:
        await hand.press("g", "t", "c", "n")
        assert "acts on a call-back" in hand.echo
        table = today(hand).table_of("calls", CallBackLine)
        before = table.source.count
        first = (table.source.rows(0, 1) or ())[0].row.number
        await hand.press("tab", "c", "n")
        assert hand.echo.startswith(f"Logged: {first} no answer")
        await hand.until(lambda: table.source.count == before - 1)


async def test_the_time_of_a_call_back_is_said_once_and_nothing_moves(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    with opened(path) as office:
        office.clock = Clock(DAY, at_noon())
        customer = worklist_rows(office, WorklistView(), 3)[2]
        reschedule(office, customer.customer_id, DAY, time(12, 30))
    async with workstation(path) as hand:
        app = hand.app
        app.office.clock = Clock(DAY, at_noon(0))
        app.call_bell.listen()
        app.office.clock = Clock(DAY, at_noon(29))
        app.call_bell.listen()
        await hand.rest()
        said = f"12:30 call back {customer.number} {customer.name}"[:40]
        assert not any(said in words for words in app.said)
        who, note = hand.worklist.who(), "half"
        await hand.press("a", *note)
        for minute in (30, 30, 31, 45):
            app.office.clock = Clock(DAY, at_noon(minute))
            app.call_bell.listen()
            await hand.rest()
        assert sum(said in words for words in app.said) == 1
        assert hand.echo.startswith(said)
        assert hand.echo.endswith("g t")
        await hand.press("escape")
        assert hand.worklist.who() == who


def test_several_at_once_are_told_in_one_sentence() -> None:
    one = CallBack(1, "C1", "Harbor Paper", "", DAY, time(14, 30), late=False)
    assert bell_words([one]) == "14:30 call back C1 Harbor Paper  g t"
    assert bell_words([one, one, one]) == "14:30 call back C1 Harbor Paper and 2 more  g t"


def test_each_minute_rings_once(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    with opened(path) as office:
        customer = worklist_rows(office, WorklistView(), 1)[0].customer_id
        reschedule(office, customer, DAY, time(0, 0))
        found = [
            ringing(office, after, until) for after, until in ((None, time(0, 0)), (time(0, 0), time(0, 5)))
        ]
    assert [[one.customer_id for one in calls] for calls in found] == [[customer], []]


@SIZES
@pytest.mark.parametrize(
    ("keys", "shown", "stored"),
    [
        (("r", *"23:58", "enter"), "23:58", (DAY, time(23, 58))),
        (("r", *"fri 14:30", "enter"), "Fri 14:30", (date(2026, 11, 27), time(14, 30))),
        (("c", "w", *"+2 9am", "enter"), "done", (date(2026, 11, 25), time(9))),
        (("r", *"fri 14:30", "up", "up", "down", "enter"), "Sat 14:30", (date(2026, 11, 28), time(14, 30))),
        (("c", "n", "k", "r", "up", "enter"), "Tue 24", (date(2026, 11, 24), None)),
    ],
)
async def test_a_time_is_typed_where_the_next_action_is_and_stands_in_the_list(
    tmp_path: Path,
    size: tuple[int, int],
    keys: tuple[str, ...],
    shown: str,
    stored: tuple[date, time | None],
) -> None:
    path = sample_store(tmp_path)
    async with workstation(path, size) as hand:
        who = hand.worklist.who()
        await hand.press(*keys)
        line = next(
            line for line in hand.text().splitlines() if who.number in line and who.name[:8] in line
        )
        assert shown in line
        (row,) = worklist_rows(hand.app.office, WorklistView(f"no={who.number}"))
        assert (row.next_action_on, row.next_action_at) == stored
