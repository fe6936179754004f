"""From what is typed about a call to the draft of it; and the same deed worked out for another account."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from arcollect_tui.errors import UsageError
from arcollect_tui.rules.calendars import Calendar
from arcollect_tui.rules.coding import ItemFacts, skip_reason
from arcollect_tui.rules.money import parse_amount
from arcollect_tui.rules.outcomes import Outcome, delinquency
from arcollect_tui.rules.promises import check_promise
from arcollect_tui.services.account import Account, account
from arcollect_tui.services.business_days import calendar_of
from arcollect_tui.services.calls import CallDraft, DisputeDraft, PromiseDraft, prepare_call
from arcollect_tui.services.items import ItemRow
from arcollect_tui.services.office import Office
from arcollect_tui.services.reach import Reach, reach_of
from arcollect_tui.services.reading import TypedDays, read_outcome, read_reason
from arcollect_tui.services.texts import FieldError, Texts, read_field

SHORT, WHOLE, TYPED = "short", "whole", "typed"


@dataclass(frozen=True, slots=True)
class Proposals:
    """What a form of a call knows of the account."""

    draft: CallDraft
    account: Account
    reach: Reach
    calendar: Calendar

    @property
    def currency(self) -> str:
        """The currency of a promise."""
        if self.draft.promise is not None:
            return self.draft.promise.currency
        return self.account.aging[0].currency if self.account.aging else ""

    @property
    def full(self) -> int:
        """Everything the customer owes in that currency, credits left out; minor units."""
        items = (item for item in self.account.items if item.currency == self.currency)
        return sum(item.open_amount for item in items if item.open_amount > 0)


def proposals(
    office: Office, customer: int, outcome: Outcome, days: int | None, items: tuple[int, ...] = ()
) -> Proposals:
    """Ask what a form of a call proposes; a count of days is business days to the next action."""
    draft = prepare_call(office, customer, outcome.code, days=days, items=items)
    found = account(office, customer, activities=0)
    return Proposals(draft, found, reach_of(office, found), calendar_of(office, customer))


@dataclass(frozen=True, slots=True)
class TypedCall:
    """The texts of the form of a call, and what they are read with.

    Attributes:
        items: marked before the form was opened; meant where the field of the items is empty.
    """

    office: Office
    known: Proposals
    texts: Texts
    token: bytes
    items: tuple[int, ...] = ()

    def text(self, name: str) -> str:
        """What stands in a field."""
        return self.texts.get(name, "").strip()

    def draft(self) -> CallDraft:
        """The call as it stands in the fields.

        Raises:
            FieldError: a field cannot be read, or lacks what the outcome needs.
        """
        days, why = TypedDays.of(self.office, self.known.calendar), self.text("why")
        outcome = read_field("outcome", lambda: self._outcome(self.text("outcome")))
        draft = CallDraft(
            self.known.draft.customer_id,
            outcome.code,
            contact=self.text("contact"),
            phone=self.text("phone"),
            why=read_field("why", lambda: delinquency(why).code) if why else "",
            note=self.text("note"),
            items=self.items,
            follow_up=read_field("next", lambda: days.next_action(self.text("next"))),
            token=self.token,
        )
        if "promise" in outcome.needs:
            draft = replace(draft, promise=self._promise(days))
        if "dispute" in outcome.needs:
            draft = self._with_dispute(draft)
        self._check(outcome, draft)
        return draft

    def _outcome(self, text: str) -> Outcome:
        return read_outcome(text, self.office.settings.outcomes)

    def _check(self, outcome: Outcome, draft: CallDraft) -> None:
        day = draft.follow_up.day if draft.follow_up else None
        if "date" in outcome.needs and day is None:
            raise FieldError("next", f"{outcome.name} needs the day of the next action, fri for example.")
        if "number" in outcome.needs and not draft.phone:
            raise FieldError("phone", f"{outcome.name} needs the number that was called.")
        if day is not None and day < self.office.today:
            raise FieldError("next", "That day is past: type today or a later day.")

    def amount(self, text: str) -> int:
        """The amount of a promise that a text means, in minor units.

        Raises:
            UsageError: it means none.
        """
        known, promise = self.known, self.known.draft.promise
        default = promise.amount if promise else None
        return parse_amount(text, known.currency, self.office.settings.fmt, default, known.full)

    def _promise(self, days: TypedDays) -> PromiseDraft:
        proposed = self.known.draft.promise
        day = read_field("day", lambda: days.day(self.text("day"), proposed.due_on if proposed else None))
        amount = read_field("amount", lambda: self.amount(self.text("amount")))
        if amount <= 0:
            raise FieldError("amount", "A promise needs an amount of more than zero.")
        read_field("day", lambda: check_promise(amount, day, self.office.today, amount))
        return PromiseDraft(amount, self.known.currency, day, self.text("method"))

    def _with_dispute(self, draft: CallDraft) -> CallDraft:
        items = read_field("items", lambda: self.chosen_items(self.text("items")))
        text = self.text("reason")
        if not text and not items:
            return draft
        if not text:
            raise FieldError("reason", "Which reason? Type a few letters of it.")
        reason = read_field("reason", lambda: read_reason(text, self.office.settings.reasons))
        if not items:
            raise FieldError("items", "Which items? Type their numbers, or all.")
        mode, amount = read_field("disputed", lambda: self.disputed(self.text("disputed")))
        return replace(draft, items=items, dispute=DisputeDraft(reason.code, mode, amount))

    def chosen_items(self, text: str) -> tuple[int, ...]:
        """Numbers of the account's open items, or `all` overdue; nothing typed: those marked.

        Raises:
            UsageError: a number is none of them.
        """
        if not text.strip():
            return self.items
        return items_named(self.known.account, text)

    def disputed(self, text: str) -> tuple[str, int | None]:
        """How much of each item: mode and, for an amount, minor units.

        Raises:
            UsageError: it is no amount.
        """
        word = text.strip().casefold()
        if word in ("", WHOLE):
            return WHOLE, None
        if word == SHORT:
            return SHORT, None
        return TYPED, parse_amount(text, self.known.currency, self.office.settings.fmt)


def items_named(found: Account, text: str) -> tuple[int, ...]:
    """The open items of an account with these numbers, or `all` that are overdue and can be disputed.

    Raises:
        UsageError: a number is none of them.
    """
    if text.strip().casefold() == "all":
        return tuple(item.item_id for item in found.items if disputable(item))
    ids: list[int] = []
    for number in text.replace(",", " ").split():
        ids += _named(found, number)
    return tuple(ids)


def _named(found: Account, number: str) -> Sequence[int]:
    ids = [item.item_id for item in found.items if number.casefold() == item.document_no.casefold()]
    if not ids:
        raise UsageError(f"{number} is no open item of {found.customer.number}: name open ones, or all.")
    return ids


def disputable(item: ItemRow) -> bool:
    """Whether `all` means this item too: it is overdue, and it can be disputed."""
    facts = ItemFacts(item.state, item.type, item.open_amount, item.short_amount)
    return (item.days_overdue or 0) > 0 and skip_reason(facts) is None


def repeated_call(office: Office, code: str, texts: Texts, days: int | None) -> Callable[[int], CallDraft]:
    """Works out a call anew for another account: relative days and proposed amounts count from there.

    What was said by one customer (contact, number, note) is not put into the mouth of the next.
    """

    def draft_for(customer: int) -> CallDraft:
        reading = TypedDays.about(office, customer)
        draft = prepare_call(office, customer, code, days=days)
        upcoming = reading.next_action(texts.get("next", "")) or draft.follow_up
        draft = replace(draft, why=texts.get("why", "").upper(), follow_up=upcoming)
        promise = draft.promise
        if promise is None:
            return draft
        day = reading.day(texts.get("day", ""), promise.due_on)
        amount = parse_amount(
            texts.get("amount", ""), promise.currency, reading.settings.fmt, promise.amount, promise.amount
        )
        follow_up = upcoming if texts.get("next") or days is not None else None
        promise = replace(promise, amount=amount, due_on=day, method=texts.get("method", ""))
        return replace(draft, promise=promise, follow_up=follow_up)

    return draft_for
