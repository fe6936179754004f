"""What follows from a file is what follows when it is taken in; and nothing is written to find that out."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from arcollect_tui.data.queries.verdicts import disputes_open, promise_verdicts
from arcollect_tui.services import consequences as module
from arcollect_tui.services.calls import CallDraft, PromiseDraft, log_call
from arcollect_tui.services.coding import CodingRequest, apply_coding, plan_coding
from arcollect_tui.services.consequences import CLOSES, consequences, sums_of
from arcollect_tui.services.folding import fold_in
from arcollect_tui.services.history import history
from arcollect_tui.services.import_groups import difference_rows, groups_of
from arcollect_tui.services.imports import ImportOptions, ImportPlan, apply_import, plan_import
from arcollect_tui.services.office import Office
from tests.places import place_of
from tests.services.offices import (
    DAY,
    Line,
    assert_sound,
    customer,
    days,
    file_of,
    items,
    office_at,
    state,
    take_in,
)

FIRST = [
    Line("1001", "C1", 100_00),
    Line("1002", "C1", 50_00),
    Line("2001", "C2", 80_00, due=days(-5)),
    Line("2002", "C2", 30_00),
    Line("3001", "C3", 70_00),
    Line("4001", "C4", -20_00, type="credit"),
]
NEXT = [
    Line("1002", "C1", 50_00, left=20_00),
    Line("2001", "C2", 80_00, due=days(25)),
    Line("3001", "C3", 70_00, left=10_00),
    Line("4001", "C4", -20_00, left=-5_00, type="credit"),
    Line("5001", "C5", 40_00, name="New Co"),
]


def promised(office: Office, number: str, amount: int, document: str) -> None:
    promise = PromiseDraft(amount, "USD", days(1))
    log_call(
        office, CallDraft(customer(office, number), "PP", items=items(office, document), promise=promise)
    )


def worked(office: Office, folder: Path) -> None:
    take_in(office, folder, FIRST)
    promised(office, "C1", 100_00, "1001")
    promised(office, "C3", 70_00, "3001")
    apply_coding(office, plan_coding(office, CodingRequest("PRC", items(office, "2002"))))


def planned(office: Office, folder: Path, lines: list[Line]) -> ImportPlan:
    options = ImportOptions(as_of=office.today, accept=frozenset({"shrink"}))
    return plan_import(office, file_of(folder, lines, "next.csv"), options)


def test_consequences_are_what_the_standing_says_afterwards(tmp_path: Path) -> None:
    with office_at(tmp_path / "office") as office:
        worked(office, tmp_path)
    with office_at(tmp_path / "office", DAY + timedelta(days=9)) as office:
        plan = planned(office, tmp_path, NEXT)
        before, entries = state(office), len(history(office))
        with office.store.reading() as connection:
            was, disputed = promise_verdicts(connection), disputes_open(connection)
        found = consequences(office, plan)
        assert (state(office), len(history(office))) == (before, entries)
        apply_import(office, plan)
        with office.store.reading() as connection:
            now, still = promise_verdicts(connection), disputes_open(connection)
        told = sorted((one.kind, one.amount) for one in found if one.kind.startswith("promises"))
        assert told == sorted(
            (f"promises {now[key].state}", now[key].amount)
            for key in now
            if now[key].state != was[key].state
        )
        assert ("promises kept", 100_00) in told
        assert [(one.customer_no, one.amount) for one in found if one.kind == CLOSES] == [("C2", 30_00)]
        assert len(disputed) == 1
        assert still == {}
        assert sums_of(found)[CLOSES] == (1, {"USD": 30_00})
        assert_sound(office)


def test_without_promises_and_codings_nothing_is_weighed(tmp_path: Path) -> None:
    with office_at(tmp_path / "office") as office:
        take_in(office, tmp_path, FIRST)
        assert consequences(office, planned(office, tmp_path, NEXT)) == []


def test_a_store_that_is_only_read_tells_the_same(tmp_path: Path) -> None:
    with office_at(tmp_path / "office") as office:
        worked(office, tmp_path)
        plan = planned(office, tmp_path, NEXT)
        found = consequences(office, plan)
        assert found
    with office_at(tmp_path / "office", read_only=True) as office:
        assert consequences(office, planned(office, tmp_path, NEXT)) == found


def test_a_call_can_be_logged_elsewhere_while_they_are_worked_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = place_of(tmp_path / "office")
    command = [sys.executable, "-m", "arcollect_tui", "--store", str(place), "--today", DAY.isoformat()]
    calls: list[str] = []

    def folded(*given: Any) -> Any:
        """The import in the copy; then, with its rows written and not given up yet, somebody's call."""
        found = fold_in(*given)
        logged = [*command, "--collector", "bob", "log", "C3", "NA"]
        done = subprocess.run(logged, capture_output=True, text=True, timeout=60, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        calls.append(done.stdout)
        return found

    with office_at(tmp_path / "office") as office:
        worked(office, tmp_path)
        plan = planned(office, tmp_path, NEXT)
        quiet = consequences(office, plan)
        monkeypatch.setattr(module, "fold_in", folded)
        assert consequences(office, plan) == quiet
        assert len(calls) == 1
        assert [row.collector for row in history(office)][:2] == ["bob", "ann"]
        assert_sound(office)


def test_a_store_too_large_to_be_copied_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "bytes_copied", lambda _: 600 << 20)
    with office_at(tmp_path / "office") as office:
        worked(office, tmp_path)
        (said,) = consequences(office, planned(office, tmp_path, NEXT))
        assert (said.kind, "600 MB" in said.about) == ("not worked out ahead", True)


def test_groups_count_and_sum_what_moves(tmp_path: Path) -> None:
    with office_at(tmp_path / "office") as office:
        take_in(office, tmp_path, FIRST)
        plan = planned(office, tmp_path, NEXT)
        groups = {group.kind: (group.count, group.sums) for group in groups_of(plan)}
        assert groups == {
            "new": (1, {"USD": 40_00}),
            "short_paid": (1, {"USD": -60_00}),
            "part_paid": (1, {"USD": -30_00}),
            "credited": (1, {"USD": 15_00}),
            "cleared": (2, {"USD": -130_00}),
            "due_moved": (1, {}),
        }
        assert {kind: count for kind, (count, _) in groups.items()} == plan.differences


def test_rows_of_a_group_say_before_after_and_what_it_means(tmp_path: Path) -> None:
    with office_at(tmp_path / "office") as office:
        take_in(office, tmp_path, FIRST)
        plan = planned(office, tmp_path, NEXT)

        def only(kind: str) -> tuple[str, ...]:
            (row,) = difference_rows(office, plan, kind)
            return row.document_no, row.customer_no, row.field, row.before, row.after, row.means

        assert only("new") == ("5001", "C5", "(new)", "", "40.00 USD", "new open invoice, due 13 Nov 26")
        assert only("short_paid") == (
            *("3001", "C3", "open", "70.00", "10.00"),
            "60.00 USD paid, 10.00 left: short paid",
        )
        assert only("part_paid")[2:] == ("open", "50.00", "20.00", "30.00 USD paid, 20.00 left")
        assert only("credited")[2:] == ("open", "-20.00", "-5.00", "credited 15.00 USD")
        assert only("due_moved")[2:] == ("due_date", "18 Nov 26", "18 Dec 26", "due date moved +30 days")
        gone = difference_rows(office, plan, "cleared")
        assert {row.document_no for row in gone} == {"1001", "2002"}
        assert all("taken for paid" in row.means and row.after == "0.00" for row in gone)
        assert len(difference_rows(office, plan, "cleared", most=1)) == 1


def test_of_a_ledger_that_others_changed_meanwhile_nothing_is_worked_out(tmp_path: Path) -> None:
    """A file is looked at for minutes, and a colleague's may come in by the next sync."""
    with office_at(tmp_path / "office") as office:
        worked(office, tmp_path)
        options = ImportOptions(as_of=days(1))
        plan = plan_import(office, file_of(tmp_path, [*FIRST, NEXT[-1]]), options)
        take_in(office, tmp_path, [*FIRST, NEXT[-1], Line("5002", "C5")], days(1))
        (said,) = consequences(office, plan)
        assert (said.kind, said.about.split(";")[0]) == (
            "not worked out ahead",
            "the ledger changed since the file was read",
        )
