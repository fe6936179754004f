"""A window left open over midnight works on the new day."""

from datetime import UTC, date, datetime
from pathlib import Path

from arcollect_tui.data import standing
from arcollect_tui.services.changes import StoreWatch
from arcollect_tui.services.checks import run_checks
from arcollect_tui.services.clock import Clock
from arcollect_tui.services.demo import build_demo
from arcollect_tui.services.office import Office, open_office
from arcollect_tui.services.worklist import WorklistView, worklist_rows
from tests.places import place_of


class _Wall:
    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


def _days_overdue(office: Office) -> dict[str, int | None]:
    return {row.number: row.days_overdue for row in worklist_rows(office, WorklistView(everyone=True))}


def test_the_watch_steps_the_day(tmp_path: Path) -> None:
    path = place_of(tmp_path / "office.arcollect")
    build_demo(path, today=date(2026, 11, 23), collector="Ann", accounts=10, items=60).close()
    wall = _Wall(datetime(2026, 11, 23, 12, 0, tzinfo=UTC))
    with open_office(path, collector="Ann", clock=Clock(now=wall)) as office:
        watch = StoreWatch(office)
        assert not watch.changed()
        before = _days_overdue(office)
        wall.at = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
        assert watch.changed()
        with office.store.reading() as connection:
            assert standing.standing_day(connection) == date(2026, 11, 24).toordinal()
        after = _days_overdue(office)
        late = [number for number, days in before.items() if days is not None]
        assert late
        assert all(after[number] == (before[number] or 0) + 1 for number in late)
        assert run_checks(office).ok
        watch.close()
