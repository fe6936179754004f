"""Marks on the worklist: a pasted list of numbers marks the accounts it names."""

from textual import events

from arcollect_tui.errors import ArcollectError
from arcollect_tui.screens.worklist_layout import WorklistLayout
from arcollect_tui.widgets.marks import Placed
from arcollect_tui.widgets.record_table import RecordTable


class AccountMarks(WorklistLayout):
    """A list of accounts whose rows are marked by what is pasted."""

    def on_paste(self, event: events.Paste) -> None:
        """A pasted list of account or item numbers marks the accounts; it never runs anything."""
        if self.typing:
            return
        event.stop()
        event.prevent_default()
        self.attempt(lambda: self._mark_pasted(event.text))

    def _mark_pasted(self, text: str) -> None:
        table, office = self.query_one("#list", RecordTable), self.ws.office
        view, before = table.view_ids(), table.marks.now()

        def job() -> tuple[tuple[int, ...], tuple[str, ...], Placed]:
            from arcollect_tui.services.references import accounts_by_numbers

            ids, unknown = accounts_by_numbers(office, text)
            return ids, unknown, before.placed(view, also=ids)

        def found(answer: tuple[tuple[int, ...], tuple[str, ...], Placed]) -> None:
            self.seeking = False
            ids, unknown, placed = answer
            if table.marks.version == before.version and table.view_ids() is view:
                table.marks.put(placed)
            else:
                table.marks.add(ids)
            table.changed_marks()
            words = f"Marked {len(ids):,} of the pasted accounts."
            if unknown:
                self.ws.refuse(f"{words} {len(unknown):,} unknown: {', '.join(unknown)}")
            else:
                self.ws.say(words)
            self.go_on()

        self.seeking = True
        self.ask("mark", job, found, self._not_marked)

    def _not_marked(self, error: ArcollectError) -> None:
        self.seeking = False
        self.ws.show_error(error)
        self.go_on()
