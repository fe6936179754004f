"""The words of a call form: what outcomes, reasons and ways to pay are called."""

from collections.abc import Sequence

from arcollect_tui.rules.contact_words import language_name
from arcollect_tui.rules.outcome_policy import OutcomeTable
from arcollect_tui.rules.outcomes import Outcome, delinquency
from arcollect_tui.rules.reasons import ReasonTree
from arcollect_tui.screens.reading import said
from arcollect_tui.services.contacts import ContactCard
from arcollect_tui.services.reach import Reach
from arcollect_tui.services.reading import read_reason
from arcollect_tui.widgets.field import Echo
from arcollect_tui.widgets.pick_list import Choice

METHODS = (
    Choice("wire", "Bank transfer"),
    Choice("check", "Cheque"),
    Choice("debit", "Direct debit"),
    Choice("card", "Card"),
    Choice("cash", "Cash"),
)


def first_field(outcome: Outcome) -> str:
    """The field that most needs typing."""
    for need, field in (("promise", "day"), ("dispute", "reason"), ("date", "next"), ("number", "phone")):
        if need in outcome.needs:
            return field
    return "note"


def outcome_choices(table: OutcomeTable) -> tuple[Choice, ...]:
    """Every outcome the office offers, those without a key first."""
    ordered = sorted(table.offered, key=lambda outcome: bool(outcome.key))
    return tuple(
        Choice(outcome.code, outcome.name, f"c {outcome.key}" if outcome.key else "") for outcome in ordered
    )


def reason_choices(tree: ReasonTree) -> tuple[Choice, ...]:
    """Every reason of a dispute."""
    return tuple(Choice(reason.code, reason.name) for reason in tree)


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
