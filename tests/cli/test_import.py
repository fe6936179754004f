"""`arcollect import`: the plan is shown, applied as one step, and stopped by guards."""

import os
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.ledgers import FIRST, write_ledger

FIELDS = ["lines", "totals", "differences", "held", "warnings", "applied"]
OLDER = ("1000,C1,Harbor Ltd,1001,invoice,2026-09-01,2026-10-01,USD,100.00,100.00",)


def _count(run: Run) -> int:
    return len(run("items", "--json").json)


def test_a_file_is_taken_in(run: Run, home: Path) -> None:
    said = run("import", write_ledger(home / "monday.csv"), "--yes")
    assert said.code == 0
    assert said.err == ""
    assert "monday.csv" in said.out
    assert "7 new" in said.out
    assert "Imported monday.csv" in said.out
    assert _count(run) == 7


def test_json_has_the_fields_of_the_contract(run: Run, home: Path) -> None:
    found = run("import", write_ledger(home / "monday.csv"), "--yes", "--json").json
    assert list(found) == FIELDS
    assert found["lines"]["item"] == 7
    assert found["lines"]["header"] == 1
    assert found["totals"] == {
        "EUR": {"count": 2, "sum": "1200.00"},
        "JPY": {"count": 3, "sum": "21000"},
        "USD": {"count": 2, "sum": "150.00"},
    }
    assert found["differences"] == {"new": 7}
    assert found["held"] == []
    assert found["applied"] is True


def test_the_same_lines_again_change_nothing(run: Run, home: Path, office: Path) -> None:
    del office
    before = run("history", "--json").json
    said = run("import", write_ledger(home / "monday.csv"), "--yes")
    assert said.code == 0
    assert "No change" in said.out
    assert run("history", "--json").json == before


def test_the_same_lines_need_no_answer(run: Run, home: Path, office: Path) -> None:
    del office
    said = run("import", write_ledger(home / "monday.csv"))
    assert (said.code, said.err) == (0, "")


def test_a_dry_run_leaves_no_store(run: Run, home: Path, store: Path) -> None:
    said = run("import", write_ledger(home / "monday.csv"), "--dry-run")
    assert said.code == 0
    assert "7 new" in said.out
    assert not store.exists()


def test_a_dry_run_changes_nothing(run: Run, home: Path, office: Path) -> None:
    before = office.read_bytes()
    said = run("import", write_ledger(home / "tuesday.csv", FIRST[:6]), "--dry-run", "--json")
    assert said.code == 0
    assert said.json["differences"] == {"cleared": 1, "same": 6}
    assert said.json["applied"] is False
    assert office.read_bytes() == before


def test_without_a_terminal_it_shows_the_plan_and_wants_yes(run: Run, home: Path, store: Path) -> None:
    said = run("import", write_ledger(home / "monday.csv"))
    assert said.code == 3
    assert "7 new" in said.out
    assert "add --yes" in said.err
    assert not store.exists()


def test_json_is_one_value_also_when_refused(run: Run, home: Path) -> None:
    said = run("import", write_ledger(home / "monday.csv"), "--json")
    assert said.code == 3
    assert list(said.json) == FIELDS
    assert said.json["applied"] is False


def test_a_guard_stops_the_file_and_its_name_lets_it_through(run: Run, home: Path, office: Path) -> None:
    del office
    file = write_ledger(home / "short.csv", FIRST[:2])
    said = run("import", file, "--yes")
    assert said.code == 3
    assert "shrink" in said.out
    assert "--accept" in said.err
    assert "shrink" in said.err
    assert _count(run) == 7
    named = said.err.split("--accept ", 1)[1].split()[0]
    assert run("import", file, "--yes", "--accept", named).code == 0
    assert _count(run) == 2


def test_yes_answers_no_guard(run: Run, home: Path, office: Path) -> None:
    del office
    file = write_ledger(home / "short.csv", FIRST[:2])
    said = run("import", file, "--yes", "--json")
    assert said.code == 3
    assert said.json["applied"] is False
    assert any(warning.startswith("shrink: ") for warning in said.json["warnings"])


def test_a_guard_stops_without_a_terminal_too(run: Run, home: Path, office: Path) -> None:
    before = office.read_bytes()
    said = run("import", write_ledger(home / "short.csv", FIRST[:2]))
    assert said.code == 3
    assert "shrink" in said.err
    assert office.read_bytes() == before


def test_an_older_file_stops(run: Run, home: Path, office: Path) -> None:
    del office
    said = run("import", write_ledger(home / "old.csv"), "--yes", "--as-of", "-3")
    assert said.code == 3
    assert "older" in said.out


@pytest.mark.parametrize("typed", ["2026-11-20", "fri", "-3", "20.11.2026", "11/20/2026"])
def test_as_of_is_typed_as_people_type_days(run: Run, home: Path, typed: str) -> None:
    said = run("import", write_ledger(home / "monday.csv"), "--dry-run", "--as-of", typed)
    assert said.code == 0
    assert "2026-11-20" in said.out


def test_delta_clears_nothing(run: Run, home: Path, office: Path) -> None:
    del office
    assert run("import", write_ledger(home / "new.csv", FIRST[:1]), "--yes", "--delta").code == 0
    assert _count(run) == 7


def test_the_currency_of_lines_without_one(run: Run, home: Path) -> None:
    file = home / "plain.csv"
    file.write_text(
        "customer_no,document_no,document_date,due_date,amount\nC1,1,2026-10-01,2026-10-31,10.00\n"
    )
    assert run("import", file, "--yes").code == 4
    assert run("import", file, "--yes", "--currency", "eur").code == 0
    assert [row["currency"] for row in run("items", "--json").json] == ["EUR"]
    # The next day nobody is asked: all that the ledger holds is in it. Another ledger knows nothing of it.
    file.write_text(file.read_text() + "C1,2,2026-10-02,2026-11-01,5.00\n")
    assert run("import", file, "--yes", "--ledger", "second").code == 4
    said = run("import", file, "--yes")
    assert "EUR: all that the ledger holds" in said.out
    # Two currencies: it is asked again.
    lines = file.read_text()
    file.write_text(lines.replace("C1,", "C2,").replace(",1,", ",8,").replace(",2,", ",9,"))
    assert run("import", file, "--yes", "--delta", "--currency", "usd", "--accept", "customers").code == 0
    file.write_text(lines)
    assert run("import", file, "--yes").code == 4


def test_another_ledger_holds_the_same_numbers(run: Run, home: Path, office: Path) -> None:
    del office
    file = write_ledger(home / "monday.csv", FIRST[:2])
    assert run("import", file, "--yes", "--ledger", "second").code == 0
    said = run("account", "C1")
    assert said.code == 3
    assert "second:C1" in said.err
    assert run("account", "second:C1", "--json").json["customer"]["ledger"] == "second"


def test_a_file_that_is_not_there_makes_no_store(run: Run, home: Path, store: Path) -> None:
    assert run("import", home / "missing.csv", "--yes").code == 4
    assert not store.exists()


def test_several_files_are_taken_in_one_by_one(run: Run, home: Path) -> None:
    first = write_ledger(home / "a.csv", FIRST[:4])
    second = write_ledger(home / "b.csv", FIRST[4:])
    said = run("import", first, second, "--yes", "--delta", "--json")
    assert said.code == 0
    assert [found["applied"] for found in said.json] == [True, True]
    assert _count(run) == 7


def test_a_file_put_aside_does_not_stop_the_others(run: Run, home: Path) -> None:
    said = run("import", home / "missing.csv", write_ledger(home / "monday.csv"), "--yes")
    assert said.code == 1
    assert "missing.csv" in said.err
    assert "1 of 2 files were put aside" in said.err
    assert _count(run) == 7


def test_each_file_put_aside_is_in_the_json(run: Run, home: Path) -> None:
    said = run("import", home / "missing.csv", write_ledger(home / "monday.csv"), "--yes", "--json")
    assert said.code == 1
    assert [list(found) for found in said.json] == [FIELDS, FIELDS]
    assert [found["applied"] for found in said.json] == [False, True]
    assert "missing.csv" in said.json[0]["warnings"][0]


def test_when_all_are_put_aside_the_code_is_theirs(run: Run, home: Path) -> None:
    said = run("import", home / "one.csv", home / "two.csv", "--yes")
    assert said.code == 4
    assert "one.csv" in said.err
    assert "two.csv" in said.err


def test_held_lines_are_named(run: Run, home: Path) -> None:
    bad = "1000,C9,Oak,9001,invoice,2026-09-01,2026-10-01,USD,1.2.3,1.2.3"
    said = run("import", write_ledger(home / "bad.csv", [*FIRST, bad]), "--dry-run", "--json")
    assert said.code == 0
    assert [held["line"] for held in said.json["held"]] == [9]
    assert list(said.json["held"][0]) == ["line", "field", "reason"]
    assert "line 9" in run("import", home / "bad.csv", "--dry-run").out


def test_an_import_is_undone_as_one_step(run: Run, office: Path) -> None:
    del office
    assert run("undo").code == 0
    assert run("items", "--json").json == []
    assert run("redo").code == 0
    assert _count(run) == 7


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(("answer", "code", "count"), [("y\n", 0, 7), ("n\n", 3, 0), ("\n", 3, 0)])
def test_on_a_terminal_it_asks(home: Path, run: Run, answer: str, code: int, count: int) -> None:
    import pty

    file = write_ledger(home / "monday.csv")
    leader, follower = pty.openpty()
    process = os.fork()
    if process == 0:
        for stream in (0, 1, 2):
            os.dup2(follower, stream)
        arguments = [sys.executable, "-m", "arcollect_tui", "import", str(file)]
        os.execv(sys.executable, arguments)
    os.close(follower)
    os.write(leader, answer.encode())
    shown = b""
    while chunk := _read(leader):
        shown += chunk
    os.close(leader)
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == code
    assert b"Apply monday.csv? [y/N]" in shown
    assert _count(run) == count


def _read(leader: int) -> bytes:
    """What the terminal shows next; nothing once the program has ended."""
    try:
        return os.read(leader, 4096)
    except OSError:
        return b""
