"""`arcollect erase`: what it shows, when it asks, and what the other commands say afterwards."""

import io
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.ledgers import FIRST, write_ledger
from tests.data.remains import remains

pytestmark = pytest.mark.usefixtures("office")


class _Terminal(io.StringIO):
    """Somebody at a terminal who types this."""

    def isatty(self) -> bool:
        return True


def _numbers(run: Run) -> set[str]:
    """Customers with open items."""
    return {row["customer_no"] for row in run("items", "--json").json}


def test_a_dry_run_says_what_would_go(run: Run) -> None:
    run("log", "C1", "NA", "--note", "rang")
    said = run("erase", "C1", "--dry-run")
    assert (said.code, said.err) == (0, "")
    assert said.out == "C1 Harbor Ltd: 1 entry, 1 part, 2 items and 1 import's lines go for good.\n"
    assert "C1" in _numbers(run)


def test_a_dry_run_as_json(run: Run) -> None:
    said = run("erase", "C1", "--dry-run", "--json")
    assert said.code == 0
    assert said.json == {
        "ledger": "main",
        "customer_no": "C1",
        "name": "Harbor Ltd",
        "entries": 0,
        "parts": 0,
        "items": 2,
        "imports": 1,
        "drafts": 0,
        "handle": "",
        "text": "C1 Harbor Ltd: 0 entries, 0 parts, 2 items and 1 import's lines go for good.",
        "warnings": [],
        "applied": False,
    }


def test_with_yes_it_erases(run: Run, store: Path) -> None:
    said = run("erase", "C1", "--yes")
    assert (said.code, said.err) == (0, "")
    assert said.out.endswith("1-2  Erased for good: C1. Lines of it are cut out of 1 kept file.\n")
    assert "C1" not in _numbers(run)
    assert run("check").code == 0
    assert remains(store.parent, b"Harbor") == []
    newest = run("history", "--limit", "1", "--json").json[0]
    assert (newest["handle"], newest["kind"], newest["text"]) == (
        "1-2",
        "erasure",
        "customer erased for good",
    )


def test_with_yes_as_json(run: Run) -> None:
    said = run("erase", "C1", "--yes", "--json").json
    text = "Erased for good: C1. Lines of it are cut out of 1 kept file."
    assert (said["handle"], said["text"], said["applied"]) == ("1-2", text, True)
    again = run("erase", "C1", "--yes", "--json")
    assert (again.code, again.json["handle"], again.json["applied"]) == (0, "", False)
    assert again.json["text"] == "C1 is erased already."


def test_with_nobody_to_ask_it_is_refused(run: Run) -> None:
    said = run("erase", "C1")
    assert said.code == 3
    assert said.out.startswith("C1 Harbor Ltd: ")
    assert said.err == "error: Nobody is at a terminal to ask, so nothing was erased: add --yes to erase.\n"
    assert run("erase", "C1", "--json").json["applied"] is False
    assert "C1" in _numbers(run)


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("n\n", 3), ("\n", 3), ("", 3)])
def test_on_a_terminal_it_asks(run: Run, monkeypatch: pytest.MonkeyPatch, answer: str, code: int) -> None:
    monkeypatch.setattr(sys, "stdin", _Terminal(answer))
    said = run("erase", "C1")
    assert said.code == code
    assert "Erase C1 for good? [y/N]" in said.err
    assert ("C1" in _numbers(run)) == (code == 3)


@pytest.mark.parametrize("number", ["C77", "other:C1", "[bold]"])
def test_an_unknown_customer_is_refused(run: Run, number: str) -> None:
    said = run("erase", number, "--yes")
    assert said.code == 3
    assert said.err.startswith("error: There is no customer ")


def test_a_store_for_reading_only_is_refused(run: Run) -> None:
    said = run("--read-only", "erase", "C1", "--yes")
    assert said.code == 5
    assert "C1" in _numbers(run)


def test_undo_says_that_it_cannot_come_back(run: Run) -> None:
    run("erase", "C1", "--yes")
    said = run("undo", "1-2")
    assert said.code == 3
    assert said.err == "error: Entry 1-2 erased a customer for good: what is erased cannot come back.\n"


def test_the_next_file_leaves_the_customer_out(run: Run, home: Path) -> None:
    run("erase", "C1", "--yes")
    file = write_ledger(home / "tuesday.csv", [*FIRST, FIRST[0].replace("1001", "1009")])
    said = run("import", file, "--as-of", "2026-11-24", "--yes", "--json")
    assert said.code == 0
    assert (said.json["lines"]["erased"], said.json["lines"]["item"]) == (3, 5)
    assert said.json["differences"] == {"same": 5, "erased": 3}
    assert said.json["totals"]["USD"] == {"count": 3, "sum": "250.00"}
    assert "C1" not in _numbers(run)
