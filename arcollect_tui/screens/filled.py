"""What a form gives back, and how it comes again when its deed was refused."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from arcollect_tui.errors import ArcollectError
from arcollect_tui.services.texts import Texts

DraftT = TypeVar("DraftT")


@dataclass(frozen=True, slots=True)
class Again:
    """A form that is opened once more, because its deed was refused.

    Attributes:
        texts: what was typed.
        token: of the form; the same draft is stored once.
        problem: why it was refused.
    """

    texts: Texts
    token: bytes
    problem: ArcollectError


@dataclass(frozen=True, slots=True)
class Filled(Generic[DraftT]):
    """What a form gives back.

    Attributes:
        draft: the deed, ready for its service.
        texts: what was typed in which field, for the repeat key and if the deed is refused.
        stay: save and stay instead of going on to the next account.
        token: of the form; the half-typed draft goes by it.
    """

    draft: DraftT
    texts: Texts
    stay: bool
    token: bytes

    def again(self, error: ArcollectError) -> Again:
        """The form to open once more, because its deed was refused."""
        return Again(self.texts, self.token, error)
