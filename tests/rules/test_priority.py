"""The priority of an account: its points and the words that explain them."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcollect_tui.rules.formats import office_format
from arcollect_tui.rules.priority import STANDARD, Facts, Points, Strategy, explain, score

TODAY = date(2026, 11, 23)
US = office_format("US")
SPOKEN = date(2026, 11, 1)


def lines(facts: Facts, strategy: Strategy = STANDARD) -> list[tuple[str, int]]:
    return [(line.text, line.points) for line in explain(facts, strategy, TODAY, US)]


def test_every_rule_explains_itself() -> None:
    facts = Facts(
        currency="USD",
        overdue=9754825,
        days_overdue=122,
        due_soon=421000,
        broken=1,
        next_action_on=TODAY,
        next_action_time=time(14, 30),
        last_contact_on=None,
        over_limit=True,
    )
    assert lines(facts) == [
        ("97,548.25 USD overdue", 390),
        ("122 days past due", 244),
        ("promise broken", 150),
        ("call back due 14:30", 120),
        ("never contacted", 40),
        ("over credit limit", 60),
        ("4,210.00 due within 7 days", 20),
    ]
    assert score(facts, STANDARD, TODAY) == 1024


def test_rules_without_points_are_left_out() -> None:
    assert lines(Facts("USD")) == []
    assert score(Facts("USD"), STANDARD, TODAY) == 0


@pytest.mark.parametrize(
    ("currency", "overdue", "points"),
    [
        ("USD", 24999, 0),
        ("USD", 25000, 1),
        ("USD", 49999, 1),
        ("USD", 9_999_999, 399),
        ("USD", 10_000_000, 400),
        ("USD", 10**15, 400),
        ("USD", -(10**9), 0),
        ("JPY", 249, 0),
        ("JPY", 250, 1),
        ("KWD", 249_999, 0),
        ("KWD", 250_000, 1),
    ],
)
def test_the_overdue_amount_counts_in_units_of_its_currency(
    currency: str, overdue: int, points: int
) -> None:
    assert score(Facts(currency, overdue, last_contact_on=SPOKEN), STANDARD, TODAY) == points


@pytest.mark.parametrize(
    ("days", "text", "points"),
    [(1, "1 day past due", 2), (179, "179 days past due", 358), (180, "180 days past due", 360)],
)
def test_days_past_due(days: int, text: str, points: int) -> None:
    assert lines(Facts("USD", 100, days, last_contact_on=SPOKEN)) == [(text, points)]


def test_days_past_due_are_capped_and_need_something_overdue() -> None:
    assert score(Facts("USD", 100, 4000, last_contact_on=SPOKEN), STANDARD, TODAY) == 360
    assert score(Facts("USD", 0, 90), STANDARD, TODAY) == 0
    assert score(Facts("USD", 100, -3, last_contact_on=SPOKEN), STANDARD, TODAY) == 0


@pytest.mark.parametrize(
    ("day", "at", "expected"),
    [
        (TODAY, None, [("follow-up due today", 120)]),
        (TODAY, time(9, 5), [("call back due 09:05", 120)]),
        (TODAY - timedelta(days=1), None, [("follow-up 1 day late", 120)]),
        (TODAY - timedelta(days=9), time(14, 30), [("call back 9 days late", 120)]),
        (TODAY + timedelta(days=1), time(14, 30), []),
        (None, None, []),
    ],
)
def test_a_next_action_counts_from_its_day(
    day: date | None, at: time | None, expected: list[tuple[str, int]]
) -> None:
    assert lines(Facts("USD", next_action_on=day, next_action_time=at)) == expected


def test_never_contacted_needs_something_overdue() -> None:
    assert lines(Facts("USD", 1)) == [("never contacted", 40)]
    assert lines(Facts("USD", 1, last_contact_on=SPOKEN)) == []
    assert lines(Facts("USD", due_soon=100)) == [("1.00 due within 7 days", 20)]


def test_amounts_are_written_the_office_way() -> None:
    found = explain(Facts("EUR", 9754825), STANDARD, TODAY, office_format("DE"))
    assert found[0] == Points("97.548,25 EUR overdue", 390)


def test_a_strategy_may_weigh_otherwise() -> None:
    strategy = Strategy(version=2, broken=5, soon_days=1, due_soon=7)
    facts = Facts("USD", due_soon=100, broken=2)
    assert lines(facts, strategy) == [("promise broken", 5), ("1.00 due within 1 day", 7)]


DAYS = st.none() | st.dates(TODAY - timedelta(days=30), TODAY + timedelta(days=30))
FACTS = st.builds(
    Facts,
    currency=st.sampled_from(["USD", "JPY", "KWD"]),
    overdue=st.integers(-(10**12), 10**12),
    days_overdue=st.integers(-400, 4000),
    due_soon=st.integers(-100, 10**9),
    broken=st.integers(0, 3),
    next_action_on=DAYS,
    next_action_time=st.none() | st.times(),
    last_contact_on=DAYS,
    over_limit=st.booleans(),
)


@given(FACTS)
def test_the_score_is_the_sum_of_its_explanation(facts: Facts) -> None:
    found = explain(facts, STANDARD, TODAY, US)
    assert score(facts, STANDARD, TODAY) == sum(line.points for line in found)
    assert all(line.points > 0 for line in found)
    assert score(facts, STANDARD, TODAY) <= 400 + 360 + 20 + 150 + 120 + 40 + 60


@given(FACTS, st.integers(1, 10**10))
def test_owing_more_never_lowers_the_score(facts: Facts, more: int) -> None:
    richer = replace(facts, overdue=facts.overdue + more)
    assert score(richer, STANDARD, TODAY) >= score(facts, STANDARD, TODAY)
