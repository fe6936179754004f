"""All lists behave alike: columns, scrolling sideways, marks, copies, the mouse."""

from pathlib import Path

import pytest
from textual.widgets import Input

from arcollect_tui.screens.columned import as_table
from arcollect_tui.services.list_layouts import save_layout, saved_layouts
from arcollect_tui.widgets.record_table import RecordTable
from arcollect_tui.widgets.rows import Column
from tests.tui.office import NARROW, WIDE, Hand, heads, opened, sample_store, workstation
from tests.tui.table_app import Account

LISTS = {
    "worklist": "w",
    "items": "i",
    "promises": "p",
    "activity": "a",
    "history": "u",
    "reasons": "s",
}
SIZES = [WIDE, NARROW]
lists = pytest.mark.parametrize("place", LISTS)


def table(hand: Hand) -> "RecordTable[Account]":
    found: RecordTable[Account] = hand.app.screen.query_one("#list", RecordTable)
    return found


async def go(hand: Hand, place: str) -> None:
    """Go to a list that has rows, also to that of today's activity."""
    if place == "activity":
        await hand.press("c", "n", "c", "v", "c", "n")
    await hand.press("g", LISTS[place])


def shown(hand: Hand) -> list[str]:
    return [column.key for column in table(hand).columns]


@lists
@pytest.mark.parametrize("size", SIZES)
async def test_columns_are_chosen_and_remembered(tmp_path: Path, place: str, size: tuple[int, int]) -> None:
    path = sample_store(tmp_path)
    async with workstation(path, size) as hand:
        await go(hand, place)
        first, second = shown(hand)[:2]
        await hand.press("o")
        assert "Columns" in hand.text()
        await hand.press("space", "enter")
        assert shown(hand)[0] == second
        assert first not in shown(hand)
    async with workstation(path, size) as hand:
        await go(hand, place)
        assert shown(hand)[0] == second
        await hand.press("o", "=")
        assert shown(hand)[:2] == [first, second]
    with opened(path) as office:
        assert saved_layouts(office) == {}


async def test_a_column_gets_another_width(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        await hand.press("g", "p")
        before = hand.text().splitlines()[2].index("State")
        await hand.press("o", "5", "right", "left", "enter")
        assert hand.text().splitlines()[2].index("State") == before + 4
    async with workstation(path) as hand:
        await hand.press("g", "p")
        assert hand.text().splitlines()[2].index("State") == before + 4


@lists
async def test_columns_that_do_not_fit_are_scrolled_to_and_the_first_one_stays(
    tmp_path: Path, place: str
) -> None:
    async with workstation(sample_store(tmp_path), (60, 20)) as hand:
        await go(hand, place)
        await hand.press("z") if place == "worklist" else None
        every = [column.title for column in table(hand).columns]
        assert hand.text().splitlines()[2].split("│")[1][:2].strip(" ") in ("", ">")
        titles = {heads(hand)[0]}
        for _ in every:
            await hand.press("right")
            assert heads(hand)[0] == every[0].split()[0], "the first column stays"
            titles.update(" ".join(heads(hand)).split())
        assert {title.split()[0] for title in every if title} <= titles, "every column came by"
        assert table(hand).chosen_title == every[-1]
        for _ in every:
            await hand.press("left")
        assert table(hand).chosen_title == every[0]
        assert not hand.text().splitlines()[2].split("│")[1].startswith("<")


async def test_more_columns_can_be_made_to_stay(tmp_path: Path) -> None:
    async with workstation(sample_store(tmp_path), (60, 20)) as hand:
        await hand.press("g", "p", "o", "j", "f", "enter", *["right"] * 12)
        assert heads(hand)[:2] == ["Due", "State"]
        assert hand.text().splitlines()[2].split("│")[1].startswith("<")
        await hand.press("o", "j", "f", "enter", *["right"] * 12)
        assert "Due" not in heads(hand)


@lists
async def test_marks_and_copies_work_on_every_list(tmp_path: Path, place: str) -> None:
    async with workstation(sample_store(tmp_path)) as hand:
        await go(hand, place)
        first = table(hand).columns[0].render(table(hand).cursor_row)  # type: ignore[arg-type]
        await hand.press("y", "y")
        assert hand.app.clipboard == first
        assert hand.echo == f"Copied: {first}"
        await hand.press("y", "m")
        assert "Nothing is marked: Space marks a row" in hand.echo
        await hand.press("space", "space", "y", "m")
        assert "2 marked" in hand.status
        assert hand.echo.startswith("Copied: 2 rows")
        copied = hand.app.clipboard.splitlines()
        assert len(copied) == 3
        assert place == "promises" or first in copied[1]
        await hand.press("\\")
        assert "marked" not in hand.status


@lists
async def test_a_count_jumps_to_a_row(tmp_path: Path, place: str) -> None:
    async with workstation(sample_store(tmp_path)) as hand:
        await go(hand, place)
        last = table(hand).source.count - 1
        for keys, position in (("2G", 1), ("3gg", 2), ("G", last), ("gg", 0)):
            await hand.press(*keys)
            assert table(hand).cursor == min(position, last)


@lists
async def test_the_terminals_cursor_stands_on_the_row(tmp_path: Path, place: str) -> None:
    async with workstation(sample_store(tmp_path)) as hand:
        await go(hand, place)
        for _ in range(2):
            await hand.press("j")
            line = hand.text().splitlines()[hand.app.cursor_position.y]
            assert line[hand.app.cursor_position.x] == ">"


@lists
async def test_the_chosen_cell_of_the_cursors_row_is_underlined(tmp_path: Path, place: str) -> None:
    async with workstation(sample_store(tmp_path)) as hand:
        await go(hand, place)
        await hand.press("right")
        strips = hand.app.screen._compositor.render_strips()
        row = strips[hand.app.cursor_position.y]
        under = "".join(segment.text for segment in row if segment.style and segment.style.underline)
        wanted = table(hand).columns[1].render(table(hand).cursor_row)  # type: ignore[arg-type]
        assert under.strip() == wanted[: len(under)].strip()


@lists
async def test_the_mouse_moves_opens_scrolls_and_runs_hints(tmp_path: Path, place: str) -> None:
    async with workstation(sample_store(tmp_path)) as hand:
        await go(hand, place)
        await hand.pilot.click("#list", offset=(5, 3))
        await hand.rest()
        assert table(hand).cursor == 1
        keys = hand.text().splitlines()[-2]
        await hand.pilot.click("#keys", offset=(keys.index("filter"), 0))
        await hand.rest()
        assert isinstance(hand.app.focused, Input), "the hint was typed"
        await hand.press("escape")
        front = hand.app.screen
        await hand.pilot.click("#list", offset=(5, 3), times=2)
        await hand.rest()
        assert hand.app.screen is not front


def test_copied_text_never_starts_a_formula() -> None:
    columns = (
        Column[Account]("name", "Name", 8, lambda row: row.name),
        Column[Account]("overdue", "Overdue", 8, lambda row: row.overdue, align="right"),
    )
    text = as_table(columns, [Account(1, "=1+1", "-12.50"), Account(2, "a\tb\nc", "3.00")])
    assert text.splitlines()[:2] == ["Name\tOverdue", "'=1+1\t-12.50"]
    assert text.count("\n") == 2
    assert [line.count("\t") for line in text.splitlines()] == [1, 1, 1]


def test_a_list_with_nothing_to_remember_is_forgotten(tmp_path: Path) -> None:
    with opened(sample_store(tmp_path)) as office:
        save_layout(office, "items", {"frozen": 2})
        save_layout(office, "history", {"shown": ["text"]})
        assert save_layout(office, "items", {}) == {"history": {"shown": ["text"]}} == saved_layouts(office)
