"""What was sent is a fact that travels: each entry goes once, a run is repeated, or taken back."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from arcollect_tui.data import desk as drawer
from arcollect_tui.data.exports.layout_file import export_layouts
from arcollect_tui.errors import Refused, UsageError
from arcollect_tui.services.calls import CallDraft, PromiseDraft, log_call
from arcollect_tui.services.coding import CodingRequest, apply_coding, plan_coding
from arcollect_tui.services.contacts import ContactDraft, add_contact
from arcollect_tui.services.erasure import erase, plan_erasure
from arcollect_tui.services.export_catalogue import ExportCatalogue
from arcollect_tui.services.export_forms import FIELDS, OF_ENTRIES
from arcollect_tui.services.exports import Exported, export, export_again, send_again
from arcollect_tui.services.history import undo
from arcollect_tui.services.office import Office
from arcollect_tui.services.sent import run_named, runs
from arcollect_tui.services.sent_entries import sent_entries
from arcollect_tui.services.withdrawing import withdraw
from tests.services.handing import desk, exchange, shown
from tests.services.offices import Line, assert_sound, customer, file_name, items, take_in

LEDGER = [Line("1001"), Line("2001", "C2")]


@pytest.fixture
def ann(tmp_path: Path) -> Iterator[Office]:
    with desk(tmp_path, "ann") as office:
        take_in(office, tmp_path, LEDGER)
        yield office


@pytest.fixture
def bob(tmp_path: Path) -> Iterator[Office]:
    with desk(tmp_path, "bob") as office:
        take_in(office, tmp_path, LEDGER)
        yield office


def call(office: Office, note: str, number: str = "C1") -> str:
    return log_call(office, CallDraft(customer(office, number), "VM", note=note)).handle


def send(office: Office, folder: Path, name: str = "out", **options: object) -> Exported:
    return export(office, "activity", folder / f"{name}.csv", since="last", **options)  # type: ignore[arg-type]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def notes(path: Path) -> list[str]:
    return [row["note"] for row in rows_of(path)]


def test_each_entry_goes_once(ann: Office, tmp_path: Path) -> None:
    call(ann, "one")
    call(ann, "two")
    first = send(ann, tmp_path, "a")
    assert notes(first.path) == ["one", "two"]
    assert first.run
    assert first.sentence.endswith(f"Run {first.run}.")
    again = send(ann, tmp_path, "b")
    assert (again.rows, again.run) == (0, "")
    call(ann, "three")
    assert notes(send(ann, tmp_path, "c").path) == ["three"]
    assert len(runs(ann)) == 2
    assert_sound(ann)


OF_ENTRIES_BY_LAYOUT = [
    (what, layout) for what in OF_ENTRIES for layout in ExportCatalogue(export_layouts(FIELDS)).names(what)
]


@pytest.mark.parametrize(("what", "layout"), OF_ENTRIES_BY_LAYOUT)
def test_a_second_time_nothing_is_sent_whatever_the_layout(
    ann: Office, tmp_path: Path, what: str, layout: str
) -> None:
    promise = PromiseDraft(10_00, "USD", date(2026, 11, 27))
    log_call(ann, CallDraft(customer(ann), "PP", promise=promise))
    apply_coding(ann, plan_coding(ann, CodingRequest("PRC", items(ann, "1001"))))
    first, second = (tmp_path / file_name(name, layout, ".csv") for name in "ab")
    assert export(ann, what, first, since="last", layout=layout).rows
    again = export(ann, what, second, since="last", layout=layout)
    assert (again.rows, again.run) == (0, "")
    assert len(runs(ann)) == 1


def test_layouts_are_sent_apart(ann: Office, tmp_path: Path) -> None:
    call(ann, "one")
    assert send(ann, tmp_path, "a").rows == 1
    assert send(ann, tmp_path, "b", layout="crm").rows == 1
    assert send(ann, tmp_path, "c", layout="crm").rows == 0


def test_a_run_that_is_withdrawn_goes_again_and_only_that(ann: Office, tmp_path: Path) -> None:
    call(ann, "one")
    first = send(ann, tmp_path, "a")
    call(ann, "two")
    second = send(ann, tmp_path, "b")
    said = withdraw(ann, first.run)
    assert said.sentence.startswith(f"Run {first.run} is withdrawn")
    assert [run.counts for run in runs(ann)] == [True, False]
    third = send(ann, tmp_path, "c")
    assert notes(third.path) == ["one"]
    assert send(ann, tmp_path, "d").rows == 0
    with pytest.raises(Refused, match="withdrawn already"):
        withdraw(ann, first.run)
    undo(ann, second.run)
    assert notes(send(ann, tmp_path, "e").path) == ["two"]
    assert_sound(ann)


def test_what_another_run_sent_as_well_is_said_where_one_is_withdrawn(ann: Office, tmp_path: Path) -> None:
    call(ann, "one")
    first = send(ann, tmp_path, "a")
    again = send_again(ann, first.run, tmp_path / "b.jsonl")
    more = send_again(ann, first.run, tmp_path / "c.jsonl")
    said = withdraw(ann, again.run).sentence
    same = f"{more.run}, {first.run}"
    assert said == f"Run {again.run} is withdrawn. Runs {same} sent the same: withdraw them, too."
    assert send(ann, tmp_path, "d").rows == 0
    said = withdraw(ann, first.run).sentence
    assert said == f"Run {first.run} is withdrawn. Run {more.run} sent the same: withdraw it, too."
    said = withdraw(ann, more.run).sentence
    assert said == f"Run {more.run} is withdrawn: its entries go into the next file sent."
    assert notes(send(ann, tmp_path, "e").path) == ["one"]


def test_undo_without_a_name_takes_back_no_export(ann: Office, tmp_path: Path) -> None:
    call(ann, "one")
    run = send(ann, tmp_path).run
    assert "voicemail" in undo(ann).sentence
    assert run_named(ann, run).counts


def test_all_desks_takes_what_no_desk_has_sent(ann: Office, bob: Office, tmp_path: Path) -> None:
    call(ann, "ann's")
    call(bob, "bob's")
    assert send(bob, tmp_path, "b").rows == 1
    call(bob, "bob's later")
    exchange(ann, bob, tmp_path)
    assert notes(send(ann, tmp_path, "all", all_desks=True).path) == ["ann's", "bob's later"]
    assert send(ann, tmp_path, "mine").rows == 0
    exchange(ann, bob, tmp_path)
    assert send(bob, tmp_path, "none").rows == 0, "ann sent bob's entry, and bob knows it"
    assert shown(ann) == shown(bob)
    assert_sound(bob)


def test_an_entry_that_arrives_late_is_still_sent(ann: Office, bob: Office, tmp_path: Path) -> None:
    call(bob, "early")
    exchange(ann, bob, tmp_path)
    assert notes(send(ann, tmp_path, "a", all_desks=True).path) == ["early"]
    call(bob, "late")
    exchange(ann, bob, tmp_path)
    assert notes(send(ann, tmp_path, "b", all_desks=True).path) == ["late"]


def test_a_desk_that_goes_on_under_another_id_sends_what_it_had(ann: Office, tmp_path: Path) -> None:
    call(ann, "before")
    with ann.store.writing() as connection:
        drawer.change_desk(connection, drawer.new_desk())
    ann._desk = None  # as a store that is opened anew
    call(ann, "after")
    assert notes(send(ann, tmp_path).path) == ["before", "after"]
    assert send(ann, tmp_path, "again").rows == 0


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".jsonl"])
def test_a_run_is_repeated_byte_for_byte(ann: Office, tmp_path: Path, suffix: str) -> None:
    call(ann, "=one")
    first = export(ann, "activity", tmp_path / f"a{suffix}", since="last")
    undo(ann)
    again = export_again(ann, first.run, tmp_path / f"b{suffix}")
    assert again.path.read_bytes() == first.path.read_bytes()
    assert "byte for byte" in again.sentence
    assert send(ann, tmp_path, "c").rows <= 1
    with pytest.raises(UsageError, match="end its name in"):
        export_again(ann, first.run, tmp_path / f"b{'.csv' if suffix != '.csv' else '.xlsx'}")


def test_a_run_is_sent_again_as_things_stand_now_and_noted(ann: Office, tmp_path: Path) -> None:
    call(ann, "one")
    second = call(ann, "two")
    first = send(ann, tmp_path, "a")
    undo(ann, second)
    again = send_again(ann, first.run, tmp_path / "b.csv")
    assert notes(again.path) == ["one"]
    assert again.sentence.startswith(f"Run {first.run} sent again as things stand now: 1 row to ")
    assert [run.handle for run in runs(ann)] == [again.run, first.run]
    assert [entry.text for entry in sent_entries(ann, first.run).rows if entry.voided_by is None] == [
        "C1 voicemail left, next 25 Nov: one"
    ]
    withdraw(ann, first.run)
    assert [row["kind"] for row in rows_of(send(ann, tmp_path, "c").path)] == ["undo"], (
        "the other run stands"
    )
    undo(ann)
    with pytest.raises(Refused, match=r"Nothing of run .* counts any more"):
        send_again(ann, first.run, tmp_path / "d.csv")
    assert not (tmp_path / "d.csv").exists()


def test_what_a_run_carried_is_told_entry_by_entry(ann: Office, bob: Office, tmp_path: Path) -> None:
    call(ann, "ann's")
    call(bob, "bob's")
    exchange(ann, bob, tmp_path)
    done = send(ann, tmp_path, all_desks=True)
    found = sent_entries(ann, done.run)
    assert sorted(row.text.rpartition(": ")[2] for row in found.rows) == ["ann's", "bob's"]
    assert [span.partition(" ")[0] for span in found.run.spans] == ["1-1", "2-1"]
    promises = export(ann, "promises", tmp_path / "p.csv", since="last")
    assert (promises.rows, promises.run) == (0, ""), "no entry of ann's has one"


def test_a_run_of_another_desk_is_written_anew(ann: Office, bob: Office, tmp_path: Path) -> None:
    call(bob, "bob's")
    first = send(bob, tmp_path, "b")
    exchange(ann, bob, tmp_path)
    (run,) = runs(ann)
    assert not run.kept
    again = export_again(ann, run.handle, tmp_path / "anew.csv")
    assert "written anew" in again.sentence
    assert notes(again.path) == notes(first.path) == ["bob's"]


def test_a_list_of_runs_reads_none_of_their_files(
    ann: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call(ann, "one")
    export(ann, "activity", tmp_path / "sent.csv", since="last")

    def read(*_: object) -> None:
        pytest.fail("200 files of 32 MB may be kept")

    monkeypatch.setattr(drawer, "kept_export", read)
    assert [run.kept for run in runs(ann)] == [True]


def test_an_erasure_forgets_the_files_that_were_kept(ann: Office, tmp_path: Path) -> None:
    call(ann, "secret", "C2")
    call(ann, "stays")
    run = send(ann, tmp_path).run
    erase(ann, plan_erasure(ann, "C2"))
    assert not run_named(ann, run).kept
    again = export_again(ann, run, tmp_path / "anew.csv")
    assert notes(again.path) == ["stays"]


def test_what_is_no_run_is_refused(ann: Office, tmp_path: Path) -> None:
    handle = add_contact(ann, customer(ann), ContactDraft(name="Bea")).handle
    with pytest.raises(UsageError, match="is no export"):
        withdraw(ann, handle)
    with pytest.raises(Refused, match="There is no entry 1-99"):
        export_again(ann, "1-99", tmp_path / "a.csv")


def test_a_filter_is_not_noted_as_sent(ann: Office, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="takes all of it"):
        send(ann, tmp_path, filter="voice")
