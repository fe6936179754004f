"""The one line of text of an entry, made from its parts when it is shown."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from arcollect_tui.data.policy import value_of
from arcollect_tui.rules.formats import OfficeFormat, short_day
from arcollect_tui.rules.money import shown
from arcollect_tui.rules.owners import Term, deed_words, owner_words, terms_of
from arcollect_tui.rules.text import counted

WRITTEN_BY_NEWER = "written by a newer arcollect"
Body = dict[str, Any]
Fact = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TextContext:
    """What a line of text needs besides the parts.

    Attributes:
        fmt: how amounts look.
        customers: how many customers each entry speaks about.
        items: how many items each coding entry codes.
        handles: what people call the entries that voids name.
        outcome: what an outcome of an entry was called when it was logged.
    """

    fmt: OfficeFormat
    customers: Mapping[bytes, int]
    items: Mapping[bytes, int]
    handles: Mapping[bytes, str]
    outcome: Callable[[bytes, str], str]


@dataclass(frozen=True, slots=True)
class _About:
    """One entry to be put in words."""

    entry: bytes
    customers: int
    items: int
    context: TextContext
    together: bool
    """Parts of several customers are put in one line."""


def entry_text(kind: str, entry: bytes, bodies: Sequence[Body], context: TextContext) -> str:
    """An entry in one line.

    Args:
        kind: the entry's kind.
        entry: its id.
        bodies: its parts that are not erased (of a bulk entry, the first ones).
        context: what else the words need.
    """
    facts = [fact for body in bodies for fact in body["facts"]]
    writer = _WRITERS.get(kind)
    if writer is None:
        return f"{kind}: {WRITTEN_BY_NEWER}"
    if not facts:
        return f"{kind}: erased"
    counts = context.customers.get(entry, 0), context.items.get(entry, 0)
    about = _About(entry, *counts, context, together=len(bodies) > 1)
    who = bodies[0].get("customer")
    name = who[1] if who and about.customers == 1 else ""
    return " ".join(part for part in (name, writer(facts, about)) if part)


def _first(facts: Sequence[Fact], kind: str) -> Fact | None:
    return next((fact for fact in facts if fact["is"] == kind), None)


def _next(facts: Sequence[Fact]) -> str:
    fact = _first(facts, "follow_up")
    if fact is None:
        return ""
    if fact.get("day") is None:
        return ", no next action"
    clock = f" {fact['time'] // 60:02}:{fact['time'] % 60:02}" if fact.get("time") is not None else ""
    return f", next {short_day(date.fromordinal(fact['day']))}{clock}"


def _call(facts: Sequence[Fact], about: _About) -> str:
    call = _first(facts, "call") or {}
    outcome = str(call.get("outcome", "call"))
    words = about.context.outcome(about.entry, outcome)
    words = words if words == outcome else words.lower()
    promise = _first(facts, "promise")
    if promise is not None:
        amount = shown(promise["amount"], promise["currency"], about.context.fmt)
        due = short_day(date.fromordinal(promise["due_on"]))
        words = f"promise {amount} {promise['currency']} by {due}"
    coded = [fact for fact in facts if fact["is"] == "coding"]
    if coded:
        words += f" {coded[0]['reason']} on {_items(coded, len(coded))}"
    retired = _first(facts, "retired_number")
    if retired is not None:
        words += f" {retired['phone']} retired"
    who = f" ({call['contact']})" if call.get("contact") else ""
    note = f": {call['note']}" if call.get("note") else ""
    return f"{words}{who}{_next(facts)}{note}"


def _note(facts: Sequence[Fact], whose: _About) -> str:
    if whose.together:
        return f"notes on {whose.customers} customers"
    note = _first(facts, "note") or {"text": ""}
    pin = "pinned note" if note.get("pinned") else "note"
    items = [fact["document_no"] for fact in facts if fact["is"] == "about_item"]
    about = f" on {', '.join(items[:3])}{' …' if len(items) > 3 else ''}" if items else ""
    return f"{pin}{about}: {note['text']}"


def _follow_up(facts: Sequence[Fact], about: _About) -> str:
    if about.together:
        return f"next actions of {about.customers} customers"
    note = _first(facts, "note")
    said = f"rescheduled{_next(facts)}" if _first(facts, "follow_up") else ""
    return ": ".join(filter(None, (said, note["text"] if note else "")))


def _contact(facts: Sequence[Fact], about: _About) -> str:
    if about.together:
        return f"contacts of {about.customers} customers"
    retired = _first(facts, "retired_number")
    if retired is not None:
        return f"number {retired['phone']} retired"
    card = _first(facts, "contact") or {}
    who = card.get("name") or card.get("phone") or card.get("email") or ""
    return f"contact {who} {'retired' if card.get('retired') else 'saved'}"


def _coding(facts: Sequence[Fact], about: _About) -> str:
    coded = [fact for fact in facts if fact["is"] == "coding"]
    if not coded:
        return "coding"
    code, _ = Counter(_reasons(fact) for fact in coded).most_common(1)[0]
    what = f"dispute {code}" if coded[0]["state"] == "disputed" else coded[0]["state"]
    count = about.items or len(coded)
    items = _items(coded, count)
    of = f" of {about.customers} customers" if about.customers > 1 else ""
    return f"{what} on {items}{of}"


def _reasons(fact: Fact) -> str:
    """The reason of a coding, or those it is split into; else its state."""
    return "+".join(reason for reason, _ in fact.get("splits", ())) or fact.get("reason") or fact["state"]


def _root_cause(facts: Sequence[Fact], about: _About) -> str:
    told = [fact for fact in facts if fact["is"] == "root_cause"]
    if not told:
        return "root cause"
    what = " ".join(filter(None, (told[0]["cause"] or "taken off", told[0].get("department", ""))))
    count = about.items or len(told)
    return f"root cause {what} on {_items(told, count)}"


def _assign(facts: Sequence[Fact], about: _About) -> str:
    """To whom, and until when; of a bulk entry also of how many customers, or that rules decided."""
    told = [fact for fact in facts if fact["is"] == "assignment"]
    if not told:
        return "assignment"
    many = f"{about.customers} customers " if about.customers > 1 else ""
    if many and told[0].get("rule"):
        return f"{many}assigned by rule"
    term = Term(told[0]["collector"], told[0]["why"], told[0]["first"], told[0].get("last"))
    return f"{many}{deed_words(term)}"


def _items(facts: Sequence[Fact], count: int) -> str:
    """The number of the item where there is one alone, else how many there are."""
    return str(facts[0]["document_no"]) if count == 1 else counted(count, "item")


def _import(facts: Sequence[Fact], _about: _About) -> str:
    fact = _first(facts, "import")
    if fact is None:
        return "import"
    day = date.fromordinal(fact["as_of"]).isoformat()
    return f"import {fact['file']} as of {day}, {counted(fact['items'], 'item')}"


def _policy(facts: Sequence[Fact], _about: _About) -> str:
    said = [fact for fact in facts if fact["is"] == "policy"]
    if len(said) == 1:
        return f"policy {said[0]['key']} = {value_of(said[0]['value']) or 'nothing'}"
    return "policy " + ", ".join(fact["key"] for fact in said)


def _undo(facts: Sequence[Fact], about: _About) -> str:
    return f"undo of {_named(facts, about)}"


def _redo(facts: Sequence[Fact], about: _About) -> str:
    return f"redo of {_named(facts, about)}"


def _named(facts: Sequence[Fact], about: _About) -> str:
    targets = [bytes.fromhex(fact["target"]) for fact in facts if fact["is"] == "void"]
    return ", ".join(about.context.handles.get(target, "an entry not here") for target in targets)


def _export(facts: Sequence[Fact], _about: _About) -> str:
    fact = _first(facts, "sent") or {}
    return f"export {fact.get('what', '')}, {counted(fact.get('rows', 0), 'row')}"


def _erasure(facts: Sequence[Fact], _about: _About) -> str:
    count = sum(fact["is"] == "erasure" for fact in facts)
    return "customer erased for good" if count == 1 else f"{count} customers erased for good"


def _settle(facts: Sequence[Fact], _about: _About) -> str:
    """What was chosen; the facts after it only name what was settled."""
    chosen = facts[0]
    if chosen["is"] == "coding":
        return f"settled {chosen.get('document_no', '')}: {_reasons(chosen)}"
    if chosen["is"] == "root_cause":
        return f"settled {chosen.get('document_no', '')}: cause {chosen['cause'] or 'none'}"
    if chosen["is"] == "assignment":
        holds = owner_words(terms_of(chosen["terms"]), "", chosen["first"])
        return f"settled owner: {holds or 'as the ledger says'}"
    if chosen["is"] == "follow_up":
        return f"settled{_next(facts)}"
    said = _policy(facts, _about) if chosen["is"] == "policy" else _contact(facts, _about)
    return f"settled {said}"


_WRITERS = {
    "assign": _assign,
    "call": _call,
    "note": _note,
    "follow_up": _follow_up,
    "contact": _contact,
    "coding": _coding,
    "root_cause": _root_cause,
    "settle": _settle,
    "import": _import,
    "policy": _policy,
    "undo": _undo,
    "redo": _redo,
    "export": _export,
    "erasure": _erasure,
}
