"""Coding items: what is left out and why, what is written, and what a moved store does to a plan."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from arcollect_tui.errors import ArcollectError, Refused, UsageError
from arcollect_tui.services import history
from arcollect_tui.services.coding import CodingPlan, CodingRequest, apply_coding, plan_coding
from arcollect_tui.services.items import ItemView, item_rows
from arcollect_tui.services.office import Office
from tests.services.offices import (
    Line,
    account_of,
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
    Line("plain"),
    Line("short", amount=100_00).paid_down(20_00),
    Line("part", amount=100_00).paid_down(60_00),
    Line("credit", amount=-50_00, type="credit"),
    Line("payment", amount=-50_00, type="payment"),
    Line("deposit", amount=-50_00, type="deposit"),
    Line("overpaid", amount=50_00, left=-10_00),
    Line("other", "C2", currency="EUR"),
]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_at(tmp_path / "office") as opened:
        take_in(opened, tmp_path, [*LEDGER, Line("gone")], days(-1))
        take_in(opened, tmp_path, LEDGER)
        yield opened


def plan(office: Office, reason: str, *numbers: str, **how: object) -> CodingPlan:
    return plan_coding(office, CodingRequest(reason, items(office, *numbers), **how))  # type: ignore[arg-type]


def code(office: Office, reason: str, *numbers: str, **how: object) -> str:
    return apply_coding(office, plan(office, reason, *numbers, **how)).handle


@pytest.mark.parametrize(
    ("number", "mode", "why"),
    [
        ("plain", "whole", None),
        ("plain", "short", "not short paid"),
        ("plain", "typed", None),
        ("short", "short", None),
        ("short", "typed", "less open than the amount typed"),
        ("part", "short", "not short paid"),
        ("credit", "whole", "a credit"),
        ("payment", "whole", "a payment on account"),
        ("deposit", "typed", "a deposit"),
        ("overpaid", "whole", "a credit balance"),
        ("gone", "whole", "cleared"),
    ],
)
def test_what_a_dispute_leaves_out(office: Office, number: str, mode: str, why: str | None) -> None:
    amount = 30_00 if mode == "typed" else None
    planned = plan(office, "PRC", number, mode=mode, amount=amount)
    assert [skip.why for skip in planned.skips] == ([] if why is None else [why])
    assert planned.count == (1 if why is None else 0)


@pytest.mark.parametrize(
    ("before", "request_", "recode", "why"),
    [
        (None, "UNCODED", False, "not coded"),
        ("PRC", "PRC", False, "already PRC"),
        ("PRC", "PRC", True, "already PRC"),
        ("PRC", "TAX", False, "already PRC"),
        ("PRC", "TAX", True, None),
        ("PRC", "COLLECTIBLE", False, "already PRC"),
        ("PRC", "COLLECTIBLE", True, None),
        ("PRC", "", False, None),
        ("PRC", "uncoded", False, None),
        ("COLLECTIBLE", "collectible", False, "already collectible"),
        ("COLLECTIBLE", "PRC", False, "already collectible"),
        ("COLLECTIBLE", "PRC", True, None),
        ("UNCODED", "PRC", False, None),
    ],
)
def test_what_was_coded_before(
    office: Office, before: str | None, request_: str, why: str | None, *, recode: bool
) -> None:
    if before is not None:
        code(office, "PRC" if before == "UNCODED" else before, "plain")
    if before == "UNCODED":
        code(office, "UNCODED", "plain")
    planned = plan(office, request_, "plain", recode=recode)
    assert [skip.why for skip in planned.skips] == ([] if why is None else [why])


@pytest.mark.parametrize(
    ("number", "how", "disputed"),
    [
        ("plain", {}, 100_00),
        ("short", {"mode": "short"}, 20_00),
        ("part", {}, 60_00),
        ("part", {"mode": "typed", "amount": 12_34}, 12_34),
        ("part", {"mode": "typed", "amount": 60_00}, 60_00),
    ],
)
def test_what_is_in_dispute(office: Office, number: str, how: dict[str, object], disputed: int) -> None:
    planned = plan(office, "prc", number, **how)
    assert planned.totals == {"USD": disputed}
    apply_coding(office, planned)
    assert item(office, number).disputed_amount == disputed
    assert item(office, number).reason == "PRC"
    assert account_of(office).aging[0].disputed == disputed
    assert_sound(office)
    assert_money(office)


def test_a_whole_dispute_follows_what_is_open(office: Office, tmp_path: Path) -> None:
    code(office, "PRC", "plain")
    code(office, "TAX", "part", mode="typed", amount=50_00)
    for left, whole, stated in [(80_00, 80_00, 50_00), (30_00, 30_00, 30_00), (-5_00, 0, 0)]:
        moved = [LEDGER[0].paid_down(left), LEDGER[1], LEDGER[2].paid_down(left), *LEDGER[3:]]
        take_in(office, tmp_path, moved, days(1))
        assert item(office, "plain").disputed_amount == whole
        assert item(office, "part").disputed_amount == stated
        assert_sound(office)
        assert_money(office)
        history.undo(office)


def test_a_bulk_coding_is_one_entry_and_one_undo(office: Office) -> None:
    before = state(office)
    planned = plan_coding(office, CodingRequest("PRC", filter="type:invoice"))
    assert (planned.count, planned.customers) == (4, 2)
    assert {skip.why for skip in planned.skips} == {"a credit balance"}
    assert planned.totals == {"EUR": 100_00, "USD": 180_00}
    saved = apply_coding(office, planned)
    assert "4 items of 2 customers" in saved.sentence
    assert len({row.handle for row in history.history(office)}) == 3
    history.undo(office)
    assert state(office) == before


def test_undo_takes_what_was_built_on_it_too(office: Office) -> None:
    before = state(office)
    first = code(office, "PRC", "plain", "part")
    second = code(office, "TAX", "part", "other", recode=True)
    third = code(office, "QTY", "other", recode=True)
    planned = history.plan_undo(office, first)
    assert [row.handle for row in planned.dependents] == [third, second]
    assert "2 later entries" in planned.sentence
    history.undo(office, first)
    assert state(office) == before
    history.redo(office)
    assert item(office, "other").reason == "QTY"
    history.undo(office, third)
    assert item(office, "other").reason == "TAX"
    assert_sound(office)


@pytest.mark.parametrize("what", ["recoded", "undone", "paid", "gone"])
def test_a_plan_is_refused_when_the_items_moved(office: Office, tmp_path: Path, what: str) -> None:
    code(office, "TAX", "plain")
    planned = plan(office, "PRC", "plain", "part", recode=True)
    match what:
        case "recoded":
            code(office, "QTY", "plain", recode=True)
        case "undone":
            history.undo(office)
        case "paid":
            take_in(office, tmp_path, [LEDGER[0].paid_down(1), *LEDGER[1:]], days(1))
        case _:
            history.undo(office, "1-1")
            history.undo(office, "1-2")
    before = state(office)
    with pytest.raises(Refused, match="changed since the preview"):
        apply_coding(office, planned)
    assert state(office) == before


def test_a_plan_goes_through_when_others_moved(office: Office, tmp_path: Path) -> None:
    planned = plan(office, "PRC", "plain")
    take_in(office, tmp_path, [LEDGER[0], LEDGER[1].paid_down(1), *LEDGER[2:]], days(1))
    code(office, "TAX", "part")
    apply_coding(office, planned)
    assert item(office, "plain").reason == "PRC"
    assert_sound(office)


def test_a_save_that_is_tried_again_is_one_entry(office: Office) -> None:
    planned = plan(office, "PRC", "plain")
    first = apply_coding(office, planned, b"t" * 16)
    again = apply_coding(office, planned, b"t" * 16)
    assert (again.handle, again.again) == (first.handle, True)


def refusals() -> Sequence[tuple[CodingRequest, type[ArcollectError], int, str]]:
    return [
        (CodingRequest("PRC"), UsageError, 2, "--item"),
        (CodingRequest("PRC", ()), Refused, 3, "Nothing marked"),
        (CodingRequest("PRC", filter="acct:nobody"), Refused, 3, "No open item matches"),
        (CodingRequest("XYZ", filter="od>0"), UsageError, 2, "XYZ"),
        (CodingRequest("PRC", filter="odd>0"), UsageError, 2, "no field"),
        (CodingRequest("PRC", filter="doc=plain", mode="typed"), Refused, 3, "type one"),
        (CodingRequest("PRC", filter="doc=plain", mode="typed", amount=0), Refused, 3, "more than zero"),
    ]


@pytest.mark.parametrize(("request_", "kind", "code_", "words"), refusals())
def test_what_cannot_be_coded(
    office: Office, request_: CodingRequest, kind: type[ArcollectError], code_: int, words: str
) -> None:
    with pytest.raises(kind, match=words) as problem:
        plan_coding(office, request_)
    assert problem.value.exit_code == code_
    assert problem.value.sentence.endswith((".", "--filter.", "?"))


def test_a_plan_without_lines_writes_nothing(office: Office) -> None:
    with pytest.raises(Refused, match="1 skipped"):
        apply_coding(office, plan(office, "PRC", "credit"))
    assert len(history.history(office)) == 2
    assert item_rows(office, ItemView("coding:disputed")) == []
