"""An office on a server: logins that only read, other days, windows, commands, and the workstation."""

import json
import multiprocessing
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from arcollect_tui.app import ArcollectApp
from arcollect_tui.cli import main
from arcollect_tui.data.location import Place, Server
from arcollect_tui.errors import Refused, StoreError
from arcollect_tui.services import backup, checks, followups, notes
from arcollect_tui.services.demo import build_demo
from arcollect_tui.services.history import history
from arcollect_tui.services.office import Office
from arcollect_tui.services.places import named_place
from arcollect_tui.services.window import claim_window
from arcollect_tui.services.worklist import WorklistView, worklist_rows
from tests.cli.ledgers import write_ledger
from tests.places import direct, in_schema, place_of, schema_of
from tests.services.offices import DAY, Line, assert_sound, customer, days, office_at, state, take_in
from tests.tui.office import Hand

pytestmark = pytest.mark.of_a_server
READER = "arcollect_reader"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "office"


@pytest.fixture
def place(path: Path) -> Place:
    return place_of(path)


@pytest.fixture
def office(path: Path, tmp_path: Path) -> Iterator[Office]:
    with office_at(path) as opened:
        take_in(opened, tmp_path, [Line("1"), Line("2", "C2", due=days(20))])
        yield opened


@pytest.fixture
def reader(office: Office, path: Path) -> Iterator[Server]:
    """The office for a login that may only read."""
    schema = schema_of(path)
    engine = direct()
    with engine.connect() as connection:
        connection.exec_driver_sql(f"DROP ROLE IF EXISTS {READER}")
        connection.exec_driver_sql(f"CREATE ROLE {READER} LOGIN")
        connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA {schema} TO {READER}")
        connection.exec_driver_sql(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {READER}")
        yield Server(in_schema(schema).url.set(username=READER))
        connection.exec_driver_sql(f"DROP OWNED BY {READER}")
        connection.exec_driver_sql(f"DROP ROLE {READER}")
    engine.dispose()


def scores(office: Office) -> dict[str, int]:
    return {row.number: row.score for row in worklist_rows(office, WorklistView(everyone=True))}


def test_another_day_for_one_answer_writes_nothing(office: Office, path: Path) -> None:
    today, before = scores(office), state(office)
    with office_at(path, days(5), keep_day=False) as copy:
        assert copy.read_only
        assert scores(copy)["C1"] == today["C1"] + 10
        assert checks.run_checks(copy).day == days(5)
        assert_sound(copy)
        with pytest.raises(StoreError, match="reading only"):
            followups.reschedule(copy, customer(copy), days(9))
        notes.add_note(office, customer(office), "nobody waits for it")
    assert state(office) == before


def test_a_login_that_only_reads(office: Office, reader: Server) -> None:
    today = scores(office)
    with office_at(reader) as mine:
        assert mine.read_only
        assert scores(mine) == today
        assert_sound(mine)
        with pytest.raises(StoreError, match="reading only"):
            notes.add_note(mine, customer(mine), "x")
    with office_at(reader, days(5)) as later:
        assert scores(later)["C1"] == today["C1"] + 10


def test_what_a_login_may_not_do_is_said(office: Office, reader: Server) -> None:
    with (
        pytest.raises(StoreError, match="does not let this login"),
        office_at(reader) as mine,
        mine.store.reading() as connection,
    ):
        connection.exec_driver_sql("SELECT * FROM pg_authid")


def test_the_second_window_is_told_who_has_the_store(office: Office, place: Place) -> None:
    lock = claim_window(place, "Zoë")
    with pytest.raises(StoreError, match=r"open in a window of Zoë on .* \(process \d+\)"):
        claim_window(place, "bob")
    notes.add_note(office, customer(office), "commands write beside it")
    lock.release()
    claim_window(place, "bob").release()


def _hold(
    url: str, ready: "multiprocessing.synchronize.Event", leave: "multiprocessing.synchronize.Event"
) -> None:
    lock = claim_window(named_place(url), "bob")
    ready.set()
    leave.wait(20)
    assert lock is not None
    os._exit(9)


def test_a_claim_dies_with_its_process(office: Office, place: Place) -> None:
    spawn = multiprocessing.get_context("spawn")
    ready, leave = spawn.Event(), spawn.Event()
    holder = spawn.Process(target=_hold, args=(str(place), ready, leave))
    holder.start()
    assert ready.wait(20)
    with pytest.raises(StoreError, match="window of bob"):
        claim_window(place, "ann")
    leave.set()
    holder.join(20)
    claim_window(place, "ann").release()


def test_windows_on_two_stores_are_not_in_each_others_way(office: Office, path: Path) -> None:
    with office_at(path.with_name("other")) as other:
        claims = [claim_window(one.store.place, "ann") for one in (office, other)]
    for claim in claims:
        claim.release()


def test_a_backup_is_left_to_the_server(office: Office, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="pg_dump"):
        backup.backup(office, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_a_sample_that_is_given_up_leaves_nothing(place: Place) -> None:
    def stop(_stage: str, _done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_demo(place, today=DAY, collector="ann", accounts=10, items=60, progress=stop)
    assert not place.exists()
    build_demo(place, today=DAY, collector="ann", accounts=10, items=60).close()
    assert place.exists()
    with pytest.raises(Refused, match="there already"):
        build_demo(place, today=DAY, collector="ann", accounts=10, items=60)


def test_the_commands_work_on_a_server(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setenv("ARCOLLECT_STORE", str(place))
    monkeypatch.setenv("ARCOLLECT_TODAY", DAY.isoformat())
    monkeypatch.setenv("ARCOLLECT_COLLECTOR", "ann")

    def told(*arguments: str, code: int = 0) -> str:
        assert main(list(arguments)) == code, capsys.readouterr().err
        return capsys.readouterr().out

    file = str(write_ledger(tmp_path / "monday.csv"))
    told("import", file, "--dry-run")
    assert not place.exists()
    told("import", file, "--yes")
    assert [row["customer_no"] for row in json.loads(told("worklist", "--json"))]
    told("log", "C1", "NA", "--note", "rang")
    assert [row["kind"] for row in json.loads(told("history", "--json"))] == ["call", "import"]
    told("undo")
    told("code", "PRC", "--filter", "od>=30")
    told("export", "activity", "--out", str(tmp_path / "out.csv"), "--since", "all")
    told("--today", "2026-12-24", "worklist")
    assert "ok   standing" in told("check")
    told("backup", str(tmp_path / "copy"), code=3)
    told("demo", "--no-open", code=3)


async def test_the_workstation_works_on_a_server(office: Office, path: Path) -> None:
    first = worklist_rows(office, WorklistView())[0].number
    mine = office_at(path)
    app = ArcollectApp(mine)
    try:
        async with app.run_test(size=(120, 35)) as pilot:
            hand = Hand(app, pilot)
            await hand.rest()
            assert hand.worklist.who().number == first
            await hand.press("c", "n")
            assert hand.echo.startswith(f"Logged: {first} no answer")
            await hand.press("u")
    finally:
        app.finish()
        mine.close()
    assert [row.kind for row in history(office)] == ["undo", "call", "import"]
    assert_sound(office)
