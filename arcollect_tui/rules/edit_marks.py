"""The mark on a row that may be edited elsewhere: it tells what the row said when it was handed out.

A row that comes back is compared with its mark, and the mark with what is so now; so an edit is told
from a change made here meanwhile, and neither overwrites the other in silence.
"""

import hashlib
from collections.abc import Sequence

from arcollect_tui.rules.identity import canonical_json

_DIGITS = 12


def mark_of(values: Sequence[str]) -> str:
    """The mark of what the columns of a row say; begins with a letter, so no spreadsheet changes it."""
    return f"v{hashlib.sha256(canonical_json(list(values))).hexdigest()[:_DIGITS]}"
