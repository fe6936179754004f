"""Held lines: listed per import and in total until each is fixed or dropped; nothing of them is lost."""

import csv
import sys
from pathlib import Path

import pytest

from arcollect_tui.data import held
from arcollect_tui.errors import ArcollectError, FileRefused, Refused, UsageError
from arcollect_tui.services.erasure import erase, plan_erasure
from arcollect_tui.services.held_lines import (
    drop_held,
    held_lines,
    parted,
    plan_fix,
    read_fix,
    write_errors,
    write_held,
)
from arcollect_tui.services.history import redo, undo
from arcollect_tui.services.imports import ImportOptions, ImportPlan, apply_import, plan_import
from arcollect_tui.services.imports_taken import imports_taken
from arcollect_tui.services.letting_through import let_through, stop_again
from arcollect_tui.services.office import Office
from tests.cli.ledgers import FIRST, HEADER, write_ledger
from tests.services.offices import DAY, assert_sound, item, office_at, state

BAD_DATE = "1000,C9,Mill,9001,invoice,2026-13-01,2026-10-01,USD,100.00,100.00"
BAD_AMOUNT = "1000,C9,Mill,9002,invoice,2026-09-01,2026-10-01,USD,100.00,abc"
SHORT = "1000,C9,Mill,9003"


def taken(office: Office, folder: Path, *lines: str) -> ImportPlan:
    path = write_ledger(folder / "monday.csv", [*FIRST, *lines])
    plan = plan_import(office, path, ImportOptions())
    apply_import(office, plan)
    return plan


def waiting(office: Office) -> list[tuple[str, str, bool]]:
    return [(row.id, row.field, row.dropped) for row in held_lines(office)]


def test_every_held_line_is_listed_with_its_file(tmp_path: Path) -> None:
    with office_at(tmp_path / "office") as office:
        plan = taken(office, tmp_path, BAD_DATE, BAD_AMOUNT, SHORT)
        assert len(plan.held) == 3
        (row,) = imports_taken(office)
        assert (row.file, row.items, row.held, row.undone_by, row.as_of) == ("monday.csv", 7, 3, "", DAY)
        assert waiting(office) == [
            (f"{row.handle}:9", "document_date", False),
            (f"{row.handle}:10", "open_amount", False),
            (f"{row.handle}:11", "", False),
        ]
        assert [one.line for one in held_lines(office, "abc")] == [10]
        assert [one.line for one in held_lines(office, "9001 waits")] == [9]
        assert_sound(office)


def test_a_fixed_line_comes_in_and_the_others_go_on_waiting(tmp_path: Path) -> None:
    with office_at(tmp_path / "office") as office:
        taken(office, tmp_path, BAD_DATE, BAD_AMOUNT)
        first, before = imports_taken(office)[0], state(office)
        plan = plan_fix(office, f"{first.handle}:9", " 2026-09-13 ")
        assert plan.differences == {"new": 1, "same": 7}
        assert plan.as_of == DAY
        apply_import(office, plan)
        assert item(office, "9001").document_date is not None
        newest, older = imports_taken(office)
        assert (newest.held, older.held) == (1, 0)
        assert waiting(office) == [(f"{newest.handle}:10", "open_amount", False)]
        undo(office)
        assert waiting(office) == [
            (f"{older.handle}:9", "document_date", False),
            (f"{older.handle}:10", "open_amount", False),
        ]
        assert state(office).ledger == before.ledger
        redo(office)
        second = plan_fix(office, f"{newest.handle}:10", "40")
        assert second.held == ()
        apply_import(office, second)
        assert item(office, "9002").open_amount == 40_00
        assert waiting(office) == []
        assert [row.held for row in imports_taken(office)] == [0, 0, 0]
        assert_sound(office)


def test_a_line_dropped_on_purpose_stays_dropped_until_it_is_kept(tmp_path: Path) -> None:
    with office_at(tmp_path / "office") as office:
        taken(office, tmp_path, BAD_DATE, SHORT)
        handle = imports_taken(office)[0].handle
        drop_held(office, f"{handle}:10")
        assert waiting(office) == [(f"{handle}:9", "document_date", False), (f"{handle}:10", "", True)]
        assert imports_taken(office)[0].held == 1
        apply_import(office, plan_fix(office, f"{handle}:9", "2026-09-13"))
        newest = imports_taken(office)[0]
        assert newest.held == 0
        assert waiting(office) == [(f"{newest.handle}:10", "", True)]
        drop_held(office, f"{newest.handle}:10", dropped=False)
        assert imports_taken(office)[0].held == 1


def test_an_import_that_was_taken_back_has_no_held_lines(tmp_path: Path) -> None:
    with office_at(tmp_path / "office") as office:
        taken(office, tmp_path, BAD_DATE)
        saved = undo(office)
        (row,) = imports_taken(office)
        assert (row.undone_by, row.held) == (saved.handle, 0)
        assert waiting(office) == []
        assert [one.file for one in imports_taken(office, "undone")] == ["monday.csv"]
        assert imports_taken(office, "undone tuesday") == []


def test_what_cannot_be_fixed_says_why(tmp_path: Path) -> None:
    with office_at(tmp_path / "office") as office:
        taken(office, tmp_path, BAD_DATE, SHORT)
        handle = imports_taken(office)[0].handle
        path = tmp_path / "monday.csv"

        def refused(name: str, value: str) -> ArcollectError:
            with pytest.raises(ArcollectError) as caught:
                plan_fix(office, name, value)
            return caught.value

        assert "There is no held line 9-9:9" in refused("9-9:9", "x").sentence
        assert "wrong as a whole" in refused(f"{handle}:10", "x").sentence
        assert isinstance(refused(f"{handle}:9", "  "), UsageError)
        path.write_text(path.read_text() + "\n", encoding="utf-8")
        assert "another file now" in refused(f"{handle}:9", "2026-09-01").sentence
        path.unlink()
        gone = refused(f"{handle}:9", "2026-09-01")
        assert isinstance(gone, FileRefused)
        assert "no longer where it was" in gone.sentence


def test_a_value_that_is_no_better_keeps_the_line_held(tmp_path: Path) -> None:
    with office_at(tmp_path / "office") as office:
        taken(office, tmp_path, BAD_DATE)
        plan = plan_fix(office, f"{imports_taken(office)[0].handle}:9", "soon")
        assert plan.known
        assert [(one.line, one.field) for one in plan.held] == [(9, "document_date")]


def test_the_errors_file_says_what_is_wrong_and_what_would_be_right(tmp_path: Path) -> None:
    with office_at(tmp_path / "office") as office:
        plan = taken(
            office, tmp_path, BAD_DATE, "1000,C9,=cmd(),9002,invoice,2026-09-01,2026-10-01,USD,1,abc"
        )
        rows = held_lines(office)
        said = write_errors(tmp_path / "errors.csv", rows)
        assert said == f"Wrote 2 held lines to {tmp_path / 'errors.csv'}."
        write_held(tmp_path / "planned.csv", plan.file, plan.held)
    text = (tmp_path / "errors.csv").read_text(encoding="utf-8-sig")
    assert text == (tmp_path / "planned.csv").read_text(encoding="utf-8-sig")
    first, second = csv.DictReader(text.splitlines())
    assert first == {
        "file": "monday.csv",
        "line": "9",
        "field": "document_date",
        "document_no": "9001",
        "wrong": '"2026-13-01" is not a date.',
        "right": "Write it as YYYY-MM-DD.",
    }
    assert (second["line"], second["field"]) == ("10", "open_amount")


@pytest.mark.parametrize(
    ("reason", "found"),
    [
        ("no customer is named. Name the customer.", ("no customer is named.", "Name the customer.")),
        ("one sentence", ("one sentence", "")),
        ("a. b. Do c.", ("a. b.", "Do c.")),
    ],
)
def test_a_reason_parts_into_wrong_and_right(reason: str, found: tuple[str, str]) -> None:
    assert parted(reason) == found


@pytest.mark.parametrize("text", ["", "9", "9:due_date", "x:due_date=1", "9:=1", "9:due_date=", "=:"])
def test_a_fix_that_cannot_be_read_shows_how_it_is_written(text: str) -> None:
    with pytest.raises(UsageError, match="Write it like --fix 7:due_date=2026-10-01"):
        read_fix(text)
    assert read_fix(" 9:due_date = a=b ") == (9, "due_date", "a=b")


def test_guards_are_let_through_one_by_one_and_stop_again(tmp_path: Path) -> None:
    with office_at(tmp_path / "office") as office:
        taken(office, tmp_path)
        path = write_ledger(
            tmp_path / "odd.csv", [BAD_AMOUNT.replace("1000,", "2000,").replace("abc", "1")]
        )
        plan = plan_import(office, path, ImportOptions(as_of=DAY.replace(day=1)))
        names = [guard.name for guard in plan.guards]
        assert names[:2] == ["older", "company"]
        with pytest.raises(Refused, match="No guard shrink"):
            let_through(plan, "shrink")
        one = let_through(plan, "older")
        assert [guard.name for guard in one.guards] == names[1:]
        with pytest.raises(Refused, match="new to this ledger"):
            apply_import(office, one)
        again = stop_again(one, plan.guards[0])
        assert (again.guards, again.options.accept) == (plan.guards, frozenset())
        for name in names:
            plan = let_through(plan, name)
        apply_import(office, plan)
        assert len(imports_taken(office)) == 2


def test_an_erasure_leaves_of_held_lines_only_where_they_stand(tmp_path: Path) -> None:
    with office_at(tmp_path / "office") as office:
        path = tmp_path / "monday.csv"
        path.write_text("\n".join([HEADER, *FIRST, BAD_DATE, BAD_AMOUNT]), encoding="utf-8")
        apply_import(
            office, plan_import(office, path, ImportOptions(fixes=(read_fix("10:open_amount=7"),)))
        )
        erase(office, plan_erasure(office, "C1"))
        with office.store.reading() as connection:
            (kept,) = held.kept_files(connection)
        assert kept.options["fixes"] == []
        assert [(one.line, one.document_no, one.reason) for one in kept.lines] == [(9, "", held.FORGOTTEN)]


def test_a_line_that_waits_again_waits_in_the_next_reading_too(tmp_path: Path) -> None:
    """What an older list of the same file says of it counts no longer."""
    with office_at(tmp_path / "office") as office:
        path = write_ledger(tmp_path / "monday.csv", [*FIRST, BAD_DATE, BAD_AMOUNT, SHORT])
        apply_import(office, plan_import(office, path, ImportOptions(left_out=("11",))))
        drop_held(office, f"{imports_taken(office)[0].handle}:10")
        apply_import(office, plan_fix(office, f"{imports_taken(office)[0].handle}:9", "2026-09-13"))
        again = imports_taken(office)[0].handle
        assert waiting(office) == [(f"{again}:10", "open_amount", True), (f"{again}:11", "", True)]
        for line in (10, 11):
            drop_held(office, f"{again}:{line}", dropped=False)
        path.touch()
        apply_import(office, plan_fix(office, f"{again}:10", "77.00"))
        assert waiting(office) == [(f"{imports_taken(office)[0].handle}:11", "", False)]
        undo(office, imports_taken(office)[0].handle)
        assert waiting(office) == [(f"{again}:10", "open_amount", False), (f"{again}:11", "", False)]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_file_whose_name_is_no_text_is_found_again(tmp_path: Path) -> None:
    with office_at(tmp_path / "office") as office:
        path = write_ledger(tmp_path / "caf\udce9.csv", [*FIRST, BAD_DATE])
        apply_import(office, plan_import(office, path, ImportOptions()))
        (row,) = held_lines(office)
        apply_import(office, plan_fix(office, row.id, "2026-09-13"))
        assert waiting(office) == []


@pytest.mark.parametrize(("good", "bad", "stopped"), [(9, 10, True), (10, 10, False), (2, 9, False)])
def test_a_file_of_which_more_is_held_than_read_stops_and_asks(
    tmp_path: Path, good: int, bad: int, stopped: bool
) -> None:
    def lines(pattern: str, count: int) -> list[str]:
        return [pattern.replace("9002", f"{8000 + at}") for at in range(count)]

    with office_at(tmp_path / "office") as office:
        wrong, right = lines(BAD_AMOUNT, bad), lines(BAD_AMOUNT.replace("abc", "100.00"), bad + good)
        path = write_ledger(tmp_path / "odd.csv", [*wrong, *right[bad:]])
        guards = plan_import(office, path, ImportOptions(as_of=DAY)).guards
        assert [guard.name for guard in guards] == ["shrink"] * stopped
        assert all("are the columns read right?" in guard.sentence for guard in guards)
