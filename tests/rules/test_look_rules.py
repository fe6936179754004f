"""Rules in words and as text, and what an item looks like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcollect_tui.errors import UsageError
from arcollect_tui.rules.chance import by_chance, surely_at_least
from arcollect_tui.rules.formats import office_format
from arcollect_tui.rules.look_rules import Rule, accepted, as_text, from_text
from arcollect_tui.rules.looks import CUSTOMER, LEFT, OPEN, TYPE, WORDS, left_of, words_of
from arcollect_tui.rules.vocabulary import vocabulary

RULE = Rule(((WORDS, "dap freight"), (CUSTOMER, "7")), "FRT")


def test_a_rule_in_words() -> None:
    def says(*conditions: tuple[str, str]) -> str:
        return Rule(conditions, "FRT").says(lambda customer: f"C{customer}", office_format("US"))

    assert says(*RULE.conditions) == 'C7, text has "dap" or "freight"'
    assert says((TYPE, "chargeback"), (LEFT, "2%")) == "chargeback, 2% of the amount open"
    assert says((OPEN, "250000 USD")) == "exactly 2,500.00 USD open"


def test_a_rule_comes_back_from_its_text_under_the_same_name() -> None:
    assert as_text(RULE) == '{"if":[["customer","7"],["words","dap freight"]],"reason":"FRT"}'
    back = from_text(as_text(RULE))
    assert (back.id, back.reason, set(back.conditions)) == (RULE.id, "FRT", set(RULE.conditions))
    assert len({RULE.id, Rule(RULE.conditions, "PRC").id, Rule(RULE.conditions[:1], "FRT").id}) == 3


@pytest.mark.parametrize(
    "text",
    [
        "",
        "7",
        "[]",
        "{}",
        '{"if":[],"reason":"FRT"}',
        '{"if":[["words","a"]],"reason":""}',
        '{"if":[["words","a"]],"reason":7}',
        '{"if":[["words"," "]],"reason":"FRT"}',
        '{"if":[["magic","a"]],"reason":"FRT"}',
        '{"if":[["words","a","b"]],"reason":"FRT"}',
        '{"if":["wo"],"reason":"FRT"}',
        '{"if":[["customer","x"]],"reason":"FRT"}',
        '{"if":[["open","12"]],"reason":"FRT"}',
        '{"if":[["open","99999999999999999999 USD"]],"reason":"FRT"}',
        '{"if":[["type","a"],["type","b"],["type","c"],["type","d"]],"reason":"FRT"}',
        "[" * 100_000,
    ],
)
def test_what_is_no_rule(text: str) -> None:
    with pytest.raises(UsageError):
        from_text(text)
    assert accepted({f"rule.{RULE.id}": text}) == ()


def test_accepted_rules_are_known_by_their_own_name_only() -> None:
    values = {f"rule.{RULE.id}": as_text(RULE), "rule.other": as_text(RULE), "office.name": "x"}
    assert [rule.id for rule in accepted(values)] == [RULE.id]


@pytest.mark.parametrize(
    ("amount", "left", "part"),
    [
        (10_000, 10_000, "all"),
        (10_000, 12_000, "all"),
        (10_000, 100, "1%"),
        (10_000, 200, "2%"),
        (99_99, 2_00, "2%"),
        (99_99, 1_99, "2%"),
        (10_000, 150, "up to 2%"),
        (10_000, 201, "2 to 5%"),
        (10_000, 500, "5%"),
        (10_000, 1_000, "5 to 10%"),
        (10_000, 2_500, "10 to 25%"),
        (10_000, 2_501, "over 25%"),
    ],
)
def test_which_part_is_left(amount: int, left: int, part: str) -> None:
    assert left_of(amount, left) == part


def test_words_are_letters_in_either_case() -> None:
    assert words_of("Short: PRICE list 2026, Prüfung x INV881") == {
        "short",
        "price",
        "list",
        "prüfung",
        "inv",
    }


def test_words_that_many_reasons_have_point_to_none() -> None:
    texts = [
        (words_of(f"we deducted {word}"), word.upper()) for word in ("freight", "price") for _ in "123"
    ]
    assert vocabulary(texts) == {"FREIGHT": ("freight",), "PRICE": ("price",)}


@pytest.mark.parametrize(
    ("agreed", "seen", "share"), [(0, 0, 0.0), (5, 5, 0.649), (8, 10, 0.541), (95, 100, 0.900)]
)
def test_surely_at_least(agreed: int, seen: int, share: float) -> None:
    assert surely_at_least(agreed, seen) == pytest.approx(share, abs=0.01)


@given(st.integers(0, 60), st.integers(0, 60), st.floats(0, 1))
def test_chance_is_a_probability_that_falls_with_every_hit(agreed: int, more: int, share: float) -> None:
    seen = agreed + more
    luck = by_chance(agreed, seen, share)
    assert 0 <= luck <= 1
    assert by_chance(agreed + 1, seen, share) <= luck + 1e-12


def test_chance_by_hand() -> None:
    assert by_chance(2, 2, 0.5) == pytest.approx(0.25)
    assert by_chance(1, 2, 0.5) == pytest.approx(0.75)
    assert by_chance(3, 2, 0.5) == 0.0
