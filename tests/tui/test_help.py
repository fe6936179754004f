"""The help and the palette: type to find, Enter runs."""

from pathlib import Path

import pytest

from arcollect_tui.keys.actions import ACTIONS, for_scope
from arcollect_tui.screens.help import HelpDrawer, commands, matching
from arcollect_tui.screens.items import ItemsScreen
from arcollect_tui.screens.worklist import WorklistScreen
from tests.tui.office import NARROW, WIDE, entries, sample_store, workstation

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x35", "80x24"])


@pytest.mark.parametrize("scope", ["worklist", "items", "history", "activity", "promises", "account"])
def test_every_action_of_a_screen_is_listed_with_its_keys(scope: str) -> None:
    listed = {line.run.action_id for line in commands(scope, ACTIONS, everything=False)}
    assert listed == {action.id for action in for_scope(scope)}
    assert all(line.keys and line.sentence for line in commands(scope, ACTIONS, everything=False))


def test_a_verb_for_marked_rows_stands_apart() -> None:
    bulk = [line for line in commands("items", ACTIONS, everything=False) if line.run.bulk]
    assert [(line.keys, line.label) for line in bulk] == [
        ("; d", "dispute marked"),
        ("; D", "root cause marked"),
        ("; X", "exclude marked"),
    ]


@pytest.mark.parametrize(
    ("typed", "first"), [("undo", "u"), ("c n", "c n"), (".", "."), ("saved", ""), ("mark all", "*")]
)
def test_typing_finds(typed: str, first: str) -> None:
    found = matching(commands("worklist", ACTIONS, everything=False), typed)
    assert (found[0].keys.split(", ")[0] if found else "") == first


@SIZES
async def test_help_runs_the_chosen_line(tmp_path: Path, size: tuple[int, int]) -> None:
    path = sample_store(tmp_path)
    async with workstation(path, size) as hand:
        await hand.press("?")
        assert "Keys of worklist" in hand.text()
        await hand.press(*"no answer", "enter")
        assert isinstance(hand.app.screen, WorklistScreen)
        assert hand.echo.startswith("Logged:")
    assert entries(path, 1)[0].kind == "call"


async def test_esc_closes_and_letters_are_text(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        await hand.press("?", *"qj?", "escape")
        assert isinstance(hand.app.screen, WorklistScreen)
        await hand.press("?", *"zzzz", "enter")
        assert isinstance(hand.app.screen, HelpDrawer)
        assert hand.echo == '! Nothing matches "zzzz": delete some letters.'


async def test_the_palette_goes_places_and_remembers(tmp_path: Path) -> None:
    async with workstation(sample_store(tmp_path)) as hand:
        await hand.press(":", *"g i", "enter")
        assert isinstance(hand.app.screen, ItemsScreen)
        await hand.press("ctrl+p")
        screen = hand.app.screen
        assert isinstance(screen, HelpDrawer)
        await hand.press("enter")
        assert isinstance(hand.app.screen, ItemsScreen)


async def test_what_belongs_to_another_screen_says_so(tmp_path: Path) -> None:
    async with workstation(sample_store(tmp_path)) as hand:
        await hand.press("g", "i", ":", *"voicemail", "enter")
        assert isinstance(hand.app.screen, HelpDrawer)
        assert hand.echo.startswith("! voicemail left works on account, today, worklist")


async def test_the_arrows_choose_and_the_status_says_it_in_full(tmp_path: Path) -> None:
    async with workstation(sample_store(tmp_path), NARROW) as hand:
        await hand.press("?", "down", "down")
        screen = hand.app.screen
        assert isinstance(screen, HelpDrawer)
        line = commands("worklist", ACTIONS, everything=False)[2]
        assert line.sentence in hand.status
