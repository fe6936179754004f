"""Handing out: one file a collector; theirs come back, and every desk ends with the same record."""

import errno
import os
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arcollect_tui.errors import Refused
from arcollect_tui.services.assignments import AssignRequest, apply_assignment, plan_assignment
from arcollect_tui.services.handout import hand_out
from arcollect_tui.services.history import history, undo
from arcollect_tui.services.office import Office
from arcollect_tui.services.policies import policy_rows
from arcollect_tui.services.worklist import WorklistView, begins_with_own, progress, worklist_rows
from tests.services.desks import Seat, assert_agreed, do_any, exchange_everything, import_lines, seated
from tests.services.handing import call, desk, file_from, shown, take
from tests.services.offices import DAY, HASTY, LONG, Line, assert_sound, customer, days, take_in

LINES = [Line(f"{n}", f"C{n}", amount=n * 100_00) for n in range(1, 6)]


def assign(office: Office, collector: str, *numbers: str) -> None:
    ids = tuple(customer(office, number) for number in numbers)
    apply_assignment(office, plan_assignment(office, AssignRequest(collector, ids)))


def worked(office: Office) -> list[str]:
    """The accounts of the default view, by number."""
    return sorted(row.number for row in worklist_rows(office, WorklistView()))


def test_each_collector_begins_with_their_own_and_theirs_come_back(tmp_path: Path) -> None:
    with desk(tmp_path, "ann") as ann, desk(tmp_path, "Bo") as bo, desk(tmp_path, "cy") as cy:
        take_in(ann, tmp_path, LINES)
        with pytest.raises(Refused, match="Nobody but you owns an account"):
            hand_out(ann, tmp_path / "out")
        assert not (tmp_path / "out").exists()
        assign(ann, "bo", "C1", "C2")
        assign(ann, "cy", "C3")
        found = hand_out(ann, tmp_path / "out")
        assert [(one.collector, one.customers) for one in found.files] == [("bo", 2), ("cy", 1)]
        assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
            f"handout-bo-{DAY}.jsonl",
            f"handout-cy-{DAY}.jsonl",
        ]
        for office, one in zip((bo, cy), found.files, strict=True):
            take(office, one.path)
            assert shown(office) == shown(ann)
        assert (worked(bo), worked(cy)) == (["C1", "C2"], ["C3"])
        assert (progress(bo).left, progress(cy).left) == (2, 1)
        assert worked(ann) == ["C1", "C2", "C3", "C4", "C5"], "who owns none sees all"
        everybody = worklist_rows(bo, WorklistView(everyone=True))
        assert len(everybody) == 5, "the record is whole: only the list begins with one's own"
        call(bo, "C1")
        call(cy, "C3", "VM")
        for office in (bo, cy):
            take(ann, file_from(office, tmp_path, "back"))
        assert {row.collector for row in history(ann, limit=2)} == {"Bo", "cy"}
        take(bo, file_from(ann, tmp_path, "all"))
        take(cy, file_from(ann, tmp_path, "all"))
        assert shown(ann) == shown(bo) == shown(cy)
        assert_sound(bo)


def test_names_of_any_length_and_kind_make_files(tmp_path: Path) -> None:
    """A ledger may call a collector what no system takes as a name; two that are cut alike stay two."""
    names = ["x" * 300, "x" * 299 + "y", "ü" * 200, "../../etc/passwd", "CON", "..."]
    with desk(tmp_path, "ann") as ann:
        take_in(ann, tmp_path, [Line(str(no), f"C{no}", collector=one) for no, one in enumerate(names)])
        found = hand_out(ann, tmp_path / "out")
        assert {one.collector for one in found.files} == set(names)
        written = list((tmp_path / "out").iterdir())
        assert len(written) == len(names)
        assert all(len(os.fsencode(path.name)) < 200 for path in written)


def test_a_full_disk_leaves_no_half_of_a_hand_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with desk(tmp_path, "ann") as ann:
        take_in(ann, tmp_path, LINES)
        assign(ann, "bo", "C1")
        assign(ann, "cy", "C2")

        def full(_source: Path, target: Path) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target))

        with monkeypatch.context() as patch:
            patch.setattr("arcollect_tui.services.handout.shutil.copyfile", full)
            with pytest.raises(Refused, match=r"No space left on device\. Nothing was exported"):
                hand_out(ann, tmp_path / "out")
        assert list((tmp_path / "out").iterdir()) == []
        assert len(hand_out(ann, tmp_path / "out").files) == 2


def test_a_second_hand_out_sets_nothing_and_policy_is_undone_like_any(tmp_path: Path) -> None:
    with desk(tmp_path, "ann") as ann:
        take_in(ann, tmp_path, LINES)
        assign(ann, "bo", "C1")
        hand_out(ann, tmp_path / "out")
        count = len(history(ann))
        hand_out(ann, tmp_path / "out")
        assert len(history(ann)) == count
        assign(ann, "ann", "C2")
        assert begins_with_own(ann)
        undo(ann)
        (row,) = policy_rows(ann, "worklist.shows")
        assert (row.value, row.set_by) == ("own", "ann")
        undo(ann)
        assert not begins_with_own(ann)


@pytest.mark.parametrize(
    ("names", "files"),
    [
        (("../etc/passwd",), ["etc-passwd"]),
        (("Bo", "bö/"), ["Bo", "bö"]),
        (("a b", "a/b"), ["a-b", "a-b-2"]),
        (("...",), ["collector"]),
    ],
)
def test_a_name_is_never_a_path(tmp_path: Path, names: tuple[str, ...], files: list[str]) -> None:
    with desk(tmp_path, "ann") as ann:
        take_in(ann, tmp_path, LINES)
        for number, name in enumerate(names, 1):
            assign(ann, name, f"C{number}")
        found = hand_out(ann, tmp_path / "out")
        assert [one.path.name for one in found.files] == [f"handout-{name}-{DAY}.jsonl" for name in files]
        assert all(one.path.parent == tmp_path / "out" for one in found.files)


def test_a_folder_that_cannot_be_is_refused_and_nothing_is_set(tmp_path: Path) -> None:
    with desk(tmp_path, "ann") as ann:
        take_in(ann, tmp_path, LINES)
        assign(ann, "bo", "C1")
        (tmp_path / "file").write_text("")
        for folder in (tmp_path / "file", tmp_path / "no" / "such"):
            with pytest.raises(Refused):
                hand_out(ann, folder)
        assert history(ann, limit=1)[0].kind == "assign"


@settings(HASTY, max_examples=3 * LONG)
@given(st.integers(0, 1_000_000))
def test_what_three_desks_do_with_a_hand_out_is_neither_lost_nor_doubled(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    chance = random.Random(seed)
    folder = tmp_path_factory.mktemp("desks")
    seats: list[Seat] = [seated(folder, place) for place in range(3)]
    supervisor = seats[0]
    import_lines(supervisor, LINES, days(-2))
    numbers = [line.customer for line in LINES]
    for name in ("bob", "cyd"):
        ids = (customer(supervisor.office, numbers.pop(chance.randrange(len(numbers)))),)
        plan = plan_assignment(supervisor.office, AssignRequest(name, ids))
        supervisor.done(apply_assignment(supervisor.office, plan))
    before = {row.entry for row in history(supervisor.office)}
    files = hand_out(supervisor.office, folder / "out").files
    supervisor.saved += [row.entry for row in history(supervisor.office) if row.entry not in before]
    for seat, file in zip(seats[1:], files, strict=True):
        take(seat.office, file.path)
    for _ in range(12):
        do_any(chance.choice(seats), chance.randrange)
    exchange_everything(seats, folder, chance.randrange)
    assert_agreed(seats)
    for seat in seats:
        assert_sound(seat.office)
        seat.office.close()


def test_nothing_is_set_when_a_file_cannot_be_and_a_long_name_is_cut(tmp_path: Path) -> None:
    with desk(tmp_path, "ann") as ann:
        take_in(ann, tmp_path, [Line("1", "C1", collector="é" * 200), Line("2", "C2", collector="bo")])
        in_the_way = tmp_path / "out" / f"handout-bo-{DAY}.jsonl"
        in_the_way.mkdir(parents=True)
        before = len(history(ann))
        with pytest.raises(Refused, match="is a folder"):
            hand_out(ann, tmp_path / "out")
        with pytest.raises(Refused, match="cannot be used"):
            hand_out(ann, tmp_path / ("x" * 300))
        assert len(history(ann)) == before
        in_the_way.rmdir()
        assert all(one.path.is_file() for one in hand_out(ann, tmp_path / "out").files)
