"""Weights, buckets and outcomes of the office: what follows from them, however they came to be."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arcollect_tui.errors import Refused, UsageError
from arcollect_tui.rules.aging import OpenItem, aging
from arcollect_tui.rules.strategy_policy import WEIGHTS
from arcollect_tui.services.account import account, explain
from arcollect_tui.services.calls import CallDraft, log_call, prepare_call
from arcollect_tui.services.export_rows import Span, activity
from arcollect_tui.services.followups import reschedule
from arcollect_tui.services.history import history, redo, undo
from arcollect_tui.services.office import Office, Saved
from arcollect_tui.services.order_preview import OrderPreview, preview_order, touches_order
from arcollect_tui.services.policies import apply_policy, plan_policy
from arcollect_tui.services.today import board
from arcollect_tui.services.worklist import WorklistView, progress, worklist_rows
from tests.services.handing import desk, exchange, shown
from tests.services.offices import (
    DAY,
    HASTY,
    LONG,
    Line,
    assert_sound,
    customer,
    days,
    office_at,
    take_in,
)

LEDGER = [
    Line("1", "C1", 500_00, due=days(-100)),
    Line("2", "C2", 90_000_00, due=days(-3)),
    Line("3", "C3", 700_00, due=days(-40)),
    Line("4", "C4", 10_00, due=days(5)),
    Line("5", "C5", 10_00, due=days(20)),
    Line("6", "C1", 60_00, due=days(-20)),
]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_at(tmp_path / "office") as opened:
        take_in(opened, tmp_path, LEDGER)
        yield opened


def say(office: Office, **values: object) -> Saved:
    """Set keys; a double underscore stands for the dot."""
    wanted = [(name.replace("__", "."), str(value)) for name, value in values.items()]
    return apply_policy(office, plan_policy(office, wanted))


def order(office: Office) -> list[str]:
    return [row.number for row in worklist_rows(office, WorklistView())]


def buckets(office: Office, number: str = "C1") -> tuple[int, ...]:
    (row,) = account(office, customer(office, number)).aging
    return row.buckets


def assert_explained(office: Office) -> None:
    """Every score is the sum of its reasons, every bucket what the rules say."""
    for row in worklist_rows(office, WorklistView(everyone=True)):
        found = account(office, row.customer_id)
        assert row.score == sum(reason.points for reason in explain(office, row.customer_id))
        for seen in found.aging:
            items = [
                OpenItem(i.due_date, i.open_amount) for i in found.items if i.currency == seen.currency
            ]
            told = aging(items, office.today, office.settings.buckets)
            assert seen.buckets == told.buckets


def test_a_weight_changes_the_order_at_once_and_its_undo_restores_it(office: Office) -> None:
    before, first = order(office), shown(office)
    assert before[0] == "C2"
    say(office, strategy__overdue_most=0, strategy__day_points=9, strategy__days_most=999)
    assert order(office)[0] == "C1"
    assert_explained(office)
    assert_sound(office)
    undo(office)
    assert order(office) == before
    assert shown(office).standing == first.standing
    assert_sound(office)
    redo(office)
    assert order(office)[0] == "C1"
    assert_sound(office)


def test_one_entry_says_it(office: Office) -> None:
    saved = say(office, strategy__broken=300, strategy__follow_up=10)
    assert saved.sentence == "Policy: strategy.broken = 300, strategy.follow_up = 10."
    newest = history(office, limit=1)[0]
    assert (newest.text, newest.handle) == ("policy strategy.broken, strategy.follow_up", saved.handle)


def test_buckets_end_where_policy_says(office: Office) -> None:
    assert buckets(office) == (0, 60_00, 0, 0, 500_00)
    say(office, aging__buckets="10 20 200")
    assert buckets(office) == (0, 0, 60_00, 500_00, 0)
    (row,) = account(office, customer(office)).aging
    assert row.labels == ("current", "1-10", "11-20", "21-200", ">200")
    assert [found.over90 for found in worklist_rows(office, WorklistView("over90>0"))] == []
    assert_sound(office)
    undo(office)
    assert buckets(office) == (0, 60_00, 0, 0, 500_00)


def test_what_is_due_soon_decides_who_is_in_the_list(office: Office) -> None:
    assert "C5" not in order(office)
    say(office, strategy__soon_days=30)
    assert "C5" in order(office)
    say(office, strategy__soon_days=0)
    assert {"C4", "C5"}.isdisjoint(order(office))
    assert_sound(office)


def test_every_writer_of_standing_honours_policy(office: Office, tmp_path: Path) -> None:
    say(office, strategy__overdue_unit=7, strategy__never_contacted=333, aging__buckets="5 50 500")
    log_call(office, CallDraft(customer(office, "C3"), "VM"))
    assert_explained(office)
    assert_sound(office)
    take_in(office, tmp_path, [*LEDGER[1:], Line("7", "C7", 5_00, due=days(-6))])
    assert_explained(office)
    assert_sound(office)
    undo(office)
    assert_explained(office)
    assert_sound(office)
    office.close()
    with office_at(tmp_path / "office", days(4)) as later:
        assert_explained(later)
        assert_sound(later)
    with office_at(tmp_path / "office", days(9), read_only=True) as seen:
        assert_explained(seen)


def test_a_colleague_brings_policy_and_both_desks_measure_alike(tmp_path: Path) -> None:
    with desk(tmp_path, "ann") as ann, desk(tmp_path, "bob") as bob:
        take_in(ann, tmp_path, LEDGER)
        take_in(bob, tmp_path, LEDGER)
        say(ann, strategy__day_points=9, strategy__overdue_most=3, aging__buckets="5 50 500")
        exchange(ann, bob, tmp_path)
        assert shown(ann) == shown(bob)
        assert bob.settings.strategy.day_points == 9
        assert_explained(bob)
        assert_sound(bob)
        undo(ann)
        exchange(ann, bob, tmp_path)
        assert shown(ann) == shown(bob)
        assert_sound(bob)


def test_a_store_whose_policy_came_by_another_program_is_measured_when_it_is_opened(
    office: Office, tmp_path: Path
) -> None:
    say(office, strategy__broken=1, strategy__day_points=50)
    with office.store.writing() as connection:
        connection.exec_driver_sql("DELETE FROM meta WHERE key = 'standing_measures'")
        connection.exec_driver_sql("UPDATE account_standing SET score = 1")
    office.close()
    with office_at(tmp_path / "office") as again:
        assert_explained(again)
        assert_sound(again)


WEIGHT_VALUES = st.dictionaries(
    st.sampled_from(sorted(WEIGHTS)), st.integers(1, 365).map(str), min_size=1, max_size=4
)


@settings(HASTY, max_examples=6 * LONG)
@given(weights=WEIGHT_VALUES, late=st.lists(st.integers(-30, 200), min_size=2, max_size=9))
def test_the_preview_is_the_order_that_comes(weights: dict[str, str], late: list[int]) -> None:
    with tempfile.TemporaryDirectory() as name, office_at(Path(name) / "office") as office:
        lines = [Line(str(n), f"C{n}", 37_00 * n * n, due=days(-age)) for n, age in enumerate(late, 1)]
        take_in(office, Path(name), lines)
        reschedule(office, customer(office, "C1"), DAY)
        plan = plan_policy(office, [(f"strategy.{name}", value) for name, value in weights.items()])
        before, stood = order(office), shown(office)
        preview = preview_order(office, plan, 4)
        assert shown(office) == stood
        assert order(office) == before
        apply_policy(office, plan)
        after = order(office)
        assert [move.number for move in preview.moves][: len(after[:4])] == after[:4]
        assert {move.number for move in preview.moves} == {*before[:4], *after[:4]}
        assert preview.total == len(after)
        rows = {row.number: row.score for row in worklist_rows(office, WorklistView())}
        for move in preview.moves:
            assert move.before.rank == (before.index(move.number) + 1 if move.number in before else None)
            assert move.after.rank == (after.index(move.number) + 1 if move.number in after else None)
            assert move.after.score == rows.get(move.number)
        changed = [n for n in {*before, *after} if _place(n, before) != _place(n, after)]
        assert preview.moved == len(changed)
        assert_sound(office)


def _place(number: str, found: list[str]) -> int | None:
    return found.index(number) if number in found else None


def test_the_order_can_be_previewed_where_nothing_may_be_written(office: Office, tmp_path: Path) -> None:
    office.close()
    with office_at(tmp_path / "office", read_only=True) as seen:
        preview: OrderPreview = preview_order(seen, plan_policy(seen, [("strategy.overdue_most", "0")]))
        assert preview.moves[0].number == "C1"
        assert order(seen)[0] == "C2"


def test_only_weights_touch_the_order(office: Office) -> None:
    assert touches_order(plan_policy(office, [("strategy.broken", "1")]))
    assert not touches_order(plan_policy(office, [("aging.buckets", "1 2 3")]))


# Outcomes


def test_a_call_proposes_the_office_s_own_next_step(office: Office) -> None:
    say(office, **{"outcome__NA__next": "+4b", "calendar__closed": days(1).isoformat()})
    draft = prepare_call(office, customer(office), "na")
    assert draft.follow_up is not None
    # Tuesday is closed and Thursday is Thanksgiving: Wed, Fri, Mon, Tue.
    assert draft.follow_up.day == days(8)
    said = log_call(office, CallDraft(customer(office), "NA")).sentence
    assert "next action Tue 1 Dec 2026 (not 24 Nov: Office closed" in said


def test_a_retired_outcome_is_refused_and_what_was_logged_keeps_its_name(office: Office) -> None:
    log_call(office, CallDraft(customer(office), "VM"))
    say(office, **{"outcome__VM__name": "Message on tape", "outcome__VM__active": "no"})
    with pytest.raises(UsageError, match=r"VM \(message on tape\) is retired"):
        log_call(office, CallDraft(customer(office), "VM"))
    assert any("voicemail left" in row.text for row in history(office))
    assert not any("message on tape" in row.text for row in history(office) if row.kind == "call")
    say(office, **{"outcome__VM__active": "yes"})
    log_call(office, CallDraft(customer(office), "VM"))
    assert history(office, limit=1)[0].text.startswith("C1 message on tape")
    columns, rows = activity(office, Span())
    at = columns.index("result")
    assert [row[at] for row in rows if row[at]] == ["Voicemail left", "Message on tape"]
    assert_sound(office)


def test_an_outcome_that_does_not_finish_the_account_counts_for_no_day(office: Office) -> None:
    log_call(office, CallDraft(customer(office, "C1"), "NA"))
    assert progress(office).done == 1
    say(office, **{"outcome__NA__worked": "no"})
    assert progress(office).done == 1  # it was said under the policy before
    log_call(office, CallDraft(customer(office, "C2"), "NA"))
    assert progress(office).done == 1
    assert board(office).pace.done == 1
    undo(office)
    undo(office)
    log_call(office, CallDraft(customer(office, "C2"), "NA"))
    assert progress(office).done == 2


def test_two_who_set_one_weight_do_not_overwrite_each_other(office: Office, tmp_path: Path) -> None:
    plan = plan_policy(office, [("strategy.broken", "300")])
    with office_at(tmp_path / "office") as beside:
        say(beside, strategy__broken=250)
    with pytest.raises(Refused, match=r"strategy.broken was set meanwhile"):
        apply_policy(office, plan)
    office.look_at_settings()
    assert office.settings.strategy.broken == 250
