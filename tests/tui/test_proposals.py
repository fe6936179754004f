"""Proposals, root causes and what was said of an item, by their keys."""

from pathlib import Path

import pytest

from arcollect_tui.screens.items import ItemsScreen
from arcollect_tui.screens.look_alikes import alike_words
from arcollect_tui.screens.plan_preview import PlanPreview
from arcollect_tui.screens.proposals import ProposalsDrawer
from arcollect_tui.services.causes import CauseRequest, apply_causes, plan_causes
from arcollect_tui.services.item_history import coding_history
from arcollect_tui.services.items import ItemRow, ItemView, item_rows
from arcollect_tui.services.lookalikes import proposals
from arcollect_tui.services.rule_accuracy import rule_accuracy
from tests.services.alike import OPEN, coded_office
from tests.services.offices import items as ids_of
from tests.services.offices import never_seated, office_at
from tests.tui.office import COLLECTOR, NARROW, WIDE, entries, opened, sample_store, workstation

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x35", "80x24"])
FRT10 = ("g", "i", "f", *"doc=FRT10", "enter")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An office in which most short pays are coded."""
    where = tmp_path / "office.arcollect"
    with office_at(where, collector=COLLECTOR) as office:
        coded_office(office, tmp_path)
    return never_seated(where)


def row(path: Path, number: str) -> ItemRow:
    with opened(path) as office:
        (found,) = item_rows(office, ItemView(f"doc={number}"))
    return found


def cause(path: Path, number: str) -> list[tuple[str, str, str]]:
    """(cause, department, note) in force."""
    with opened(path) as office:
        said = coding_history(office, ids_of(office, number)[0]).causes
    return [(one.reason, one.owner, one.note) for one in said if one.in_force]


@SIZES
async def test_a_proposal_is_previewed_applied_and_undone(path: Path, size: tuple[int, int]) -> None:
    with opened(path) as office:
        first = proposals(office)[0]
    async with workstation(path, size) as hand:
        await hand.press("g", "i", "P")
        assert isinstance(hand.app.screen, ProposalsDrawer)
        text = hand.text()
        assert f"text has {first.says.removeprefix('text has ')}"[:20] in text
        assert "10/10" in text
        assert "10 of 10 coded alike agree: " in text
        await hand.press("enter")
        assert isinstance(hand.app.screen, PlanPreview)
        text = hand.text()
        assert f"{first.reason} where {first.says}: preview, nothing written yet" in text
        assert f"{OPEN} items of {OPEN} customers" in text
        assert row(path, f"{first.reason}10").coding == "uncoded"
        await hand.press("escape")
        assert isinstance(hand.app.screen, ProposalsDrawer)
        await hand.press("enter", "enter")
        assert isinstance(hand.app.screen, ItemsScreen)
        assert hand.echo.startswith(f"Coded: dispute {first.reason} on {OPEN} items")
        assert row(path, f"{first.reason}10").reason == first.reason
        await hand.press("u")
        assert row(path, f"{first.reason}10").coding == "uncoded"
    with opened(path) as office:
        assert rule_accuracy(office) == []
    assert [one.kind for one in entries(path, 2)] == ["undo", "coding"]


async def test_arrows_choose_and_x_dismisses(path: Path) -> None:
    with opened(path) as office:
        before = proposals(office)
    newest = entries(path, 1)
    async with workstation(path) as hand:
        await hand.press("g", "i", "P", "j", "x")
        assert isinstance(hand.app.screen, ProposalsDrawer)
        assert hand.echo.startswith("Kept away until its evidence changes")
        await hand.press("escape")
        assert isinstance(hand.app.screen, ItemsScreen)
    with opened(path) as office:
        assert [one.id for one in proposals(office)] == [before[0].id, *(one.id for one in before[2:])]
    assert entries(path, 1) == newest


async def test_without_examples_it_says_what_to_do(tmp_path: Path) -> None:
    where = tmp_path / "empty.arcollect"
    with office_at(where, collector=COLLECTOR):
        pass
    never_seated(where)
    async with workstation(where) as hand:
        await hand.press("escape", "g", "i", "P")
        assert "code a few more items of each reason" in hand.text()
        await hand.press("enter", "x")
        assert isinstance(hand.app.screen, ProposalsDrawer)
        assert "code a few more items" in hand.echo


async def test_for_reading_only_it_looks_and_does_not_write(path: Path) -> None:
    async with workstation(path, read_only=True) as hand:
        await hand.press("g", "i", "P")
        assert "10/10" in hand.text()
        await hand.press("enter")
        assert "Open for reading only" in hand.echo
        await hand.press("x")
        assert "Open for reading only" in hand.echo


async def test_an_accepted_rule_tells_how_right_it_was(path: Path) -> None:
    with opened(path) as office:
        reason = proposals(office)[0].reason
    async with workstation(path) as hand:
        await hand.press("g", "i", "P", "enter", "enter")
    number = f"{reason}10"
    with opened(path) as office:
        apply_causes(office, plan_causes(office, CauseRequest(reason, ids_of(office, number))))
        (one,) = rule_accuracy(office)
    assert one.words == "coded 3, root cause known of 1: 1 agree (100%)"
    # An item of the rule is uncoded again by hand, so that the rule has something to propose.
    async with workstation(path) as hand:
        await hand.press("g", "i", "f", *f"doc={number}", "enter", "d", *"uncod", "enter", "enter", "P")
        text = hand.text()
        assert "accepted: text has" in text
        assert "root cause known of 1: 1 agree (100%)" in text


async def test_after_a_coding_it_says_that_more_look_alike(path: Path) -> None:
    async with workstation(path) as hand:
        await hand.press("g", "i", "f", *"doc=FRT10", "enter", "d", *"frt", "enter", "enter")
        await hand.until(lambda: "more look alike" in hand.echo)
        count = 4 * OPEN - 1
        assert f"{count} more look alike: P shows them" in hand.echo
        assert hand.echo.startswith("Coded")
        assert hand.echo.endswith("u undo")


@pytest.mark.parametrize(
    ("saved", "said"),
    [
        ("Coded: PRC.", "Coded: PRC.  1,234 more look alike: P shows them  u undo"),
        ("Coded: " + "x" * 60, "Coded. 1,234 more look alike: P shows them  u undo"),
    ],
)
def test_what_is_said_fits_the_line(saved: str, said: str) -> None:
    assert alike_words(saved, 1234) == said
    assert len(said) <= 78


@SIZES
async def test_a_root_cause_is_told_of_one_item(path: Path, size: tuple[int, int]) -> None:
    async with workstation(path, size) as hand:
        await hand.press(*FRT10, "D")
        assert "Root cause of  FRT10" in hand.text()
        await hand.press(*"dam")
        assert "DMG  Damaged goods" in hand.text()
        await hand.press("tab", *"Dock", "tab", *"wet", "enter")
        assert hand.echo.startswith("Root cause DMG Dock on 1 item")
        assert cause(path, "FRT10") == [("DMG", "Dock", "wet")]
        await hand.press("=")
        assert "root cause DMG, Dock, wet" in hand.text()
        await hand.press("escape", "D", *"none", "enter")
        assert cause(path, "FRT10") == [("", "", "")]
        await hand.press("u", "u")
        assert cause(path, "FRT10") == []


async def test_the_root_cause_of_marked_items_is_previewed(path: Path) -> None:
    async with workstation(path) as hand:
        await hand.press("g", "i", "f", *"#FRT", "enter", "*", ";", "D", *"prc", "enter")
        assert isinstance(hand.app.screen, PlanPreview)
        assert "Root cause of 13 marked: preview, nothing written yet" in hand.text()
        assert "root cause PRC Sales on 13 items of 13 customers" in hand.text()
        assert cause(path, "FRT3") == []
        await hand.press("enter")
        assert hand.echo.startswith("Root cause PRC Sales on 13 items")
        screen = hand.app.screen
        assert isinstance(screen, ItemsScreen)
        assert not screen.items.marks.ids
    assert cause(path, "FRT3") == [("PRC", "Sales", "")]
    assert entries(path, 1)[0].text == "root cause PRC Sales on 13 items"


async def test_leaving_the_preview_of_a_root_cause_writes_nothing(path: Path) -> None:
    newest = entries(path, 1)
    async with workstation(path) as hand:
        await hand.press("g", "i", "f", *"#FRT", "enter", "*", ";", "D", *"prc", "enter", "escape")
        assert isinstance(hand.app.screen, ItemsScreen)
        assert len(hand.app.screen.items.marks) == 13
        # What was typed before may have become a draft meanwhile.
        await hand.press(";", "D", "ctrl+u", "enter")
        assert "Which cause?" in hand.text()
        await hand.press(*"none", "enter", "enter")
        assert "Nothing to write" in hand.echo
    assert entries(path, 1) == newest


async def test_a_root_cause_is_told_on_the_account(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        await hand.press("enter", "D", *"prc", "enter")
        assert hand.echo.startswith("Root cause PRC Sales on 1 item of 1 customer.")
        await hand.press("space", "space", ";", "D", *"tax", "enter", "enter")
        assert hand.echo.startswith("Root cause TAX")
    assert [one.kind for one in entries(path, 2)] == ["root_cause", "root_cause"]


async def test_why_tells_everything_that_was_said(path: Path) -> None:
    async with workstation(path) as hand:
        await hand.press("g", "i", "f", *"doc=PRC3", "enter", "=")
        text = hand.text()
        assert "dispute PRC" in text
        assert f"23 Nov {COLLECTOR}" in text
