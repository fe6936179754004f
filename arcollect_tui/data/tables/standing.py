"""Standing tables: what follows from ledger, facts and policy.

Written only by `refresh()` (`data/standing/`), in the transaction that changed the source, and
recomputed at any time to the same result.
"""

from sqlalchemy import Index, LargeBinary

from arcollect_tui.data.tables import columns as c


class Voided(c.Row, table=True):
    """An entry or import that does not count now."""

    __tablename__ = "voided"
    __table_args__ = (c.KEYED,)

    target: bytes = c.key(LargeBinary)


class Unfounded(c.Row, table=True):
    """A coding, card or assignment that counts for nothing, because what it replaced was taken back.

    An undo takes back what it knows to be built on its target; this is what arrived later.
    """

    __tablename__ = "unfounded"
    __table_args__ = (c.KEYED,)

    entry: bytes = c.key(LargeBinary)
    line: int = c.key()


class ItemStanding(c.Row, table=True):
    """Coding in force of an open item. Sparse: rows only for items that live facts speak about."""

    __tablename__ = "item_standing"
    __table_args__ = (
        Index("item_standing_account", "customer_id", "currency", "disputed"),
        Index("item_standing_reason", "reason", "item_id"),
        c.STRICT,
    )

    item_id: int = c.key()
    customer_id: int = c.number()
    currency: str = c.words()
    due_date: int | None = c.maybe_number()
    state: str = c.words()
    reason: str = c.words()
    disputed: int = c.number()
    entry: bytes = c.blob()
    line: int = c.number()


class PromiseStanding(c.Row, table=True):
    """What the imports in force say about a promise, with the import that the verdict rests on."""

    __tablename__ = "promise_standing"
    __table_args__ = (
        Index("promise_standing_account", "customer_id", "currency"),
        Index("promise_standing_state", "state", "due_on"),
        c.KEYED,
    )

    entry: bytes = c.key(LargeBinary)
    line: int = c.key()
    customer_id: int = c.number()
    currency: str = c.words()
    amount: int = c.number()
    paid: int = c.number()
    made_on: int = c.number()
    due_on: int = c.number()
    grace_until: int = c.number()
    state: str = c.words()
    verdict_import: int | None = c.maybe_number()


class AccountStanding(c.Row, table=True):
    """One row a customer and currency; `lead` marks the row by which the customer ranks."""

    __tablename__ = "account_standing"
    __table_args__ = (
        Index("account_standing_rank", "lead", "score", "overdue", "customer_id"),
        Index("account_standing_overdue", "lead", "overdue"),
        c.STRICT,
    )

    customer_id: int = c.key()
    currency: str = c.key(c.TEXT)
    # copied from the ledger, for sorting and filtering
    ledger: str = c.words()
    number: str = c.words()
    name: str = c.words()
    search: str = c.words()
    country: str = c.words()
    # owner aspect
    collector: str = c.words()
    """Who owns the customer on the day: who covers, whom it was assigned to, or the ledger's collector."""
    # ledger aspect
    day: int = c.number()
    unit: int = c.number()
    """Minor units in one major unit of the currency."""
    items: int = c.number()
    balance: int = c.number()
    overdue: int = c.number()
    unapplied: int = c.number()
    due_soon: int = c.number()
    no_due: int = c.number()
    current: int = c.number()
    late_30: int = c.number()
    late_60: int = c.number()
    late_90: int = c.number()
    late_more: int = c.number()
    oldest_due: int | None = c.maybe_number()
    credit_limit: int | None = c.maybe_number()
    # coding aspect
    disputed: int = c.number()
    disputed_overdue: int = c.number()
    # promise aspect
    promised: int = c.number()
    promise_state: str = c.words()
    promise_due: int | None = c.maybe_number()
    broken: int = c.number()
    # contact aspect
    last_contact_on: int | None = c.maybe_number()
    last_outcome: str = c.words()
    next_action_on: int | None = c.maybe_number()
    next_action_at: int | None = c.maybe_number()
    # score aspect
    score: int = c.number()
    lead: int = c.number()
