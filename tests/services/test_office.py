"""One store, many hands: days, windows, commands beside a window, drafts, backups."""

import json
import multiprocessing
import os
import stat
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from arcollect_tui.errors import Refused, StoreError, UsageError
from arcollect_tui.services import backup, calls, checks, drafts, followups, history, notes
from arcollect_tui.services.clock import Clock
from arcollect_tui.services.office import Office, open_office
from arcollect_tui.services.office_policy import set_office
from arcollect_tui.services.window import claim_window
from arcollect_tui.services.worklist import WorklistView, ledger_age, progress, worklist_rows
from tests.places import place_of
from tests.services.offices import (
    DAY,
    Line,
    account_of,
    assert_sound,
    customer,
    days,
    office_at,
    state,
    take_in,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "desk" / "office.arcollect"


@pytest.fixture
def office(path: Path, tmp_path: Path) -> Iterator[Office]:
    with office_at(path) as opened:
        take_in(opened, tmp_path, [Line("1"), Line("2", "C2", due=days(20))])
        yield opened


def bytes_of(path: Path) -> dict[str, bytes]:
    return {
        file.name: file.read_bytes() for file in path.parent.iterdir() if not file.name.endswith("-shm")
    }


def scores(office: Office) -> dict[str, int]:
    return {row.number: row.score for row in worklist_rows(office, WorklistView(everyone=True))}


@pytest.mark.of_a_file
def test_another_day_for_one_answer_writes_nothing(office: Office, path: Path) -> None:
    today = scores(office)
    office.close()
    before = bytes_of(path)
    with office_at(path, days(5), keep_day=False) as copy:
        assert copy.read_only
        assert scores(copy)["C1"] == today["C1"] + 10
        assert checks.run_checks(copy).day == days(5)
        assert_sound(copy)
        with pytest.raises(StoreError, match="reading only"):
            followups.reschedule(copy, customer(copy), days(9))
    assert bytes_of(path) == before
    with office_at(path) as again:
        assert scores(again) == today


@pytest.mark.of_a_file
def test_a_reader_ranks_for_its_day_and_writes_nothing(office: Office, path: Path) -> None:
    today = scores(office)
    office.close()
    before = path.read_bytes()
    for read_only in ({"read_only": True}, {"mode": 0o444}):
        if "mode" in read_only:
            path.chmod(0o444)
        with office_at(path, days(5), read_only=bool(read_only.get("read_only"))) as reader:
            assert scores(reader)["C1"] == today["C1"] + 10
            with pytest.raises(StoreError):
                notes.add_note(reader, customer(reader), "x")
    path.chmod(0o600)
    assert path.read_bytes() == before


def test_the_day_step_is_what_a_full_refresh_gives(office: Office, path: Path) -> None:
    followups.reschedule(office, customer(office), days(3))
    office.close()
    for day in (1, 3, 40, -5, 0):
        with office_at(path, days(day)) as opened:
            assert_sound(opened)
            assert checks.run_checks(opened).day == days(day)


def test_a_deed_of_another_day_beside_a_window_leaves_one_day(office: Office, path: Path) -> None:
    with office_at(path, days(2), "bob") as command:
        notes.add_note(command, customer(command), "from tomorrow")
    assert_sound(office)
    calls.log_call(office, calls.CallDraft(customer(office), "NA"))
    assert_sound(office)
    assert checks.run_checks(office).day == DAY
    days_told = [row.local_day for row in history.history(office)]
    assert days_told == [DAY, days(2), DAY]


def test_a_window_and_a_command_see_each_other(office: Office, path: Path) -> None:
    with office_at(path, collector="bob") as command:
        calls.log_call(command, calls.CallDraft(customer(command), "NA"))
        assert account_of(office).activities[0].collector == "bob"
        followups.reschedule(office, customer(office), days(4))
        assert account_of(command).next_action_on == days(4)
        assert [row.collector for row in history.history(command)] == ["ann", "bob", "ann"]
        assert progress(office).done == 0
        assert progress(command).done == 1
        history.undo(command)
        assert account_of(office).next_action_on == days(4)
        assert [row.kind for row in account_of(office).activities if row.voided_by] == ["call"]
        with pytest.raises(Refused, match="Nothing to undo"):
            history.undo(command)
    assert_sound(office)


def test_undo_is_of_ones_own_deeds_and_any_by_name(office: Office, path: Path) -> None:
    with office_at(path, collector="bob") as bob:
        saved = notes.add_note(bob, customer(bob), "bob's")
    assert history.plan_undo(office).target.kind == "import"
    assert history.undo(office, saved.handle).sentence.startswith("Undone: C1 note: bob's")
    with pytest.raises(Refused, match="undone already"):
        history.undo(office, saved.handle)
    with pytest.raises(Refused, match="itself an undo"):
        history.undo(office, "1-3")
    with pytest.raises(Refused, match="no entry 1-99"):
        history.undo(office, "1-99")
    with pytest.raises(Refused, match="no entry 7-1"):
        history.undo(office, "7-1")
    with pytest.raises(UsageError):
        history.undo(office, "yesterday")


def test_a_deed_of_long_ago_can_be_undone(office: Office) -> None:
    mine = notes.add_note(office, customer(office), "mine")
    bob = Office(office.store, office.clock, "bob")
    for number in range(230):
        notes.add_note(bob, customer(office), f"note {number}")
    assert history.plan_undo(office).target.handle == mine.handle


def test_redo_needs_an_undo_before_it(office: Office) -> None:
    with pytest.raises(Refused, match="Nothing to redo"):
        history.redo(office)
    one = notes.add_note(office, customer(office), "one")
    two = notes.add_note(office, customer(office), "two")
    history.undo(office)
    history.undo(office)
    assert counting(office) == []
    assert "one" in history.redo(office).sentence
    assert counting(office) == [one.handle]
    history.redo(office)
    assert counting(office) == [two.handle, one.handle]
    with pytest.raises(Refused, match="Nothing to redo"):
        history.redo(office)
    history.undo(office)
    notes.add_note(office, customer(office), "three")
    with pytest.raises(Refused, match="Nothing to redo"):
        history.redo(office)
    assert [row.voided_by for row in history.history(office) if row.handle == two.handle] != [None]


def counting(office: Office) -> list[str]:
    return [row.handle for row in history.history(office) if row.kind == "note" and row.voided_by is None]


def test_history_is_told_newest_first_and_by_customer_and_day(office: Office, path: Path) -> None:
    notes.add_note(office, customer(office, "C1"), "one")
    notes.add_note(office, customer(office, "C2"), "two")
    assert [row.text for row in history.history(office, limit=2)] == ["C2 note: two", "C1 note: one"]
    assert [row.text for row in history.history(office, customer_id=customer(office, "C1"))] == [
        "C1 note: one"
    ]
    assert history.history(office, day=days(1)) == []
    assert len(history.history(office, day=DAY)) == 3
    assert history.history(office)[0].at.tzinfo is UTC


def _hold(
    path: str, ready: "multiprocessing.synchronize.Event", leave: "multiprocessing.synchronize.Event"
) -> None:
    lock = claim_window(Path(path), "bob")
    ready.set()
    leave.wait(20)
    assert lock is not None
    os._exit(9)


@pytest.mark.of_a_file
def test_the_second_window_is_told_who_has_the_store(office: Office, path: Path) -> None:
    lock = claim_window(path, "ann")
    with pytest.raises(StoreError, match=r"open in a window of ann on .* \(process \d+\)") as problem:
        claim_window(path, "bob")
    assert str(path) in problem.value.sentence
    alias = path.with_name("alias")
    alias.symlink_to(path)
    with pytest.raises(StoreError, match="window of ann"):
        claim_window(alias, "bob")
    notes.add_note(office, customer(office), "commands write beside it")
    lock.release()
    claim_window(path, "bob").release()
    leftovers = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert "office.arcollect.window-holder" not in leftovers
    assert all(mode == 0o600 for name, mode in leftovers.items() if name != "alias")


@pytest.mark.of_a_file
def test_a_claim_dies_with_its_process(office: Office, path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    ready, leave = spawn.Event(), spawn.Event()
    holder = spawn.Process(target=_hold, args=(str(path), ready, leave))
    holder.start()
    assert ready.wait(20)
    with pytest.raises(StoreError, match="window of bob"):
        claim_window(path, "ann")
    note = path.with_name("office.arcollect.window-holder")
    assert stat.S_IMODE(note.stat().st_mode) == 0o600
    leave.set()
    holder.join(20)
    assert holder.exitcode == 9
    claim_window(path, "ann").release()


@pytest.mark.of_a_file
def test_a_window_that_cannot_be_claimed_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be claimed"):
        claim_window(tmp_path / "file" / "office", "ann")


@pytest.mark.of_a_file
def test_a_backup_is_a_verified_private_copy(office: Office, path: Path, tmp_path: Path) -> None:
    notes.add_note(office, customer(office), "kept")
    out = tmp_path / "away" / "copy.arcollect"
    out.parent.mkdir()
    saved = backup.backup(office, out)
    assert "2 entries" in saved.sentence
    assert [file.name for file in out.parent.iterdir()] == [out.name]
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    with office_at(out) as copy:
        assert state(copy) == state(office)
        assert checks.run_checks(copy).record_digest == checks.run_checks(office).record_digest
        assert_sound(copy)
    with pytest.raises(Refused, match="there already"):
        backup.backup(office, out)
    with pytest.raises(Refused, match="a folder"):
        backup.backup(office, out.parent)
    with pytest.raises(StoreError, match="No backup can be written"):
        backup.backup(office, tmp_path / "none" / "copy")
    assert "part" not in "".join(file.name for file in tmp_path.rglob("*"))


@pytest.mark.of_a_file
def test_a_backup_of_a_damaged_store_is_refused(office: Office, path: Path, tmp_path: Path) -> None:
    office.close()
    content = bytearray(path.read_bytes())
    content[8192:12288] = os.urandom(4096)
    path.write_bytes(content)
    out = tmp_path / "copy"
    with office_at(path) as opened, pytest.raises(StoreError, match="damaged"):
        backup.backup(opened, out)
    assert not out.exists()
    assert not out.with_name("copy.part").exists()


def test_drafts_are_kept_until_they_are_saved(office: Office) -> None:
    who = customer(office)
    draft = calls.CallDraft(who, "NA", note="typed")
    drafts.save_draft(office, "call", who, draft.token, json.dumps({"note": "ty"}))
    drafts.save_draft(office, "call", who, draft.token, json.dumps({"note": "typed"}))
    drafts.save_draft(office, "note", who, b"n" * 16, json.dumps({"text": "4111 1111 1111 1111 \x1b"}))
    assert [(kept.form, json.loads(kept.body)) for kept in drafts.drafts(office)] == [
        ("note", {"text": "•••• 1111 \ufffd"}),
        ("call", {"note": "typed"}),
    ]
    assert progress(office).drafts == 2
    assert len(history.history(office)) == 1
    calls.log_call(office, draft)
    assert [kept.form for kept in drafts.drafts(office)] == ["note"]
    drafts.drop_draft(office, b"n" * 16)
    assert drafts.drafts(office) == []


@pytest.mark.parametrize("country", ["zz", "Narnia", "", "U"])
def test_an_office_is_in_a_country(office: Office, country: str) -> None:
    with pytest.raises(UsageError, match="no country code"):
        set_office(office, country=country)
    assert office.settings.country == "US"


def test_the_office_is_set_and_set_back(office: Office, path: Path) -> None:
    set_office(office, name="Harbor", country="de", currency="EUR")
    assert (office.settings.name, office.settings.country, office.settings.fmt.decimal) == (
        "Harbor",
        "DE",
        ",",
    )
    set_office(office, name="Port")
    history.undo(office)
    assert office.settings.name == "Harbor"
    history.undo(office)
    assert (office.settings.name, office.settings.country) == ("", "US")
    with pytest.raises(UsageError, match="not a currency"):
        set_office(office, currency="dollar")
    with pytest.raises(UsageError, match="Nothing to set"):
        set_office(office)
    assert_sound(office)


def test_the_age_of_the_ledger_is_that_of_the_one_furthest_behind(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, [Line("1")], days(-9), ledger="north")
    age = ledger_age(office)
    assert age is not None
    assert (age.ledger, age.as_of) == ("north", days(-9))
    with office_at(tmp_path / "empty") as empty:
        assert ledger_age(empty) is None


def test_the_instant_stays_the_wall_clock(tmp_path: Path) -> None:
    at = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)
    clock = Clock(date(2031, 2, 3), lambda: at)
    assert clock.explicit
    assert clock.local().date() == date(2031, 2, 3)
    with open_office(place_of(tmp_path / "a"), collector="ann", clock=clock) as office:
        take_in(office, tmp_path, [Line("1")])
        (row,) = history.history(office)
        assert (row.at, row.local_day) == (at, date(2031, 2, 3))


@pytest.mark.parametrize(
    ("behind", "warned"),
    [(timedelta(minutes=9), False), (timedelta(minutes=12), True), (timedelta(days=-1), False)],
)
def test_a_clock_that_is_behind_is_noticed(tmp_path: Path, behind: timedelta, *, warned: bool) -> None:
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    path = place_of(tmp_path / "office")
    with open_office(path, collector="ann", clock=Clock(now=lambda: now)) as office:
        set_office(office, name="Office")
    with open_office(path, collector="ann", clock=Clock(now=lambda: now - behind)) as office:
        assert bool(office.notices) == warned
        assert all("The clock says 2026-11-23" in notice for notice in office.notices)
        assert set_office(office, name="Office").handle == "1-2", "a wrong clock refuses nothing"
        assert [row.handle for row in history.history(office)] == ["1-2", "1-1"]
    with open_office(path, collector="ann", clock=Clock(now.date(), lambda: now - behind)) as office:
        assert office.notices == (), "who says the day knows it"


def test_checks_are_asked_by_name(office: Office, path: Path) -> None:
    assert [result.check for result in checks.run_checks(office, ["money", "chain"]).checks] == [
        "money",
        "chain",
    ]
    with pytest.raises(UsageError, match="no check monye"):
        checks.run_checks(office, ["monye"])
    with office.store.writing() as connection:
        for statement in (
            "UPDATE account_standing SET balance = balance + 1 WHERE number = 'C1'",
            "UPDATE entry SET collector = 'eve'",
            "DELETE FROM import_chunk",
        ):
            connection.exec_driver_sql(statement)
    office.close()
    with office_at(path) as opened:
        found = {
            result.check: result.problems for result in checks.run_checks(opened).checks if not result.ok
        }
    assert set(found) == {"money", "chain", "standing", "imports"}
    assert found["money"] == ("customer C1: balance 100.01 USD, its items sum to 100.00",)
    assert found["chain"] == ("desk 1: entry 1 was changed",)
