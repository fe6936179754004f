"""Names of columns: folding, the n-th of equal names, and finding the header row by its content."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

_CURRENCY_TAIL = re.compile(r"[(\[]\s*[A-Za-z]{3}\s*[)\]]\s*$")


@lru_cache(maxsize=4_096)
def fold(name: str) -> str:
    """Comparable form of a column name: no case, accents, spaces or punctuation; `#` reads `no`."""
    plain = unicodedata.normalize("NFKD", name.replace("#", " no ")).casefold()
    return "".join(sign for sign in plain if sign.isalnum())


def bare_name(name: str) -> str:
    """A column's name without the currency behind it: `Amount (EUR)` is Amount."""
    return _CURRENCY_TAIL.sub("", name).strip()


def fold_headers(names: Sequence[str]) -> tuple[str, ...]:
    """Folded names; the second of two equal names gets `1` after it, the third `2`."""
    seen: Counter[str] = Counter()
    folded = []
    for name in names:
        key = fold(bare_name(name))
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
    """Where the header stands among the records, and how many of its names are known.

    Attributes:
        at: records before it.
        known: how many different names are known.
        height: records that make it up.
        names: its names; of a header of two lines both, where together they are known.
    """

    at: int
    known: int
    height: int = 1
    names: tuple[str, ...] = ()


def find_header(rows: Sequence[Sequence[str]], known: Collection[str]) -> HeaderRow | None:
    """The first of the rows, or pairs of rows, with most known names; None when none has two of them."""
    best: HeaderRow | None = None
    for at, row in enumerate(rows):
        score = _score(row, known)
        if score >= 2 and (best is None or score > best.known):
            best = HeaderRow(at, score, 1, tuple(row))
    if best is None or not best.names:
        return _best_pair(rows, known, range(len(rows) - 1), 1)
    pair = _best_pair(rows, known, range(max(0, best.at - 1), min(best.at + 1, len(rows) - 1)), best.known)
    return pair or best


def likely_header(rows: Sequence[Sequence[str]]) -> HeaderRow | None:
    """The first of the rows with most names, where no name is known; None when no row has two."""
    best = max(
        (at for at, row in enumerate(rows) if _names_only(row)),
        key=lambda at: (sum(1 for cell in rows[at] if cell.strip()), -at),
        default=None,
    )
    return None if best is None else HeaderRow(best, 0, 1, tuple(rows[best]))


def _score(names: Sequence[str], known: Collection[str]) -> int:
    return len({key for key in fold_headers(names) if key in known})


def _best_pair(
    rows: Sequence[Sequence[str]], known: Collection[str], starts: Iterable[int], least: int
) -> HeaderRow | None:
    """Two rows that together have more known names than `least`, and hold names only."""
    best: HeaderRow | None = None
    for at in starts:
        if not (_names_only(rows[at]) and _names_only(rows[at + 1])):
            continue
        names = _joined(rows[at], rows[at + 1], known)
        score = _score(names, known)
        if score > max(1, least if best is None else best.known):
            best = HeaderRow(at, score, 2, names)
    return best


def _names_only(row: Sequence[str]) -> bool:
    """Whether a row may be half of a header: several texts, none of which is a number or a date."""
    filled = [cell.strip() for cell in row if cell.strip()]
    return len(filled) > 1 and not any(cell[0].isdigit() or cell[-1].isdigit() for cell in filled)


def _joined(upper: Sequence[str], lower: Sequence[str], known: Collection[str]) -> tuple[str, ...]:
    """A name a column from both rows; a name above merged cells stands in the first of them only."""
    width = max(len(upper), len(lower))
    names, above = [], ""
    for top, bottom in zip(
        [*upper, *[""] * (width - len(upper))], [*lower, *[""] * (width - len(lower))], strict=True
    ):
        above = top.strip() or (above if bottom.strip() else "")
        spellings = (f"{above} {bottom}".strip(), bottom.strip(), top.strip())
        names.append(next((one for one in spellings if fold(one) in known), spellings[0]))
    return tuple(names)
