"""All lists behave alike: columns, scrolling sideways, marks, copies, the mouse."""

from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input

from arcollect_tui.screens.columned import as_table
from arcollect_tui.services.list_layouts import save_layout, saved_layouts
from arcollect_tui.widgets.painter import cell
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
    "reasons": "s1",
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
    await hand.press("g", *LISTS[place])


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


async def test_where_all_columns_have_room_none_is_scrolled_away(tmp_path: Path) -> None:
    async with workstation(sample_store(tmp_path), (60, 20)) as hand:
        await hand.press("g", "p", *["right"] * 12)
        assert hand.text().splitlines()[2].split("│")[1].startswith("< ")
        await hand.pilot.resize_terminal(160, 35)
        await hand.rest()
        assert len(" ".join(heads(hand)).split()) == len(table(hand).columns)
        assert hand.text().splitlines()[2].split("│")[1].startswith("  ")


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
        assert under == cell(wanted, len(under), table(hand).columns[1].align)


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


# On to the next match


async def find(hand: Hand, text: str) -> None:
    """Type into find and leave it again."""
    await hand.press("/", *text, "escape")


@lists
async def test_n_goes_on_through_the_rows_with_what_was_searched(tmp_path: Path, place: str) -> None:
    async with workstation(sample_store(tmp_path)) as hand:
        await go(hand, place)
        await hand.press("n")
        assert "nothing to go on to: / finds something first" in hand.echo
        word = {"worklist": "co", "items": "co", "promises": "co", "reasons": "price"}.get(place, "call")
        await find(hand, word)
        await hand.press("n")
        total = int(hand.echo.split(" of ")[1].split(" ")[0].replace(",", ""))
        assert 1 <= total <= table(hand).source.count
        seen = {table(hand).cursor}
        for _ in range(min(total - 1, 12)):
            await hand.press("n")
            seen.add(table(hand).cursor)
        assert len(seen) == min(total, 13), "every press is another row"
        here = table(hand).cursor
        if total > 1:
            await hand.press("N")
            assert table(hand).cursor != here
            await hand.press("n")
            assert table(hand).cursor == here


async def test_matches_go_round_the_ends_and_take_a_count(tmp_path: Path) -> None:
    async with workstation(sample_store(tmp_path)) as hand:
        name = table(hand).columns[1].render(table(hand).cursor_row)  # type: ignore[arg-type]
        await find(hand, name)
        await hand.press("j", "n")
        assert table(hand).cursor == 0
        assert hand.echo == f'1 of 1 with "{name}" from the top'
        await find(hand, "c100")
        await hand.press("3", "n")
        assert hand.echo.startswith("4 of ")
        await hand.press("g", "g", "N")
        assert "from the end" in hand.echo


async def test_what_no_row_holds_is_said_and_keys_typed_ahead_wait(tmp_path: Path) -> None:
    async with workstation(sample_store(tmp_path)) as hand:
        await find(hand, "zzzz")
        await hand.press("n")
        assert hand.echo == '! No row of this list holds "zzzz": / finds it elsewhere.'
        number = table(hand).columns[0].render(table(hand).source.rows(4, 5)[0])  # type: ignore[index]
        await find(hand, number)
        for key in ("n", "c", "n"):
            await hand.hit(key)
        await hand.rest()
        assert hand.echo.startswith(f"Logged: {number} no answer")


# What is pasted, and what a bare verb does beside marks


async def paste(hand: Hand, text: str) -> None:
    hand.app.post_message(events.Paste(text))
    await hand.rest()


async def test_pasted_numbers_mark_accounts_and_unknown_ones_are_listed(tmp_path: Path) -> None:
    async with workstation(sample_store(tmp_path)) as hand:
        rows = table(hand).source.rows(0, 5) or ()
        numbers = [table(hand).columns[0].render(row) for row in rows]
        await paste(hand, "\n".join([*numbers, "NOSUCH77"]))
        assert "5 marked" in hand.status
        assert "Marked 5 of the pasted accounts. 1 unknown: NOSUCH77" in hand.echo
        assert table(hand).marks.ids == {row.id for row in rows}
        await hand.press("c", "n")
        assert "5 marked (cursor row only)" in hand.status
        assert hand.status.endswith("repeat(.): call/no answer +1b")


@pytest.mark.parametrize("place", ["promises", "history", "activity", "reasons"])
async def test_a_paste_that_marks_nothing_says_so(tmp_path: Path, place: str) -> None:
    async with workstation(sample_store(tmp_path)) as hand:
        await hand.press("g", *LISTS[place])
        await paste(hand, "cncncn")
        assert hand.echo == "! Pasted text runs nothing; on the worklist and the items it marks rows."


async def test_a_bare_cause_beside_marks_says_that_it_is_for_the_row(tmp_path: Path) -> None:
    async with workstation(sample_store(tmp_path)) as hand:
        await hand.press("g", "i", "space", "space", "D")
        assert "(cursor row only, ; D tells of the 2 marked)" in hand.text()
