"""What rows that came back from a spreadsheet would change, before anything is written."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time

from arcollect_tui.data.exports.read import EditedRow
from arcollect_tui.data.imports.values import HeldLine
from arcollect_tui.data.queries import customers, deeds
from arcollect_tui.data.store import Connection
from arcollect_tui.rules.text import key_text, quoted
from arcollect_tui.services.contacts import ContactDraft
from arcollect_tui.services.references import CustomerRef

CHANGED, ADDED, ALREADY, UNTOUCHED = "changed", "added", "already_so", "untouched"
UNKNOWN, MEANWHILE, UNREADABLE, NOT_HERE = "unknown", "changed_meanwhile", "unreadable", "not_to_edit"
"""What comes of a row: classes of the preview."""


class Held(Exception):
    """A row of which nothing comes.

    Attributes:
        what: class of the preview.
        column: whose cell it is.
        why: in a few words, with what would be right.
    """

    def __init__(self, what: str, column: str, why: str) -> None:
        super().__init__(why)
        self.what, self.column, self.why = what, column, why


@dataclass(frozen=True, slots=True)
class NextAction:
    """When to act next; no day means never."""

    day: date | None
    at: time | None


@dataclass(frozen=True, slots=True)
class Card:
    """A contact card as it shall be."""

    contact_id: int
    draft: ContactDraft
    retired: bool


@dataclass(frozen=True, slots=True)
class Change:
    """What one row would change.

    Attributes:
        line: of the file.
        customer: whose row it is.
        words: before and after, for people.
        new: it adds something that was not there.
        next_action: the next action it sets; None when it leaves it.
        note: the note it adds; '' for none.
        card: the contact it writes; None when it writes none.
    """

    line: int
    customer: CustomerRef
    words: str
    new: bool = False
    next_action: NextAction | None = None
    note: str = ""
    card: Card | None = None


@dataclass(slots=True)
class Sorted:
    """Rows sorted by what comes of them; each is counted once."""

    changes: list[Change] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    held: list[HeldLine] = field(default_factory=list)

    def take(self, change: Change | str) -> None:
        """A change, or the class of a row that changes nothing."""
        if isinstance(change, str):
            self.counts[change] += 1
        else:
            self.changes.append(change)
            self.counts[ADDED if change.new else CHANGED] += 1

    def hold(self, row: EditedRow, why: Held) -> None:
        """A row of which nothing comes."""
        self.counts[why.what] += 1
        self.held.append(HeldLine(row.line, why.column, why.why, row.get("customer_no")))


def customer_of(connection: Connection, row: EditedRow) -> CustomerRef:
    """The customer that a row names.

    Raises:
        Held: there is none, or the number stands in several ledgers.
    """
    number, ledger = key_text(row.get("customer_no")), row.get("ledger")
    found = customers.by_number(connection, number, ledger or None)
    if not found:
        raise Held(UNKNOWN, "customer_no", f"there is no customer {quoted(number)} here")
    if len(found) > 1:
        raise Held(UNKNOWN, "ledger", f"{quoted(number)} stands in several ledgers: name one")
    return CustomerRef(*found[0])


def version_of(row: EditedRow) -> str:
    """The mark of a row.

    Raises:
        Held: it has lost it, so that an edit cannot be told from what changed here.
    """
    version = row.get("version")
    if not version:
        raise Held(UNREADABLE, "version", "the row has lost its version: export the list anew")
    return version


def new_note(connection: Connection, customer: CustomerRef, text: str) -> str:
    """The note that a row adds; '' when it adds none, or the account has it already."""
    return "" if not text or deeds.has_note(connection, customer.id, text) else text


def joined(words: Sequence[str]) -> str:
    """What a row changes, in one line."""
    return ", ".join(word for word in words if word)
