"""The items list by its keys: marks, bulk coding and its undo, sorting, pasting, copying."""

from pathlib import Path

import pytest
from textual import events

from arcollect_tui.errors import Refused
from arcollect_tui.screens.account import AccountScreen
from arcollect_tui.screens.item_verbs import as_table
from arcollect_tui.screens.items import ItemsScreen
from arcollect_tui.services.items import ItemRow, ItemView, item_ids, item_rows, item_summary
from arcollect_tui.services.office import Office
from tests.tui.office import NARROW, WIDE, Hand, entries, opened, sample_store, workstation

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x35", "80x24"])
SHORT = "short d:uncoded"
TYPED = (["f", *"short", "enter"], ["V", "s"])
REST = ["*", ";", "d", "p", "r", "enter", "enter"]


def items(hand: Hand) -> ItemsScreen:
    """The items list in front."""
    screen = hand.app.screen
    assert isinstance(screen, ItemsScreen)
    return screen


def found(path: Path, text: str) -> list[ItemRow]:
    with opened(path) as office:
        return item_rows(office, ItemView(text))


def coding(path: Path) -> dict[int, tuple[str, str, int]]:
    """How every open item is coded."""
    return {row.item_id: (row.coding, row.reason, row.disputed_amount) for row in found(path, "")}


@SIZES
@pytest.mark.parametrize("start", TYPED, ids=["filter, 15 presses", "saved view, 10 presses"])
async def test_short_pays_are_coded_with_one_reason_and_given_back(
    tmp_path: Path, size: tuple[int, int], start: list[str]
) -> None:
    path = sample_store(tmp_path)
    before, short = coding(path), {row.item_id for row in found(path, SHORT)}
    async with workstation(path, size) as hand:
        await hand.press(*start, *REST)
        assert {item for item, now in coding(path).items() if now != before[item]} == short
        assert all(coding(path)[item][:2] == ("disputed", "PRC") for item in short)
        assert hand.echo.startswith(f"Coded: dispute PRC on {len(short)} items")
        assert hand.echo.endswith("u undo")
        assert not items(hand).items.marks.ids
        assert "PRC" in hand.text().splitlines()[3]
        await hand.press("u")
        assert coding(path) == before
        assert hand.echo.startswith(f"Undone: dispute PRC on {len(short)} items")
    assert [row.kind for row in entries(path, 2)] == ["undo", "coding"]
    assert len([*start, *REST, "u"]) == (15 if start[0] == "f" else 10)


async def test_all_fifteen_keys_at_once_do_the_same(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    before, count = coding(path), len(found(path, SHORT))
    async with workstation(path) as hand:
        for number, key in enumerate([*TYPED[0], *REST, "u"]):
            event = events.Key(key, key if len(key) == 1 else None)
            event.time = 100 + number * 0.001
            hand.app.post_message(event)
        await hand.until(lambda: hand.echo.startswith("Undone:"))
    newest = entries(path, 2)
    assert [row.kind for row in newest] == ["undo", "coding"]
    assert f"{count} items" in newest[1].text
    assert coding(path) == before


async def test_the_frame_counts_and_sums_per_currency(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    with opened(path) as office:
        everything, short = item_summary(office, ItemView()), item_summary(office, ItemView("short"))
    async with workstation(path) as hand:
        await hand.press("g", "i", "f", *"short", "enter")
        assert f"Items  {short.count:,} of {everything.count:,}" in hand.text()
        below = str(items(hand).items.border_subtitle)
        assert all(f" {currency}" in below for currency in short.sums)


async def test_marks_survive_another_filter_and_hidden_ones_are_listed_first(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    marked = {row.item_id for row in found(path, SHORT)}
    shown = {row.item_id for row in found(path, "od>=30")}
    hidden = len(marked - shown)
    assert 0 < hidden < len(marked)
    async with workstation(path) as hand:
        await hand.press("V", "s", "*")
        assert items(hand).items.marks.ids == marked
        await hand.press("f", *["backspace"] * 60, *"od>=30", "enter")
        assert hand.status.startswith(f"{len(marked)} marked ({hidden} hidden)")
        await hand.press(";", "d")
        preview = hand.text()
        assert f"{hidden} of them hidden by the filter" in preview
        assert preview.count(" hidden ") >= min(hidden, 3)
        await hand.press("p", "r", "enter", "enter")
        assert {row.item_id for row in found(path, "reason:PRC")} >= marked


async def test_a_bulk_verb_with_nothing_marked_is_refused(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        await hand.press("V", "s", ";", "d")
        assert isinstance(hand.app.screen, ItemsScreen)
        count = len(found(path, SHORT))
        assert hand.echo == f"! Nothing is marked: Space marks a row, * marks all {count} shown."


async def test_a_bare_verb_with_marks_is_about_the_cursor_row_and_says_so(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    first, second = found(path, f"{SHORT} sort:-short_amount")[:2]
    async with workstation(path) as hand:
        await hand.press("V", "s", "*", "d")
        assert f"{first.document_no} (cursor row only, ; d codes the" in hand.text()
        await hand.press("f", "r", "enter", "enter")
        assert [row.item_id for row in found(path, "reason:FRT")].count(first.item_id) == 1
        assert len(items(hand).items.marks) == len(found(path, SHORT)) + 1
        assert items(hand).items.cursor_id == second.item_id
        assert "repeat(.): code FRT" in hand.status
        await hand.press(".")
        assert second.item_id in {row.item_id for row in found(path, "reason:FRT")}


async def test_range_invert_and_clear(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    order = [row.item_id for row in found(path, f"{SHORT} sort:-short_amount")]
    async with workstation(path) as hand:
        await hand.press("V", "s", "v", "j", "j", "space")
        assert items(hand).items.marks.ids == set(order[:3])
        await hand.press("~")
        assert items(hand).items.marks.ids == set(order[3:])
        await hand.press("*", "*")
        assert not items(hand).items.marks.ids
        await hand.press("space", "\\")
        assert not items(hand).items.marks.ids


async def test_a_range_still_open_counts_for_the_verb(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    order = [row.item_id for row in found(path, f"{SHORT} sort:-short_amount")]
    async with workstation(path) as hand:
        await hand.press("V", "s", "v", "j", ";", "d", *"dup", "enter", "enter")
    assert {row.item_id for row in found(path, "reason:DUP")} >= set(order[:2])
    assert "2 items" in entries(path, 1)[0].text


async def test_pasted_numbers_are_marked_and_run_nothing(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    wanted = found(path, "type:invoice")[40:90]
    numbers = "\n".join([*(row.document_no for row in wanted), "INV-UNKNOWN", "d"])
    async with workstation(path) as hand:
        await hand.press("g", "i")
        hand.app.post_message(events.Paste(numbers))
        await hand.rest()
        assert items(hand).items.marks.ids == {row.item_id for row in wanted}
        assert hand.echo.startswith("! Marked 50 of the pasted numbers. 2 unknown or not open: INV-UNKN")
        assert hand.status.startswith("50 marked")
    assert entries(path, 1)[0].kind == "import"


@pytest.mark.parametrize(
    ("keys", "sort"),
    [
        (("s",), (("document_no", False),)),
        (("right", "S"), (("customer_no", True),)),
        (("right", "right", "right", "right", "S"), (("amount", True),)),
    ],
)
async def test_sorting_by_the_chosen_column(
    tmp_path: Path, keys: tuple[str, ...], sort: tuple[tuple[str, bool], ...]
) -> None:
    path = sample_store(tmp_path)
    with opened(path) as office:
        wanted = list(item_ids(office, ItemView(sort=sort)))
    async with workstation(path) as hand:
        await hand.press("g", "i", *keys)
        ids = items(hand).items.source.ids
        assert ids is not None
        assert list(ids) == wanted
        assert items(hand).items.cursor == 0
        await hand.press("F")
        assert items(hand).filter == ""


async def test_the_order_stays_while_items_are_coded(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        await hand.press("V", "s")
        before = list(items(hand).items.source.ids or ())
        await hand.press("d", "p", "r", "enter", "enter", "space", "u")
        assert list(items(hand).items.source.ids or ()) == before


async def test_enter_opens_the_account_and_esc_comes_back(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    row = found(path, "")[2]
    async with workstation(path) as hand:
        await hand.press("g", "i", "j", "j", "enter")
        screen = hand.app.screen
        assert isinstance(screen, AccountScreen)
        assert screen.who().number == row.customer_no
        await hand.press("escape")
        assert items(hand).items.cursor_id == row.item_id


async def test_copying_a_number_and_the_marked_rows(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    rows = found(path, "")[:3]
    async with workstation(path) as hand:
        await hand.press("g", "i", "y", "i")
        assert hand.app.clipboard == rows[0].document_no
        await hand.press("space", "j", "space", "y", "m")
        lines = hand.app.clipboard.splitlines()
        assert [line.split("\t")[0] for line in lines] == ["Item", rows[0].document_no, rows[2].document_no]


def test_copied_cells_never_start_a_formula(tmp_path: Path) -> None:
    from dataclasses import replace

    row = replace(found(sample_store(tmp_path), "")[0], name="=HYPERLINK(1)", document_no="+1\n2")
    cells = as_table([row]).splitlines()[1].split("\t")
    assert (cells[0], cells[2]) == ("'+1 2", "'=HYPERLINK(1)")


async def test_why_shows_amounts_that_add_up(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        await hand.press("V", "s", "=")
        text = hand.text()
        assert "paid or credited" in text
        assert "Short paid: at most 25 % of the amount is left" in text
        await hand.press("escape")
        assert isinstance(hand.app.screen, ItemsScreen)


async def test_a_note_is_about_the_marked_items_of_the_account(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    with opened(path) as office:
        customer, chosen = _account_with_items(office, 3)
    async with workstation(path) as hand:
        await hand.press("g", "i", "f", *f"acct:{customer}", "enter", "*", "a", *"sent copies", "enter")
        assert hand.echo.startswith(f"Note saved for {customer} on {chosen} items.")
    assert entries(path, 1)[0].kind == "note"


def _account_with_items(office: Office, least: int) -> tuple[str, int]:
    numbers = [row.customer_no for row in item_rows(office, ItemView())]
    return next((no, numbers.count(no)) for no in numbers if numbers.count(no) >= least)


async def test_nothing_is_coded_in_a_read_only_store(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path, read_only=True) as hand:
        await hand.press("V", "s", "*", ";", "d")
        assert isinstance(hand.app.screen, ItemsScreen)
        assert hand.echo.startswith("! Open for reading only")


async def test_a_filter_that_matches_nothing_says_what_to_do(tmp_path: Path) -> None:
    async with workstation(sample_store(tmp_path)) as hand:
        await hand.press("g", "i", "f", *"zzzz", "enter")
        assert "No item matches this filter: f changes it, F turns it off." in hand.text()
        await hand.press("d")
        assert hand.echo.startswith("! There is no item here")
        with pytest.raises(Refused):
            items(hand).item()


async def test_what_a_command_writes_beside_the_window_shows(tmp_path: Path) -> None:
    from arcollect_tui.services.coding import CodingRequest, apply_coding, plan_coding

    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        await hand.press("V", "s")
        first = int(items(hand).items.cursor_id or 0)
        with opened(path) as office:
            apply_coding(office, plan_coding(office, CodingRequest("TAX", (first,))))
        hand.app.look_at_store()
        await hand.until(lambda: "TAX" in hand.text().splitlines()[3])


@SIZES
async def test_the_columns_that_matter_are_there(tmp_path: Path, size: tuple[int, int]) -> None:
    async with workstation(sample_store(tmp_path), size) as hand:
        await hand.press("g", "i")
        head = hand.text().splitlines()[2]
        assert all(word in head for word in ("Item", "Name", "Amount", "Open", "Age", "Reason"))
        await hand.press("V", "s")
        head = hand.text().splitlines()[2]
        assert all(word in head for word in ("Item", "Name", "Amount", "Short", "%", "Age", "Reason"))
        await hand.press("f", *" cols:document_no,terms,sales_rep", "enter")
        assert hand.text().splitlines()[2].split()[1:4] == ["Item", "Terms", "Sales"]
