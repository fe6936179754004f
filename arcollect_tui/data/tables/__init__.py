"""The tables, by kind: ledger, record, standing, desk.

Each kind has one writer (see the module docstrings). Importing this package declares every table,
so that `METADATA` is complete.
"""

from arcollect_tui.data.tables.columns import METADATA
from arcollect_tui.data.tables.desk import (
    DeskChain,
    DeskRow,
    Draft,
    Meta,
    TrimmedImport,
)
from arcollect_tui.data.tables.ledger import (
    Customer,
    CustomerChange,
    ImportChunk,
    Item,
    ItemChange,
    LedgerImport,
)
from arcollect_tui.data.tables.record import (
    Call,
    Coding,
    Contact,
    Entry,
    Erasure,
    FollowUp,
    ImportFact,
    Note,
    NoteItem,
    PartRow,
    Policy,
    Promise,
    PromiseItem,
    RetiredNumber,
    Sent,
    Settled,
    Void,
)
from arcollect_tui.data.tables.standing import (
    AccountStanding,
    ItemStanding,
    PromiseStanding,
    Unfounded,
    Voided,
)

__all__ = [
    "METADATA",
    "AccountStanding",
    "Call",
    "Coding",
    "Contact",
    "Customer",
    "CustomerChange",
    "DeskChain",
    "DeskRow",
    "Draft",
    "Entry",
    "Erasure",
    "FollowUp",
    "ImportChunk",
    "ImportFact",
    "Item",
    "ItemChange",
    "ItemStanding",
    "LedgerImport",
    "Meta",
    "Note",
    "NoteItem",
    "PartRow",
    "Policy",
    "Promise",
    "PromiseItem",
    "PromiseStanding",
    "RetiredNumber",
    "Sent",
    "Settled",
    "TrimmedImport",
    "Unfounded",
    "Void",
    "Voided",
]
