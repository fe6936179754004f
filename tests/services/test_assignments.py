"""Assigning customers on a real store: who owns them today; what a day, a file, an undo, a colleague do."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcollect_tui.data.queries import assignments as queries
from arcollect_tui.errors import Refused, UsageError
from arcollect_tui.rules.owners import owner_on
from arcollect_tui.services.assign_plan import AssignPlan
from arcollect_tui.services.assignments import (
    AssignRequest,
    apply_assignment,
    known_collectors,
    plan_assignment,
    plan_by_rules,
)
from arcollect_tui.services.conflicts import conflicts, settle
from arcollect_tui.services.history import history, undo
from arcollect_tui.services.office import Office, Saved
from arcollect_tui.services.policies import apply_policy, plan_policy
from arcollect_tui.services.worklist import WorklistView, worklist_rows
from tests.services.elsewhere import Elsewhere
from tests.services.offices import (
    DAY,
    HASTY,
    Line,
    account_of,
    assert_sound,
    customer,
    days,
    office_at,
    take_in,
)

LINES = [
    Line("1", "C1", amount=100_00, collector="Ann"),
    Line("2", "C2", amount=200_00, collector="cy", name="Alpha"),
    Line("3", "C3", amount=300_00),
    Line("4", "C3", amount=40_00, currency="EUR", due=days(9)),
]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_at(tmp_path / "office") as opened:
        take_in(opened, tmp_path, LINES)
        yield opened


def owners(office: Office, text: str = "") -> dict[str, str]:
    """The owner of each account that a filter shows."""
    return {row.number: row.collector for row in worklist_rows(office, WorklistView(text, everyone=True))}


def assign(office: Office, collector: str, *numbers: str, **options: object) -> Saved:
    """Assign customers of these numbers."""
    return apply_assignment(office, planned(office, collector, *numbers, **options))


def planned(office: Office, collector: str, *numbers: str, **options: object) -> AssignPlan:
    ids = tuple(customer(office, number) for number in numbers)
    return plan_assignment(office, AssignRequest(collector, ids, **options))  # type: ignore[arg-type]


def test_the_worklist_shows_the_owner_and_me_is_one_of_them(office: Office) -> None:
    assert owners(office) == {"C1": "Ann", "C2": "cy", "C3": ""}
    assert owners(office, "col:me") == {"C1": "Ann"}, "whoever works here is ann"
    saved = assign(office, "ANN", "C2", "C3")
    assert saved.sentence == "2 customers assigned to Ann from Mon 23 Nov."
    assert owners(office) == dict.fromkeys(("C1", "C2", "C3"), "Ann")
    assert owners(office, "col:me") == owners(office)
    assert account_of(office, "C2").customer.assigned == "Ann"
    assert account_of(office, "C2").customer.collector == "cy"
    assert account_of(office, "C1").customer.assigned == ""
    assert_sound(office)
    undo(office)
    assert owners(office) == {"C1": "Ann", "C2": "cy", "C3": ""}
    assert_sound(office)


def test_a_cover_begins_and_ends_with_its_days(office: Office, tmp_path: Path) -> None:
    assign(office, "bo", "C1", "C2")
    saved = apply_assignment(
        office, plan_assignment(office, AssignRequest("di", owner="BO", first=days(1), last=days(4)))
    )
    assert saved.sentence == "2 customers covered by di from Tue 24 Nov until Fri 27 Nov."
    assert owners(office) == {"C1": "bo", "C2": "bo", "C3": ""}
    covered = {"C1": "di", "C2": "di", "C3": ""}
    office.close()
    # Forward by a day, over the end, and back: each day steps to what holds on it.
    for day, wanted in (
        (1, covered),
        (4, covered),
        (5, owners_of("bo")),
        (2, covered),
        (0, owners_of("bo")),
    ):
        with office_at(tmp_path / "office", days(day)) as opened:
            assert owners(opened) == wanted, day
            assert_sound(opened)
    with office_at(tmp_path / "office", days(2)) as opened:
        words = "bo, covered by di until Fri 27 Nov"
        assert account_of(opened, "C1").customer.assigned == words
        assign(opened, "cy", "C1")
        assert account_of(opened, "C1").customer.assigned == "cy, covered by di until Fri 27 Nov"
        assert owners(opened) == covered
        assign(opened, "none", "C1", first=days(3), last=days(9))
        assert account_of(opened, "C1").customer.assigned == "cy, covered by di until Wed 25 Nov"
        assign(opened, "none", "C1")
        assert account_of(opened, "C1").customer.assigned == "Ann, covered by di until Wed 25 Nov"


def owners_of(name: str) -> dict[str, str]:
    return {"C1": name, "C2": name, "C3": ""}


def test_a_hand_over_takes_what_is_owned_then_and_what_is_covered_for_as_long(office: Office) -> None:
    assign(office, "bo", "C1")
    assign(office, "bo", "C2", last=days(2))
    assign(office, "di", "C3", first=days(3))
    whole = plan_assignment(office, AssignRequest("eve", owner="bo"))
    assert [line.owned.number for line in whole.lines] == ["C1"], "C2 is cy's"
    later = plan_assignment(office, AssignRequest("eve", owner="di", first=days(3)))
    assert [line.owned.number for line in later.lines] == ["C3"]
    with pytest.raises(Refused, match="has no customer"):
        plan_assignment(office, AssignRequest("eve", owner="di"))
    holiday = plan_assignment(office, AssignRequest("eve", owner="bo", last=days(9)))
    assert holiday.sentence == (
        "2 customers covered by eve from Mon 23 Nov until Wed 2 Dec, 1 of them for fewer days"
    )
    apply_assignment(office, holiday)
    assert account_of(office, "C1").customer.assigned == "bo, covered by eve until Wed 2 Dec"
    assert account_of(office, "C2").customer.assigned == "cy, covered by eve until Wed 25 Nov"
    assert_sound(office)


def test_a_ledger_file_moves_only_what_nobody_assigned(office: Office, tmp_path: Path) -> None:
    assign(office, "bo", "C1")
    others = [Line(one.number, one.customer, one.amount, collector="eve") for one in LINES]
    take_in(office, tmp_path, [*others, Line("9", "C9", collector="eve")], days(1))
    assert owners(office) == {"C1": "bo", "C2": "eve", "C3": "eve", "C9": "eve"}
    assert_sound(office)


def test_a_plan_says_who_gets_and_who_loses_and_is_refused_when_owners_changed(office: Office) -> None:
    plan = plan_assignment(office, AssignRequest("bo", filter="overdue>0"))
    assert [(one.collector, one.customers, one.items) for one in plan.gains] == [("bo", 3, 4)]
    assert plan.gains[0].balances == {"USD": 600_00, "EUR": 40_00}
    assert plan.gains[0].overdue == {"USD": 600_00, "EUR": 0}
    assert [(one.collector, one.customers) for one in plan.losses] == [("", 1), ("Ann", 1), ("cy", 1)]
    before = history(office)
    assign(office, "di", "C3")
    with pytest.raises(Refused, match="Owners changed since the preview"):
        apply_assignment(office, plan)
    assert len(history(office)) == len(before) + 1
    assert planned(office, "DI", "C3", "C1").same == 1
    with pytest.raises(Refused, match="the customer is as wished already"):
        assign(office, "di", "C3")


def test_what_is_refused(office: Office) -> None:
    with pytest.raises(UsageError, match="Name a collector"):
        planned(office, "  ", "C1")
    with pytest.raises(Refused, match="is past"):
        planned(office, "bo", "C1", first=days(-1))
    with pytest.raises(UsageError, match="give a later last day"):
        planned(office, "bo", "C1", first=days(2), last=days(1))
    with pytest.raises(Refused, match="has no customer on "):
        plan_assignment(office, AssignRequest("bo", owner="eve"))
    with pytest.raises(Refused, match="No account matches"):
        plan_assignment(office, AssignRequest("bo", filter="bal>9m"))
    assert known_collectors(office) == ["Ann", "cy"]


def test_rules_assign_by_the_first_that_matches(office: Office) -> None:
    with pytest.raises(Refused, match="There are no rules yet"):
        plan_by_rules(office)
    rules = "bal>=300 -> di ; name a-b -> BO"
    apply_policy(office, plan_policy(office, [("assign.rules", rules)]))
    plan = plan_by_rules(office)
    assert plan.sentence == "2 customers by rule: 1 to BO, 1 to di"
    assert plan.unmatched == 1
    apply_assignment(office, plan)
    assert owners(office) == {"C1": "Ann", "C2": "BO", "C3": "di"}
    assert history(office, limit=1)[0].text == "2 customers assigned by rule"
    with pytest.raises(Refused, match="all 2 are as wished already"):
        apply_assignment(office, plan_by_rules(office))
    undo(office)
    assert owners(office) == {"C1": "Ann", "C2": "cy", "C3": ""}
    apply_policy(office, plan_policy(office, [("assign.rules", "bal>>1 -> di")]))
    with pytest.raises(UsageError, match="Rule 1 of assign"):
        plan_by_rules(office)


def theirs(collector: str, replaces: bytes | None = None) -> dict[str, object]:
    """An assignment that another desk says."""
    first = DAY.toordinal()
    fact = {"is": "assignment", "collector": collector, "why": "assign", "first": first}
    terms = f'[["{collector}","assign",{first},null]]'
    return {**fact, "terms": terms, "replaces": replaces.hex() if replaces else None}


def test_an_owner_changed_on_two_desks_is_told_and_settled(office: Office) -> None:
    bob = Elsewhere(office)
    first = assign(office, "bo", "C1").entry
    bob.said(theirs("cy"), kind="assign")
    assert owners(office)["C1"] == "cy", "the later one counts"
    (found,) = conflicts(office)
    assert found.text == "owner, 2 owners: bo by ann 23 Nov · cy by bob 23 Nov, counts"
    assert [one.id for one in account_of(office, "C1").conflicts] == [found.id]
    assert settle(office, found, first).sentence == "Settled: C1 owner bo."
    assert owners(office)["C1"] == "bo"
    assert conflicts(office) == []
    assert history(office, limit=1)[0].text == "C1 settled owner: bo"
    assert_sound(office)


def test_an_undo_takes_what_was_built_on_it_and_what_comes_later_counts_for_nothing(office: Office) -> None:
    first = assign(office, "bo", "C1")
    assign(office, "di", "C1", last=days(3))
    undo(office, first.handle)
    assert owners(office)["C1"] == "Ann"
    Elsewhere(office).said(theirs("cy", replaces=first.entry), kind="assign")
    assert owners(office)["C1"] == "Ann"
    (found,) = conflicts(office)
    assert found.text == "owner, 1 owner: cy by bob 23 Nov, on an undone entry"
    settle(office, found)
    assert (owners(office)["C1"], conflicts(office)) == ("Ann", [])
    assert_sound(office)


DEED = st.tuples(
    st.sampled_from(["bo", "cy", "none"]),
    st.integers(0, 4),
    st.none() | st.integers(0, 3),
    st.integers(1, 3),
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("owners")
    with office_at(home / "office") as opened:
        take_in(opened, home, LINES)
    return home / "office"


@HASTY
@given(st.lists(DEED, max_size=4), st.lists(st.integers(0, 9), min_size=1, max_size=3))
def test_the_store_says_of_every_day_what_the_rules_say(
    shared: Path, deeds: list[tuple[str, int, int | None, int]], wanted: list[int]
) -> None:
    """On one store for all examples: what was said before only makes the terms longer."""
    with office_at(shared) as office:
        for collector, first, length, number in deeds:
            last = None if length is None else days(first + length)
            plan = planned(office, collector, f"C{number}", first=days(first), last=last)
            if plan.lines:
                apply_assignment(office, plan)
    for day in wanted:
        with office_at(shared, days(day)) as office, office.store.reading() as connection:
            said = queries.owned(connection, [customer(office, f"C{n}") for n in (1, 2, 3)])
            rules = {
                one.number: owner_on(one.terms, one.by_ledger, days(day).toordinal())
                for one in said.values()
            }
            assert owners(office) == rules
