"""The files noted as sent (`g x`): sent, looked into, the same file again, sent again, withdrawn."""

from pathlib import Path

import pytest

from arcollect_tui.screens.exports import ExportsScreen, FileAgain
from arcollect_tui.screens.text_drawer import TextDrawer
from arcollect_tui.services.exports import export
from arcollect_tui.services.sent import Run, runs
from arcollect_tui.widgets.field import Field
from tests.services.offices import assert_sound
from tests.tui.office import NARROW, WIDE, Hand, opened, sample_store, workstation

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x35", "80x24"])
FILE = "activity-2026-11-23.csv"


def listed(hand: Hand) -> list[tuple[str, ...]]:
    screen = hand.app.screen
    assert isinstance(screen, ExportsScreen)
    return [(line.run.what, line.run.file, line.state) for line in screen.rows]


@SIZES
async def test_a_run_from_its_first_file_to_its_withdrawal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.chdir(tmp_path)
    store = sample_store(tmp_path)
    async with workstation(store, size) as hand:
        await hand.press("g", "x")
        assert "No file is noted as sent yet: x sends what is new and notes it." in hand.text()
        await hand.press("x", "enter")
        assert listed(hand) == [("activity", FILE, "sent")]
        first = (tmp_path / FILE).read_bytes()
        await hand.press("x", "ctrl+u", *"b.csv", "enter")
        assert not (tmp_path / "b.csv").read_text("utf-8-sig").splitlines()[1:], "all of it is sent"
        assert len(listed(hand)) == 1

        await hand.press("enter")
        assert isinstance(hand.app.screen, TextDrawer)
        assert "It counts as sent." in hand.text()
        assert "kept here byte for byte" in hand.text()
        await hand.press("escape", "r")
        assert isinstance(hand.app.screen, FileAgain)
        await hand.press("ctrl+u", *"again.csv", "enter")
        assert (tmp_path / "again.csv").read_bytes() == first
        assert len(listed(hand)) == 1, "the same file again is nothing new"
        await hand.press("r", "ctrl+u", *"again.xlsx", "enter")
        assert "End it in .csv" in hand.text()
        await hand.press("escape", "a", "ctrl+u", *"anew.jsonl", "enter")
        assert [state for _, _, state in listed(hand)] == ["sent", "sent"]
        assert len((tmp_path / "anew.jsonl").read_text("utf-8").splitlines()) == first.count(b"\r\n") - 1

        await hand.press("g", "g", "w", "j", "w")
        assert [state for _, _, state in listed(hand)] == ["- withdrawn", "- withdrawn"]
        assert "is withdrawn: its entries go into the next file sent." in hand.echo
        await hand.press("w")
        assert "is withdrawn already" in hand.echo
        await hand.press("U")
        assert "sent" in [state for _, _, state in listed(hand)]
        await hand.press("f", *"withdrawn", "enter")
        assert len(listed(hand)) == 1
    with opened(store) as office:
        assert [run.counts for run in runs(office)].count(True) == 1
        assert_sound(office)


async def test_a_store_for_looking_only_repeats_a_file_and_notes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    store = sample_store(tmp_path)
    with opened(store) as office:
        export(office, "activity", tmp_path / FILE, since="last")
    async with workstation(store, read_only=True) as hand:
        await hand.press("g", "x", "r", "ctrl+u", *"again.csv", "enter")
        assert "byte for byte" in hand.echo
        for key in ("a", "w"):
            await hand.press(key)
            assert "reading only" in hand.echo
        await hand.press("x", "enter")
        assert "reading only" in hand.echo
    assert (tmp_path / "again.csv").read_bytes() == (tmp_path / FILE).read_bytes()


async def test_entries_for_a_colleague_are_listed_and_not_repeated_here(tmp_path: Path) -> None:
    store = sample_store(tmp_path)
    with opened(store) as office:
        export(office, "entries", tmp_path / "e.jsonl", since="last")
    async with workstation(store) as hand:
        await hand.press("g", "x")
        assert listed(hand) == [("entries", "e.jsonl", "sent")]
        for key in ("r", "a"):
            await hand.press(key)
            assert "carried entries for a colleague" in hand.echo


async def test_the_name_of_a_colleagues_file_is_no_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    store = sample_store(tmp_path)
    with opened(store) as office:
        export(office, "activity", tmp_path / FILE, since="last")
    forged = Run.__init__

    def named(self: Run, **values: object) -> None:
        forged(self, **{**values, "file": "../../.ssh/\u202eauthorized.csv"})  # type: ignore[arg-type]

    monkeypatch.setattr(Run, "__init__", named)
    async with workstation(store) as hand:
        await hand.press("g", "x", "r")
        assert hand.app.screen.query_one("#file", Field).value == "authorized.csv"
