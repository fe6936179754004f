"""Names of columns: folding, the n-th of equal names, and finding the header row by its content."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NamedTuple

_CURRENCY_TAIL = re.compile(r"[(\[]\s*[A-Za-z]{3}\s*[)\]]\s*$")


@lru_cache(maxsize=4_096)
def fold(name: str) -> str:
    """Comparable form of a column name: no case, accents, spaces or punctuation; `#` reads `no`."""
    plain = unicodedata.normalize("NFKD", name.replace("#", " no ")).casefold()
    return "".join(sign for sign in plain if sign.isalnum())


def fold_headers(names: Sequence[str]) -> tuple[str, ...]:
    """Folded names; the second of two equal names gets `1` after it, the third `2`."""
    seen: Counter[str] = Counter()
    folded = []
    for name in names:
        key = fold(_CURRENCY_TAIL.sub("", name))
        folded.append(f"{key}{seen[key]}" if key and seen[key] else key)
        seen[key] += 1
    return tuple(folded)


def label_headers(names: Sequence[str]) -> tuple[str, ...]:
    """Names for sentences and the preview: the second of two equal names gets `.1`, as in layouts."""
    seen: Counter[str] = Counter()
    labels = []
    for name in names:
        labels.append(f"{name}.{seen[name]}" if name and seen[name] else name)
        seen[name] += 1
    return tuple(labels)


class HeaderRow(NamedTuple):
    """Where the header stands among the records, and how many of its names are known."""

    at: int
    known: int


def find_header(rows: Sequence[Sequence[str]], known: Collection[str]) -> HeaderRow | None:
    """The first of the rows with most known names; None when no row has two of them."""
    best: HeaderRow | None = None
    for at, row in enumerate(rows):
        score = len({key for key in fold_headers(row) if key in known})
        if score >= 2 and (best is None or score > best.known):
            best = HeaderRow(at, score)
    return best
