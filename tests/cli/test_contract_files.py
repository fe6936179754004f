"""What the commands promise about files that are incomplete and about days other than today."""

from pathlib import Path

import pytest

from arcollect_tui.data.imports.terms import net_days
from tests.cli.conftest import Run
from tests.cli.ledgers import FIRST, HEADER, write_ledger

TOMORROW = "2026-11-24"


def test_an_item_whose_line_is_held_is_not_taken_for_paid(run: Run, home: Path, office: Path) -> None:
    del office
    lines = [line.replace("2026-09-05", "2026-09-31") for line in FIRST]
    file = write_ledger(home / "held.csv", lines)
    said = run("--today", TOMORROW, "import", file, "--yes")
    assert said.code == 3
    assert "1002" in said.err
    assert "--accept shrink" in said.err
    assert run("--today", TOMORROW, "import", file, "--yes", "--accept", "shrink").code == 0


@pytest.mark.parametrize("body", [[], ["1000,C1,Harbor Ltd,1001,invoice,2026-09-31,,USD,1.00,1.00"]])
def test_a_snapshot_without_a_readable_item_stops(run: Run, home: Path, body: list[str]) -> None:
    file = write_ledger(home / "bare.csv", body)
    assert run("import", file, "--yes").code == 3
    assert run("import", file, "--yes", "--delta").code == 0


def test_a_cut_off_line_protects_its_item(run: Run, home: Path, office: Path) -> None:
    del office
    *others, smallest = sorted(FIRST, key=lambda line: ",3001," in line)
    file = write_ledger(home / "cut.csv", [*others, smallest.rpartition(",")[0]])
    said = run("--today", TOMORROW, "import", file, "--yes")
    assert said.code == 3
    assert "3001" in said.err


def test_without_a_due_date_the_terms_say_it(run: Run, home: Path) -> None:
    file = home / "terms.csv"
    file.write_text(
        f"{HEADER},terms\n"
        "1000,C1,Harbor,1,invoice,2026-10-01,,USD,5.00,5.00,Net 30\n"
        "1000,C1,Harbor,2,invoice,2026-10-01,,USD,5.00,5.00,by agreement\n"
        "1000,C1,Harbor,3,credit,2026-10-01,,USD,-5.00,-5.00,Net 30\n"
        "1000,C1,Harbor,4,invoice,2026-10-01,2026-10-08,USD,5.00,5.00,Net 30\n"
    )
    said = run("import", file, "--yes", "--json")
    assert any("terms" in warning for warning in said.json["warnings"])
    due = {item["document_no"]: item["due_date"] for item in run("items", "--json").json}
    assert due == {"1": "2026-10-31", "2": None, "3": None, "4": "2026-10-08"}


@pytest.mark.parametrize(
    ("terms", "days"),
    [
        ("30", 30), ("Net 30", 30), ("n/60", 60), ("30 Tage netto", 30), ("2/10 net 30", 30),
        ("2% 10, n/30", 30), ("Due on receipt", 0), ("NAA8", None), ("2/10", None), ("30 EOM", None),
    ],
)  # fmt: skip
def test_terms_are_known_or_not(terms: str, days: int | None) -> None:
    assert net_days(terms) == days


@pytest.mark.parametrize("command", [["history"], ["export", "activity", "--out", "a.csv"]])
def test_another_day_is_answered(run: Run, home: Path, office: Path, command: list[str]) -> None:
    del office
    told = [str(home / word) if word.endswith(".csv") else word for word in command]
    assert run("--today", TOMORROW, *told).code == 0


def test_full_is_everything_open(run: Run, office: Path) -> None:
    del office
    said = run("log", "C1", "PP", "--promise", "full", "--by", "fri")
    assert said.code == 0
    assert "150.00 USD" in said.out


def test_a_card_number_is_not_echoed(run: Run, office: Path) -> None:
    del office
    said = run("contact", "add", "C1", "--name", "Ann 4111 1111 1111 1111")
    assert said.code == 0
    assert "4111 1111" not in said.out
    assert "Ann" in run("contact", "retire", "C1", "Nobody").err
