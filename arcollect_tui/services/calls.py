"""Logging a contact: outcome, promise, dispute and next action in one entry."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time

from arcollect_tui.data.journal import Deed, new_token
from arcollect_tui.data.queries import accounts, deeds
from arcollect_tui.data.queries import items as item_queries
from arcollect_tui.data.queries.items import ItemRecord
from arcollect_tui.data.standing import Aspect
from arcollect_tui.data.store import Connection
from arcollect_tui.errors import Refused, UsageError
from arcollect_tui.rules import coding, outcomes
from arcollect_tui.rules.calendars import Calendar
from arcollect_tui.rules.formats import long_day
from arcollect_tui.rules.money import shown
from arcollect_tui.rules.outcomes import Outcome
from arcollect_tui.rules.promises import check_promise, grace_until
from arcollect_tui.rules.promises import promise_default as default_amount
from arcollect_tui.rules.reasons import ReasonTree
from arcollect_tui.rules.text import counted
from arcollect_tui.services import facts
from arcollect_tui.services.business_days import calendar_in, calendar_of, skipped
from arcollect_tui.services.codes import Said, coding_fact, item_facts, items_of
from arcollect_tui.services.contacts import contacts_of
from arcollect_tui.services.office import Office, Saved
from arcollect_tui.services.references import CustomerRef, customer_by_id


@dataclass(frozen=True, slots=True)
class PromiseDraft:
    """A promise as typed; the amount in minor units."""

    amount: int
    currency: str
    due_on: date
    method: str = ""


@dataclass(frozen=True, slots=True)
class FollowUpDraft:
    """The next action as typed; no day means none.

    Attributes:
        skips: the holidays that its business days left out, in words; not stored.
    """

    day: date | None
    at: time | None = None
    skips: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class DisputeDraft:
    """A dispute raised in the call about its items; `amount` in minor units for mode typed."""

    reason: str
    mode: str = "whole"
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class CallDraft:
    """A contact, ready to be checked and stored.

    Attributes:
        outcome: code of the outcome.
        why: code of the reason for paying late.
        items: ids of the items the call was about.
        follow_up: None for the outcome's own next step.
        token: minted when the form opened; the same draft is stored once.
    """

    customer_id: int
    outcome: str
    contact: str = ""
    phone: str = ""
    why: str = ""
    note: str = ""
    items: tuple[int, ...] = ()
    promise: PromiseDraft | None = None
    follow_up: FollowUpDraft | None = None
    dispute: DisputeDraft | None = None
    token: bytes = field(default_factory=new_token)


def promise_default(office: Office, customer_id: int, items: Sequence[int] = ()) -> tuple[int, str]:
    """(amount, currency) that a promise form proposes: all overdue less disputed, or the items' rest."""
    with office.store.reading() as connection:
        return _promise_default(connection, customer_id, items)


def _promise_default(connection: Connection, customer_id: int, items: Sequence[int]) -> tuple[int, str]:
    if items:
        found = item_queries.records(connection, items)
        named = [found[item] for item in dict.fromkeys(items) if item in found]
        currency = named[0].currency if named else ""
        rest = sum(item.open_amount - (item.disputed or 0) for item in named if item.currency == currency)
        return max(0, rest), currency
    rows = accounts.rows_of(connection, [customer_id])[customer_id]
    if not rows:
        return 0, ""
    lead = rows[0]
    return default_amount(lead.overdue, lead.disputed_overdue), lead.currency


def everything_open(office: Office, customer_id: int, currency: str, items: Sequence[int] = ()) -> int:
    """What "full" means in a promise: the balance in its currency, or all that is open of the items."""
    with office.store.reading() as connection:
        if items:
            found = item_queries.records(connection, items).values()
            return max(0, sum(item.open_amount for item in found if item.currency == currency))
        rows = accounts.rows_of(connection, [customer_id])[customer_id]
        return max(0, sum(row.balance for row in rows if row.currency == currency))


def prepare_call(
    office: Office,
    customer_id: int,
    outcome: str,
    *,
    days: int | None = None,
    items: Sequence[int] = (),
) -> CallDraft:
    """A call with everything filled in that can be: contact, number, amount, next action.

    Args:
        office: the office.
        customer_id: whom.
        outcome: code of the outcome.
        days: business days to the next action, instead of the outcome's own.
        items: the items marked.
    """
    kind = office.settings.outcomes.find(outcome)
    with office.store.reading() as connection:
        customer_by_id(connection, customer_id)
        cards = [card for card in contacts_of(connection, customer_id) if not card.retired]
        amount, currency = _promise_default(connection, customer_id, items)
        calendar = calendar_in(connection, office, customer_id)
    promise = None
    if "promise" in kind.needs:
        promise = PromiseDraft(amount, currency, _next_friday(office.today))
    draft = CallDraft(
        customer_id,
        kind.code,
        contact=cards[0].name if cards and kind.contact else "",
        phone=cards[0].phone if cards else "",
        items=tuple(items),
        promise=promise,
    )
    return replace(draft, follow_up=_follow_up(office, kind, draft, calendar, days))


def _next_friday(today: date) -> date:
    return date.fromordinal(today.toordinal() + (4 - today.weekday() - 1) % 7 + 1)


def _follow_up(
    office: Office, kind: Outcome, draft: CallDraft, calendar: Calendar, days: int | None = None
) -> FollowUpDraft | None:
    promised = draft.promise.due_on if draft.promise else None
    now = office.clock.local()
    found = outcomes.default_follow_up(kind, now, calendar, days=days, promise_on=promised)
    if found is None:
        return None
    rule = kind.default_follow_up
    start = promised if days is None and rule and rule.base is outcomes.Base.PROMISE else now.date()
    return FollowUpDraft(*found, skipped(start or now.date(), found[0], calendar))


def _complete(office: Office, draft: CallDraft) -> tuple[Outcome, CallDraft]:
    """The draft with the outcome's own next step where none was given.

    Raises:
        UsageError: something the outcome needs is missing.
    """
    kind = office.settings.outcomes.find(draft.outcome)
    if draft.why:
        outcomes.delinquency(draft.why)
    if draft.promise is not None and not kind.contact:
        raise UsageError(f"{kind.name} reached nobody who could promise. Log PP for a promise to pay.")
    if "promise" in kind.needs and draft.promise is None:
        raise UsageError("A promise needs an amount and a day: --promise AMOUNT --by DATE.")
    if "number" in kind.needs and not draft.phone.strip():
        raise Refused(f"{kind.name} needs the number that was called; the account has none in force.")
    if draft.promise and draft.promise.due_on < office.today:
        raise Refused(f"{long_day(draft.promise.due_on)} is past. A promise is due today or later.")
    if draft.follow_up is None:
        calendar = calendar_of(office, draft.customer_id)
        draft = replace(draft, follow_up=_follow_up(office, kind, draft, calendar))
    if "date" in kind.needs and (draft.follow_up is None or draft.follow_up.day is None):
        msg = f"{kind.name} needs the day of the next action."
        raise UsageError(msg)
    if draft.follow_up and draft.follow_up.day and draft.follow_up.day < office.today:
        raise Refused(f"{long_day(draft.follow_up.day)} is past. Give today or a later day.")
    return kind, draft


def will_write(office: Office, draft: CallDraft) -> str:
    """What saving the draft stores, in one line."""
    kind, draft = _complete(office, draft)
    words = [f"call {kind.name.lower()}{_retires(kind, draft)}"]
    if draft.promise:
        promise = draft.promise
        amount = shown(promise.amount, promise.currency, office.settings.fmt)
        named = f" ({counted(len(draft.items), 'item')})" if draft.items else ""
        words.append(f"promise {amount} {promise.currency} {long_day(promise.due_on)}{named}")
    if draft.dispute:
        words.append(f"dispute {draft.dispute.reason} on {counted(len(draft.items), 'item')}")
    words.append(_next_words(draft))
    return f"Will write: {' + '.join(words)}"


def _retires(kind: Outcome, draft: CallDraft) -> str:
    """Which number is not offered any more after this outcome."""
    phone = draft.phone.strip()
    return f" {phone} retired" if kind.retires_number and phone else ""


def _next_words(draft: CallDraft) -> str:
    if draft.follow_up is None:
        return "next action as before"
    if draft.follow_up.day is None:
        return "no next action"
    clock = f" {draft.follow_up.at:%H:%M}" if draft.follow_up.at else ""
    skips = f" (not {draft.follow_up.skips})" if draft.follow_up.skips else ""
    return f"next action {long_day(draft.follow_up.day)}{clock}{skips}"


def log_call(office: Office, draft: CallDraft) -> Saved:
    """Store a contact as one entry: call, promise, dispute, next action.

    Raises:
        UsageError: something the outcome needs is missing, or a code is unknown.
        Refused: a rule says no (a promise of nothing, a day that is past, an item that cannot be disputed).
    """
    kind, draft = _complete(office, draft)
    with office.deed() as connection:
        customer = customer_by_id(connection, draft.customer_id)
        items = items_of(connection, customer, draft.items)
        warnings = _check(office, connection, draft, items)
        said = _facts(office, connection, customer, kind, draft, items)
        aspects = Aspect.CONTACT
        aspects |= Aspect.PROMISE if draft.promise else Aspect(0)
        aspects |= Aspect.CODING if draft.dispute else Aspect(0)
        deed = Deed("call", [facts.part_about(customer, said)], draft.token)
        recorded = office.record(connection, deed, [customer.id], aspects, coded=draft.dispute is not None)
        return office.saved(connection, recorded, _sentence(office, customer, kind, draft), warnings)


def _check(
    office: Office, connection: Connection, draft: CallDraft, items: Sequence[ItemRecord]
) -> list[str]:
    if draft.promise is None:
        return []
    rows = accounts.rows_of(connection, [draft.customer_id])[draft.customer_id]
    promise = draft.promise
    balance = sum(row.balance for row in rows if row.currency == promise.currency)
    if not any(row.currency == promise.currency for row in rows):
        owed = promise.currency or "any currency"
        raise Refused(f"The account has nothing in {owed} to promise: choose another outcome.")
    other = next((item for item in items if item.currency != promise.currency), None)
    if other is not None:
        raise Refused(
            f"Item {other.document_no} is in {other.currency}, not in the promise's {promise.currency}."
        )
    return check_promise(promise.amount, promise.due_on, office.today, balance)


def _facts(
    office: Office,
    connection: Connection,
    customer: CustomerRef,
    kind: Outcome,
    draft: CallDraft,
    items: Sequence[ItemRecord],
) -> list[facts.Fact]:
    said: list[facts.Fact] = [
        {
            "is": "call",
            "outcome": kind.code,
            "contact": draft.contact.strip(),
            "phone": draft.phone.strip(),
            "why": draft.why.strip().upper(),
            "note": draft.note.strip(),
        },
        *facts.about_items(items),
    ]
    if draft.promise:
        promise = draft.promise
        said.append(
            {
                "is": "promise",
                "amount": promise.amount,
                "currency": promise.currency,
                "made_on": office.today.toordinal(),
                "due_on": promise.due_on.toordinal(),
                "grace_until": grace_until(promise.due_on, calendar=office.settings.calendar).toordinal(),
                "method": promise.method,
                "contact": draft.contact.strip(),
            }
        )
        said += facts.about_items(items, "promise_item")
    if draft.dispute:
        said += _dispute(connection, office.settings.reasons, draft.dispute, items, draft.note)
    if draft.follow_up is not None:
        follow_up = draft.follow_up
        said.append(facts.follow_up(connection, customer.id, follow_up.day, follow_up.at))
    if kind.retires_number and draft.phone:
        said.append({"is": "retired_number", "phone": draft.phone.strip()})
    return said


def _dispute(
    connection: Connection,
    tree: ReasonTree,
    dispute: DisputeDraft,
    items: Sequence[ItemRecord],
    note: str,
) -> list[facts.Fact]:
    if not items:
        raise Refused("A dispute needs the items it is about. Mark them, or name them with --item.")
    reason = tree.find(dispute.reason)
    mode = coding.AmountMode(dispute.mode)
    said = []
    before = deeds.codings_in_force(connection, [item.id for item in items])
    for item in items:
        why = coding.skip_reason(item_facts(item), mode)
        if why is not None:
            raise Refused(f"Item {item.document_no} cannot be disputed: {why}.")
        amount = coding.disputed_amount(mode, dispute.amount, item.open_amount, item_facts(item).short)
        stated = None if mode is coding.AmountMode.WHOLE else amount
        coded = Said("disputed", reason.code, stated, note)
        said.append(coding_fact(item, coded, before.get(item.id)))
    return said


def _sentence(office: Office, customer: CustomerRef, kind: Outcome, draft: CallDraft) -> str:
    words = f"{kind.name.lower()}{_retires(kind, draft)}"
    if draft.promise:
        amount = shown(draft.promise.amount, draft.promise.currency, office.settings.fmt)
        words = f"promise {amount} {draft.promise.currency} by {long_day(draft.promise.due_on)}"
    return f"Logged: {customer.number} {words}, {_next_words(draft)}."
