"""`n` and `N`: on to the next row of this list that holds the words last typed behind `/`.

Find looks everywhere; these keys stay in the list. Which rows hold the words is looked up once, away
from the keys, and the keys about rows wait for that.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from arcollect_tui.errors import ArcollectError, Refused
from arcollect_tui.keys.engine import Run
from arcollect_tui.rules.text import quoted
from arcollect_tui.screens.base import OfficeScreen
from arcollect_tui.widgets.record_table import RecordTable
from arcollect_tui.widgets.rows import RowId, RowSource


@dataclass(frozen=True, slots=True)
class Matches:
    """Where the rows stand that hold some words, in one view of a list."""

    text: str
    source: RowSource[Any]
    positions: Sequence[int]


class Seeking(OfficeScreen):
    """A list whose rows are gone through by what they hold.

    Attributes:
        seeking: the rows are being looked up; keys about rows wait.
    """

    seeking = False
    _matches: Matches | None = None

    def rows_with(self, text: str) -> Callable[[], Collection[RowId]]:
        """What finds the rows that hold every word of a text; runs off the UI thread."""
        raise NotImplementedError

    def perform(self, run: Run) -> bool:
        """Go to the next or the previous row that matches."""
        if run.action_id not in ("list.next_match", "list.previous_match"):
            return super().perform(run)
        self._seek(run.times if run.action_id == "list.next_match" else -run.times)
        return True

    def _seek(self, steps: int) -> None:
        """Go on by so many matches.

        Raises:
            Refused: nothing was searched for, or the list is still loading.
        """
        text, table = self.ws.sought, self.query_one("#list", RecordTable)
        if not text:
            raise Refused("There is nothing to go on to: / finds something first, then n and N go on.")
        known, source = self._matches, table.source
        if known is not None and (known.text, known.source) == (text, source):
            self._go(known, steps)
            return
        ids, find = table.view_ids(), self.rows_with(text)
        self.seeking = True

        def look() -> Matches:
            wanted = find()
            return Matches(text, source, [place for place, row in enumerate(ids) if row in wanted])

        self.ask("seek", look, lambda found: self._found(found, steps), self._not_found)

    def _found(self, found: Matches, steps: int) -> None:
        self.seeking = False
        self._matches = found
        self._go(found, steps)
        self.go_on()

    def _not_found(self, error: ArcollectError) -> None:
        self.seeking = False
        self.ws.show_error(error)
        self.go_on()

    def _go(self, found: Matches, steps: int) -> None:
        """Put the cursor on a match, round the ends of the list."""
        table, places = self.query_one("#list", RecordTable), found.positions
        if not places:
            self.ws.refuse(f"No row of this list holds {quoted(found.text)}: / finds it elsewhere.")
            return
        here = table.cursor
        if steps > 0:
            before = sum(place <= here for place in places)
            wanted = before + steps - 1
        else:
            before = sum(place < here for place in places)
            wanted = before + steps
        place = wanted % len(places)
        table.cursor = places[place]
        round_it = " from the top" if wanted >= len(places) else " from the end" if wanted < 0 else ""
        self.ws.say(f"{place + 1:,} of {len(places):,} with {quoted(found.text)}{round_it}")
