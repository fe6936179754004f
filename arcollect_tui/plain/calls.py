"""Calls as lines: `cn`, `c v asked for Ann`, `p 500 fri`, `c d PRC INV123`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from arcollect_tui.errors import ArcollectError, UsageError
from arcollect_tui.plain.asking import Question, Sheet, fill, new_sheet
from arcollect_tui.plain.phrases import money
from arcollect_tui.plain.session import Repeat, Session
from arcollect_tui.plain.words import Typed, Words, words_of
from arcollect_tui.rules.formats import long_day
from arcollect_tui.rules.outcomes import DELINQUENCY_REASONS, Outcome
from arcollect_tui.services.call_texts import Proposals, TypedCall, proposals, repeated_call
from arcollect_tui.services.calls import CallDraft, log_call
from arcollect_tui.services.reading import TypedDays, read_outcome, read_reason
from arcollect_tui.services.texts import FieldError

FORM = "call"
FIELDS = {
    "who": "contact",
    "number": "phone",
    "why": "why",
    "next": "next",
    "method": "method",
    "amount": "amount",
    "day": "day",
    "reason": "reason",
    "items": "items",
    "disputed": "disputed",
    "note": "note",
}
"""What a value is named on the line, and the field of the form that it is."""


def call(session: Session, typed: Typed) -> None:
    """Log a call; the first word is the outcome, as a letter, a code or its name."""
    words = words_of(typed.rest, FIELDS)
    if not words.plain:
        session.console.rows(outcome_lines(session))
        raise UsageError("Which outcome? Type c and its letter, cn for example.")
    outcome, rest = _outcome(session, words.plain)
    log(session, outcome, replace(words, plain=tuple(rest)), typed.count)


def promise(session: Session, typed: Typed) -> None:
    """Take a promise."""
    log(session, session.office.settings.outcomes.find("PP"), words_of(typed.rest, FIELDS), typed.count)


def outcome_lines(session: Session) -> Iterable[str]:
    """Every outcome that the office offers, with its letter or its code."""
    for outcome in session.office.settings.outcomes.offered:
        yield f"c{outcome.key}  {outcome.name}" if outcome.key else f"c {outcome.code}  {outcome.name}"


def _outcome(session: Session, words: Sequence[str]) -> tuple[Outcome, Sequence[str]]:
    """The outcome and the words after it; its name may be several words."""
    table = session.office.settings.outcomes
    for outcome in table.offered:
        named = outcome.name.casefold().split()
        if [word.casefold() for word in words[: len(named)]] == named:
            return outcome, words[len(named) :]
    return read_outcome(words[0], table), words[1:]


def log(session: Session, outcome: Outcome, words: Words, count: int | None) -> None:
    """Log a call with what is typed; what is missing is asked for."""
    session.check_writable()
    customer = session.customer()
    known = proposals(session.office, customer, outcome, count, _items_here(session))
    texts = _typed(session, outcome, known, words)
    questions = missing(session, outcome, known, texts)
    sheet = new_sheet(session, FORM, {"outcome": outcome.code} | texts, asks=bool(questions))
    if questions:
        fill(session, sheet, questions)
    write(session, sheet, known, count)


def write(session: Session, sheet: Sheet, known: Proposals, count: int | None) -> None:
    """Store the call that stands on the sheet.

    Raises:
        UsageError: something of it cannot be read.
    """
    office, follow_up = session.office, known.draft.follow_up
    proposed = {"contact": known.draft.contact, "phone": known.draft.phone}
    if count is not None and follow_up is not None and follow_up.day is not None:
        proposed["next"] = follow_up.day.isoformat()
    typed = TypedCall(office, known, proposed | sheet.texts, sheet.token, known.draft.items)
    try:
        draft = typed.draft()
    except FieldError as error:
        sheet.keep(session)
        raise UsageError(error.sentence) from None
    saved = log_call(office, draft)
    _remember(session, sheet.texts, draft, count)
    worked = draft.customer_id if office.settings.outcomes.find(draft.outcome).worked else None
    session.saved(saved, worked=worked)


def _remember(session: Session, texts: Mapping[str, str], draft: CallDraft, count: int | None) -> None:
    """A dispute is about its own items and is not repeated."""
    office = session.office
    draft_for = repeated_call(office, draft.outcome, texts, count)
    again = Repeat(lambda customer: log_call(office, draft_for(customer)))
    session.repeat = None if draft.dispute else again


def _items_here(session: Session) -> tuple[int, ...]:
    """A call is about an account; its items are named."""
    if session.on_items:
        raise UsageError("That is a deed about an account: account opens the account of this item.")
    return ()


def _typed(session: Session, outcome: Outcome, known: Proposals, words: Words) -> dict[str, str]:
    """The texts of the fields that the line fills."""
    texts = {FIELDS[name]: value for name, value in words.named.items()}
    rest = list(words.plain)
    if "promise" in outcome.needs:
        texts |= _promised(session, known, rest)
    elif "dispute" in outcome.needs and rest:
        texts["reason"] = rest.pop(0)
        if rest:
            texts["items"] = " ".join(rest)
            rest.clear()
    elif "date" in outcome.needs and rest:
        texts["next"] = " ".join(rest)
        rest.clear()
    note = " ".join([*rest, *filter(None, (words.note,))])
    return texts | ({"note": note} if note else {})


def _promised(session: Session, known: Proposals, rest: list[str]) -> dict[str, str]:
    """Day and amount at the beginning of the words, in either order; they are taken off."""
    call_typed, days = (
        TypedCall(session.office, known, {}, b""),
        TypedDays.of(session.office, known.calendar),
    )
    found: dict[str, str] = {}
    many = len(rest)
    while rest and len(found) < 2:
        day = next((size for size in (1, 2) if _reads(days.day, " ".join(rest[:size]))), 0)
        amount = "amount" not in found and _reads(call_typed.amount, rest[0])
        if amount and ("day" in found or not day or _reads(days.day, " ".join(rest[1:2]) or "?")):
            found["amount"] = rest.pop(0)
        elif day and "day" not in found:
            found["day"] = " ".join(rest[:day])
            del rest[:day]
        else:
            break
    if rest and len(rest) == many:
        raise UsageError(f"{rest[0]} is neither a day nor an amount: type p fri, or p 500 fri.")
    return found


def _reads(read: Callable[[str], object], text: str) -> bool:
    """Whether a text can be read."""
    try:
        read(text)
    except ArcollectError:
        return False
    return True


def missing(
    session: Session, outcome: Outcome, known: Proposals, texts: Mapping[str, str], *, every: bool = False
) -> list[Question]:
    """What has to be asked.

    Args:
        session: the sitting.
        outcome: of the call.
        known: what is proposed.
        texts: what is known already.
        every: ask for all that the outcome needs, also for what is known: a draft goes on.
    """
    typed = TypedCall(session.office, known, {}, b"")
    asked: list[Question] = []
    if "promise" in outcome.needs and (every or "day" not in texts):
        asked = _of_promise(session, known, typed)
        asked = [q for q in asked if every or q.name not in texts]
    elif "dispute" in outcome.needs and (every or not {"reason", "items"} <= set(texts)):
        asked = [q for q in _of_dispute(session, known, typed) if every or q.name not in texts]
    elif "date" in outcome.needs and (every or "next" not in texts):
        asked = [
            Question(
                "next",
                "Next action on",
                check=TypedDays.of(session.office, known.calendar).next_action,
                needed=True,
            )
        ]
    elif "number" in outcome.needs and not known.draft.phone and "phone" not in texts:
        asked = [Question("phone", "Number that was called", needed=True)]
    if asked and "note" not in texts:
        asked.append(Question("note", "Note"))
    return asked


def _of_promise(session: Session, known: Proposals, typed: TypedCall) -> list[Question]:
    promised, days = known.draft.promise, TypedDays.of(session.office, known.calendar)
    fmt = session.office.settings.fmt
    amount = money(promised.amount, promised.currency, fmt) if promised and promised.amount else ""
    return [
        Question("day", "Pay on", long_day(promised.due_on) if promised else "", days.day),
        Question("amount", "Amount", amount, typed.amount, needed=not amount),
    ]


def _of_dispute(session: Session, known: Proposals, typed: TypedCall) -> list[Question]:
    tree, fmt = session.office.settings.reasons, session.office.settings.fmt
    reasons = [f"{reason.code}  {reason.name}" for reason in tree]
    items = [
        f"{item.document_no}  {money(item.open_amount, item.currency, fmt)}" for item in known.account.items
    ]
    return [
        Question("reason", "Reason", check=lambda text: read_reason(text, tree), choices=reasons),
        Question("items", "Items, or all", check=typed.chosen_items, choices=items),
        Question("disputed", "Disputed of each", "the whole", typed.disputed),
    ]


def why_lines() -> Iterable[str]:
    """The codes of `why=`."""
    return (f"{reason.code}  {reason.name}" for reason in DELINQUENCY_REASONS)
