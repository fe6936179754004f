"""Which words point to which reason, as the examples use them."""

from collections import defaultdict
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
        words: the words that point to each reason.
    """

    def __init__(self, words: Mapping[str, Iterable[str]]) -> None:
        self._reasons: defaultdict[str, list[str]] = defaultdict(list)
        for reason, chosen in words.items():
            for word in chosen:
                self._reasons[word].append(reason)

    def of(self, words: Words) -> frozenset[str]:
        """The reasons that the words of an item point to."""
        return frozenset(reason for word in words for reason in self._reasons.get(word, ()))


def told_by_others(
    texts: Texts, folds: Sequence[int], meanings: Mapping[str, frozenset[str]]
) -> list[frozenset[str]]:
    """What the words of each example point to, by the vocabulary of the examples in other folds.

    Words are chosen for the examples that have them, so their own examples prove nothing about them.

    Args:
        texts: the examples.
        folds: for each example the number of its fold.
        meanings: as for `vocabulary`.
    """
    pointers = {
        fold: Pointers(
            vocabulary([text for text, own in zip(texts, folds, strict=True) if own != fold], meanings)
        )
        for fold in set(folds)
    }
    return [pointers[fold].of(words) for (words, _), fold in zip(texts, folds, strict=True)]


def only(reasons: Iterable[str]) -> str:
    """The one reason that everything points to; empty for none and for several."""
    found = set(reasons)
    return found.pop() if len(found) == 1 else ""
