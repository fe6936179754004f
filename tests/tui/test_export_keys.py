"""`x` writes what a list shows; the name is proposed, an ending alone is another format."""

import csv
import json
from pathlib import Path

import pytest

from arcollect_tui.screens.export_form import ExportForm
from arcollect_tui.services.items import ItemView, item_rows
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
