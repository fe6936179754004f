"""The coding grid by its keys: marks by filter and by an equal cell, rows left out, views, columns."""

from collections.abc import Callable
from pathlib import Path

import pytest

from arcollect_tui.rules.reasons import SHIPPED
from arcollect_tui.screens.chosen import why_left_out
from arcollect_tui.screens.coding import CodingDrawer
from arcollect_tui.screens.items import ItemsScreen
from arcollect_tui.services.items import ItemRow, ItemView, item_rows
from arcollect_tui.services.views import View, save_view, saved_views
from tests.tui.office import NARROW, WIDE, Hand, entries, heads, opened, sample_store, workstation

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x35", "80x24"])
SHORT = "short d:uncoded sort:-short_amount"


def found(path: Path, text: str) -> list[ItemRow]:
    with opened(path) as office:
        return item_rows(office, ItemView(text))


def ids(rows: list[ItemRow]) -> set[int]:
    return {row.item_id for row in rows}


def grid(hand: Hand) -> ItemsScreen:
    """The items list in front."""
    screen = hand.app.screen
    assert isinstance(screen, ItemsScreen)
    return screen


def marked(hand: Hand) -> set[int]:
    return {int(item) for item in grid(hand).items.marks.ids}


# Marks by a filter


async def test_m_begins_with_the_filter_and_a_word_narrows_it(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    wanted = found(path, "short d:uncoded pallet")
    assert wanted
    async with workstation(path) as hand:
        await hand.press("V", "s", "m", *"pallet")
        assert f"{len(wanted)} of 900" in hand.text()
        assert " m short d:uncoded pallet" in hand.text()
        await hand.press("enter")
        assert marked(hand) == ids(wanted)
        assert hand.echo == f"Marked {len(wanted)} items of this filter."
        assert grid(hand).filter == SHORT


async def test_big_m_unmarks_what_matches(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    everything, pallets = found(path, "short d:uncoded"), found(path, "short d:uncoded pallet")
    async with workstation(path) as hand:
        await hand.press("V", "s", "*", "M", *"pallet", "enter")
        assert marked(hand) == ids(everything) - ids(pallets)
        assert hand.echo == f"Unmarked {len(pallets)} items of this filter."


async def test_marks_by_a_filter_may_lie_outside_the_list(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    wanted, shown = found(path, "type:credit"), found(path, "short d:uncoded")
    assert wanted
    assert not ids(wanted) & ids(shown)
    async with workstation(path) as hand:
        await hand.press("V", "s", "m", *["backspace"] * 30, *"type:credit", "enter", "space")
        assert hand.status.startswith(f"{len(wanted) + 1} marked ({len(wanted)} hidden)")


async def test_a_mark_filter_that_cannot_be_read_stays_and_esc_leaves_the_marks(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        await hand.press("V", "s", "space", "m", *"od>=thirty", "enter")
        assert "^^^" in hand.text()
        assert hand.echo.startswith("! ")
        await hand.press("escape")
        assert len(marked(hand)) == 1


# Marks by an equal cell


@pytest.mark.parametrize(
    ("column", "same"),
    [
        ("customer_no", lambda row, first: row.customer_no == first.customer_no),
        ("days_overdue", lambda row, first: row.due_date == first.due_date),
        ("currency", lambda row, first: row.currency == first.currency),
        ("reason", lambda row, first: row.coding == first.coding and row.reason == first.reason),
        ("text", lambda row, first: row.text.lower() == first.text.lower()),
        (
            "short_amount",
            lambda row, first: (row.short_amount, row.currency) == (first.short_amount, first.currency),
        ),
    ],
)
@pytest.mark.parametrize("sort", ["-short_amount", "customer_no", "text"])
async def test_e_marks_the_rows_that_show_the_same(
    tmp_path: Path,
    column: str,
    same: Callable[[ItemRow, ItemRow], bool],
    sort: str,
) -> None:
    path = sample_store(tmp_path)
    view = f"short sort:{sort}"
    rows = found(path, view)
    wanted = {row.item_id for row in rows if same(row, rows[0])}
    async with workstation(path) as hand:
        await hand.press("g", "i", "f", *view, "enter")
        keys = [key.key for key, _ in grid(hand).items._sideways.painter.fitted]
        await hand.press(*["right"] * keys.index(column), "E")
        assert marked(hand) == wanted
        assert f"Marked {len(wanted)} item" in hand.echo


async def test_a_column_without_a_field_cannot_be_compared(tmp_path: Path) -> None:
    async with workstation(sample_store(tmp_path)) as hand:
        await hand.press("V", "s", *["right"] * 4, "E")
        assert grid(hand).items.chosen == "paid"
        assert hand.echo == ("! That column is worked out from others: choose another with Left and Right.")


# Rows left out


@SIZES
async def test_x_leaves_a_row_out_says_why_and_takes_it_back(tmp_path: Path, size: tuple[int, int]) -> None:
    path = sample_store(tmp_path)
    rows = found(path, SHORT)
    first, second = rows[:2]
    async with workstation(path, size) as hand:
        await hand.press("V", "s", "X")
        assert hand.echo.startswith(f"{first.document_no} excluded ")
        line = next(line for line in hand.text().splitlines() if first.document_no in line)
        assert line[2] == "!"
        await hand.press("*")
        assert marked(hand) == ids(rows) - {first.item_id}
        await hand.press("\\", "m", "enter")
        assert marked(hand) == ids(rows) - {first.item_id}
        assert "1 are excluded" in hand.echo or "1 is excluded" in hand.echo
        await hand.press("k")
        assert "! excluded " in hand.status
        await hand.press("space")
        assert hand.echo.startswith("! This row is excluded")
        await hand.press("X", "k", "space")
        assert first.item_id in marked(hand)
        assert second.item_id in marked(hand)


@SIZES
async def test_the_preview_says_what_is_left_out_and_nothing_of_it_is_coded(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    path = sample_store(tmp_path)
    rows = found(path, SHORT)
    async with workstation(path, size) as hand:
        await hand.press("V", "s", "space", "space", ";", "X", "*", ";", "d", *"prc")
        assert f"{len(rows) - 2} items of" in hand.text()
        assert why_left_out(rows[0].text, SHIPPED) == "text says price"
        assert "1 excluded: text says" in hand.text().split("items of")[1]
        await hand.press("enter", "enter")
        assert hand.echo.startswith("Coded: dispute PRC")
    assert {row.item_id for row in found(path, "short d:uncoded")} == ids(rows[:2])


async def test_excluded_rows_stay_out_of_other_filters_and_backslash_takes_all_in(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    rows = found(path, SHORT)
    async with workstation(path) as hand:
        await hand.press("V", "s", "X", "X", "g", "i", "*")
        assert marked(hand) == ids(found(path, "")) - ids(rows[:2])
        await hand.press("\\")
        assert hand.status.startswith("2 excluded")
        await hand.press("\\", "*")
        assert marked(hand) == ids(found(path, ""))


# The marked ones, wherever they are


@SIZES
async def test_hidden_marks_come_first_and_are_coded_too(tmp_path: Path, size: tuple[int, int]) -> None:
    path = sample_store(tmp_path)
    pallets, rest = found(path, "short d:uncoded pallet"), found(path, "short d:uncoded freight")
    assert pallets
    assert rest
    async with workstation(path, size) as hand:
        await hand.press("V", "s", "m", *"pallet", "enter")
        await hand.press("f", *["backspace"] * 60, *"short d:uncoded freight", "enter", "*")
        assert hand.status.startswith(f"{len(pallets) + len(rest)} marked ({len(pallets)} hidden)")
        await hand.press(";", "d", *"sho")
        screen = hand.app.screen
        assert isinstance(screen, CodingDrawer)
        plan = screen._plan
        assert plan is not None
        assert {line.item_id for line in plan.lines[: len(pallets)]} == ids(pallets)
        assert f"{len(pallets)} of them hidden by the filter, listed first" in hand.text()
        await hand.press("enter", "enter")
    assert not found(path, "short d:uncoded (pallet | freight)")


# Saved views


@SIZES
async def test_a_view_is_saved_called_up_replaced_and_dropped(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    path = sample_store(tmp_path)
    async with workstation(path, size) as hand:
        await hand.press("g", "i", "f", *"short pallet sort:text", "enter")
        await hand.press("V", "=", "k", "enter", *"Pallets", "enter")
        assert hand.echo == "Saved: V k shows Pallets."
        await hand.press("g", "w", "V", "k")
        assert grid(hand).filter == "short pallet sort:text"
        await hand.press("V")
        await hand.until(lambda: "k  Pallets" in hand.text())
        await hand.press("escape", "?", *"pallets")
        assert "V k" in hand.text()
        await hand.press("escape", "f", *" od>0", "enter", "V", "=", "k", "enter", "enter")
        assert hand.echo == "Saved: V k shows Pallets."
    with opened(path) as office:
        assert saved_views(office) == [View("k", "items", "Pallets", "short pallet sort:text od>0")]
    async with workstation(path, size) as hand:
        await hand.press("V", "k")
        assert grid(hand).filter == "short pallet sort:text od>0"
        await hand.press("V", "=", "k", "tab", "-", "enter")
        assert hand.echo == "Dropped the view k, Pallets."
        await hand.press("V", "k")
        assert hand.echo == "! V k: no such saved view, ? lists them"


async def test_a_view_of_the_worklist_goes_there(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        await hand.press("f", *"bal>5k", "enter", "V", "=", "B", "enter", *"Big ones", "enter")
        await hand.press("g", "i", "V", "B")
        assert hand.worklist is hand.app.screen
        assert hand.worklist.view.filter == "bal>5k"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["s", "enter"], "V s is a view that comes with arcollect: choose another letter."),
        (["enter"], '"" is not a letter: a view has one of a to z or A to Z.'),
        (["7", "enter"], '"7" is not a letter: a view has one of a to z or A to Z.'),
        (["k", "enter", "enter"], "The view has no name: type a word or two."),
        (["k", "enter", "-", "enter"], "There is no saved view k to drop: V lists them."),
    ],
)
async def test_a_view_that_cannot_be_saved_is_refused_and_asked_again(
    tmp_path: Path, typed: list[str], said: str
) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        await hand.press("V", "s", "V", "=", *typed)
        assert hand.echo == f"! {said}"
        await hand.press("escape")
        assert grid(hand).filter == SHORT
    with opened(path) as office:
        assert saved_views(office) == []


async def test_without_a_filter_there_is_nothing_to_save(tmp_path: Path) -> None:
    async with workstation(sample_store(tmp_path)) as hand:
        await hand.press("g", "i", "V", "=")
        assert hand.echo == "! There is nothing to save: f types a filter first."


async def test_a_view_whose_filter_no_longer_reads_is_refused_where_one_is(tmp_path: Path) -> None:
    from arcollect_tui.data import desk

    path = sample_store(tmp_path)
    with opened(path) as office, office.store.writing() as connection:
        desk.save_view(connection, View("k", "items", "Old", "gone:1"))
    async with workstation(path) as hand:
        await hand.press("V", "k")
        assert hand.echo.startswith('! There is no field "gone"')
        assert hand.app.screen is hand.worklist


async def test_coding_with_a_saved_view_takes_ten_presses(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    with opened(path) as office:
        save_view(office, View("k", "items", "Short", "short d:uncoded"))
    async with workstation(path) as hand:
        keys = ["V", "k", "*", ";", "d", "p", "r", "enter", "enter", "u"]
        await hand.press(*keys)
        assert len(keys) == 10
        assert hand.echo.startswith("Undone: dispute PRC on")
    assert [row.kind for row in entries(path, 2)] == ["undo", "coding"]


# Columns


async def test_columns_are_hidden_moved_and_remembered_for_their_view(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        await hand.press("V", "s", "o", "space", "J", "enter")
        assert grid(hand).filter == SHORT
        assert heads(hand)[:2] == ["Name", "Account"]
        await hand.press("g", "i")
        assert heads(hand)[:2] == ["Item", "Account"], "other items have columns of their own"
    async with workstation(path) as hand:
        await hand.press("V", "s")
        assert heads(hand)[:2] == ["Name", "Account"], "remembered on this desk"
        await hand.press("o", "escape")
        assert heads(hand)[:2] == ["Name", "Account"]
        await hand.press("o", "=")
        assert heads(hand)[:2] == ["Item", "Account"]


async def test_columns_that_the_filter_names_are_changed_there(tmp_path: Path) -> None:
    async with workstation(sample_store(tmp_path)) as hand:
        await hand.press("V", "s", "f", *" cols:name,amount", "enter", "o", "space", "enter")
        assert grid(hand).filter == f"{SHORT} cols:amount"
        assert heads(hand)[:1] == ["Amount"]
        await hand.press("V", "s")
        assert heads(hand)[:1] == ["Item"], "the view without them is as before"


async def test_a_saved_view_keeps_the_columns_it_was_saved_with(tmp_path: Path) -> None:
    async with workstation(sample_store(tmp_path)) as hand:
        await hand.press("V", "s", "o", "space", "enter", "V", "=", "k", "enter", *"mine", "enter")
        await hand.press("o", "=", "g", "w", "V", "k")
        assert grid(hand).filter.startswith(f"{SHORT} cols:customer_no,name,")
        assert heads(hand)[:1] == ["Account"]


async def test_no_column_at_all_is_refused(tmp_path: Path) -> None:
    async with workstation(sample_store(tmp_path)) as hand:
        await hand.press("g", "i", "f", *"cols:name", "enter", "o", "space", "enter")
        assert hand.echo.startswith("! No column is shown")
