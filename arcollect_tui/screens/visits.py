"""Places one can go to, and where one came from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from textual.screen import Screen

from arcollect_tui.errors import Refused

HOME = "worklist"
_CURE = "g goes to other places, Ctrl+Q leaves."


@runtime_checkable
class Place(Protocol):
    """A screen one can go to by name. Every place is an `OfficeScreen`."""

    def arrive(self, filter_text: str | None) -> None:
        """Show the place as `g` asks for it (None), or with a filter. Coming back does not call it."""

    def call_later(self, callback: Callable[..., Any], *_args: Any) -> bool:  # noqa: ANN401
        """Call back in the turn of the place, once it stands."""

    def store_changed(self) -> None:
        """The store was written, by this window or beside it."""

    def show_top(self) -> None:
        """Other numbers stand in the first line."""

    def taken_back(self, entries: tuple[bytes, ...]) -> None:
        """Entries were undone, here or at another place."""


PlaceMaker = Callable[[], Screen[Any]]


class Visits:
    """The places that were gone to, which of them is in front, and those before it.

    Args:
        makers: how to make each place, by its name; made when first gone to.

    Attributes:
        front: the name of the place in front; empty when there is none yet.
        made: the screens of the places that were gone to, by name.
    """

    def __init__(self, makers: Mapping[str, PlaceMaker]) -> None:
        self._makers = makers
        self._before: list[str] = []
        self.front = ""
        self.made: dict[str, Screen[Any]] = {}

    def anew(self) -> "Visits":
        """The same places, none of them gone to."""
        return Visits(self._makers)

    @property
    def at_the_start(self) -> bool:
        """Whether there is no place before the one in front."""
        return self.front == HOME or not self._before

    def screens(self) -> Sequence[Screen[Any]]:
        """The screens that were made."""
        return tuple(self.made.values())

    def make(self, name: str) -> Screen[Any]:
        """Make the screen of a place."""
        screen = self.made[name] = self._makers[name]()
        return screen

    def go(self, name: str) -> None:
        """Note that one goes to a place, and where one comes from.

        Raises:
            Refused: there is no such place.
        """
        if name not in self._makers:
            raise Refused(f"There is no place {name} here: g lists the places.")
        if self.front and self.front != name:
            self._note(name)

    def turn(self) -> str:
        """The place before this one; once more gives this one again.

        Raises:
            Refused: there was none.
        """
        if not self._before:
            raise Refused(f"No place was visited before this one: {_CURE}")
        name = self._before.pop()
        self._note(self.front)
        return name

    def leave(self) -> str:
        """The place one came from.

        Raises:
            Refused: this is where one starts.
        """
        if self.front == HOME:
            back = f"- goes to {self._before[-1]}, g elsewhere, Ctrl+Q leaves." if self._before else ""
            raise Refused(f"This is where you started: {back or _CURE}")
        return self._before.pop() if self._before else HOME

    def _note(self, anew: str) -> None:
        """Have the place in front stand last, and no place twice."""
        self._before = [*(seen for seen in self._before if seen != anew), self.front]


@dataclass(frozen=True, slots=True)
class Parked:
    """What was being done when a call came in, as it stood; see `answering`.

    Attributes:
        words: what it is, for example `promise for C10035`.
        depth: how many screens it takes of the stack.
        visits: its places.
    """

    words: str
    depth: int
    visits: Visits
