"""Whose accounts the worklist begins with, as the office's policy says: everybody's, or one's own."""

from collections.abc import Mapping
from typing import Final

from arcollect_tui.errors import UsageError
from arcollect_tui.rules.text import quoted

OWN_KEY: Final = "worklist.shows"
EVERYBODY, OWN = "all", "own"


def read_own(text: str) -> str:
    """Whose accounts the worklist begins with, as it is stored.

    Raises:
        UsageError: neither `all` nor `own`.
    """
    word = text.lower()
    if word not in (EVERYBODY, OWN):
        raise UsageError(f"{quoted(text)} is nothing a worklist shows. Give {EVERYBODY} or {OWN}.")
    return word


def shows_own(values: Mapping[str, str]) -> bool:
    """Whether a collector who owns accounts begins with these alone."""
    return values.get(OWN_KEY, EVERYBODY) == OWN
