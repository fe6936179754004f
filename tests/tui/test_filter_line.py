"""The filter line: live count and sum, mistakes in place, completion, keeping and leaving."""

from pathlib import Path

import pytest

from arcollect_tui.screens.filter_line import FilterLine
from arcollect_tui.screens.items import ItemsScreen
from arcollect_tui.services.items import ItemView, item_summary
from arcollect_tui.services.worklist import WorklistView, worklist_summary
from tests.tui.office import NARROW, WIDE, Hand, opened, sample_store, workstation

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x35", "80x24"])


def line(hand: Hand) -> list[str]:
    """The line and what stands below it."""
    rows = hand.text().splitlines()
    return [row.rstrip() for row in rows[-6:-3]]


@SIZES
async def test_count_and_sum_follow_what_is_typed(tmp_path: Path, size: tuple[int, int]) -> None:
    path = sample_store(tmp_path)
    with opened(path) as office:
        everything = item_summary(office, ItemView()).count
        old, older = (item_summary(office, ItemView(text)) for text in ("od>=30", "od>=300"))
    async with workstation(path, size) as hand:
        await hand.press("g", "i", "f", *"od>=30")
        assert "f od>=30" in line(hand)[0]
        assert f"{old.count:,} of {everything:,}" in line(hand)[0]
        await hand.press("0")
        assert f"{older.count:,} of {everything:,}" in line(hand)[0]


async def test_enter_keeps_and_esc_restores(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    with opened(path) as office:
        late = worklist_summary(office, WorklistView("od>=30")).count
    async with workstation(path) as hand:
        await hand.press("f", *"od>=30", "enter")
        assert hand.worklist.view.filter == "od>=30"
        assert f"Accounts  {late:,}" in hand.text()
        await hand.press("f", *" name:zzz", "escape")
        assert hand.worklist.view.filter == "od>=30"
        assert not hand.app.screen.query_one(FilterLine).display
        assert hand.app.focused is hand.worklist.table
        await hand.press("F")
        assert hand.worklist.view.filter == ""
        await hand.press("F")
        assert hand.worklist.view.filter == "od>=30"


@SIZES
async def test_a_mistake_has_a_caret_under_it_and_names_the_cure(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with workstation(sample_store(tmp_path), size) as hand:
        await hand.press("g", "i", "f", *"short duee<fri")
        typed, caret, sentence = line(hand)
        assert caret.index("^") == typed.index("duee")
        assert caret.count("^") == len("duee")
        assert "due" in sentence
        await hand.press("enter")
        assert hand.app.screen.query_one(FilterLine).display
        assert hand.echo.startswith("! ")
        await hand.press(*["backspace"] * 6, *"e<fri", "enter")
        screen = hand.app.screen
        assert isinstance(screen, ItemsScreen)
        assert screen.filter == "short due<fri"


async def test_a_filter_of_items_typed_on_the_worklist_opens_the_items_list(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    with opened(path) as office:
        short = item_summary(office, ItemView("short")).count
    async with workstation(path) as hand:
        await hand.press("f", *"short")
        assert "Enter opens the items list with it." in hand.text()
        assert f"{short} of " in line(hand)[0]
        await hand.press("enter")
        screen = hand.app.screen
        assert isinstance(screen, ItemsScreen)
        assert screen.filter == "short"
        await hand.press("-")
        assert hand.worklist.view.filter == ""


async def test_keys_typed_behind_the_line_wait_for_the_rows(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    with opened(path) as office:
        count = item_summary(office, ItemView("od>=60")).count
    async with workstation(path) as hand:
        await hand.press("g", "i", "f", *"od>=60", "enter", "*", "j")
        screen = hand.app.screen
        assert isinstance(screen, ItemsScreen)
        assert len(screen.items.marks) == count
        assert screen.items.cursor == 1


async def test_tab_completes_and_offers(tmp_path: Path) -> None:
    async with workstation(sample_store(tmp_path)) as hand:
        await hand.press("g", "i", "f", *"coding:dis", "tab")
        text = hand.app.screen.query_one(FilterLine)
        assert text.text == "coding:disputed"
        await hand.press("space", "tab")
        assert "may stand here: Tab takes the next one" in hand.text()
        await hand.press("tab")
        assert text.text == "coding:disputed document_no:"
        assert "> document_no:" in hand.text()
        await hand.press("tab")
        assert text.text == "coding:disputed line:"
        await hand.press("up")
        assert text.text == "coding:disputed document_no:"
        await hand.press("4")
        assert "may stand here" not in hand.text()
        assert text.text == "coding:disputed document_no:4"


async def test_letters_in_the_line_run_nothing(tmp_path: Path) -> None:
    async with workstation(sample_store(tmp_path)) as hand:
        await hand.press("f", *"cnu.q?")
        assert hand.app.screen.query_one(FilterLine).text == "cnu.q?"
        assert hand.worklist.table.cursor == 0
