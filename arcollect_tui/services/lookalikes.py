"""After a few codings: the rest that look alike, proposed by rule.

The examples are what people coded without a rule: rules never teach themselves. What becomes of a
proposal is in `accepting.py`.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from arcollect_tui.data import desk as drawer
from arcollect_tui.data import policy
from arcollect_tui.data.queries import items as item_queries
from arcollect_tui.data.queries import looks as queries
from arcollect_tui.data.queries.looks import Looked
from arcollect_tui.data.store import Connection
from arcollect_tui.errors import Refused
from arcollect_tui.rules.coding import CodingState, short_amount
from arcollect_tui.rules.likeness import Alike, Example, look_alike
from arcollect_tui.rules.look_rules import Rule, accepted
from arcollect_tui.rules.looks import CUSTOMER, Look, words_of
from arcollect_tui.rules.reasons import ReasonTree
from arcollect_tui.services.office import Office

MOST_EXAMPLES = 2_000
"""The newest codings are looked at; an office's ways change."""
MOST_ITEMS = 200_000
"""So many uncoded items are looked at."""
COLLECTIBLE = CodingState.COLLECTIBLE.upper()
DISMISSED = "lookalikes.dismissed"
"""Name of the desk data that tells which proposals stay away."""
_SAMPLES = 5
GONE = "a customer no longer here"


@dataclass(frozen=True, slots=True)
class Proposal:
    """Items that look like others that people coded.

    Attributes:
        id: names the rule.
        says: the rule in words, without its reason.
        reason: code of the reason, or `COLLECTIBLE`.
        name: what people read for the reason.
        item_ids: the items.
        totals: what is open on them, minor units by currency.
        examples: how many items that people coded meet the rule.
        agreed: how many of these have the reason.
        samples: document numbers of some that agree.
        against: of some that do not.
        accepted: the rule is policy.
        is_short: all of them are short paid, so the short-paid rest is disputed.
    """

    id: str
    rule: Rule
    says: str
    reason: str
    name: str
    item_ids: tuple[int, ...]
    totals: dict[str, int]
    examples: int
    agreed: int
    samples: tuple[str, ...]
    against: tuple[str, ...]
    accepted: bool
    is_short: bool

    @property
    def count(self) -> int:
        """How many items it would code."""
        return len(self.item_ids)

    @property
    def words(self) -> str:
        """The rule in words: `text has "freight" → FRT Freight`."""
        return f"{self.says} → {' '.join(filter(None, (self.reason, self.name)))}"

    @property
    def evidence(self) -> str:
        """What speaks for it, in words."""
        if not self.examples:
            return "no example left"
        return f"{self.agreed} of {self.examples} coded alike agree"


def proposals(office: Office, most: int = MOST_ITEMS) -> list[Proposal]:
    """The proposals of now, accepted rules first, then those with the most items.

    Args:
        office: the office.
        most: so many uncoded items are looked at; none is proposed where there are more.
    """
    tree = office.settings.reasons
    with office.store.reading() as connection:
        told = queries.coded_by_people(connection, MOST_EXAMPLES)
        rules = accepted(policy.office_values(connection))
        if not told and not rules:
            return []
        queue = item_queries.item_target(office.today, office.collector).flags["queue"]
        others = queries.uncoded(connection, queue, most + 1)
        if len(others) > most:
            return []
        found = look_alike(
            [Example(_look(item), _reason(item)) for item in told if _is_offered(item, tree)],
            [_look(item) for item in others],
            [rule for rule in rules if _offers(rule.reason, tree)],
            _meanings(tree),
        )
        names = queries.numbers_of(connection, _customers(found))
        gone = dismissed(connection)
    items = {item.id: item for item in (*told, *others)}
    known = {rule.id for rule in rules}
    made = [_proposal(office, alike, items, names, known) for alike in found]
    return [one for one in made if gone.get(one.id) != [one.agreed, one.examples]]


def _look(item: Looked) -> Look:
    left = item.stated if item.stated is not None else None if item.cleared else item.open_amount
    text = " ".join(filter(None, (item.text, item.reference, item.said)))
    return Look(item.id, item.customer_id, item.type, text, item.currency, item.amount, left)


def _reason(item: Looked) -> str:
    return item.reason if item.state == CodingState.DISPUTED else COLLECTIBLE


def _offers(reason: str, tree: ReasonTree) -> bool:
    """Whether items can be coded so now: the reason is known, and still offered."""
    known = tree.get(reason)
    return reason == COLLECTIBLE or (known is not None and known.active)


def _is_offered(item: Looked, tree: ReasonTree) -> bool:
    return _offers(_reason(item), tree)


def _meanings(tree: ReasonTree) -> dict[str, frozenset[str]]:
    """The words that each reason is known by."""
    return {
        reason.code: words_of(" ".join((reason.name, reason.group, *reason.keywords))) for reason in tree
    }


def _customers(found: Iterable[Alike]) -> list[int]:
    return [int(value) for alike in found for kind, value in alike.rule.conditions if kind == CUSTOMER]


def _proposal(
    office: Office,
    alike: Alike,
    items: Mapping[int, Looked],
    names: Mapping[int, str],
    known: set[str],
) -> Proposal:
    totals: defaultdict[str, int] = defaultdict(int)
    for item in alike.items:
        totals[items[item].currency] += items[item].open_amount
    rule, settings = alike.rule, office.settings
    documents = [items[item].document_no for item in alike.examples]
    return Proposal(
        id=rule.id,
        rule=rule,
        says=rule.says(lambda customer: names.get(customer, GONE), settings.fmt),
        reason=rule.reason,
        name="collect all of it" if rule.reason == COLLECTIBLE else settings.reasons.name(rule.reason),
        item_ids=alike.items,
        totals=dict(sorted(totals.items())),
        examples=len(documents),
        agreed=alike.agreed,
        samples=tuple(documents[: alike.agreed][:_SAMPLES]),
        against=tuple(documents[alike.agreed :][:_SAMPLES]),
        accepted=rule.id in known,
        is_short=all(_is_short(items[item]) for item in alike.items),
    )


def _is_short(item: Looked) -> bool:
    return short_amount(item.amount, item.open_amount, item.type) is not None


def proposal_named(found: Sequence[Proposal], text: str) -> Proposal:
    """The proposal with this id, or the only one whose id begins so.

    Raises:
        Refused: there is none, or more than one.
    """
    wanted = text.strip().casefold()
    matches = [one for one in found if wanted and one.id.startswith(wanted)]
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise Refused(f"{len(matches)} proposals begin with {wanted}: type more of it.")
    raise Refused(f"There is no proposal {wanted!r}: arcollect suggest lists them.")


def dismissed(connection: Connection) -> dict[str, list[int]]:
    """By rule, the evidence with which it was dismissed at this desk."""
    kept: dict[str, list[int]] = json.loads(drawer.get(connection, DISMISSED) or b"{}")
    return kept
