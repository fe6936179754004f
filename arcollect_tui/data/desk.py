"""The drawer: desk id, clock settings, drafts. Nothing here is a deed."""

import secrets
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, func, select

from arcollect_tui.data.doors import cleaned_json
from arcollect_tui.data.stamp import DESK_BYTES
from arcollect_tui.data.statements import Prepared, insert_rows, table
from arcollect_tui.data.tables import DeskChain, DeskRow, Draft, Meta

_M, _D, _K = table(Meta), table(Draft), table(DeskRow)
_GET = Prepared(select(_M.c.value).where(_M.c.key == bindparam("key")))
_DROP_META = Prepared(delete(_M).where(_M.c.key == bindparam("key")))
_DRAFTS = Prepared(select(_D).order_by(_D.c.saved_at.desc()))
_DROP_DRAFT = Prepared(delete(_D).where(_D.c.token == bindparam("token")))
_NUMBER = Prepared(select(_K.c.number).where(_K.c.id == bindparam("desk")))
_BY_NUMBER = Prepared(select(_K.c.id).where(_K.c.number == bindparam("number")))
_HIGHEST = Prepared(select(func.coalesce(func.max(_K.c.number), 0)))


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """A half-typed form: `body` is the form's own JSON, already masked."""

    token: bytes
    customer_id: int
    form: str
    body: str
    saved_at: int


def get(connection: Connection, key: str) -> bytes | None:
    """A named value of this store."""
    row = _GET.first(connection, key=key)
    return row[0] if row else None


def put(connection: Connection, key: str, value: bytes) -> None:
    """Set a named value of this store."""
    _DROP_META.run(connection, key=key)
    insert_rows(connection, Meta, [(key, value)])


def own_desk(connection: Connection, wanted: bytes | None = None) -> bytes:
    """The id of this desk, minted once a store.

    Args:
        connection: an open transaction; a write transaction the first time.
        wanted: the id to take instead of a random one (the sample office).
    """
    known = get(connection, "desk")
    if known is not None:
        return known
    desk = wanted or secrets.token_bytes(DESK_BYTES)
    put(connection, "desk", desk)
    desk_number(connection, desk)
    insert_rows(connection, DeskChain, [(desk, 0, "[]")], ignore=True)
    return desk


def desk_number(connection: Connection, desk: bytes) -> int:
    """The short number by which people name a desk here."""
    known = known_number(connection, desk)
    if known is not None:
        return known
    number: int = _HIGHEST(connection).scalar_one() + 1
    insert_rows(connection, DeskRow, [(desk, number)])
    return number


def known_number(connection: Connection, desk: bytes) -> int | None:
    """The short number of a desk, if it has one here."""
    row = _NUMBER.first(connection, desk=desk)
    return row[0] if row else None


def desk_by_number(connection: Connection, number: int) -> bytes | None:
    """The desk that people call by this number here."""
    desk: bytes | None = _BY_NUMBER(connection, number=number).scalar_one_or_none()
    return desk


def save_draft(connection: Connection, draft: SavedDraft) -> None:
    """Keep a half-typed form; its text is masked before it is written."""
    _DROP_DRAFT.run(connection, token=draft.token)
    row = (draft.token, draft.customer_id, draft.form, cleaned_json(draft.body), draft.saved_at)
    insert_rows(connection, Draft, [row])


def drop_draft(connection: Connection, token: bytes) -> None:
    """Forget a form that was saved or given up."""
    _DROP_DRAFT.run(connection, token=token)


def drafts(connection: Connection) -> list[SavedDraft]:
    """Forms waiting to be finished, newest first."""
    return [SavedDraft(*row) for row in _DRAFTS(connection)]
