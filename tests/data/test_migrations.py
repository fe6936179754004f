"""Stores that earlier versions wrote: each is kept here, opened, and holds what it held."""

import gzip
import json
from datetime import date
from pathlib import Path

import pytest

from arcollect_tui.data.migrations import SCHEMA
from arcollect_tui.data.store import Store
from arcollect_tui.services.checks import run_checks
from tests.services.offices import assert_sound, office_at

STORES = Path(__file__).parent / "stores"
VERSIONS = range(1, SCHEMA)


def kept(version: int, folder: Path) -> Path:
    """A store as the program of a schema version left it."""
    path = folder / f"schema-{version}.arcollect"
    path.write_bytes(gzip.decompress((STORES / f"{path.name}.gz").read_bytes()))
    return path


def schema(path: Path) -> set[tuple[str, str, str]]:
    """Every table and index of a store, spelled without blanks and quotes."""
    store = Store.open(path)
    with store.reading() as connection:
        rows = connection.exec_driver_sql("SELECT type, name, coalesce(sql, '') FROM sqlite_master")
        found = {(kind, name, "".join(sql.replace('"', "").split())) for kind, name, sql in rows}
    store.close()
    return found


@pytest.mark.parametrize("version", VERSIONS)
def test_an_older_store_opens_with_all_that_it_held(version: int, tmp_path: Path) -> None:
    held = json.loads((STORES / f"schema-{version}.json").read_text())
    with office_at(kept(version, tmp_path), date.fromisoformat(held["day"])) as office:
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
    assert schema(kept(version, tmp_path)) == schema(tmp_path / "new")
