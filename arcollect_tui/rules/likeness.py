"""Rule by example: what coded items have in common, found so that chance finds nothing.

Rules are of two sorts. A rule about words (`text has "freight" or "dap"`) gathers the words that point
to one reason. Any other is about circumstances, one or two of them: the customer, the kind of item, how
much was left open. Before a rule is proposed

- enough examples must meet it, and the share of those that agree must surely be high;
- their agreement must be no luck, however many rules were tried (Bonferroni's correction);
- one of the rules must be far beyond luck, so that reasons given at random teach nothing.

No example speaks for itself: what its words and its customer point to is told by all the others. An item
is left alone where anything known of it points elsewhere: its words to two reasons, or the other items
of its customer to another one, for a slip of the pen says "freight" at a customer who deducts a rebate.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from types import MappingProxyType
from typing import Final

from arcollect_tui.rules.chance import by_chance, surely_at_least
from arcollect_tui.rules.look_rules import Rule
from arcollect_tui.rules.looks import LEFT, OPEN, WORDS, Condition, Look
from arcollect_tui.rules.vocabulary import Pointers, only, told_by_others, vocabulary

FEWEST: Final = 4
"""So many examples must meet a rule."""
FOLDS: Final = 10
"""Each tenth of the examples is judged by the words of the others."""
LUCK: Final = 0.01
"""How likely it may be that any of the rules is luck."""
LUCK_OF_ALL: Final = 0.0001
"""The same of the surest rule; without one so sure there is none."""
AGREEING: Final = 0.8
"""The share of examples that must agree where a rule about words would be used."""
SURELY: Final = 0.4
"""The least share of all examples with these words that surely have the reason."""
SURELY_UNSAID: Final = 0.75
"""The same for a rule about circumstances: what nobody said needs more evidence."""
LIKE_OTHERS: Final = 5
"""A rule about words is judged as if so many more examples had agreed as often as those of all such."""


@dataclass(frozen=True, slots=True)
class Example:
    """An item that a person coded, with the reason."""

    look: Look
    reason: str


@dataclass(frozen=True, slots=True)
class Alike:
    """A rule with what speaks for it, and what it would code.

    Attributes:
        examples: ids of the examples on which it would be used, those that agree first.
        agreed: how many of them agree.
        items: ids of the items that nobody coded and that meet it.
    """

    rule: Rule
    examples: tuple[int, ...]
    agreed: int
    items: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Seen:
    """An item as the rules see it.

    Attributes:
        said: the reasons that its words point to.
        usual: the reason that the other items of its customer mostly have; empty for none.
        reason: its own, where somebody coded it.
    """

    item: int
    words: frozenset[str]
    conditions: frozenset[Condition]
    said: frozenset[str]
    usual: str
    reason: str = ""

    def allows(self, reason: str) -> bool:
        """Whether nothing known of its customer points elsewhere."""
        return self.usual in ("", reason)


def look_alike(
    examples: Sequence[Example],
    others: Sequence[Look],
    accepted: Sequence[Rule] = (),
    meanings: Mapping[str, frozenset[str]] = MappingProxyType({}),
) -> list[Alike]:
    """The rules that were accepted and those that the examples teach, each with the items it would code.

    An item stands under one rule: an accepted one, else the one with the strongest evidence. Rules
    without items are left out. Accepted ones come first, then those with the most items.

    Args:
        examples: items that people coded.
        others: items that nobody coded.
        accepted: rules that hold whatever the examples say.
        meanings: words that a reason is known by.
    """
    texts = [(example.look.words, example.reason) for example in examples]
    words = vocabulary(texts, meanings)
    said = told_by_others(texts, [example.look.item % FOLDS for example in examples], meanings)
    seen, open_items = _with_customers(examples, said, others, Pointers(words))
    learned = {**_about_words(seen, words), **_about_circumstances(seen)}
    if min(learned.values(), default=1.0) >= LUCK_OF_ALL:
        learned = {}
    known = {rule.id for rule in accepted}
    rules = [*accepted, *(rule for rule in learned if rule.id not in known)]
    return _shared_out(rules, len(accepted), seen, open_items)


def _with_customers(
    examples: Sequence[Example],
    told: Sequence[frozenset[str]],
    others: Sequence[Look],
    pointers: Pointers,
) -> tuple[list[_Seen], list[_Seen]]:
    """Examples and uncoded items, each with what the other items of its customer point to."""
    said = [pointers.of(look.words) for look in others]
    of_customer: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for example in examples:
        of_customer[example.look.customer][example.reason] += 1
    for look, reasons in zip(others, said, strict=True):
        if reason := only(reasons):
            of_customer[look.customer][reason] += 1

    def seen(look: Look, said: frozenset[str], own: str, reason: str = "") -> _Seen:
        usual = _usual(of_customer[look.customer], own)
        return _Seen(look.item, look.words, look.conditions, said, usual, reason)

    coded = [
        seen(one.look, reasons, one.reason, one.reason) for one, reasons in zip(examples, told, strict=True)
    ]
    return coded, [seen(look, reasons, only(reasons)) for look, reasons in zip(others, said, strict=True)]


def _usual(counts: Mapping[str, int], own: str) -> str:
    """The reason that more of the other items have than any other reason; `own` is the item's."""
    best, most, second = "", 0, 0
    for reason, counted in counts.items():
        count = counted - (reason == own)
        if count > most:
            best, most, second = reason, count, most
        elif count > second:
            second = count
    return best if most > second else ""


def _shares(seen: Sequence[_Seen]) -> dict[str, float]:
    """Which share of the examples has each reason."""
    return {reason: count / len(seen) for reason, count in Counter(one.reason for one in seen).items()}


def _about_words(seen: Sequence[_Seen], words: Mapping[str, Sequence[str]]) -> dict[Rule, float]:
    """A rule for each reason that words point to, where the examples bear it out; with its luck."""
    shares = _shares(seen)
    told = {reason: [one for one in seen if one.said == {reason}] for reason in words}
    used = {reason: [one for one in ones if one.allows(reason)] for reason, ones in told.items()}
    agreed = {reason: sum(one.reason == reason for one in ones) for reason, ones in used.items()}
    usually = sum(agreed.values()) / max(1, sum(map(len, used.values())))
    found: dict[Rule, float] = {}
    for reason, ones in told.items():
        right = sum(one.reason == reason for one in ones)
        luck = 2 * by_chance(right, len(ones), shares[reason]) * len(shares)
        likely = (agreed[reason] + LIKE_OTHERS * usually) / (len(used[reason]) + LIKE_OTHERS)
        enough = len(ones) >= FEWEST and surely_at_least(right, len(ones)) >= SURELY
        if enough and likely >= AGREEING and luck < LUCK:
            found[Rule(((WORDS, " ".join(words[reason])),), reason)] = luck
    return found


def _about_circumstances(seen: Sequence[_Seen]) -> dict[Rule, float]:
    """Rules of one condition, then of two where neither alone is enough; with their luck."""
    shares = _shares(seen)
    found: dict[Rule, float] = {}
    singles = _tallies(seen, 1, frozenset().union(*(one.conditions for one in seen)))
    often = frozenset(condition for (condition,) in singles)
    for tallies in (singles, _tallies(seen, 2, often)):
        tries = len(tallies) * len(shares)
        for conditions, counts in sorted(tallies.items()):
            # Another reason than the one of most can never be sure enough.
            reason, agreed = min(counts.items(), key=lambda pair: (-pair[1], pair[0]))
            sure = surely_at_least(agreed, counts.total()) >= SURELY_UNSAID
            luck = 4 * by_chance(agreed, counts.total(), shares[reason]) * tries
            known = any(set(rule.conditions) <= set(conditions) for rule in found if rule.reason == reason)
            if sure and luck < LUCK and not known:
                found[Rule(conditions, reason)] = luck
    return found


def _tallies(
    seen: Sequence[_Seen], size: int, often: frozenset[Condition]
) -> dict[tuple[Condition, ...], Counter[str]]:
    """The reasons of the examples that meet so many conditions together, where enough do."""
    met: defaultdict[tuple[Condition, ...], Counter[str]] = defaultdict(Counter)
    for one in seen:
        for conditions in combinations(sorted(one.conditions & often), size):
            # What is left to the minor unit says already which part of the amount that is.
            if {kind for kind, _ in conditions} != {LEFT, OPEN}:
                met[conditions][one.reason] += 1
    return {conditions: counts for conditions, counts in met.items() if counts.total() >= FEWEST}


def _shared_out(
    rules: Sequence[Rule], accepted: int, seen: Sequence[_Seen], others: Iterable[_Seen]
) -> list[Alike]:
    """Each rule that has items, with its evidence."""
    evidence = [_evidence(rule, seen) for rule in rules]
    strength = [
        (place < accepted, surely_at_least(agreed, len(met)), -place)
        for place, (met, agreed) in enumerate(evidence)
    ]
    index = _index(rules)
    items: defaultdict[int, list[int]] = defaultdict(list)
    for one in others:
        near = {place for sign in (*one.words, *one.conditions) for place in index.get(sign, [])}
        met = [place for place in near if rules[place].is_met(one.words, one.conditions)]
        reasons = {rules[place].reason for place in met}
        if len(reasons | one.said) == 1 and met and one.allows(rules[met[0]].reason):
            items[max(met, key=strength.__getitem__)].append(one.item)
    order = sorted(items, key=lambda place: (place >= accepted, -len(items[place]), place))
    return [Alike(rules[place], *evidence[place], tuple(items[place])) for place in order]


def _index(rules: Sequence[Rule]) -> dict[Hashable, list[int]]:
    """The places of the rules by their first condition; of words, by each."""
    found: defaultdict[Hashable, list[int]] = defaultdict(list)
    for place, rule in enumerate(rules):
        kind, value = rule.conditions[0]
        signs: list[Hashable] = [*value.split()] if kind == WORDS else [(kind, value)]
        for sign in signs:
            found[sign].append(place)
    return found


def _evidence(rule: Rule, seen: Iterable[_Seen]) -> tuple[tuple[int, ...], int]:
    """The examples on which the rule would be used, those that agree first, and how many agree."""
    met = [one for one in seen if one.allows(rule.reason) and rule.is_met(one.words, one.conditions)]
    met.sort(key=lambda one: one.reason != rule.reason)
    return tuple(one.item for one in met), sum(one.reason == rule.reason for one in met)
