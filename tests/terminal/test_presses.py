"""The promised presses, key by key in a real terminal, with the stored deeds asserted."""

from pathlib import Path

import pytest

from arcollect_tui.services import promises
from arcollect_tui.services.account import account
from tests.terminal.desk import checked, deeds, how_many, items, new_deeds, office, top
from tests.terminal.program import COLLECTOR, TODAY, options
from tests.terminal.tmux import Terminal, needs_tmux

pytestmark = needs_tmux
SIZES = [(120, 35), (80, 24)]
at_both_sizes = pytest.mark.parametrize("size", SIZES, ids=["120x35", "80x24"])


def terminal(store: Path, size: tuple[int, int]) -> Terminal:
    return Terminal(options(store), home=store.parent, size=size)


@at_both_sizes
def test_the_worklist_opens_on_the_top_account(store: Path, size: tuple[int, int]) -> None:
    first = top(store)[0]
    with terminal(store, size) as screen:
        shown = screen.wait_for(first.number)
        assert screen.presses == 0
        line = next(line for line in shown.splitlines() if first.number in line and ">" in line)
        assert line.index(">") < line.index(first.number)
        screen.press("g", "i")
        screen.wait_for("Items  all open")
        screen.presses = 0
        screen.press("g", "w")
        screen.wait_for(first.number)
        assert screen.presses == 2


@at_both_sizes
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


@at_both_sizes
def test_a_promise_by_friday_takes_five_presses(store: Path, size: tuple[int, int]) -> None:
    first, before = top(store)[0], deeds(store, None)
    with terminal(store, size) as screen:
        screen.wait_for(first.number)
        screen.press("p", "f", "r", "i", "Enter")
        screen.wait_for(f"Logged: {first.number} promise")
        assert screen.presses == 5
    with office(store) as opened:
        made = promises.promise_rows(opened, limit=1)[0]
    assert made.customer_no == first.number
    assert made.amount == first.overdue - sum(
        balance.disputed for balance in first.balances if balance.currency == first.currency
    )
    assert made.due_on.isoformat() == "2026-11-27"
    (only,) = new_deeds(store, before)
    assert (only.kind, only.collector) == ("call", COLLECTOR)
    assert checked(store).ok


@at_both_sizes
@pytest.mark.parametrize(
    ("keys", "presses"),
    [(["f", *"short", "Enter"], 15), (["V", "s"], 10)],
    ids=["filter", "saved view"],
)
def test_short_pays_coded_and_undone(
    store: Path, size: tuple[int, int], keys: list[str], presses: int
) -> None:
    before = checked(store).digest
    uncoded = how_many(store, "short d:uncoded")
    assert uncoded >= 200
    with terminal(store, size) as screen:
        screen.wait_for(top(store)[0].number)
        screen.press(*keys, "*", ";", "d", "p", "r", "Enter", "Enter")
        screen.wait_for("Coded: dispute PRC")
        assert how_many(store, "short d:uncoded") == 0
        assert how_many(store, "reason:PRC") >= uncoded
        screen.press("u")
        screen.wait_for("Undone: ")
        assert screen.presses == presses
    report = checked(store)
    assert report.ok
    assert report.digest == before


@at_both_sizes
def test_a_view_of_ones_own_saves_five_presses(store: Path, size: tuple[int, int]) -> None:
    before = checked(store).digest
    with terminal(store, size) as screen:
        screen.wait_for(top(store)[0].number)
        screen.press("f", *"short", "Enter", "V", "=", "k", "Enter", *"Short", "Enter")
        screen.wait_for("Saved: V k shows Short.")
        screen.press("g", "w")
        screen.wait_for(top(store)[0].number)
        screen.presses = 0
        screen.press("V", "k", "*", ";", "d", "p", "r", "Enter", "Enter")
        screen.wait_for("Coded: dispute PRC")
        screen.press("u")
        screen.wait_for("Undone: ")
        assert screen.presses == 10
    report = checked(store)
    assert report.ok
    assert report.digest == before


@at_both_sizes
def test_marks_outlive_a_filter_and_hidden_ones_are_previewed_first(
    store: Path, size: tuple[int, int]
) -> None:
    first = items(store, "short d:uncoded sort:-short_amount", 3)
    others = items(store, "open>5k type:invoice -short d:uncoded", 3)
    assert not {row.item_id for row in first} & {row.item_id for row in others}
    with terminal(store, size) as screen:
        screen.wait_for(top(store)[0].number)
        screen.press("V", "s", ";", "d")
        screen.wait_for("! Nothing is marked: Space marks a row, * marks all ")
        screen.press("Space", "Space", "Space")
        screen.press("f", "C-u", *"open>5k type:invoice -short d:uncoded", "Enter", "Space")
        screen.wait_for("4 marked (3 hidden)")
        screen.press(";", "d")
        shown = screen.wait_for("3 of them hidden by the filter, listed first").split("4 items of")[1]
        places = [shown.index(row.document_no) for row in first if row.document_no in shown]
        assert places
        assert others[0].document_no not in shown or min(places) < shown.index(others[0].document_no)
        screen.press("PPage", *"qty", "Enter", "Enter")
        screen.wait_for("Coded: dispute QTY on 4 items")
    coded = {row.item_id for row in items(store, "reason:QTY")}
    assert {row.item_id for row in (*first, others[0])} <= coded


def test_undo_works_after_a_restart(store: Path) -> None:
    first = top(store)[0]
    with terminal(store, SIZES[0]) as screen:
        screen.wait_for(first.number)
        screen.press("c", "v")
        screen.wait_for(f"Logged: {first.number}")
        screen.press("C-q")
        screen.wait_end()
    with terminal(store, SIZES[1]) as screen:
        screen.wait_for(top(store)[0].number)
        screen.press("u")
        screen.wait_for("Undone: ")
    newest, before = deeds(store, 2)
    assert newest.kind == "undo"
    assert before.voided_by == newest.handle
    assert top(store)[0].number == first.number


@at_both_sizes
def test_the_account_is_there_at_a_glance(store: Path, size: tuple[int, int]) -> None:
    first = top(store)[0]
    with office(store) as opened:
        found = account(opened, first.customer_id)
    talks = [deed for deed in found.activities if deed.kind in ("call", "note")]
    with terminal(store, size) as screen:
        screen.wait_for(first.number)
        shown = screen.wait_for(found.items[0].document_no)
        assert screen.presses == 0
        assert found.contacts[0].name in shown
        assert "31-60" in shown
        for deed in talks[:5]:
            assert f"{deed.local_day.day} {deed.local_day:%b} " in shown


@at_both_sizes
def test_the_activity_of_the_day_is_exported_with_four_presses(store: Path, size: tuple[int, int]) -> None:
    first = top(store)[0]
    with terminal(store, size) as screen:
        screen.wait_for(first.number)
        screen.press("c", "n")
        screen.wait_for(f"Logged: {first.number}")
        screen.presses = 0
        screen.press("g", "a", "x", "Enter")
        screen.wait_for("Exported")
        assert screen.presses == 4
    (made,) = [file for file in store.parent.rglob("*.csv") if TODAY.isoformat() in file.name]
    assert first.number in made.read_text("utf-8-sig")


@at_both_sizes
def test_an_item_is_found_by_a_part_of_its_number(store: Path, size: tuple[int, int]) -> None:
    wanted = items(store, "state:open", 900)[-1]
    part = wanted.document_no[-5:]
    with terminal(store, size) as screen:
        screen.wait_for(top(store)[0].number)
        screen.press("/", *part)
        screen.wait_for(wanted.document_no)
        assert screen.presses == 1 + len(part)
