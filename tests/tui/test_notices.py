"""What the collector should know first stands in the first message of the window."""

import shutil
from pathlib import Path

from tests.tui.office import entries, sample_store, workstation


async def test_a_store_that_went_back_is_said_first_and_goes_on_as_a_new_desk(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        assert hand.echo == ""
        await hand.press("c", "n")
    shutil.copy(path, tmp_path / "yesterday")
    async with workstation(path) as hand:
        assert hand.echo == ""
        await hand.press("c", "n")
    desk = entries(path, 1)[0].desk
    shutil.copy(tmp_path / "yesterday", path)
    async with workstation(path) as hand:
        assert "went back in time: 1 entry recorded here" in hand.echo
        assert hand.app.said[-1].endswith("What is recorded from here on is of a new desk.")
        await hand.press("c", "n")
    assert entries(path, 1)[0].desk > desk
    async with workstation(path) as hand:
        assert hand.echo == ""


async def test_who_may_only_look_is_told_nothing(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        await hand.press("c", "n")
    copy = tmp_path / "copy"
    shutil.copy(path, copy)
    async with workstation(copy, read_only=True) as hand:
        assert "copy of" not in hand.echo
