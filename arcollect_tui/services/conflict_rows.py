"""Conflicts in plain words: what each value says, who said it, and what it is about."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from arcollect_tui.data.queries import conflicts as queries
from arcollect_tui.data.queries import customers
from arcollect_tui.data.queries import items as item_queries
from arcollect_tui.data.queries.items import ItemRecord
from arcollect_tui.data.queries.record import EntryRow
from arcollect_tui.data.store import Connection
from arcollect_tui.rules import owners
from arcollect_tui.rules.coding import ASKED, CodingState
from arcollect_tui.rules.conflicts import Conflict
from arcollect_tui.rules.formats import OfficeFormat, short_day
from arcollect_tui.rules.minutes import from_minutes
from arcollect_tui.rules.money import shown
from arcollect_tui.services.codes import OF_DISPUTES
from arcollect_tui.services.facts import Fact
from arcollect_tui.services.office import Office

LEDGERS = "the ledger's collector"
_NOUNS = {
    "assignment": ("owner", "owners"),
    "coding": ("coding", "codings"),
    "contact": ("card", "cards"),
    "follow_up": ("day", "days"),
    "policy": ("value", "values"),
    "root_cause": ("root cause", "root causes"),
}
_NOTHING = {"assignment": LEDGERS, "coding": "uncoded", "contact": "retired", "root_cause": "no root cause"}
_OF_ITEMS = ("coding", "root_cause")
_CARD = ("name", "role", "phone", "email", "language", "country", "time_zone")
_FLAGS = ("preferred", "retired")


@dataclass(frozen=True, slots=True)
class ConflictValue:
    """What one desk said.

    Attributes:
        counts: this value is in force.
        founded: False where it counts for nothing, because what it replaced was taken back.
    """

    entry: bytes
    handle: str
    at: datetime
    local_day: date
    collector: str
    desk: int
    says: str
    counts: bool
    founded: bool


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """One thing with its values, oldest first.

    Attributes:
        id: names the conflict with just these values; the same at every desk.
        thing: `assignment`, `coding`, `contact`, `follow_up`, `policy` or `root_cause`.
        key: id of the item, card or customer, or the policy key.
        customer_id: None for policy.
        about: document number, name of the contact, `follow-up` or the policy key.
    """

    id: str
    thing: str
    key: str
    customer_id: int | None
    ledger: str
    customer_no: str
    name: str
    about: str
    values: tuple[ConflictValue, ...]

    @property
    def in_force(self) -> ConflictValue | None:
        """The value that counts now; None when nothing does."""
        return next((value for value in self.values if value.counts), None)

    @property
    def nothing(self) -> str:
        """What is said of the thing where no value holds."""
        return _NOTHING.get(self.thing, "stays")

    @property
    def brief(self) -> str:
        """What stays when it is settled without a choice, and what then does not hold."""
        kept = self.in_force
        stays = self.nothing if kept is None else f"{kept.says} by {kept.collector}"
        others = [one for one in self.values if kept is None or one.says != kept.says]
        gone = " or ".join(f"{one.says} by {one.collector}" for one in others)
        return f"{self.about} {stays}{', not ' if gone else ''}{gone}"

    @property
    def text(self) -> str:
        """The conflict in one line."""
        single, several = _NOUNS[self.thing]
        count = len(self.values)
        said = " · ".join(self.told(value) for value in self.values)
        return f"{self.about}, {count} {single if count == 1 else several}: {said}"

    def told(self, value: ConflictValue) -> str:
        """One of the values: what it says, by whom, and whether it counts."""
        return f"{value.says} {self.by(value)}"

    def by(self, value: ConflictValue) -> str:
        """Who said it and when, at which desk where the name does not tell, and whether it counts."""
        same = len({one.collector for one in self.values}) < len(self.values)
        desk = f" at desk {value.desk}" if same else ""
        now = ", counts" if value.counts else "" if value.founded else ", on an undone entry"
        return f"by {value.collector} {short_day(value.local_day)}{desk}{now}"


def conflict_rows(connection: Connection, office: Office, found: Sequence[Conflict]) -> list[ConflictRow]:
    """Conflicts in plain words."""
    if not found:
        return []
    heads = queries.headers(connection, (fact.entry for one in found for fact in one.values))
    items = items_of(connection, found)
    return [_row(connection, office, one, heads, items.get(one.key)) for one in found]


def items_of(connection: Connection, found: Iterable[Conflict]) -> dict[str, ItemRecord]:
    """The items of codings, those that are here, by their keys."""
    ids = [int(one.key) for one in found if one.thing in _OF_ITEMS]
    return {str(item): record for item, record in item_queries.records(connection, ids).items()}


def _row(
    connection: Connection,
    office: Office,
    conflict: Conflict,
    heads: Mapping[bytes, EntryRow],
    item: ItemRecord | None,
) -> ConflictRow:
    said = [queries.said(connection, fact) for fact in conflict.values]
    facts = [one.fact for one in said]
    customer_id = said[-1].customer_id
    known = None if customer_id is None else customers.by_id(connection, customer_id)
    ledger, number = said[-1].customer or ("", "")
    return ConflictRow(
        id=conflict.id,
        thing=conflict.thing,
        key=conflict.key,
        customer_id=customer_id,
        ledger=ledger,
        customer_no=number,
        name=known[3] if known else "",
        about=_about(conflict.thing, conflict.key, facts),
        values=tuple(
            _value(
                heads[fact.entry],
                _says(conflict.thing, one, facts, item, office.settings.fmt),
                counts=fact == conflict.in_force,
                founded=fact.founded,
            )
            for fact, one in zip(conflict.values, facts, strict=True)
        ),
    )


def _value(head: EntryRow, said: str, *, counts: bool, founded: bool) -> ConflictValue:
    desk = head.desk_number or 0
    return ConflictValue(
        entry=head.id,
        handle=f"{desk}-{head.seq}",
        at=datetime.fromtimestamp(head.at / 1_000_000, UTC),
        local_day=date.fromordinal(head.local_day),
        collector=head.collector,
        desk=desk,
        says=said,
        counts=counts,
        founded=founded,
    )


def _about(thing: str, key: str, facts: Sequence[Fact]) -> str:
    """What contradicting facts are about: a document number, a contact's name.

    Args:
        thing: the kind of thing.
        key: the policy key, where it is one.
        facts: what is said, the newest last.
    """
    newest = facts[-1]
    if thing in _OF_ITEMS:
        return str(newest.get("document_no") or newest["item"])
    if thing == "contact":
        return str(newest.get("name") or newest.get("phone") or newest.get("email") or "contact")
    return {"follow_up": "follow-up", "assignment": "owner"}.get(thing, key)


def _says(thing: str, fact: Fact, facts: Sequence[Fact], item: ItemRecord | None, fmt: OfficeFormat) -> str:
    """What one of contradicting facts says.

    Args:
        thing: the kind of thing.
        fact: the one.
        facts: all of them; of a contact card only what differs is said.
        item: the item of a coding, if it is here.
        fmt: how amounts look.
    """
    if thing == "coding":
        return _coding(fact, item, fmt)
    if thing == "assignment":
        return _terms(fact)
    if thing == "contact":
        return _card(fact, facts)
    if thing == "follow_up":
        return _day(fact)
    if thing == "root_cause":
        return " ".join(filter(None, ("cause", fact["cause"] or "none", fact.get("department", ""))))
    return str(json.loads(fact["value"]))


def nothing(thing: str, fact: Fact) -> Fact:
    """The fact that says that what `fact` says does not hold: the item is uncoded, the card retired."""
    if thing == "coding":
        return {**bare(fact), "state": str(CodingState.UNCODED), "reason": "", "disputed": None, "note": ""}
    if thing == "assignment":
        return {**fact, "collector": "", "terms": owners.as_text(())}
    if thing == "root_cause":
        return {**fact, "cause": "", "department": "", "note": ""}
    return {**fact, "retired": 1}


def bare(fact: Fact) -> Fact:
    """A coding without what only a dispute has."""
    return {name: value for name, value in fact.items() if name not in OF_DISPUTES}


def _coding(fact: Fact, item: ItemRecord | None, fmt: OfficeFormat) -> str:
    if fact["state"] != CodingState.DISPUTED:
        return str(fact["state"])
    ask = f", {ASKED[fact['ask']]}" if fact.get("ask") else ""
    pieces = fact.get("splits") or [[str(fact.get("reason") or fact["state"]), fact.get("disputed")]]
    return " + ".join(_piece(reason, amount, item, fmt) for reason, amount in pieces) + ask


def _piece(reason: str, amount: int | None, item: ItemRecord | None, fmt: OfficeFormat) -> str:
    if amount is None:
        return reason
    part = "in part" if item is None else f"{shown(amount, item.currency, fmt)} {item.currency}"
    return f"{reason} {part}"


def _card(fact: Fact, facts: Sequence[Fact]) -> str:
    def differs(field: str) -> bool:
        return len({one.get(field) or "" for one in facts}) > 1

    alone = len(facts) == 1
    fields = [f for f in _CARD if differs(f) or (alone and f != "name" and fact.get(f))]
    words = [f"{field.replace('_', ' ')} {fact.get(field) or '-'}" for field in fields]
    words += [flag if fact.get(flag) else f"not {flag}" for flag in _FLAGS if differs(flag)]
    return ", ".join(words) or "the card"


def _terms(fact: Fact) -> str:
    """Whom a customer is assigned to, and who covers, as it was said on the day it begins."""
    return owners.owner_words(owners.terms_of(fact["terms"]), "", fact["first"]) or LEDGERS


def _day(fact: Fact) -> str:
    if fact.get("day") is None:
        return "no next action"
    clock = from_minutes(fact.get("time"))
    return short_day(date.fromordinal(fact["day"])) + ("" if clock is None else f" {clock:%H:%M}")
