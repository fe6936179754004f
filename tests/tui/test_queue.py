"""The queue on the screen: its view and gauge, the tolerance, and claims that were made before."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from arcollect_tui.screens.item_why import ItemWhy
from arcollect_tui.screens.items import ItemsScreen
from arcollect_tui.screens.tolerance import ToleranceDrawer
from arcollect_tui.services.items import ItemRow, ItemView, item_rows
from arcollect_tui.services.office_policy import set_office
from tests.services.offices import Line, days, office_at
from tests.services.queued import Claimed, bring, set_policy, short
from tests.tui.office import DAY, NARROW, WIDE, Hand, entries, opened, workstation

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x35", "80x24"])
LEDGER = [
    short("INV1", 99),
    short("INV2", 1_00),
    short("INV3", 1_01),
    short("INV4", 25_00, text="damage claim 7781", written=days(-20)),
    short("INV5", 24_00, text="2 cartons wet - claim 7781", written=days(-90)),
    Claimed("CB6", type="chargeback", amount=500_00, customer="C2"),
    Claimed("INV7", amount=900_00),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    where = tmp_path / "office.arcollect"
    made(where, tmp_path, LEDGER)
    return where


def made(where: Path, folder: Path, lines: Sequence[Line]) -> None:
    with office_at(where, DAY) as office:
        set_office(office, currency="USD")
        bring(office, folder, lines)


def found(path: Path, text: str) -> list[ItemRow]:
    with opened(path, read_only=True) as office:
        return item_rows(office, ItemView(text))


def frame(hand: Hand) -> str:
    screen = next(screen for screen in hand.app.screen_stack if isinstance(screen, ItemsScreen))
    return f"{screen.items.border_title} {screen.items.border_subtitle}"


@SIZES
async def test_the_view_shows_the_biggest_first_and_the_gauge(path: Path, size: tuple[int, int]) -> None:
    async with workstation(path, size) as hand:
        await hand.press("V", "c")
        assert "f queue sort:-open_amount" in hand.text()
        assert "to code 6  552.00 USD · coded today 0 % of value" in frame(hand)
        await hand.press("d", "p", "r", "c", "enter", "enter")
        assert "to code 5  52.00 USD · coded today 90 % of value" in frame(hand)
        await hand.press("u")
        assert "to code 6  552.00 USD · coded today 0 % of value" in frame(hand)
        await hand.press("f", *[*["backspace"] * 40], *"short", "enter")
        assert "to code" not in frame(hand)
        assert "open 52.00 USD" in frame(hand)


@SIZES
async def test_small_differences_are_proposed_and_applied(path: Path, size: tuple[int, int]) -> None:
    async with workstation(path, size) as hand:
        await hand.press("V", "c", "T")
        assert isinstance(hand.app.screen, ToleranceDrawer)
        text = hand.text()
        assert "2 within the tolerance, credit requested: preview, nothing written yet" in text
        assert "skips 3: 3 over the tolerance of 1.00 USD" in text
        assert entries(path, 1)[0].kind != "coding"
        await hand.press("enter")
        assert hand.echo.startswith("Coded: dispute RND on 2 items of 1 customer, 1.99 USD, 3 skipped")
        assert {row.document_no for row in found(path, "reason:RND")} == {"INV1", "INV2"}
        await hand.press("u")
        assert found(path, "reason:RND") == []


async def test_escape_writes_nothing(path: Path) -> None:
    before = len(entries(path))
    async with workstation(path) as hand:
        await hand.press("V", "c", "T", "escape")
        assert isinstance(hand.app.screen, ItemsScreen)
    assert len(entries(path)) == before


async def test_nothing_within_the_tolerance_is_said(path: Path) -> None:
    with office_at(path, DAY) as office:
        set_policy(office, {"reason.RND.tolerance": "0.10"})
    async with workstation(path) as hand:
        await hand.press("V", "c", "T", "enter")
        assert isinstance(hand.app.screen, ToleranceDrawer)
        assert (
            hand.echo == "! Nothing is within the tolerance (over the tolerance of 0.10 USD): Esc leaves."
        )
        await hand.press("escape", "g", "i", "f", *"type:fee", "enter", "T")
        assert "No short pay to code matches" in hand.text()


async def test_a_window_that_only_reads_refuses(path: Path) -> None:
    async with workstation(path, read_only=True) as hand:
        await hand.press("V", "c", "T")
        assert isinstance(hand.app.screen, ItemsScreen)
        assert hand.echo.startswith("! Open for reading only")


@SIZES
async def test_the_preview_of_a_coding_names_claims_made_before(path: Path, size: tuple[int, int]) -> None:
    async with workstation(path, size) as hand:
        await hand.press("V", "c", "j", "d", "d", "m", "g", "enter")
        assert "1 looks like a claim made before" in hand.text()
        assert "INV5 (claim 7781)" in hand.text().replace("\n", " ")
        await hand.press("escape", "j", "j", "d", "p", "r", "enter")
        assert "made before" not in hand.text()


async def test_the_pane_of_an_item_says_why_it_is_to_be_coded_and_what_it_is_like(path: Path) -> None:
    async with workstation(path) as hand:
        await hand.press("V", "c", "j", "=")
        assert isinstance(hand.app.screen, ItemWhy)
        assert "To code: short paid." in hand.text()
        assert "Claimed before? INV5: 24.00 USD uncoded, open, claim 7781." in hand.text()
        await hand.press("escape", "k", "=")
        assert "To code: a deduction." in hand.text()
        assert "Claimed before?" not in hand.text()
