"""The team: each number is that of the list it opens."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from arcollect_tui.services.assignments import AssignRequest, apply_assignment, plan_assignment
from arcollect_tui.services.calls import CallDraft, PromiseDraft, log_call
from arcollect_tui.services.history import history
from arcollect_tui.services.office import Office
from arcollect_tui.services.team import TeamRow, first_day_of_pace, team
from arcollect_tui.services.worklist import WorklistView, worklist_rows
from tests.services.elsewhere import Elsewhere
from tests.services.offices import DAY, Line, customer, days, office_at, take_in

LINES = [
    Line("1", "C1", amount=100_00, collector="Bo"),
    Line("2", "C2", amount=200_00, collector="bo"),
    Line("3", "C3", amount=300_00),
    Line("4", "C3", amount=40_00, currency="EUR", due=days(9)),
    Line("5", "C4", amount=50_00, collector="Ann Berg", due=days(20)),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with office_at(tmp_path / "office", days(-1), "bo") as office:
        take_in(office, tmp_path, LINES)
        log_call(office, CallDraft(customer(office, "C1"), "NA"))
        due = PromiseDraft(10_00, "USD", DAY)
        log_call(office, CallDraft(customer(office, "C3"), "PP", promise=due))
    return tmp_path / "office"


@pytest.fixture
def office(path: Path) -> Iterator[Office]:
    with office_at(path) as opened:
        yield opened


def row_of(office: Office, name: str) -> TeamRow:
    (found,) = [row for row in team(office) if row.collector.lower() == name]
    return found


def test_what_each_owns_has_to_do_and_did(office: Office) -> None:
    log_call(office, CallDraft(customer(office, "C2"), "VM"))
    assert [row.collector for row in team(office)] == ["ann", "Ann Berg", "Bo", ""]
    bo = row_of(office, "bo")
    assert (bo.customers, bo.overdue, bo.balances) == (2, {"USD": 300_00}, {"USD": 300_00})
    assert (bo.done_today, bo.done_lately, bo.due, bo.broken) == (0, 2, 0, 0)
    assert bo.oldest is not None
    assert (bo.oldest.number, bo.oldest.last_contact_on) == ("C1", days(-1))
    assert bo.last_seen is not None
    assert bo.last_seen.date() == days(-1)
    nobody = row_of(office, "")
    assert (nobody.customers, nobody.overdue) == (1, {"USD": 300_00})
    assert nobody.balances == {"EUR": 40_00, "USD": 300_00}
    assert (nobody.due, nobody.last_seen) == (1, None)
    ann = row_of(office, "ann")
    assert (ann.customers, ann.done_today, ann.oldest) == (0, 1, None)
    berg = row_of(office, "ann berg")
    assert (berg.customers, berg.overdue, berg.oldest) == (1, {}, None)


def test_every_number_is_that_of_the_rows_it_opens(office: Office) -> None:
    everybody = [row.number for row in worklist_rows(office, WorklistView(everyone=True))]
    seen = []
    for row in team(office):
        rows = worklist_rows(office, WorklistView(row.filter))
        assert len(rows) == row.customers
        seen += [one.number for one in rows]
        assert len(worklist_rows(office, WorklistView(f"{row.filter} p:today"))) == row.due
        assert len(worklist_rows(office, WorklistView(f"{row.filter} p:broken"))) == row.broken
        for code, total in row.overdue.items():
            assert total == sum(b.overdue for one in rows for b in one.balances if b.currency == code)
    assert sorted(seen) == sorted(everybody), "each account is somebody's, once"
    bo = row_of(office, "bo")
    calls = history(office, filter=f"{bo.entry_filter} kind:call undone:no since:{bo.since}")
    assert len(calls) == bo.done_lately == 2
    assert history(office, filter=f"{bo.entry_filter} kind:call since:{DAY}") == []


@pytest.mark.parametrize("ahead", [0, 4, 5, 6])
def test_the_last_five_business_days_end_today(path: Path, ahead: int) -> None:
    """From a Monday, a Friday and a weekend; in that week Thursday is a holiday."""
    with office_at(path, days(ahead)) as office:
        first, calendar = first_day_of_pace(office), office.settings.calendar
        span = [days(n, first) for n in range((days(ahead) - first).days + 1)]
        assert sum(map(calendar.is_business, span)) == 5
        assert calendar.is_business(first)


def test_a_colleague_is_there_with_what_came_from_their_desk(office: Office) -> None:
    Elsewhere(office, "di").planned(days(3).toordinal(), "C1")
    di = row_of(office, "di")
    assert (di.customers, di.done_today) == (0, 0)
    assert di.last_seen is not None
    assert di.last_seen <= datetime.now(UTC)


def test_who_owns_nothing_and_was_not_seen_for_a_month_is_left_out(path: Path) -> None:
    with office_at(path, days(60)) as office:
        plan = plan_assignment(office, AssignRequest("cy", filter='col="bo"'))
        apply_assignment(office, plan)
        assert [row.collector for row in team(office)] == ["ann", "Ann Berg", "cy", ""]
