"""Proposals, root causes and the history of an item from the command line."""

import io
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.services.alike import coded_office
from tests.services.offices import never_seated, office_at

PROPOSAL = [
    "id",
    "rule",
    "reason",
    "accepted",
    "count",
    "totals",
    "examples",
    "agreed",
    "samples",
    "against",
]
PLAN = ["customers", "lines", "skipped", "applied"]


@pytest.fixture
def coded(store: Path, tmp_path: Path) -> Path:
    """An office in which most short pays are coded."""
    with office_at(store) as office:
        coded_office(office, tmp_path)
    return never_seated(store)


@pytest.fixture
def freight(run: Run, coded: Path) -> str:
    """The id of the proposal about freight."""
    del coded
    return next(str(one["id"]) for one in run("suggest", "--json").json if one["reason"] == "FRT")


def reason_of(run: Run, number: str) -> str:
    return str(run("items", "--filter", f"doc={number}", "--json").json[0]["reason"])


def test_proposals_are_listed(run: Run, freight: str) -> None:
    said = run("suggest", "--json")
    assert said.code == 0
    assert [list(one) for one in said.json] == [PROPOSAL] * 4
    one = next(one for one in said.json if one["id"] == freight)
    assert (one["rule"], one["count"], one["accepted"]) == ('text has "freight"', 3, False)
    assert (one["examples"], one["agreed"], one["against"]) == (10, 10, [])
    assert sorted(one["totals"]) == ["EUR", "USD"]
    shown = run("suggest")
    assert freight in shown.out
    assert 'text has "freight" → FRT Freight' in shown.out
    assert "10 of 10 coded alike agree" in shown.out


def test_without_examples_it_says_so(run: Run, office: Path) -> None:
    del office
    said = run("suggest")
    assert (said.code, said.out) == (0, "")
    assert said.err == "Nothing looks enough like what was coded.\n"
    assert run("suggest", "--json").json == []
    assert run("suggest", "--accuracy").err.startswith("No rule was accepted yet")


def test_a_dry_run_shows_and_writes_nothing(run: Run, freight: str) -> None:
    said = run("suggest", "--apply", freight, "--dry-run")
    assert said.code == 0
    assert "FRT10" in said.out
    assert "Would code: dispute FRT on 3 items of 3 customers" in said.out
    fields = list(run("suggest", "--apply", freight, "--dry-run", "--json").json)
    assert fields[: len(PROPOSAL)] == PROPOSAL
    assert set(PLAN) <= set(fields)
    assert reason_of(run, "FRT10") == ""


def test_nobody_at_a_terminal_is_asked(run: Run, freight: str) -> None:
    said = run("suggest", "--apply", freight)
    assert said.code == 3
    assert "add --yes to apply" in said.err
    assert reason_of(run, "FRT10") == ""


@pytest.mark.parametrize(("answer", "code", "reason"), [("y\n", 0, "FRT"), ("n\n", 3, "")])
def test_somebody_at_a_terminal_is_asked(
    run: Run, freight: str, monkeypatch: pytest.MonkeyPatch, answer: str, code: int, reason: str
) -> None:
    class Keyboard(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Keyboard(answer))
    said = run("suggest", "--apply", freight)
    assert said.code == code
    assert "Code dispute FRT on 3 items" in said.err
    assert reason_of(run, "FRT10") == reason


def test_applying_is_one_entry_and_one_undo(run: Run, freight: str) -> None:
    said = run("suggest", "--apply", freight[:5], "--yes", "--json")
    assert said.code == 0
    assert (said.json["applied"], said.json["count"]) == (True, 3)
    assert reason_of(run, "FRT11") == "FRT"
    accuracy = run("suggest", "--accuracy", "--json").json
    assert accuracy == [
        {
            "id": freight,
            "rule": 'text has "freight"',
            "reason": "FRT",
            "accepted": True,
            "coded": 3,
            "known": 0,
            "agreed": 0,
            "percent": None,
        }
    ]
    assert run("undo").code == 0
    assert reason_of(run, "FRT11") == ""
    assert run("suggest", "--accuracy", "--json").json == []


def test_accuracy_is_told_by_root_causes(run: Run, freight: str) -> None:
    assert run("suggest", "--apply", freight, "--yes").code == 0
    assert run("cause", "FRT", "--item", "FRT10", "--item", "FRT11").code == 0
    assert run("cause", "PRC", "--item", "FRT12").code == 0
    (one,) = run("suggest", "--accuracy", "--json").json
    assert (one["known"], one["agreed"], one["percent"]) == (3, 2, 66)
    assert "66%" in run("suggest", "--accuracy").out


def test_dismissing_and_withdrawing(run: Run, freight: str) -> None:
    said = run("suggest", "--dismiss", freight)
    assert said.code == 0
    assert "stays away at this desk until its evidence changes" in said.out
    assert freight not in {one["id"] for one in run("suggest", "--json").json}
    assert run("suggest", "--apply", freight, "--yes").code == 3
    other = run("suggest", "--json").json[0]["id"]
    assert run("suggest", "--withdraw", other).code == 3
    assert run("suggest", "--apply", other, "--yes").code == 0
    assert run("suggest", "--withdraw", other).out.endswith(f"Rule {other} withdrawn.\n")
    assert run("suggest", "--accuracy", "--json").json[0]["accepted"] is False


@pytest.mark.parametrize(
    "arguments",
    [
        ["--apply", "a", "--dismiss", "b"],
        ["--accuracy", "--withdraw", "b"],
        ["--yes"],
        ["--dry-run", "--dismiss", "b"],
    ],
)
def test_what_does_not_go_together(run: Run, office: Path, arguments: list[str]) -> None:
    del office
    assert run("suggest", *arguments).code == 2


def test_nothing_is_written_for_reading_only(run: Run, freight: str) -> None:
    for arguments in (["--apply", freight, "--yes"], ["--dismiss", freight]):
        assert run("--read-only", "suggest", *arguments).code == 5
    assert run("--read-only", "suggest").code == 0


def test_a_root_cause_is_told_and_taken_back(run: Run, office: Path) -> None:
    del office
    dry = run("cause", "prc", "--item", "1001", "--dry-run")
    assert dry.code == 0
    assert "Would write: root cause PRC Sales on 1 item of 1 customer." in dry.out
    said = run("cause", "prc", "--filter", "acct:C1", "--department", "Pricing", "--note", "old list")
    assert said.code == 0
    assert said.out == "1-2  Root cause PRC Pricing on 2 items of 1 customer.\n"
    assert run("history", "--json").json[0]["text"] == "C1 root cause PRC Pricing on 2 items"
    again = run("cause", "PRC", "--item", "1001", "--department", "Pricing", "--note", "old list")
    assert again.code == 3
    assert "1001 is skipped (already PRC)" in again.err
    assert run("undo").code == 0
    assert run("items", "--history", "1001", "--json").json[0]["counts"] is False


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["PRC"], 2),
        (["PRC", "--item", "1001", "--filter", "acct:C1"], 2),
        (["NOSUCH", "--item", "1001"], 2),
        (["PRC", "--item", "nosuch"], 3),
        (["NONE", "--item", "1001"], 3),
        (["NONE", "--item", "1001", "--department", "Sales"], 2),
    ],
)
def test_root_causes_that_cannot_be(run: Run, office: Path, arguments: list[str], code: int) -> None:
    del office
    assert run("cause", *arguments).code == code


def test_json_of_a_root_cause(run: Run, office: Path) -> None:
    del office
    said = run("cause", "DMG", "--item", "1001", "--item", "2001", "--json").json
    assert list(said) == ["cause", "department", "count", "customers", "lines", "skipped", "applied"]
    assert (said["cause"], said["count"], said["customers"], said["applied"]) == ("DMG", 2, 2, True)


def test_the_history_of_an_item(run: Run, office: Path) -> None:
    del office
    assert run("items", "--history", "1001").err == "1001 was never coded.\n"
    run("code", "PRC", "--item", "1001", "--amount", "40")
    run("cause", "FRT", "--item", "1001")
    said = run("items", "--history", "1001", "--json").json
    assert [(one["kind"], one["reason"], one["amount"], one["in_force"]) for one in said] == [
        ("coding", "PRC", "40.00", True),
        ("root_cause", "FRT", None, True),
    ]
    assert said[0]["owner"] == "Sales"
    shown = run("items", "--history", "1001").out
    assert "dispute PRC 40.00 USD, Sales" in shown
    assert "23 Nov ann" in shown
    assert run("items", "--history", "1001", "--filter", "short").code == 2
    assert run("items", "--history", "nosuch").code == 3
