"""The score of an account is the sum of its reasons, in every currency; the worklist follows it."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arcollect_tui.rules.aging import OpenItem, aging
from arcollect_tui.rules.money import scale
from arcollect_tui.services.account import account, explain
from arcollect_tui.services.calls import CallDraft, FollowUpDraft, PromiseDraft, log_call
from arcollect_tui.services.followups import reschedule
from arcollect_tui.services.office import Office
from arcollect_tui.services.worklist import (
    WorklistRow,
    WorklistView,
    progress,
    worklist_ids,
    worklist_rows,
    worklist_summary,
    worklist_window,
)
from tests.services.offices import HASTY, LONG, Line, customer, days, items, office_at, state, take_in

CURRENCIES = st.sampled_from(["USD", "EUR", "JPY", "KWD", "CLF"])


@st.composite
def lines(draw: st.DrawFn) -> list[Line]:
    found = [Line("evidence", "C1", 12_34)]  # tells the decimal mark of the file
    for number in range(draw(st.integers(1, 14))):
        currency = draw(CURRENCIES)
        whole = draw(st.integers(-2_000, 300_000).filter(bool))
        limit = draw(st.none() | st.integers(0, 200_000))
        found.append(
            Line(
                str(number),
                draw(st.sampled_from(["C1", "C2", "C3"])),
                whole * scale(currency) + draw(st.integers(0, scale(currency) - 1)),
                due=draw(st.none() | st.integers(-250, 12).map(days)),
                currency=currency,
                limit=None if limit is None else limit * scale(currency),
            )
        )
    return found


def everybody(office: Office) -> list[WorklistRow]:
    return worklist_rows(office, WorklistView(everyone=True))


@settings(HASTY, max_examples=8 * LONG)
@given(found=lines(), deeds=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 4)), max_size=4))
def test_the_score_is_the_sum_of_its_reasons(found: list[Line], deeds: list[tuple[int, int]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with office_at(folder / "office", days(-1)) as office:
            take_in(office, folder, found, days(-1))
            rows = everybody(office)
            for place, what in deeds:
                row = rows[place % len(rows)]
                if what == 0:
                    promise = PromiseDraft(100, row.currency, days(-1))
                    log_call(office, CallDraft(row.customer_id, "PP", promise=promise))
                elif what == 1:
                    log_call(office, CallDraft(row.customer_id, "BZ"))
                else:
                    reschedule(office, row.customer_id, days(what - 2))
        with office_at(folder / "office") as office:
            take_in(office, folder, [*found, Line("extra", "C9")], days(0))
            for row in everybody(office):
                reasons = explain(office, row.customer_id)
                assert row.score == sum(reason.points for reason in reasons)
                assert row.reasons == reasons
                for seen in account(office, row.customer_id).aging:
                    mine = [
                        i for i in account(office, row.customer_id).items if i.currency == seen.currency
                    ]
                    told = aging([OpenItem(i.due_date, i.open_amount) for i in mine], office.today)
                    assert (
                        seen.current,
                        seen.late_30,
                        seen.late_60,
                        seen.late_90,
                        seen.late_more,
                    ) == told.buckets
                    assert (seen.no_due, seen.unapplied) == (told.no_due_date, -told.unapplied)
                    assert (seen.balance, seen.overdue) == (told.balance, told.overdue)
                    over = seen.credit_limit is not None and seen.balance > seen.credit_limit
                    assert seen.over_limit == over


@settings(HASTY, max_examples=8 * LONG)
@given(found=lines())
def test_the_worklist_is_ordered_and_holds_what_needs_action(found: list[Line]) -> None:
    with tempfile.TemporaryDirectory() as name, office_at(Path(name) / "office") as office:
        take_in(office, Path(name), found)
        rows = everybody(office)
        assert [row.rank for row in rows] == list(range(1, len(rows) + 1))
        assert rows == sorted(rows, key=lambda row: (-row.score, -row.overdue, row.customer_id))
        assert {row.number for row in rows} == {line.customer for line in found}
        wanted = []
        for row in rows:
            mine = [line for line in found if line.customer == row.number]
            dues = [line.due for line in mine if line.amount > 0 and line.due is not None]
            if any(due <= days(7) for due in dues):
                wanted.append(row.customer_id)
            ranked = [line for line in mine if line.currency == row.currency and line.amount > 0]
            late = [line for line in ranked if line.due is not None and line.due < office.today]
            assert row.overdue == sum(line.amount for line in late)
        default = worklist_rows(office, WorklistView())
        assert [row.customer_id for row in default] == wanted
        assert list(worklist_ids(office, WorklistView())) == wanted
        assert worklist_window(office, wanted[1:], 2) == default[1:]
        assert worklist_rows(office, WorklistView(), 1) == default[:1]
        summary = worklist_summary(office, WorklistView())
        assert summary.count == len(default)
        for currency, total in summary.sums.items():
            assert total == sum(row.overdue for row in default if row.currency == currency)
        assert progress(office).left == len(default)


def test_the_currency_that_ranks_is_the_one_with_the_highest_score(tmp_path: Path) -> None:
    with office_at(tmp_path / "office") as office:
        take_in(
            office,
            tmp_path,
            [
                Line("1", amount=5_000_00),
                Line("2", amount=900_000, currency="JPY"),
                Line("3", amount=1, currency="EUR"),
            ],
        )
        (row,) = everybody(office)
        assert row.currency == "JPY"
        assert [balance.currency for balance in row.balances] == ["JPY", "EUR", "USD"]
        assert [balance.overdue for balance in row.balances] == [900_000, 1, 5_000_00]


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Office]:
    with office_at(tmp_path / "office") as office:
        take_in(office, tmp_path, [Line("1", "C1"), Line("2", "C2"), Line("3", "C3", due=days(30))])
        yield office


def numbers(office: Office) -> list[str]:
    return sorted(row.number for row in worklist_rows(office, WorklistView()))


def test_a_later_next_action_takes_an_account_off_the_list(three: Office) -> None:
    assert numbers(three) == ["C1", "C2"]
    reschedule(three, customer(three, "C1"), days(3))
    assert numbers(three) == ["C2"]
    reschedule(three, customer(three, "C1"), days(0))
    assert numbers(three) == ["C1", "C2"]
    reschedule(three, customer(three, "C1"), None)
    assert numbers(three) == ["C1", "C2"]
    reschedule(three, customer(three, "C3"), days(0))
    assert numbers(three) == ["C1", "C2", "C3"]
    log_call(three, CallDraft(customer(three, "C3"), "NA", follow_up=FollowUpDraft(None)))
    assert numbers(three) == ["C1", "C2"]


def test_a_filter_searches_everybody(three: Office) -> None:
    assert [row.number for row in worklist_rows(three, WorklistView("acct:C3"))] == ["C3"]
    assert len(worklist_rows(three, WorklistView("sort:name"))) == 2


def test_the_day_moves_scores_and_lists(three: Office, tmp_path: Path) -> None:
    reschedule(three, customer(three, "C1"), days(3))
    before = state(three)
    scores = {row.number: row.score for row in everybody(three)}
    three.close()
    with office_at(tmp_path / "office", days(3)) as later:
        assert numbers(later) == ["C1", "C2"]
        moved = {row.number: row.score for row in everybody(later)}
        assert moved["C2"] == scores["C2"] + 2 * 3
        assert moved["C1"] == scores["C1"] + 2 * 3 + 120
    with office_at(tmp_path / "office", days(24)) as later:
        assert "C3" in numbers(later)
    with office_at(tmp_path / "office") as back:
        assert state(back) == before


def test_short_paid_and_disputed_are_flagged(tmp_path: Path) -> None:
    with office_at(tmp_path / "office") as office:
        take_in(
            office,
            tmp_path,
            [Line("1").paid_down(25_00), Line("2", "C2").paid_down(26_00), Line("3", "C3", limit=1)],
        )
        assert {row.number: row.flags for row in everybody(office)} == {"C1": "S", "C2": "", "C3": "!"}
        assert items(office, "1")
