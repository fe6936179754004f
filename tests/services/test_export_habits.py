"""What was chosen last for an export is proposed again, and never stands in the way of one."""

import errno
from pathlib import Path

import pytest

from arcollect_tui.services.export_habits import ExportHabit, export_habit, keep_habit
from tests.services.offices import office_at


def test_a_folder_on_a_share_that_does_not_answer_is_not_proposed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    habit = ExportHabit(str(tmp_path), ".xlsx")
    assert habit.proposed("items.csv") == str(tmp_path / "items.xlsx")

    def no_answer(_: Path) -> bool:
        raise OSError(errno.EHOSTDOWN, "Host is down")

    monkeypatch.setattr(Path, "is_dir", no_answer)
    assert habit.proposed("items.csv") == "items.xlsx"


def test_where_the_folder_one_works_in_is_gone_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> Path:
        raise FileNotFoundError

    with office_at(tmp_path / "office") as office:
        monkeypatch.setattr(Path, "cwd", gone)
        keep_habit(office, tmp_path / "items.csv")
        assert export_habit(office) == ExportHabit()
