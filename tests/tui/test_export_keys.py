"""`x` writes what a list shows; the name is proposed, an ending alone is another format."""

import csv
import json
from pathlib import Path

import pytest

from arcollect_tui.screens.export_form import ExportForm
from arcollect_tui.services.items import ItemView, item_rows
from arcollect_tui.widgets.field import Field
from tests.tui.office import NARROW, WIDE, entries, opened, sample_store, workstation

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x35", "80x24"])
PLACES = [("w", "worklist"), ("i", "items"), ("p", "promises"), ("a", "activity"), ("u", "history")]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@SIZES
@pytest.mark.parametrize(("place", "what"), PLACES)
async def test_every_list_is_exported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], place: str, what: str
) -> None:
    monkeypatch.chdir(tmp_path)
    path = sample_store(tmp_path)
    async with workstation(path, size) as hand:
        await hand.press("c", "n", "g", place, "x")
        assert isinstance(hand.app.screen, ExportForm)
        assert f"{what}-2026-11-23.csv" in hand.text()
        await hand.press("enter")
        assert hand.echo.startswith(f"Exported {what}: ")
    assert rows(tmp_path / f"{what}-2026-11-23.csv")


async def test_what_is_filtered_is_exported_in_the_format_that_is_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        await hand.press("V", "s", "x", "ctrl+u", *"jsonl")
        assert "items-2026-11-23.jsonl in " in hand.text()
        await hand.press("enter")
    lines = (tmp_path / "items-2026-11-23.jsonl").read_text("utf-8").splitlines()
    with opened(path) as office:
        shown = [row.document_no for row in item_rows(office, ItemView("short d:uncoded"))]
    assert sorted(json.loads(line)["document_no"] for line in lines) == sorted(shown)


async def test_leaving_writes_nothing_and_the_record_is_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = sample_store(tmp_path)
    before = entries(path)
    async with workstation(path) as hand:
        await hand.press("x", "escape")
        assert not hand.echo.startswith("Exported")
        await hand.press("x", "enter")
    assert rows(tmp_path / "worklist-2026-11-23.csv")
    assert entries(path) == before


async def test_a_store_for_looking_only_is_exported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = sample_store(tmp_path)
    async with workstation(path, read_only=True) as hand:
        await hand.press("g", "i", "x", "enter")
        assert hand.echo.startswith("Exported items: ")


async def test_a_name_that_cannot_be_is_said_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with workstation(sample_store(tmp_path)) as hand:
        await hand.press("x", "ctrl+u", *"w.pdf")
        assert "names no format" in hand.text()
        await hand.press("enter")
        assert isinstance(hand.app.screen, ExportForm)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("~nobody7/x.csv", "its home folder is not known"),
        ("y" * 300 + ".csv", "File name too long"),
        ("/nowhere/x.csv", "The folder /nowhere is not there"),
    ],
)
async def test_a_place_that_the_system_has_not_is_said_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    async with workstation(sample_store(tmp_path)) as hand:
        await hand.press("x", "ctrl+u", *typed, "enter")
        assert isinstance(hand.app.screen, ExportForm)
        assert words in hand.app.screen.query_one("#file", Field).echo


@SIZES
async def test_what_else_goes_out_is_chosen_in_the_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    """Another export, its layouts, and what means nothing for it is not asked."""
    monkeypatch.chdir(tmp_path)
    async with workstation(sample_store(tmp_path), size) as hand:
        await hand.press("V", "s", "x")
        assert "short d:uncoded" in hand.text()
        assert "Since" not in hand.text()
        await hand.press("tab", "f2", *"promi", "enter")
        text = hand.text()
        assert "promises-2026-11-23.csv" in text
        assert "promises and what came of them" in text
        assert "short d:uncoded" not in text.partition("Export promises")[2], "it is a filter of items"
        assert "all there is" in text
        await hand.press("tab", "f2", *"oracle-m", "enter")
        assert "promises-2026-11-23.machine.csv" in hand.text()
        await hand.press("enter")
        assert hand.echo.startswith("Exported promises: ")
    content = (tmp_path / "promises-2026-11-23.machine.csv").read_bytes()
    assert content.startswith(b"BusinessUnit,")


async def test_the_layouts_of_an_export_are_told_and_a_wrong_one_is_refused_beside_its_field(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with workstation(sample_store(tmp_path)) as hand:
        await hand.press("g", "p", "x", "tab", "tab", "f2")
        assert "exact to the byte: promises in the attribute names of Oracle" in hand.text()
        await hand.press("escape", "ctrl+u", *"crm", "enter")
        assert isinstance(hand.app.screen, ExportForm)
        assert "promises has no layout crm" in hand.text()
        await hand.press("ctrl+u", *"people", "tab", "ctrl+u", *"smtimes", "enter")
        assert "no date" in hand.text()
        await hand.press("ctrl+u", *"fri", "tab", "ctrl+u", *"mine", "enter")
        assert "Type all for every desk's entries" in hand.text()
    assert not (tmp_path / "promises-2026-11-23.csv").exists()


async def test_a_card_or_calendar_is_asked_for_by_its_ending(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with workstation(sample_store(tmp_path)) as hand:
        await hand.press(
            "g", "x", "x", "tab", "ctrl+u", *"contacts", "shift+tab", "ctrl+u", *"vcf", "enter"
        )
        assert hand.echo.endswith(" to contacts-2026-11-23.vcf."), hand.text()
    assert (tmp_path / "contacts-2026-11-23.vcf").read_bytes().startswith(b"BEGIN:VCARD")


async def test_today_exports_its_activity_in_four_presses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with workstation(sample_store(tmp_path)) as hand:
        await hand.press("c", "n", "g", "t", "x", "enter")
    assert len(rows(tmp_path / "activity-2026-11-23.csv")) == 1


async def test_folder_and_format_are_proposed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "out").mkdir()
    store = sample_store(tmp_path)
    async with workstation(store) as hand:
        await hand.press("x", "ctrl+u", *"out/w.xlsx", "enter")
    async with workstation(store) as hand:
        await hand.press("g", "i", "x", "enter")
        assert (tmp_path / "out" / "items-2026-11-23.xlsx").exists()
        await hand.press("x", "ctrl+u", *"csv", "enter")
        assert (tmp_path / "out" / "items-2026-11-23.csv").exists()
        await hand.press("x", "ctrl+u", *"here.csv", "enter")
        await hand.press("g", "a", "x", "enter")
        assert (tmp_path / "activity-2026-11-23.csv").exists()
        await hand.press("x", "ctrl+u", *"out/a.machine.csv", "enter")
        (tmp_path / "out").rename(tmp_path / "gone")
        await hand.press("g", "p", "x", "enter")
        assert (tmp_path / "promises-2026-11-23.csv").exists(), "neither a folder that is gone"
