"""A backup before each import that changes something; one that cannot be made is a warning, no more.

Of a store on a server the server keeps the backups.
"""

from datetime import timedelta
from pathlib import Path

import pytest

from arcollect_tui.services.backup import kept_backups
from arcollect_tui.services.history import history, undo
from arcollect_tui.services.imports import GUARDS, ImportOptions, apply_import, plan_import
from arcollect_tui.services.office import Office
from arcollect_tui.services.office_policy import set_office
from tests.services.offices import DAY, Line, assert_sound, file_of, office_at, take_in

pytestmark = pytest.mark.of_a_file

FIRST, SECOND = (Line("1001"), Line("1002")), (Line("1001"),)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store in which somebody has worked."""
    with office_at(tmp_path / "office") as office:
        set_office(office, name="Office", country="US", currency="USD")
    return tmp_path / "office"


def kept(path: Path) -> list[str]:
    return [f"{one.day} {one.reason}" for one in kept_backups(path)]


def entries(path: Path) -> int:
    with office_at(path, read_only=True) as office:
        return len(history(office))


def test_the_state_before_an_import_is_kept(path: Path, tmp_path: Path) -> None:
    with office_at(path) as office:
        assert take_in(office, tmp_path, FIRST).warnings == ()
    assert kept(path) == [f"{DAY} import"]
    assert entries(kept_backups(path)[0].path) == 1
    assert kept_backups(path)[0].size == kept_backups(path)[0].path.stat().st_size
    with office_at(path, DAY + timedelta(days=1)) as office:
        take_in(office, tmp_path, SECOND)
    assert kept(path) == [f"{DAY + timedelta(days=1)} import", f"{DAY} import"]
    assert entries(kept_backups(path)[0].path) == 2


def test_what_changes_nothing_keeps_nothing(path: Path, tmp_path: Path) -> None:
    with office_at(path) as office:
        options = ImportOptions(as_of=DAY, accept=frozenset(GUARDS))
        plan = plan_import(office, file_of(tmp_path, FIRST), options)
        assert kept(path) == [], "a preview"
        apply_import(office, plan)
        assert take_in(office, tmp_path, FIRST, end="\r\n").again
        assert kept(path) == [f"{DAY} import"]
        set_office(office, name="Other")
        undo(office)
        assert entries(kept_backups(path)[0].path) == 1


def test_a_new_store_has_nothing_to_keep(tmp_path: Path) -> None:
    with office_at(tmp_path / "new") as office:
        take_in(office, tmp_path, FIRST)
    assert kept(tmp_path / "new") == []


def test_the_import_goes_on_without_its_backup(path: Path, tmp_path: Path) -> None:
    Path(f"{path}.backups").write_text("no folder")
    with office_at(path) as office:
        (warning,) = take_in(office, tmp_path, FIRST).warnings
        assert warning.startswith("No backup was made before this. ")
        assert f"{path}.backups" in warning
        assert_sound(office)
    assert entries(path) == 2


def test_days_are_those_of_the_collector(path: Path, tmp_path: Path) -> None:
    for back in range(9, -1, -1):
        with office_at(path, DAY - timedelta(days=back)) as office:
            set_office(office, name=f"Office {back}")
            take_in(office, tmp_path, [Line("1001", left=100 + back)])
    assert len(kept(path)) == 8
    assert kept(path)[0] == f"{DAY} import"


def test_the_backup_holds_what_undo_would_bring_back(path: Path, tmp_path: Path) -> None:
    with office_at(path) as office:
        take_in(office, tmp_path, FIRST)
        before = _digest(office)
        take_in(office, tmp_path, SECOND, as_of=DAY + timedelta(days=1))
    with office_at(kept_backups(path)[0].path, read_only=True) as copy:
        assert _digest(copy) == before


def _digest(office: Office) -> list[tuple[object, ...]]:
    with office.store.reading() as connection:
        found = connection.exec_driver_sql("SELECT id, open_amount, cleared_on FROM item ORDER BY id")
        return [tuple(row) for row in found]
