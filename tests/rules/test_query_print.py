"""A query written down and read again is the same query; Tab offers what would read."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcollect_tui.rules.dates import WeekendCalendar
from arcollect_tui.rules.formats import office_format
from arcollect_tui.rules.query import Completion, Query, Target, complete, parse_query, to_text
from arcollect_tui.rules.query_ast import (
    Amount,
    Between,
    Compare,
    Contains,
    Expr,
    Flag,
    Matches,
    Not,
    all_of,
    any_of,
)
from arcollect_tui.rules.query_fields import BARE, FIELDS, Field, Kind, flags
from arcollect_tui.rules.reasons import REASONS

TODAY = date(2026, 11, 23)
OPS = st.sampled_from(["=", "!=", ">", ">=", "<", "<="])
EQUAL = st.sampled_from(["=", "!="])
TEXTS = st.text(max_size=8)
WORDS = st.text(min_size=1, max_size=8).filter(lambda text: bool(text.strip()))
AMOUNTS = st.builds(
    Amount,
    st.decimals(-(10**9), 10**9, places=3, allow_nan=False, allow_infinity=False),
    st.sampled_from([None, "USD", "EUR", "JPY"]),
)
DAYS = st.dates(date(1990, 1, 1), date(2060, 1, 1))
NUMBERS = st.integers(-(10**8), 10**8)
PATTERNS = st.sampled_from(["acme.*inc", "^a|b$", 'say "x"', "[a-c]+ d", r"\.com", "(x)?y"])


def pair(name: str, values: Any) -> st.SearchStrategy[Expr]:
    """Two values in order, as a range."""
    key = (lambda value: value.value) if values is MONEY_OF_ONE else None
    return st.lists(values, min_size=2, max_size=2).map(
        lambda found: Between(name, *sorted(found, key=key))
    )


MONEY_OF_ONE = AMOUNTS.map(lambda amount: Amount(amount.value, "USD"))


def choice(field: Field) -> st.SearchStrategy[str]:
    if field.name == "currency":
        return st.sampled_from(["USD", "EUR"])
    if field.name == "reason":
        return st.sampled_from([reason.code for reason in REASONS])
    return st.sampled_from(field.choices) if field.choices else WORDS


def leaves_of(field: Field, target: Target) -> st.SearchStrategy[Expr]:
    name = field.name
    match field.kind:
        case Kind.MONEY:
            return st.builds(Compare, st.just(name), OPS, AMOUNTS) | pair(name, MONEY_OF_ONE)
        case Kind.NUMBER:
            return st.builds(Compare, st.just(name), OPS, NUMBERS) | pair(name, NUMBERS)
        case Kind.DATE:
            missing = st.builds(Compare, st.just(name), EQUAL, st.none())
            return st.builds(Compare, st.just(name), OPS, DAYS) | pair(name, DAYS) | missing
        case Kind.TEXT:
            return (
                st.builds(Compare, st.just(name), EQUAL, TEXTS)
                | st.builds(Contains, st.just((name,)), WORDS)
                | st.builds(Matches, st.just(name), PATTERNS)
            )
        case Kind.CHOICE:
            return st.builds(Compare, st.just(name), EQUAL, choice(field))
        case _:
            return st.builds(Contains, st.just(BARE[target]), WORDS)


def expressions(target: Target) -> st.SearchStrategy[Expr]:
    named = [Flag(name) for name in flags(target)]
    if target is Target.ACCOUNTS:
        named += [Flag("has_email"), Flag("has_phone"), Flag("has_contact")]
    leaves = st.one_of(st.sampled_from(named), *(leaves_of(field, target) for field in FIELDS[target]))
    return st.recursive(
        leaves,
        lambda inner: (
            st.builds(Not, inner)
            | st.lists(inner, min_size=1, max_size=3).map(all_of)
            | st.lists(inner, min_size=1, max_size=3).map(any_of)
        ),
        max_leaves=8,
    )


def queries(target: Target) -> st.SearchStrategy[Query]:
    sortable = [field.name for field in FIELDS[target] if field.sortable]
    sort = st.lists(st.tuples(st.sampled_from(sortable), st.booleans()), max_size=3).map(tuple)
    columns = st.lists(st.sampled_from(["std", *sortable]), max_size=3).map(tuple)
    return st.builds(Query, st.none() | expressions(target), sort, columns)


TARGETED = st.one_of(*(st.tuples(st.just(target), queries(target)) for target in Target))


@given(TARGETED, st.sampled_from(["US", "DE", "CH"]))
def test_a_query_survives_being_written_and_read(targeted: tuple[Target, Query], country: str) -> None:
    target, query = targeted
    fmt, calendar = office_format(country), WeekendCalendar()
    line = to_text(query, target, fmt)
    assert parse_query(line, target, today=TODAY, fmt=fmt, calendar=calendar) == query


def test_a_query_is_written_plainly() -> None:
    query = Query(
        all_of(
            (
                Compare("balance", ">", Amount(Decimal("1500.5"), "EUR")),
                Not(any_of((Flag("has_email"), Contains(BARE[Target.ACCOUNTS], "harbor")))),
            )
        ),
        (("score", True),),
        ("std",),
    )
    line = to_text(query, Target.ACCOUNTS, office_format("US"))
    assert line == "balance>1500.5eur -(has:email | harbor) sort:-score cols:std"
    assert "1500,5eur" in to_text(query, Target.ACCOUNTS, office_format("DE"))


def offered(text: str, target: Target = Target.ACCOUNTS) -> list[str]:
    return [found.text for found in complete(text, len(text), target)]


@pytest.mark.parametrize(
    ("text", "target", "first"),
    [
        ("ba", Target.ACCOUNTS, ["balance>"]),
        ("bal>5k ov", Target.ACCOUNTS, ["overdue>", "over90>", "over_limit"]),
        ("od", Target.ACCOUNTS, ["days_overdue>="]),
        ("-bl", Target.ACCOUNTS, ["blocked"]),
        ("(sc", Target.ACCOUNTS, ["score>="]),
        ("p:", Target.ACCOUNTS, ["open", "kept", "partial", "broken", "today", "none"]),
        ("p:b", Target.ACCOUNTS, ["broken"]),
        ("p:open,br", Target.ACCOUNTS, ["broken"]),
        ("has:", Target.ACCOUNTS, ["contact", "phone", "email"]),
        ("ha", Target.ACCOUNTS, ["has:"]),
        ("sort:-sc", Target.ACCOUNTS, ["score"]),
        ("cols:s", Target.ACCOUNTS, ["std", "score"]),
        ("coding:dis", Target.ITEMS, ["disputed"]),
        ("d:fr", Target.ITEMS, ["FRT"]),
        ("sh", Target.ITEMS, ["short_amount>", "short"]),
        ("zzz", Target.ITEMS, []),
        ("zzz:", Target.ITEMS, []),
        ('name:"har', Target.ITEMS, []),
    ],
)
def test_tab_offers_what_can_stand_there(text: str, target: Target, first: list[str]) -> None:
    assert offered(text, target)[: len(first)] == first
    if not first:
        assert offered(text, target) == []


def test_tab_on_nothing_lists_every_field_with_a_sentence() -> None:
    for target in Target:
        found = complete("", 0, target)
        for field in FIELDS[target]:
            assert any(each.text.startswith(field.name) for each in found)
        assert all(each.sentence for each in found)


def test_a_completion_replaces_from_its_start_to_the_cursor() -> None:
    assert complete("bal>5k -bl rest", 10, Target.ACCOUNTS) == [
        Completion("blocked", "hidden until someone lifts the block", 8)
    ]
    assert complete("p:open,br", 9, Target.ACCOUNTS)[0].start == 7


@given(st.text(max_size=20), st.integers(-2, 25), st.sampled_from(Target))
def test_tab_never_fails(text: str, cursor: int, target: Target) -> None:
    for found in complete(text, cursor, target):
        assert 0 <= found.start <= max(0, cursor)
