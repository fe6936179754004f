"""The table of cases: what a coding comes to, or the sentence that refuses it; money adds up after each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import pytest

from arcollect_tui.errors import Refused, UsageError
from arcollect_tui.rules.splits import Split, from_text
from arcollect_tui.services import history
from arcollect_tui.services.coding import CodingRequest, apply_coding, plan_coding
from arcollect_tui.services.conflicts import conflicts, settle
from arcollect_tui.services.items import ItemView, item_rows
from arcollect_tui.services.office import Office
from tests.places import copy_folder
from tests.services.elsewhere import Elsewhere
from tests.services.handing import desk, exchange, give, shown
from tests.services.offices import (
    Line,
    assert_money,
    assert_sound,
    days,
    item,
    items,
    office_at,
    state,
    take_in,
)

LEDGER = [
    Line("hundred", amount=100_00),
    Line("odd", amount=100_01),
    Line("tiny", amount=1),
    Line("paid", amount=300_00).paid_down(100_00),
    Line("short", amount=100_00).paid_down(20_00),
    Line("yen", "C2", amount=1000, currency="JPY"),
    Line("yen1", "C2", amount=1, currency="JPY"),
    Line("dinar", "C2", amount=1_001, currency="KWD"),
    Line("euro", "C3", amount=50_00, currency="EUR"),
    Line("credit", amount=-50_00, type="credit"),
    Line("payment", amount=-50_00, type="payment"),
    Line("overpaid", amount=50_00, left=-10_00),
]
GONE = Line("gone", amount=70_00)
Pieces = dict[str, int]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store with the ledger."""
    folder = tmp_path_factory.mktemp("made")
    with office_at(folder / "office", seated=False) as opened:
        take_in(opened, folder, [*LEDGER, GONE], days(-1))
        take_in(opened, folder, LEDGER)
    return folder


@pytest.fixture
def office(made: Path, tmp_path: Path) -> Iterator[Office]:
    copy_folder(made, tmp_path / "desk")
    with office_at(tmp_path / "desk" / "office", seated=False) as opened:
        yield opened


def split(*pieces: str) -> dict[str, object]:
    """A split as in `PRC 80.55`: minor units, a share such as 1/3, or nothing for the rest."""

    def piece(text: str) -> Split:
        reason, _, much = text.partition(" ")
        if "/" in much:
            return Split(reason, part=Fraction(much))
        return Split(reason, amount=int(much) if much else None)

    return {"reason": "", "mode": "split", "splits": tuple(map(piece, pieces))}


def part(share: str) -> dict[str, object]:
    return {"reason": "PRC", "mode": "share", "part": Fraction(share)}


def typed(amount: int) -> dict[str, object]:
    return {"reason": "PRC", "mode": "typed", "amount": amount}


def request(office: Office, how: dict[str, object], *numbers: str) -> CodingRequest:
    return CodingRequest(item_ids=items(office, *numbers), recode=True, **how)  # type: ignore[arg-type]


def code(office: Office, how: dict[str, object], *numbers: str) -> bytes:
    return apply_coding(office, plan_coding(office, request(office, how, *numbers))).entry


def pieces_of(office: Office, number: str) -> Pieces:
    """The pieces of the coding in force of an item."""
    from arcollect_tui.data.queries import deeds

    (one,) = items(office, number)
    with office.store.reading() as connection:
        return dict(from_text(deeds.codings_in_force(connection, [one])[one].splits))


def assert_all_right(office: Office) -> None:
    assert_money(office)
    assert_sound(office)
    for row in item_rows(office, ItemView("state:open")):
        assert row.coding == "disputed" or row.disputed_amount == 0


COMES_TO: list[tuple[str, dict[str, object], int, Pieces]] = [
    ("hundred", split("PRC 8055", "FRT 1945"), 100_00, {"PRC": 80_55, "FRT": 19_45}),
    ("hundred", split("PRC 8055", "FRT 945"), 90_00, {"PRC": 80_55, "FRT": 9_45}),
    ("hundred", split("PRC 8055", "FRT"), 100_00, {"PRC": 80_55, "FRT": 19_45}),
    ("hundred", split("PRC 1/3", "FRT 1/3", "TAX 1/3"), 100_00, {"PRC": 33_33, "FRT": 33_33, "TAX": 33_34}),
    ("odd", split("PRC 1/2", "FRT 1/2"), 100_01, {"PRC": 50_00, "FRT": 50_01}),
    ("odd", split("PRC 1/4", "FRT 1/4"), 50_00, {"PRC": 25_00, "FRT": 25_00}),
    ("odd", split("PRC 1/4", "FRT 1001", "TAX"), 100_01, {"PRC": 25_00, "FRT": 10_01, "TAX": 65_00}),
    ("yen", split("PRC 1/3", "QTY 2/3"), 1000, {"PRC": 333, "QTY": 667}),
    ("yen", split("PRC 999", "QTY"), 1000, {"PRC": 999, "QTY": 1}),
    ("dinar", split("PRC 1/2", "QTY 1/2"), 1_001, {"PRC": 500, "QTY": 501}),
    ("paid", split("PRC 1/2", "QTY"), 100_00, {"PRC": 50_00, "QTY": 50_00}),
    ("hundred", part("1/3"), 33_33, {}),
    ("tiny", part("1"), 1, {}),
    ("yen", part("1/400"), 2, {}),
    ("hundred", typed(1), 1, {}),
    ("hundred", typed(100_00), 100_00, {}),
    ("paid", typed(60_00), 60_00, {}),
    ("short", {"reason": "PRC", "mode": "short"}, 20_00, {}),
    ("yen1", {"reason": "PRC"}, 1, {}),
    ("euro", {"reason": "COLLECTIBLE"}, 0, {}),
]


@pytest.mark.parametrize(("number", "how", "disputed", "pieces"), COMES_TO)
def test_what_a_coding_comes_to_and_its_undo(
    office: Office, number: str, how: dict[str, object], disputed: int, pieces: Pieces
) -> None:
    before = state(office)
    planned = plan_coding(office, request(office, how, number))
    assert [dict(line.pieces) for line in planned.lines] == [pieces]
    apply_coding(office, planned)
    assert item(office, number).disputed_amount == disputed
    assert pieces_of(office, number) == pieces
    assert sum(pieces.values()) in (0, disputed)
    if pieces:
        assert item(office, number).reason == max(pieces, key=lambda reason: pieces[reason])
    assert_all_right(office)
    after = state(office)
    history.undo(office)
    assert state(office) == before
    assert_all_right(office)
    history.redo(office)
    assert state(office) == after
    assert pieces_of(office, number) == pieces
    assert_all_right(office)


LEFT_OUT: list[tuple[str, dict[str, object], str]] = [
    (
        "hundred",
        split("PRC 8000", "FRT 2001"),
        "the pieces of the split are more than what is open on the item",
    ),
    ("hundred", split("PRC 8055", "FRT 0"), "each piece of a split must be more than zero"),
    ("hundred", split("PRC 10000", "FRT"), "each piece of a split must be more than zero"),
    ("hundred", split("PRC 10001", "FRT"), "each piece of a split must be more than zero"),
    (
        "hundred",
        split("PRC 1/2", "FRT 2/3"),
        "the pieces of the split are more than what is open on the item",
    ),
    ("hundred", split("PRC", "FRT"), "only one reason of a split can take the rest"),
    ("hundred", split("PRC 1", "PRC 2"), "a split names each reason once"),
    ("tiny", split("PRC 1/2", "FRT 1/2"), "each piece of a split must be more than zero"),
    ("yen1", split("PRC 1/3", "FRT"), "each piece of a split must be more than zero"),
    ("tiny", part("1/2"), "a share of nothing"),
    ("tiny", part("1/100"), "a share of nothing"),
    ("yen1", part("1/2"), "a share of nothing"),
    ("paid", typed(100_01), "less open than the amount typed"),
    ("hundred", {"reason": "PRC", "mode": "short"}, "not short paid"),
    ("credit", split("PRC 1/2", "FRT"), "a credit"),
    ("payment", part("1/2"), "a payment on account"),
    ("overpaid", split("PRC 1/2", "FRT"), "a credit balance"),
    ("gone", split("PRC 1/2", "FRT"), "cleared"),
    ("gone", {"reason": "COLLECTIBLE"}, "cleared"),
    ("hundred", {"reason": "UNCODED"}, "not coded"),
]


@pytest.mark.parametrize(("number", "how", "why"), LEFT_OUT)
def test_what_is_left_out_and_why(office: Office, number: str, how: dict[str, object], why: str) -> None:
    before = state(office)
    planned = plan_coding(office, request(office, how, number))
    assert [skip.why for skip in planned.skips] == [why]
    with pytest.raises(Refused, match="Nothing to code: 1 skipped"):
        apply_coding(office, planned)
    assert state(office) == before


REFUSED: list[tuple[tuple[str, ...], dict[str, object], type[Exception], str]] = [
    (
        ("hundred", "euro"),
        typed(10_00),
        Refused,
        "The items are in EUR and USD, and an amount is in one currency",
    ),
    (("hundred", "yen"), split("PRC 100", "FRT"), Refused, "The items are in JPY and USD"),
    (("hundred",), {"reason": "PRC", "mode": "typed"}, Refused, "The disputed amount is missing"),
    (("hundred",), typed(0), Refused, "The disputed amount must be more than zero"),
    (("hundred",), typed(-5), Refused, "The disputed amount must be more than zero"),
    (("hundred",), split("PRC 100"), UsageError, "A split has two reasons or more"),
    (("hundred",), split("PRC 100", "XYZ"), UsageError, "There is no reason"),
    (("hundred",), {**split("PRC 1", "FRT"), "reason": "PRC"}, UsageError, "A split names its reasons"),
    (("hundred",), {"reason": "PRC", "ask": "refund"}, UsageError, "credit, write_off, not refund"),
    (("hundred",), {"reason": "COLLECTIBLE", "claim": "C-1"}, UsageError, "--claim belongs to a dispute"),
]


@pytest.mark.parametrize(("numbers", "how", "error", "words"), REFUSED)
def test_what_is_refused_with_its_sentence(
    office: Office, numbers: tuple[str, ...], how: dict[str, object], error: type[Exception], words: str
) -> None:
    before = state(office)
    with pytest.raises(error, match=words):
        plan_coding(office, request(office, how, *numbers))
    assert state(office) == before


@pytest.mark.parametrize(
    ("how", "totals"),
    [
        ({"reason": "PRC"}, {"EUR": 50_00, "JPY": 1000, "KWD": 1_001, "USD": 100_00}),
        (part("1/3"), {"EUR": 16_67, "JPY": 333, "KWD": 334, "USD": 33_33}),
        (split("PRC 1/3", "FRT"), {"EUR": 50_00, "JPY": 1000, "KWD": 1_001, "USD": 100_00}),
    ],
)
def test_several_currencies_at_once_are_never_added(
    office: Office, how: dict[str, object], totals: dict[str, int]
) -> None:
    planned = plan_coding(office, request(office, how, "hundred", "euro", "yen", "dinar", "credit"))
    assert planned.totals == totals
    assert [skip.why for skip in planned.skips] == ["a credit"]
    apply_coding(office, planned)
    assert_all_right(office)


@dataclass(frozen=True)
class Move:
    """What happens between the preview and Enter.

    Attributes:
        does: it.
        stops: the plan is refused; else it is written as it was shown.
    """

    does: Callable[[Office, Path], object]
    stops: bool = True


def imported(*lines: Line) -> Callable[[Office, Path], object]:
    return lambda office, folder: take_in(office, folder, lines, days(1))


def changed(number: str, **fields: object) -> list[Line]:
    return [replace(line, **fields) if line.number == number else line for line in LEDGER]  # type: ignore[arg-type]


MOVES = {
    "nothing": Move(lambda _office, _folder: None, stops=False),
    "another item was paid": Move(imported(*changed("euro", left=1)), stops=False),
    "the same file again": Move(lambda office, folder: take_in(office, folder, LEDGER), stops=False),
    "another item was coded": Move(lambda office, _: code(office, {"reason": "TAX"}, "euro"), stops=False),
    "a new item came": Move(imported(*LEDGER, Line("new")), stops=False),
    "it was paid down": Move(imported(*changed("hundred", left=40_00))),
    "it grew": Move(imported(*changed("hundred", amount=200_00))),
    "it became a credit": Move(imported(*changed("hundred", left=-5_00))),
    "it was cleared": Move(imported(*LEDGER[1:])),
    "its customer changed": Move(imported(*changed("hundred", customer="C9"))),
    "its currency changed": Move(imported(*changed("hundred", currency="CAD"))),
    "a cleared item came back": Move(imported(*LEDGER, GONE), stops=False),
    "its import was taken back": Move(
        lambda office, _: [history.undo(office, handle) for handle in ("1-2", "1-1")]
    ),
    "it was coded here": Move(lambda office, _: code(office, {"reason": "TAX"}, "hundred")),
    "it was coded by a colleague": Move(lambda office, _: Elsewhere(office).coded("hundred", "TAX")),
    "it was coded and uncoded": Move(
        lambda office, _: [code(office, {"reason": reason}, "hundred") for reason in ("TAX", "UNCODED")]
    ),
    "it was coded and undone": Move(
        lambda office, _: [code(office, {"reason": "TAX"}, "hundred"), history.undo(office)], stops=False
    ),
}
PLANNED = [split("PRC 1/2", "FRT"), part("1/2"), typed(30_00), {"reason": "PRC"}]


@pytest.mark.parametrize("how", PLANNED, ids=["split", "share", "typed", "whole"])
@pytest.mark.parametrize("name", MOVES)
def test_between_preview_and_enter(
    office: Office, tmp_path: Path, name: str, how: dict[str, object]
) -> None:
    numbers = ("hundred", "gone") if name == "a cleared item came back" else ("hundred",)
    planned = plan_coding(office, request(office, how, *numbers))
    MOVES[name].does(office, tmp_path)
    before = state(office)
    if MOVES[name].stops:
        with pytest.raises(Refused, match=r"The items changed since the preview\. Nothing was coded"):
            apply_coding(office, planned)
        assert state(office) == before
    else:
        apply_coding(office, planned)
        assert item(office, "hundred").disputed_amount == planned.lines[0].disputed
        assert_all_right(office)
        history.undo(office)
        assert state(office) == before
    assert_all_right(office)


def test_an_exchange_between_preview_and_enter(tmp_path: Path) -> None:
    """A colleague's file brings a coding of the same item: refused, and right when it is shown again."""
    with desk(tmp_path, "ann") as ann, desk(tmp_path, "bob") as bob:
        for office in (ann, bob):
            take_in(office, tmp_path, LEDGER)
        code(bob, split("DMG 1/2", "QTY"), "hundred")
        planned = plan_coding(ann, request(ann, split("PRC 1/2", "FRT"), "hundred", "odd"))
        give(bob, ann, tmp_path)
        with pytest.raises(Refused, match="changed since the preview"):
            apply_coding(ann, planned)
        again = plan_coding(ann, replace(planned.request, recode=False))
        assert [skip.why for skip in again.skips] == ["already DMG"]
        code(ann, split("PRC 1/2", "FRT"), "hundred")
        exchange(ann, bob, tmp_path)
        assert conflicts(ann) == conflicts(bob) == []
        assert pieces_of(bob, "hundred") == {"PRC": 50_00, "FRT": 50_00}
        assert shown(ann) == shown(bob)
        for office in (ann, bob):
            assert_all_right(office)


@pytest.mark.parametrize("choice", [0, 1, None])
def test_two_splits_of_one_item_at_two_desks(tmp_path: Path, choice: int | None) -> None:
    with desk(tmp_path, "ann") as ann, desk(tmp_path, "bob") as bob:
        for office in (ann, bob):
            take_in(office, tmp_path, LEDGER)
        code(ann, split("PRC 8000", "FRT"), "hundred")
        code(bob, {"reason": "OTH"}, "euro")  # his clock goes on, so that his next stamp is the later one
        code(bob, split("PRC 7000", "TAX 1000"), "hundred")
        exchange(ann, bob, tmp_path)
        (found,) = conflicts(ann)
        assert [value.says for value in found.values] == [
            "PRC 80.00 USD + FRT 20.00 USD", "PRC 70.00 USD + TAX 10.00 USD",
        ]  # fmt: skip
        assert [row.id for row in conflicts(bob)] == [found.id]
        for office in (ann, bob):
            assert item(office, "hundred").disputed_amount == 80_00
            assert_all_right(office)
        settle(ann, found, None if choice is None else found.values[choice].entry)
        exchange(ann, bob, tmp_path)
        assert conflicts(ann) == conflicts(bob) == []
        pieces = {"PRC": 80_00, "FRT": 20_00} if choice == 0 else {"PRC": 70_00, "TAX": 10_00}
        for office in (ann, bob):
            assert pieces_of(office, "hundred") == pieces
            assert item(office, "hundred").disputed_amount == sum(pieces.values())
            assert_all_right(office)
        assert shown(ann) == shown(bob)


def test_the_same_split_at_two_desks_is_no_conflict(tmp_path: Path) -> None:
    with desk(tmp_path, "ann") as ann, desk(tmp_path, "bob") as bob:
        for office in (ann, bob):
            take_in(office, tmp_path, LEDGER)
            code(office, split("PRC 8000", "FRT"), "hundred")
        exchange(ann, bob, tmp_path)
        assert conflicts(ann) == conflicts(bob) == []
        assert shown(ann) == shown(bob)


def test_what_is_open_moves_under_a_split(office: Office, tmp_path: Path) -> None:
    """A split never disputes more than is open; its pieces stay as they were said."""
    code(office, split("PRC 6000", "FRT 3000"), "hundred")
    for left, disputed in [(95_00, 90_00), (90_00, 90_00), (30_00, 30_00), (1, 1), (-5_00, 0)]:
        take_in(office, tmp_path, changed("hundred", left=left), days(1))
        assert item(office, "hundred").disputed_amount == disputed
        assert pieces_of(office, "hundred") == {"PRC": 60_00, "FRT": 30_00}
        assert_all_right(office)
        history.undo(office)
    take_in(office, tmp_path, LEDGER[1:], days(1))
    assert item(office, "hundred").disputed_amount == 0
    take_in(office, tmp_path, LEDGER, days(2))
    assert item(office, "hundred").disputed_amount == 90_00
    assert_all_right(office)


def test_a_coded_item_goes_to_another_customer(office: Office, tmp_path: Path) -> None:
    code(office, split("PRC 6000", "FRT 3000"), "hundred")
    take_in(office, tmp_path, changed("hundred", customer="C9"), days(1))
    moved = item(office, "hundred")
    assert (moved.customer_no, moved.disputed_amount) == ("C9", 90_00)
    assert_all_right(office)
    code(office, part("1/2"), "hundred")
    assert item(office, "hundred").disputed_amount == 50_00
    assert_all_right(office)
    history.undo(office)
    assert item(office, "hundred").disputed_amount == 90_00
    assert_all_right(office)
