"""Conflicts on the screens that show an account: they are told, and one key settles."""

from pathlib import Path

import pytest

from arcollect_tui.screens.account import AccountScreen
from arcollect_tui.screens.conflicts import ConflictsScreen
from arcollect_tui.screens.pick import Picker
from arcollect_tui.services.coding import CodingRequest, apply_coding, plan_coding
from arcollect_tui.services.conflicts import conflicts
from arcollect_tui.services.items import ItemView, item_rows
from arcollect_tui.services.office_policy import set_policy
from arcollect_tui.services.worklist import WorklistView, worklist_rows
from tests.services.elsewhere import Elsewhere
from tests.tui.office import NARROW, WIDE, Hand, entries, opened, sample_store, workstation

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x35", "80x24"])


def contested(folder: Path, count: int = 1) -> tuple[Path, list[str]]:
    """The sample office; items of its top account are coded by two desks. Their numbers, as listed."""
    path = sample_store(folder)
    with opened(path) as office:
        number = worklist_rows(office, WorklistView(), 1)[0].number
        rows = item_rows(office, ItemView(f"acct:{number} d:uncoded type:invoice"))[:count]
        for row in rows:
            apply_coding(office, plan_coding(office, CodingRequest("PRC", (row.item_id,))))
            Elsewhere(office).coded(row.document_no, "QTY")
        return path, [row.about for row in conflicts(office)]


def reason(path: Path, document: str) -> str:
    with opened(path, read_only=True) as office:
        return item_rows(office, ItemView(f"doc={document}"))[0].reason


def waiting(path: Path) -> list[str]:
    with opened(path, read_only=True) as office:
        return [row.about for row in conflicts(office)]


async def told(hand: Hand, words: str) -> None:
    """Until the screen says so."""
    await hand.until(lambda: words in hand.text())


@SIZES
@pytest.mark.parametrize("place", [(), ("enter",)], ids=["worklist", "account"])
async def test_one_key_keeps_what_counts(
    tmp_path: Path, size: tuple[int, int], place: tuple[str, ...]
) -> None:
    path, (document,) = contested(tmp_path)
    async with workstation(path, size) as hand:
        await hand.press(*place, *(("z", "z") if place else ()))
        await told(hand, "! 1 conflict")
        assert document in hand.text()
        assert "PRC by jk" in hand.text()
        await hand.press("i")
        assert hand.echo.startswith("Settled: ")
        assert hand.echo.endswith(f"{document} QTY.  u undo")
        assert "conflict" not in hand.text()
        await hand.press("u")
        await told(hand, "! 1 conflict")
        await hand.press("U")
    assert (waiting(path), reason(path, document)) == ([], "QTY")


@SIZES
async def test_another_key_opens_the_list_of_values(tmp_path: Path, size: tuple[int, int]) -> None:
    path, documents = contested(tmp_path, 2)
    async with workstation(path, size) as hand:
        await told(hand, "! 2 conflicts")
        await hand.press("O")
        assert isinstance(hand.app.screen, Picker)
        for document in documents:
            assert f"{document}: PRC" in hand.text()
            assert f"{document}: QTY" in hand.text()
        assert "counts" in hand.text()
        await hand.press("down", "down", "enter")
        await told(hand, "! 1 conflict")
    assert waiting(path) == documents[:1]
    assert reason(path, documents[1]) == "PRC"


async def test_leaving_the_list_settles_nothing(tmp_path: Path) -> None:
    path, documents = contested(tmp_path)
    async with workstation(path) as hand:
        await hand.press("O", "escape")
        await told(hand, "! 1 conflict")
    assert waiting(path) == documents


async def test_keys_typed_ahead_settle_one_conflict_each(tmp_path: Path) -> None:
    path, documents = contested(tmp_path, 3)
    async with workstation(path) as hand:
        await hand.press("i", "i")
        await told(hand, "! 1 conflict")
    assert waiting(path) == documents[2:]


async def test_the_key_waits_for_the_pane_and_never_settles_unseen(tmp_path: Path) -> None:
    path, documents = contested(tmp_path)
    async with workstation(path) as hand:
        await hand.press("j", "i")
        assert hand.echo == "! Nothing about this account is in conflict: g c lists what is."
        await hand.press("k", "i")
        assert hand.echo.startswith("Settled: ")
    assert waiting(path) == []
    assert reason(path, documents[0]) == "QTY"


@pytest.mark.parametrize(("size", "keys"), [(WIDE, ("z",)), ((60, 15), ())], ids=["list", "60x15"])
async def test_what_is_not_in_sight_is_not_settled(
    tmp_path: Path, size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    path, documents = contested(tmp_path)
    async with workstation(path, size) as hand:
        await hand.press(*keys, "i")
        assert "z shows the pane, Enter" in hand.echo
        await hand.press("enter")
        await hand.press(*(() if hand.app.screen.query_one("#about").display else ("z", "z")), "i")
        assert hand.echo.startswith("Settled: ")
    assert waiting(path) == []
    assert reason(path, documents[0]) == "QTY"


async def test_what_changed_meanwhile_is_refused_and_shown(tmp_path: Path) -> None:
    path, (document,) = contested(tmp_path)
    async with workstation(path) as hand:
        await told(hand, "! 1 conflict")
        worklist = hand.worklist
        worklist.pane.reload = lambda: None  # type: ignore[method-assign]
        with opened(path) as office:
            Elsewhere(office).coded(document, "TAX")
        del worklist.pane.reload
        await hand.press("i")
        assert "changed since it was shown. Nothing was settled." in hand.echo
        await told(hand, "TAX by bob")
    assert waiting(path) == [document]


async def test_the_repeat_key_settles_nothing(tmp_path: Path) -> None:
    path, documents = contested(tmp_path, 2)
    async with workstation(path) as hand:
        await told(hand, "! 2 conflicts")
        await hand.press("i", ".")
    assert waiting(path) == documents[1:]


async def test_nothing_is_settled_where_only_reading_is_allowed(tmp_path: Path) -> None:
    path, documents = contested(tmp_path)
    async with workstation(path, read_only=True) as hand:
        await told(hand, "! 1 conflict")
        for key in ("i", "O"):
            await hand.press(key)
            assert hand.echo.startswith("! Open for reading only")
            assert "! 1 conflict" in hand.text()
    assert waiting(path) == documents


async def test_the_account_screen_tells_all_of_it(tmp_path: Path) -> None:
    path, documents = contested(tmp_path, 7)
    async with workstation(path) as hand:
        await hand.press("enter")
        assert isinstance(hand.app.screen, AccountScreen)
        await told(hand, "! 7 conflicts  i keeps what counts, O picks")
        for document in documents[:5]:
            assert f"{document}, 2 codings: PRC by jk 23 Nov · QTY" in hand.text()
        assert "and 2 more" in hand.text()
        await hand.press("i", "escape")
    assert entries(path, 1)[0].kind == "settle"
    assert waiting(path) == documents[1:]


@SIZES
async def test_the_list_settles_the_one_under_the_cursor(tmp_path: Path, size: tuple[int, int]) -> None:
    path, documents = contested(tmp_path, 3)
    async with workstation(path, size) as hand:
        await hand.press("g", "c")
        await told(hand, "3 conflicts")
        assert "i keeps what counts" in hand.text()
        screen = hand.app.screen
        assert isinstance(screen, ConflictsScreen)
        listed = [line.row.about for line in screen.rows]
        await hand.press("j", "i")
        assert hand.echo.endswith(f"{listed[1]} QTY.  u undo")
        await told(hand, "2 conflicts")
        await hand.press("O")
        assert isinstance(hand.app.screen, Picker)
        assert f"{listed[2]}: PRC" in hand.text()
        assert f"{listed[0]}: " not in hand.text()
        await hand.press("enter")
        await told(hand, "1 conflict")
        await hand.press("u")
        await told(hand, "2 conflicts")
        await hand.press("U", "k", "i")
        await told(hand, "Nothing is in conflict")
        await hand.press("i")
        assert hand.echo.startswith("! There is no conflict here")
    assert (waiting(path), sorted(reason(path, one) for one in documents)) == ([], ["PRC", "QTY", "QTY"])


async def test_what_concerns_no_account_is_settled_in_the_list(tmp_path: Path) -> None:
    path = sample_store(tmp_path)
    with opened(path) as office:
        set_policy(office, {"office.name": "North"}, "Set.")
        fact = {"is": "policy", "key": "office.name", "value": '"South"', "replaces": None}
        Elsewhere(office).said(fact, number="", kind="policy")
    async with workstation(path) as hand:
        await hand.press("g", "c")
        await told(hand, "1 conflict")
        await hand.press("enter")
        assert "concerns no account: i keeps what counts" in hand.echo
        await hand.press("i")
        assert hand.echo.startswith("Settled: ")
    assert waiting(path) == []
