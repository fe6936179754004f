"""Record tables: what people did. Rows are added, never updated.

`entry` and `part` are the record itself, written only by `Journal.record()`. The typed tables are a
projection of the parts: one function a kind and version (`data/projection.py`), rebuilt and compared
by `check`. Facts are keyed (entry, line); they may arrive before their entry and before their item.
"""

from sqlalchemy import Index, LargeBinary, text

from arcollect_tui.data.tables import columns as c

_GIVEN = "replaces IS NOT NULL"


def _sparse(name: str, *columns: str) -> Index:
    """An index of the few facts that replace another."""
    return Index(name, *columns, sqlite_where=text(_GIVEN), info={c.ONLY_WHERE: _GIVEN})


class Entry(c.Row, table=True):
    """One deed. The header holds no personal data."""

    __tablename__ = "entry"
    __table_args__ = (
        Index("entry_chain", "desk", "seq", unique=True),
        Index("entry_draft", "draft", "desk", unique=True),
        Index("entry_day", "local_day"),
        c.KEYED,
    )

    id: bytes = c.key(LargeBinary)
    desk: bytes = c.blob()
    seq: int = c.number()
    draft: bytes = c.blob()
    """Minted when the form opens: a retry or a recovered draft cannot make two entries at one desk."""
    at: int = c.number()
    local_day: int = c.number()
    offset: int = c.number()
    """Minutes east of UTC at the desk."""
    collector: str = c.words()
    kind: str = c.words()
    version: int = c.number()
    policy: int = c.number()
    previous: bytes = c.blob()
    hash: bytes = c.blob()


class PartRow(c.Row, table=True):
    """What an entry says about one customer: canonical JSON bytes with a salt of their own.

    Salt and body are NULL after erasure; the hash stays, so the chain still verifies.
    """

    __tablename__ = "part"
    __table_args__ = (Index("part_customer", "customer_id", "entry"), c.KEYED)

    entry: bytes = c.key(LargeBinary)
    line: int = c.key()
    customer_id: int | None = c.maybe_number()
    hash: bytes = c.blob()
    salt: bytes | None = c.maybe_blob()
    body: bytes | None = c.maybe_blob()


class Void(c.Row, table=True):
    """An entry (16 bytes) or an import (32 bytes) no longer counts, or counts again."""

    __tablename__ = "void"
    __table_args__ = (Index("void_target", "target", "entry"), c.KEYED)

    entry: bytes = c.key(LargeBinary)
    line: int = c.key()
    target: bytes = c.blob()
    redo: int = c.number()


class Call(c.Row, table=True):
    """A contact with its outcome."""

    __tablename__ = "call"
    __table_args__ = (Index("call_customer", "customer_id", "entry"), c.KEYED)

    entry: bytes = c.key(LargeBinary)
    line: int = c.key()
    customer_id: int = c.number()
    local_day: int = c.number()
    outcome: str = c.words()
    contact: str = c.words()
    phone: str = c.words()
    why: str = c.words()
    note: str = c.words()


class Note(c.Row, table=True):
    """A note on the account, or on marked items."""

    __tablename__ = "note"
    __table_args__ = (Index("note_customer", "customer_id", "entry"), c.KEYED)

    entry: bytes = c.key(LargeBinary)
    line: int = c.key()
    customer_id: int = c.number()
    text: str = c.words()
    pinned: int = c.number()


class NoteItem(c.Row, table=True):
    """An item that a call or a note speaks about."""

    __tablename__ = "note_item"
    __table_args__ = (Index("note_item_item", "item_id", "entry"), c.KEYED)

    entry: bytes = c.key(LargeBinary)
    line: int = c.key()
    item_id: int = c.number()
    document_no: str = c.words()


class Promise(c.Row, table=True):
    """Amount, one currency, date; judged against what later imports show."""

    __tablename__ = "promise"
    __table_args__ = (Index("promise_customer", "customer_id", "entry"), c.KEYED)

    entry: bytes = c.key(LargeBinary)
    line: int = c.key()
    customer_id: int = c.number()
    amount: int = c.number()
    currency: str = c.words()
    made_on: int = c.number()
    due_on: int = c.number()
    grace_until: int = c.number()
    method: str = c.words()
    contact: str = c.words()


class PromiseItem(c.Row, table=True):
    """An item named by a promise; a promise that names none speaks about the account."""

    __tablename__ = "promise_item"
    __table_args__ = (c.KEYED,)

    entry: bytes = c.key(LargeBinary)
    line: int = c.key()
    item_id: int = c.number()
    document_no: str = c.words()


class FollowUp(c.Row, table=True):
    """The next action of an account; no day means none."""

    __tablename__ = "follow_up"
    __table_args__ = (Index("follow_up_customer", "customer_id", "entry"), c.KEYED)

    entry: bytes = c.key(LargeBinary)
    line: int = c.key()
    customer_id: int = c.number()
    day: int | None = c.maybe_number()
    time: int | None = c.maybe_number()
    """Minutes after midnight at the desk."""
    replaces: bytes | None = c.maybe_blob()


class Coding(c.Row, table=True):
    """An item said to be collectible or disputed, or uncoded again."""

    __tablename__ = "coding"
    __table_args__ = (
        Index("coding_item", "item_id", "entry"),
        _sparse("coding_replaces", "replaces", "item_id"),
        c.KEYED,
    )

    entry: bytes = c.key(LargeBinary)
    line: int = c.key()
    item_id: int = c.number()
    customer_id: int = c.number()
    item_key: str = c.words()
    """Natural key, so that a fact about an item not yet here can be read."""
    state: str = c.words()
    reason: str = c.words()
    disputed: int | None = c.maybe_number()
    """Minor units in dispute; NULL is the whole open amount."""
    note: str = c.words()
    replaces: bytes | None = c.maybe_blob()
    claim: str = c.words()
    """The customer's number for the claim or deduction; one number may stand on many items."""
    their_code: str = c.words()
    their_words: str = c.words()
    """The reason as the customer states it: code and words, before it is one of ours."""
    splits: str = c.words()
    """What `coding_split` holds, as one text (`rules/splits.py`), so that two codings can be compared."""
    ask: str = c.words()
    """What the ledger is asked to do: `credit`, `write_off`, or nothing."""
    rule: str = c.words()
    """The accepted rule that proposed it."""


class CodingSplit(c.Row, table=True):
    """One of several reasons that a coding divides its disputed amount into."""

    __tablename__ = "coding_split"
    __table_args__ = (Index("coding_split_reason", "reason", "entry"), c.KEYED)

    entry: bytes = c.key(LargeBinary)
    line: int = c.key()
    """Line of the coding."""
    place: int = c.key()
    reason: str = c.words()
    amount: int = c.number()


class RootCause(c.Row, table=True):
    """Why an item was disputed, found out later, with the department that can keep it from recurring."""

    __tablename__ = "root_cause"
    __table_args__ = (
        Index("root_cause_item", "item_id", "entry"),
        Index("root_cause_customer", "customer_id", "item_id"),
        c.KEYED,
    )

    entry: bytes = c.key(LargeBinary)
    line: int = c.key()
    item_id: int = c.number()
    customer_id: int = c.number()
    item_key: str = c.words()
    cause: str = c.words()
    """Code of a reason; empty when the cause is taken off."""
    department: str = c.words()
    note: str = c.words()
    replaces: bytes | None = c.maybe_blob()


class Contact(c.Row, table=True):
    """One contact card as it was last typed."""

    __tablename__ = "contact"
    __table_args__ = (
        Index("contact_customer", "customer_id", "contact_id", "entry"),
        _sparse("contact_replaces", "replaces", "contact_id"),
        c.KEYED,
    )

    entry: bytes = c.key(LargeBinary)
    line: int = c.key()
    customer_id: int = c.number()
    contact_id: int = c.number()
    name: str = c.words()
    role: str = c.words()
    phone: str = c.words()
    email: str = c.words()
    language: str = c.words()
    country: str = c.words()
    preferred: int = c.number()
    retired: int = c.number()
    replaces: bytes | None = c.maybe_blob()
    time_zone: str = c.words()
    """Name in the tz database; empty to go by number and country."""


class RetiredNumber(c.Row, table=True):
    """A phone number that must not be offered again: wrong, or disconnected."""

    __tablename__ = "retired_number"
    __table_args__ = (Index("retired_number_customer", "customer_id", "phone"), c.KEYED)

    entry: bytes = c.key(LargeBinary)
    line: int = c.key()
    customer_id: int = c.number()
    phone: str = c.words()


class ImportFact(c.Row, table=True):
    """A file taken in: its identity is (ledger, as-of, digest of the canonical lines)."""

    __tablename__ = "import_fact"
    __table_args__ = (Index("import_fact_identity", "identity"), c.KEYED)

    entry: bytes = c.key(LargeBinary)
    line: int = c.key()
    identity: bytes = c.blob()
    ledger: str = c.words()
    as_of: int = c.number()
    digest: bytes = c.blob()
    companies: str = c.words()
    delta: int = c.number()
    file_name: str = c.words()
    layout: str = c.words()
    items: int = c.number()
    totals: str = c.words()
    after: bytes | None = c.maybe_blob()
    """Identity of the import of the same day that this one was laid upon."""


class Policy(c.Row, table=True):
    """One key of the office's policy set to a JSON value."""

    __tablename__ = "policy"
    __table_args__ = (Index("policy_key", "key", "entry"), c.KEYED)

    entry: bytes = c.key(LargeBinary)
    line: int = c.key()
    key: str = c.words()
    value: str = c.words()
    replaces: bytes | None = c.maybe_blob()


class Sent(c.Row, table=True):
    """An export handed out: entries of `desk` up to `upto` went into it."""

    __tablename__ = "sent"
    __table_args__ = (Index("sent_what", "what", "desk", "upto"), c.KEYED)

    entry: bytes = c.key(LargeBinary)
    line: int = c.key()
    what: str = c.words()
    layout: str = c.words()
    desk: bytes = c.blob()
    upto: int = c.number()
    rows: int = c.number()
    file_name: str | None = c.maybe_words()


class Settled(c.Row, table=True):
    """A conflict that was settled: the fact of `target` about a thing is replaced by this entry's.

    A fact names one fact that it replaces; what it replaces besides stands here.
    """

    __tablename__ = "settled"
    __table_args__ = (Index("settled_target", "target"), c.KEYED)

    entry: bytes = c.key(LargeBinary)
    line: int = c.key()
    customer_id: int | None = c.maybe_number()
    thing: str = c.words()
    """What the facts set: `assignment`, `coding`, `contact`, `follow_up`, `policy` or `root_cause`."""
    key: str = c.words()
    """Which one: the item's, card's or customer's id, or the policy key."""
    target: bytes = c.blob()


class Erasure(c.Row, table=True):
    """A customer whose data is erased for good, named by id alone."""

    __tablename__ = "erasure"
    __table_args__ = (Index("erasure_customer", "erased_id"), c.KEYED)

    entry: bytes = c.key(LargeBinary)
    line: int = c.key()
    erased_id: int = c.number()
