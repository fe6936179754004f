"""Assigning customers to collectors: by name, by mark, by rule, and handing a whole portfolio over.

An assignment holds from a day on; with a last day it is a cover, after which the owner has it back.
Plan, preview, apply: one entry for all customers, so one undo.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from arcollect_tui.data import desk as drawer
from arcollect_tui.data import policy
from arcollect_tui.data.journal import Deed, Part, recorded_as
from arcollect_tui.data.queries import accounts, assignments
from arcollect_tui.data.queries.assignments import Owned
from arcollect_tui.data.standing import Aspect
from arcollect_tui.data.store import Connection
from arcollect_tui.errors import QueryError, Refused, UsageError
from arcollect_tui.rules.assign_rules import RULES_KEY, AssignRule, read_rules
from arcollect_tui.rules.formats import long_day
from arcollect_tui.rules.owners import ASSIGN, COVER, NOBODY, Term, as_text, handed_over
from arcollect_tui.rules.text import clean, quoted
from arcollect_tui.services.assign_plan import AssignLine, AssignPlan, Wish, plan_wishes
from arcollect_tui.services.office import Office, Saved
from arcollect_tui.services.worklist import WorklistView, read_view

ME = "me"
MOST_NAME = 60
"""Characters of the name of a collector."""


@dataclass(frozen=True, slots=True)
class AssignRequest:
    """Who shall own which customers, and when.

    Attributes:
        collector: who; `me` is whoever works here, `none` takes an assignment, or a cover, off.
        customers: the customers; None to take those of `filter`, or else those of `owner`.
        filter: a filter of the worklist; it asks every account.
        owner: all customers that this collector owns on the first day: a whole hand-over.
        first: the first day; None for today.
        last: the last day, which makes it a cover; None for as long as nothing else is said.
    """

    collector: str
    customers: tuple[int, ...] | None = None
    filter: str | None = None
    owner: str | None = None
    first: date | None = None
    last: date | None = None


def known_collectors(office: Office) -> list[str]:
    """Every collector that is named anywhere, this one included."""
    with office.store.reading() as connection:
        found = assignments.collectors(connection)
    known = {name.lower() for name in found}
    return found if office.collector.lower() in known else sorted([*found, office.collector])


def plan_assignment(office: Office, request: AssignRequest) -> AssignPlan:
    """Work out what would be written.

    Raises:
        UsageError: the name or the filter cannot be read, or the days are in the wrong order.
        Refused: a day is past, or nobody matches.
    """
    term = read_term(office, request.collector, request.first, request.last)
    with office.store.reading() as connection:
        term = replace(term, collector=_spelled(connection, term.collector))
        if request.owner is not None:
            wishes = _handed_over(connection, _meant(office, request.owner), term)
        else:
            wishes = [Wish(customer, term) for customer in _customers(connection, office, request)]
        return plan_wishes(connection, wishes, office.today)


def read_term(office: Office, collector: str, first: date | None, last: date | None) -> Term:
    """The term that a name and two days mean.

    Raises:
        UsageError: nobody is named, or the last day is before the first.
        Refused: the first day is past.
    """
    name = _meant(office, collector)
    if not name:
        raise UsageError("Who shall own them? Name a collector; none gives them back to the ledger's.")
    if len(name) > MOST_NAME:
        raise UsageError(f"A collector's name has at most {MOST_NAME} characters, not {len(name)}.")
    begins = first or office.today
    if begins < office.today:
        raise Refused(f"{long_day(begins)} is past. Give today or a later day.")
    if last is not None and last < begins:
        raise UsageError(f"{long_day(last)} is before {long_day(begins)}: give a later last day.")
    return Term(
        "" if name.lower() in NOBODY else name,
        ASSIGN if last is None else COVER,
        begins.toordinal(),
        None if last is None else last.toordinal(),
    )


def _meant(office: Office, typed: str) -> str:
    """The collector that a text names; `me` is the one who works here."""
    name = " ".join(clean(typed).split())
    return office.collector if name.lower() == ME else name


def _spelled(connection: Connection, name: str) -> str:
    """The name as it is spelled already, where it differs in case alone."""
    found = (known for known in assignments.collectors(connection) if known.lower() == name.lower())
    return next(found, name)


def _customers(connection: Connection, office: Office, request: AssignRequest) -> Sequence[int]:
    if request.customers is not None:
        found: Sequence[int] = tuple(dict.fromkeys(request.customers))
        if not found:
            raise Refused("No customer is marked: Space marks a row.")
        return found
    found = _matching(connection, office, request.filter or "")
    if not found:
        raise Refused(f"No account matches {request.filter!r}. See the accounts with arcollect worklist.")
    return found


def _handed_over(connection: Connection, giver: str, term: Term) -> list[Wish]:
    """Everything that a collector owns on the first day.

    Raises:
        Refused: that is nothing.
    """
    found = []
    for owned in assignments.owned(connection, assignments.related(connection, giver)).values():
        given = handed_over(owned.terms, owned.by_ledger, giver, term)
        if given is not None:
            found.append(Wish(owned.id, given))
    if not found:
        known = ", ".join(assignments.collectors(connection))
        day = long_day(date.fromordinal(term.first))
        raise Refused(f"{quoted(giver)} has no customer on {day}. Collectors are {known}.")
    return found


def _matching(connection: Connection, office: Office, text: str) -> Sequence[int]:
    query, target, _ = read_view(office, WorklistView(text, everyone=True))
    return accounts.ids(connection, query, target, None)


# By rule


def plan_by_rules(office: Office, first: date | None = None) -> AssignPlan:
    """Work out what the office's rules would change: each customer belongs to the first that matches.

    Raises:
        Refused: there are no rules, or a day is past.
        UsageError: the filter of a rule cannot be read.
    """
    rules = read_rules(office.settings.policy.get(RULES_KEY, ""))
    if not rules:
        msg = f"There are no rules yet: arcollect policy set {RULES_KEY} 'bal>50k -> bo ; name a-m -> cy'."
        raise Refused(msg)
    with office.store.reading() as connection:
        wishes: dict[int, Wish] = {}
        for number, rule in enumerate(rules, 1):
            term = read_term(office, rule.collector, first, None)
            term = replace(term, collector=_spelled(connection, term.collector))
            for customer in _of_rule(connection, office, rule, number):
                wishes.setdefault(customer, Wish(customer, term, rule.filter))
        everybody = len(_matching(connection, office, ""))
        return plan_wishes(connection, list(wishes.values()), office.today, everybody - len(wishes))


def _of_rule(connection: Connection, office: Office, rule: AssignRule, number: int) -> Sequence[int]:
    try:
        return _matching(connection, office, rule.query)
    except QueryError as problem:
        raise UsageError(f"Rule {number} of {RULES_KEY}, {rule.filter}: {problem.sentence}") from None


# Writing


def apply_assignment(office: Office, plan: AssignPlan, token: bytes | None = None) -> Saved:
    """Write a planned assignment as one entry.

    Raises:
        Refused: the plan changes nothing, or somebody assigned a customer of it since it was made.
    """
    if not plan.lines:
        raise Refused(_nothing(plan))
    sentence = f"{plan.sentence}."
    with office.deed() as connection:
        again = None if token is None else recorded_as(connection, token, drawer.own_desk(connection))
        if again is not None:
            return office.saved(connection, again, sentence)
        now = plan_wishes(connection, plan.wishes, office.today)
        if now.state_token != plan.state_token:
            raise Refused("Owners changed since the preview. Nothing was written; try again.")
        parts = [_part(line) for line in now.lines]
        deed = Deed("assign", parts, token or office.token(), policy=policy.version(connection))
        customers = [line.owned.id for line in now.lines]
        recorded = office.record(connection, deed, customers, Aspect.OWNER)
        return office.saved(connection, recorded, sentence)


def _nothing(plan: AssignPlan) -> str:
    """Why a plan writes nothing."""
    if plan.same == 1:
        return "Nothing to write: the customer is as wished already."
    had = f": all {plan.same:,} are as wished already" if plan.same else ""
    return f"No customer changes hands{had}."


def _part(line: AssignLine) -> Part:
    owned: Owned = line.owned
    fact = {
        "is": "assignment",
        "collector": line.term.collector,
        "why": line.term.why,
        "first": line.term.first,
        "last": line.term.last,
        "terms": as_text(line.terms),
        "rule": line.rule,
        "replaces": owned.entry.hex() if owned.entry else None,
    }
    return Part(owned.id, (owned.ledger, owned.number), [fact])
