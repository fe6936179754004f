"""An encrypted store: noise on the disk, opened by its key alone, and its copies are encrypted too."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as driver

from arcollect_tui.data.backups import IMPORT, UPGRADE, kept_backups
from arcollect_tui.data.connecting import KEY_BYTES, SETTINGS
from arcollect_tui.data.store import Store
from arcollect_tui.errors import StoreError
from tests.data.records import call, part, record, rows
from tests.data.test_migrations import kept

Factory = pytest.TempPathFactory
KEY = bytes(range(KEY_BYTES))
CANARY = "Harbor Paper rang about 7431"
DAY = date(2026, 11, 24)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "office.arcollect", key=KEY)
    record(opened, part(call(CANARY)))
    yield opened
    opened.close()


def notes(store: Store) -> list[str]:
    return [row[0] for row in rows(store, "SELECT note FROM call ORDER BY entry")]


def assert_noise(folder: Path) -> None:
    """No file of the folder holds a word of it, nor looks like a database."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert files
    for file in files:
        content = file.read_bytes()
        assert CANARY.encode() not in content, file
        assert b"CREATE TABLE" not in content, file
        assert not content.startswith(b"SQLite"), file


def test_what_was_saved_is_there_again_and_nowhere_to_be_read(store: Store, tmp_path: Path) -> None:
    assert_noise(tmp_path)
    assert {file.name for file in tmp_path.iterdir()} >= {"office.arcollect", "office.arcollect-wal"}
    store.close()
    assert_noise(tmp_path)
    again = Store.open(store.path, key=KEY)
    assert notes(again) == [CANARY]
    again.close()


def test_the_file_begins_with_the_salt_of_the_key(store: Store) -> None:
    assert store.path.read_bytes()[:16] == KEY[32:]


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_are_what_was_promised(store: Store, name: str) -> None:
    with store.writing() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() == SETTINGS[name]


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize(
    ("key", "words"),
    [
        (None, "encrypted and needs its key"),
        (bytes(KEY_BYTES), "not opened by this key"),
        (KEY[:32] + bytes(16), "not opened by this key"),
        (bytes(32) + KEY[32:], "not opened by this key"),
        (KEY[:32], "needs a key of 48 bytes"),
        (b"", "needs a key of 48 bytes"),
    ],
    ids=["none", "other", "salt", "cipher", "short", "empty"],
)
def test_without_its_key_it_stays_closed(
    store: Store, key: bytes | None, words: str, *, read_only: bool
) -> None:
    store.close()
    before = store.path.read_bytes()
    with pytest.raises(StoreError, match=words) as problem:
        Store.open(store.path, key=key, read_only=read_only)
    assert str(store.path) in problem.value.sentence
    assert KEY.hex()[:16] not in problem.value.sentence
    assert store.path.read_bytes() == before


def test_a_plain_store_takes_no_key(tmp_path: Path) -> None:
    Store.open(tmp_path / "plain").close()
    with pytest.raises(StoreError, match="is not encrypted"):
        Store.open(tmp_path / "plain", key=KEY)


def test_copies_stay_encrypted(store: Store, tmp_path: Path) -> None:
    store.copy_to(tmp_path / "copy")
    first = store.keep_backup(IMPORT, DAY)
    assert store.keep_backup(IMPORT, DAY) is None, "the kept copy was read with the key"
    assert first is not None
    assert_noise(tmp_path)
    for copy in (tmp_path / "copy", first):
        with pytest.raises(StoreError):
            Store.open(copy, read_only=True)
        opened = Store.open(copy, key=KEY)
        assert notes(opened) == [CANARY]
        opened.close()


def test_the_backup_before_an_upgrade_is_encrypted(tmp_path: Path, tmp_path_factory: Factory) -> None:
    plain = kept(1, tmp_path_factory.mktemp("plain"))
    path = tmp_path / "office.arcollect"
    with closing(driver.connect(str(plain))) as source:
        source.execute(f"ATTACH ? AS sealed KEY \"x'{KEY.hex()}'\"", (str(path),))
        source.execute("SELECT sqlcipher_export('sealed')").fetchall()
        for name in ("application_id", "user_version"):
            (value,) = source.execute(f"PRAGMA main.{name}").fetchone()
            source.execute(f"PRAGMA sealed.{name}={value}")
        source.commit()
    Store.open(path, key=KEY).close()
    (before,) = kept_backups(path)
    assert before.reason == UPGRADE
    for file in (path, before.path):
        assert not file.read_bytes().startswith(b"SQLite")
    with pytest.raises(StoreError, match="older arcollect"):
        Store.open(before.path, key=KEY, read_only=True)


def test_a_copy_in_memory_is_readable_and_leaves_nothing(store: Store, tmp_path: Path) -> None:
    copy = store.copy_to_memory()
    assert notes(copy) == [CANARY]
    record(copy, part(call("only there")))
    assert len(notes(copy)) == 2
    copy.close()
    assert notes(store) == [CANARY]
    assert_noise(tmp_path)


def test_compacting_keeps_it_encrypted(store: Store, tmp_path: Path) -> None:
    assert store.compact()
    store.close()
    assert_noise(tmp_path)
    again = Store.open(store.path, key=KEY)
    assert notes(again) == [CANARY]
    again.close()


@pytest.mark.parametrize("place", [21, 4096 + 7, -11])
def test_a_flipped_bit_is_found(store: Store, place: int) -> None:
    store.close()
    content = bytearray(store.path.read_bytes())
    content[place] ^= 1
    store.path.write_bytes(content)
    with pytest.raises(StoreError, match=r"not opened by this key|damaged|error"):
        _read_everything(store.path)


def _read_everything(path: Path) -> None:
    store = Store.open(path, key=KEY, read_only=True)
    try:
        with store.reading() as connection:
            found = connection.exec_driver_sql("PRAGMA cipher_integrity_check").scalars().all()
            if found:
                raise StoreError(f"{path} is damaged: {found[0]}")
    finally:
        store.close()


def test_the_key_is_not_shown(store: Store) -> None:
    assert KEY.hex() not in repr(store.manner)
    assert repr(KEY) not in repr(store.manner)
