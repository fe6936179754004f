"""Stores that earlier versions wrote: each is kept here, opened, and holds what it held."""

import gzip
import json
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import exc
from sqlcipher3 import dbapi2 as driver

from arcollect_tui.data import digests
from arcollect_tui.data.backups import folder_of, kept_backups
from arcollect_tui.data.connecting import Manner, engine_of
from arcollect_tui.data.migrations import MIGRATIONS, SCHEMA
from arcollect_tui.data.store import Connection, Store
from arcollect_tui.errors import StoreError
from arcollect_tui.services.checks import run_checks
from tests.services.offices import assert_sound, office_at

pytestmark = pytest.mark.of_a_file

STORES = Path(__file__).parent / "stores"
VERSIONS = range(1, SCHEMA)


def kept(version: int, folder: Path) -> Path:
    """A store as the program of a schema version left it."""
    path = folder / f"schema-{version}.arcollect"
    path.write_bytes(gzip.decompress((STORES / f"{path.name}.gz").read_bytes()))
    return path


def found(path: Path) -> tuple[int, set[tuple[str, str, str]]]:
    """Schema version of a file, and every table and index, spelled without blanks and quotes."""
    with closing(driver.connect(f"file:{path}?mode=ro", uri=True)) as file:
        rows = file.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_master").fetchall()
        (version,) = file.execute("PRAGMA user_version").fetchone()
    return version, {(kind, name, "".join(sql.replace('"', "").split())) for kind, name, sql in rows}


@pytest.mark.parametrize("version", VERSIONS)
def test_an_older_store_opens_with_all_that_it_held(version: int, tmp_path: Path) -> None:
    assert_as_it_was(version, kept(version, tmp_path))


def assert_as_it_was(version: int, path: Path) -> None:
    """The store holds what it held; each check is silent, that its facts are those of its parts too."""
    held = json.loads((STORES / f"schema-{version}.json").read_text())
    with office_at(path, date.fromisoformat(held["day"])) as office:
        report = run_checks(office)
        assert (report.digest, report.record_digest, report.ledger_digest) == (
            held["standing"],
            held["record"],
            held["ledger"],
        )
        assert_sound(office)


@pytest.mark.parametrize("version", VERSIONS)
def test_an_older_store_gets_the_tables_of_a_new_one(version: int, tmp_path: Path) -> None:
    Store.open(tmp_path / "new").close()
    path = kept(version, tmp_path)
    assert found(path)[0] == version
    Store.open(path).close()
    assert found(path) == found(tmp_path / "new")


@pytest.mark.parametrize("version", VERSIONS)
def test_the_file_of_before_is_kept(version: int, tmp_path: Path) -> None:
    path = kept(version, tmp_path)
    before = found(path)
    Store.open(path).close()
    (backup,) = kept_backups(path)
    assert backup.reason == "upgrade"
    assert found(backup.path) == before
    held = json.loads((STORES / f"schema-{version}.json").read_text())
    assert _record_digest(backup.path) == held["record"]
    Store.open(path).close()
    assert len(kept_backups(path)) == 1, "nothing was upgraded the second time"


def _record_digest(path: Path) -> str:
    engine = engine_of(path, Manner(read_only=True))
    with engine.connect() as connection:
        digest = digests.record_digest(connection.execution_options(begin="BEGIN"))
    engine.dispose()
    return digest


@pytest.mark.parametrize("version", VERSIONS)
def test_a_migration_that_fails_leaves_the_file_as_it_was(
    version: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = kept(version, tmp_path)
    before = found(path)

    def fails(connection: Connection) -> None:
        connection.exec_driver_sql("DELETE FROM call")
        connection.exec_driver_sql("nonsense")

    with monkeypatch.context() as patch:
        patch.setattr("arcollect_tui.data.store.MIGRATIONS", (*MIGRATIONS, fails))
        with pytest.raises(exc.DBAPIError):
            Store.open(path)
    assert found(path) == before
    assert_as_it_was(version, path)


def test_an_upgrade_without_its_backup_is_refused(tmp_path: Path) -> None:
    path = kept(1, tmp_path)
    before = path.read_bytes()
    folder_of(path).write_text("no folder")
    with pytest.raises(StoreError, match="No backup"):
        Store.open(path)
    assert path.read_bytes() == before
