"""An erasure goes along with the entries: every desk ends without the customer, with the same ledger."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from arcollect_tui.services import history
from arcollect_tui.services.erasure import erase, plan_erasure
from arcollect_tui.services.notes import add_note
from arcollect_tui.services.office import Office
from arcollect_tui.services.restore import plan_restore, restore
from tests.data.remains import remains
from tests.places import path_of
from tests.services.erasing import CANARY, absent, rows, tell_everything
from tests.services.handing import code, desk, exchange, file_from, give, shown, take
from tests.services.offices import Line, assert_sound, customer, days, office_at, take_in

WHO = f"{CANARY}0"
MOVED = "INV-moved"


def own(number: str) -> Line:
    """An item of the customer that will be erased."""
    return Line(number, WHO, name=f"Name {WHO}", phone=WHO, text=f"text {WHO}")


def first(*more: Line) -> list[Line]:
    return [own(f"INV-{WHO}"), Line("1001", "C1"), Line("2001", "C2"), *more]


@pytest.fixture
def ann(tmp_path: Path) -> Iterator[Office]:
    """A desk with two files, an item that changed hands between them, and every kind of deed."""
    files = tmp_path / "files"
    files.mkdir()
    with desk(tmp_path, "ann") as office:
        take_in(office, files, first(own(MOVED)), days(-2))
        take_in(office, files, first(Line(MOVED, "C1")), days(-1))
        tell_everything(office, WHO)
        code(office, "PRC", f"INV-{WHO}", "1001", "2001")
        yield office


@pytest.fixture
def bob(tmp_path: Path) -> Iterator[Office]:
    with desk(tmp_path, "bob") as office:
        yield office


def erased_at(office: Office) -> None:
    assert erase(office, plan_erasure(office, WHO)).warnings == ()


def assert_gone(office: Office) -> None:
    assert absent(office)
    assert_sound(office)
    assert remains(path_of(office.store).parent, CANARY.encode()) == []


def test_who_gets_it_erases_too(ann: Office, bob: Office, tmp_path: Path) -> None:
    give(ann, bob, tmp_path)
    bob.store.keep_backup("import", days(0))
    assert remains(path_of(bob.store).parent, CANARY.encode())
    erased_at(ann)
    give(ann, bob, tmp_path)
    for office in (ann, bob):
        assert_gone(office)
    assert shown(ann) == shown(bob)


def test_an_old_file_never_puts_a_byte_of_it_down(ann: Office, bob: Office, tmp_path: Path) -> None:
    old = file_from(ann, tmp_path, "old")
    erased_at(ann)
    give(ann, bob, tmp_path, layout="facts")
    take(bob, old)
    assert_gone(bob)
    assert shown(ann) == shown(bob)
    assert rows(bob, "SELECT count(*) FROM trimmed_import") == [(2,)]


def test_what_was_said_meanwhile_elsewhere_goes_too(ann: Office, bob: Office, tmp_path: Path) -> None:
    give(ann, bob, tmp_path)
    add_note(bob, customer(bob, WHO), f"late {WHO}")
    take_in(bob, tmp_path / "files", first(), days(0))
    erased_at(ann)
    give(bob, ann, tmp_path)
    assert_gone(ann)
    give(ann, bob, tmp_path)
    assert_gone(bob)
    assert shown(ann) == shown(bob)


def test_undo_of_a_deed_with_erased_parts_travels(ann: Office, bob: Office, tmp_path: Path) -> None:
    give(ann, bob, tmp_path)
    erased_at(ann)
    give(ann, bob, tmp_path)
    coded = next(row for row in history.history(bob) if row.kind == "coding")
    history.undo(bob, coded.handle)
    imports = [row.handle for row in history.history(bob) if row.kind == "import"]
    for handle in imports:
        history.undo(bob, handle)
    exchange(bob, ann, tmp_path)
    assert shown(ann) == shown(bob)
    history.redo(bob)
    exchange(bob, ann, tmp_path)
    assert shown(ann) == shown(bob)
    for office in (ann, bob):
        assert_gone(office)


def test_two_desks_erase_the_same_customer(ann: Office, bob: Office, tmp_path: Path) -> None:
    give(ann, bob, tmp_path)
    for office in (ann, bob):
        erased_at(office)
    exchange(ann, bob, tmp_path)
    assert shown(ann) == shown(bob)
    for office in (ann, bob):
        assert_gone(office)


@pytest.mark.of_a_file
def test_a_restored_backup_stays_without_it(ann: Office, tmp_path: Path) -> None:
    path = ann.store.path
    ann.store.copy_to(tmp_path / "mine.arcollect")
    erased_at(ann)
    ann.close()
    restore(plan_restore(path, tmp_path / "mine.arcollect"), collector="ann", clock=ann.clock)
    with office_at(path) as office:
        assert_gone(office)
        take_in(office, tmp_path / "files", first(), days(1))
        assert_gone(office)
