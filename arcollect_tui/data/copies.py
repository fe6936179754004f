"""Copies of a store file, verified before they get their name.

A copy is taken page by page inside a read transaction, so it is one state of the store whatever others
write meanwhile, and it is a single file without a log beside it.
"""

from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select
from sqlalchemy.engine import Engine

from arcollect_tui.data.connecting import Manner, bare_connection, engine_of, pragma, translated
from arcollect_tui.data.platform import private_file, sync_file, sync_folder
from arcollect_tui.data.statements import Prepared, table
from arcollect_tui.data.tables import Entry
from arcollect_tui.errors import StoreError

UNFINISHED = ".part"
"""Ends the name of a copy until it is checked."""
_E = table(Entry)
_LAST = (
    select(_E.c.desk, func.count().label("many"), func.max(_E.c.seq).label("last"))
    .group_by(_E.c.desk)
    .subquery()
)
_HEADS = Prepared(
    select(_LAST.c.desk, _LAST.c.many, _LAST.c.last, _E.c.hash)
    .join(_E, (_E.c.desk == _LAST.c.desk) & (_E.c.seq == _LAST.c.last))
    .order_by(_LAST.c.desk)
)


class Head(NamedTuple):
    """How far a desk's chain goes in a store: how many entries, the last one's number and hash."""

    desk: bytes
    entries: int
    last: int
    hash: bytes


Heads = tuple[Head, ...]


def heads(connection: Connection) -> Heads:
    """The head of each desk's chain. Equal heads are equal records."""
    return tuple(Head(*row) for row in _HEADS.rows(connection))


def count_of(found: Heads) -> int:
    """How many entries there are."""
    return sum(head.entries for head in found)


def copy_pages(source: Connection, target: Any) -> None:  # noqa: ANN401
    """Copy every page into the database of the driver's connection `target`."""
    raw: Any = source.connection.driver_connection
    raw.backup(target)


def verified_copy(source: Connection, out: Path, key: bytes | None, *, thorough: bool) -> Heads:
    """Copy the store that `source` reads to `out`, check the copy, then give it its name.

    Args:
        source: a read transaction; the copy is the state that it sees.
        out: the new file; one that is there is replaced.
        key: of the store; the copy is encrypted with it, too.
        thorough: compare indexes with their tables too, which takes eight times as long.

    Returns:
        What both hold.

    Raises:
        StoreError: the copy cannot be written, or differs from the store.
    """
    part = out.with_name(f"{out.name}{UNFINISHED}")
    try:
        part.unlink(missing_ok=True)
        private_file(part)
        with translated(out):
            wanted = heads(source)
            with bare_connection(part, key) as raw:
                _fill(source, raw)
            sync_file(part)
            _verify(part, key, (wanted, pragma(source, "user_version")), thorough=thorough)
        part.replace(out)
        sync_folder(out.parent)
    except OSError as error:
        reason = error.strerror or "refused by the system"
        msg = f"No backup can be written to {out}: {reason}. Name another place."
        raise StoreError(msg) from None
    finally:
        _drop(part)
    return wanted


def _fill(source: Connection, raw: Any) -> None:  # noqa: ANN401
    # Without a journal: until it has its name, a copy that breaks off is thrown away.
    raw.execute("PRAGMA journal_mode=off").fetchall()
    raw.execute("PRAGMA synchronous=off")
    copy_pages(source, raw)
    raw.execute("PRAGMA journal_mode=delete").fetchall()


def _drop(part: Path) -> None:
    try:
        part.unlink(missing_ok=True)
    except OSError:
        return  # a leftover on a failing disk; the error that brought us here says more


def _verify(part: Path, key: bytes | None, wanted: tuple[Heads, int], *, thorough: bool) -> None:
    engine = engine_of(part, Manner(read_only=True, key=key))
    try:
        with engine.connect() as opened:
            connection = opened.execution_options(begin="BEGIN")
            sound = problems_of_file(connection, thorough=thorough) is None
            same = sound and (heads(connection), pragma(connection, "user_version")) == wanted
    finally:
        engine.dispose()
    if not same:
        msg = f"The copy at {part} does not hold what the store holds. Nothing was kept; try again."
        raise StoreError(msg)


def problems_of_file(connection: Connection, *, thorough: bool) -> str | None:
    """What the database finds wrong with its file; None when it is sound."""
    check = "integrity_check" if thorough else "quick_check"
    word: str = connection.exec_driver_sql(f"PRAGMA {check}(1)").scalar_one()
    if word != "ok":
        return word
    stray = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    return None if stray is None else f"a row of {stray[0]} points nowhere"


def heads_in(path: Path, key: bytes | None) -> Heads | None:
    """What a copy holds; None when it cannot be read."""
    engine: Engine = engine_of(path, Manner(read_only=True, key=key))
    try:
        with translated(path), engine.connect() as connection:
            return heads(connection.execution_options(begin="BEGIN"))
    except StoreError:
        return None
    finally:
        engine.dispose()
