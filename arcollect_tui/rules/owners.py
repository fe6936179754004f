"""Who owns a customer on a day: who covers it, else whom it was assigned to, else the ledger's collector.

An assignment holds from a day on; a cover ends: it lends a customer for a holiday, and afterwards the
owner has it back. What was said of a customer so far is a list of terms; of each kind at most one term
holds on any day.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from arcollect_tui.rules.formats import WEEKDAYS, short_day

ASSIGN, COVER = "assign", "cover"
WORDS = (ASSIGN, COVER)
NOBODY = ("none", "-")
"""What is typed for a collector to take an assignment, or a cover, off."""


@dataclass(frozen=True, slots=True)
class Term:
    """A collector has a customer for a time.

    Attributes:
        collector: who; empty, in a deed, for nobody: what was said of these days is taken off.
        why: `assign` or `cover`.
        first: ordinal of its first day.
        last: of its last day; None while it has none.
    """

    collector: str
    why: str
    first: int
    last: int | None = None

    def holds(self, day: int) -> bool:
        """Whether the day, an ordinal, is one of its days."""
        return self.first <= day and (self.last is None or day <= self.last)


Terms = tuple[Term, ...]


def term_on(terms: Sequence[Term], day: int) -> Term | None:
    """The term that holds on a day: a cover before an assignment, the later said before the earlier."""
    found = [term for term in terms if term.holds(day)]
    covers = [term for term in found if term.why == COVER]
    chosen = covers or found
    return chosen[-1] if chosen else None


def owner_on(terms: Sequence[Term], ledger: str, day: int) -> str:
    """Who owns the customer on a day; `ledger` is the collector that the ledger names, or nobody."""
    term = term_on(terms, day)
    return ledger if term is None else term.collector


def with_term(terms: Sequence[Term], new: Term, today: int) -> Terms:
    """The terms once another one is said: it takes its own days from those of its kind.

    What ended before today is left out: the record says it already.
    """
    cut = (piece for term in terms for piece in _without(term, new))
    kept = [piece for piece in cut if piece.last is None or piece.last >= today]
    found = [*kept, new] if new.collector else kept
    return tuple(sorted(found, key=lambda term: (term.why, term.first)))


def handed_over(terms: Sequence[Term], ledger: str, giver: str, new: Term) -> Term | None:
    """The term by which a customer goes along when `giver` hands everything over; None if it stays.

    For good goes what the giver owns on the first day; what he only covers goes back to its owner by
    itself. A cover takes that along too, for no longer than he covers it.
    """
    mine = terms if new.why == COVER else [term for term in terms if term.why == ASSIGN]
    if owner_on(mine, ledger, new.first).lower() != giver.lower():
        return None
    held = term_on(mine, new.first)
    if held is None or held.why == ASSIGN or held.last is None or new.last is None:
        return new
    return replace(new, last=min(new.last, held.last))


def _without(term: Term, new: Term) -> Iterator[Term]:
    """The pieces of a term that lie outside of a new one of its kind."""
    if term.why != new.why:
        yield term
        return
    if term.first < new.first:
        before = new.first - 1
        yield replace(term, last=before if term.last is None else min(term.last, before))
    if new.last is not None and (term.last is None or term.last > new.last):
        yield replace(term, first=max(term.first, new.last + 1))


def moves(before: Sequence[Term], after: Sequence[Term], ledger: str, today: int) -> bool:
    """Whether somebody else owns the customer today or on a later day; names are compared without case."""
    turns = {today, *(term.first for term in (*before, *after))}
    turns |= {term.last + 1 for term in (*before, *after) if term.last is not None}
    return any(
        owner_on(before, ledger, day).lower() != owner_on(after, ledger, day).lower()
        for day in turns
        if day >= today
    )


def is_said(terms: Sequence[Term], new: Term, ledger: str, today: int) -> bool:
    """Whether a deed would say nothing new: the customer is whose it shall be, or nothing is taken off."""
    after = with_term(terms, new, today)
    if new.collector:
        return not moves(terms, after, ledger, today)
    return set(after) == {term for term in terms if term.last is None or term.last >= today}


def as_text(terms: Iterable[Term]) -> str:
    """The terms as a fact says them: `[[collector, why, first, last], …]`, null where there is no last."""
    said = [[term.collector, term.why, term.first, term.last] for term in terms]
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def are_terms(said: object) -> bool:
    """Whether a JSON value can be what such a text says."""
    return isinstance(said, list) and all(map(_is_term, said))


def _is_term(said: object) -> bool:
    if not isinstance(said, list) or len(said) != 4:
        return False
    collector, why, first, last = said
    named = isinstance(collector, str) and bool(collector) and why in WORDS
    return named and _is_day(first) and (last is None or (_is_day(last) and first <= last))


def _is_day(value: object) -> bool:
    return type(value) is int and 1 <= value <= date.max.toordinal()


def terms_of(text: str) -> Terms:
    """The terms of such a text."""
    return tuple(Term(*said) for said in json.loads(text))


# In words


def day_words(day: int) -> str:
    """`Fri 4 Dec`."""
    found = date.fromordinal(day)
    return f"{WEEKDAYS[found.weekday()][:3]} {short_day(found)}"


def term_words(term: Term, today: int) -> str:
    """What a term says of its collector and its days: `covered by bo until Fri 4 Dec`."""
    lead = "covered by" if term.why == COVER else "assigned to"
    begins = f" from {day_words(term.first)}" if term.first > today else ""
    ends = "" if term.last is None else f" until {day_words(term.last)}"
    return f"{lead} {term.collector}{begins}{ends}"


def deed_words(term: Term) -> str:
    """What a deed says of its customers, its days in full: `assigned to bo from Mon 23 Nov`."""
    cover = term.why == COVER
    if term.collector:
        what = f"{'covered by' if cover else 'assigned to'} {term.collector}"
    else:
        what = "not covered" if cover else "given back to the ledger's collector"
    until = "" if term.last is None else f" until {day_words(term.last)}"
    return f"{what} from {day_words(term.first)}{until}"


def owner_words(terms: Sequence[Term], ledger: str, today: int) -> str:
    """Who owns a customer, who covers, and what will change, in one line; empty where nobody is named."""
    assigned = [term for term in terms if term.why == ASSIGN]
    owner = owner_on(assigned, ledger, today)
    ahead = [
        term_words(term, today)
        for term in terms
        if (term.why == COVER or term.first > today) and (term.last is None or term.last >= today)
    ]
    if not owner and not ahead:
        return ""
    return ", ".join([owner or "unassigned", *ahead])
