"""The forms: proposals, mistakes beside their field, drafts that survive."""

from datetime import date
from pathlib import Path

import pytest

from arcollect_tui.screens.call_form import CallForm
from arcollect_tui.screens.form import Form
from arcollect_tui.services.account import account
from arcollect_tui.services.contacts import list_contacts
from arcollect_tui.services.drafts import drafts
from arcollect_tui.services.worklist import WorklistView, worklist_ids
from tests.tui.office import NARROW, WIDE, Hand, entries, opened, sample_store, workstation


def form(hand: Hand) -> Form[object]:
    """The form in front."""
    screen = hand.app.screen
    assert isinstance(screen, Form)
    return screen


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x35", "80x24"])
async def test_the_form_says_in_full_what_it_will_write(tmp_path: Path, size: tuple[int, int]) -> None:
    path = sample_store(tmp_path)
    async with workstation(path, size) as hand:
        await hand.press("p", *"mon")
        await hand.until(lambda: "Mon 30 Nov 2026, in 7 days, business day" in hand.text())
        folded = " ".join(hand.text().replace("│", " ").split())
        assert "promise" in folded
        assert "Mon 30 Nov" in folded.split("Will write:")[1]


async def test_up_and_down_change_the_day(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        customer = hand.worklist.who().id
        await hand.press("p", *"fri", "up", "up", "down", "enter")
        assert account(hand.app.office, customer).promises[0].due_on == date(2026, 11, 28)


@pytest.mark.parametrize(
    ("keys", "field", "words"),
    [
        (("p", *"foo", "enter"), "day", "no date"),
        (("p", *"yesterday", "enter"), "day", "past"),
        (("p", *"fri", "tab", *"nonsense", "enter"), "amount", "no amount"),
        (("c", "w", "enter"), "next", "needs the day"),
        (("c", "w", *"yesterday", "enter"), "next", "past"),
        (("a", "enter"), "text", "empty"),
        (("r", "enter"), "next", "Type a day"),
        (("c", "d", *"zzz", "enter"), "reason", "zzz"),
    ],
)
async def test_a_mistake_stands_beside_its_field_and_nothing_is_stored(
    tmp_path: Path, keys: tuple[str, ...], field: str, words: str
) -> None:
    path = sample_store(tmp_path)
    before = entries(path, 1)[0].handle
    async with workstation(path) as hand:
        await hand.press(*keys)
        assert words in form(hand).field(field).echo
        assert form(hand).field(field).has_focus_within
    assert entries(path, 1)[0].handle == before


async def test_a_draft_is_kept_and_comes_back_after_a_restart(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        customer = hand.worklist.who().id
        await hand.press("p", *"+9")
        await hand.until(lambda: bool(drafts(hand.app.office)))
        assert drafts(hand.app.office)[0].customer_id == customer
    # the window is gone as if the plug had been pulled
    async with workstation(path) as hand:
        assert "1 draft" in hand.text()
        assert "draft" in hand.text().splitlines()[3]
        assert hand.echo.startswith("1 draft left: ")
        await hand.press("p")
        assert form(hand).text("day") == "+9"
        await hand.press("enter")
        assert account(hand.app.office, customer).promises[0].due_on == date(2026, 12, 2)
        assert drafts(hand.app.office) == []


async def test_escape_keeps_what_is_typed_at_once(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        await hand.press("a", *"half a thought", "escape")
        assert [draft.form for draft in drafts(hand.app.office)] == ["note"]
        assert hand.app.screen is hand.worklist
        await hand.press("a")
        assert form(hand).text("text") == "half a thought"
        await hand.press("ctrl+r")
        assert drafts(hand.app.office) == []
        await hand.press("a")
        assert form(hand).text("text") == ""


async def test_an_untouched_form_leaves_no_draft(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        for keys in (("p",), ("a",), ("r",), ("e",), ("c", "d")):
            await hand.press(*keys)
            await hand.press("escape")
            assert hand.app.screen is hand.worklist, keys
        assert drafts(hand.app.office) == []


async def test_save_and_stay_keeps_the_cursor(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        who = hand.worklist.who()
        await hand.press("p", *"fri", "ctrl+s")
        assert hand.worklist.who() == who
        assert account(hand.app.office, who.id).promises[0].due_on == date(2026, 11, 27)


async def test_a_refused_form_comes_back_filled(tmp_path: Path) -> None:
    """What only the store can refuse: the account owes nothing that could be promised."""
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        who = hand.worklist.who()
        await hand.press("c", "d", *"price", "tab", *"all", "enter")
        first = entries(path, 1)[0]
        assert first.kind == "call"
        await hand.press("k", "c", "d", *"price", "tab", *"all", "tab", *"9999999.00", "enter")
        await hand.until(lambda: isinstance(hand.app.screen, CallForm))
        assert form(hand).who == who
        assert form(hand).text("disputed") == "9999999.00"
        assert "cannot be disputed" in hand.echo or "more than" in hand.echo
        assert entries(path, 1)[0].handle == first.handle


async def test_any_outcome_can_be_picked_by_typing(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        await hand.press("c", "o", *"cash", "enter", *"asks for two weeks", "enter")
    assert "cash-flow difficulty" in entries(path, 1)[0].text
    assert "asks for two weeks" in entries(path, 1)[0].text


async def test_another_outcome_in_the_form_shows_its_own_fields(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        await hand.press("c", "w")
        assert not form(hand).field("day").display
        form(hand).field("outcome").focus_input()
        await hand.press("p")
        assert form(hand).field("day").display
        assert form(hand).text("amount")


async def test_contacts_are_added_and_retired(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        customer = hand.worklist.who().id
        await hand.press("e", *"Ada Byron", "tab", *"CFO", "tab", *"+1 212 555 0199", "enter")
        cards = list_contacts(hand.app.office, customer)
        added = next(card for card in cards if card.name == "Ada Byron")
        assert (added.role, added.phone, added.retired) == ("CFO", "+1 212 555 0199", False)
        await hand.press("e")
        form(hand).field("phone").value = "+1 212 555 0199"
        form(hand).field("retire").value = "yes"
        await hand.press("enter")
        cards = list_contacts(hand.app.office, customer)
        assert next(card for card in cards if card.name == "Ada Byron").retired


async def test_an_amount_may_be_a_part_of_the_proposal(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        customer = hand.worklist.who().id
        await hand.press("p")
        proposed = account(hand.app.office, customer)
        await hand.press(*"fri", "tab", *"half", "enter")
        row = proposed.aging[0]
        promise = account(hand.app.office, customer).promises[0]
        whole = row.overdue - sum(
            item.disputed_amount for item in proposed.disputes if (item.days_overdue or 0) > 0
        )
        assert abs(promise.amount * 2 - whole) <= 1


async def test_card_numbers_never_reach_a_draft(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        await hand.press("a", *"card 4111 1111 1111 1111", "escape")
        assert "4111 1111 1111 1111" not in drafts(hand.app.office)[0].body


async def test_the_ids_of_the_sample_are_what_the_tests_expect(tmp_path: Path) -> None:
    with opened(sample_store(tmp_path)) as office:
        assert len(worklist_ids(office, WorklistView())) > 20
