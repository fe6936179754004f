"""A list that names customers and amounts only: nothing of it tells items apart but these."""

from pathlib import Path

from arcollect_tui.services.imports import ImportOptions, apply_import, plan_import
from tests.services.offices import assert_sound, office_at

OPTIONS = ImportOptions(currency="USD", accept=frozenset({"shrink", "total"}))


def _file(folder: Path, name: str, lines: str) -> Path:
    path = folder / name
    path.write_text(f"Party,Amount\n{lines}", encoding="utf-8")
    return path


def test_a_list_without_numbers_and_dates_comes_in(tmp_path: Path) -> None:
    with office_at(tmp_path / "office.arcollect") as office:
        first = _file(tmp_path, "first.csv", "Mehta,5000\nMehta,5000\nTotal,10000\nReturns Co,(1200)\n")
        plan = plan_import(office, first, OPTIONS)
        assert plan.differences == {"new": 3}
        apply_import(office, plan)
        assert plan_import(office, first, OPTIONS).known
        second = _file(tmp_path, "second.csv", "Mehta,5000\nReturns Co,(1200)\nNew Ltd,7\n")
        plan = plan_import(office, second, OPTIONS)
        assert plan.differences == {"cleared": 1, "new": 1, "same": 2}
        apply_import(office, plan)
        assert_sound(office)


def test_numbers_that_come_later_tell_items_apart_from_then_on(tmp_path: Path) -> None:
    with office_at(tmp_path / "office.arcollect") as office:
        apply_import(office, plan_import(office, _file(tmp_path, "a.csv", "Mehta,5000\n"), OPTIONS))
        later = tmp_path / "b.csv"
        later.write_text("Party,Invoice No,Amount\nMehta,A-1,5000\nMehta,A-2,60\n", encoding="utf-8")
        plan = plan_import(office, later, OPTIONS)
        assert plan.differences == {"cleared": 1, "new": 2}
        apply_import(office, plan)
        assert plan_import(office, later, OPTIONS).known
        assert_sound(office)
