"""The sample office: the same for the same day, seed and size, and ready to work in."""

from pathlib import Path

import pytest

from arcollect_tui.errors import Refused
from arcollect_tui.services.account import account
from arcollect_tui.services.checks import run_checks
from arcollect_tui.services.demo import build_demo
from arcollect_tui.services.history import history
from arcollect_tui.services.office import Office
from arcollect_tui.services.promises import promise_rows
from arcollect_tui.services.worklist import WorklistView, progress, worklist_rows
from tests.places import place_of
from tests.services.offices import DAY, assert_money, assert_sound, days, state


def made(path: Path, seed: int = 1, day: int = 0) -> Office:
    return build_demo(place_of(path), today=days(day), collector="ann", accounts=25, items=250, seed=seed)


def test_the_same_seed_makes_the_same_office(tmp_path: Path) -> None:
    states, records = [], []
    for name, seed, day in [("a", 1, 0), ("b", 1, 0), ("c", 2, 0), ("d", 1, 1)]:
        with made(tmp_path / name, seed, day) as office:
            states.append(state(office))
            records.append(run_checks(office, ["file"]).record_digest)
    assert states[0] == states[1]
    assert records[0] == records[1]
    assert len({one.ledger for one in states}) == 3


def test_it_is_ready_to_work_in(tmp_path: Path) -> None:
    with made(tmp_path / "demo") as office:
        assert_sound(office)
        assert_money(office)
        rows = worklist_rows(office, WorklistView())
        assert len(rows) > 10
        assert progress(office).left == len(rows)
        assert office.settings.name
        assert {row.state for row in promise_rows(office)} >= {"broken", "kept"}
        assert {row.kind for row in history(office)} >= {"import", "call", "note", "contact"}
        assert max(row.local_day for row in history(office)) <= DAY
        assert account(office, rows[0].customer_id).items
        assert any("D" in row.flags for row in worklist_rows(office, WorklistView(everyone=True)))


@pytest.mark.of_a_file
def test_a_file_that_is_there_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "mine"
    path.write_text("mine")
    with pytest.raises(Refused, match="there already"):
        made(path)
    assert path.read_text() == "mine"
