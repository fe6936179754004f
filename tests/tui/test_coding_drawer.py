"""The coding drawer: type-ahead, amounts, preview, what is left out, and leaving without a deed."""

from pathlib import Path
from typing import Any

import pytest

from arcollect_tui.errors import ArcollectError, Refused
from arcollect_tui.rules.coding import AmountMode
from arcollect_tui.rules.reasons import SHIPPED
from arcollect_tui.screens.chosen import ChosenItems
from arcollect_tui.screens.coding import CodingDrawer
from arcollect_tui.screens.coding_ask import CodingAsk, asked_of, mode_of, preview, request_of
from arcollect_tui.screens.coding_preview import packed
from arcollect_tui.screens.coding_reasons import codings
from arcollect_tui.screens.items import ItemsScreen
from arcollect_tui.services.items import ItemRow, ItemView, item_rows
from tests.tui.office import NARROW, WIDE, Hand, entries, opened, sample_store, workstation

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x35", "80x24"])
FIRST = "short d:uncoded sort:-short_amount"


def found(path: Path, text: str) -> list[ItemRow]:
    with opened(path) as office:
        return item_rows(office, ItemView(text))


def drawer(hand: Hand) -> CodingDrawer:
    """The drawer in front."""
    screen = hand.app.screen
    assert isinstance(screen, CodingDrawer)
    return screen


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("", "PRC"),
        ("pr", "PRC"),
        ("fr", "FRT"),
        ("dam", "DMG"),
        ("coll", "COLLECTIBLE"),
        ("unco", "UNCODED"),
    ],
)
def test_a_few_letters_find_the_coding(typed: str, first: str) -> None:
    assert codings(typed, SHIPPED)[0].id == first


def test_what_matches_nothing_offers_nothing() -> None:
    assert codings("qqq", SHIPPED) == ()


@pytest.mark.parametrize(
    ("typed", "mode"),
    [
        ("", AmountMode.WHOLE),
        ("w", AmountMode.WHOLE),
        ("Short ", AmountMode.SHORT),
        ("80.55", AmountMode.TYPED),
        ("shortish", AmountMode.TYPED),
        ("half", AmountMode.SHARE),
        ("12.5 %", AmountMode.SHARE),
        ("150%", AmountMode.SHARE),
        ("PRC 80.55 + FRT rest", AmountMode.SPLIT),
        ("prc 60%+frt 40%", AmountMode.SPLIT),
        ("=1200+350", AmountMode.TYPED),
        ("+", AmountMode.TYPED),
    ],
)
def test_how_much_is_meant(typed: str, mode: AmountMode) -> None:
    assert mode_of(typed) is mode


def test_parts_are_packed_and_never_broken() -> None:
    assert packed(["in dispute", "1.00 USD", "2.00 EUR"], 20) == ["in dispute 1.00 USD", "  2.00 EUR"]


def test_a_typed_amount_needs_one_currency(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    with opened(path) as office:
        rows = item_rows(office, ItemView("type:invoice d:uncoded"))
        by_currency = {row.currency: row.item_id for row in rows}
        assert len(by_currency) > 1
        several = ChosenItems(items=tuple(by_currency.values()))
        with pytest.raises(Refused, match="A typed amount is in one currency"):
            preview(office, CodingAsk(several, "PRC", "1.00"))
        one = preview(office, CodingAsk(ChosenItems(items=(by_currency["USD"],)), "PRC", "1.00")).plan
        assert (one.lines[0].disputed, one.totals) == (100, {"USD": 100})


@pytest.mark.parametrize(
    ("typed", "asked"),
    [("", ""), ("c", "credit"), ("Credit ", "credit"), ("w", "write_off"), ("write-off", "write_off")],
)
def test_what_the_ledger_is_asked_for(typed: str, asked: str) -> None:
    assert asked_of(typed) == asked


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"amount": "0%"}, "is no share: type more than 0%"),
        ({"amount": "x%"}, "is no share: type 50%, 12.5% or half"),
        ({"amount": "PRC 5 +"}, "A split is typed as PRC 80.55 \\+ FRT rest"),
        ({"amount": "PRC 5 + ZZZ rest"}, 'There is no reason "ZZZ"'),
        ({"amount": "PRC 5 + FRT rest"}, "A typed amount is in one currency"),
        ({"ask": "money"}, "Ask the ledger for credit or write-off, or for nothing"),
        ({"reason": "COLLECTIBLE", "claim": "4711"}, "belong to a dispute"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, said: dict[str, Any], why: str) -> None:
    with opened(sample_store(tmp_path)) as office:
        items = tuple(row.item_id for row in item_rows(office, ItemView(FIRST)))
        ask = CodingAsk(ChosenItems(items=items), **{"reason": "PRC", "amount": ""} | said)
        with pytest.raises(ArcollectError, match=why):
            request_of(office, ask)


@SIZES
async def test_reason_and_preview_stand_in_the_drawer(tmp_path: Path, size: tuple[int, int]) -> None:
    path = sample_store(tmp_path)
    rows = found(path, FIRST)
    async with workstation(path, size) as hand:
        await hand.press("V", "s", "*", ";", "d")
        text = hand.text()
        customers = len({row.customer_id for row in rows})
        assert f"Reason for {len(rows)} marked" in text
        assert f"{len(rows)} items of {customers} customers" in text
        assert "PRC Price: Sales, 5 business days" in text
        assert rows[0].document_no in text.split("Reason for")[1]
        assert all(word in text for word in ("Enter choose, then apply", "F2 accounts", "Esc cancel"))
        await hand.press("d", "a", "m")
        assert "DMG Damaged goods: Logistics, 7 business days" in hand.text()
        await hand.press("enter")
        assert f"DMG on {len(rows)} marked: preview, nothing written yet" in hand.text()
    assert entries(path, 1)[0].kind == "import"


@pytest.mark.parametrize(("before", "after"), [(WIDE, NARROW), (NARROW, WIDE)], ids=["narrower", "wider"])
async def test_the_preview_is_folded_for_the_size_there_is(
    tmp_path: Path, before: tuple[int, int], after: tuple[int, int]
) -> None:
    path = sample_store(tmp_path)
    keys = ("g", "i", "*", ";", "d")
    async with workstation(path, after) as hand:
        await hand.press(*keys)
        wanted = hand.text().split("Reason for")[1]
    async with workstation(path, before) as hand:
        await hand.press(*keys)
        await hand.pilot.resize_terminal(*after)
        await hand.rest()
        assert hand.text().split("Reason for")[1] == wanted


async def test_other_letters_after_enter_choose_anew(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    first = found(path, FIRST)[0]
    async with workstation(path) as hand:
        await hand.press("V", "s", "d", *"prc", "enter", *["backspace"] * 3, *"tax", "enter")
        assert isinstance(hand.app.screen, CodingDrawer)
        await hand.press("enter")
    assert entries(path, 1)[0].text == f"{first.customer_no} dispute TAX on {first.document_no}"


async def test_arrows_choose_a_reason(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        await hand.press("V", "s", "d", *"pr", "down", "enter", "enter")
    assert " dispute PRC-PO on " in entries(path, 1)[0].text


async def test_the_short_paid_rest_and_a_typed_amount(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    rows = found(path, f"{FIRST} cur:usd")
    async with workstation(path) as hand:
        await hand.press("V", "s", "f", *" cur:usd", "enter")
        await hand.press("d", *"prc", "tab", *["backspace"] * 5, *"10.50", "enter", "enter")
        assert hand.echo.startswith("Coded: dispute PRC on 1 item of 1 customer, 10.50 USD")
        await hand.press("d", *"prc", "tab", *["backspace"] * 5, *"short", "enter", "enter")
    coded = {row.item_id: row.disputed_amount for row in found(path, "reason:PRC")}
    assert coded[rows[0].item_id] == 1050
    assert coded[rows[1].item_id] == rows[1].short_amount


async def test_an_amount_nobody_can_read_is_refused_and_the_drawer_stays(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        await hand.press("V", "s", "d", "tab", *["backspace"] * 5, *"1,2,3,x", "enter", "enter")
        drawer(hand)
        assert hand.echo.startswith("! ")
        await hand.press("escape")
    assert entries(path, 1)[0].kind == "import"


async def test_esc_writes_nothing_and_keeps_the_marks(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        await hand.press("V", "s", "*", ";", "d", *"pr", "enter", "escape")
        screen = hand.app.screen
        assert isinstance(screen, ItemsScreen)
        assert len(screen.items.marks) == len(found(path, FIRST))
    assert entries(path, 1)[0].kind == "import"


async def test_what_is_left_out_is_counted_with_the_reason(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    coded, owed = len(found(path, "coding:disputed")), len(found(path, "open<0"))
    async with workstation(path) as hand:
        await hand.press("g", "i", "*", ";", "d")
        text = hand.text()
        assert f"skips {coded + owed}:" in text
        assert f"{coded} coded already" in text


async def test_marked_items_that_cannot_be_coded_at_all_are_refused(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        await hand.press("g", "i", "f", *"open<0", "enter", "*", ";", "d", "enter", "enter")
        drawer(hand)
        assert hand.echo.startswith("! Nothing would be coded: a ")


async def test_collectible_and_taking_a_coding_off(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    first = found(path, FIRST)[0].item_id
    async with workstation(path) as hand:
        await hand.press("V", "s", "d", *"coll", "enter", "enter")
        assert first in {row.item_id for row in found(path, "coding:collectible")}
        assert "collect" in hand.text().splitlines()[3]
        await hand.press("k", "d", *"unco", "enter", "enter")
    assert first in {row.item_id for row in found(path, "d:uncoded")}


async def test_a_note_goes_with_the_coding(tmp_path: Path) -> None:
    from arcollect_tui.services.exports import export

    path = sample_store(tmp_path)
    async with workstation(path) as hand:
        await hand.press("V", "s", "d", *"pr", "tab", "tab", *"per mail", "enter", "enter")
        assert hand.echo.startswith("Coded:")
    with opened(path) as office:
        export(office, "coding", tmp_path / "coding.csv")
    assert "per mail" in (tmp_path / "coding.csv").read_text("utf-8")


# What else a coding says


@SIZES
async def test_tab_reaches_claim_code_words_and_what_is_asked(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    from arcollect_tui.data.queries.deeds import codings_in_force

    path = sample_store(tmp_path)
    first = found(path, FIRST)[0]
    async with workstation(path, size) as hand:
        await hand.press("V", "s", "d", *"prc", *["tab"] * 3, *"C-77", "tab", *"06")
        await hand.press("tab", *"not agreed", "tab", *"cred")
        assert all(word in hand.text() for word in ("Claim", "Their code", "Their words", "Ask"))
        assert "credit requested, claim C-77" in hand.text()
        await hand.press("tab")
        assert drawer(hand).focused is drawer(hand)._reason
        await hand.press("shift+tab", "shift+tab")
        assert drawer(hand)._their_words.has_focus_within
        await hand.press("enter", "enter")
        assert hand.echo.startswith("Coded: dispute PRC on 1 item")
    with opened(path) as office, office.store.reading() as connection:
        said = codings_in_force(connection, [first.item_id])[first.item_id]
    assert (said.claim, said.their_code, said.their_words, said.ask) == (
        *("C-77", "06", "not agreed", "credit"),
    )


@SIZES
async def test_typed_ahead_tabs_land_in_their_fields(tmp_path: Path, size: tuple[int, int]) -> None:
    path = sample_store(tmp_path)
    async with workstation(path, size) as hand:
        for key in ("V", "s", "d", *["tab"] * 3, *"K9"):
            await hand.hit(key)
        await hand.rest()
        assert drawer(hand)._claim.value == "K9"


async def test_half_of_each_item(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    rows = found(path, FIRST)
    async with workstation(path) as hand:
        await hand.press(
            "V", "s", "*", ";", "d", *"frt", "tab", *["backspace"] * 5, *"half", "enter", "enter"
        )
    now = {row.item_id: row for row in found(path, "reason:FRT")}
    for row in rows:
        assert abs(now[row.item_id].disputed_amount * 2 - row.open_amount) <= 1


@SIZES
async def test_a_split_shows_its_pieces_and_needs_no_other_reason(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    path = sample_store(tmp_path)
    rows = found(path, f"{FIRST} cur:usd short>20")
    async with workstation(path, size) as hand:
        await hand.press("V", "s", "f", *" cur:usd short>20", "enter", "*", ";", "d", *"qqq", "tab")
        await hand.press(*["backspace"] * 5, *"prc 9.50 + frt rest", "enter")
        assert f"PRC + FRT on {len(rows)} marked: preview, nothing written yet" in hand.text()
        pieces = f"PRC {9.5 * len(rows):,.2f} USD"
        assert pieces in hand.text()
        await hand.press("enter")
        assert hand.echo.startswith(f"Coded: dispute PRC + FRT on {len(rows)} items")
    now = {row.item_id: row for row in found(path, "reason:PRC reason:FRT")}
    assert set(now) == {row.item_id for row in rows}
    assert all(row.disputed_amount == row.open_amount for row in now.values())


@SIZES
async def test_accounts_instead_of_items(tmp_path: Path, size: tuple[int, int]) -> None:
    path = sample_store(tmp_path)
    rows = found(path, f"{FIRST} cur:usd")
    numbers = [row.customer_no for row in rows]
    most = min(set(numbers), key=lambda number: (-numbers.count(number), number))
    async with workstation(path, size) as hand:
        await hand.press("V", "s", "f", *" cur:usd", "enter", "*", ";", "d", "f2")
        lines = [line for line in hand.text().splitlines() if f"{numbers.count(most)} items" in line]
        assert any(most in line for line in lines)
        await hand.press("ctrl+l")
        assert rows[0].document_no in hand.text().split("Reason for")[1]


async def test_coded_items_are_coded_anew_by_a_stated_wish(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    coded = found(path, "coding:disputed -reason:TAX")
    assert coded
    async with workstation(path) as hand:
        await hand.press("g", "i", "f", *"coding:disputed -reason:TAX", "enter", "*", ";", "d", *"tax")
        text = " ".join(hand.text().split())
        assert f"{len(coded)} coded already" in text
        assert "Ctrl+R codes them anew" in text.replace("│ ", "")
        await hand.press("enter", "enter")
        assert hand.echo.startswith("! Nothing would be coded")
        await hand.press("ctrl+r")
        assert f"{len(coded)} of them coded before" in hand.text()
        await hand.press("enter")
        assert hand.echo.startswith(f"Coded: dispute TAX on {len(coded)} items")
        await hand.press("u")
    assert {row.item_id: row.reason for row in found(path, "coding:disputed -reason:TAX")} == {
        row.item_id: row.reason for row in coded
    }
