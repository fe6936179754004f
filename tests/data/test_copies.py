"""Copies: one state, checked, private, under their name only when whole; and which of them are kept."""

import os
import stat
import time
from datetime import date, timedelta
from pathlib import Path

import pytest

from arcollect_tui.data import backups, copies
from arcollect_tui.data.backups import IMPORT, RESTORE, UPGRADE, folder_of, kept_backups, thin
from arcollect_tui.data.store import Store
from arcollect_tui.errors import StoreError
from tests.data.records import call, change, part, record, rows

pytestmark = pytest.mark.of_a_file

TODAY = date(2026, 11, 24)


def handles(path: Path) -> list[int]:
    copy = Store.open(path, read_only=True)
    try:
        return [row[0] for row in rows(copy, "SELECT seq FROM entry ORDER BY seq")]
    finally:
        copy.close()


def made_on(path: Path) -> list[str]:
    return [f"{kept.day.isoformat()} {kept.number} {kept.reason}" for kept in kept_backups(path)]


def kept(store: Store, day: date = TODAY, reason: str = IMPORT) -> Path | None:
    """Record something and keep a backup."""
    record(store, part(call()))
    return store.keep_backup(reason, day)


def test_a_copy_is_a_store_with_all_that_was_saved(store: Store, tmp_path: Path) -> None:
    for _ in range(3):
        record(store, part(call()))
    out = tmp_path / "copy"
    found = store.copy_to(out)
    assert copies.count_of(found) == 3
    assert handles(out) == [1, 2, 3]
    assert {file.name for file in tmp_path.iterdir() if file.name.startswith("copy")} == {"copy"}
    if os.name != "nt":
        assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_a_copy_stands_alone_also_where_nothing_can_be_written(store: Store, tmp_path: Path) -> None:
    """It keeps no log, so it opens from a read-only medium."""
    record(store, part(call()))
    folder = tmp_path / "medium"
    folder.mkdir()
    store.copy_to(folder / "copy")
    header = (folder / "copy").read_bytes()[:20]
    assert header[18:20] == b"\x01\x01"
    folder.chmod(0o500)
    try:
        assert handles(folder / "copy") == [1]
    finally:
        folder.chmod(0o700)


def test_what_others_save_meanwhile_is_not_in_the_copy(store: Store, tmp_path: Path) -> None:
    record(store, part(call()))
    other = Store.open(store.path)
    with store.reading() as connection:
        copies.heads(connection)
        record(other, part(call()))
        copies.verified_copy(connection, tmp_path / "copy", None, thorough=False)
    other.close()
    assert handles(tmp_path / "copy") == [1]


def test_the_heads_name_each_desk_and_how_far_it_got(store: Store) -> None:
    record(store, part(call()))
    (one,) = _heads(store)
    assert (one.entries, one.last) == (1, 1)
    record(store, part(call()))
    (two,) = _heads(store)
    assert (two.desk, two.entries, two.last) == (one.desk, 2, 2)
    assert two.hash != one.hash


def _heads(store: Store) -> copies.Heads:
    with store.reading() as connection:
        return copies.heads(connection)


def damage(store: Store) -> None:
    """An index that lacks a row of its table."""
    change(
        store,
        "PRAGMA writable_schema=on",
        "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master WHERE name = 'entry_day') "
        "WHERE name = 'entry_chain'",
    )


def test_a_damaged_store_gives_no_backup(store: Store, tmp_path: Path) -> None:
    record(store, part(call()))
    damage(store)
    with pytest.raises(StoreError, match=r"Nothing was kept|is damaged"):
        store.copy_to(tmp_path / "copy")
    assert not list(tmp_path.glob("copy*"))


@pytest.mark.parametrize("place", ["missing/copy", "file/copy"])
def test_a_place_that_takes_no_copy_is_named(store: Store, tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="No backup can be written"):
        store.copy_to(tmp_path / place)


def test_backups_are_kept_beside_the_store(store: Store) -> None:
    first = kept(store)
    second = kept(store, TODAY + timedelta(days=1))
    assert first == Path(f"{store.path}.backups") / "2026-11-24-0001-import.arcollect"
    assert second is not None
    assert (handles(first), handles(second)) == ([1], [1, 2])
    if os.name != "nt":
        assert stat.S_IMODE(first.parent.stat().st_mode) == 0o700
        assert stat.S_IMODE(first.stat().st_mode) == 0o600
    assert made_on(store.path) == ["2026-11-25 1 import", "2026-11-24 1 import"]


def test_nothing_is_kept_twice_nor_of_an_empty_store(store: Store) -> None:
    assert store.keep_backup(IMPORT, TODAY) is None
    assert not folder_of(store.path).exists()
    assert kept(store) is not None
    assert store.keep_backup(IMPORT, TODAY) is None
    assert store.keep_backup(IMPORT, TODAY + timedelta(days=3)) is None
    assert store.keep_backup(UPGRADE, TODAY) is not None
    assert made_on(store.path) == ["2026-11-24 2 upgrade", "2026-11-24 1 import"]


def test_a_damaged_backup_is_made_anew(store: Store) -> None:
    first = kept(store)
    assert first is not None
    first.write_bytes(first.read_bytes()[:5000])
    second = store.keep_backup(IMPORT, TODAY)
    assert second is not None
    assert handles(second) == [1]


def test_the_newest_of_a_day_stays(store: Store) -> None:
    for _ in range(3):
        kept(store)
    assert made_on(store.path) == ["2026-11-24 3 import"]
    kept(store)
    assert made_on(store.path) == ["2026-11-24 4 import"]


def test_old_backups_go_as_days_pass(store: Store) -> None:
    for back in range(40, -1, -1):
        kept(store, TODAY - timedelta(days=back))
    days = {kept.day for kept in kept_backups(store.path)}
    assert days >= {TODAY - timedelta(days=back) for back in range(7)}
    assert date(2026, 10, 31) in days
    assert len(days) < 15
    assert handles(kept_backups(store.path)[0].path)[-1] == 41


def test_each_reason_is_thinned_by_itself_and_what_was_replaced_stays(store: Store) -> None:
    kept(store, TODAY, UPGRADE)
    for _ in range(2):
        kept(store, TODAY, IMPORT)
    folder = folder_of(store.path)
    for number in (7, 8):
        (folder / f"2020-01-01-{number:04}-{RESTORE}.arcollect").write_bytes(b"x")
    thin(store.path, TODAY)
    assert made_on(store.path) == [
        "2026-11-24 3 import",
        "2026-11-24 1 upgrade",
        "2020-01-01 8 restore",
        "2020-01-01 7 restore",
    ]


def test_what_is_no_backup_is_left_alone(store: Store) -> None:
    folder = folder_of(store.path)
    folder.mkdir()
    strangers = ["notes.txt", "2026-13-01-0001-import.arcollect", "2026-11-24-1-import.arcollect", "x.part"]
    for name in strangers:
        (folder / name).write_text("mine")
    broken_off = folder / "2026-11-01-0001-import.arcollect.part"
    broken_off.write_text("half")
    two_days_ago = time.time() - 48 * 3600
    os.utime(broken_off, (two_days_ago, two_days_ago))
    kept(store)
    assert {file.name for file in folder.iterdir()} == {*strangers, "2026-11-24-0001-import.arcollect"}


def test_a_link_to_the_store_has_the_same_backups(store: Store, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "office"
    link.symlink_to(store.path)
    kept(store)
    assert kept_backups(link) == kept_backups(store.path) != []


def test_a_folder_that_takes_no_backup_is_named(store: Store) -> None:
    folder_of(store.path).write_text("a file")
    record(store, part(call()))
    with pytest.raises(StoreError, match="No backup"):
        store.keep_backup(IMPORT, TODAY)
    assert backups.kept_backups(store.path) == []
