"""Payment terms as ledgers write them: how many days after its date a document is due."""

import re
from functools import lru_cache
from typing import Final

_MOST_DAYS: Final = 365
_DAYS: Final = r"([0-9]{1,3}) *(?:d|days?|tage|jours|dias|dagar)?"
#: A discount before the net days, such as `2/10 net 30` or `2%10, n/30`.
_NET: Final = re.compile(
    r"(?:[0-9]+(?:[.,][0-9]+)?[ %/]+[0-9]+[ ,;/-]*(?:net|netto|n)[ /]*|(?:net|netto|n)?[ /]*)"
    rf"{_DAYS}(?: net| netto)?"
)
_AT_ONCE: Final = frozenset(
    ("due on receipt", "due upon receipt", "on receipt", "immediate", "immediately", "cod")
)


@lru_cache(maxsize=1_024)
def net_days(terms: str) -> int | None:
    """Days from the document's date to its due date; None for terms that this does not know."""
    text = " ".join(terms.casefold().split())
    if text in _AT_ONCE:
        return 0
    found = _NET.fullmatch(text)
    days = None if found is None else int(found[1])
    return days if days is not None and days <= _MOST_DAYS else None
