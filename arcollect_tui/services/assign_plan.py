"""What an assignment would write: who gets which customers, who loses them, and what they weigh."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from arcollect_tui.data.queries import assignments
from arcollect_tui.data.queries.assignments import Owned
from arcollect_tui.data.store import Connection
from arcollect_tui.rules.owners import Term, Terms, deed_words, is_said, owner_on, with_term
from arcollect_tui.rules.text import counted

UNASSIGNED = "unassigned"


@dataclass(frozen=True, slots=True)
class Wish:
    """One customer that shall get a term; `rule` is the filter that decided, if one did."""

    customer_id: int
    term: Term
    rule: str = ""


@dataclass(frozen=True, slots=True)
class AssignLine:
    """One customer whose owner changes.

    Attributes:
        was: who would own it, on the first day of the change, without it; empty for nobody.
        becomes: who owns it on that day; empty for nobody.
        terms: all that is said of its owner then.
    """

    owned: Owned
    term: Term
    rule: str
    was: str
    becomes: str
    terms: Terms


@dataclass(frozen=True, slots=True)
class Share:
    """What a collector gets or loses.

    Attributes:
        collector: who; empty for nobody.
        balances: all open items in minor units, per currency.
        overdue: of these what is past due.
    """

    collector: str
    customers: int
    items: int
    balances: Mapping[str, int]
    overdue: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class AssignPlan:
    """What would be written; nothing is yet.

    Attributes:
        lines: the customers whose owner changes.
        same: how many have it as wished already.
        unmatched: how many customers no rule matches.
        newcomers: collectors that nobody has named before: perhaps a slip.
        gains: who gets what, most customers first.
        losses: who loses what.
        state_token: stands for what was said of the customers when the plan was made.
    """

    lines: tuple[AssignLine, ...]
    same: int
    gains: tuple[Share, ...]
    losses: tuple[Share, ...]
    state_token: bytes
    sentence: str
    unmatched: int = 0
    newcomers: tuple[str, ...] = ()
    wishes: tuple[Wish, ...] = field(repr=False, default=())

    @property
    def count(self) -> int:
        """How many customers change hands."""
        return len(self.lines)


def plan_wishes(
    connection: Connection, wishes: Sequence[Wish], today: date, unmatched: int = 0
) -> AssignPlan:
    """Work out what giving each customer its term would change."""
    known = assignments.owned(connection, [wish.customer_id for wish in wishes])
    named = {name.lower() for name in assignments.collectors(connection)} | {""}
    lines, same = [], 0
    for wish in wishes:
        owned = known.get(wish.customer_id)
        if owned is None:
            continue
        if is_said(owned.terms, wish.term, owned.by_ledger, today.toordinal()):
            same += 1
        else:
            lines.append(_line(owned, wish, today.toordinal()))
    return AssignPlan(
        lines=tuple(lines),
        same=same,
        gains=_shares(connection, [(line, line.becomes) for line in lines if line.becomes != line.was]),
        losses=_shares(connection, [(line, line.was) for line in lines if line.becomes != line.was]),
        state_token=_token(lines),
        sentence=_sentence(lines),
        unmatched=unmatched,
        newcomers=tuple(
            sorted({one.term.collector for one in lines if one.term.collector.lower() not in named})
        ),
        wishes=tuple(wishes),
    )


def _line(owned: Owned, wish: Wish, today: int) -> AssignLine:
    term = wish.term
    terms = with_term(owned.terms, term, today)
    was = owner_on(owned.terms, owned.by_ledger, term.first)
    return AssignLine(owned, term, wish.rule, was, owner_on(terms, owned.by_ledger, term.first), terms)


def _shares(connection: Connection, moved: Sequence[tuple[AssignLine, str]]) -> tuple[Share, ...]:
    """What the customers of each collector weigh together; names are compared without case."""
    whose = {line.owned.id: collector.lower() for line, collector in moved}
    spelled = {collector.lower(): collector for _, collector in moved}
    customers: defaultdict[str, int] = defaultdict(int)
    items: defaultdict[str, int] = defaultdict(int)
    balances: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    overdue: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for collector in whose.values():
        customers[collector] += 1
    for row in assignments.weights(connection, list(whose)):
        collector = whose[row.customer_id]
        items[collector] += row.items
        balances[collector][row.currency] += row.balance
        overdue[collector][row.currency] += row.overdue
    ordered = sorted(customers, key=lambda name: (-customers[name], name))
    return tuple(
        Share(spelled[one], customers[one], items[one], dict(balances[one]), dict(overdue[one]))
        for one in ordered
    )


def _token(lines: Iterable[AssignLine]) -> bytes:
    token = hashlib.sha256()
    for line in lines:
        token.update(f"{line.owned.id}/".encode() + (line.owned.entry or b"-"))
    return token.digest()


def _sentence(lines: Sequence[AssignLine]) -> str:
    """`12 customers assigned to bo from Mon 23 Nov`; of several collectors how many each gets."""
    if not lines:
        return "no customer changes hands"
    terms = sorted({line.term for line in lines}, key=lambda term: (term.collector.lower(), term.first))
    if lines[0].rule:
        count = f"{counted(len(lines), 'customer')} by rule: "
        each = [(term.collector, sum(line.term == term for line in lines)) for term in terms]
        return count + ", ".join(f"{many} to {collector}" for collector, many in each)
    longest = max(terms, key=lambda term: term.last or 0)
    shorter = sum(line.term != longest for line in lines)
    less = f", {shorter:,} of them for fewer days" if shorter else ""
    return f"{counted(len(lines), 'customer')} {deed_words(longest)}{less}"


def share_words(share: Share, write: Callable[[int, str], str]) -> str:
    """`bo  12 customers, 80 items, 1,200.00 USD; overdue 300.00 USD`.

    Args:
        share: what is gained or lost.
        write: how an amount of minor units in a currency is written.
    """
    parts = [counted(share.customers, "customer"), counted(share.items, "item")]
    parts += [f"{write(total, code)} {code}" for code, total in sorted(share.balances.items())]
    late = [f"{write(total, code)} {code}" for code, total in sorted(share.overdue.items()) if total]
    words = ", ".join(parts) + (f"; overdue {', '.join(late)}" if late else "")
    return f"{share.collector or UNASSIGNED}  {words}"
