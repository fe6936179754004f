"""Rule by example: what is found is mostly right, and chance finds nothing."""

import secrets
import time
from random import Random

import pytest

from arcollect_tui.rules.likeness import Example, look_alike
from arcollect_tui.rules.look_rules import Rule
from arcollect_tui.rules.looks import CUSTOMER, LEFT, OPEN, TYPE, WORDS, Look
from tests.rules.short_pays import precision_and_recall, proposed, short_pays

PRECISE, FOUND = 0.9, 0.5
CODED = 300
"""A quarter of what was paid short; every seed of hundreds tried stays well within the bounds."""


def test_misleading_words_at_a_seed_of_chance() -> None:
    seed = secrets.randbits(32)
    rows = short_pays(seed, 300, 19_000, misleading=0.1)
    precision, recall = precision_and_recall(rows, CODED)
    print(f"\nseed {seed}: precision {precision:.3f}, recall {recall:.3f} of {len(rows) - CODED} items")
    assert precision >= PRECISE, f"seed {seed}"
    assert recall >= FOUND, f"seed {seed}"


@pytest.mark.parametrize("accounts", [100, 300])
def test_many_seeds_and_few_examples(accounts: int) -> None:
    """The fewer examples, the less is found; what is found stays right."""
    first = secrets.randbits(24)
    for coded, recall_of_all in ((60, 0.15), (120, 0.45)):
        found = [
            precision_and_recall(short_pays(first + n, accounts, 9_500, misleading=0.1), coded)
            for n in range(8)
        ]
        precisions, recalls = zip(*found, strict=True)
        print(
            f"\n{accounts} customers, {coded} coded, seeds from {first}: precision at least "
            f"{min(precisions):.3f}, mean recall {sum(recalls) / len(recalls):.3f}"
        )
        assert sum(precisions) / len(precisions) >= PRECISE
        assert sum(recalls) / len(recalls) >= recall_of_all


def test_words_after_the_true_ones_make_it_hold_back() -> None:
    seed = secrets.randbits(32)
    rows = short_pays(seed, 300, 9_500, misleading=0.1, instead=False)
    precision, recall = precision_and_recall(rows, 200)
    assert precision >= 0.95, f"seed {seed}"
    assert recall >= 0.45, f"seed {seed}"


@pytest.mark.parametrize("accounts", [60, 300])
def test_reasons_at_random_teach_nothing(accounts: int) -> None:
    first = secrets.randbits(24)
    for seed in range(first, first + 50):
        rows = short_pays(seed, accounts, 6_000)
        for coded in (30, 120, 250):
            assert proposed(rows, coded, shuffled=Random(seed)) == [], f"seed {seed}, {coded} coded"


def test_the_same_examples_teach_the_same() -> None:
    rows = short_pays(1, 100, 9_500, misleading=0.1)
    once = proposed(rows, 150)
    again = proposed([*reversed(rows[:150]), *rows[150:]], 150)
    assert once
    assert [(one.rule, one.agreed, one.items) for one in once] == [
        (one.rule, one.agreed, one.items) for one in again
    ]


def look(
    item: int,
    text: str = "",
    *,
    customer: int = 0,
    type: str = "invoice",  # noqa: A002
    left: int | None = 1_000,
    amount: int = 10_000,
) -> Look:
    return Look(item, customer or 1000 + item, type, text, "USD", amount, left)


def coded(reason: str, first: int, count: int, **how: object) -> list[Example]:
    """So many examples; no two have the same amount open unless it is given."""
    each = [{"left": 1_000 + 13 * (first + n), **how} for n in range(count)]
    return [Example(look(first + n, **one), reason) for n, one in enumerate(each)]  # type: ignore[arg-type]


MEANINGS = {"FRT": frozenset({"freight"}), "PRC": frozenset({"price"})}
FREIGHT = coded("FRT", 0, 10, text="freight deducted")
PRICE = coded("PRC", 20, 10, text="old price used")
TOLD = [*FREIGHT, *PRICE, *coded("QTY", 200, 10, text="pallet"), *coded("ALW", 220, 10, text="promo Q3")]


def found(examples: list[Example], *others: Look, accepted: tuple[Rule, ...] = ()) -> dict[int, str]:
    return {
        item: alike.rule.reason
        for alike in look_alike(examples, others, accepted, MEANINGS)
        for item in alike.items
    }


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("FREIGHT 12", "FRT"),
        ("price", "PRC"),
        ("freight and price", None),
        ("something else", None),
        ("", None),
    ],
)
def test_words(text: str, reason: str | None) -> None:
    assert found(TOLD, look(99, text)).get(99) == reason


def test_a_customer_who_means_something_else_is_left_alone() -> None:
    habit = coded("PRC", 40, 3, text="price", customer=7)
    assert found([*TOLD, *habit], look(99, "freight", customer=7)) == {}
    assert found(TOLD, look(99, "freight", customer=7)) == {99: "FRT"}
    # Other uncoded items of the customer speak as well.
    others = [look(90 + n, "price", customer=7) for n in range(2)]
    assert 99 not in found(TOLD, look(99, "freight", customer=7), *others)


@pytest.mark.parametrize(
    ("how", "meets", "misses"),
    [
        ({"customer": 7}, look(99, customer=7), look(98, customer=8)),
        ({"type": "chargeback"}, look(99, type="chargeback"), look(98)),
        ({"left": 200}, look(99, left=50, amount=2_500), look(98, left=51)),
    ],
    ids=["customer", "type", "discount"],
)
def test_circumstances_without_a_word(how: dict[str, object], meets: Look, misses: Look) -> None:
    others = [one for n in range(30) for one in coded(("PRC", "QTY", "ALW")[n % 3], 20 + n, 1)]
    examples = [*coded("DSC", 0, 14, **how), *others]
    assert found(examples, meets, misses) == {99: "DSC"}


def test_amounts_that_are_the_same_each_time() -> None:
    same = [Example(look(n, left=25_00, amount=200_00 + 37_00 * n), "FEE") for n in range(16)]
    others = [Example(look(20 + n, left=11_00 + n, amount=200_00 + 41_00 * n), "PRC") for n in range(24)]
    (only,) = look_alike([*same, *others], [look(99, left=25_00, amount=111_00)])
    assert only.rule == Rule(((OPEN, "2500 USD"),), "FEE")


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_few_examples_teach_nothing(count: int) -> None:
    few = [*FREIGHT[:count], *PRICE[:count]]
    assert found(few, look(99, "freight")) == {}


def test_one_reason_alone_teaches_nothing() -> None:
    assert found(FREIGHT, look(99, "freight")) == {}


def test_an_accepted_rule_comes_first_and_needs_no_examples() -> None:
    rule = Rule(((WORDS, "freight dap"),), "FRT")
    assert found([], look(99, "freight"), look(98, "price"), accepted=(rule,)) == {99: "FRT"}
    both = look_alike(TOLD, [look(99, "dap"), look(98, "price")], (rule,), MEANINGS)
    assert [(one.rule.reason, one.items) for one in both] == [("FRT", (99,)), ("PRC", (98,))]
    assert (len(both[0].examples), both[0].agreed) == (10, 10)


def test_rules_that_contradict_propose_nothing() -> None:
    rules = (Rule(((WORDS, "freight"),), "FRT"), Rule(((TYPE, "invoice"),), "PRC"))
    assert found([], look(99, "freight"), accepted=rules) == {}


def test_two_conditions_are_both_needed() -> None:
    rule = Rule(((CUSTOMER, "7"), (LEFT, "5 to 10%")), "ALW")
    items = [look(97, customer=7), look(98, customer=7, left=300), look(99, customer=8)]
    assert found([], *items, accepted=(rule,)) == {97: "ALW"}


def test_it_is_quick_enough_to_run_after_a_coding() -> None:
    rows = short_pays(1, 300, 19_000)
    many = [
        (Look(n, one.customer, one.type, f"{one.text} {n}", one.currency, one.amount, one.left), reason)
        for n, (one, reason) in enumerate((rows * 19)[:22_000])
    ]
    begun = time.process_time()
    assert proposed(many, 2_000)
    # A generous bound, so that a busy machine does not fail it; alone it takes a third of a second.
    assert time.process_time() - begun < 3
