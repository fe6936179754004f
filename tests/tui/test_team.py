"""Owners and the team at the keyboard: assign one, assign marked ones, open each number, hand out."""

from pathlib import Path

import pytest

from arcollect_tui.screens.assign_form import AssignForm
from arcollect_tui.screens.base import OfficeScreen
from arcollect_tui.screens.pick import Picker
from arcollect_tui.screens.plan_preview import PlanPreview
from arcollect_tui.screens.team import TeamScreen
from arcollect_tui.services.assignments import AssignRequest, apply_assignment, plan_assignment
from arcollect_tui.services.policies import apply_policy, plan_policy
from arcollect_tui.services.worklist import WorklistView, worklist_rows
from tests.services.offices import Line, days, never_seated, office_at, take_in
from tests.tui.office import COLLECTOR, DAY, NARROW, WIDE, entries, opened, workstation

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x35", "80x24"])
LINES = [
    Line("1", "C1", amount=900_00, collector="bo", due=days(-90)),
    Line("2", "C2", amount=800_00, collector="bo", due=days(-60)),
    Line("3", "C3", amount=700_00, due=days(-30)),
    Line("4", "C3", amount=10_00, currency="EUR"),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    where = tmp_path / "office.arcollect"
    with office_at(where, DAY, COLLECTOR) as office:
        take_in(office, tmp_path, LINES)
    return never_seated(where)


def owners(path: Path) -> dict[str, str]:
    with opened(path, read_only=True) as office:
        return {row.number: row.collector for row in worklist_rows(office, WorklistView(everyone=True))}


@SIZES
async def test_one_account_is_assigned_covered_and_undone(path: Path, size: tuple[int, int]) -> None:
    async with workstation(path, size) as hand:
        await hand.press("t", *"new hand", "enter")
        assert hand.echo.startswith("1 customer assigned to new hand from Mon 23 Nov.")
        assert "Owner: new hand" in hand.text()
        await hand.press("t")
        assert isinstance(hand.app.screen, AssignForm)
        await hand.press(*"b", "tab", "tab", *"fri")
        assert "a cover until Fri 27 Nov" in hand.text()
        await hand.press("enter")
        assert hand.echo.startswith("1 customer covered by bo from Mon 23 Nov until Fri 27 Nov.")
        assert "Owner: new hand, covered by bo" in hand.text()
        assert owners(path) == {"C1": "bo", "C2": "bo", "C3": ""}
        await hand.press("enter", "t", "f2")
        assert isinstance(hand.app.screen, Picker)
        await hand.press(*"new", "enter", "enter")
        assert "as wished already" in hand.echo
        await hand.press("ctrl+r", "escape", "u", "u")
        assert "Owner:" not in hand.text()
    assert [row.kind for row in entries(path, 4)] == ["undo", "undo", "assign", "assign"]


@SIZES
async def test_marked_accounts_are_previewed_and_assigned_as_one(path: Path, size: tuple[int, int]) -> None:
    async with workstation(path, size) as hand:
        await hand.press(";", "t")
        assert "Nothing is marked" in hand.echo
        await hand.press("*", ";", "t", *"cy", "enter")
        assert isinstance(hand.app.screen, PlanPreview)
        text = hand.text()
        assert "Assign 3 marked: preview, nothing written yet" in text
        assert "3 customers assigned to cy from Mon 23 Nov." in text
        assert "gets" in text
        assert "loses" in text
        assert entries(path, 1)[0].kind == "import"
        await hand.press("enter")
        assert owners(path) == dict.fromkeys(("C1", "C2", "C3"), "cy")
        assert "3 marked" not in hand.status
        await hand.press("u")
        assert owners(path) == {"C1": "bo", "C2": "bo", "C3": ""}
        await hand.press("enter", ";", "t")
        assert "Accounts are marked on the worklist" in hand.echo


async def test_what_cannot_be_stays_in_the_form(path: Path) -> None:
    async with workstation(path, NARROW) as hand:
        await hand.press("t", "enter")
        assert "Whose shall they be?" in hand.text()
        await hand.press(*"bo", "tab", *"yesterday", "enter")
        assert isinstance(hand.app.screen, AssignForm)
        await hand.press("ctrl+u", "tab", *"2026-11-20", "enter")
        assert "before the first day" in hand.text()
    assert entries(path, 1)[0].kind == "import"


@SIZES
async def test_each_number_of_the_team_opens_its_rows(path: Path, size: tuple[int, int]) -> None:
    async with workstation(path, size) as hand:
        await hand.press("c", "n", "g", "o")
        screen = hand.app.screen
        assert isinstance(screen, TeamScreen)
        assert [line.name for line in screen.rows] == ["bo", COLLECTOR, "unassigned"]
        assert "bo: 1,700.00 USD overdue" in hand.text()
        places = {
            "collector": "Worklist  f col=bo",
            "overdue": "Worklist  f col=bo overdue>0",
            "today": "Activity today  f col:bo kind:call undone:no",
            "lately": "History  f col:bo kind:call undone:no since:2026-11-17",
            "due": "Worklist  f col=bo p:today",
            "broken": "Worklist  f col=bo p:broken",
            "oldest": "C2 Customer C2",
            "seen": "History  f col:bo",
        }
        for column, where in places.items():
            for _ in screen.table.columns:
                if screen.table.chosen != column:
                    await hand.press("right")
            await hand.press("enter")
            assert isinstance(hand.app.screen, OfficeScreen)
            assert hand.app.screen.where() == where
            await hand.press("escape" if column == "oldest" else "-")
            assert hand.app.screen is screen
        await hand.press("G", *["left"] * 12, "enter")
        assert hand.worklist.where() == 'Worklist  f col=""'
        assert hand.worklist.table.source.count == 1


async def test_hand_out_from_the_team(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with workstation(path, NARROW) as hand:
        await hand.press("g", "o", "x")
        assert "makes handout-2026-11-23 in" in hand.text()
        await hand.press("enter")
        assert hand.echo.startswith("Handed out 2 customers to bo: 1 file in handout-2026-11-23.")
        assert [one.name for one in (tmp_path / "handout-2026-11-23").iterdir()] == [
            "handout-bo-2026-11-23.jsonl"
        ]
        await hand.press("x", "ctrl+u", *"office.arcollect")
        assert "that is a file" in hand.text()
        await hand.press("escape", "x", "ctrl+u", *"~nobody-here/x")
        assert "home folder is not known" in hand.text()
        await hand.press("enter")
        assert "home folder is not known" in hand.text()


async def test_a_worklist_of_ones_own_says_so(path: Path) -> None:
    async with workstation(path, WIDE) as hand:
        await hand.press("g", "o", "x")
        await hand.press("escape", "g", "w", "t", *COLLECTOR, "enter")
        assert "Accounts  3" in hand.text()
    with opened(path) as office:
        apply_policy(office, plan_policy(office, [("worklist.shows", "own")]))
    async with workstation(path, WIDE) as hand:
        assert "Worklist  your accounts that need an action today" in hand.text()
        assert "Accounts  1" in hand.text()
        await hand.press("f", *"overdue>0", "enter")
        assert "Accounts  3" in hand.text()


async def test_a_hostile_name_is_text_and_opens_its_rows(path: Path) -> None:
    name = '[red]Bo[/] "x" =1+1'
    with opened(path) as office:
        (found,) = [row.customer_id for row in worklist_rows(office, WorklistView("#C3"))]
        apply_assignment(office, plan_assignment(office, AssignRequest(name, (found,))))
    async with workstation(path, WIDE) as hand:
        await hand.press("g", "o", "home")
        assert name in hand.text()
        await hand.press("enter")
        assert hand.worklist.table.source.count == 1
        await hand.until(lambda: f"Owner: {name}" in hand.text())
