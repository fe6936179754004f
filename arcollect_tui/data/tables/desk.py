"""Desk tables, the drawer: what only this machine needs.

Written by `data/desk.py`. Never travels, is in no digest; losing it loses no deed.
"""

from sqlalchemy import LargeBinary

from arcollect_tui.data.tables import columns as c


class Meta(c.Row, table=True):
    """Named values of this store: desk id, clock, first collector."""

    __tablename__ = "meta"
    __table_args__ = (c.KEYED,)

    key: str = c.key(c.TEXT)
    value: bytes = c.blob()


class DeskRow(c.Row, table=True):
    """A short number for each desk seen here, so that people can type `desk-seq`."""

    __tablename__ = "desk"
    __table_args__ = (c.KEYED,)

    id: bytes = c.key(LargeBinary)
    number: int = c.number()


class DeskChain(c.Row, table=True):
    """What this store has of a desk's chain, so that a removed entry is told from one not yet here."""

    __tablename__ = "desk_chain"
    __table_args__ = (c.KEYED,)

    desk: bytes = c.key(LargeBinary)
    last: int = c.number()
    """Highest number that was stored here."""
    missing: str = c.words()
    """JSON array of [first, last] ranges below it that have not arrived."""


class TrimmedImport(c.Row, table=True):
    """An import whose kept lines lack those of erased customers: its digest no longer names them."""

    __tablename__ = "trimmed_import"
    __table_args__ = (c.KEYED,)

    identity: bytes = c.key(LargeBinary)


class Peer(c.Row, table=True):
    """The public key of a desk of this office, as it was first seen."""

    __tablename__ = "peer"
    __table_args__ = (c.KEYED,)

    desk: bytes = c.key(LargeBinary)
    key: bytes = c.blob()
    trusted: int = c.number()
    """1 when its files are taken in, 0 while it waits to be paired."""


class CheckpointRow(c.Row, table=True):
    """A desk's signed word for its chain up to an entry, to hand its entries on with."""

    __tablename__ = "checkpoint"
    __table_args__ = (c.KEYED,)

    desk: bytes = c.key(LargeBinary)
    seq: int = c.key()
    hash: bytes = c.blob()
    signature: bytes = c.blob()


class SharedFile(c.Row, table=True):
    """A file of a shared folder that was looked at, so that it is not read anew each time."""

    __tablename__ = "shared_file"
    __table_args__ = (c.KEYED,)

    path: str = c.key(c.TEXT)
    size: int = c.number()
    changed: int = c.number()
    """Nanoseconds of its last change, as the folder says: a hint only."""
    header: bytes = c.blob()
    """What it says of itself, once its signature was found right; else empty."""
    aside: str = c.words()
    """Why it was put aside; empty when it was taken in."""


class SavedView(c.Row, table=True):
    """A filter line with its sort and columns, called up by `V` and a letter."""

    __tablename__ = "saved_view"
    __table_args__ = (c.KEYED,)

    key: str = c.key(c.TEXT)
    """The letter."""
    place: str = c.words()
    """The list it is for: `worklist` or `items`."""
    name: str = c.words()
    filter: str = c.words()


class Draft(c.Row, table=True):
    """A half-typed form, masked before it was saved."""

    __tablename__ = "draft"
    __table_args__ = (c.KEYED,)

    token: bytes = c.key(LargeBinary)
    customer_id: int = c.number()
    form: str = c.words()
    body: str = c.words()
    saved_at: int = c.number()


class KeptFileRow(c.Row, table=True):
    """A file that was taken in: how its bytes are kept, or why they no longer are."""

    __tablename__ = "kept_file"
    __table_args__ = (c.KEYED,)

    identity: bytes = c.key(LargeBinary)
    place: int = c.key()
    """0 for the file itself, then those that were joined with it."""
    ledger: str = c.words()
    name: str = c.words()
    size: int = c.number()
    """Bytes of the file as it came."""
    sha256: str = c.words()
    """Of the file as it came."""
    digest: bytes = c.blob()
    """SHA-256 of what is kept."""
    form: str = c.words()
    """`text`, or `rows` of a workbook."""
    sheet: str = c.words()
    """Whose rows they are."""
    encoding: str = c.words()
    delimiter: str = c.words()
    customers_at: str = c.words()
    """JSON array of the columns that name the customer of every line; empty where none are sure."""
    masked: int = c.number()
    """Cells in which a card number was masked."""
    cut: int = c.number()
    """Lines of erased customers that were cut out."""
    gone: str = c.words()
    """Why it is not kept: `erased`, `changed`, `large`, `older`; '' when it is."""
    packed: int = c.number()
    """Bytes that it takes."""
    kept_at: int = c.number()


class KeptChunk(c.Row, table=True):
    """A piece of a kept file, compressed."""

    __tablename__ = "kept_chunk"
    __table_args__ = (c.KEYED,)

    identity: bytes = c.key(LargeBinary)
    place: int = c.key()
    number: int = c.key()
    content: bytes = c.blob()
