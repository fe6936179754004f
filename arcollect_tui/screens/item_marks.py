"""Marks on a table of items: by a filter, by an equal cell, by a pasted list; and rows left out.

What looks through the whole list is done in a thread; keys about marks wait for it, others do not.
"""

from collections.abc import Callable, Sequence

from textual import events

from arcollect_tui.errors import ArcollectError, Refused
from arcollect_tui.keys.engine import Run
from arcollect_tui.rules.query_view import without_view_words
from arcollect_tui.rules.text import counted
from arcollect_tui.screens.chosen import why_left_out
from arcollect_tui.screens.filter_line import FilterLine
from arcollect_tui.screens.item_verbs import ItemVerbs
from arcollect_tui.services.items import item_window
from arcollect_tui.services.marking import alike_ids, like, matching_ids
from arcollect_tui.services.references import items_by_numbers
from arcollect_tui.widgets.marks import Placed
from arcollect_tui.widgets.rows import RowId

MARK, UNMARK = "m", "M"
"""Labels of the prompts."""

MOST_LEFT_OUT = 10_000
Ids = Sequence[int]


class ItemMarks(ItemVerbs):
    """A list of items with a filter, whose rows are marked and left out.

    Attributes:
        filter: the filter of the list.
        marking: rows to mark are being looked up; the keys about marks wait.
    """

    filter = ""
    marking = False

    def perform(self, run: Run) -> bool:
        """Mark, unmark, leave out; then the verbs on items."""
        deeds: dict[str, Callable[[Run], None]] = {
            "mark.matching": lambda _: self._ask_what(MARK),
            "mark.unmatching": lambda _: self._ask_what(UNMARK),
            "mark.equal": lambda _: self._mark_alike(),
            "mark.exclude": self._leave_out,
        }
        deed = deeds.get(run.action_id)
        if deed is None:
            return super().perform(run)
        deed(run)
        return True

    # By a filter

    def _ask_what(self, label: str) -> None:
        """Open the prompt, filled with the filter of the list."""
        text = without_view_words(self.filter)
        self.query_one(FilterLine).open(f"{text} " if text else "", label)

    def mark_matching(self, text: str, label: str) -> None:
        """Mark, or unmark, what a filter matches."""
        office = self.ws.office

        def said(ids: Ids, out: int) -> None:
            what = "Unmarked" if label == UNMARK else "Marked"
            left = f" {out:,} are excluded and stay out." if out else ""
            self.ws.say(f"{what} {counted(len(ids) - out, 'item')} of this filter.{left}")

        self._look_up(lambda: matching_ids(office, text), said, less=label == UNMARK)

    # By a cell

    def _mark_alike(self) -> None:
        """Mark the rows of the list that show the same in the chosen column."""
        office, row, text, field = self.ws.office, self.item(), self.filter, self.items.chosen
        like(row, field)  # refuses at once

        def said(ids: Ids, out: int) -> None:
            left = f" {out:,} are excluded and stay out." if out else ""
            title = self.items.chosen_title
            self.ws.say(f"Marked {counted(len(ids) - out, 'item')} with the same {title}.{left}")

        self._look_up(lambda: alike_ids(office, text, row, field), said)

    # By a pasted list

    def on_paste(self, event: events.Paste) -> None:
        """A pasted list of document numbers marks them; it never runs anything."""
        if self.typing:
            return
        event.stop()
        event.prevent_default()
        office, text = self.ws.office, event.text
        unknown: list[str] = []

        def job() -> Ids:
            ids, others = items_by_numbers(office, text)
            unknown.extend(others)
            return ids

        def said(ids: Ids, out: int) -> None:
            left = f" {out:,} are excluded and stay out." if out else ""
            words = f"Marked {len(ids) - out:,} of the pasted numbers.{left}"
            if unknown:
                self.ws.refuse(f"{words} {len(unknown):,} unknown or not open: {', '.join(unknown)}")
            else:
                self.ws.say(words)

        self._look_up(job, said)

    # How rows are marked

    def _look_up(
        self, job: Callable[[], Ids], said: Callable[[Ids, int], None], *, less: bool = False
    ) -> None:
        """Find rows in a thread and mark or unmark them.

        Args:
            job: finds them.
            said: tells of them, and how many of them are left out.
            less: unmark them.
        """
        table, marks = self.items, self.items.marks
        view, before = table.view_ids(), marks.now()
        self.marking = True

        def look() -> tuple[Ids, Placed]:
            ids = job()
            placed = before.placed(view, less=ids) if less else before.placed(view, also=ids)
            return ids, placed

        def found(answer: tuple[Ids, Placed]) -> None:
            ids, placed = answer
            if marks.version == before.version:
                marks.put(placed)
            elif less:
                marks.put(marks.now().placed(table.view_ids(), less=ids))
            else:
                marks.add(ids)
            table.changed_marks()
            said(ids, 0 if less or not marks.out else sum(item in marks.out for item in ids))
            self._marking_done()

        self.ask("mark", look, found, self._not_marked)

    def _not_marked(self, error: ArcollectError) -> None:
        self.ws.show_error(error)
        self._marking_done()

    def _marking_done(self) -> None:
        self.marking = False
        self.go_on()

    # Leaving out

    def _leave_out(self, run: Run) -> None:
        """Leave the row out of marks by the list, or the marked ones; a row once more takes it in."""
        if run.bulk:
            self._leave_out_marked()
            return
        row, table = self.item(), self.items
        name = row.document_no or row.type
        if row.item_id in table.marks.out:
            table.marks.take_in((row.item_id,))
            self.ws.say(f"{name} is no longer excluded.")
        else:
            why = why_left_out(row.text, self.ws.office.settings.reasons)
            table.marks.leave_out({row.item_id: why})
            self.ws.say(f"{name} excluded {why}. X on it takes that back.")
        here = table.cursor
        table.cursor += 1
        table.redraw(here, here)
        table.tell_marks()

    def _leave_out_marked(self) -> None:
        table, office = self.items, self.ws.office
        table.check_marked()
        if len(table.marks) > MOST_LEFT_OUT:
            cure = "filter the others away with f instead."
            raise Refused(f"At most {MOST_LEFT_OUT:,} rows are excluded at once: {cure}")
        before, tree = table.marks.now(), office.settings.reasons
        self.marking = True

        def look() -> dict[RowId, str]:
            rows = item_window(office, [int(item) for item in before.ids()])
            return {row.item_id: why_left_out(row.text, tree) for row in rows}

        def found(rows: dict[RowId, str]) -> None:
            table.marks.leave_out(rows)
            table.changed_marks()
            self.ws.say(
                f"Excluded {counted(len(rows), 'item')}. X on a row takes it back, \\ takes back all."
            )
            self._marking_done()

        self.ask("mark", look, found, self._not_marked)
