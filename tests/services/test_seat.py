"""A store that went back in time or was copied goes on as a new desk, says so once, and loses nothing.

Nobody does so with a store on a server by moving files, and no machine has a witness of one.
"""

import shutil
from pathlib import Path

import pytest

from arcollect_tui.data import backups, witness
from arcollect_tui.data import desk as drawer
from arcollect_tui.services.clock import Clock
from arcollect_tui.services.history import history, undo
from arcollect_tui.services.office import Office
from arcollect_tui.services.office_policy import set_office
from tests.services.offices import assert_sound, office_at

pytestmark = pytest.mark.of_a_file

LOGS = ("", "-wal", "-shm")


def deed(office: Office, name: str = "Office") -> str:
    """Record something; returns its handle."""
    return set_office(office, name=name).handle


def used(path: Path, deeds: int = 2) -> Path:
    """A store in which somebody has worked."""
    with office_at(path) as office:
        assert office.notices == ()
        for number in range(deeds):
            deed(office, f"Office {number}")
    return path


def copied(path: Path, target: Path) -> Path:
    """The files of a store as they are, its log included."""
    for suffix in LOGS:
        if Path(f"{path}{suffix}").exists():
            shutil.copy(f"{path}{suffix}", f"{target}{suffix}")
    return target


def said(path: Path) -> str:
    """The one notice of opening a store, which changes nothing as long as nobody writes."""
    before = path.read_bytes()
    with office_at(path) as office:
        (notice,) = office.notices
    assert path.read_bytes() == before
    return notice


def test_a_store_used_here_goes_on_as_it_was(tmp_path: Path) -> None:
    path = used(tmp_path / "office")
    for number in (3, 4):
        with office_at(path) as office:
            assert office.notices == ()
            assert deed(office) == f"1-{number}"


def test_looking_changes_nothing(tmp_path: Path, state_folder: Path) -> None:
    path = used(tmp_path / "office")
    before = path.read_bytes()
    shutil.rmtree(state_folder / "arcollect")
    for read_only in (False, True):
        with office_at(path, read_only=read_only) as office:
            assert bool(office.notices) != read_only
            history(office)
        assert path.read_bytes() == before
        assert not (state_folder / "arcollect").exists()


def test_an_older_copy_in_its_place_is_noticed(tmp_path: Path) -> None:
    path = used(tmp_path / "office")
    yesterday = copied(path, tmp_path / "yesterday")
    with office_at(path) as office:
        deed(office)
        deed(office)
    copied(yesterday, path)
    assert "went back in time: 2 entries recorded here are not in it" in said(path)
    with office_at(path) as office:
        assert deed(office) == "2-1"
        assert [row.handle for row in history(office)] == ["2-1", "1-2", "1-1"]
        assert_sound(office)
    with office_at(path) as office:
        assert office.notices == ()
        assert deed(office) == "2-2"


def test_a_store_without_its_log_is_noticed(tmp_path: Path) -> None:
    path = used(tmp_path / "office")
    with office_at(path) as office:
        deed(office)
        shutil.copy(path, tmp_path / "main")  # what a copy of the one file takes
    shutil.copy(tmp_path / "main", path)
    assert "1 entry recorded here is not in it" in said(path)


def test_another_past_is_noticed(tmp_path: Path) -> None:
    """As many entries as the witness knows, but other ones."""
    path = used(tmp_path / "office")
    with office_at(path) as office:
        desk = office.desk
    known = witness.read(desk)
    assert known is not None
    witness.Witness(known).note(2, bytes(32))
    assert "another copy than the one used here last" in said(path)


def test_a_copy_goes_on_as_a_desk_of_its_own(tmp_path: Path) -> None:
    path = used(tmp_path / "office")
    copy = copied(path, tmp_path / "copy")
    assert f"is a copy of {path}" in said(copy)
    with office_at(copy) as office, office_at(path) as original:
        assert deed(office, "copy") == "2-1"
        assert deed(original, "original") == "1-3"
        assert office.desk != original.desk
    for place in (copy, path):
        with office_at(place) as office:
            assert office.notices == ()
            assert_sound(office)


def test_a_moved_store_goes_on_as_a_new_desk(tmp_path: Path) -> None:
    path = used(tmp_path / "office")
    moved = path.rename(tmp_path / "moved")
    assert f"was moved from {path}" in said(moved)
    with office_at(moved) as office:
        assert deed(office) == "2-1"
        former = office.desk
    assert {known.desk for known in witness.related([former])} == {former}, "the old witness is pruned"


def test_another_name_of_the_same_file_is_no_copy(tmp_path: Path) -> None:
    path = used(tmp_path / "office")
    (tmp_path / "link").symlink_to(path)
    with office_at(tmp_path / "link") as office:
        assert office.notices == ()


def test_another_machine_misses_the_witness(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = used(tmp_path / "office")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "second laptop"))
    assert "was used on another machine" in said(path)
    with office_at(path) as office:
        assert deed(office) == "2-1"


def test_a_home_folder_that_moved_to_another_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = used(tmp_path / "office")
    monkeypatch.setattr("arcollect_tui.services.seat.machine_id", lambda: "the new one")
    assert "was used on another machine before" in said(path)


def test_a_store_that_no_machine_has_seen_only_gets_a_witness(tmp_path: Path) -> None:
    """As one that an older program wrote: it is not asked what nobody knows."""
    path = tmp_path / "office"
    with office_at(path, seated=False) as office:
        deed(office)
    with office_at(path) as office:
        assert office.notices == ()
        assert deed(office) == "1-2"
        desk = office.desk
    known = witness.read(desk)
    assert known is not None
    assert (known.seq, known.path) == (2, str(path))


def test_a_machine_that_cannot_remember_works_all_the_same(tmp_path: Path, state_folder: Path) -> None:
    (state_folder / "arcollect").write_text("no folder")
    path = tmp_path / "office"
    for number in (1, 2, 3):
        with office_at(path) as office:
            assert office.notices == ()
            assert deed(office) == f"1-{number}"


def test_nothing_is_left_of_a_deed_that_was_refused(tmp_path: Path) -> None:
    path = used(tmp_path / "office")
    copy = copied(path, tmp_path / "copy")
    with office_at(copy) as office:
        with pytest.raises(ZeroDivisionError), office.store.writing():
            raise ZeroDivisionError
        with office.store.reading() as connection:
            assert len(drawer.own_entries(connection)) == 1
        assert deed(office) == "2-1"
        assert deed(office) == "2-2"


def test_two_programs_agree_on_the_new_desk(tmp_path: Path) -> None:
    copy = copied(used(tmp_path / "office"), tmp_path / "copy")
    with office_at(copy) as one, office_at(copy) as other:
        assert [deed(one), deed(other), deed(one)] == ["2-1", "2-2", "2-3"]


def test_what_was_done_before_the_copy_can_be_undone_in_it(tmp_path: Path) -> None:
    path = used(tmp_path / "office")
    copy = copied(path, tmp_path / "copy")
    with office_at(copy) as office:
        undo(office)
        undo(office)
        assert [(row.handle, row.voided_by) for row in history(office)][2:] == [
            ("1-2", "2-1"),
            ("1-1", "2-2"),
        ]


def test_the_erased_are_remembered_outside_the_store(tmp_path: Path) -> None:
    path = used(tmp_path / "office")
    with office_at(path) as office, office.store.writing() as connection:
        connection.exec_driver_sql("INSERT INTO erasure VALUES (x'00', 0, 77)")
        desk = drawer.own_desk(connection)
    office_at(path).close()
    known = witness.read(desk)
    assert known is not None
    assert known.erased == {77}
    copy = copied(path, tmp_path / "copy")
    with office_at(copy) as office:
        deed(office)
        known = witness.read(office.desk)
    assert known is not None
    assert (known.erased, known.former) == (frozenset({77}), frozenset({desk}))


def test_a_sample_office_leaves_nothing_behind(tmp_path: Path, state_folder: Path) -> None:
    from arcollect_tui.services.demo import build_demo

    path = tmp_path / "demo"
    build_demo(path, today=Clock().today(), collector="ann", accounts=3, items=9).close()
    assert list(state_folder.iterdir()) == []
    assert backups.kept_backups(path) == []
    assert {file.name for file in tmp_path.iterdir()} == {"demo"}


def test_a_throw_away_store_leaves_nothing_behind(
    tmp_path: Path, state_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from arcollect_tui.services.places import throw_away_path

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with office_at(throw_away_path()) as office:
        assert deed(office) == "1-1"
    assert list(state_folder.iterdir()) == []
