"""`gauge`, `tolerate` and `disputes --duplicates`: what they say, what they write, and what they refuse."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.ledgers import HEADER

LINES = (
    '1000,C1,Harbor Ltd,1001,invoice,2026-09-01,2026-10-01,USD,100.00,1.00,"rounding"',
    '1000,C1,Harbor Ltd,1002,invoice,2026-09-05,2026-10-05,USD,250.00,1.01,"claim 7781"',
    '1000,C1,Harbor Ltd,1003,invoice,2026-09-09,2026-10-09,USD,250.00,40.00,"=1+1 damage claim 7781"',
    '1000,C2,[b]Mill[/],2001,chargeback,2026-10-05,2026-11-05,EUR,30.00,30.00,""',
    '1000,C2,[b]Mill[/],2002,invoice,2026-10-06,2026-11-06,EUR,30.00,30.00,""',
)


@pytest.fixture(autouse=True)
def _office(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "day.csv"
    path.write_text("\n".join([f"{HEADER},text", *LINES, ""]), "utf-8")
    assert run("import", path, "--as-of", "2026-11-23", "--yes").code == 0
    assert run("code", "DMG", "--item", "1003").code == 0


def test_the_gauge(run: Run) -> None:
    said = run("gauge", "--json")
    assert said.json == {
        "day": "2026-11-23",
        "came": {"count": 4, "sums": {"EUR": "30.00", "USD": "42.01"}},
        "coded": {"count": 1, "sums": {"USD": "40.00"}},
        "percent": {"EUR": 0, "USD": 95},
        "uncoded": {"count": 3, "sums": {"EUR": "30.00", "USD": "2.01"}},
    }
    lines = run("gauge").out.splitlines()
    assert lines[0].split() == ["Cur", "Came", "in", "Coded", "same", "day", "%", "Uncoded", "now"]
    assert lines[2].split() == ["USD", "42.01", "40.00", "95", "2.01"]
    assert lines[-1].endswith("to code 3  30.0 EUR  2.01 USD · coded today EUR 0 %, USD 95 %")


def test_the_gauge_of_another_day(run: Run) -> None:
    said = run("gauge", "--day", "2026-11-20", "--json").json
    assert (said["day"], said["came"]["count"], said["uncoded"]) == ("2026-11-20", 0, None)
    assert run("gauge", "--day", "2026-11-22", "--json").json["day"] == "2026-11-23"
    assert run("gauge", "--day", "someday").code == 2


def test_the_tolerance_only_shows(run: Run) -> None:
    said = run("tolerate", "RND", "--filter", "cur:usd")
    assert said.code == 0
    assert "skipped 1002 of C1: no tolerance in USD" in said.err
    entries = len(run("history", "--json").json)
    for more in ((), ("--yes", "--dry-run"), ("--dry-run",)):
        assert run("tolerate", *more).code == 0
    assert len(run("history", "--json").json) == entries


def test_a_reason_without_tolerance_is_refused(run: Run) -> None:
    said = run("tolerate", "PRC")
    assert said.code == 3
    assert "PRC has no tolerance" in said.err
    assert run("tolerate", "ZZZ").code == 2
    wrong = run("tolerate", "--ask", "gift")
    assert wrong.code == 2
    assert "may be asked for credit or write-off, not gift" in wrong.err


def test_nothing_within_the_tolerance_is_refused_with_yes(run: Run) -> None:
    said = run("tolerate", "--yes")
    assert said.code == 3
    assert "Nothing was coded: 1002 is skipped (no tolerance in USD)" in said.err


def test_claims_made_before(run: Run) -> None:
    (group,) = run("disputes", "--duplicates", "--json").json
    assert (group["customer_no"], group["claim"], group["why"]) == ("C1", "7781", "claim 7781")
    assert [claim["document_no"] for claim in group["claims"]] == ["1002", "1003"]
    assert [claim["coding"] for claim in group["claims"]] == ["", "DMG"]
    assert [claim["claimed_amount"] for claim in group["claims"]] == ["1.01", "40.00"]
    shown = run("disputes", "--duplicates").out.splitlines()
    assert [line.split()[-2:] for line in shown[1:]] == [["claim", "7781"]] * 2
    assert run("disputes", "--duplicates", "--limit", "1", "--json").json == [group]
    assert run("disputes", "--duplicates", "--filter", "cur:usd").code == 2
