"""Settings and policy: every section by its keys, each change previewed, one entry, one undo."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Event

import pytest

from arcollect_tui.config import load_config
from arcollect_tui.screens.outcomes import OutcomesScreen
from arcollect_tui.screens.plan_preview import PlanPreview
from arcollect_tui.screens.policy_form import PolicyForm
from arcollect_tui.screens.reasons import ReasonsScreen
from arcollect_tui.screens.settings import SettingsScreen
from arcollect_tui.services.drafts import drafts
from arcollect_tui.services.office import Office
from arcollect_tui.services.policies import PolicyRow, apply_policy, plan_policy
from arcollect_tui.services.settings import values_of
from arcollect_tui.services.worklist import WorklistView, worklist_rows
from tests.services.offices import assert_sound
from tests.services.sharing import files_in
from tests.tui.office import NARROW, PATIENCE, WIDE, Hand, entries, opened, sample_store, workstation

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x35", "80x24"])


@pytest.fixture(autouse=True)
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings of this test alone."""
    path = tmp_path / "settings" / "config.toml"
    monkeypatch.setattr("arcollect_tui.config.config_path", lambda: path)
    monkeypatch.setattr("arcollect_tui.screens.personal.config_path", lambda: path)
    return path


def place(hand: Hand) -> SettingsScreen:
    screen = hand.app.screen
    assert isinstance(screen, SettingsScreen)
    return screen


def form(hand: Hand) -> PolicyForm:
    screen = hand.app.screen
    assert isinstance(screen, PolicyForm)
    return screen


def said(path: Path) -> list[str]:
    """What was set, newest first; the sample office set its own name."""
    return [row.text for row in entries(path, 400) if row.kind == "policy"][:-1]


def flat(hand: Hand) -> str:
    return " ".join(hand.text().replace("│", " ").split())


async def type_into(hand: Hand, field: str, text: str) -> None:
    """Put a text into a field, reached by Tab."""
    while not form(hand).field(field).has_focus_within:
        await hand.press("tab")
    await hand.press("end", "ctrl+u", *("space" if sign == " " else sign for sign in text))


@SIZES
async def test_the_place_lists_every_section_with_its_digit(tmp_path: Path, size: tuple[int, int]) -> None:
    async with workstation(sample_store(tmp_path), size) as hand:
        await hand.press("g", "s")
        assert [row.number for row in place(hand).rows] == list(range(1, 10))
        for words in (
            "Reasons",
            "27 offered",
            "Strategy",
            "as shipped",
            "1-30 31-60 61-90 >90",
            "Yours alone",
        ):
            assert words in flat(hand)
        await hand.press("1")
        assert isinstance(hand.app.screen, ReasonsScreen)
        await hand.press("escape")
        place(hand)
        await hand.press("j", "enter")
        assert isinstance(hand.app.screen, OutcomesScreen)
        await hand.press("-", "?", *"strategy")
        assert "Open the section strategy." in hand.text()


@SIZES
async def test_weights_are_previewed_applied_and_taken_back(tmp_path: Path, size: tuple[int, int]) -> None:
    path = sample_store(tmp_path)
    async with workstation(path, size) as hand:
        before = [row.number for row in worklist_rows(hand.app.office, WorklistView())]
        await hand.press("g", "s", "3")
        assert "points for a broken promise" in hand.text()
        await type_into(hand, "strategy-day_points", "9")
        await type_into(hand, "strategy-days_most", "5000")
        await hand.press("enter")
        assert isinstance(hand.app.screen, PlanPreview)
        shown = flat(hand)
        assert "strategy.day_points: 2 -> 9 now as shipped" in shown
        assert "accounts stand elsewhere" in shown
        assert said(path) == []
        await hand.press("enter")
        place(hand)
        assert "u undo" in hand.echo
        assert said(path) == ["policy strategy.day_points, strategy.days_most"]
        after = [row.number for row in worklist_rows(hand.app.office, WorklistView())]
        assert after != before
        assert after[0] in shown
        assert "2 of 10 changed" in flat(hand)
        await hand.press("u")
        assert [row.number for row in worklist_rows(hand.app.office, WorklistView())] == before
        assert "as shipped" in flat(hand)
    with opened(path) as office:
        assert_sound(office)


async def test_what_is_typed_before_the_form_is_there_is_for_the_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the keys say now is read first; no letter typed meanwhile is a verb of the list."""
    path, come = sample_store(tmp_path), Event()

    def late(office: Office, keys: Sequence[str]) -> Mapping[str, PolicyRow]:
        assert come.wait(PATIENCE)
        return values_of(office, keys)

    monkeypatch.setattr("arcollect_tui.screens.setting_change.values_of", late)
    async with workstation(path) as hand:
        await hand.press("g", "s")
        for key in ("6", *"gwork"):
            await hand.hit(key)
        place(hand)
        come.set()
        await hand.rest()
        assert form(hand).text("office-name").endswith("gwork")
        await hand.press("ctrl+r", "j")
        place(hand)
    assert said(path) == []


async def test_who_set_a_key_before_stands_in_the_preview(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    with opened(path) as beside:
        apply_policy(beside, plan_policy(beside, [("strategy.broken", "200")]))
    async with workstation(path) as hand:
        await hand.press("g", "s", "3")
        await type_into(hand, "strategy-broken", "250")
        await hand.press("enter")
        assert "strategy.broken: 200 -> 250 now set by jk on 23 Nov" in flat(hand)
        await hand.press("escape")
        assert form(hand).field("strategy-broken").value == "250"
        assert "Nothing was written" in hand.echo
        await hand.press("ctrl+r")
        place(hand)
    assert said(path) == ["policy strategy.broken = 200"]


@pytest.mark.parametrize(
    ("digit", "field", "typed", "words"),
    [
        ("3", "strategy-broken", "lots", "Give a whole number from 0 to 9,999."),
        ("4", "aging-buckets", "30 60", "Give three ascending numbers of days"),
        ("5", "calendar-closed", "xmas", "Give days as 2026-12-24, parted by blanks, or nothing."),
        ("5", "calendar-weekend", "sum", "Give weekdays such as sat sun"),
        ("6", "office-currency", "EURO", "is not a currency code"),
    ],
)
async def test_a_mistake_is_said_beside_its_field_and_not_stored(
    tmp_path: Path, digit: str, field: str, typed: str, words: str
) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        await hand.press("g", "s", digit)
        await type_into(hand, field, typed)
        assert words in form(hand).field(field).echo
        await hand.press("enter")
        assert form(hand).field(field).has_focus_within
        await hand.press("ctrl+r")
    assert said(path) == []


async def test_buckets_show_in_list_and_pane_at_once(tmp_path: Path) -> None:
    async with workstation(sample_store(tmp_path)) as hand:
        await hand.press("g", "s", "4")
        await type_into(hand, "aging-buckets", "10 20 45")
        assert "1-10  11-20  21-45  >45" in form(hand).field("aging-buckets").echo
        await hand.press("enter", "enter", "g", "w")
        assert ">45d" in hand.text()
        assert ">90d" not in hand.text()
        assert "21-45" in hand.text()


async def test_an_outcome_changes_its_step_its_name_and_what_c_offers(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        await hand.press("g", "s", "2", "enter")
        await type_into(hand, "outcome-NA-name", "Rang out")
        await type_into(hand, "outcome-NA-next", "+3b")
        assert "3 business days later" in form(hand).field("outcome-NA-next").echo
        await hand.press("enter", "enter", "j", "r")
        assert "outcome.VM.active: yes -> no" in flat(hand)
        await hand.press("enter")
        assert "1 retired" in hand.text()
        await hand.until(lambda: hand.app.office.settings.outcomes.name("NA") == "Rang out")
        await hand.rest()
        await hand.press("g", "w", "c", "v")
        assert "c v: no such outcome" in hand.echo
        await hand.press("c", "n")
        assert "rang out" in hand.echo
        # Thursday is Thanksgiving.
        assert "next Fri 27 Nov" in hand.echo
    assert entries(path, 1)[0].text.endswith("rang out, next 27 Nov")


async def test_an_outcome_that_does_not_finish_leaves_the_account_where_it_is(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    with opened(path) as beside:
        apply_policy(beside, plan_policy(beside, [("outcome.NA.worked", "no")]))
    async with workstation(path) as hand:
        here = hand.worklist.table.cursor
        await hand.press("c", "n")
        assert hand.worklist.table.cursor == here
        assert "done" not in hand.text().splitlines()[2]
        await hand.press("c", "b")
        assert hand.worklist.table.cursor == here + 1


@pytest.fixture
def kept(config: Path) -> Callable[[], str]:
    """A settings file with something of the person's own in it, to be read again."""
    config.parent.mkdir()
    config.write_text('# mine\nstore = "office"\n')
    return config.read_text


async def test_what_is_this_person_s_goes_to_the_settings_file(
    tmp_path: Path, config: Path, kept: Callable[[], str]
) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        await hand.press("g", "s", "7", "f2", *"light", "enter", "tab", *"J.Kim", "enter")
        place(hand)
        assert hand.app.theme == "light"
        assert "theme light, collector J.Kim" in flat(hand)
    assert kept() == '# mine\nstore = "office"\ntheme = "light"\ncollector = "J.Kim"\n'
    assert load_config(config).collector == "J.Kim"
    assert said(path) == []


@SIZES
async def test_the_shared_folder_is_named_on_the_screen_and_shared_at_once(
    tmp_path: Path, config: Path, size: tuple[int, int]
) -> None:
    path = sample_store(tmp_path)
    folder = tmp_path / "share"
    folder.mkdir()
    async with workstation(path, size) as hand:
        await hand.press("g", "y")
        assert hand.echo == "! No folder is shared yet: name it in g s 7, or run arcollect sync FOLDER."
        await hand.press("g", "s", "7", "tab", "tab", *"nowhere", "enter")
        assert "There is no such folder" in hand.text()
        await hand.press("ctrl+u", *str(folder), "enter")
        await hand.until(lambda: "Saved in" in hand.echo)
        await hand.press("g", "y")
        await hand.until(lambda: "written" in hand.echo)
    assert len(files_in(folder)) == 1
    assert load_config(config).sync_folder == folder
    assert said(path) == []


async def test_a_store_that_may_only_be_read_shows_the_settings_and_changes_none(tmp_path: Path) -> None:
    async with workstation(sample_store(tmp_path), read_only=True) as hand:
        await hand.press("g", "s", "3")
        place(hand)
        assert "reading only" in hand.echo


async def test_what_is_saved_for_oneself_leaves_no_draft(tmp_path: Path) -> None:
    store = sample_store(tmp_path)
    async with workstation(store) as hand:
        await hand.press("g", "s", "7", *"light")
        await hand.until(lambda: "draft saved" in hand.status)
        await hand.press("enter")
        await hand.until(lambda: "Saved in" in hand.echo)
        await hand.rest()
        assert not drafts(opened(store))
        await hand.until(lambda: "draft" not in hand.text().splitlines()[0])


async def test_the_footer_of_a_form_says_what_enter_does_there(tmp_path: Path) -> None:
    async with workstation(sample_store(tmp_path)) as hand:
        await hand.press("g", "s", "3")
        assert "Enter preview" in hand.text().splitlines()[-2]
        assert "save + next" not in hand.text()
