"""Ledger tables: customers and items as the imports that count say.

Written only by the fold of imports (`data/imports/fold.py`).
"""

from sqlalchemy import Index, LargeBinary, text

from arcollect_tui.data.tables import columns as c


class Customer(c.Row, table=True):
    """A debtor: one account number in one ledger."""

    __tablename__ = "customer"
    __table_args__ = (Index("customer_number", "number"), c.STRICT)

    id: int = c.key()
    ledger: str = c.words()
    number: str = c.words()
    name: str = c.words()
    search: str = c.words()
    """Name, aliases and number casefolded, for substring search."""
    name_on: int | None = c.maybe_number()
    """Day of the document the name was taken from: the newest document's spelling counts."""
    contact_name: str = c.words()
    phone: str = c.words()
    email: str = c.words()
    country: str = c.words()
    collector: str = c.words()
    credit_limit: int | None = c.maybe_number()
    limit_currency: str = c.words()
    first_import: int = c.number()
    terms: str = c.words()
    parent: str = c.words()
    """The number of the customer it belongs to, in the same ledger."""
    language: str = c.words()
    """An ISO 639-1 code; the ledger's own word where that is not known."""
    time_zone: str = c.words()
    """A name of the tz database; the ledger's own word where that is not known."""
    street: str = c.words()
    postal_code: str = c.words()
    city: str = c.words()
    region: str = c.words()
    contacts: str = c.words()
    """JSON array of [name, role, phone, e-mail]: those of a list with several, or with roles."""


class Item(c.Row, table=True):
    """One open-item line. It never leaves: absence from a full snapshot sets `cleared_on`."""

    __tablename__ = "item"
    __table_args__ = (
        Index("item_account", "customer_id", "currency", "due_date", "open_amount"),
        Index("item_due", "due_date", text("open_amount DESC")),  # the order of the items list
        Index("item_document", "document_no"),
        c.STRICT,
    )

    id: int = c.key()
    customer_id: int = c.number()
    ledger: str = c.words()
    company: str = c.words()
    document_no: str = c.words()
    line: str = c.words()
    fiscal_year: int | None = c.maybe_number()
    parent_no: str = c.words()
    type: str = c.words()
    document_date: int | None = c.maybe_number()
    posting_date: int | None = c.maybe_number()
    due_date: int | None = c.maybe_number()
    currency: str = c.words()
    amount: int = c.number()
    open_amount: int = c.number()
    reference: str = c.words()
    po: str = c.words()
    text: str = c.words()
    terms: str = c.words()
    collector: str = c.words()
    sales_rep: str = c.words()
    cleared_on: int | None = c.maybe_number()
    first_import: int = c.number()
    fingerprint: int = c.number()
    """First 63 bits of the SHA-256 of the canonical line: equal fingerprints, unchanged item."""


class ItemChange(c.Row, table=True):
    """What one import changed about an item that was already here; new items carry `first_import`."""

    __tablename__ = "item_change"
    __table_args__ = (Index("item_change_customer", "customer_id", "as_of"), c.KEYED)

    import_id: int = c.key()
    item_id: int = c.key()
    customer_id: int = c.number()
    as_of: int = c.number()
    kind: str = c.words()
    old_open: int = c.number()
    new_open: int = c.number()
    before: str | None = c.maybe_words()
    """JSON array of the columns before the import, for its reversal."""


class CustomerChange(c.Row, table=True):
    """The customer card before an import changed it."""

    __tablename__ = "customer_change"
    __table_args__ = (c.KEYED,)

    import_id: int = c.key()
    customer_id: int = c.key()
    before: str = c.words()


class LedgerImport(c.Row, table=True):
    """An import that is folded into the ledger tables now."""

    __tablename__ = "ledger_import"
    __table_args__ = (c.STRICT,)

    id: int = c.key()
    identity: bytes = c.blob()
    ledger: str = c.words()
    as_of: int = c.number()
    companies: str = c.words()
    delta: int = c.number()
    place: int = c.number()
    """Its place in the fold, counted from 1."""


class ImportChunk(c.Row, table=True):
    """Canonical lines of an import, compressed; kept so that the fold can be redone."""

    __tablename__ = "import_chunk"
    __table_args__ = (c.KEYED,)

    identity: bytes = c.key(LargeBinary)
    number: int = c.key()
    lines: bytes = c.blob()
