"""The promised presses, key by key in a real terminal, with the stored deeds asserted."""

from pathlib import Path

import pytest

from arcollect_tui.services import promises
from arcollect_tui.services.checks import run_checks
from arcollect_tui.services.clock import Clock
from arcollect_tui.services.history import HistoryRow, history
from arcollect_tui.services.items import ItemView, item_summary
from arcollect_tui.services.office import Office, open_office
from arcollect_tui.services.worklist import WorklistRow, WorklistView, worklist_rows
from tests.terminal.conftest import COLLECTOR, TODAY
from tests.terminal.tmux import Terminal, needs_tmux

pytestmark = needs_tmux
SIZES = [(120, 35), (80, 24)]


def office(store: Path) -> Office:
    return open_office(store, collector=COLLECTOR, clock=Clock(TODAY))


def top(store: Path, count: int = 3) -> list[WorklistRow]:
    with office(store) as opened:
        return worklist_rows(opened, WorklistView(), count)


def deeds(store: Path, count: int = 5) -> list[HistoryRow]:
    with office(store) as opened:
        return history(opened, limit=count)


def terminal(store: Path, size: tuple[int, int]) -> Terminal:
    arguments = ["--store", str(store), "--today", TODAY.isoformat(), "--collector", COLLECTOR]
    return Terminal(arguments, size=size)


@pytest.mark.parametrize("size", SIZES)
def test_the_worklist_opens_on_the_top_account(store: Path, size: tuple[int, int]) -> None:
    first = top(store)[0]
    with terminal(store, size) as screen:
        shown = screen.wait_for(first.number)
        assert screen.presses == 0
        line = next(line for line in shown.splitlines() if first.number in line and ">" in line)
        assert line.index(">") < line.index(first.number)
        screen.press("g", "i")
        screen.wait_for("Items")
        screen.presses = 0
        screen.press("g", "w")
        screen.wait_for(first.number)
        assert screen.presses == 2


@pytest.mark.parametrize("size", SIZES)
def test_no_answer_takes_two_presses_and_one_to_repeat(store: Path, size: tuple[int, int]) -> None:
    first, second, third = top(store)
    with terminal(store, size) as screen:
        screen.wait_for(first.number)
        screen.press("c", "n")
        screen.wait_for(f"Logged: {first.number}")
        screen.press(".")
        screen.wait_for(f"Logged: {second.number}")
        assert screen.presses == 3
        assert third.number in screen.screen()
    newest, before = deeds(store, 2)
    assert (before.kind, newest.kind) == ("call", "call")
    assert before.text.startswith(f"{first.number} no answer")
    assert newest.text.startswith(f"{second.number} no answer")
    assert "24 Nov" in before.text


@pytest.mark.parametrize("size", SIZES)
def test_a_promise_by_friday_takes_five_presses(store: Path, size: tuple[int, int]) -> None:
    first = top(store)[0]
    with terminal(store, size) as screen:
        screen.wait_for(first.number)
        screen.press("p", "f", "r", "i", "Enter")
        screen.wait_for(f"Logged: {first.number} promise")
        assert screen.presses == 5
    with office(store) as opened:
        made = promises.promise_rows(opened, limit=1)[0]
        assert run_checks(opened).ok
    assert made.customer_no == first.number
    assert made.amount == first.overdue - sum(
        balance.disputed for balance in first.balances if balance.currency == first.currency
    )
    assert made.due_on.isoformat() == "2026-11-27"
    assert len([deed for deed in deeds(store) if deed.local_day == TODAY]) >= 1


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("keys", "presses"),
    [(["f", *"short", "Enter"], 15), (["V", "s"], 10)],
    ids=["filter", "saved view"],
)
def test_short_pays_coded_and_undone(
    store: Path, size: tuple[int, int], keys: list[str], presses: int
) -> None:
    with office(store) as opened:
        before = run_checks(opened).digest
        uncoded = item_summary(opened, ItemView("short d:uncoded")).count
    assert uncoded >= 200
    with terminal(store, size) as screen:
        screen.wait_for(top(store)[0].number)
        screen.press(*keys, "*", ";", "d", "p", "r", "Enter", "Enter")
        screen.wait_for("Coded: dispute PRC")
        with office(store) as opened:
            assert item_summary(opened, ItemView("short d:uncoded")).count == 0
            assert item_summary(opened, ItemView("reason:PRC")).count >= uncoded
        screen.press("u")
        screen.wait_for("Undone: ")
        assert screen.presses == presses
    with office(store) as opened:
        report = run_checks(opened)
        assert report.ok
        assert report.digest == before


@pytest.mark.parametrize("size", SIZES)
def test_undo_works_after_a_restart(store: Path, size: tuple[int, int]) -> None:
    first = top(store)[0]
    with terminal(store, size) as screen:
        screen.wait_for(first.number)
        screen.press("c", "v")
        screen.wait_for(f"Logged: {first.number}")
        screen.press("C-q")
        screen.wait_end()
    with terminal(store, size) as screen:
        screen.wait_for(top(store)[0].number)
        screen.press("u")
        screen.wait_for("Undone: ")
    newest, before = deeds(store, 2)
    assert newest.kind == "undo"
    assert before.voided_by == newest.handle
    assert top(store)[0].number == first.number


@pytest.mark.parametrize("size", SIZES)
def test_the_account_is_there_at_a_glance(store: Path, size: tuple[int, int]) -> None:
    first = top(store)[0]
    with office(store) as opened:
        from arcollect_tui.services.account import account

        found = account(opened, first.customer_id)
    with terminal(store, size) as screen:
        screen.wait_for(first.number)
        shown = screen.wait_for(found.items[0].document_no)
        assert screen.presses == 0
        assert found.contacts[0].name in shown
        assert "31-60" in shown
        for deed in found.activities[:2]:
            assert f"{deed.local_day:%d %b}".lstrip("0").replace(" ", "") in shown.replace(" ", "")


def test_a_held_key_logs_one_call(store: Path) -> None:
    first = top(store)[0]
    with terminal(store, (120, 35)) as screen:
        screen.wait_for(first.number)
        screen.press("c", "n")
        screen.wait_for(f"Logged: {first.number}")
        screen._tmux("send-keys", "-N", "200", "-t", screen._name, "n")
        screen.press("j")
    assert [deed.kind for deed in deeds(store, 2)].count("call") == 1 or deeds(store, 2)[1].local_day < TODAY


def test_a_slipped_second_key_never_falls_through(store: Path) -> None:
    first = top(store)[0]
    with terminal(store, (120, 35)) as screen:
        screen.wait_for(first.number)
        screen.press("c", "z")
        screen.wait_for("no such outcome")
    assert deeds(store, 1)[0].local_day < TODAY
