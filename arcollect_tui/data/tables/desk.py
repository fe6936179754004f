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
