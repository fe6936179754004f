"""The first start of an office: every step, what is wrong in it, and leaving it."""

from pathlib import Path

import pytest

from arcollect_tui.config import load_config
from arcollect_tui.screens.file_form import FileForm
from arcollect_tui.screens.first_start import FirstForm
from arcollect_tui.screens.import_preview import ImportPreview
from arcollect_tui.screens.pick import Picker
from arcollect_tui.screens.worklist import WorklistScreen
from arcollect_tui.services.history import history
from tests.cli.ledgers import FIRST, write_ledger
from tests.services.offices import assert_sound
from tests.tui.office import COLLECTOR, NARROW, WIDE, Hand, opened, sample_store, workstation

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x35", "80x24"])


@pytest.fixture(autouse=True)
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings and a language of this test alone."""
    path = tmp_path / "settings" / "config.toml"
    monkeypatch.setattr("arcollect_tui.config.config_path", lambda: path)
    for name in ("LC_ALL", "LC_MONETARY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    return path


def keys(text: str) -> list[str]:
    return ["space" if sign == " " else sign for sign in text]


def file_form(hand: Hand) -> FileForm:
    screen = hand.app.screen
    assert isinstance(screen, FileForm)
    return screen


@SIZES
async def test_from_nothing_to_the_first_account(
    tmp_path: Path, size: tuple[int, int], config: Path
) -> None:
    path, ledger = tmp_path / "new.arcollect", write_ledger(tmp_path / "open-items.csv")
    async with workstation(path, size) as hand:
        assert isinstance(hand.app.screen, Picker)
        assert "Welcome to arcollect" in hand.text()
        await hand.press("enter")
        form = hand.app.screen
        assert isinstance(form, FirstForm)
        shown = [form.field(name).value for name in ("currency", "country", "collector")]
        assert shown == ["EUR", "DE", COLLECTOR]
        await hand.press(*keys("Harbor Office"), "tab", "tab", "tab", "ctrl+u", *"ann", "enter")
        assert "step 2 of 2" in hand.text()
        await hand.press(*keys(str(tmp_path / "open")), "tab")
        assert file_form(hand).field.value == str(ledger)
        await hand.press("enter")
        assert isinstance(hand.app.screen, ImportPreview)
        shown = " ".join(hand.text().split())
        assert f"lines: {len(FIRST) + 1} (1 header, {len(FIRST)} item)" in shown
        assert "EUR total: 1.200,00 in 2 items; the file states none" in shown
        await hand.press("enter")
        assert isinstance(hand.app.screen, WorklistScreen)
        await hand.until(lambda: hand.worklist.table.source.count == 2)
        assert "Imported open-items.csv as of 2026-11-23" in hand.app.said[-1]
    with opened(path) as office:
        settings = office.settings
        assert (settings.name, settings.currency, settings.country) == ("Harbor Office", "EUR", "DE")
        assert [row.kind for row in history(office)] == ["import", "policy"]
        assert [row.collector for row in history(office)] == ["ann", COLLECTOR]
        assert_sound(office)
    assert load_config(config).collector == "ann"


async def test_every_step_can_be_skipped_and_found_again(tmp_path: Path) -> None:
    path = tmp_path / "new.arcollect"
    async with workstation(path) as hand:
        await hand.press("enter", "escape")
        assert "step 2 of 2" in hand.text()
        await hand.press("escape")
        assert isinstance(hand.app.screen, WorklistScreen)
        assert "g s has all of this" in hand.echo
        assert "g s 8 takes in a file" in hand.text()
        await hand.press("g", "s", "8")
        file_form(hand)
        await hand.press("escape", "6")
        assert "Office" in hand.text()
        await hand.press(*"Harbor", "enter", "enter", "g", "w")
    with opened(path) as office:
        assert office.settings.name == "Harbor"
    async with workstation(path) as hand:
        assert isinstance(hand.app.screen, WorklistScreen)


async def test_leaving_at_once_says_where_it_is_found(tmp_path: Path) -> None:
    async with workstation(tmp_path / "new.arcollect") as hand:
        await hand.press("escape")
        assert isinstance(hand.app.screen, WorklistScreen)
        assert "8 a file, 9 the sample office" in hand.echo


async def test_an_office_that_works_is_not_welcomed(tmp_path: Path) -> None:
    async with workstation(sample_store(tmp_path)) as hand:
        assert isinstance(hand.app.screen, WorklistScreen)


async def test_a_name_is_needed_or_the_step_is_skipped(tmp_path: Path) -> None:
    async with workstation(tmp_path / "new.arcollect") as hand:
        await hand.press("enter", "enter")
        form = hand.app.screen
        assert isinstance(form, FirstForm)
        assert "or press Esc to skip" in form.field("name").echo
        await hand.press(*"Harbor", "tab", "ctrl+u", *"EU", "enter")
        assert "is not a currency code" in form.field("currency").echo
        assert hand.app.screen is form


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("none.csv", "does not exist"),
        ("folder", "folder"),
        ("noise.csv", "noise.csv"),
        ("empty.csv", "empty.csv"),
    ],
)
async def test_a_file_that_cannot_be_read_is_one_sentence_and_the_form_stays(
    tmp_path: Path, name: str, words: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "noise.csv").write_bytes(bytes(range(256)) * 4)
    (tmp_path / "empty.csv").touch()
    path = tmp_path / "new.arcollect"
    async with workstation(path) as hand:
        await hand.press("down", "enter")
        await hand.press(*keys(str(tmp_path / name)), "enter")
        assert words in file_form(hand).field.echo
        assert file_form(hand).field.echo.startswith("! ")
        await hand.press("escape")
    with opened(path) as office:
        assert history(office) == []


async def test_no_path_and_no_such_name_say_what_to_do(tmp_path: Path) -> None:
    async with workstation(tmp_path / "new.arcollect") as hand:
        await hand.press("down", "enter", "enter")
        assert "Type the path of a file" in hand.echo
        await hand.press(*keys(str(tmp_path / "zz")), "tab")
        assert "No file begins so" in hand.echo


async def test_held_lines_and_guards_stand_in_the_preview(tmp_path: Path) -> None:
    bad = [*FIRST[:2], "1000,C9,Mill,9001,invoice,2026-13-01,2026-10-01,USD,100.00,100.00"]
    write_ledger(tmp_path / "held.csv", bad)
    write_ledger(tmp_path / "gone.csv", [bad[2]])
    path = tmp_path / "new.arcollect"
    async with workstation(path) as hand:
        await hand.press("down", "enter", *keys(str(tmp_path / "held.csv")), "enter")
        assert "held lines: out until they are fixed" in hand.text()
        await hand.press("enter", "g", "s", "8", *keys(str(tmp_path / "gone.csv")), "enter")
        assert "guard shrink:" in hand.text()
        await hand.press("enter")
        assert isinstance(hand.app.screen, ImportPreview)
        assert "Stopped by shrink" in hand.echo
        await hand.press("escape")
        file_form(hand)
        await hand.press("escape")
    with opened(path) as office:
        assert [row.kind for row in history(office)] == ["import"]


async def test_the_reading_of_a_file_can_be_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = write_ledger(tmp_path / "open-items.csv")
    started: list[str] = []

    def endless(office: object, path: Path, options: object, progress: object) -> None:
        del office, path, options
        started.append("reading")
        while True:
            assert callable(progress)
            progress("reading", len(started))

    monkeypatch.setattr("arcollect_tui.screens.file_form.plan_file", endless)
    path = tmp_path / "new.arcollect"
    async with workstation(path) as hand:
        await hand.press("down", "enter", *keys(str(ledger)))
        await hand.hit("enter")
        await hand.until(lambda: bool(started))
        await hand.hit("enter")
        assert "is being read: Esc stops it" in hand.echo
        await hand.hit("escape")
        await hand.rest()
        assert "The reading was stopped" in file_form(hand).field.echo
        await hand.press("escape")
        assert isinstance(hand.app.screen, WorklistScreen)


async def test_the_sample_office_is_opened_in_place_of_this_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample = tmp_path / "throw-away" / "demo.arcollect"
    sample.parent.mkdir()
    monkeypatch.setattr("arcollect_tui.services.places.throw_away_path", lambda: sample)
    path = tmp_path / "new.arcollect"
    async with workstation(path) as hand:
        await hand.hit("down")
        await hand.hit("down")
        await hand.hit("enter")
        await hand.until(lambda: hand.app.next_store == sample)
        await hand.until(lambda: hand.app.return_code is not None or not hand.app.is_running)
    with opened(sample) as office:
        assert office.settings.name == "Sample office"
    with opened(path) as office:
        assert history(office) == []
