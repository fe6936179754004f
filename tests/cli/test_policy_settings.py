"""`arcollect policy` on weights, buckets, calendars and outcomes."""

import pytest

from tests.cli.conftest import Run

pytestmark = pytest.mark.usefixtures("office")


def _numbers(run: Run) -> list[str]:
    return [row["customer_no"] for row in run("worklist", "--json").json]


def test_a_dry_run_shows_how_the_order_changes_and_sets_nothing(run: Run) -> None:
    before = _numbers(run)
    said = run("policy", "set", "strategy.day_points", "0", "strategy.overdue_unit", "1", "--dry-run")
    assert said.code == 0
    lines = said.out.splitlines()
    assert lines[0].split() == ["Key", "Was", "Will", "be"]
    assert "accounts stand elsewhere." in said.out
    assert "C2 Mill GmbH" in said.out
    assert lines[-1] == "Would set: strategy.day_points = 0, strategy.overdue_unit = 1."
    assert _numbers(run) == before


def test_the_order_for_programs_is_the_order_that_comes(run: Run) -> None:
    pairs = ("strategy.day_points", "0", "strategy.overdue_unit", "1")
    planned = run("policy", "set", *pairs, "--dry-run", "--json").json
    assert planned["applied"] is False
    assert run("policy", "set", *pairs).code == 0
    after = run("worklist", "--json").json
    moves = planned["order"]["moves"]
    assert [move["customer_no"] for move in moves] == [row["customer_no"] for row in after]
    assert [move["score_then"] for move in moves] == [row["score"] for row in after]
    assert planned["order"]["total"] == len(after)
    assert run("check").code == 0


def test_a_plan_without_a_weight_has_no_order(run: Run) -> None:
    assert "order" not in run("policy", "set", "aging.buckets", "10 20 30", "--dry-run", "--json").json


def test_the_account_shows_the_office_s_buckets(run: Run) -> None:
    assert "Over 90" in run("account", "C1").out
    assert run("policy", "set", "aging.buckets", "10,20,45").code == 0
    assert "Over 45" in run("account", "C1").out
    (aging,) = run("account", "C1", "--json").json["aging"]
    assert aging["buckets"] == ["current", "1-10", "11-20", "21-45", ">45"]
    assert (aging["late_90"], aging["late_more"]) == ("0.00", "150.00")
    assert run("check").code == 0


@pytest.mark.parametrize(
    ("key", "value", "why"),
    [
        ("strategy.brokn", "1", "Did you mean strategy.broken?"),
        ("strategy.broken", "lots", "whole number from 0 to 9,999"),
        ("aging.buckets", "30", "three ascending numbers"),
        ("calendar.closed", "christmas", "2026-12-24"),
        ("calendar.weekend", "mon tue wed thu fri sat sun", "at most six"),
        ("outcome.NA.next", "later", "+1b"),
        ("outcome.ZZ.name", "x", "no policy key"),
    ],
)
def test_a_mistake_is_one_sentence_and_sets_nothing(run: Run, key: str, value: str, why: str) -> None:
    said = run("policy", "set", key, value)
    assert (said.code, said.out) == (2, "")
    assert why in said.err
    assert len(said.err.splitlines()) == 1
    assert all(row["handle"] is None for row in run("policy", "show", "--json").json[:-1])


def test_a_call_follows_the_office_s_outcomes(run: Run) -> None:
    assert run("policy", "set", "outcome.na.next", "+2b", "calendar.closed", "2026-11-24").code == 0
    # Thursday is Thanksgiving.
    assert "next action Fri 27 Nov 2026" in run("log", "C1", "NA").out
    assert run("policy", "set", "outcome.VM.active", "no").code == 0
    refused = run("log", "C1", "VM")
    assert refused.code == 2
    assert "VM (voicemail left) is retired by the office" in refused.err
    assert [row["key"] for row in run("policy", "show", "VM", "--json").json] == [
        f"outcome.VM.{name}" for name in ("name", "next", "worked", "active")
    ]
