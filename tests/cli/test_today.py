"""`arcollect today`: the same numbers as the screen, with the command that lists each."""

import shlex

import pytest

from tests.cli.conftest import Run

pytestmark = pytest.mark.usefixtures("office")


def test_the_day_in_json(run: Run) -> None:
    assert run("log", "C1", "CB", "--follow-up", "14:30").code == 0
    assert run("log", "C2", "PP", "--promise", "10", "--by", "today").code == 0
    found = run("today", "--json").json
    assert list(found) == ["day", "collector", "ledger", "queues", "call_backs", "activity", "pace"]
    assert (found["day"], found["collector"]) == ("2026-11-23", "ann")
    assert list(found["queues"][0]) == ["number", "queue", "list", "filter", "count", "sums"]
    assert [queue["number"] for queue in found["queues"]] == list(range(1, 10))
    assert [(one["customer_no"], one["day"], one["time"]) for one in found["call_backs"]] == [
        ("C1", "2026-11-23", "14:30")
    ]
    assert found["activity"]["calls"] == {"PP": 1, "CB": 1}
    assert found["activity"]["promises"]["count"] == 1
    assert list(found["pace"]) == ["done", "left", "seconds_an_account", "finish"]
    assert found["pace"]["done"] == 2
    due = next(queue for queue in found["queues"] if queue["queue"] == "promises due today")
    assert due["count"] == 1


def test_every_queue_is_listed_by_the_command_beside_it(run: Run) -> None:
    assert run("log", "C1", "CB", "--follow-up", "today 14:30").code == 0
    counts = {queue["number"]: queue["count"] for queue in run("today", "--json").json["queues"]}
    table = run("today").out.splitlines()
    start = table[0].index("Listed by")
    for line in table[1:10]:
        words = shlex.split(line[start:])
        assert len(run(*words, "--json").json) == counts[int(line[0])], line
    assert max(counts.values()) > 0


def test_the_day_in_words(run: Run) -> None:
    assert run("log", "C1", "NA").code == 0
    said = run("today")
    assert said.code == 0
    assert "calls 1 (NA 1)" in said.out
    assert "1 done" in said.out
    assert "Ledger of" in said.out


@pytest.mark.parametrize(
    ("typed", "words"), [("fri 25:00", "25:00"), ("frob 9:00", "frob"), ("", "When to act next")]
)
def test_a_time_that_is_none_is_refused(run: Run, typed: str, words: str) -> None:
    said = run("log", "C1", "CB", "--follow-up", typed)
    assert said.code == 2
    assert words in said.err
