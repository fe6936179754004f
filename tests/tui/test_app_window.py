"""The window as a whole: places, sizes, refusals, and what happens when the program itself is wrong."""

from pathlib import Path

import pytest

from arcollect_tui.app import ArcollectApp, run_app
from arcollect_tui.config import Config
from arcollect_tui.errors import UsageError
from arcollect_tui.services.items import ItemView, item_rows
from arcollect_tui.services.worklist import WorklistView, worklist_rows
from arcollect_tui.widgets.lines import WhichKeyPanel
from tests.tui.office import NARROW, WIDE, entries, opened, sample_store, workstation


def test_an_unknown_theme_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match='no theme "pink"'):
        run_app(
            sample_store(tmp_path), collector="jk", today=None, read_only=False, config=Config(theme="pink")
        )


async def test_places_are_two_presses_away_and_the_last_one_is_one(tmp_path: Path) -> None:
    async with workstation(sample_store(tmp_path)) as hand:
        for key, place in (("i", "items"), ("p", "promises"), ("a", "activity"), ("u", "history")):
            await hand.press("g", key)
            assert hand.app.place == place
        await hand.press("-")
        assert hand.app.place == "activity"
        await hand.press("-")
        assert hand.app.place == "history"
        await hand.press("g", "w")
        assert hand.app.place == "worklist"
        await hand.press("escape")
        assert "This is where you started" in hand.echo


async def test_a_place_left_by_keys_comes_back_with_nothing_pending(
    tmp_path: Path,
) -> None:
    async with workstation(sample_store(tmp_path)) as hand:
        await hand.press("g", "?")
        assert hand.worklist.query_one(WhichKeyPanel).display
        await hand.press("t", "g", "w")
        assert not hand.worklist.query_one(WhichKeyPanel).display
        assert "pending" not in hand.status


async def test_what_was_said_is_gone_when_one_comes_back_later(tmp_path: Path) -> None:
    async with workstation(sample_store(tmp_path)) as hand:
        for there, back in (("enter", "escape"), ("g t", "g w")):
            await hand.press("c", "n")
            assert "Logged" in hand.echo
            await hand.press(*there.split(), *back.split())
            assert hand.echo == ""


async def test_the_end_of_the_way_back_names_the_place_before(tmp_path: Path) -> None:
    async with workstation(sample_store(tmp_path)) as hand:
        await hand.press("g", "p", "g", "w", "escape")
        assert "This is where you started: - goes to promises" in hand.echo
        assert "Ctrl+Q leaves." in hand.echo


async def test_a_size_keeps_cursor_marks_and_what_is_typed(tmp_path: Path) -> None:
    async with workstation(sample_store(tmp_path), WIDE) as hand:
        await hand.press("j", "j", "space", "p", "+", "9")
        for size in (NARROW, (60, 15), (40, 8), WIDE):
            await hand.pilot.resize_terminal(*size)
            await hand.rest()
        assert "+9" in hand.text()
        await hand.press("escape")
        assert hand.worklist.table.cursor == 3
        assert len(hand.worklist.table.marks) == 1
        assert "1 marked" in hand.status


async def test_a_name_like_markup_is_shown_as_it_is(tmp_path: Path) -> None:
    async with workstation(sample_store(tmp_path)) as hand:
        await hand.press("e", *"ACME [/b] $x", "enter")
        await hand.until(lambda: "ACME [/b] $x" in hand.text())
        await hand.press("a", *"[red]note[/", "enter")
        await hand.until(lambda: "[red]note[/" in hand.text())
        await hand.press("!")
        assert "ACME [/b] $x" in hand.text()


async def test_a_store_that_is_busy_takes_the_deed_back_and_says_so(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    before = entries(path, 1)[0].handle
    async with workstation(path) as hand:
        with opened(path) as other, other.store.writing():
            await hand.pilot.press("c", "n")
            assert "done " in hand.text()
            await hand.rest()
        assert "is busy" in hand.echo
        assert "done " not in hand.text().splitlines()[3]
        await hand.press("k", "c", "n")
    assert entries(path, 1)[0].handle != before


async def test_a_change_of_the_store_waits_for_a_place_that_is_being_made(tmp_path: Path) -> None:
    async with workstation(sample_store(tmp_path)) as hand:
        for place in ("items", "promises", "activity", "history", "today", "conflicts"):
            hand.app.open_place(place)
            hand.app._tell()
            await hand.rest()
            assert hand.app.place == place


async def test_what_the_program_does_wrong_ends_it_and_shows_nobodys_data(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    class Broken(ArcollectApp):
        def toggle_place(self) -> None:
            debtor = "Harbor Paper SA owes 85,530.45"
            raise RuntimeError(debtor)

    office = opened(sample_store(tmp_path))
    app = Broken(office)
    with pytest.raises(RuntimeError):  # noqa: PT012 - the error comes out of the app when it ends
        async with app.run_test() as pilot:
            await pilot.press("-")
            await pilot.pause()
    app.finish()
    office.close()
    assert isinstance(app.bug, RuntimeError)
    shown = capsys.readouterr()
    assert "Harbor" not in shown.out + shown.err


async def test_find_opens_the_account_on_the_item(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    with opened(path) as office:
        wanted = item_rows(office, ItemView())[40]
    async with workstation(path) as hand:
        await hand.press("/", *wanted.document_no[-4:])
        await hand.until(lambda: wanted.document_no in hand.text())
        await hand.press(*wanted.document_no, "escape", "/", *wanted.document_no, "enter")
        await hand.rest()
        assert wanted.customer_no in hand.text().splitlines()[0]
        row = next(line for line in hand.text().splitlines() if wanted.document_no in line)
        assert "> " in row


async def test_find_takes_any_text_for_what_it_is(tmp_path: Path) -> None:
    async with workstation(sample_store(tmp_path)) as hand:
        await hand.press("/", *'od>=x " ( | -')
        assert "0 found" in hand.text()
        await hand.press("enter")
        assert "Nothing is found" in hand.echo


async def test_help_runs_what_is_chosen(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    with opened(path) as office:
        first = worklist_rows(office, WorklistView(), 1)[0]
    async with workstation(path) as hand:
        await hand.press("?", *"why here", "enter")
        await hand.rest()
        assert f"Why {first.number}" in hand.text()


async def test_an_empty_office_says_what_to_do(tmp_path: Path) -> None:
    async with workstation(tmp_path / "new.arcollect") as hand:
        await hand.press("escape")
        assert "g s 8 takes in a file" in hand.text()
        for key in ("c", "n", "p", "a", "r", "y", "p", "enter", "=", "J", "*", "u", "."):
            await hand.press(key)
        assert hand.app.is_running
