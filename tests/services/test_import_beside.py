"""A file that is taken in locks the store for the move of ready rows, and for nothing else."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from arcollect_tui.errors import Refused, StoreError
from arcollect_tui.services.calls import CallDraft, log_call
from arcollect_tui.services.history import history
from arcollect_tui.services.imports import ImportOptions, apply_import, plan_import
from arcollect_tui.services.items import ItemView, item_summary
from arcollect_tui.services.office import Office
from tests.services.offices import Line, assert_sound, customer, days, file_of, office_at, take_in

ROOT = Path(__file__).parents[2]
MANY = 12_000
LOOKS_AGAIN = 1.0
"""Seconds that a waiting writer may come later than it could: it looks again now and then."""
BESIDE = """
import json, sys, time
from contextlib import contextmanager
from pathlib import Path
from arcollect_tui.services.imports import GUARDS, ImportOptions, apply_import, plan_import
from tests.services.offices import days, office_at

with office_at(Path(sys.argv[1]), days(1)) as office:
    writing, moves = office.store.writing, []

    @contextmanager
    def timed():
        with writing() as connection:
            start = time.perf_counter()
            yield connection
            moves.append(time.perf_counter() - start)

    office.store.writing = timed
    start = time.perf_counter()
    plan = plan_import(office, Path(sys.argv[2]), ImportOptions(as_of=days(1), accept=frozenset(GUARDS)))
    planned = time.perf_counter() - start
    apply_import(office, plan)
    print(json.dumps({"planned": planned, "moved": sum(moves)}))
"""


def ledger(count: int = 30) -> list[Line]:
    return [Line(f"{1000 + n}", f"C{n % 7}", 100_00 + n, due=days(n % 40 - 20)) for n in range(count)]


def paid(lines: list[Line]) -> list[Line]:
    return [line.paid_down(line.amount // 2) if n % 3 else line for n, line in enumerate(lines)]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "desk" / "office"


@pytest.fixture
def office(place: Path, tmp_path: Path) -> Iterator[Office]:
    with office_at(place) as opened:
        take_in(opened, tmp_path, ledger())
        yield opened


class Caller:
    """Another window that saves a call each time it is told how far the file is."""

    def __init__(self, other: Office) -> None:
        self.other = other
        self.stages: list[str] = []

    def __call__(self, stage: str, _done: int) -> None:
        if stage != "saving":
            log_call(self.other, CallDraft(customer(self.other, "C1"), "VM"))
            self.stages.append(stage)


def test_calls_are_saved_while_a_file_is_read(office: Office, place: Path, tmp_path: Path) -> None:
    file = file_of(tmp_path, paid(ledger()))
    with office_at(place) as other:
        caller = Caller(other)
        plan = plan_import(office, file, ImportOptions(as_of=days(1)), caller)
        assert "reading" in caller.stages
        saved = apply_import(office, plan, caller)
    assert not saved.again
    assert [row.kind for row in history(office)].count("call") == len(caller.stages)
    assert_sound(office)


def test_a_plan_is_made_again_off_the_lock(office: Office, place: Path, tmp_path: Path) -> None:
    file = file_of(tmp_path, paid(ledger()))
    plan = plan_import(office, file, ImportOptions(as_of=days(2)))
    with office_at(place) as other:
        # The same lines of the day before: the difference stays, but the ledger is another.
        take_in(other, tmp_path, ledger(), days(1))
        caller = Caller(other)
        apply_import(office, plan, caller)
    assert caller.stages == ["comparing"]
    assert [row.kind for row in history(office)].count("import") == 3
    assert_sound(office)


def test_a_file_that_changes_something_else_now_is_shown_again(
    office: Office, place: Path, tmp_path: Path
) -> None:
    plan = plan_import(office, file_of(tmp_path, paid(ledger())), ImportOptions(as_of=days(2)))
    with office_at(place) as other:
        take_in(other, tmp_path, paid(ledger())[:29], days(1))
    before = item_summary(office, ItemView())
    with pytest.raises(Refused, match="changed since the preview"):
        apply_import(office, plan)
    assert item_summary(office, ItemView()) == before


def test_a_call_waits_no_longer_than_the_move(place: Path, tmp_path: Path) -> None:
    lines = ledger(MANY)
    with office_at(place, days(1)) as office:
        take_in(office, tmp_path, lines)
        who, file = customer(office, "C1"), file_of(tmp_path, paid(lines))
        command = [sys.executable, "-c", BESIDE, str(place), str(file)]
        other = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        waits = []
        while other.poll() is None:
            start, draft = time.perf_counter(), CallDraft(who, "VM")
            while True:
                try:
                    log_call(office, draft)
                    break
                except StoreError:
                    continue  # busy for five seconds: the draft is kept, and saved again
            waits.append(time.perf_counter() - start)
            time.sleep(0.02)
        said = json.loads(other.communicate()[0])
        assert other.returncode == 0
        assert max(waits) <= said["moved"] + LOOKS_AGAIN
        assert len(waits) > 3
        assert_sound(office)
