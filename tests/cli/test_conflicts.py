"""Conflicts on the command line: listed with ids that hold at every desk, settled by one command."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from arcollect_tui.services.clock import Clock
from arcollect_tui.services.office import open_office
from tests.cli.conftest import TODAY, Run
from tests.services.elsewhere import Elsewhere

CONFLICT = ["conflict", "thing", "key", "ledger", "customer_no", "name", "about", "values"]
VALUE = ["entry", "handle", "at", "collector", "desk", "says", "counts", "founded"]


@dataclass(frozen=True)
class Contested:
    """The id of the conflict, and the handles of what this desk and the other say."""

    id: str
    ours: str
    theirs: str


@pytest.fixture
def contested(office: Path, run: Run) -> Contested:
    """Two desks have coded item 1001."""
    assert run("code", "PRC", "--item", "1001").code == 0
    elsewhere(office, "QTY")
    (found,) = run("history", "--conflicts", "--json").json
    ours, theirs = (value["handle"] for value in found["values"])
    return Contested(found["conflict"], ours, theirs)


def elsewhere(store: Path, reason: str) -> None:
    """Another desk codes item 1001."""
    clock = Clock(date.fromisoformat(TODAY))
    with open_office(store, collector="ann", clock=clock) as opened:
        Elsewhere(opened).coded("1001", reason)


def reason_of(run: Run) -> str:
    return str(run("items", "--filter", "#1001", "--json").json[0]["reason"])


def test_conflicts_are_listed_for_programs(run: Run, contested: Contested) -> None:
    (found,) = run("history", "--conflicts", "--json").json
    assert list(found) == CONFLICT
    assert [list(value) for value in found["values"]] == [VALUE] * 2
    about = (found["thing"], found["ledger"], found["customer_no"], found["about"])
    assert about == ("coding", "main", "C1", "1001")
    told = [(one["says"], one["handle"], one["collector"], one["counts"]) for one in found["values"]]
    assert told == [("PRC", contested.ours, "ann", False), ("QTY", contested.theirs, "bob", True)]
    assert all(value["founded"] for value in found["values"])
    known = {row["handle"]: (row["entry"], row["desk"]) for row in run("history", "--json").json}
    assert [(one["entry"], one["desk"]) for one in found["values"]] == [
        known[contested.ours],
        known[contested.theirs],
    ]


def test_conflicts_are_listed_for_people(run: Run, contested: Contested) -> None:
    said = run("history", "--conflicts")
    head, line = said.out.splitlines()
    assert head.split() == ["Conflict", "Account", "About", "Counts", "now", "Against", "it"]
    assert line.startswith(f"{contested.id}  C1")
    assert re.split("  +", line)[3:] == [
        f"{contested.theirs} QTY by bob 23 Nov",
        f"{contested.ours} PRC by ann 23 Nov",
    ]
    assert run("history", "--conflicts", "--filter", "bob 1001", "--limit", "1").out == said.out
    assert run("history", "--conflicts", "--filter", "nobody").err == "No conflict matches.\n"


@pytest.mark.usefixtures("contested")
def test_the_account_tells_its_conflicts(run: Run) -> None:
    assert "Conflicts" in run("account", "C1").out.splitlines()
    assert "Conflicts" not in run("account", "C2").out.splitlines()


@pytest.mark.usefixtures("office")
def test_where_nothing_is_in_conflict_it_says_so(run: Run) -> None:
    said = run("history", "--conflicts")
    assert (said.code, said.out) == (0, "")
    assert said.err.endswith("Nothing is in conflict.\n")
    assert run("history", "--conflicts", "--json").json == []


def test_settling_keeps_what_counts_now(run: Run, contested: Contested) -> None:
    said = run("settle", contested.id)
    assert said.code == 0
    assert said.out.endswith("  Settled: C1 1001 QTY.\n")
    assert run("history", "--conflicts", "--json").json == []
    assert reason_of(run) == "QTY"
    assert run("settle", contested.id).code == 3


def test_settling_takes_the_named_value_and_undo_takes_it_back(run: Run, contested: Contested) -> None:
    said = run("settle", contested.id, contested.ours, "--json")
    assert list(said.json) == ["handle", "text", "warnings", "again"]
    assert reason_of(run) == "PRC"
    newest = run("history", "--limit", "1", "--json").json[0]
    assert (newest["kind"], newest["text"]) == ("settle", "C1 settled 1001: PRC")
    assert run("undo").out.endswith("  Undone: C1 settled 1001: PRC.\n")
    assert run("history", "--conflicts", "--json").json[0]["conflict"] == contested.id
    assert reason_of(run) == "QTY"


def test_a_value_may_be_named_by_its_id(run: Run, contested: Contested) -> None:
    entry = run("history", "--conflicts", "--json").json[0]["values"][0]["entry"]
    assert run("settle", contested.id, entry).code == 0
    assert reason_of(run) == "PRC"


def test_what_does_not_fit_is_refused_with_a_cure(run: Run, office: Path, contested: Contested) -> None:
    said = run("settle", contested.id, "1-1")
    known = f"It has {contested.ours}, {contested.theirs}."
    assert (said.code, said.err) == (3, f'error: "1-1" is no value of conflict {contested.id}. {known}\n')
    elsewhere(office, "TAX")
    said = run("settle", contested.id)
    assert said.code == 3
    assert "See them with arcollect history --conflicts." in said.err
    assert len(run("history", "--conflicts", "--json").json[0]["values"]) == 3
    assert run("settle").code == 2


def test_nothing_is_settled_where_only_reading_is_allowed(run: Run, contested: Contested) -> None:
    assert run("--read-only", "history", "--conflicts").code == 0
    assert run("--read-only", "settle", contested).code == 5
    assert len(run("history", "--conflicts", "--json").json) == 1
