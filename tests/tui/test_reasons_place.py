"""Settings and policy: the reasons by their keys."""

import json
from pathlib import Path

import pytest

from arcollect_tui.rules.reasons import REASONS
from arcollect_tui.screens.coding import CodingDrawer
from arcollect_tui.screens.form import Form
from arcollect_tui.screens.reason_form import LABELS, ReasonForm
from arcollect_tui.screens.reasons import ReasonsScreen
from arcollect_tui.services.drafts import drafts
from arcollect_tui.services.history import undo
from arcollect_tui.services.policies import apply_policy, plan_policy, policy_rows
from arcollect_tui.widgets.field import Field
from tests.tui.office import NARROW, WIDE, Hand, entries, opened, sample_store, workstation

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x35", "80x24"])


def place(hand: Hand) -> ReasonsScreen:
    """The place in front."""
    screen = hand.app.screen
    assert isinstance(screen, ReasonsScreen)
    return screen


def form(hand: Hand) -> ReasonForm:
    """The form in front."""
    screen = hand.app.screen
    assert isinstance(screen, ReasonForm)
    return screen


def value(path: Path, key: str) -> str:
    """What a key says in the store."""
    with opened(path, read_only=True) as office:
        return policy_rows(office, key)[0].value


def policy_entries(path: Path) -> list[str]:
    """What was set, newest first; the sample office set its own name."""
    return [row.text for row in entries(path, 400) if row.kind == "policy"][:-1]


async def walk_to(hand: Hand, name: str) -> Field:
    """The field by Tab alone."""
    while not form(hand).field(name).has_focus_within:
        await hand.press("tab")
    return form(hand).field(name)


@SIZES
async def test_the_place_lists_every_reason(tmp_path: Path, size: tuple[int, int]) -> None:
    async with workstation(sample_store(tmp_path), size) as hand:
        await hand.press("g", "s", "1")
        assert [row.id for row in place(hand).rows] == [reason.code for reason in REASONS]
        text = hand.text()
        for word in ("Code", "Name", "Owner", "SLA", "Tolerance", "Default", "Offered", "27 reasons"):
            assert word in text
        assert "a add" in text
        assert "r retire, offer" in text
        await hand.press("G")
        assert "Small difference" in hand.text()
        await hand.press("?", *"own")
        assert "Add a reason of the office's own." in hand.text()


@SIZES
async def test_a_reason_is_changed_and_the_change_undone(tmp_path: Path, size: tuple[int, int]) -> None:
    path = sample_store(tmp_path)
    async with workstation(path, size) as hand:
        await hand.press("g", "s", "1", "enter")
        shown = form(hand)
        assert {str(field.id): field.value for field in shown.query(Field)} == {
            name: value(path, f"reason.PRC.{name}") for name in LABELS
        }
        assert "Nothing is changed yet" in hand.text()
        await walk_to(hand, "owner")
        await hand.press(*"Pricing desk")
        await walk_to(hand, "sla_days")
        await hand.press(*"9")
        folded = " ".join(hand.text().replace("│", " ").split())
        assert "Will write: reason.PRC.owner = Pricing desk, reason.PRC.sla_days = 9" in folded
        await hand.press("enter")
        assert place(hand).row().reason.owner == "Pricing desk"
        assert "Pricing desk" in hand.text()
        assert policy_entries(path) == ["policy reason.PRC.owner, reason.PRC.sla_days"]
        assert hand.app.office.settings.reasons.get("PRC") == place(hand).row().reason
        await hand.press("u")
        assert place(hand).row().reason.owner == "Sales"
        assert hand.app.office.settings.reasons.get("PRC") == REASONS[0]
        await hand.press("U")
        assert place(hand).row().reason.owner == "Pricing desk"
    assert value(path, "reason.PRC.sla_days") == "9"
    with opened(path) as office:
        assert not [kept for kept in drafts(office) if kept.form == ReasonForm.NAME]


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("name", ("ctrl+u", "delete"), "It may not be empty."),
        ("sla_days", tuple("soon"), "Give business days, a whole number up to 999."),
        ("tolerance", tuple("five"), "Give an amount such as 5"),
        ("default", tuple("perhaps"), "Give valid, invalid, or nothing."),
        ("active", tuple("maybe"), "Give yes or no."),
    ],
)
async def test_a_mistake_is_said_while_it_is_typed_and_not_stored(
    tmp_path: Path, field: str, typed: tuple[str, ...], words: str
) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        await hand.press("g", "s", "1", "enter")
        found = await walk_to(hand, field)
        await hand.press(*typed)
        assert words in found.echo
        await hand.press("enter")
        assert words in form(hand).field(field).echo
        assert form(hand).field(field).has_focus_within
        await hand.press("ctrl+r")
        place(hand)
    assert policy_entries(path) == []


async def test_nothing_changed_is_not_saved(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        await hand.press("g", "s", "1", "enter", "enter")
        assert "change a field, or press Esc" in form(hand).field("name").echo
        await hand.press("escape")
        place(hand)
    assert policy_entries(path) == []


async def test_a_reason_is_added_and_offered_at_once(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        await hand.press("g", "s", "1", "a", *"prc")
        assert "There is a reason PRC already" in form(hand).field("code").echo
        await hand.press("backspace", "backspace", *"al", "tab", *"Pallets")
        assert "Will write: reason.PAL.name = Pallets" in hand.text()
        await walk_to(hand, "owner")
        await hand.press("f2", *"Logi", "enter")
        assert form(hand).field("owner").value == "Logistics"
        await hand.press("enter")
        assert place(hand).rows[-1].reason.owner == "Logistics"
        assert not place(hand).rows[-1].ships
        await hand.press("g", "i", "d", *"pal")
        drawer = hand.app.screen
        assert isinstance(drawer, CodingDrawer)
        assert "PAL" in hand.text()
        await hand.press("enter", "enter")
        assert "Coded: dispute PAL" in hand.echo
    assert policy_entries(path) == ["policy reason.PAL.name, reason.PAL.owner"]


@pytest.mark.parametrize("code", ["open", "a b", "toolongacodeit"])
async def test_what_cannot_be_a_code_is_refused_beside_it(tmp_path: Path, code: str) -> None:
    async with workstation(sample_store(tmp_path)) as hand:
        await hand.press("g", "s", "1", "a", *code)
        assert form(hand).field("code").echo.startswith("! ")
        await hand.press("enter")
        assert form(hand).field("code").has_focus_within


async def test_a_reason_is_retired_and_offered_again(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        await hand.press("g", "s", "1", "j", "r")
        assert not place(hand).row().reason.active
        assert "1 retired" in hand.text()
        assert "PRC-PO" not in [reason.code for reason in hand.app.office.settings.reasons]
        await hand.press("r")
        assert place(hand).row().reason.active
        await hand.press("u")
        assert not place(hand).row().reason.active
        await hand.press("f", *"retired", "enter")
        assert [row.id for row in place(hand).rows] == ["PRC-PO"]
    assert policy_entries(path) == ["policy reason.PRC-PO.active = yes", "policy reason.PRC-PO.active = no"]


async def test_a_half_typed_form_is_kept_for_its_reason_alone(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        await hand.press("g", "s", "1", "enter")
        await walk_to(hand, "owner")
        await hand.press(*"Pric", "escape")
    with opened(path) as office:
        (kept,) = [draft for draft in drafts(office) if draft.form == ReasonForm.NAME]
    assert json.loads(kept.body) == {"owner": "Pric"}
    async with workstation(path) as hand:
        await hand.press("g", "s", "1", "j", "enter")
        assert form(hand).field("owner").value == "Sales"
        await hand.press("escape", "k", "enter")
        assert form(hand).field("owner").value == "Pric"
        assert "Restored the draft" in hand.echo
        await hand.press("ctrl+r")
    with opened(path) as office:
        assert not [draft for draft in drafts(office) if draft.form == ReasonForm.NAME]


async def test_what_somebody_else_set_meanwhile_opens_the_form_again(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        await hand.press("g", "s", "1", "enter")
        await walk_to(hand, "owner")
        await hand.press(*"Mine")
        with opened(path) as beside:
            apply_policy(beside, plan_policy(beside, [("reason.PRC.owner", "Theirs")]))
        await hand.press("enter")
        assert isinstance(hand.app.screen, Form)
        assert "reason.PRC.owner was set meanwhile" in hand.echo
        assert form(hand).field("owner").value == "Mine"
    assert value(path, "reason.PRC.owner") == "Theirs"


async def test_an_open_window_offers_what_was_set_beside_it(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        await hand.press("g", "i")
        with opened(path) as beside:
            apply_policy(beside, plan_policy(beside, [("reason.PAL.name", "Pallets")]))
        await hand.until(lambda: hand.app.office.settings.reasons.get("PAL") is not None)
        await hand.press("d", *"pall")
        assert "PAL" in hand.text()
        await hand.press("escape")
        with opened(path) as beside:
            undo(beside)
        await hand.until(lambda: hand.app.office.settings.reasons.get("PAL") is None)
        await hand.press("d", *"pall")
        assert "nothing matches" in hand.text().casefold()


async def test_a_code_of_another_list_is_typed_where_a_reason_is(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        await hand.press("g", "i", "f", *"d:uncoded type:invoice", "enter", "d", *"x12:0")
        assert "QTY" in hand.text()
        await hand.press(*"6", "enter", "enter")
        assert "Coded: dispute QTY" in hand.echo
        await hand.press("f", *[*["backspace"] * 30, *"reason:x12:06"], "enter", "=")
        await hand.until(lambda: "when it was coded: Shortage, Logistics, 7 business days" in hand.text())


async def test_looking_only_changes_nothing(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path, read_only=True) as hand:
        await hand.press("g", "s", "1")
        for key in ("enter", "a", "r"):
            await hand.press(key)
            place(hand)
            assert "Open for reading only" in hand.echo
