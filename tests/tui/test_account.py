"""The account screen: its tabs, what Enter shows there, contacts and their clocks, by key press."""

from pathlib import Path
from threading import Event
from typing import Any

import pytest

from arcollect_tui.screens.account import AccountScreen
from arcollect_tui.screens.account_tab_list import TABS, tab_line
from arcollect_tui.services.account import Account, account
from arcollect_tui.services.account_tabs import AccountTabs, account_tabs
from arcollect_tui.services.contacts import ContactDraft, add_contact
from arcollect_tui.services.imports import ImportOptions, apply_import, plan_import
from arcollect_tui.services.items import ItemView, item_rows
from arcollect_tui.services.notes import add_note
from arcollect_tui.services.office import Office
from arcollect_tui.services.worklist import WorklistView, worklist_ids
from tests.tui.office import NARROW, PATIENCE, WIDE, Hand, entries, opened, sample_store, workstation

pytestmark = pytest.mark.asyncio
SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x35", "80x24"])
LISBON = ContactDraft(
    "Ana Reis", "buyer", "+351 21 555 0100", "ana@x.example", "pt", "", True, "Europe/Lisbon"
)


def screen(hand: Hand) -> AccountScreen:
    """The account screen, which may have a drawer in front."""
    return next(one for one in hand.app.screen_stack if isinstance(one, AccountScreen))


def frame(hand: Hand) -> str:
    """The words in the frame of the tab in front."""
    return str(screen(hand).current.border_title)


def first_row(hand: Hand) -> Any:
    """The first row of the tab in front."""
    return screen(hand).current.row_at(0)


def top(path: Path) -> Account:
    """The account on top of the worklist."""
    with opened(path) as office:
        return account(office, worklist_ids(office, WorklistView())[0])


@SIZES
async def test_the_tabs_follow_each_other_in_a_ring(tmp_path: Path, size: tuple[int, int]) -> None:
    path = sample_store(tmp_path)
    async with workstation(path, size) as hand:
        await hand.press("enter")
        seen = []
        for _ in TABS:
            seen.append(frame(hand).partition("[")[2].split()[0].rstrip("]"))
            await hand.press("]")
        assert seen == [tab.title for tab in TABS]
        assert frame(hand).startswith("[Items ")
        await hand.press("[")
        assert "[Changes " in frame(hand)
        await hand.press("<", "<")
        assert "[Disputes " in frame(hand)
        await hand.press(">", "2", "]")
        assert "[Items " in frame(hand)
        counts = frame(hand).replace("[", "").replace("]", "").split()[1::2]
        assert all(count.replace(",", "").isdecimal() for count in counts)
        assert len(counts) == len(TABS)


@SIZES
async def test_the_pane_says_what_a_master_told(tmp_path: Path, size: tuple[int, int]) -> None:
    path = sample_store(tmp_path)
    own = top(path).customer
    rows = (
        "Customer No,Name,Contact,Phone,Payment Terms,Language,Street,City",
        f"{own.number},{own.name},Ann,+1 480 555 0101,30 days,Dutch,Quay 1,Mesa",
        f"{own.number},{own.name},[b]Bob,+1 480 555 0102,30 days,Dutch,Quay 1,Mesa",
    )
    file = tmp_path / "list.csv"
    file.write_text("\n".join([*rows, ""]), "utf-8")
    with opened(path) as office:
        apply_import(office, plan_import(office, file, ImportOptions()))
    async with workstation(path, size) as hand:
        await hand.press("enter")
        assert "terms 30 days, speaks Dutch" in hand.text()
        assert "Quay 1, Mesa" in hand.text()
        await hand.press("[", "[")
        assert "[Contacts 2]" in frame(hand)
        assert all(name in hand.text() for name in ("Ann", "[b]Bob"))


@SIZES
async def test_the_pane_stays_where_there_is_room(tmp_path: Path, size: tuple[int, int]) -> None:
    async with workstation(sample_store(tmp_path), size) as hand:
        await hand.press("enter")
        assert "Suggested:" in hand.text()
        await hand.press("]")
        assert ("Suggested:" in hand.text()) is (size == WIDE)
        await hand.press("[")
        assert "Suggested:" in hand.text()


async def test_a_tab_nobody_walked_in_opens_on_its_newest_row(tmp_path: Path) -> None:
    async with workstation(sample_store(tmp_path)) as hand:
        await hand.press("enter", "a", *"new", "enter")
        await hand.until(lambda: "Note saved" in hand.echo)
        await hand.rest()
        await hand.press("]")
        timeline = screen(hand).current
        assert timeline.cursor == 0
        assert timeline.cursor_row == first_row(hand)
        assert first_row(hand).kind == "note"


async def test_the_tab_is_remembered_until_an_item_is_looked_for(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    document = top(path).items[0].document_no
    async with workstation(path) as hand:
        await hand.press("enter", "]", "]", "escape", "j", "enter")
        assert "[Promises " in frame(hand)
        await hand.press("J")
        assert "[Promises " in frame(hand)
        await hand.press("escape", "/", *document, "enter")
        assert "[Items " in frame(hand)


@SIZES
async def test_enter_shows_a_long_note_in_full(tmp_path: Path, size: tuple[int, int]) -> None:
    path = sample_store(tmp_path)
    words = " ".join(f"word{number}" for number in range(60))
    with opened(path) as office:
        add_note(office, worklist_ids(office, WorklistView())[0], f"{words}\n\nlast line")
    async with workstation(path, size) as hand:
        await hand.press("enter", "]")
        assert "word59" not in hand.text()
        await hand.press("enter")
        text = hand.text()
        assert "word59" in text
        assert "last line" in text
        await hand.press("escape")
        assert "word59" not in hand.text()


async def test_enter_shows_why_an_item_is_what_it_is(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        await hand.press("enter", "enter")
        assert f"{top(path).items[0].document_no} of" in hand.text()
        await hand.press("escape", "[", "enter")
        assert "paid or credited" in hand.text()


async def test_enter_shows_what_came_of_a_promise(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        await hand.press("f", *"p:kept", "enter", "enter", "]", "]", "enter")
        text = hand.text()
        assert ": kept" in text
        assert "judged by the file of" in text
        assert "cleared" in text or "paid" in text


async def test_a_promise_waits_for_what_it_was_judged_by(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files and verdicts come after the account; Enter before they are here does not show less."""
    path, come = sample_store(tmp_path), Event()

    def late(office: Office, about: Account) -> AccountTabs:
        assert come.wait(PATIENCE)
        return account_tabs(office, about)

    monkeypatch.setattr("arcollect_tui.screens.account.account_tabs", late)
    async with workstation(path) as hand:
        await hand.press("f", *"p:kept", "enter")
        for key in ("enter", "]", "]"):
            await hand.hit(key)
        await hand.until(lambda: "[Promises 1]" in hand.text())
        await hand.hit("enter")
        assert "Esc close" not in hand.text()
        come.set()
        await hand.rest()
        assert "judged by the file of" in hand.text()


async def test_a_tab_is_sorted_and_its_marked_rows_are_copied(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        await hand.press("enter", "[", "right", "s")
        rows = [row.document_no for row in screen(hand).shown_rows()]
        assert first_row(hand).document_no == min(rows)
        await hand.press("S", "space", "space")
        assert hand.status.startswith("2 marked")
        await hand.press("y", "m")
        head, first, _ = hand.app.clipboard.split("\n")
        assert head.startswith("File of\tItem\tChange\tBefore\tAfter\tMoved\tCur\tFile")
        assert first.split("\t")[1] == max(rows)
        await hand.press("]", "y", "m")
        assert "othing is marked" in hand.echo


async def test_items_are_coded_from_every_tab_that_shows_items(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    with opened(path) as office:
        row = item_rows(office, ItemView("disputed"), 1)[0]
    async with workstation(path) as hand:
        await hand.press("f", *f"acct:{row.customer_no}", "enter", "enter", "]", "]", "]")
        before = first_row(hand)
        await hand.press("d", *"frt", "enter", "enter")
        assert "dispute FRT" in entries(path, 1)[0].text
        assert before.item.document_no in entries(path, 1)[0].text
        await hand.press("[", "d")
        assert "[ and ] go to one that does" in hand.echo


async def test_a_contact_is_opened_changed_and_made_first(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    who = top(path).customer.id
    with opened(path) as office:
        add_contact(office, who, LISBON)
    async with workstation(path) as hand:
        await hand.press("enter", "[", "[")
        assert "+351 21 555 0100" in hand.text()
        await hand.press("y", "p")
        assert hand.app.clipboard == "+351 21 555 0100"
        await hand.press("y", "e")
        assert hand.app.clipboard == "ana@x.example"
        await hand.press("enter")
        text = hand.text()
        assert "Portuguese" in text
        assert "Europe/Lisbon" in text
        await hand.press("tab", *"buyer two", "enter")
    found = top(path)
    (ana,) = [card for card in found.contacts if card.name == "Ana Reis"]
    assert (ana.role, ana.time_zone, ana.preferred) == ("buyer two", "Europe/Lisbon", True)


async def test_roles_languages_and_zones_are_picked_from_lists(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        await hand.press("e", *"Ana", "tab", "f2", *"contr", "enter")
        await hand.press("tab", "tab", "tab", "f2", *"portug", "enter")
        await hand.press("tab", "f2", *"portug", "enter")
        await hand.press("tab", "f2")
        assert "Europe/Lisbon" in hand.text()
        await hand.press(*"lisb", "enter")
        assert "Europe/Lisbon, " in hand.text()
        await hand.press("enter")
    (ana,) = [card for card in top(path).contacts if card.name == "Ana"]
    assert (ana.role, ana.language, ana.country) == ("controller", "pt", "PT")
    assert ana.time_zone == "Europe/Lisbon"


async def test_a_zone_that_is_none_is_refused_beside_its_field(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    count = len(entries(path))
    async with workstation(path) as hand:
        await hand.press("e", *"Ana", "tab", "tab", "tab", "tab", "tab", "tab", *"Lisbonn", "enter")
        assert "There is no time zone" in hand.text()
        assert "Did you mean Europe/Lisbon?" in hand.text()
    assert len(entries(path)) == count


@SIZES
async def test_the_clock_of_the_contact_stands_in_pane_and_forms(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    path = sample_store(tmp_path)
    with opened(path) as office:
        add_contact(office, worklist_ids(office, WorklistView())[0], LISBON)
    async with workstation(path, size) as hand:
        await hand.until(lambda: "there" in hand.text())
        assert "Ana Reis" in hand.text()
        await hand.press("p")
        assert "there" in str(hand.app.screen.query_one("#contact").echo)  # type: ignore[attr-defined]
        await hand.press("escape")


async def test_days_of_a_next_step_are_business_days_there_too(tmp_path: Path) -> None:
    """The Monday of the sample is no holiday in Portugal; 1 December is."""
    path = sample_store(tmp_path)
    with opened(path) as office:
        add_contact(office, worklist_ids(office, WorklistView())[0], LISBON)
    async with workstation(path, NARROW) as hand:
        await hand.press("r", *"+5b")
        assert "Wed 2 Dec 2026" in hand.text()
        assert "Restoration" in hand.text()
        said = str(hand.app.screen.query_one("#next").echo)  # type: ignore[attr-defined]
        assert said.endswith("not 26 Nov: Thanksgiving Day, 1 Dec: Restoration of Independence Day there")
        await hand.press("ctrl+r", "5", "c", "n")
        assert "Wed 2 Dec" in hand.echo
    assert entries(path, 1)[0].text.endswith("next 2 Dec")


async def test_a_tab_line_gives_way_to_a_narrow_frame() -> None:
    counts = {tab.key: 1_000 for tab in TABS}
    lines = [tab_line("disputes", counts, width) for width in (200, 90, 75, 10)]
    assert all("[Disputes 1,000]" in line for line in lines)
    assert lines == sorted(lines, key=len, reverse=True)
    assert len(lines[2]) <= 75
    assert tab_line("items", {}, 200).startswith("[Items]  Timeline  ")
