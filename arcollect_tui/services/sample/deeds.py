"""What the collectors of a sample office did, as values; somebody else performs them."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal, NamedTuple

Intended = Literal["kept", "partial", "broken", "open"]


class Promised(NamedTuple):
    """A promise to pay. `amount` is in minor units of `currency`.

    `document_nos` are the items it is about. `intended` is what the newest ledger file of the office
    shows to have come of it.
    """

    amount: int
    due_on: date
    currency: str
    document_nos: tuple[str, ...]
    intended: Intended


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One deed at a local time of day, by the collector whose customer it concerns."""

    at: datetime
    collector: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeDeed(Deed):
    """Items coded as disputed, for the short-paid rest or as a whole."""

    document_nos: tuple[str, ...]
    reason: str
    mode: Literal["short", "whole"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallDeed(Deed):
    """A call and what came of it.

    Attributes:
        contact: who was spoken to, '' when nobody known was.
        why: why the customer pays late, a code, '' when it was not asked.
        promise: for the outcome PP, and for no other.
        dispute: for the outcome DI, and for no other: what the customer disputes.
        follow_up_on: the next step, where it is not the outcome's own; `follow_up_at` with a time.
    """

    customer_no: str
    outcome: str
    contact: str = ""
    note: str = ""
    why: str = ""
    promise: Promised | None = None
    dispute: CodeDeed | None = None
    follow_up_on: date | None = None
    follow_up_at: time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteDeed(Deed):
    """A note about a customer; a pinned one is shown whenever the account is."""

    customer_no: str
    note: str
    pinned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactDeed(Deed):
    """A person added to a customer. `language` is an ISO 639-1 code, `country` ISO 3166-1 alpha-2."""

    customer_no: str
    name: str
    role: str
    phone: str
    email: str
    country: str
    language: str
