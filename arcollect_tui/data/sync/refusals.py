"""Why a sealed file is put aside, by name: what people are told to look into, and what scripts may ask.

A file that is cut short or changed on its way is `damaged`, the word for all that has no other.
"""

from arcollect_tui.errors import ArcollectError, FileRefused, ForkRefused

DAMAGED = "damaged"
REWRITTEN = "rewritten"


class PutAside(FileRefused):
    """A file that changes nothing here.

    Attributes:
        kind: what it is, in one word.
    """

    kind = DAMAGED


class Newer(PutAside):
    """A newer arcollect wrote it."""

    kind = "newer"


class Foreign(PutAside):
    """It is of another office."""

    kind = "foreign"


class Forged(PutAside):
    """It says what the desk in whose name it speaks did not sign."""

    kind = "forged"


class Replayed(PutAside):
    """An old file that is put in again as something that it is not, or after it was withdrawn."""

    kind = "replayed"


class Unreadable(PutAside):
    """It is encrypted, and not for this desk."""

    kind = "unreadable"


class NotPaired(PutAside):
    """A desk is not known yet, and the office wants its desks paired by people.

    Attributes:
        desk: which.
        key: its public key.
    """

    kind = "unpaired"

    def __init__(self, sentence: str, desk: bytes, key: bytes) -> None:
        super().__init__(sentence)
        self.desk = desk
        self.key = key


def kind_of(error: ArcollectError) -> str:
    """What a file is that was refused with this error, in one word."""
    if isinstance(error, ForkRefused):
        return REWRITTEN
    return error.kind if isinstance(error, PutAside) else DAMAGED
