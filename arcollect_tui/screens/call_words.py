"""The words of a call form: what outcomes, reasons and ways to pay are called, and what `.` repeats."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from arcollect_tui.rules.coding import ItemFacts, skip_reason
from arcollect_tui.rules.contact_words import language_name
from arcollect_tui.rules.money import parse_amount
from arcollect_tui.rules.outcome_policy import OutcomeTable
from arcollect_tui.rules.outcomes import Outcome, by_key, delinquency
from arcollect_tui.rules.reasons import Reason, ReasonTree
from arcollect_tui.screens.form import Texts
from arcollect_tui.screens.reading import Reading, said
from arcollect_tui.services.calls import CallDraft, prepare_call
from arcollect_tui.services.contacts import ContactCard
from arcollect_tui.services.items import ItemRow
from arcollect_tui.services.office import Office
from arcollect_tui.services.reach import Reach
from arcollect_tui.widgets.field import Echo
from arcollect_tui.widgets.pick_list import Choice

METHODS = (
    Choice("wire", "Bank transfer"),
    Choice("check", "Cheque"),
    Choice("debit", "Direct debit"),
    Choice("card", "Card"),
    Choice("cash", "Cash"),
)


def repeated_call(office: Office, code: str, texts: Texts, days: int | None) -> Callable[[int], CallDraft]:
    """Works out a call anew for another account: relative days and proposed amounts count from there.

    What was said by one customer (contact, number, note) is not put into the mouth of the next.
    """

    def draft_for(customer: int) -> CallDraft:
        reading = Reading.about(office, customer)
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


def disputable(item: ItemRow) -> bool:
    """Whether `all` means this item too: it is overdue, and it can be disputed."""
    facts = ItemFacts(item.state, item.type, item.open_amount, item.short_amount)
    return (item.days_overdue or 0) > 0 and skip_reason(facts) is None


def first_field(outcome: Outcome) -> str:
    """The field that most needs typing."""
    for need, field in (("promise", "day"), ("dispute", "reason"), ("date", "next"), ("number", "phone")):
        if need in outcome.needs:
            return field
    return "note"


def read_outcome(text: str, table: OutcomeTable) -> Outcome:
    """The office's outcome of a code or a letter."""
    typed = text.strip()
    return table.find(by_key(typed.casefold()).code if len(typed) == 1 else typed)


def read_reason(text: str, tree: ReasonTree) -> Reason:
    """The reason of a code, or the likeliest one for a few letters.

    Raises:
        UsageError: nothing is like that.
    """
    likely = tree.type_ahead(text) if text.strip() else []
    return likely[0] if likely else tree.find(text)


def outcome_choices(table: OutcomeTable) -> tuple[Choice, ...]:
    """Every outcome the office offers, those without a key first."""
    ordered = sorted(table.offered, key=lambda outcome: bool(outcome.key))
    return tuple(
        Choice(outcome.code, outcome.name, f"c {outcome.key}" if outcome.key else "") for outcome in ordered
    )


def reason_choices(tree: ReasonTree) -> tuple[Choice, ...]:
    """Every reason of a dispute."""
    return tuple(Choice(reason.code, reason.name) for reason in tree)


def promise_problem(amount: int) -> str:
    """Why an amount cannot be promised, empty when it can."""
    return "" if amount > 0 else "A promise needs an amount of more than zero."


def say_contact(text: str, cards: Sequence[ContactCard], reach: Reach) -> Echo:
    """The time where the contact of a name is, and whether it is one for a call; else of the first one."""
    named = [card for card in cards if card.name and card.name.casefold() == text.strip().casefold()]
    there = reach.times.get(named[0].contact_id) if named else reach.first
    if there is None:
        return Echo("")
    language = language_name(named[0].language) if named and named[0].language else ""
    return Echo(", ".join(filter(None, (there.full, language))))


def say_why(text: str) -> Echo:
    """What a code of a reason for paying late means."""
    return said(lambda: delinquency(text).name) if text.strip() else Echo("")


def say_method(text: str) -> Echo:
    """What a code of a way to pay means; any other word stands for itself."""
    found = [choice.name for choice in METHODS if choice.code == text.strip().casefold()]
    return Echo(found[0] if found else "")


def say_reason(text: str, tree: ReasonTree) -> Echo:
    """What a few letters of a dispute reason mean."""

    def words() -> str:
        reason = read_reason(text, tree)
        return f"{reason.code}  {reason.name}"

    return said(words) if text.strip() else Echo("a few letters; F2 lists them")
