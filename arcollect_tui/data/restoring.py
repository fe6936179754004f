"""Putting a copy in the place of a store, so that a crash at any moment leaves the one or the other.

The copy is made ready under another name in the store's own folder. Then the store is opened alone, its
log is folded into the file, a copy of it is kept, and one rename changes the two.
"""

import shutil
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, select
from sqlalchemy.engine import Engine

from arcollect_tui.data.connecting import Manner, check_header, engine_of, pragma, translated
from arcollect_tui.data.copies import UNFINISHED, problems_of_file, verified_copy
from arcollect_tui.data.erased import erased_ids
from arcollect_tui.data.migrations import SCHEMA
from arcollect_tui.data.platform import HELD_FILES_GIVE_WAY, private_file, sync_file, sync_folder
from arcollect_tui.data.statements import Prepared, tables
from arcollect_tui.data.tables import DeskRow, Entry
from arcollect_tui.errors import StoreBusy, StoreError

_E, _D = tables(Entry, DeskRow)
_IDS = Prepared(select(_E.c.id))
_DESKS = Prepared(select(_D.c.id))
_LAST_AT = Prepared(select(func.max(_E.c.at)))
LOGS = ("-wal", "-shm", "-journal")
"""What stands beside a store file while it is used, or after a crash."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a store file of any schema holds.

    Attributes:
        entries: ids of its entries.
        last_at: when the latest was recorded, microseconds UTC; None without entries.
        desks: ids of all desks that it knows.
        erased: customers that must not come back.
    """

    entries: frozenset[bytes]
    last_at: int | None
    desks: frozenset[bytes]
    erased: frozenset[int]


def contents(path: Path, key: bytes | None = None, *, checked: bool = False) -> Contents:
    """Read what a store file holds, without changing it.

    Args:
        path: the file.
        key: of an encrypted one.
        checked: see first that the file is sound to the last page.

    Raises:
        StoreError: foreign, newer or damaged, or it cannot be read.
    """
    with _reading(path, key) as connection:
        wrong = problems_of_file(connection, thorough=True) if checked else None
        if wrong is not None:
            msg = f"{path} is damaged: {wrong}. Bring another backup back."
            raise StoreError(msg)
        return _contents(connection)


def _contents(connection: Connection) -> Contents:
    # Erasures came with schema 2.
    erased = erased_ids(connection) if pragma(connection, "user_version") == SCHEMA else frozenset()
    return Contents(
        frozenset(row[0] for row in _IDS.rows(connection)),
        _LAST_AT(connection).scalar_one(),
        frozenset(row[0] for row in _DESKS.rows(connection)),
        erased,
    )


@contextmanager
def _reading(path: Path, key: bytes | None) -> Generator[Connection]:
    check_header(path, key)
    engine = engine_of(path, Manner(read_only=True, key=key))
    try:
        with translated(path), engine.connect() as opened:
            yield opened.execution_options(begin="BEGIN")
    finally:
        engine.dispose()


def place_beside(store: Path) -> Path:
    """Where a copy is made ready: in the store's folder, under a name that nobody takes for the store."""
    return store.with_name(f"{store.name}.restoring")


def copy_to(ready: Path, file: Path, key: bytes | None = None) -> None:
    """Make `ready` a verified copy of a store file.

    Raises:
        StoreError: it cannot be written, or `file` is no sound store.
    """
    drop(ready)
    with _reading(file, key) as connection:
        verified_copy(connection, ready, key, thorough=False)


def drop(copy: Path) -> None:
    """Remove a copy that was not put in place, finished or not, with what stands beside it."""
    for suffix in ("", UNFINISHED, *LOGS):
        with suppress(OSError):
            Path(f"{copy}{suffix}").unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What a copy took the place of.

    Attributes:
        held: what the store held; None when it was not there or could not be read.
        kept: where the store as it was is kept; None when there was none.
    """

    held: Contents | None
    kept: Path | None


def exchange(
    ready: Path,
    store: Path,
    finish: Callable[[Contents | None], None],
    keep_at: Callable[[], Path],
    key: bytes | None = None,
) -> Exchanged:
    """Put a copy in the store's place and keep the store as it was.

    Args:
        ready: the copy.
        store: the store; it need not be there.
        finish: does the rest to the copy, given what the store holds, while nobody else can use the store.
        keep_at: names the file for the store as it was: verified, or byte by byte if it cannot be read.
        key: of an encrypted store.

    Raises:
        StoreBusy: somebody else has the store open.
        StoreError: something cannot be written. The store is as it was.
    """
    engine = _alone_with(store, key) if store.exists() and store.stat().st_size else None
    try:
        held = None if engine is None else _held(store, engine)
        finish(held)
        kept = keep_at() if any(Path(f"{store}{suffix}").exists() for suffix in ("", *LOGS)) else None
        if kept is not None:
            _keep(store, engine, kept, key)
        if HELD_FILES_GIVE_WAY:
            _take_place(ready, store)
    finally:
        if engine is not None:
            engine.dispose()
    if not HELD_FILES_GIVE_WAY:
        _take_place(ready, store)
    return Exchanged(held, kept)


def _alone_with(store: Path, key: bytes | None) -> Engine | None:
    """The store with its log folded in, closed to others; None when it cannot be read."""
    engine = None
    try:
        check_header(store, key)
        engine = engine_of(store, Manner(key=key, alone=True))
        with translated(store), _alone(engine) as connection:
            pragma(connection, "user_version")
    except StoreBusy:
        _dispose(engine)
        msg = f"{store} is in use. Close every arcollect that has it open, then restore again."
        raise StoreBusy(msg) from None
    except StoreError:
        _dispose(engine)
        return None
    return engine


def _dispose(engine: Engine | None) -> None:
    if engine is not None:
        engine.dispose()


@contextmanager
def _alone(engine: Engine) -> Generator[Connection]:
    with engine.connect() as opened:
        yield opened.execution_options(begin="BEGIN EXCLUSIVE")


def _held(store: Path, engine: Engine) -> Contents | None:
    try:
        with translated(store), _alone(engine) as connection:
            return _contents(connection)
    except StoreError:
        return None


def _keep(store: Path, engine: Engine | None, aside: Path, key: bytes | None) -> None:
    """Keep the store as it is; afterwards no log of it is left that a new file could be taken with."""
    if engine is not None:
        try:
            with _alone(engine) as connection:
                verified_copy(connection, aside, key, thorough=False)
        except StoreError:
            _keep_bytes(store, aside)
        return
    _keep_bytes(store, aside)


def _keep_bytes(store: Path, aside: Path) -> None:
    try:
        for suffix in ("", *LOGS):
            beside = Path(f"{store}{suffix}")
            if beside.exists() and beside.stat().st_size:
                kept = Path(f"{aside}{suffix}")
                private_file(kept)
                shutil.copyfile(beside, kept)
                sync_file(kept)
        sync_folder(aside.parent)
        for suffix in LOGS:
            Path(f"{store}{suffix}").unlink(missing_ok=True)
    except OSError as error:
        drop(aside)
        reason = error.strerror or "refused by the system"
        msg = f"{store} cannot be kept at {aside}: {reason}. Nothing was restored."
        raise StoreError(msg) from None


def _take_place(ready: Path, store: Path) -> None:
    try:
        ready.replace(store)
    except OSError as error:
        reason = error.strerror or "refused by the system"
        msg = (
            f"{store} cannot be replaced: {reason}. Nothing was restored; close what uses it, "
            "then restore again."
        )
        raise StoreError(msg) from None
    try:
        sync_folder(store.parent)
    except OSError as error:
        reason = error.strerror or "refused by the system"
        msg = (
            f"{store} is restored, but the disk did not confirm it: {reason}. Check the disk, "
            "then restore again."
        )
        raise StoreError(msg) from None
