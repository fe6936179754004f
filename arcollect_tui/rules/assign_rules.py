"""The office's rules of who owns whom: filters of the worklist in order, the first that matches decides.

They stand in one key of the policy, `assign.rules`, as they are typed:

    bal>50k -> bo ; name a-m -> cy ; country:us -> di
"""

import re
from dataclasses import dataclass
from typing import Final

from arcollect_tui.errors import UsageError
from arcollect_tui.rules.text import quoted

RULES_KEY: Final = "assign.rules"
MOST_RULES: Final = 4_000
"""Characters of all rules."""
_ARROW, _BETWEEN = "->", ";"
_LETTERS: Final = re.compile(r"\bname\s+([a-z])\s*-\s*([a-z])(?=\s|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AssignRule:
    """Customers that a filter of the worklist matches belong to a collector."""

    filter: str
    collector: str

    @property
    def query(self) -> str:
        """The filter as the worklist reads it: `name a-m` is a pattern of first letters."""
        return _LETTERS.sub(lambda found: f'name~"^[{found[1]}-{found[2]}]"', self.filter)


def read_rules(text: str) -> tuple[AssignRule, ...]:
    """The rules of a text, in order; none of an empty one.

    Raises:
        UsageError: a rule has no filter, no arrow or no collector.
    """
    said = [piece.strip() for piece in text.split(_BETWEEN) if piece.strip()]
    return tuple(_rule(piece) for piece in said)


def _rule(text: str) -> AssignRule:
    query, arrow, collector = (part.strip() for part in text.rpartition(_ARROW))
    if not arrow or not query or not collector:
        raise UsageError(
            f"{quoted(text)} is no rule. Give FILTER -> COLLECTOR, such as bal>50k -> bo, "
            "with ; between two rules."
        )
    return AssignRule(query, collector)


def written_rules(text: str) -> str:
    """The rules of a text as they are stored.

    Raises:
        UsageError: see `read_rules`.
    """
    return f" {_BETWEEN} ".join(f"{one.filter} {_ARROW} {one.collector}" for one in read_rules(text))
