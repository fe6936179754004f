"""A file that was taken in is got back from the list of files, by key press."""

from pathlib import Path

import pytest

from arcollect_tui.screens.imports import ImportsScreen
from arcollect_tui.screens.kept_form import KeptForm
from arcollect_tui.services.imports_taken import imports_taken
from arcollect_tui.services.kept_files import write_kept
from tests.tui.office import NARROW, WIDE, opened, sample_store, workstation
from tests.tui.test_import_preview import keys

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x35", "80x24"])


@SIZES
async def test_a_kept_file_is_written_where_one_says(tmp_path: Path, size: tuple[int, int]) -> None:
    store = sample_store(tmp_path)
    with opened(store) as office:
        newest = imports_taken(office)[0]
        write_kept(office, newest.handle, tmp_path / "wanted.csv")
    out = tmp_path / "back.csv"
    async with workstation(store, size) as hand:
        await hand.press("g", "m")
        assert "x file back" in hand.text()
        await hand.press("x")
        assert isinstance(hand.app.screen, KeptForm)
        assert f"Get back {newest.file}" in hand.text()
        await hand.press("ctrl+u", *keys(str(tmp_path / "wanted.csv")), "enter")
        assert "is there already" in hand.text()
        await hand.press("escape", "x", "ctrl+u", *keys(str(out)), "enter")
        assert isinstance(hand.app.screen, ImportsScreen)
        assert hand.echo.startswith("Wrote /")
    assert out.read_bytes() == (tmp_path / "wanted.csv").read_bytes()


async def test_what_is_no_longer_kept_is_said(tmp_path: Path) -> None:
    store = sample_store(tmp_path)
    with opened(store) as office, office.store.writing() as connection:
        connection.exec_driver_sql("UPDATE kept_file SET gone = 'older', customers_at = '[]'")
    async with workstation(store, WIDE) as hand:
        await hand.press("g", "m")
        assert " gone " in hand.text()
        await hand.press("x")
        assert isinstance(hand.app.screen, ImportsScreen)
        assert "is not kept: only the newest 30 imports" in hand.echo
        await hand.press("enter")
        assert "no longer kept" in hand.text()
