"""Lines of a file left out on purpose, on a real store: counted, kept as dropped, undone with it."""

from pathlib import Path

import pytest

from arcollect_tui.errors import UsageError
from arcollect_tui.services.held_lines import held_lines, plan_fix
from arcollect_tui.services.history import redo, undo
from arcollect_tui.services.imports import ImportOptions, ImportPlan, apply_import, plan_import
from arcollect_tui.services.imports_taken import imports_taken
from arcollect_tui.services.leaving_out import leave_lines_out, read_left_out, take_lines_back
from arcollect_tui.services.office import Office
from tests.cli.ledgers import FIRST, write_ledger
from tests.services.offices import assert_sound, item, office_at, state
from tests.services.test_held_lines import BAD_AMOUNT, BAD_DATE, SHORT

LOOSE = "run,by,night,,,,,,,"
JOURNAL = (
    "JournalCode|JournalLib|EcritureNum|EcritureDate|CompteNum|CompteLib|CompAuxNum|CompAuxLib|PieceRef|"
    "PieceDate|EcritureLib|Debit|Credit|EcritureLet|DateLet|ValidDate|Montantdevise|Idevise\n"
    "VE|Ventes|1|20260901|411000|Clients|C1|Menuiserie|F1|20260901|Facture|100,00|0,00|||20260901||\n"
    "VE|Ventes|1|20260901|706000|Ventes|||F1|20260901|Facture|0,00|83,33|||20260901||\n"
    "VE|Ventes|1|20260901|445710|TVA|||F1|20260901|Facture|0,00|16,67|||20260901||\n"
)


def planned(office: Office, folder: Path, *left_out: str) -> ImportPlan:
    path = write_ledger(folder / "monday.csv", [*FIRST, BAD_DATE, BAD_AMOUNT, SHORT, LOOSE])
    return plan_import(office, path, ImportOptions(left_out=left_out))


def told(plan: ImportPlan) -> tuple[object, ...]:
    return plan.lines, plan.held, plan.parsed.left_out, plan.parsed.aside, plan.options, plan.sentence


def waiting(office: Office) -> list[tuple[int, bool]]:
    return sorted((row.line, row.dropped) for row in held_lines(office))


def test_lines_are_left_out_counted_and_kept_as_dropped(tmp_path: Path) -> None:
    with office_at(tmp_path / "office") as office:
        before = state(office)
        plan = planned(office, tmp_path, "9", "unclassified")
        assert (plan.lines["held"], plan.lines["left_out"], plan.lines["unclassified"]) == (2, 2, 0)
        assert sum(plan.lines.values()) == plan.total_lines
        assert "; 2 lines left out; 7 new." in plan.sentence
        saved = apply_import(office, plan)
        assert "2 lines left out" in saved.sentence
        assert waiting(office) == [(9, True), (10, False), (11, False), (12, True)]
        assert 'left out as unclassified: "run  by  night"' in held_lines(office, "unclassified")[0].reason
        assert imports_taken(office)[0].held == 2
        assert_sound(office)
        undo(office)
        assert (waiting(office), state(office).ledger) == ([], before.ledger)
        redo(office)
        assert waiting(office) == [(9, True), (10, False), (11, False), (12, True)]


def test_a_preview_leaves_out_and_takes_back(tmp_path: Path) -> None:
    with office_at(tmp_path / "office") as office:
        first = planned(office, tmp_path)
        one = leave_lines_out(office, first, ["9"])
        assert told(one) == told(planned(office, tmp_path, "9"))
        kind = leave_lines_out(office, one, ["held"])
        assert [line.line for line in kind.parsed.left_out] == [9, 10, 11]
        assert kind.held == ()
        back = take_lines_back(office, kind, [10, 11])
        assert (back.lines, back.held, back.options.left_out) == (one.lines, one.held, ("9",))
        assert told(take_lines_back(office, back, [9])) == told(first)


def test_a_line_that_was_left_out_is_fixed_after_all(tmp_path: Path) -> None:
    with office_at(tmp_path / "office") as office:
        apply_import(office, planned(office, tmp_path, "held"))
        handle = imports_taken(office)[0].handle
        plan = plan_fix(office, f"{handle}:9", "2026-09-13")
        assert plan.lines["left_out"] == 2
        apply_import(office, plan)
        assert item(office, "9001").open_amount == 100_00
        assert waiting(office) == [(10, True), (11, True)]


def test_what_is_left_out_is_not_taken_for_paid(tmp_path: Path) -> None:
    with office_at(tmp_path / "office") as office:
        path = write_ledger(tmp_path / "monday.csv")
        apply_import(office, plan_import(office, path, ImportOptions()))
        spoilt = [FIRST[0].replace("2026-09-01", "2026-13-01"), *FIRST[1:]]
        plan = plan_import(office, write_ledger(path, spoilt), ImportOptions(left_out=("2",)))
        (guard,) = plan.guards
        assert guard.name == "shrink"
        assert guard.sentence.endswith("its line 2 is in the file: it is left out, not paid.")


def test_lines_of_other_accounts_are_listed_and_left_out(tmp_path: Path) -> None:
    with office_at(tmp_path / "office") as office:
        path = tmp_path / "fec.txt"
        path.write_text(JOURNAL, "utf-8")
        plan = plan_import(office, path, ImportOptions())
        assert (plan.layout, plan.lines["other"]) == ("fec", 2)
        assert [(one.line, "706000" in one.reason) for one in plan.parsed.aside] == [(3, True), (4, False)]
        left = leave_lines_out(office, plan, ["other"])
        assert (left.lines["other"], left.lines["left_out"]) == (0, 2)
        apply_import(office, left)
        assert waiting(office) == [(3, True), (4, True)]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (["7,9", "due-date"], ("7", "9", "due_date")),
        (["held", " HELD ,"], ("held",)),
        (["007"], ("7",)),
        ([], ()),
    ],
)
def test_lines_and_kinds_are_typed_with_commas(typed: list[str], words: tuple[str, ...]) -> None:
    assert read_left_out(typed) == words


@pytest.mark.parametrize("typed", ["colour", "7-9", "-1", "²"])
def test_what_is_neither_line_nor_kind_says_what_is(typed: str) -> None:
    with pytest.raises(UsageError, match=r"neither a line nor a kind of lines. Give numbers, 7,9, or"):
        read_left_out([typed])
