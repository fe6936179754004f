"""The day of a collector: counts are those of the lists behind them, whatever was done before."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest

from arcollect_tui.rules.day_queues import ACCOUNTS, DAY_QUEUES, ITEMS
from arcollect_tui.services.calls import CallDraft, PromiseDraft, log_call
from arcollect_tui.services.coding import CodingRequest, apply_coding, plan_coding
from arcollect_tui.services.drafts import new_token, save_draft
from arcollect_tui.services.followups import reschedule
from arcollect_tui.services.history import history, undo
from arcollect_tui.services.items import ItemView, item_summary
from arcollect_tui.services.notes import add_note
from arcollect_tui.services.office import Office
from arcollect_tui.services.promises import promise_rows
from arcollect_tui.services.today import board, item_counts, ringing
from arcollect_tui.services.worklist import Summary, WorklistView, worklist_rows, worklist_summary
from tests.services.offices import DAY, Line, customer, days, items, office_at, take_in

LEDGER = [
    Line("1001", "C1", 500_00, due=days(-60)),
    Line("1002", "C1", 100_00, left=8_00, due=days(-40)),
    Line("2001", "C2", 300_00, due=days(-5), currency="EUR"),
    Line("2002", "C2", 100_00, left=5_00, due=days(-5), currency="EUR"),
    Line("3001", "C3", 700_00, due=days(-31)),
    Line("4001", "C4", 50_00, due=days(60)),
]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_at(tmp_path / "office") as opened:
        take_in(opened, tmp_path, LEDGER, days(-2))
        yield opened


def queue(office: Office, number: int) -> Summary:
    counts = {**board(office).counts, **item_counts(office).counts}
    return counts[number]


def test_every_queue_counts_what_its_list_shows(office: Office) -> None:
    reschedule(office, customer(office, "C1"), DAY, time(14, 30))
    log_call(office, CallDraft(customer(office, "C2"), "PP", promise=PromiseDraft(90_00, "EUR", DAY)))
    log_call(office, CallDraft(customer(office, "C3"), "PP", promise=PromiseDraft(70_00, "USD", DAY)))
    save_draft(office, "note", customer(office, "C4"), new_token(), "{}")
    found = {**board(office).counts, **item_counts(office).counts}
    assert set(found) == {one.number for one in DAY_QUEUES}
    for one in DAY_QUEUES:
        if one.place == ACCOUNTS:
            assert found[one.number] == worklist_summary(office, WorklistView(one.filter))
        elif one.place == ITEMS:
            assert found[one.number] == item_summary(office, ItemView(one.filter))
    due = promise_rows(office, filter="today")
    assert found[3] == Summary(2, {"EUR": 90_00, "USD": 70_00})
    assert sorted(row.customer_no for row in due) == ["C2", "C3"]
    assert found[2] == Summary(1, {"USD": 508_00})
    assert found[6] == Summary(2, {"EUR": 5_00, "USD": 8_00})
    assert found[7].count == 2
    assert found[9].count == 1


def test_a_promise_of_another_day_or_taken_back_is_not_due_today(office: Office) -> None:
    one = customer(office, "C1")
    log_call(office, CallDraft(one, "PP", promise=PromiseDraft(10_00, "USD", days(1))))
    assert queue(office, 3) == Summary(0, {})
    log_call(office, CallDraft(customer(office, "C3"), "PP", promise=PromiseDraft(10_00, "USD", DAY)))
    assert queue(office, 3) == Summary(1, {"USD": 10_00})
    undo(office)
    assert queue(office, 3) == Summary(0, {}) == Summary(len(promise_rows(office, filter="today")), {})


def test_activity_is_what_this_collector_did_today_and_still_counts(office: Office, tmp_path: Path) -> None:
    with office_at(tmp_path / "office", day=days(-1)) as yesterday:
        log_call(yesterday, CallDraft(customer(yesterday, "C1"), "VM"))
    with office_at(tmp_path / "office", collector="bob") as other:
        log_call(other, CallDraft(customer(other, "C2"), "BZ"))
    for number, outcome in (("C1", "NA"), ("C3", "NA"), ("C1", "RF"), ("C2", "VM")):
        log_call(office, CallDraft(customer(office, number), outcome))
    undo(office)
    log_call(office, CallDraft(customer(office, "C3"), "PP", promise=PromiseDraft(70_00, "USD", days(3))))
    add_note(office, customer(office, "C1"), "a note")
    apply_coding(office, plan_coding(office, CodingRequest("PRC", items(office, "1002", "2002"))))
    found = board(office)
    assert found.activity.calls == {"NA": 2, "PP": 1, "RF": 1}
    assert found.activity.promises == Summary(1, {"USD": 70_00})
    assert (found.activity.coded, found.activity.notes) == (2, 1)
    assert (found.pace.done, found.pace.left) == (2, found.counts[1].count)
    first, last = found.activity.first, found.activity.last
    assert first is not None
    assert last is not None
    assert first < last


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("kind:call", 5),
        ("kind:call undone:no", 4),
        ("kind:call undone:yes", 1),
        ("outcome:na", 2),
        ("outcome:NA col:me", 1),
        ("col:bob", 1),
        ("with:promise", 1),
        ("with:call undone:no col:me", 3),
        ("kind:call outcome:VM", 1),
        ("answer kind:call", 2),
        ("outcome:ZZ", 0),
        ("nonsense:call", 0),
    ],
)
def test_what_may_be_asked_of_entries(office: Office, tmp_path: Path, text: str, count: int) -> None:
    with office_at(tmp_path / "office", collector="bob") as other:
        log_call(other, CallDraft(customer(other, "C2"), "NA"))
    log_call(office, CallDraft(customer(office, "C1"), "NA"))
    log_call(office, CallDraft(customer(office, "C3"), "PP", promise=PromiseDraft(1_00, "USD", DAY)))
    log_call(office, CallDraft(customer(office, "C3"), "RF"))
    log_call(office, CallDraft(customer(office, "C2"), "VM"))
    undo(office)
    assert len(history(office, day=DAY, filter=text)) == count


def test_items_are_counted_anew_when_a_file_or_a_coding_comes_and_not_for_a_call(
    office: Office, tmp_path: Path
) -> None:
    known = item_counts(office)
    log_call(office, CallDraft(customer(office, "C1"), "NA"))
    add_note(office, customer(office, "C1"), "a note")
    assert item_counts(office, known) is known
    apply_coding(office, plan_coding(office, CodingRequest("PRC", items(office, "1002"))))
    coded = item_counts(office, known)
    assert (known.counts[6].count, coded.counts[6].count) == (2, 1)
    undo(office)
    again = item_counts(office, coded)
    assert again.counts == known.counts
    take_in(office, tmp_path, [replace(LEDGER[1], number="1003"), *LEDGER])
    assert item_counts(office, again).counts[6].count == 3


def test_call_backs_are_those_agreed_for_today_or_before(office: Office) -> None:
    noon = time(12, 0)
    reschedule(office, customer(office, "C1"), DAY, noon)
    reschedule(office, customer(office, "C2"), days(1), noon)
    reschedule(office, customer(office, "C3"), DAY)
    rows = board(office).call_backs
    assert [(row.number, row.day, row.at) for row in rows] == [("C1", DAY, noon)]
    assert [row.customer_no for row in promise_rows(office, filter="today")] == []
    listed = worklist_rows(office, WorklistView(DAY_QUEUES[1].filter))
    assert [row.number for row in listed] == ["C1"]


def test_call_backs_are_listed_by_day_and_time(office: Office) -> None:
    for number, at in (("C1", time(15)), ("C2", time(9, 30)), ("C3", time(11))):
        reschedule(office, customer(office, number), DAY, at)
    listed = worklist_rows(office, WorklistView("callback sort:next_action_on"))
    assert [row.number for row in listed] == ["C2", "C3", "C1"]
    backwards = worklist_rows(office, WorklistView("callback sort:-next_action_on"))
    assert [row.number for row in backwards] == ["C1", "C3", "C2"]


@pytest.mark.parametrize(
    ("after", "until", "rings"),
    [
        (time(14, 29), time(14, 30), True),
        (None, time(23, 59), True),
        (time(14, 30), time(14, 31), False),
        (time(9), time(14, 29), False),
        (time(9), time(14, 30, 59), True),
    ],
)
def test_a_call_back_rings_at_its_minute(
    office: Office, after: time | None, until: time, *, rings: bool
) -> None:
    reschedule(office, customer(office, "C1"), DAY, time(14, 30))
    reschedule(office, customer(office, "C2"), days(1), time(14, 30))
    assert [one.number for one in ringing(office, after, until)] == ["C1"] * rings


def test_an_empty_office_has_an_empty_day(tmp_path: Path) -> None:
    with office_at(tmp_path / "office") as empty:
        found = {**board(empty).counts, **item_counts(empty).counts}
        assert {one.count for one in found.values()} == {0}
        assert board(empty).ledger is None
        assert board(empty).activity.first is None
