"""What a collector does with items: code them, write a note on them, copy them, mark a pasted list.

For every screen with a table of items. As with accounts, a verb acts on what the screen holds, then
hands the writing to the writer.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from arcollect_tui.data.exports.cells import people_text
from arcollect_tui.errors import ArcollectError, Refused
from arcollect_tui.keys.engine import Run
from arcollect_tui.rules.money import plain
from arcollect_tui.screens.chosen import ChosenItems
from arcollect_tui.screens.coding import CodingDrawer
from arcollect_tui.screens.coding_draft import NOBODY
from arcollect_tui.screens.filled import Again, Filled
from arcollect_tui.screens.item_columns import ItemLine
from arcollect_tui.screens.item_why import ItemWhy
from arcollect_tui.screens.small_forms import NoteDraft, NoteForm
from arcollect_tui.screens.tolerance import ToleranceDrawer
from arcollect_tui.screens.verbs import AccountVerbs
from arcollect_tui.services.coding import CodingPlan, CodingRequest, apply_coding, plan_coding
from arcollect_tui.services.items import ItemRow, item_window
from arcollect_tui.services.notes import add_note
from arcollect_tui.services.office import Office, Saved
from arcollect_tui.services.who import Who
from arcollect_tui.widgets.marks import Marked
from arcollect_tui.widgets.record_table import RecordTable
from arcollect_tui.widgets.safe import clean

OF_ACCOUNTS = frozenset({"worklist.log_outcome", "worklist.pick_outcome", "account.reschedule"})
"""Deeds about an account as a whole, which the repeat key may still hold."""


MANY = 2000
"""So many items take a moment to code: it is said."""


@dataclass(frozen=True, slots=True)
class ItemRepeat:
    """What `.` does again with the item under the cursor."""

    deed: Callable[[ItemRow], Saved]


class ItemVerbs(AccountVerbs):
    """A screen with a table of items to act on."""

    @property
    def items(self) -> RecordTable[ItemLine]:
        """The table."""
        raise NotImplementedError

    def who(self) -> Who:
        """The account of the item under the cursor."""
        row = self.item()
        return Who(row.customer_id, row.customer_no, row.name)

    def item(self) -> ItemRow:
        """The item under the cursor.

        Raises:
            Refused: there is none.
        """
        line = self.items.cursor_row
        if line is None:
            raise Refused("There is no item here: f changes the filter, g i shows all open items.")
        if line.row is None:
            raise Refused("This item is no longer in the ledger; its import was taken back.")
        return line.row

    def perform(self, run: Run) -> bool:
        """Do a verb on items; else one on their account."""
        if run.action_id in OF_ACCOUNTS:
            raise Refused("That is a deed about an account: Enter opens the account of this item.")
        deeds: dict[str, Callable[[Run], None]] = {
            "items.code": self._code,
            "items.tolerate": self._tolerate,
            "items.cause": self._cause,
            "items.proposals": self._propose,
            "worklist.why": self._why,
        }
        if run.action_id == "account.note":
            self._note(run)
        elif run.action_id == "copy" and run.argument in ("items", "marked"):
            self._copy(run)
        elif run.action_id in deeds:
            deeds[run.action_id](run)
        else:
            return super().perform(run)
        return True

    # Coding

    def _code(self, run: Run) -> None:
        """Choose how the item under the cursor, or the marked ones, are coded."""
        self.ws.check_writable()
        if run.repeat:
            self._again_here(run)
            return
        if run.bulk:
            chosen = self._chosen()
            drawer = CodingDrawer(chosen, f"{chosen.count:,} marked", self._account_or_none())
        else:
            row = self.item()
            only = self._row_only("d codes")
            one = ChosenItems(items=(row.item_id,))
            drawer = CodingDrawer(one, f"{row.document_no}{only}", row.customer_id, recode=True)

        def chosen_plan(found: CodingPlan | None) -> None:
            if found is not None:
                self._apply(run, found, drawer.keeper.token)

        self.app.push_screen(drawer, chosen_plan)

    def _account_or_none(self) -> int:
        """The account under the cursor, which has the draft of a bulk coding."""
        line = self.items.cursor_row
        return line.row.customer_id if line is not None and line.row is not None else NOBODY

    def _tolerate(self, run: Run) -> None:
        """Propose the small short pays that policy lets go, of what the list shows."""
        del run
        self.ws.check_writable()
        office = self.ws.office

        def chosen(found: CodingPlan | None) -> None:
            if found is not None:
                self.ws.remember(None)
                self.ws.write(lambda: apply_coding(office, found))

        self.app.push_screen(ToleranceDrawer(self.filter_text()), chosen)

    def filter_text(self) -> str:
        """The filter of the list; nothing where it has none."""
        return ""

    def _chosen(self) -> ChosenItems:
        """The marked items.

        Raises:
            Refused: nothing is marked, or the list is still loading.
        """
        self.items.check_marked()
        self.items.view_ids()
        return ChosenItems(self.items.marks.now(), out=self.items.marks.out_here)

    def _apply(self, run: Run, found: CodingPlan, token: bytes) -> None:
        """Hand the plan to the writer; marks go at once and come back if it is refused."""
        office, table = self.ws.office, self.items
        cleared: Marked | None = None
        if run.bulk:
            cleared = table.marks.now()
            table.marks.clear()
            table.changed_marks()
            self.ws.remember(None)
            if found.count >= MANY:
                self.ws.say(f"Coding {found.count:,} items; what you type meanwhile waits its turn.")
        else:
            self._remember_item(run, _coding_again(office, found.request), f"code {found.request.reason}")
            table.cursor += 1

        def failed(_: ArcollectError) -> None:
            if cleared is not None:
                table.marks.put_back(cleared)
                table.changed_marks()

        self.ws.write(lambda: apply_coding(office, found, token), self.look_alike, failed)

    # Rules by example

    def _propose(self, run: Run) -> None:
        """Show the proposals; what is applied there is coded."""
        from arcollect_tui.screens.proposals import Chosen, ProposalsDrawer
        from arcollect_tui.services.accepting import apply_proposal

        del run
        office = self.ws.office

        def chosen(found: Chosen | None) -> None:
            if found is not None:
                self.ws.write(lambda: apply_proposal(office, found.proposal, found.plan), self.look_alike)
                self.ws.remember(None)

        self.app.push_screen(ProposalsDrawer(), chosen)

    def look_alike(self, saved: Saved) -> None:
        """A coding was saved: after a pause, say how many items look like what is coded now."""

    # Root causes

    def _cause(self, run: Run) -> None:
        """Tell the root cause of the item under the cursor, or of the marked ones."""
        from arcollect_tui.screens.cause_verb import Caused, tell_cause

        row = self.item()
        if run.bulk:
            chosen = self._chosen()
            marked = f"{chosen.count:,} marked"
            tell_cause(self, Caused(row.customer_id, chosen, marked, bulk=True, done=self._clear))
            return
        one = ChosenItems(items=(row.item_id,))
        named = f"{row.document_no}{self._row_only('D tells of')}"
        tell_cause(self, Caused(row.customer_id, one, named, bulk=False))

    def _row_only(self, verb: str) -> str:
        """With marks present: that the deed is for the row alone, and how it is for them."""
        marks = len(self.items.marks)
        return f" (cursor row only, ; {verb} the {marks:,} marked)" if marks else ""

    def _clear(self) -> None:
        self.items.marks.clear()
        self.items.changed_marks()

    def _again_here(self, run: Run) -> None:
        """Repeat the last deed with the item under the cursor."""
        repeat, row = self.ws.repeat, self.item()
        if not isinstance(repeat, ItemRepeat):
            raise Refused(". repeats the last write on an item, and there is none yet")
        deed = repeat.deed
        self.ws.write(lambda: deed(row))
        if run.action_id == "items.code":
            self.items.cursor += 1

    def _remember_item(self, run: Run, deed: Callable[[ItemRow], Saved], label: str) -> None:
        self.ws.repeat = ItemRepeat(deed)
        self.ws.remember(run, label)

    # Notes

    def _note(self, run: Run, again: Again | None = None) -> None:
        """Write a note on the item under the cursor, or on all marked ones of its account."""
        self.ws.check_writable()
        if run.repeat and isinstance(self.ws.repeat, ItemRepeat):
            self._again_here(run)
            return
        row, office = self.item(), self.ws.office
        marked = self.items.marks.now() if row.item_id in self.items.marks else None

        def filled(result: Filled[NoteDraft] | None) -> None:
            if result is None:
                return
            draft = result.draft

            def job() -> Saved:
                marks = () if marked is None else tuple(map(int, marked.ids()))
                items = items_of(office, row, marks)
                return add_note(
                    office,
                    row.customer_id,
                    draft.text,
                    items=items,
                    pinned=draft.pinned,
                    token=draft.token,
                )

            self.ws.write(job, failed=lambda error: self._note(run, result.again(error)))
            again = _note_again(office, draft)
            self._remember_item(run, again, "note")

        self.app.push_screen(NoteForm(self.who(), again), filled)

    # Looking and copying

    def _why(self, run: Run) -> None:
        del run
        self.app.push_screen(ItemWhy(self.item(), self.ws.fmt))

    def _copy(self, run: Run) -> None:
        """Copy the number of the item, or the marked rows as a table."""
        if run.argument == "items":
            number = self.item().document_no
            self.app.copy_to_clipboard(number)
            self.ws.say(f"Copied: {number}")
            return
        office, chosen = self.ws.office, self._chosen()

        def copied(rows: Sequence[ItemRow]) -> None:
            self.app.copy_to_clipboard(as_table(rows))
            self.ws.say(f"Copied: {len(rows):,} rows, tabs between the columns")

        self.ask("copy", lambda: item_window(office, chosen.ids), copied)


def items_of(office: Office, row: ItemRow, marks: Sequence[int]) -> tuple[int, ...]:
    """The marked items of the account that an item belongs to; the item itself if it is not marked."""
    same = [found.item_id for found in item_window(office, marks) if found.customer_id == row.customer_id]
    return tuple(same) or (row.item_id,)


def _coding_again(office: Office, request: CodingRequest) -> Callable[[ItemRow], Saved]:
    def deed(row: ItemRow) -> Saved:
        return apply_coding(office, plan_coding(office, replace(request, item_ids=(row.item_id,))))

    return deed


def _note_again(office: Office, draft: NoteDraft) -> Callable[[ItemRow], Saved]:
    def deed(row: ItemRow) -> Saved:
        return add_note(office, row.customer_id, draft.text, items=(row.item_id,), pinned=draft.pinned)

    return deed


_TABLE = ("Item", "Account", "Name", "Due", "Amount", "Open", "Currency", "Reason")


def as_table(rows: Sequence[ItemRow]) -> str:
    """Rows for a spreadsheet, with tabs; no cell of it is read as a formula."""
    lines: list[tuple[str, ...]] = [_TABLE]
    for row in rows:
        due = row.due_date.isoformat() if row.due_date else ""
        amounts = (plain(row.amount, row.currency), plain(row.open_amount, row.currency))
        texts = (people_text(clean(text)) for text in (row.document_no, row.customer_no, row.name))
        lines.append((*texts, due, *amounts, row.currency, row.reason))
    return "\n".join("\t".join(line) for line in lines)
