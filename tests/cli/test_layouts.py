"""`arcollect layouts`: what a file would be read as, and saving that for the next time."""

from pathlib import Path

from tests.cli.conftest import Run

SAMPLES = Path(__file__).parents[2] / "data" / "layouts"
EXPORT = "Kd,Bel,Wann,Rest\n10,A-1,2026-10-01,25.50\n"


def export(home: Path) -> Path:
    path = home / "export.csv"
    path.write_text(EXPORT, "utf-8")
    return path


def test_the_list_says_how_a_layout_is_known(run: Run) -> None:
    lines = dict(line.split(maxsplit=1) for line in run("layouts").out.splitlines())
    assert lines["tally"].startswith("seen ")
    assert lines["netsuite"].startswith("read ")


def test_detect_shows_field_sample_and_evidence(run: Run) -> None:
    said = run("layouts", "detect", SAMPLES / "tally.csv")
    assert said.code == 0
    assert said.out.startswith("tally.csv: tally, Tally bills receivable\n100% sure; seen")
    row = next(line for line in said.out.splitlines() if line.startswith("Pending Amount"))
    assert "open_amount" in row
    assert "1,45,000.00 Dr" in row
    found = run("layouts", "detect", SAMPLES / "tally.csv", "--json").json
    assert found["columns"][3] == {
        "column": "Pending Amount",
        "field": "open_amount",
        "sample": "1,45,000.00 Dr",
        "evidence": "decimal point: 1,45,000.00 Dr fits no other reading",
    }


def test_detect_proposes_also_what_cannot_be_read_yet(run: Run, home: Path) -> None:
    path = home / "half.csv"
    path.write_text("Customer,Colour,Terms\nA,red,N30\n", "utf-8")
    said = run("layouts", "detect", path)
    assert said.code == 4
    assert "customer_no" in said.out or "customer_name" in said.out
    assert "no column gives amount" in said.err


def test_a_layout_is_saved_and_then_recognised(run: Run, home: Path) -> None:
    path = home / "export.csv"
    path.write_text("Customer,Bel,Date,Rest\nHarbor,A-1,2026-10-01,25.50\n", "utf-8")
    said = run("layouts", "save", "our_erp", path, "--set", "Bel=document_no", "--set", "Rest=open_amount")
    assert (said.code, said.err) == (0, "")
    assert "office.arcollect.layouts" in said.out
    assert "as you chose" in said.out
    assert run("layouts", "detect", path).out.startswith("export.csv: our_erp,")
    assert "our_erp" in run("layouts").out
    assert "seen, own" in run("layouts").out
    taken = run("import", path, "--currency", "USD", "--yes")
    assert "layout our_erp (recognised)" in taken.out
    assert [row["document_no"] for row in run("items", "--json").json] == ["A-1"]


def test_what_a_file_does_not_show_is_said_and_saved(run: Run, home: Path) -> None:
    path = home / "export.csv"
    path.write_text('Customer,Bel,Date,Rest\nHarbor,A-1,03/04/2026,"1.234"\n', "utf-8")
    asked = run("layouts", "detect", path, "--set", "Rest=open_amount")
    assert (asked.code, "Say it with --dates dmy or --dates mdy" in asked.err) == (4, True)
    assert "Say it with --decimal point or --decimal comma" in asked.err
    answers = ("--set", "Rest=open_amount", "--dates", "dmy", "--decimal", "comma")
    said = run("layouts", "detect", path, *answers)
    assert (said.code, said.err) == (0, "")
    assert "as_chosen" not in said.out
    once = run("import", path, *answers, "--set", "Bel=document_no", "--currency", "USD", "--dry-run")
    assert once.code == 0
    assert "export.csv: columns as you chose, ledger main" in once.out
    assert "USD total    1,234.00 in 1 item" in once.out
    run("layouts", "save", "our_erp", path, *answers, "--currency", "USD")
    taken = run("import", path, "--yes", "--json")
    assert taken.json["totals"] == {"USD": {"count": 1, "sum": "1234.00"}}


def test_a_choice_that_means_nothing_is_refused_in_a_sentence(run: Run, home: Path) -> None:
    path = export(home)
    path.write_text("Customer,Amount\nA,5.00\n", "utf-8")
    for chosen, code, word in (("Amount", 2, "names no field"), ("Amnt=amount", 2, "Nearest: Amount")):
        said = run("layouts", "save", "our_erp", path, "--set", chosen)
        assert said.code == code
        assert word in said.err
        assert said.out == ""


def test_a_layout_known_from_a_description_shows_its_columns_before_it_applies(run: Run) -> None:
    said = run("import", SAMPLES / "netsuite.csv", "--currency", "USD", "--yes")
    assert said.code == 0
    shown, applied = (
        said.out.index("open_amount    Open Balance: $2,400.00"),
        said.out.index("Imported netsuite.csv"),
    )
    assert shown < applied
    assert "look these through" in said.out


def test_a_layout_known_from_a_file_does_not(run: Run) -> None:
    assert (
        "look these through" not in run("import", SAMPLES / "tally.csv", "--currency", "INR", "--yes").out
    )


def test_json_says_so_beside(run: Run) -> None:
    said = run("import", SAMPLES / "netsuite.csv", "--currency", "USD", "--yes", "--json")
    assert said.json["applied"]
    assert "known from its description only" in said.err


def test_tables_that_belong_together_are_one_import(run: Run) -> None:
    files = [SAMPLES / f"sap_{name}.csv" for name in ("bsid", "kna1", "knb1")]
    said = run("import", *files, "--yes", "--json")
    assert said.code == 0
    assert said.json["totals"] == {"EUR": {"count": 4, "sum": "8500.00"}}
    names = {row["name"] for row in run("items", "--json").json}
    assert names == {"Ahorn Möbelwerke GmbH", "Menuiserie du Lac SARL"}


def test_a_contact_list_is_taken_in(run: Run) -> None:
    said = run("import", SAMPLES / "xero_contacts.csv", "--yes")
    assert said.code == 0
    assert "2 customers; 2 customers new" in said.out
