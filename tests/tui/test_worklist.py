"""The worklist by its keys: what the presses of the keymap store, and what the screen shows."""

import re
from datetime import date
from pathlib import Path

import pytest

from arcollect_tui.rules.phones import shown_phone
from arcollect_tui.services.account import account
from arcollect_tui.services.calls import promise_default
from arcollect_tui.services.worklist import WorklistView, worklist_ids, worklist_rows
from tests.tui.office import DAY, NARROW, WIDE, entries, opened, sample_store, workstation

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x35", "80x24"])


def top(path: Path, count: int) -> list[str]:
    """The numbers of the first accounts."""
    with opened(path) as office:
        return [row.number for row in worklist_rows(office, WorklistView(), count)]


@SIZES
async def test_it_opens_with_the_cursor_on_the_top_account(tmp_path: Path, size: tuple[int, int]) -> None:
    path = sample_store(tmp_path)
    first = top(path, 1)[0]
    async with workstation(path, size) as hand:
        assert hand.worklist.table.cursor == 0
        assert hand.worklist.who().number == first
        assert "0 done" in hand.text()
        assert "ledger 23 Nov" in hand.text()


async def test_no_answer_takes_two_presses_and_goes_to_the_next(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    numbers = top(path, 2)
    async with workstation(path) as hand:
        await hand.press("c", "n")
        assert hand.worklist.who().number == numbers[1]
        assert hand.echo.startswith(f"Logged: {numbers[0]} no answer, next Tue 24 Nov.")
        assert hand.echo.endswith("u undo")
        assert "1 done" in hand.text()
        assert "done " in hand.text().splitlines()[3]
    assert entries(path)[0].text == f"{numbers[0]} no answer, next 24 Nov"


async def test_the_repeat_key_logs_the_same_on_the_next_account(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    numbers = top(path, 3)
    async with workstation(path) as hand:
        await hand.press("c", "n")
        assert "repeat(.): call/no answer +1b" in hand.status
        await hand.press(".")
        assert hand.worklist.who().number == numbers[2]
    assert [row.text.split(" ")[0] for row in entries(path, 2)] == [numbers[1], numbers[0]]


async def test_keys_typed_ahead_log_different_accounts_in_order(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    numbers = top(path, 5)
    async with workstation(path) as hand:
        await hand.press("c", "n", "c", "v", "j", "c", "b", "k", "c", "g")
    said = [re.split(r", | \(", row.text)[0] for row in reversed(entries(path, 4))]
    assert said == [
        f"{numbers[0]} no answer",
        f"{numbers[1]} voicemail left",
        f"{numbers[3]} busy",
        f"{numbers[3]} gatekeeper or other person",
    ]


@pytest.mark.parametrize(
    ("keys", "day"),
    [
        (("c", "n"), date(2026, 11, 24)),
        (("3", "c", "n"), date(2026, 11, 27)),
        (("c", "m"), date(2026, 11, 25)),
    ],
)
async def test_a_count_is_business_days_to_the_next_action(
    tmp_path: Path, keys: tuple[str, ...], day: date
) -> None:
    """26 November 2026 is a holiday in the sample office."""
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        customer = hand.worklist.who().id
        await hand.press(*keys)
        assert account(hand.app.office, customer).next_action_on == day


@SIZES
async def test_a_promise_by_friday_takes_five_presses(tmp_path: Path, size: tuple[int, int]) -> None:
    path = sample_store(tmp_path)
    with opened(path) as office:
        customer = worklist_ids(office, WorklistView())[0]
        amount, currency = promise_default(office, customer)
    async with workstation(path, size) as hand:
        await hand.press("p", "f", "r", "i", "enter")
        found = account(hand.app.office, customer)
        assert hand.worklist.who().id != customer
    promise = found.promises[0]
    assert (promise.amount, promise.currency, promise.due_on) == (amount, currency, date(2026, 11, 27))
    assert promise.state == "open"
    assert found.next_action_on == date(2026, 12, 2)
    assert entries(path)[0].kind == "call"


async def test_a_repeated_promise_is_worked_out_anew(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    with opened(path) as office:
        ids = list(worklist_ids(office, WorklistView())[:2])
        amounts = [promise_default(office, customer)[0] for customer in ids]
    async with workstation(path) as hand:
        await hand.press("p", "t", "u", "e", "enter", ".")
        found = [account(hand.app.office, customer).promises[0] for customer in ids]
    assert [promise.amount for promise in found] == amounts
    assert {promise.due_on for promise in found} == {date(2026, 11, 24)}


async def test_undo_takes_back_one_deed_and_says_which(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    number = top(path, 1)[0]
    async with workstation(path) as hand:
        await hand.press("c", "n")
        await hand.press("u")
        assert hand.echo.startswith(f"Undone: {number} no answer")
        assert "done " not in hand.text().splitlines()[3]
        assert "0 done" in hand.text()
        await hand.press("U")
        assert hand.echo.startswith("Redone")
    kinds = [row.kind for row in entries(path, 3)]
    assert kinds == ["redo", "undo", "call"]


async def test_undo_works_after_a_restart(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        await hand.press("c", "n")
    async with workstation(path) as hand:
        await hand.press("u")
    assert [row.kind for row in entries(path, 2)] == ["undo", "call"]
    assert entries(path, 2)[1].voided_by is not None


@SIZES
async def test_the_pane_shows_aging_contacts_and_items_without_a_press(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    path = sample_store(tmp_path)
    with opened(path) as office:
        found = account(office, worklist_ids(office, WorklistView())[0])
    async with workstation(path, size) as hand:
        await hand.until(lambda: found.items[0].document_no in hand.text())
        text = hand.text()
    assert found.customer.name in text
    assert ">90" in text
    assert shown_phone(found.contacts[0].phone, "US", "US") in text
    assert f"{len(found.items)}" in text
    assert all(item.document_no in text for item in found.items[:3])


async def test_the_pane_follows_the_cursor(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    with opened(path) as office:
        third = account(office, worklist_ids(office, WorklistView())[2])
    async with workstation(path) as hand:
        await hand.press("j", "j")
        await hand.until(lambda: f"{third.customer.number} {third.customer.name}" in hand.text())


async def test_a_filter_of_items_opens_the_items_list(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        await hand.press("f", *"short", "enter")
        assert hand.app.place == "items"


async def test_a_filter_of_accounts_stays_and_escape_restores(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    with opened(path) as office:
        wanted = list(worklist_ids(office, WorklistView("od>=200")))
    async with workstation(path) as hand:
        await hand.press("f", "o", "d", ">", "=", "2", "0", "0", "enter")
        assert list(hand.worklist.table.source.ids or ()) == wanted
        await hand.press("f", "x", "escape")
        assert list(hand.worklist.table.source.ids or ()) == wanted
        await hand.press("F")
        assert list(hand.worklist.table.source.ids or ()) != wanted
        await hand.press("F")
        assert list(hand.worklist.table.source.ids or ()) == wanted


async def test_the_order_stays_until_it_is_asked_for_anew(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        before = list(hand.worklist.table.source.ids or ())
        await hand.press("c", "n", "c", "n")
        assert list(hand.worklist.table.source.ids or ()) == before
        await hand.press("g", "w")
        assert list(hand.worklist.table.source.ids or ()) == before[2:]
        assert hand.worklist.table.cursor == 0


async def test_what_a_command_writes_beside_the_window_shows(tmp_path: Path) -> None:
    from arcollect_tui.services.calls import log_call, prepare_call

    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        customer = hand.worklist.who().id
        with opened(path) as beside:
            log_call(beside, prepare_call(beside, customer, "NA"))
        await hand.until(lambda: "1 done" in hand.text())


async def test_why_adds_up_to_the_score(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    with opened(path) as office:
        row = worklist_rows(office, WorklistView(), 1)[0]
    async with workstation(path) as hand:
        await hand.press("=")
        assert f"{row.score}  score" in hand.text()
        assert all(point.text in hand.text() for point in row.reasons)
        await hand.press("escape")
        assert "score" not in hand.text()


async def test_days_and_notes(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        first = hand.worklist.who()
        await hand.press("r", *"mon", "enter")
        second = hand.worklist.who()
        await hand.press("1", "0", "r")
        third = hand.worklist.who()
        await hand.press("a", *"asked for POD", "enter")
        assert hand.worklist.who() == third
        assert account(hand.app.office, first.id).next_action_on == date(2026, 11, 30)
        assert account(hand.app.office, second.id).next_action_on == date(2026, 12, 3)
        assert "asked for POD" in account(hand.app.office, third.id).activities[0].text


async def test_copying_says_what(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        found = account(hand.app.office, hand.worklist.who().id)
        await hand.press("y", "p")
        assert hand.app.clipboard == shown_phone(found.contacts[0].phone, "US", "US") == "(503) 555-0165"
        assert hand.echo == "Copied: (503) 555-0165"
        await hand.press("y", "i")
        assert len(hand.app.clipboard.splitlines()) == len(found.items) + 1


async def test_zoom_turns_three_ways(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        widths = []
        for _ in range(4):
            widths.append((hand.worklist.table.size.width > 0, hand.worklist.pane.size.width > 0))
            await hand.press("z")
        assert widths == [(True, True), (True, False), (False, True), (True, True)]


async def test_a_read_only_office_refuses_deeds_in_a_sentence(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    before = len(entries(path, 500))
    async with workstation(path, read_only=True) as hand:
        for keys in (("c", "n"), ("p",), ("a",), ("r",), ("e",), ("u",)):
            await hand.press(*keys)
            assert "reading only" in hand.echo, keys
            assert hand.worklist.table.cursor == 0
    assert len(entries(path, 500)) == before


async def test_enter_opens_the_account_and_escape_comes_back(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    with opened(path) as office:
        found = account(office, worklist_ids(office, WorklistView())[0])
    async with workstation(path) as hand:
        await hand.press("enter")
        assert hand.app.engine.scope == "worklist"
        assert "Timeline" in hand.text()
        assert found.items[0].document_no in hand.text()
        await hand.press("escape")
        assert "Timeline" not in hand.text()
        assert hand.worklist.table.cursor == 0


async def test_marked_items_of_an_account_go_into_the_promise(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        customer = hand.worklist.who().id
        found = account(hand.app.office, customer)
        await hand.press("enter", "space", "space", "p", *"fri", "enter")
        promise = account(hand.app.office, customer).promises[0]
    assert set(promise.items) == {item.document_no for item in found.items[:2]}
    assert promise.amount == sum(item.open_amount - item.disputed_amount for item in found.items[:2])
    assert promise.due_on > DAY
