"""History, today's activity and the promises by their keys."""

import csv
from pathlib import Path

import pytest

from arcollect_tui.screens.account import AccountScreen
from arcollect_tui.screens.activity import ActivityScreen
from arcollect_tui.screens.history import HistoryScreen, UndoDrawer
from arcollect_tui.screens.promises import PromisesScreen, as_table
from arcollect_tui.services.coding import CodingRequest, apply_coding, plan_coding
from arcollect_tui.services.items import ItemView, item_ids, item_rows
from arcollect_tui.services.promises import promise_rows
from tests.tui.office import NARROW, WIDE, Hand, entries, opened, sample_store, workstation

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x35", "80x24"])


def coded_twice(path: Path) -> int:
    """An item coded, then coded anew."""
    with opened(path) as office:
        item = int(item_ids(office, ItemView("short d:uncoded"))[0])
        for reason in ("PRC", "TAX"):
            apply_coding(office, plan_coding(office, CodingRequest(reason, (item,), recode=True)))
    return item


def reason_of(path: Path, item: int) -> str:
    with opened(path) as office:
        return next(row.reason for row in item_rows(office, ItemView()) if row.item_id == item)


def history(hand: Hand) -> HistoryScreen:
    """The history in front."""
    screen = hand.app.screen
    assert isinstance(screen, HistoryScreen)
    return screen


@SIZES
@pytest.mark.parametrize("key", ["u", "enter"])
async def test_undoing_the_chosen_entry_takes_what_builds_on_it_along(
    tmp_path: Path, size: tuple[int, int], key: str
) -> None:
    path = sample_store(tmp_path)
    item = coded_twice(path)
    tax, prc = entries(path, 2)
    async with workstation(path, size) as hand:
        await hand.press("g", "u", "j", key)
        assert isinstance(hand.app.screen, UndoDrawer)
        text = hand.text()
        assert f"Undo {prc.handle}: preview, nothing written yet" in text
        assert "1 later entry that builds on it goes with it:" in text
        assert tax.handle in text.split("goes with it:")[1]
        await hand.press("enter")
        assert reason_of(path, item) == ""
        assert [line.row.voided_by for line in history(hand).rows[1:3]] == [entries(path, 1)[0].handle] * 2
        await hand.press("U")
        assert reason_of(path, item) == "TAX"


async def test_leaving_the_preview_writes_nothing(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    item = coded_twice(path)
    async with workstation(path) as hand:
        await hand.press("g", "u", "u", "escape")
        history(hand)
    assert reason_of(path, item) == "TAX"


async def test_looking_only_undoes_nothing(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    before = entries(path, 1)
    async with workstation(path, read_only=True) as hand:
        for key in ("enter", "u"):
            await hand.press("g", "u", key)
            history(hand)
            assert "Open for reading only" in hand.echo
    assert entries(path, 1) == before


async def test_an_entry_that_is_undone_is_not_undone_again(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    coded_twice(path)
    async with workstation(path) as hand:
        await hand.press("g", "u", "u", "enter")
        assert "U redo" in hand.echo
        await hand.press("u")
        history(hand)
        assert "is undone already" in hand.echo
        await hand.press("k", "u")
        assert isinstance(hand.app.screen, UndoDrawer)
        await hand.press("enter")
        assert "is itself an undo" in hand.echo


async def test_undo_after_a_restart(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        await hand.press("V", "s", "*", ";", "d", *"pr", "enter", "enter")
    async with workstation(path) as hand:
        await hand.press("u")
        assert hand.echo.startswith("Undone: dispute PRC on ")


async def test_the_history_is_filtered_by_words_and_sorted(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    coded_twice(path)
    async with workstation(path) as hand:
        await hand.press("g", "u", "f", *"dispute tax", "enter")
        texts = [line.row.text for line in history(hand).rows]
        assert texts
        assert all("dispute" in text and "TAX" in text for text in texts)
        await hand.press("F", "s")
        assert history(hand).table.row_at(0) == min(history(hand).rows, key=lambda line: line.row.entry)


@SIZES
@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".xlsx"])
async def test_exporting_the_day_takes_four_presses(
    tmp_path: Path, size: tuple[int, int], suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sample_store(tmp_path)
    monkeypatch.chdir(tmp_path)
    out = tmp_path / f"activity-2026-11-23{suffix}"
    async with workstation(path, size) as hand:
        await hand.press("c", "n", "c", "v")
        other = () if suffix == ".csv" else suffix
        await hand.press("g", "a", "x", *other, "enter")
        assert isinstance(hand.app.screen, ActivityScreen)
        assert hand.echo.startswith(f"Exported activity: 2 rows to {out.name}")
    assert out.exists()
    if suffix == ".csv":
        rows = list(csv.DictReader(out.read_text("utf-8-sig").splitlines()))
        assert {row["date"] for row in rows} == {"2026-11-23"}
        assert [row["outcome"] for row in rows] == ["NA", "VM"]


async def test_a_file_of_no_known_format_is_refused_in_the_form(tmp_path: Path) -> None:
    async with workstation(sample_store(tmp_path)) as hand:
        await hand.press("g", "a", "x", *"report.doc", "enter")
        assert "names no format" in hand.text()
        assert not isinstance(hand.app.screen, ActivityScreen), "the form stays, with what is wrong in it"
        await hand.press("escape")
        assert isinstance(hand.app.screen, ActivityScreen)


async def test_the_activity_shows_the_day_alone(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        await hand.press("c", "n", "g", "a")
        screen = hand.app.screen
        assert isinstance(screen, ActivityScreen)
        assert {line.row.local_day.isoformat() for line in screen.rows} == {"2026-11-23"}
        assert "call 1" in hand.text()
        await hand.press("enter")
        assert "no answer, next 24 Nov" in hand.text()


@SIZES
async def test_promises_with_their_states(tmp_path: Path, size: tuple[int, int]) -> None:
    path = sample_store(tmp_path)
    with opened(path) as office:
        everything, is_open = promise_rows(office), promise_rows(office, filter="open")
    async with workstation(path, size) as hand:
        await hand.press("g", "p")
        screen = hand.app.screen
        assert isinstance(screen, PromisesScreen)
        assert len(screen.rows) == len(everything)
        await hand.press("f", *"open", "enter")
        assert [line.row for line in screen.rows] == is_open
        await hand.press("*", "y", "m")
        assert hand.app.clipboard == as_table(is_open)
        await hand.press("enter")
        account = hand.app.screen
        assert isinstance(account, AccountScreen)
        assert account.who().number == is_open[0].customer_no


async def test_a_filter_on_its_way_is_not_overtaken_by_news_of_the_store(tmp_path: Path) -> None:
    """The store changes between the filter and its rows: the rows that come are those of the filter."""
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        await hand.press("g", "p")
        screen = hand.app.screen
        assert isinstance(screen, PromisesScreen)
        screen.load("open", to_top=True)
        screen.store_changed()
        screen.store_changed()
        await hand.rest()
        assert screen.filter == "open"
        assert {line.row.state for line in screen.rows} == {"open"}
        screen.store_changed()
        await hand.rest()
        assert screen.filter == "open"
