"""Dispute reasons, disputed amounts, short-paid items."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcollect_tui.errors import Refused, UsageError
from arcollect_tui.rules.coding import (
    AmountMode,
    CodingState,
    ItemFacts,
    disputed_amount,
    short_amount,
    skip_reason,
)
from arcollect_tui.rules.reasons import REASONS, SHIPPED, Reason

CODES = [reason.code for reason in REASONS]


def test_the_tree_has_every_shipped_reason_once() -> None:
    assert " ".join(CODES) == (
        "PRC PRC-PO QTY QTY-OV DMG QLT WRG RTN FRT TAX DSC ALW CMP DUP DOC TRM NRC NOT SRV CRD PAID "
        "FX RND CON UNA OTH UNK"
    )
    assert len({reason.name for reason in REASONS}) == len(REASONS)
    for reason in REASONS:
        assert reason.x12, reason
        assert reason.owner, reason
        assert reason.group, reason
        assert reason.keywords, reason
        assert reason.sla_days > 0


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("PRC", "PRC"),
        ("prc", "PRC"),
        (" frt ", "FRT"),
        ("qty-ov", "QTY-OV"),
        ("PRC-", "PRC-PO"),
        ("pa", "PAID"),
        ("ta", "TAX"),
        ("w", "WRG"),
    ],
)
def test_a_reason_is_found_by_code_or_unique_start(text: str, code: str) -> None:
    assert SHIPPED.find(text).code == code


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("pr", ["PRC", "PRC-PO"]),
        ("d", ["DMG", "DSC", "DUP", "DOC"]),
        ("", ["PRC", "UNK"]),
        ("price", ["PRC (price)"]),
        ("frx", ["FRT"]),
        ("zzz", ["PRC", "UNK"]),
    ],
)
def test_an_unclear_reason_is_refused_and_names_what_was_meant(text: str, named: list[str]) -> None:
    with pytest.raises(UsageError) as caught:
        SHIPPED.find(text)
    for name in named:
        assert name in caught.value.sentence


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("price", ["PRC", "PRC-PO"]),
        ("freight", ["FRT"]),
        ("pr", ["PRC", "PRC-PO"]),
        ("p", ["PRC", "PRC-PO", "PAID"]),
        ("qty", ["QTY", "QTY-OV"]),
        ("shipping", ["FRT"]),
        ("pod", ["DOC"]),
        ("vat", ["TAX"]),
        ("rebate", ["ALW"]),
        ("PAID", ["PAID"]),
        ("con", ["CON"]),
        ("skonto", ["DSC"]),
        ("nothing like it", []),
    ],
)
def test_type_ahead_puts_the_likeliest_first(text: str, first: list[str]) -> None:
    assert [reason.code for reason in SHIPPED.type_ahead(text)][: len(first)] == first
    if not first:
        assert SHIPPED.type_ahead(text) == []


def test_type_ahead_without_letters_offers_the_whole_tree() -> None:
    assert SHIPPED.type_ahead("  ") == list(REASONS)


@given(st.sampled_from(REASONS), st.integers(1, 6))
def test_every_start_of_a_code_offers_its_reason(reason: Reason, letters: int) -> None:
    assert reason in SHIPPED.type_ahead(reason.code[:letters].lower())


@pytest.mark.parametrize(
    ("amount", "rest", "item_type", "share", "short"),
    [
        (10000, 2500, "invoice", 25, 2500),  # exactly the share
        (10000, 2501, "invoice", 25, None),  # more is part paid
        (10000, 1, "invoice", 25, 1),
        (10000, 10000, "invoice", 25, None),  # nothing was paid
        (10000, 10000, "invoice", 100, None),
        (10000, 9999, "invoice", 100, 9999),
        (10000, 12000, "invoice", 25, None),
        (10000, 0, "invoice", 25, None),
        (10000, -100, "invoice", 25, None),
        (-10000, -100, "credit", 25, None),
        (10000, 100, "credit", 25, None),
        (10000, 10000, "residual", 25, 10000),  # the ledger's own type
        (10000, 0, "residual", 25, None),
        (10000, 100, "debit", 25, 100),
        (10000, 1000, "invoice", 5, None),
    ],
)
def test_short_paid(amount: int, rest: int, item_type: str, share: int, short: int | None) -> None:
    assert short_amount(amount, rest, item_type, share) == short


@given(st.integers(-(10**12), 10**12), st.integers(-(10**12), 10**12), st.integers(0, 100))
def test_a_short_rest_is_positive_and_within_the_share(amount: int, rest: int, share: int) -> None:
    short = short_amount(amount, rest, "invoice", share)
    if short is not None:
        assert 0 < short == rest < amount
        assert short / amount <= share / 100 + 1e-9


@pytest.mark.parametrize(
    ("item", "mode", "why"),
    [
        (ItemFacts("open", "invoice", 100), AmountMode.WHOLE, None),
        (ItemFacts("open", "debit", 100), AmountMode.WHOLE, None),
        (ItemFacts("open", "chargeback", 100), AmountMode.WHOLE, None),
        (ItemFacts("cleared", "invoice", 0), AmountMode.WHOLE, "cleared"),
        (ItemFacts("held", "invoice", 100), AmountMode.WHOLE, "held"),
        (ItemFacts("open", "credit", -100), AmountMode.WHOLE, "a credit"),
        (ItemFacts("open", "payment", -5), AmountMode.WHOLE, "a payment on account"),
        (ItemFacts("open", "deposit", -5), AmountMode.WHOLE, "a deposit"),
        (ItemFacts("open", "invoice", -100), AmountMode.WHOLE, "a credit balance"),
        (ItemFacts("open", "invoice", 0), AmountMode.WHOLE, "nothing open"),
        (ItemFacts("open", "invoice", 100), AmountMode.SHORT, "not short paid"),
        (ItemFacts("open", "invoice", 100, 100), AmountMode.SHORT, None),
    ],
)
def test_what_a_bulk_dispute_leaves_out(item: ItemFacts, mode: AmountMode, why: str | None) -> None:
    assert skip_reason(item, mode) == why


@pytest.mark.parametrize(
    ("mode", "typed", "rest", "short", "amount"),
    [
        (AmountMode.WHOLE, None, 500, None, 500),
        (AmountMode.SHORT, None, 80, 80, 80),
        (AmountMode.TYPED, 1, 500, None, 1),
        (AmountMode.TYPED, 500, 500, 80, 500),
    ],
)
def test_the_disputed_amount(
    mode: AmountMode, typed: int | None, rest: int, short: int | None, amount: int
) -> None:
    assert disputed_amount(mode, typed, rest, short) == amount


@pytest.mark.parametrize(
    ("mode", "typed", "rest", "short", "says"),
    [
        (AmountMode.TYPED, 501, 500, None, "more than what is open"),
        (AmountMode.TYPED, 0, 500, None, "more than zero"),
        (AmountMode.TYPED, -5, 500, None, "more than zero"),
        (AmountMode.TYPED, None, 500, None, "missing"),
        (AmountMode.SHORT, None, 500, None, "not short paid"),
        (AmountMode.WHOLE, None, -500, None, "nothing to collect"),
        (AmountMode.TYPED, 5, 0, None, "nothing to collect"),
    ],
)
def test_a_wrong_disputed_amount_is_refused(
    mode: AmountMode, typed: int | None, rest: int, short: int | None, says: str
) -> None:
    with pytest.raises(Refused, match=says):
        disputed_amount(mode, typed, rest, short)


@given(
    st.sampled_from(AmountMode),
    st.none() | st.integers(-100, 1000),
    st.integers(-100, 1000),
    st.none() | st.integers(-100, 1000),
)
def test_a_disputed_amount_never_exceeds_what_is_open(
    mode: AmountMode, typed: int | None, rest: int, short: int | None
) -> None:
    try:
        amount = disputed_amount(mode, typed, rest, short)
    except Refused:
        return
    assert 0 < amount <= rest


def test_coding_states_read_as_in_the_json() -> None:
    assert [state.value for state in CodingState] == ["uncoded", "collectible", "disputed"]
