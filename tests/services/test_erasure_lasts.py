"""What could bring an erased customer back, and does not: undo, files, copies of the store, a kill."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from arcollect_tui.data import backups, erasure
from arcollect_tui.data import erased as remembered
from arcollect_tui.data.digests import ledger_digest
from arcollect_tui.errors import Refused
from arcollect_tui.services import history
from arcollect_tui.services.erasure import erase, finish, plan_erasure
from arcollect_tui.services.imports import GUARDS, ImportOptions, ImportPlan, apply_import, plan_import
from arcollect_tui.services.items import ItemView, item_rows
from arcollect_tui.services.office import Office
from tests.data.remains import remains
from tests.places import path_of
from tests.services.erasing import (
    CANARY,
    CUSTOMERS,
    GONE,
    MONDAY,
    TAKEN_BACK,
    TUESDAY,
    absent,
    erase_all,
    rows,
)
from tests.services.offices import Line, assert_sound, customer, days, file_of, office_at, take_in


def planned(office: Office, folder: Path, lines: Sequence[Line], **options: Any) -> ImportPlan:
    wanted = ImportOptions(accept=frozenset(GUARDS), **options)
    return plan_import(office, file_of(folder, lines), wanted)


def taken_in(office: Office, folder: Path, lines: Sequence[Line], **options: Any) -> None:
    assert apply_import(office, planned(office, folder, lines, **options)).handle
    assert absent(office)
    assert_sound(office)


def test_an_erasure_cannot_be_undone(erased: Office) -> None:
    newest = history.history(erased, limit=1)[0]
    assert newest.kind == "erasure"
    with pytest.raises(Refused, match="cannot come back"):
        history.undo(erased, newest.handle)


def test_a_bulk_deed_with_erased_parts_is_undone_and_redone(erased: Office) -> None:
    disputed = item_rows(erased, ItemView("coding:disputed"))
    (coded,) = [row for row in history.history(erased) if row.kind == "coding"]
    assert coded.text.startswith("dispute PRC on 980 items")
    history.undo(erased, coded.handle)
    assert item_rows(erased, ItemView("coding:disputed")) == []
    assert_sound(erased)
    history.redo(erased)
    assert item_rows(erased, ItemView("coding:disputed")) == disputed
    assert_sound(erased)


def test_undo_and_redo_of_imports_bring_nobody_back(erased: Office) -> None:
    imports = [row.handle for row in history.history(erased) if row.kind == "import" and not row.voided_by]
    assert len(imports) == 2
    for handle in imports:
        history.undo(erased, handle)
        assert absent(erased)
        history.redo(erased)
        assert absent(erased)
        assert_sound(erased)


def test_the_same_file_again_changes_nothing(erased: Office, tmp_path: Path) -> None:
    plan = planned(erased, tmp_path, TUESDAY, as_of=days(-1))
    left_out = sum(one.customer in GONE for one in TUESDAY)
    assert plan.known
    assert plan.differences == {"same": len(TUESDAY) - left_out, "erased": left_out}
    assert plan.lines["erased"] == left_out
    assert sum(plan.lines.values()) == plan.total_lines
    assert apply_import(erased, plan).again


def test_a_newer_file_leaves_them_out_and_still_ties(erased: Office, tmp_path: Path) -> None:
    lines = [one.paid_down(5_00) for one in MONDAY]
    plan = planned(erased, tmp_path / "erased", lines, as_of=days(0))
    assert plan.lines["erased"] == plan.differences["erased"] == len(GONE)
    assert plan.lines["item"] == CUSTOMERS - len(GONE)
    assert plan.totals == {"USD": (CUSTOMERS, CUSTOMERS * 5_00)}
    assert plan.warnings[0].startswith("20 lines (100.00 USD) of customers whose data was erased")
    taken_in(erased, tmp_path, lines, as_of=days(0))
    (tmp_path / "erased" / "ledger.csv").unlink()
    erased.store.compact()
    assert remains(tmp_path / "erased", CANARY.encode()) == []


def test_a_file_taken_back_earlier_leaves_them_out_when_it_comes_again(
    erased: Office, tmp_path: Path
) -> None:
    taken_in(erased, tmp_path, TAKEN_BACK, as_of=days(0))


def test_a_file_of_erased_customers_alone_leaves_all_out(erased: Office, tmp_path: Path) -> None:
    taken_in(erased, tmp_path, [one for one in MONDAY if one.customer in GONE], delta=True)


def test_a_file_planned_before_the_erasure_leaves_them_out(whole: Office, tmp_path: Path) -> None:
    newer = planned(whole, tmp_path, MONDAY, as_of=days(1))
    erase_all(whole, GONE[:1])
    with pytest.raises(Refused, match="1 erased"):
        apply_import(whole, newer)
    assert absent(whole)
    taken_in(whole, tmp_path, MONDAY, as_of=days(1))


def test_an_erased_giant_does_not_make_the_next_file_look_wrong(tmp_path: Path) -> None:
    lines = [Line("1", "C1", 90_000_00), Line("2", "C2"), Line("3", "C3")]
    with office_at(tmp_path / "office") as office:
        take_in(office, tmp_path, lines, days(-1))
        erase(office, plan_erasure(office, "C1"))
        plan = plan_import(office, file_of(tmp_path, lines), ImportOptions(as_of=days(0)))
        assert plan.guards == ()


def test_erasing_before_or_after_a_file_makes_the_same_ledger(
    whole: Office, erased: Office, tmp_path: Path
) -> None:
    take_in(whole, tmp_path, MONDAY, days(0))
    with whole.store.writing() as connection:
        erasure.erase_rows(connection, [customer(whole, who) for who in GONE])
    take_in(erased, tmp_path, MONDAY, days(0))
    with whole.store.reading() as one, erased.store.reading() as other:
        assert ledger_digest(one) == ledger_digest(other)


@pytest.mark.of_a_file
def test_kept_backups_can_still_be_opened(erased: Office) -> None:
    for kept in backups.kept_backups(erased.store.path):
        with office_at(kept.path, seated=False) as copy:
            assert absent(copy)
            assert_sound(copy)


@pytest.mark.of_a_file
def test_a_backup_that_cannot_be_rewritten_is_named(whole: Office) -> None:
    newest = backups.kept_backups(whole.store.path)[0].path
    newest.write_bytes(b"no store any more, but data of theirs may be in it" * 100)
    done = erase(whole, plan_erasure(whole, GONE[0]))
    assert len(done.warnings) == 1
    assert str(newest) in done.warnings[0]
    # It is tried again until the file is gone.
    assert len(finish(whole)) == 1
    newest.unlink()
    assert finish(whole) == ()
    with whole.store.reading() as connection:
        assert not remembered.is_due(connection, frozenset())


def test_a_store_that_somebody_reads_is_written_anew_later(whole: Office) -> None:
    with office_at(whole.store.place, seated=False) as window, window.store.reading() as reader:
        reader.exec_driver_sql("SELECT count(*) FROM part").scalar_one()
        done = erase(whole, plan_erasure(whole, GONE[0]))
    assert "another arcollect uses it" in done.warnings[0]
    with office_at(whole.store.place, seated=False) as window:
        assert window.notices == ()
    assert finish(whole) == ()


def test_what_a_killed_program_left_is_finished_at_the_next_opening(whole: Office) -> None:
    path = path_of(whole.store)
    with whole.store.writing() as connection:
        erasure.erase_rows(connection, [customer(whole, who) for who in GONE])
    whole.close()
    assert remains(path.parent, CANARY.encode())
    with office_at(path, seated=False) as again:
        assert again.notices == ()
        assert remains(path.parent, CANARY.encode()) == []


@pytest.mark.of_a_file
def test_an_older_copy_put_in_the_place_of_the_store_is_erased_anew(tmp_path: Path) -> None:
    path, lines = tmp_path / "desk" / "office", [Line("1", CANARY, name=CANARY), Line("2", "C2")]
    with office_at(path) as office:
        take_in(office, tmp_path, lines)
        office.store.copy_to(tmp_path / "older")
        erase(office, plan_erasure(office, CANARY))
    shutil.move(tmp_path / "older", path)
    with office_at(path) as office:
        assert any("erased anew" in notice for notice in office.notices)
        assert_sound(office)
        take_in(office, tmp_path, lines, days(1))
        assert rows(office, "SELECT number FROM customer") == [("C2",)]
        assert remains(path.parent, CANARY.encode()) == []
