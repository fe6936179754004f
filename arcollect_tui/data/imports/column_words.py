"""Names of columns that no list has: read word by word, as a person would.

A name is understood when all of it is words that are known, in any order, and these kinds of words
together mean one thing: "Förfallodatum" is due + date. Nothing is guessed from a part of a name, so
"tax amount", "days outstanding" and "account manager" mean nothing here.
"""

import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final

_LONGEST: Final = 40
"""Signs of a name; what is longer is a sentence."""
_LEAST: Final = 3
"""Signs of a name; what is shorter is in a list, or means nothing."""
_FILLER: Final = "filler"
_SPLITS: Final = 12
"""So many ways to take a name apart are looked at."""

Kinds = frozenset[str]


@lru_cache(maxsize=8_192)
def fields_of(folded: str) -> tuple[str, ...]:
    """The fields that a folded name may mean, the likely one first; () when it means nothing here.

    A number behind the name, which tells equal names apart, is not part of it: it means nothing.
    """
    if not _LEAST <= len(folded) <= _LONGEST or not folded.isalpha():
        return ()
    words, meanings = _vocabulary()
    found = {meanings[kinds] for kinds in _taken_apart(folded, words) if kinds in meanings}
    return found.pop() if len(found) == 1 else ()


def _taken_apart(name: str, words: Mapping[str, str]) -> list[Kinds]:
    """The kinds of words that a name is made of, for each way to take it apart."""
    longest = max(map(len, words))
    ways: list[list[Kinds]] = [[frozenset()], *[[] for _ in name]]
    for start in range(len(name)):
        for end in range(start + 1, min(start + longest, len(name)) + 1):
            kind = words.get(name[start:end])
            if kind is None:
                continue
            more = frozenset() if kind == _FILLER else frozenset((kind,))
            for kinds in ways[start]:
                if (known := kinds | more) not in ways[end] and len(ways[end]) < _SPLITS:
                    ways[end].append(known)
    return ways[-1]


@cache
def _vocabulary() -> tuple[Mapping[str, str], Mapping[Kinds, tuple[str, ...]]]:
    """Each word with its kind, and each set of kinds with the fields that it means."""
    text = files("arcollect_tui.data.imports").joinpath("column_words.toml").read_text("utf-8")
    raw: dict[str, Any] = tomllib.loads(text)
    words = {word: kind for kind, spellings in raw["words"].items() for word in spellings}
    meanings = {
        frozenset(kinds.split()): tuple(one["fields"]) for one in raw["meanings"] for kinds in one["of"]
    }
    return words, meanings
