"""Promises: what may be promised, and how imports judge it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcollect_tui.errors import Refused
from arcollect_tui.rules.promises import (
    GRACE_DAYS,
    PromiseState,
    check_promise,
    grace_until,
    judge,
    promise_default,
)

MADE = date(2026, 11, 16)
DUE = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("paid", "as_of", "state"),
    [
        (0, None, "open"),  # no import yet
        (99999, None, "open"),
        (0, date(2026, 11, 15), "open"),  # an import from before the promise says nothing
        (10000, date(2026, 11, 15), "open"),
        (0, date(2026, 11, 20), "open"),  # in grace
        (5000, date(2026, 11, 22), "open"),
        (0, date(2026, 11, 23), "broken"),  # grace is over
        (1, date(2026, 11, 23), "partial"),
        (9999, date(2026, 11, 23), "partial"),
        (10000, date(2026, 11, 23), "kept"),
        (12000, date(2026, 11, 18), "kept"),
        (-50, date(2026, 11, 24), "broken"),  # the open amount went up
        (0, date(2027, 1, 1), "broken"),
    ],
)
def test_an_import_judges_a_promise(paid: int, as_of: date | None, state: str) -> None:
    assert judge(10000, DUE, MADE, paid, as_of).value == state


def test_without_grace_the_day_itself_judges() -> None:
    assert judge(100, DUE, MADE, 0, DUE, grace_days=0) is PromiseState.BROKEN
    assert judge(100, DUE, MADE, 0, DUE - timedelta(days=1), grace_days=0) is PromiseState.OPEN


@given(
    st.integers(1, 10**9),
    st.integers(0, 60),
    st.integers(-10, 10**9),
    st.none() | st.integers(-30, 120),
    st.integers(0, 10),
)
def test_only_an_import_after_grace_breaks_a_promise(
    amount: int, ahead: int, paid: int, seen: int | None, grace: int
) -> None:
    due = MADE + timedelta(days=ahead)
    as_of = None if seen is None else MADE + timedelta(days=seen)
    state = judge(amount, due, MADE, paid, as_of, grace)
    if state in {PromiseState.BROKEN, PromiseState.PARTIAL}:
        assert as_of is not None
        assert as_of >= grace_until(due, grace)
        assert paid < amount
        assert (state is PromiseState.PARTIAL) == (paid > 0)
    if state is PromiseState.KEPT:
        assert paid >= amount


def test_grace_counts_calendar_days_without_a_calendar() -> None:
    assert grace_until(DUE) == DUE + timedelta(days=GRACE_DAYS)
    assert grace_until(DUE, 0) == DUE


def test_a_promise_in_order_has_no_warning() -> None:
    assert check_promise(10000, DUE, MADE, 10000) == []
    assert check_promise(10000, MADE, MADE, 20000) == []


@pytest.mark.parametrize(
    ("amount", "due", "outstanding", "says"),
    [
        (10001, DUE, 10000, ["More is promised"]),
        (1, DUE, 0, ["More is promised"]),
        (1, DUE, -500, ["More is promised"]),
        (100, MADE + timedelta(days=90), 100, []),
        (100, MADE + timedelta(days=91), 100, ["91 days ahead"]),
        (200, MADE + timedelta(days=91), 100, ["More is promised", "91 days ahead"]),
    ],
)
def test_unusual_promises_warn(amount: int, due: date, outstanding: int, says: list[str]) -> None:
    warnings = check_promise(amount, due, MADE, outstanding)
    assert len(warnings) == len(says)
    for warning, words in zip(warnings, says, strict=True):
        assert words in warning


@pytest.mark.parametrize(
    ("amount", "due", "says"),
    [(0, DUE, "more than zero"), (-1, DUE, "more than zero"), (1, MADE - timedelta(days=1), "past")],
)
def test_impossible_promises_are_refused(amount: int, due: date, says: str) -> None:
    with pytest.raises(Refused, match=says):
        check_promise(amount, due, MADE, 100)


@pytest.mark.parametrize(
    ("overdue", "disputed", "proposed"),
    [(10000, 0, 10000), (10000, 2500, 7500), (10000, 10000, 0), (0, 0, 0), (100, 200, 0)],
)
def test_the_proposed_amount_is_all_overdue_less_disputed(
    overdue: int, disputed: int, proposed: int
) -> None:
    assert promise_default(overdue, disputed) == proposed
