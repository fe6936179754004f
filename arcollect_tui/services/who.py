"""The account in hand, as every screen and form names it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Who:
    """The account that somebody looks at, as it is shown."""

    id: int
    number: str
    name: str
