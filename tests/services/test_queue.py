"""The queue of what needs coding: what is in it and what is not, in SQL as in the rule."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcollect_tui.rules.coding_queue import LedgerItem, Need, need_of
from arcollect_tui.rules.dispute_words import says_dispute
from arcollect_tui.services.codes import ledger_item
from arcollect_tui.services.coding import CodingRequest, apply_coding, plan_coding
from arcollect_tui.services.history import undo
from arcollect_tui.services.items import ItemView, item_ids, item_rows, item_summary
from arcollect_tui.services.office import Office
from tests.rules.test_dispute_words import CONTESTED, PLAIN
from tests.services.offices import HASTY, Line, days, items, office_at
from tests.services.queued import Claimed, bring, every_row, numbers, short

KINDS = [
    ("short paid", LedgerItem("invoice", 100_00, 25_00), Need.SHORT_PAID),
    ("one cent more is part paid", LedgerItem("invoice", 100_00, 25_01), None),
    ("nothing paid", LedgerItem("invoice", 100_00, 100_00), None),
    ("a residual", LedgerItem("residual", 80_00, 80_00), Need.SHORT_PAID),
    ("a chargeback", LedgerItem("chargeback", 80_00, 80_00), Need.DEDUCTION),
    ("a chargeback in our favour", LedgerItem("chargeback", -80_00, -80_00), None),
    ("a debit that hangs on an invoice", LedgerItem("debit", 80_00, 80_00, "INV1"), Need.DEDUCTION),
    ("a debit note of our own", LedgerItem("debit", 80_00, 80_00, text="freight rebill"), None),
    ("a debit that is contested", LedgerItem("debit", 80_00, 80_00, text="claim 12"), Need.SAID),
    ("an invoice that hangs on another", LedgerItem("invoice", 80_00, 80_00, "INV1"), None),
    (
        "an invoice whose text contests it",
        LedgerItem("invoice", 9_00, 9_00, text="Ware beschädigt"),
        Need.SAID,
    ),
    (
        "a part-paid one whose text contests it",
        LedgerItem("invoice", 9_00, 8_00, text="not received"),
        Need.SAID,
    ),
    ("an invoice about freight", LedgerItem("invoice", 9_00, 9_00, text="freight October"), None),
    ("a credit", LedgerItem("credit", -9_00, -9_00, text="claim 12"), None),
    ("a payment", LedgerItem("payment", -9_00, -9_00, text="claim 12"), None),
    ("a credit that the ledger shows as owed", LedgerItem("credit", 9_00, 1_00, text="claim 12"), None),
    ("nothing open", LedgerItem("invoice", 9_00, 0, text="claim 12"), None),
    ("a fee", LedgerItem("fee", 9_00, 9_00), None),
]


@pytest.mark.parametrize(("item", "need"), [kind[1:] for kind in KINDS], ids=[kind[0] for kind in KINDS])
def test_which_items_need_coding(item: LedgerItem, need: Need | None) -> None:
    assert need_of(item) is need


LEDGER = [
    short("short", 10_00),
    short("sum", 5_00, currency="EUR"),
    Claimed("part").paid_down(60_00),
    Claimed("plain"),
    Claimed("res", type="residual", amount=7_00, parent="plain"),
    Claimed("cb", type="chargeback", amount=300_00),
    Claimed("theirs", type="debit", amount=20_00, parent="plain"),
    Claimed("ours", type="debit", amount=20_00),
    Claimed("said", amount=50_00, text="damage claim 7781"),
    Claimed("money", type="payment", amount=-50_00, text="claim 7781"),
    short("gone", 10_00),
]
QUEUE = {"short", "sum", "res", "cb", "theirs", "said"}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_at(tmp_path / "office") as opened:
        bring(opened, tmp_path, LEDGER, days(-1))
        bring(opened, tmp_path, LEDGER[:-1])
        yield opened


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("queue", QUEUE),
        ("needs_coding:yes", QUEUE),
        ("queue:yes", QUEUE),
        ("queue:no", {"part", "plain", "ours", "money"}),
        ("queue:no state:cleared", {"gone"}),
        ("queue state:cleared", set()),
        ("queue cur:eur", {"sum"}),
        ("queue type:chargeback", {"cb"}),
    ],
)
def test_the_filter(office: Office, text: str, found: set[str]) -> None:
    assert numbers(office, text) == found
    assert item_summary(office, ItemView(text)).count == len(found)


def test_biggest_first_then_oldest(office: Office) -> None:
    shown = [row.document_no for row in item_rows(office, ItemView("queue sort:-open_amount"))]
    assert shown == ["cb", "said", "theirs", "short", "res", "sum"]
    first = item_ids(office, ItemView("queue sort:-open_amount"), 2)
    assert list(first) == list(items(office, "cb", "said"))


def test_what_is_coded_leaves_it_and_comes_back_with_the_undo(office: Office) -> None:
    for reason, number in (("PRC", "short"), ("COLLECTIBLE", "cb")):
        apply_coding(office, plan_coding(office, CodingRequest(reason, items(office, number))))
        assert number not in numbers(office, "queue")
    undo(office)
    assert numbers(office, "queue") == QUEUE - {"short"}
    apply_coding(office, plan_coding(office, CodingRequest("UNCODED", items(office, "short"))))
    assert numbers(office, "queue") == QUEUE


TEXTS = (
    "",
    "",
    "claim 7",
    "FREIGHT",
    "wg. Beschädigung",
    "WARE BESCHÄDIGT",
    "non reçu",
    "Écart de prix",
    "disclaim",
)
LINES = st.builds(
    Claimed,
    amount=st.integers(-20, 400),
    left=st.one_of(st.none(), st.integers(0, 100)),
    type=st.sampled_from(["invoice", "credit", "debit", "payment", "chargeback", "fee", "residual"]),
    text=st.sampled_from(TEXTS),
    parent=st.sampled_from(["", "P1"]),
    currency=st.sampled_from(["USD", "JPY", "BHD"]),
)


@HASTY
@given(lines=st.lists(LINES, min_size=1, max_size=12), coded=st.sets(st.integers(0, 11)))
def test_the_filter_finds_what_the_rule_finds(
    tmp_path_factory: pytest.TempPathFactory, lines: list[Line], coded: set[int]
) -> None:
    folder = tmp_path_factory.mktemp("queue")
    named = [Claimed(**{**vars(line), "number": f"N{place}"}) for place, line in enumerate(lines)]
    with office_at(folder / "office") as opened:
        bring(opened, folder, named)
        known = {row.document_no: row.item_id for row in every_row(opened)}
        chosen = tuple(known[f"N{place}"] for place in coded if f"N{place}" in known)
        plan = plan_coding(opened, CodingRequest("COLLECTIBLE", chosen)) if chosen else None
        if plan is not None and plan.lines:
            apply_coding(opened, plan)
        rows = every_row(opened)
        needy = {row.document_no for row in rows if row.state == "open" and need_of(ledger_item(row))}
        expected = needy - {row.document_no for row in rows if row.coding != "uncoded"}
        assert numbers(opened, "queue") == expected
        assert (
            numbers(opened, "queue:no")
            == {row.document_no for row in rows if row.state == "open"} - expected
        )


def test_the_words_are_the_same_in_the_database(tmp_path: Path) -> None:
    texts = [text for text, _ in (*CONTESTED, *PLAIN)]
    texts += [text.upper() for text in texts] + [f"({text})-x" for text in texts]
    with office_at(tmp_path / "office") as opened:
        bring(opened, tmp_path, [Claimed(f"N{n}", text=text) for n, text in enumerate(texts)])
        found = {row.text for row in item_rows(opened, ItemView("queue"))}
    assert found == {text for text in texts if says_dispute(text)}
