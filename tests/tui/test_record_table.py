"""The record table: cursor, marks, windows, widths, and how little it draws."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual.events import MouseScrollDown

from arcollect_tui.errors import Refused
from arcollect_tui.widgets.painter import cell, ellipsed
from arcollect_tui.widgets.record_table import RecordTable
from arcollect_tui.widgets.rows import CHUNK, Column, ListSource, Window, fit
from arcollect_tui.widgets.virtual_list import VirtualList
from tests.tui.table_app import COLUMNS, Account, TableApp, Vector, accounts, lines

SIZES = [(80, 24), (120, 35)]
MILLION = 1_000_000


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("count", [5, MILLION])
async def test_cursor_goes_to_the_end_and_back(size: tuple[int, int], count: int) -> None:
    app = TableApp(Vector(count))
    async with app.run_test(size=size) as pilot:
        for keys, position in (
            ("j", 1),
            ("j", 2),
            ("k", 1),
            ("G", count - 1),
            ("j", count - 1),
            ("gg", 0),
            ("k", 0),
            ("3j", 3),
            ("9999k", 0),
            ("4G", 3),
        ):
            app.hit(*keys)
            await pilot.pause()
            assert app.table.cursor == position, keys
            assert app.table.cursor_id == position
            screen = lines(app)
            (row,) = [line for line in screen if line[1] == ">"]
            assert f"C{position} " in row
            assert app.cursor_position == (1, screen.index(row))


@pytest.mark.parametrize("count", [100, MILLION])
async def test_a_move_draws_two_lines_and_a_page_one_screen(count: int) -> None:
    app = TableApp(Vector(count))
    async with app.run_test(size=(120, 35)) as pilot:
        await pilot.pause()
        for key, drawn in (("j", 2), ("j", 2), ("k", 2), ("pagedown", 33), ("j", 2), ("k", 2)):
            app.table.drawn = 0
            app.hit(key)
            await pilot.pause()
            assert app.table.drawn == drawn, key


async def test_walking_down_draws_few_lines_a_move_on_average() -> None:
    app = TableApp(Vector(MILLION))
    async with app.run_test(size=(120, 35)) as pilot:
        await pilot.pause()
        app.table.drawn = 0
        for _ in range(60):
            app.hit("j")
            await pilot.pause()
        assert app.table.drawn / 60 < 5


async def test_pages_show_every_row_once() -> None:
    app = TableApp(Vector(200))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        seen = []
        for _ in range(10):
            seen += [line[3:].split()[0] for line in lines(app)[2:-1]]
            app.hit("pagedown")
            await pilot.pause()
        assert seen[: 9 * 21] == [f"C{number}" for number in range(9 * 21)]


async def test_marks_show_count_and_survive_another_view() -> None:
    app = TableApp(Vector(20))
    async with app.run_test(size=(80, 24)) as pilot:
        app.hit("space", "space", "j", "space")
        await pilot.pause()
        assert app.table.marks.ids == {0, 1, 3}
        assert [line[2] for line in lines(app)[2:7]] == ["*", "*", " ", "*", " "]
        app.table.show(Vector(5, first=1))
        await pilot.pause()
        assert str(app.table.marks) == "3 marked (1 hidden)"
        app.hit("*")
        assert str(app.table.marks) == "6 marked (1 hidden)"
        app.hit("*")
        assert str(app.table.marks) == "1 marked (1 hidden)"
        app.hit("~")
        assert app.table.marks.ids == {0, 1, 2, 3, 4, 5}
        app.hit("C")
        assert str(app.table.marks) == ""
        assert app.seen_of(RecordTable.MarksChanged)


async def test_a_million_rows_are_marked_inverted_and_cleared() -> None:
    app = TableApp(Vector(MILLION))
    async with app.run_test(size=(80, 24)) as pilot:
        app.hit("5", "space", "I")
        await pilot.pause()
        assert str(app.table.marks) == "999,995 marked"
        app.hit("*")
        assert len(app.table.marks) == MILLION
        app.hit("\\")
        assert len(app.table.marks) == 0


async def test_a_range_is_shown_then_marked_or_given_up() -> None:
    app = TableApp(Vector(20))
    async with app.run_test(size=(80, 24)) as pilot:
        app.hit("j", "v", "3", "j")
        await pilot.pause()
        assert [line[2] for line in lines(app)[2:8]] == [" ", "+", "+", "+", "+", " "]
        app.hit("k")
        await pilot.pause()
        assert [line[2] for line in lines(app)[2:8]] == [" ", "+", "+", "+", " ", " "]
        app.hit("space")
        await pilot.pause()
        assert app.table.marks.ids == {1, 2, 3}
        assert [line[2] for line in lines(app)[2:8]] == [" ", "*", "*", "*", " ", " "]
        app.hit("v", "j", "escape")
        await pilot.pause()
        assert "+" not in "".join(line[2] for line in lines(app)[2:8])
        app.hit("G", "v", "k")
        assert app.table.take_marks() == {1, 2, 3, 18, 19}


async def test_a_deed_on_marked_rows_needs_marks() -> None:
    app = TableApp(Vector(202))
    async with app.run_test(size=(80, 24)):
        with pytest.raises(Refused, match=r"Nothing is marked: .* \* marks all 202 shown\."):
            app.table.take_marks()


async def test_the_cursor_stays_on_its_row_when_the_list_is_loaded_again() -> None:
    app = TableApp(Vector(1000))
    async with app.run_test(size=(80, 24)) as pilot:
        app.hit("5", "0", "0", "j")
        await pilot.pause()
        line = app.cursor_position.y
        app.table.show(Vector(700, first=300))
        await pilot.pause()
        assert (app.table.cursor, app.table.cursor_id) == (200, 500)
        assert app.cursor_position.y == line
        app.table.show(Vector(300, first=900))
        await pilot.pause()
        assert app.table.cursor == 200, "a row that is gone leaves the cursor on its place"
        app.table.show(Vector(3))
        await pilot.pause()
        assert app.table.cursor == 2
        app.table.show(Vector(3), to_top=True)
        assert app.table.cursor == 0


async def test_rows_that_are_away_are_asked_for_once_and_drawn_as_dots() -> None:
    source = Vector(MILLION, away=True)
    app = TableApp(source)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        (asked,) = app.seen_of(VirtualList.WindowNeeded)
        assert isinstance(asked, VirtualList.WindowNeeded)
        assert lines(app)[3][1:4] == "  ."
        app.hit("j", "j")
        await pilot.pause()
        assert len(app.seen_of(VirtualList.WindowNeeded)) == 1
        app.table.put_rows(asked.source, asked.start, source.fetch(asked.start, asked.end))
        await pilot.pause()
        assert "Name 2" in lines(app)[4]
        app.hit("G")
        await pilot.pause()
        last = app.seen_of(VirtualList.WindowNeeded)[-1]
        assert isinstance(last, VirtualList.WindowNeeded)
        assert last.end == MILLION
        assert app.table.cursor_id == MILLION - 1, "ids are known before the rows are"
        assert app.table.cursor_row is None


async def test_rows_of_a_view_that_is_gone_are_dropped() -> None:
    old = Vector(100, away=True)
    app = TableApp(old)
    async with app.run_test(size=(80, 24)) as pilot:
        app.table.show(Vector(100, away=True, first=500))
        app.table.put_rows(old, 0, old.fetch(0, 64))
        await pilot.pause()
        assert app.table.cursor_row is None


async def test_a_first_screen_without_ids_can_be_walked_but_not_marked_as_a_whole() -> None:
    source = Vector(100)
    source.ids = None
    first = ListSource(accounts(100))
    first.ids = None
    app = TableApp(first)
    async with app.run_test(size=(80, 24)) as pilot:
        app.hit("j", "space")
        await pilot.pause()
        assert app.table.marks.ids == {1}
        with pytest.raises(Refused, match="still loading"):
            app.hit("*")
        app.table.show(Vector(5000))
        await pilot.pause()
        assert app.table.cursor_id == 2


async def test_enter_and_a_double_click_open_the_row() -> None:
    app = TableApp(Vector(50))
    async with app.run_test(size=(80, 24)) as pilot:
        app.hit("j", "enter")
        await pilot.click("#table", offset=(10, 6))
        await pilot.pause()
        assert app.table.cursor == 4
        await pilot.click("#table", offset=(10, 8), times=2)
        opened = app.seen_of(VirtualList.Opened)
        assert [message.id for message in opened if isinstance(message, VirtualList.Opened)] == [1, 6]


async def test_the_wheel_scrolls_and_the_cursor_waits() -> None:
    app = TableApp(Vector(50))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot._post_mouse_events([MouseScrollDown], "#table")
        await pilot.pause()
        assert app.table.scroll_offset.y == 3
        assert app.table.cursor == 0
        app.hit("j")
        await pilot.pause()
        assert app.table.scroll_offset.y == 0


async def test_sorting_asks_for_the_chosen_column() -> None:
    app = TableApp(Vector(50))
    async with app.run_test(size=(120, 35)) as pilot:
        app.hit("right", "right", "S", "left", "s")
        await pilot.click("#table", offset=(5, 1))
        await pilot.pause()
        wanted = [m for m in app.seen if isinstance(m, RecordTable.SortWanted)]
        assert [(m.key, m.reverse) for m in wanted] == [
            ("overdue", True),
            ("name", False),
            ("id", False),
        ]
        app.table.show(Vector(50), sort=("overdue", True))
        await pilot.pause()
        assert "Overduev" in lines(app)[1]


async def test_resizing_keeps_cursor_and_marks() -> None:
    app = TableApp(Vector(1000))
    async with app.run_test(size=(120, 35)) as pilot:
        app.hit("space", "3", "0", "j")
        await pilot.pause()
        for size in ((80, 24), (60, 12), (20, 5), (120, 35)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            screen = lines(app)
            assert [line[1] for line in screen].count(">") == 1, size
            assert screen[app.cursor_position.y][1] == ">"
        assert app.table.cursor == 31
        assert app.table.marks.ids == {0}


async def test_an_empty_list_says_what_to_do_literally() -> None:
    app = TableApp(ListSource(()))
    async with app.run_test(size=(80, 24)) as pilot:
        app.hit("j", "G", "g", "g", "space", "enter", "*")
        await pilot.pause()
        assert "nothing here [b]" in lines(app)[2]
        assert app.table.cursor_id is None


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "ansi-dark"])
async def test_another_theme_redraws_every_line(theme: str) -> None:
    app = TableApp(Vector(50))
    async with app.run_test(size=(80, 24)) as pilot:
        app.theme = theme
        await pilot.pause()
        assert "Name 3" in lines(app)[5]


HOSTILE = st.text(
    st.one_of(
        st.sampled_from("[]/\\@=\"'<b>\x1b\x07\x9b\x00\u202e\u200b\ud800\U000e0041漢é\u0301👩‍👩‍👧"),
        st.characters(),
    ),
    max_size=20,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(names=st.lists(HOSTILE, min_size=1, max_size=5))
async def test_names_are_shown_literally_and_harmlessly(names: list[str]) -> None:
    rows = [Account(number, name) for number, name in enumerate([*names, "a [/b] [red]c"])]
    app = TableApp(ListSource(rows))
    async with app.run_test(size=(80, 24)) as pilot:
        app.table.caption(names[0], names[-1])
        await pilot.pause()
        screen = lines(app)
        assert "a [/b] [red]c" in screen[2 + len(names)]
        for character in "\x1b\x07\x9b\x00\u202e\u200b\ud800":
            assert character not in "".join(screen)


@pytest.mark.parametrize(
    ("text", "width", "align", "shown"),
    [
        ("abc", 5, "left", "abc  "),
        ("abc", 5, "right", "  abc"),
        ("abcdef", 5, "left", "abcde"),
        ("97,548.25", 6, "right", "######"),
        ("漢字", 3, "left", "漢 "),
    ],
)
def test_cells_have_their_width_and_amounts_are_never_cut(
    text: str, width: int, align: str, shown: str
) -> None:
    assert cell(text, width, align) == shown


@pytest.mark.parametrize(
    ("width", "keys"),
    [
        (200, {"id": 8, "name": 147, "overdue": 12, "note": 30}),
        (65, {"id": 8, "name": 12, "overdue": 12, "note": 30}),
        (64, {"id": 8, "name": 42, "overdue": 12}),
        (34, {"id": 8, "name": 12, "overdue": 12}),
        (33, {"id": 8, "name": 24}),
        (20, {"id": 8}),
        (3, {"id": 3}),
    ],
)
def test_columns_go_by_priority_and_the_rest_grows(width: int, keys: dict[str, int]) -> None:
    assert {column.key: cells for column, cells in fit(COLUMNS, width)} == keys


def test_a_window_holds_a_bounded_number_of_rows() -> None:
    window: Window[Account] = Window(limit=4)
    for start in range(0, 100 * CHUNK, CHUNK):
        window.put(start, [Account(start + n, "") for n in range(CHUNK)])
    assert window.get(99 * CHUNK) == Account(99 * CHUNK, "")
    assert window.get(0) is None
    assert window.missing(95 * CHUNK, 100 * CHUNK, 100 * CHUNK) == (95 * CHUNK, 96 * CHUNK)
    assert window.missing(97 * CHUNK, 98 * CHUNK, 100 * CHUNK) is None
    assert window.missing(0, 10, 0) is None


def test_a_column_can_tone_its_text() -> None:
    column = Column[Account]("n", "N", 3, lambda row: row.name, tone=lambda row: "alert")
    assert column.tone is not None
    assert column.tone(Account(1, "x")) == "alert"


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("Driftwood Supply Co", 17, "Driftwood Suppl.."),
        ("Acadia Printing", 15, "Acadia Printing"),
        ("two words", 10, "two words "),
        ("to the blank", 9, "to the.. "),
        ("株式会社山田商店", 10, "株式会社.."),
        ("株式会社山田商店", 11, "株式会社.. "),
        ("never", 4, "neve"),
    ],
)
def test_a_text_that_is_cut_says_so(text: str, width: int, shown: str) -> None:
    assert ellipsed(text, width) == shown
