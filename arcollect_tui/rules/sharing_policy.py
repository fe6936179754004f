"""What the office's policy says of sharing: whom to trust, and for whom files are encrypted."""

import re
from typing import Final

from arcollect_tui.errors import UsageError
from arcollect_tui.rules.text import quoted

PAIRING: Final = "pairing"
"""Whether a desk is trusted at first sight in the folder of the office, or when people paired it."""
FIRST_SIGHT, REQUIRED = "first sight", "required"
RECIPIENTS: Final = "recipients"
"""For whom files in a shared folder are encrypted: recipients of age, with spaces between."""
MOST_RECIPIENTS: Final = 4_000
"""Characters of the list of recipients: sixty desks."""
_RECIPIENT: Final = re.compile("age1[02-9ac-hj-np-z]{58}")


def read_pairing(text: str) -> str:
    """How desks are paired, as it is stored.

    Raises:
        UsageError: no such way.
    """
    word = text.lower()
    if word not in (FIRST_SIGHT, REQUIRED):
        raise UsageError(f"{quoted(text)} is no way of pairing. Give {REQUIRED}, or {FIRST_SIGHT}.")
    return word


def read_recipients(text: str) -> str:
    """For whom to encrypt, as it is stored: each once, in order.

    Raises:
        UsageError: one is no recipient of age.
    """
    for one in text.split():
        if not _RECIPIENT.fullmatch(one):
            msg = (
                f"{quoted(one)} is no recipient of age. Give those that arcollect desk list shows, age1…, "
                "with spaces between."
            )
            raise UsageError(msg)
    return " ".join(sorted(set(text.split())))
