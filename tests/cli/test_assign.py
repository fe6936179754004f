"""Owners, the team and the hand-out from the command line."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run

TEAM = [
    *("collector", "customers", "amounts", "done_today", "done_last_5_business_days"),
    *("promises_due_today", "promises_broken", "oldest_untouched", "last_seen"),
]
PLAN = ["count", "same", "unmatched", "new_names", "lines", "gains", "losses", "applied"]


def collectors(run: Run) -> dict[str, str]:
    rows = run("worklist", "--filter", "score>=0", "--json").json
    return {row["customer_no"]: row["collector"] for row in rows}


def test_customers_are_assigned_covered_and_given_back(run: Run, office: Path) -> None:
    del office
    said = run("assign", "bo", "C1", "C3")
    assert (said.code, said.out) == (0, "1-2  2 customers assigned to bo from Mon 23 Nov.\n")
    assert said.err == "bo is a new name: no ledger, entry or assignment names that collector yet\n"
    assert collectors(run) == {"C1": "bo", "C2": "", "C3": "bo"}
    said = run("assign", "--hand-over", "BO", "cy", "--from", "today", "--until", "fri")
    assert said.out == "1-3  2 customers covered by cy from Mon 23 Nov until Fri 27 Nov.\n"
    assert collectors(run) == {"C1": "cy", "C2": "", "C3": "cy"}
    assert "Owner: bo, covered by cy until Fri 27 Nov\n" in run("account", "C1").out
    card = run("account", "C1", "--json").json["customer"]
    assert (card["collector"], card["ledger_collector"]) == ("cy", "")
    assert card["assigned"] == [
        {"collector": "bo", "why": "assign", "from": "2026-11-23", "until": None},
        {"collector": "cy", "why": "cover", "from": "2026-11-23", "until": "2026-11-27"},
    ]
    assert run("--today", "2026-11-28", "worklist", "--filter", "col:me", "--json").json == []
    later = run("--today", "2026-11-28", "worklist", "--filter", "col=BO", "--json").json
    assert [row["customer_no"] for row in later] == ["C1", "C3"]
    assert len(run("items", "--filter", "col=cy", "--json").json) == 5
    assert run("undo").out == "1-4  Undone: 2 customers covered by cy from Mon 23 Nov until Fri 27 Nov.\n"
    assert run("assign", "none", "C1").out == (
        "1-5  1 customer given back to the ledger's collector from Mon 23 Nov.\n"
    )
    assert collectors(run) == {"C1": "", "C2": "", "C3": "bo"}
    assert run("check").code == 0
    assert run("assign", "me", "C2").err == ""
    assert collectors(run)["C2"] == "ann"
    assert (
        run("assign", "--hand-over", "me", "bo").out == "1-7  1 customer assigned to bo from Mon 23 Nov.\n"
    )


def test_a_dry_run_says_who_gets_and_who_loses_and_writes_nothing(run: Run, office: Path) -> None:
    del office
    said = run("assign", "bo", "--filter", "cur:eur", "--dry-run")
    assert said.code == 0
    assert "gets  bo  1 customer, 2 items, 1,200.00 EUR; overdue 1,234.50 EUR" in said.out
    assert "loses  unassigned  1 customer" in said.out
    assert said.out.endswith("Would write: 1 customer assigned to bo from Mon 23 Nov.\n")
    shape = run("assign", "bo", "--filter", "cur:eur", "--dry-run", "--json").json
    assert list(shape) == PLAN
    assert shape["lines"] == [
        {"ledger": "main", "customer_no": "C2", "name": "Mill GmbH", "was": "", "becomes": "bo"}
    ]
    amounts = [{"currency": "EUR", "balance": "1200.00", "overdue": "1234.50"}]
    gained = {"collector": "bo", "customers": 1, "items": 2, "amounts": amounts}
    assert (shape["gains"], shape["applied"]) == ([gained], False)
    assert collectors(run)["C2"] == ""


def test_by_the_rules_of_the_policy(run: Run, office: Path) -> None:
    del office
    assert run("policy", "set", "assign.rules", "cur:jpy -> di; name h-m -> bo").code == 0
    said = run("assign", "--by-rules")
    assert said.out == "1-3  3 customers by rule: 2 to bo, 1 to di.\n"
    assert collectors(run) == {"C1": "bo", "C2": "bo", "C3": "di"}


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        ((), 2, "Say whose they shall be"),
        (("bo",), 2, "Say which customers"),
        (("bo", "C1", "--filter", "od>0"), 2, "Give --filter or NUMBER, not both"),
        (("bo", "--by-rules"), 2, "Give --by-rules or COLLECTOR, not both"),
        (("--by-rules", "--until", "fri"), 2, "Give --by-rules or --until, not both"),
        (("--by-rules",), 3, "There are no rules yet"),
        (("--hand-over", "eve", "bo"), 3, "has no customer on "),
        (("bo", "C9"), 3, "There is no customer"),
        (("bo", "--filter", "nonsense>1"), 2, "nonsense"),
        (("bo", "C1", "--from", "2026-11-20"), 3, "is past"),
        (("bo", "C1", "--until", "2026-11-20"), 2, "give a later last day"),
    ],
)
def test_what_is_refused(
    run: Run, office: Path, arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    del office
    said = run("assign", *arguments)
    assert (said.code, said.out) == (code, "")
    assert sentence in said.err
    assert run("history", "--limit", "1", "--json").json[0]["kind"] == "import"


def test_the_team_and_its_hand_out(run: Run, office: Path, tmp_path: Path) -> None:
    del office
    run("assign", "bo", "C1")
    rows = run("team", "--json").json
    assert [list(row) for row in rows] == [TEAM] * 3
    assert [(row["collector"], row["customers"]) for row in rows] == [("ann", 0), ("bo", 1), ("", 2)]
    assert rows[1]["amounts"] == [{"currency": "USD", "balance": "150.00", "overdue": "150.00"}]
    assert rows[1]["oldest_untouched"] == {
        "customer_no": "C1",
        "name": "Harbor Ltd",
        "last_contact_on": None,
    }
    table = run("team").out
    assert 'worklist --filter "col=bo"' in table
    assert "unassigned" in table
    said = run("export", "handout", "--out", tmp_path / "out", "--json")
    assert said.code == 0
    file = Path(said.json["files"][0]["file"])
    assert (said.json["files"][0]["collector"], said.json["files"][0]["customers"]) == ("bo", 1)
    theirs = ("--store", tmp_path / "bo.db", "--collector", "Bo")
    assert run(*theirs, "import", file, "--yes").code == 0
    assert [row["customer_no"] for row in run(*theirs, "worklist", "--json").json] == ["C1"]
    digests = [run(*who, "check", "--json").json["record_digest"] for who in (theirs, ())]
    assert digests[0] == digests[1]
    refused = run("export", "handout", "--out", tmp_path / "no" / "such")
    assert (refused.code, refused.out) == (3, "")
