"""The app as a set of places: which is in front, how one goes there and back."""

from collections.abc import Iterable, Mapping
from typing import Any

from textual.screen import Screen

from arcollect_tui.keys.action import Action
from arcollect_tui.keys.engine import Run
from arcollect_tui.screens.visits import Parked, Place, PlaceMaker, Visits
from arcollect_tui.widgets.keyed import KeyedApp


class PlacedApp(KeyedApp[int]):
    """An app whose screens are places, with forms before them.

    Args:
        places: how to make each place, by its name; made when first gone to.
        actions: the action table.

    Attributes:
        visits: the places, those of a call while there is one.
        parked: what calls have interrupted, the last one last.
    """

    def __init__(self, places: Mapping[str, PlaceMaker], actions: Iterable[Action]) -> None:
        super().__init__(actions)
        self.visits = Visits(places)
        self.parked: list[Parked] = []

    @property
    def place(self) -> str:
        """The name of the place in front."""
        return self.visits.front

    def open_place(self, name: str, filter_text: str | None = None) -> None:
        """Go to a place. It is in front at once; its rows come when they come.

        Args:
            name: the place, for example `items`.
            filter_text: a filter to show it with; None shows it as it was left.

        Raises:
            Refused: there is no such place.
        """
        self.visits.go(name)
        _as_place(self._to_front(name)).arrive(filter_text)

    def _to_front(self, name: str) -> Screen[Any]:
        """Put a place in front; forms that stand before another one go, their drafts are kept."""
        visits = self.visits
        self.put_away()
        while visits.front and self.screen not in visits.screens():
            self.pop_screen()
        place = visits.made.get(name)
        if place is None:
            place = visits.make(name)
            self.install_screen(place, f"{name} {len(self.parked)}")
        if not visits.front:
            self.push_screen(place)
        elif visits.front != name:
            self.hush()
            self.switch_screen(place)
        visits.front = name
        return place

    def _places(self) -> list[Place]:
        """Every screen with rows of the store, in front or not."""
        parked = [screen for parked in self.parked for screen in parked.visits.screens()]
        screens = [*parked, *self.visits.screens(), *self.screen_stack]
        return [screen for screen in dict.fromkeys(screens) if isinstance(screen, Place)]

    def toggle_place(self) -> None:
        """Go to the place before this one; once more comes back.

        Raises:
            Refused: there was none.
        """
        self._to_front(self.visits.turn())

    def leave_place(self) -> None:
        """Go back to where one came from.

        Raises:
            Refused: this is where one starts.
        """
        self._to_front(self.visits.leave())

    def taken_back(self, entries: tuple[bytes, ...]) -> None:
        """Tell the places that entries were undone."""
        for place in self._places():
            place.taken_back(entries)

    def perform(self, run: Run) -> bool:
        """Go to places."""
        if run.action_id.startswith("go."):
            self.open_place(run.action_id.removeprefix("go."))
        elif run.action_id == "nav.previous":
            self.toggle_place()
        else:
            return super().perform(run)
        return True

    def put_away(self) -> None:
        """Keep what is typed in open forms."""


def _as_place(screen: Any) -> Place:  # noqa: ANN401 - made by a maker of places
    place: Place = screen
    return place
