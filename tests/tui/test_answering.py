"""An inbound call interrupts anything, and the very place comes back."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from arcollect_tui.screens.account import AccountScreen
from arcollect_tui.screens.call_form import CallForm
from arcollect_tui.screens.find import FindDrawer
from arcollect_tui.screens.form import Form
from arcollect_tui.screens.items import ItemsScreen
from arcollect_tui.screens.small_forms import NoteForm
from arcollect_tui.screens.worklist import WorklistScreen
from arcollect_tui.services.account import account
from arcollect_tui.services.drafts import drafts
from arcollect_tui.services.worklist import WorklistRow, WorklistView, worklist_rows
from tests.tui.office import NARROW, WIDE, Hand, entries, opened, sample_store, workstation

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x35", "80x24"])


def ranked(path: Path, count: int = 8) -> list[WorklistRow]:
    """The first accounts of the worklist."""
    with opened(path, read_only=True) as office:
        return worklist_rows(office, WorklistView(), count)


@dataclass(frozen=True)
class ListState:
    """What must not move."""

    filter: str
    marks: frozenset[int | str]
    cursor: int
    row: int | str | None


def state_of(screen: ItemsScreen) -> ListState:
    table = screen.items
    return ListState(screen.filter, frozenset(table.marks.ids), table.cursor, table.cursor_id)


def items(hand: Hand) -> ItemsScreen:
    """The items in front."""
    screen = hand.app.screen
    assert isinstance(screen, ItemsScreen)
    return screen


def at_worklist(hand: Hand) -> bool:
    """Whether the worklist is in front."""
    return isinstance(hand.app.screen, WorklistScreen)


def form(hand: Hand) -> Form[object]:
    """The form in front."""
    screen = hand.app.screen
    assert isinstance(screen, Form)
    return screen


@SIZES
async def test_a_call_parks_a_half_filled_form_and_it_comes_back_as_typed(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    path = sample_store(tmp_path)
    rows = ranked(path)
    promised, caller = rows[1], rows[5]
    async with workstation(path, size) as hand:
        await hand.press("j", "p", *"+9", "tab", *"55", "tab")
        parked = form(hand)
        typed, focused = parked.typed(), parked.focused
        await hand.press("ctrl+t")
        assert isinstance(hand.app.screen, FindDrawer)
        assert [draft.customer_id for draft in drafts(hand.app.office)] == [promised.customer_id]
        await hand.press(*caller.number, "enter")
        call = form(hand)
        assert isinstance(call, CallForm)
        assert (call.who.number, call.text("outcome")) == (caller.number, "IC")
        await hand.press(*"asks for a copy", "enter")
        assert entries(path, 1)[0].text.startswith(f"{caller.number} inbound call")
        assert isinstance(hand.app.screen, AccountScreen)
        assert hand.echo.startswith(f"Logged: {caller.number} inbound call")
        assert hand.echo.endswith("u undo  R back")
        assert f"parked: promise for {promised.number}, R goes back" in hand.status
        assert "1 parked" in hand.text()
        await hand.press("R")
        assert hand.app.screen is parked
        assert (parked.typed(), parked.focused) == (typed, focused)
        assert "1 parked" not in hand.text()
        await hand.press("enter")
        (promise, *_) = account(hand.app.office, promised.customer_id).promises
        assert (promise.amount, promise.due_on.isoformat()) == (55_00, "2026-12-02")
        assert drafts(hand.app.office) == []
        assert hand.worklist.who().number == rows[2].number


async def test_esc_out_of_the_call_says_what_is_parked_and_esc_again_goes_back(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    rows = ranked(path)
    before = entries(path, 1)
    async with workstation(path) as hand:
        await hand.press("a", *"half a thought", "ctrl+t", *rows[3].number, "enter", "escape")
        assert hand.echo == f"Parked: note for {rows[0].number}, R goes back."
        await hand.press("escape")
        assert isinstance(hand.app.screen, NoteForm)
        assert form(hand).text("text") == "half a thought"
        assert hand.echo == f"Back at: note for {rows[0].number}."
    assert entries(path, 1) == before


async def test_esc_from_the_question_who_calls_goes_straight_back(tmp_path: Path) -> None:
    async with workstation(sample_store(tmp_path)) as hand:
        await hand.press("a", *"x y", "ctrl+t", "escape")
        assert form(hand).text("text") == "x y"
        assert hand.app.parked == []


async def test_a_list_comes_back_with_filter_marks_cursor_and_place(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        await hand.press("V", "s", "space", "j", "space", "j")
        screen = items(hand)
        before = state_of(screen)
        assert before.marks
        await hand.press("ctrl+t", *ranked(path)[4].number, "enter", "enter")
        # Looking elsewhere meanwhile, also at the same place, moves nothing of what is parked.
        await hand.press("g", "i", "j", "j", "*", "g", "w", "f", *"od>=30", "enter", "g", "p", "R")
        assert items(hand) is screen
        assert hand.app.place == "items"
        assert state_of(screen) == before
        await hand.press("escape")
        assert at_worklist(hand)
        assert hand.worklist.view.filter == ""


async def test_a_filter_half_typed_comes_back(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        await hand.press("f", *"od>=", "ctrl+t", *ranked(path)[4].number, "enter", "escape", "R")
        await hand.press(*"30", "enter")
        assert hand.worklist.view.filter == "od>=30"


async def test_calls_interrupt_calls_three_deep(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    rows = ranked(path)
    async with workstation(path) as hand:
        await hand.press("p", *"+3")
        await hand.press("ctrl+t", *rows[2].number, "enter", *"first")
        await hand.press("ctrl+t", *rows[3].number, "enter", *"second")
        await hand.press("ctrl+t", *rows[4].number, "enter", *"third", "enter")
        assert "3 parked" in hand.text()
        assert f"parked: inbound call for {rows[3].number}" in hand.status
        await hand.press("R")
        assert (form(hand).who.number, form(hand).text("note")) == (rows[3].number, "second")
        await hand.press("enter", "R")
        assert (form(hand).who.number, form(hand).text("note")) == (rows[2].number, "first")
        await hand.press("escape", "R")
        assert (form(hand).who.number, form(hand).text("day")) == (rows[0].number, "+3")
        assert hand.app.parked == []
        assert {draft.customer_id for draft in drafts(hand.app.office)} == {
            rows[0].customer_id,
            rows[2].customer_id,
        }
    numbers = [row.text.split()[0] for row in entries(path, 2)]
    assert numbers == [rows[3].number, rows[4].number]


async def test_the_parked_customer_may_be_the_one_who_calls(tmp_path: Path) -> None:
    """The form of the call does not take the draft that the parked form still holds."""
    path = sample_store(tmp_path)
    first = ranked(path)[0]
    async with workstation(path) as hand:
        await hand.press("p", *"+4", "ctrl+t", *first.number, "enter")
        assert form(hand).text("outcome") == "IC"
        assert form(hand).typed() == {}
        await hand.press(*"wants terms", "enter", "R", "enter")
    newest, sooner = entries(path, 2)
    assert "promise" in newest.text
    assert "inbound call" in sooner.text


async def test_a_call_while_asking_who_calls_and_going_back_to_nothing_are_refused(tmp_path: Path) -> None:
    async with workstation(sample_store(tmp_path)) as hand:
        await hand.press("ctrl+t", "ctrl+t")
        assert hand.echo.startswith("! Type who calls")
        assert len(hand.app.parked) == 1
        await hand.press("escape", "R")
        assert hand.echo.startswith("! Nothing is parked")


async def test_looking_only_finds_the_caller_and_writes_nothing(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path, read_only=True) as hand:
        await hand.press("ctrl+t", *ranked(path)[1].number, "enter")
        assert isinstance(hand.app.screen, AccountScreen)
        await hand.press("R")
        assert at_worklist(hand)


async def test_places_of_a_call_lead_back_to_the_caller(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    caller = ranked(path)[2]
    async with workstation(path) as hand:
        await hand.press("ctrl+t", *caller.number, "enter", "escape", "g", "i", "escape")
        screen = hand.app.screen
        assert isinstance(screen, AccountScreen)
        assert screen.who().number == caller.number
        await hand.press("g", "w", "escape", "escape")
        assert at_worklist(hand)
        assert hand.app.parked == []
