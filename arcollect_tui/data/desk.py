"""The drawer: desk id, clock settings, drafts. Nothing here is a deed."""

import json
import secrets
import zlib
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, func, select

from arcollect_tui.data.doors import cleaned_json, cleaned_text
from arcollect_tui.data.stamp import DESK_BYTES
from arcollect_tui.data.statements import Prepared, insert_rows, table
from arcollect_tui.data.tables import DeskChain, DeskRow, Draft, Entry, Meta, SavedView

_M, _D, _K, _E = table(Meta), table(Draft), table(DeskRow), table(Entry)
_V = table(SavedView)
_GET = Prepared(select(_M.c.value).where(_M.c.key == bindparam("key")))
_HAS = Prepared(select(_M.c.key).where(_M.c.key == bindparam("key")))
_DROP_META = Prepared(delete(_M).where(_M.c.key == bindparam("key")))
_DRAFTS = Prepared(select(_D).order_by(_D.c.saved_at.desc()))
_DROP_DRAFT = Prepared(delete(_D).where(_D.c.token == bindparam("token")))
_NUMBER = Prepared(select(_K.c.number).where(_K.c.id == bindparam("desk")))
_BY_NUMBER = Prepared(select(_K.c.id).where(_K.c.number == bindparam("number")))
_HIGHEST = Prepared(select(func.coalesce(func.max(_K.c.number), 0)))
_LAST_SEQ = Prepared(select(func.coalesce(func.max(_E.c.seq), 0)).where(_E.c.desk == bindparam("desk")))
_VIEWS = Prepared(select(_V).order_by(_V.c.key))
_DROP_VIEW = Prepared(delete(_V).where(_V.c.key == bindparam("key")))
_HANDED_OUT = "handed out "
_KEPT = Prepared(select(_M.c.key).where(_M.c.key.like(f"{_HANDED_OUT}%")))
MOST_KEPT = 200
"""So many files that were handed out are kept, the newest; entry ids are in the order of time."""
_NO_END = (1 << 63) - 1
_DESK, _FORMER, _WITNESSED, _SEEDS = "desk", "former", "witnessed", "desk_keys"
OFFICE = "office_id"
"""The name under which the id of the office is kept."""
_OFFICE_BYTES = 16
SEED_BYTES = 32


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """A half-typed form: `body` is the form's own JSON, already masked."""

    token: bytes
    customer_id: int
    form: str
    body: str
    saved_at: int


@dataclass(frozen=True, slots=True)
class View:
    """A filter line with its sort and columns, called up by a letter.

    Attributes:
        key: the letter.
        place: the list it is for: `worklist` or `items`.
        name: what people call it.
        filter: the filter line.
    """

    key: str
    place: str
    name: str
    filter: str


def get(connection: Connection, key: str) -> bytes | None:
    """A named value of this store."""
    row = _GET.first(connection, key=key)
    return row[0] if row else None


def put(connection: Connection, key: str, value: bytes) -> None:
    """Set a named value of this store."""
    _DROP_META.run(connection, key=key)
    insert_rows(connection, Meta, [(key, value)])


def keep_export(connection: Connection, entry: bytes, content: bytes) -> None:
    """Keep the bytes of a file that was handed out under the entry that says so."""
    put(connection, f"{_HANDED_OUT}{entry.hex()}", zlib.compress(content))
    kept = sorted(row[0] for row in _KEPT.rows(connection))
    for key in kept[:-MOST_KEPT]:
        _DROP_META.run(connection, key=key)


def kept_export(connection: Connection, entry: bytes) -> bytes | None:
    """The bytes of the file of an entry, as they were handed out; None where they are not kept."""
    kept = get(connection, f"{_HANDED_OUT}{entry.hex()}")
    return None if kept is None else zlib.decompress(kept)


def keeps_export(connection: Connection, entry: bytes) -> bool:
    """Whether those bytes are kept, without reading them: a list asks it of every run."""
    return bool(_HAS.rows(connection, key=f"{_HANDED_OUT}{entry.hex()}"))


def drop_kept_exports(connection: Connection) -> None:
    """Forget every file that was handed out: nobody knows which customers stand in it."""
    for (key,) in _KEPT.rows(connection):
        _DROP_META.run(connection, key=key)


def own_desk(connection: Connection, wanted: bytes | None = None) -> bytes:
    """The id of this desk, minted once a store.

    Args:
        connection: an open transaction; a write transaction the first time.
        wanted: the id to take instead of a random one (the sample office).
    """
    known = get(connection, _DESK)
    if known is not None:
        return known
    desk = wanted or new_desk()
    _take(connection, desk)
    return desk


def new_desk() -> bytes:
    """An id that no other desk has."""
    return secrets.token_bytes(DESK_BYTES)


def change_desk(connection: Connection, desk: bytes) -> int:
    """Go on under another id; what this store holds of the old one stays this seat's.

    Returns:
        The short number of the new id.
    """
    before = [(old.hex(), min(upto, _last_seq(connection, old))) for old, upto in own_entries(connection)]
    put(connection, _FORMER, json.dumps(before).encode())
    _take(connection, desk)
    return desk_number(connection, desk)


def own_entries(connection: Connection) -> list[tuple[bytes, int]]:
    """(desk, number): this seat's entries are those of each desk up to the number.

    The present desk stands first. A restored or copied store goes on under a new id, and what it held
    then is still this seat's, to be undone for example.
    """
    present = get(connection, _DESK)
    former = json.loads(get(connection, _FORMER) or b"[]")
    here = [] if present is None else [(present, _NO_END)]
    return [*here, *((bytes.fromhex(desk), upto) for desk, upto in former)]


def _last_seq(connection: Connection, desk: bytes) -> int:
    return int(_LAST_SEQ(connection, desk=desk).scalar_one())


def is_witnessed(connection: Connection) -> bool:
    """Whether a machine remembers how far this desk got; see `witness`."""
    present = get(connection, _DESK)
    return present is not None and get(connection, _WITNESSED) == present


def set_witnessed(connection: Connection, *, witnessed: bool) -> None:
    """Note in the store whether its desk has a witness, so that a copy elsewhere misses it."""
    put(connection, _WITNESSED, (get(connection, _DESK) or b"") if witnessed else b"")


def office_id(connection: Connection) -> bytes:
    """The id of the office that this store belongs to; made with the first desk.

    Args:
        connection: a write transaction.
    """
    known = get(connection, OFFICE)
    if known is None:
        known = secrets.token_bytes(_OFFICE_BYTES)
        put(connection, OFFICE, known)
    return known


def signing_seeds(connection: Connection) -> dict[bytes, bytes]:
    """32 secret bytes for each desk that this store is or was, from which its signing key is made."""
    kept = json.loads(get(connection, _SEEDS) or b"{}")
    return {bytes.fromhex(desk): bytes.fromhex(seed) for desk, seed in kept.items()}


def keep_seed(connection: Connection, desk: bytes, seed: bytes) -> None:
    """Keep the secret bytes of a desk.

    Args:
        connection: a write transaction.
        desk: which.
        seed: 32 random bytes.
    """
    kept = signing_seeds(connection) | {desk: seed}
    put(connection, _SEEDS, json.dumps({one.hex(): kept[one].hex() for one in sorted(kept)}).encode())


def _take(connection: Connection, desk: bytes) -> None:
    put(connection, _DESK, desk)
    office_id(connection)
    if desk not in signing_seeds(connection):
        # From the first day: a copy of the store must be able to sign for what it holds of this desk.
        keep_seed(connection, desk, secrets.token_bytes(SEED_BYTES))
    desk_number(connection, desk)
    insert_rows(connection, DeskChain, [(desk, 0, "[]")], ignore=True)


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


def desk_name(connection: Connection, desk: bytes) -> str:
    """A desk as people know it here: by its number, else by its id."""
    number = known_number(connection, desk)
    return f"desk {desk.hex()}" if number is None else f"desk {number}"


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


def save_view(connection: Connection, view: View) -> None:
    """Keep a view under its letter, instead of the one that was there."""
    _DROP_VIEW.run(connection, key=view.key)
    row = (view.key, view.place, cleaned_text(view.name), cleaned_text(view.filter))
    insert_rows(connection, SavedView, [row])


def drop_view(connection: Connection, key: str) -> None:
    """Forget the view of a letter."""
    _DROP_VIEW.run(connection, key=key)


def views(connection: Connection) -> list[View]:
    """The saved views, by their letters."""
    return [View(*row) for row in _VIEWS(connection)]
