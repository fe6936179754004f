"""`arcollect imports show`: what is kept of a file that was taken in, and getting it back."""

from hashlib import sha256
from pathlib import Path

from tests.cli.conftest import Run
from tests.cli.ledgers import FIRST, write_ledger

CARD = "1000,C9,4111 1111 1111 1111,9001,invoice,2026-09-01,2026-10-01,USD,100.00,100.00"


def test_a_file_is_shown_and_got_back(run: Run, home: Path) -> None:
    monday = write_ledger(home / "monday.csv", [*FIRST, CARD])
    run("import", monday, "--yes")
    (taken,) = run("imports", "--json").json
    assert taken["kept"] == "masked"
    assert "masked" in run("imports").out
    entry, out = taken["entry"], home / "back.csv"
    said = run("imports", "show", entry)
    assert (said.code, said.out) == (0, "monday.csv is kept with 1 card number masked.\n")
    (shape,) = run("imports", "show", entry, "--json").json
    assert (shape["file"], shape["form"], shape["masked"], shape["gone"]) == ("monday.csv", "text", 1, None)
    assert shape["sha256"] == sha256(monday.read_bytes()).hexdigest()
    written = run("imports", "show", entry, "--out", out)
    assert (written.code, written.out) == (0, f"Wrote {out}: {said.out}")
    assert out.read_text() == monday.read_text().replace("4111 1111 1111 1111", "•••• 1111")
    assert shape["kept_sha256"] == sha256(out.read_bytes()).hexdigest()
    again = run("imports", "show", entry, "--out", out)
    assert (again.code, "is there already" in again.err) == (3, True)
    unknown = run("imports", "show", "9-9")
    assert (unknown.code, "Entry 9-9 brought no file" in unknown.err) == (3, True)
    run("erase", "C9", "--yes")
    assert "1 line of erased customers cut out" in run("imports", "show", entry).out
