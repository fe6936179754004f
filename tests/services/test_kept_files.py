"""The bytes of files that were taken in: kept masked, given back, and cut when a customer is erased."""

from dataclasses import replace
from pathlib import Path

import pytest

from arcollect_tui.data import kept
from arcollect_tui.data.imports import gathering
from arcollect_tui.errors import Refused, UsageError
from arcollect_tui.services import history
from arcollect_tui.services.checks import run_checks
from arcollect_tui.services.erasure import erase, plan_erasure
from arcollect_tui.services.imports import GUARDS, ImportOptions, apply_import, plan_import
from arcollect_tui.services.imports_taken import imports_taken
from arcollect_tui.services.kept_files import KeptImport, kept_import, targets_of, told, write_kept
from arcollect_tui.services.office import Office, Saved
from tests.data.imports import books
from tests.data.remains import remains
from tests.services.offices import Line, assert_sound, days, file_of, office_at, take_in

CARD = "4111 1111 1111 1111"
LINES = [Line("1", "C1000", name="Acme"), Line("2", "C2000", name="Zebra", text=CARD), Line("3", "C3000")]
ROWS: books.Rows = [
    ["Customer No", "Customer Name", "Invoice No", "Date", "Due Date", "Currency", "Open Amount"],
    ["C1000", "Acme", "1", "2026-08-01", "2026-09-01", "USD", "5.00"],
    ["C2000", "Zebra", "2", "2026-08-01", "2026-09-01", "USD", "5.00"],
]


def imported(office: Office, path: Path, *beside: Path) -> Saved:
    return apply_import(office, plan_import(office, path, ImportOptions(currency="USD"), beside=beside))


def newest(office: Office) -> KeptImport:
    return kept_import(office, imports_taken(office)[0].handle)


def kept_words(office: Office) -> list[str]:
    return [row.kept for row in imports_taken(office)]


def erased(office: Office, number: str) -> str:
    return erase(office, plan_erasure(office, number)).sentence


def in_store(office: Office) -> bytes:
    """Every kept byte, as it was before it was compressed."""
    with office.store.reading() as connection:
        return b"".join(
            gathering.text_of(chunk, file.encoding).encode()
            for file in kept.kept(connection)
            for chunk in kept.chunks_of(connection, file)
        )


def test_a_file_is_given_back_as_it_came(tmp_path: Path) -> None:
    with office_at(tmp_path / "office") as office:
        path = file_of(tmp_path, [LINES[0]])
        imported(office, path)
        found = newest(office)
        assert [told(file) for file in found.files] == ["ledger.csv is kept as it came."]
        out = tmp_path / "back.csv"
        assert write_kept(office, found.handle, out) == f"Wrote {out}: ledger.csv is kept as it came."
        assert out.read_bytes() == path.read_bytes()
        assert kept_words(office) == ["whole"]
        with pytest.raises(Refused, match=r"back\.csv is there already"):
            write_kept(office, found.handle, out)
        with pytest.raises(Refused, match=r"folder .* is not there"):
            write_kept(office, found.handle, tmp_path / "no" / "x.csv")
        write_kept(office, found.handle, (tmp_path / "folder").absolute().parent / "x.txt")
        with pytest.raises(Refused, match="Entry 1-77 brought no file"):
            kept_import(office, "1-77")


def test_card_numbers_are_never_kept_and_it_is_said(tmp_path: Path) -> None:
    with office_at(tmp_path / "office") as office:
        path = file_of(tmp_path, LINES)
        imported(office, path)
        (file,) = newest(office).files
        assert told(file) == "ledger.csv is kept with 1 card number masked."
        out = tmp_path / "back.csv"
        write_kept(office, newest(office).handle, out)
        assert out.read_text() == path.read_text().replace(CARD, "•••• 1111")
        assert kept_words(office) == ["masked"]
        path.unlink()
        out.unlink()
    assert not remains(tmp_path, CARD.encode())


def test_of_a_workbook_the_rows_are_kept(tmp_path: Path) -> None:
    with office_at(tmp_path / "office") as office:
        imported(office, books.xlsx(tmp_path / "open.xlsx", ROWS))
        found = newest(office)
        assert told(found.files[0]) == "Of open.xlsx the rows of sheet S are kept as CSV."
        with pytest.raises(UsageError, match=r"ends in \.csv"):
            write_kept(office, found.handle, tmp_path / "back.xlsx")
        folder = tmp_path / "out"
        folder.mkdir()
        write_kept(office, found.handle, folder)
        back = folder / "open.csv"
        assert back.read_text().splitlines() == [",".join(map(str, row)) for row in ROWS]
        assert plan_import(office, back, ImportOptions(currency="USD")).known


def test_joined_files_are_all_kept_and_go_together(tmp_path: Path) -> None:
    data = Path(__file__).parents[2] / "data" / "layouts"
    items, customers = data / "sap_bsid.csv", data / "sap_kna1.csv"
    with office_at(tmp_path / "office") as office:
        imported(office, items, customers)
        found = newest(office)
        assert [file.name for file in found.files] == [items.name, customers.name]
        with pytest.raises(UsageError, match="2 files were read together"):
            write_kept(office, found.handle, tmp_path / "one.csv")
        write_kept(office, found.handle, tmp_path)
        assert (tmp_path / customers.name).read_bytes() == customers.read_bytes()
        alike = [replace(file, name="same.csv") for file in found.files]
        assert [path.name for path in targets_of(alike, tmp_path)] == ["1-same.csv", "2-same.csv"]


def test_undo_keeps_the_bytes_and_the_same_file_again_replaces_them(tmp_path: Path) -> None:
    with office_at(tmp_path / "office") as office:
        path = file_of(tmp_path, LINES)
        imported(office, path)
        history.undo(office)
        assert kept_words(office) == ["masked"]
        imported(office, path)
        assert kept_words(office) == ["masked", "masked"]
        with office.store.reading() as connection:
            assert len(kept.kept(connection)) == 1


def test_a_file_that_changed_meanwhile_is_taken_in_as_planned_and_not_kept(tmp_path: Path) -> None:
    with office_at(tmp_path / "office") as office:
        path = file_of(tmp_path, LINES)
        plan = plan_import(office, path, ImportOptions())
        path.unlink()
        saved = apply_import(office, plan)
        assert (
            "ledger.csv is not kept: it was changed or taken away before it was applied." in saved.warnings
        )
        with pytest.raises(Refused, match="changed or taken away"):
            write_kept(office, saved.handle, tmp_path / "back.csv")


@pytest.mark.parametrize("limit", ["imports", "bytes"])
def test_the_oldest_make_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    with office_at(tmp_path / "office") as office:
        take_in(office, tmp_path, LINES, days(-3))
        if limit == "imports":
            monkeypatch.setattr(kept, "MOST_IMPORTS", 2)
        else:
            monkeypatch.setattr(kept, "MOST_BYTES", newest(office).files[0].packed * 5 // 2)
        for day in (-2, -1, 0):
            take_in(office, tmp_path, LINES, days(day))
        assert kept_words(office) == ["masked", "masked", "gone", "gone"]
        oldest = imports_taken(office)[-1]
        with pytest.raises(Refused, match="is not kept: only the newest"):
            write_kept(office, oldest.handle, tmp_path / "back.csv")
        assert len(in_store(office).split(b"customer_no")) - 1 == 2
        assert_sound(office)


def test_a_file_larger_than_all_room_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "MOST_BYTES", 50)
    with office_at(tmp_path / "office") as office:
        assert any("larger than all" in one for one in take_in(office, tmp_path, LINES).warnings)
        assert kept_words(office) == ["gone"]


def test_lines_of_an_erased_customer_are_cut_out_and_the_others_stay(tmp_path: Path) -> None:
    with office_at(tmp_path / "office") as office:
        path = file_of(tmp_path, LINES)
        imported(office, path)
        sentence = erased(office, "C2000")
        assert sentence == "Erased for good: C2000. Lines of it are cut out of 1 kept file."
        (file,) = newest(office).files
        assert told(file) == (
            "ledger.csv is kept with 1 card number masked and 1 line of erased customers cut out."
        )
        left = [line for line in path.read_text().splitlines(keepends=True) if "C2000" not in line]
        assert in_store(office).decode() == "".join(left)
        assert kept_words(office) == ["cut"]
        assert_sound(office)
        # A later file of the same customer is kept without it as well.
        take_in(office, tmp_path, [*LINES, Line("9", "C2000")], days(0), accept=GUARDS)
        assert b"C2000" not in in_store(office)
        assert kept_words(office) == ["cut", "cut"]


def test_a_file_that_speaks_of_them_elsewhere_goes_whole(tmp_path: Path) -> None:
    with office_at(tmp_path / "office") as office:
        take_in(office, tmp_path, [*LINES, Line("4", "C4000", text="paid for zebra, in May")])
        assert erased(office, "C2000") == "Erased for good: C2000. 1 kept file went whole."
        assert in_store(office) == b""
        with pytest.raises(Refused, match="customers were erased"):
            write_kept(office, imports_taken(office)[0].handle, tmp_path / "back.csv")


def test_a_list_with_headings_goes_whole_and_is_not_kept_again(tmp_path: Path) -> None:
    path = tmp_path / "aging.csv"
    first, second = "Customer: 4711,,,\n,2026-08-01,A,5.00\n", "Customer: 4712,,,\n,2026-08-01,B,6.00\n"
    text = f",Date,Num,Open Balance\n{first}{second}"
    path.write_text(text)
    with office_at(tmp_path / "office") as office:
        imported(office, path)
        assert kept_words(office) == ["whole"]
        assert "1 kept file went whole" in erased(office, "4711")
        path.write_text(text.replace("B,6.00", "C,7.00"))
        saved = apply_import(
            office, plan_import(office, path, ImportOptions(currency="USD", accept=frozenset(GUARDS)))
        )
        assert any("nobody can tell whose a line is" in warning for warning in saved.warnings)
        assert in_store(office) == b""


def test_files_of_another_ledger_stay(tmp_path: Path) -> None:
    with office_at(tmp_path / "office") as office:
        take_in(office, tmp_path, LINES)
        take_in(office, tmp_path, [Line("1", "X1", name="Zebra")], ledger="branch")
        assert "1 kept file" in erased(office, "C2000")
        assert kept_words(office) == ["whole", "cut"]


def test_check_finds_a_kept_file_that_was_changed(tmp_path: Path) -> None:
    with office_at(tmp_path / "office") as office:
        take_in(office, tmp_path, LINES)
        assert run_checks(office, ["kept"]).ok
        with office.store.writing() as connection:
            kept.put_chunks(connection, newest(office).files[0].identity, 0, [b"x\x9c"])
        (result,) = run_checks(office, ["kept"]).checks
        assert result.problems == (
            "what is kept of ledger.csv is not as it was kept; take the file in once more",
        )


def test_a_name_in_quotes_is_found_as_it_is_written_there(tmp_path: Path) -> None:
    name = 'The "Zebra" Inn'
    with office_at(tmp_path / "office") as office:
        lines = [Line("1", "C2000", name=name), Line("2", "C1000", text=f"paid for {name}")]
        take_in(office, tmp_path, lines)
        assert erased(office, "C2000") == "Erased for good: C2000. 1 kept file went whole."
        assert in_store(office) == b""


def test_a_master_that_names_parents_goes_whole_and_is_not_kept_again(tmp_path: Path) -> None:
    """A short number is nothing that could be looked for, and of an erased customer no name is known."""
    path = tmp_path / "masters.csv"
    with office_at(tmp_path / "office") as office:
        take_in(office, tmp_path, [Line("1"), Line("2", "C2")])
        path.write_text("Customer No,Name,Parent,City\nC1,Mesa Dental,C2,Mesa\n")
        imported(office, path)
        assert in_store(office).count(b"C2,") == 1
        erased(office, "C2")
        assert b"C2" not in in_store(office)
        path.write_text("Customer No,Name,Parent,City\nC1,Mesa Dental,C2,Tempe\n")
        imported(office, path)
        assert b"C2" not in in_store(office)
