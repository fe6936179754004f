"""A form on a disk that fills up: says that what is typed is not safe; keeps it once there is room."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.small_disk import fill, small_disk
from tests.tui.half_typed import HalfTyped, forms, kept, open_form, store_for, window


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk of a few megabytes."""
    with small_disk(tmp_path / "disk") as place:
        yield place


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings of this test alone."""
    monkeypatch.setattr("arcollect_tui.config.config_path", lambda: tmp_path / "settings" / "config.toml")


@forms
async def test_what_is_typed_on_a_full_disk_is_kept_when_there_is_room_again(
    form: HalfTyped, disk: Path
) -> None:
    path = store_for(form, disk)
    async with window(path) as hand:
        screen = await open_form(hand, form)
        ballast = fill(disk)
        await hand.press("x")
        await hand.until(lambda: "full" in hand.echo)
        assert hand.app.screen is screen
        assert screen.typed()[form.field].endswith("x")
        ballast.unlink()
        await hand.press("y")
        await hand.until(lambda: any("xy" in draft.body for draft in kept(path)))
    (draft,) = kept(path)
    async with window(path) as hand:
        again = await open_form(hand, form)
        assert again.typed() == json.loads(draft.body)
