"""Which words point to which reason, as the examples use them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

Words = frozenset[str]
Texts = Sequence[tuple[Words, str]]
"""The words of each example, with its reason."""

FEWEST_USES = 2
"""So many examples of a reason must have a word."""


def vocabulary(
    texts: Texts, meanings: Mapping[str, frozenset[str]] = MappingProxyType({})
) -> dict[str, tuple[str, ...]]:
    """The words that point to each reason: the fewest that its examples have in common.

    Words are taken greedily: the one that most of the examples not yet told have, less those of other
    reasons that have it, until none is worth it.

    Args:
        texts: the examples.
        meanings: words that a reason is known by; of words that are worth the same, one of them is taken.
    """
    holders: dict[str, set[int]] = defaultdict(set)
    for place, (words, _) in enumerate(texts):
        for word in words:
            holders[word].add(place)
    of_reason: dict[str, set[int]] = defaultdict(set)
    for place, (_, reason) in enumerate(texts):
        of_reason[reason].add(place)
    found = {
        reason: _words_for(places, holders, meanings.get(reason, frozenset()))
        for reason, places in sorted(of_reason.items())
    }
    return {reason: words for reason, words in found.items() if words}


def _words_for(
    agreeing: set[int], holders: Mapping[str, set[int]], meaning: frozenset[str]
) -> tuple[str, ...]:
    known = {word: held for word, held in holders.items() if len(held & agreeing) >= FEWEST_USES}
    chosen: list[str] = []
    told: set[int] = set()

    def gain(word: str) -> int:
        new = known[word] - told
        return 2 * len(new & agreeing) - len(new)

    while known:
        best = max(sorted(known), key=lambda word: (gain(word), word in meaning, len(known[word])))
        if gain(best) < 1:
            break
        chosen.append(best)
        told |= known.pop(best)
    return tuple(sorted(chosen))


class Pointers:
    """What the words of an item point to.

    Args:
        texts: the examples.
        words: the words that point to each reason.
    """

    def __init__(self, texts: Texts, words: Mapping[str, Sequence[str]]) -> None:
        self._reasons: dict[str, list[str]] = defaultdict(list)
        for reason, chosen in words.items():
            for word in chosen:
                self._reasons[word].append(reason)
        self._counts: dict[str, Counter[str]] = defaultdict(Counter)
        for known, reason in texts:
            for word in known & self._reasons.keys():
                self._counts[word][reason] += 1

    def of(self, words: Words) -> frozenset[str]:
        """The reasons that the words of an item point to."""
        return frozenset(reason for word in words for reason in self._reasons.get(word, ()))

    def of_example(self, words: Words, own: str) -> frozenset[str]:
        """The reasons that the words of an example point to, by all the other examples."""
        return frozenset(
            reason
            for word in words
            for reason in self._reasons.get(word, ())
            if self._without(word, reason, own)
        )

    def _without(self, word: str, reason: str, own: str) -> bool:
        counts = self._counts[word]
        agreed = counts[reason] - (own == reason)
        against = counts.total() - 1 - agreed
        return agreed >= FEWEST_USES and agreed > against


def only(reasons: Iterable[str]) -> str:
    """The one reason that everything points to; empty for none and for several."""
    found = set(reasons)
    return found.pop() if len(found) == 1 else ""
