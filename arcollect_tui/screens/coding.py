"""The drawer that codes items: a reason by a few letters, how much of it, and what would be written."""

from collections.abc import Callable, Iterable

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input

from arcollect_tui.errors import ArcollectError, Refused, UsageError
from arcollect_tui.keys.engine import Run
from arcollect_tui.rules.coding import ASKED, AmountMode, CodingState
from arcollect_tui.rules.reason_codes import is_foreign, means
from arcollect_tui.rules.text import quoted
from arcollect_tui.screens.base import WIDE
from arcollect_tui.screens.chosen import ChosenItems
from arcollect_tui.screens.coding_ask import CodingAsk, Preview, asked_of, codes_of, mode_of, preview
from arcollect_tui.screens.coding_draft import CodingDraft, texts_of
from arcollect_tui.screens.coding_preview import PlanPane
from arcollect_tui.screens.coding_reasons import CODING_COLUMNS, Coding, codings
from arcollect_tui.services.coding import CodingPlan
from arcollect_tui.services.duplicate_claims import seen_before
from arcollect_tui.widgets.field import Echo, Field
from arcollect_tui.widgets.record_table import RecordTable
from arcollect_tui.widgets.rows import ListSource
from arcollect_tui.widgets.safe import show

AMOUNTS = {
    AmountMode.WHOLE: "short, 50%, 9.50, PRC 9.50+FRT rest",
    AmountMode.SHORT: "what is short paid",
    AmountMode.TYPED: "of each item",
    AmountMode.SHARE: "of what is open on each item",
    AmountMode.SPLIT: "each reason with its part; rest takes what is left",
}


class CodingDrawer(CodingDraft[CodingPlan | None]):
    """Asks how items are to be coded, with the preview beside it; returns what is to be applied.

    The list of reasons and the preview follow each letter; the preview is worked out in a thread. The
    first Enter chooses the reason, the second applies the preview. The fields that few codings need
    take the room of the reasons while one types in them.

    Args:
        items: the items.
        title: what is coded, for the border: `12 marked`.
        customer: the account under the cursor, which has the draft.
        recode: code the items anew also where they carry another coding.
    """

    SCOPE = "coding"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]
    DEFAULT_CSS = """
    CodingDrawer {
        & #coding--halves { height: auto; layout: vertical; }
        & #coding--choice { height: auto; }
        & #coding--reason { height: 1; border: none; padding: 0; background: $surface; width: 1fr; }
        & #coding--codes { height: 4; border: none; background: $surface; }
        & #coding--preview { height: 5; border: none; background: $surface; }
        & Field .field--echo { text-wrap: nowrap; text-overflow: ellipsis; }
        & Field.-more { display: none; }
        &.-fields #coding--codes { display: none; }
        &.-fields Field.-more { display: block; }
        &.-wide {
            & #coding--halves { layout: horizontal; height: 11; }
            & #coding--choice { width: 58; height: 11; }
            & #coding--codes { height: 8; }
            & #coding--preview { height: 11; border-left: solid $border; padding-left: 1; }
        }
        &.-wide.-fields #coding--codes { display: block; height: 4; }
    }
    """

    def __init__(self, items: ChosenItems, title: str, customer: int, *, recode: bool = False) -> None:
        super().__init__()
        self.begin_draft(customer)
        self._items = items
        self._title = title
        self._recode, self._bulk = recode, not recode
        self._reason = Input(compact=True, placeholder="reason: type a few letters", id="coding--reason")
        self._codes: RecordTable[Coding] = RecordTable(CODING_COLUMNS, widget_id="coding--codes")
        self._codes.can_focus = False
        self._amount = Field("amount", "Amount", "whole", echo=_say_amount, size=26)
        self._note = Field("note", "Note", size=40)
        self._claim = Field("claim", "Claim", echo=lambda _: Echo("their number for it"), size=24)
        self._their_code = Field("their_code", "Their code", echo=lambda _: Echo("for the reason"), size=24)
        self._their_words = Field("their_words", "Their words", size=40)
        self._ask = Field("ask", "Ask", echo=_say_asked, size=24)
        self._preview = PlanPane("coding--preview", bulk=self._bulk)
        self._shown_for: str | None = None
        self._asked: CodingAsk | None = None
        self._plan: CodingPlan | None = None
        self._problem = ""
        self._chosen = False

    @property
    def _more(self) -> tuple[Field, ...]:
        """The fields that few codings need."""
        return (self._claim, self._their_code, self._their_words, self._ask)

    def inputs(self) -> Iterable[tuple[str, Input | Field]]:
        """Reason and fields."""
        return texts_of(self._reason, (self._amount, self._note, *self._more))

    def compose_body(self) -> ComposeResult:
        """Reason and fields; beside them or below the preview."""
        for field in self._more:
            field.add_class("-more")
        with Horizontal(id="coding--halves"):
            with Vertical(id="coding--choice"):
                yield self._reason
                yield self._codes
                yield self._amount
                yield self._note
                yield from self._more
            yield self._preview

    def on_mount(self) -> None:
        """Typing goes into the reason at once."""
        self.set_focus(self._reason)
        self._match()
        self._caption()
        self.status(f"pending: {self._title}")
        self.look_for_draft()

    # What is asked for

    @property
    def _split(self) -> bool:
        """The amount names reasons of its own."""
        return mode_of(self._amount.value) is AmountMode.SPLIT

    def _wanted(self) -> CodingAsk | None:
        coding = self._codes.cursor_row
        if coding is None and not self._split:
            return None
        return CodingAsk(
            self._items,
            self._reason_for(coding),
            self._amount.value,
            self._note.value.strip(),
            recode=self._recode,
            claim=self._claim.value,
            their_code=self._their_code.value,
            their_words=self._their_words.value,
            ask=self._ask.value,
        )

    def _reason_for(self, coding: Coding | None) -> str:
        """The chosen reason; as typed where that is the code of another list; none for a split."""
        if coding is None or self._split:
            return ""
        return self._reason.value if self._is_theirs(coding) else coding.id

    def _is_theirs(self, coding: Coding) -> bool:
        """Whether the whole code of another list is typed, and it stands for the chosen reason."""
        typed, tree = self._reason.value, self.ws.office.settings.reasons
        return is_foreign(typed) and means(tree, typed) == coding.id

    def _look(self) -> None:
        """Have what stands in the fields planned, unless it is being planned."""
        wanted = self._wanted()
        if wanted == self._asked:
            return
        self._asked, self._plan, self._problem = wanted, None, ""
        if wanted is None:
            self._preview.say("Nothing matches: delete some letters.")
            return
        office = self.ws.office
        self.ask("plan", lambda: preview(office, wanted), self._planned, self._refused)

    def _planned(self, found: Preview) -> None:
        self._plan = found.plan
        self._preview.show_plan(found, self.ws.fmt)
        self._caption()
        self.go_on()
        self._look_for_duplicates(found.plan)

    def _look_for_duplicates(self, found: CodingPlan) -> None:
        """Have claims made before looked for, apart from the plan, which need not wait for them."""
        if found.state is not CodingState.DISPUTED or not found.lines:
            return
        office, ids, claim = self.ws.office, [line.item_id for line in found.lines], found.request.claim

        def warn(sentence: str) -> None:
            if sentence and self._plan is found:
                self._preview.warn(sentence)

        self.ask("duplicates", lambda: seen_before(office, ids, claim), warn)

    def _refused(self, error: ArcollectError) -> None:
        self._problem = error.sentence
        self._preview.say(error.sentence)
        self._caption()
        self.go_on()

    def _caption(self) -> None:
        """The border says which step this is and what Enter does."""
        box = self.query_one("#box")
        coding = self._codes.cursor_row
        keys = "F2 accounts  PgUp PgDn preview  Tab fields  Esc cancel"
        if self._chosen and (coding is not None or self._split):
            what = codes_of(self._amount.value) if self._split or coding is None else coding.id
            box.border_title = show(f"{what} on {self._title}: preview, nothing written yet")
            box.border_subtitle = show(f"Enter apply  {keys}")
        else:
            box.border_title = show(f"Reason for {self._title}")
            box.border_subtitle = show(f"Enter choose  {keys}")

    # Keys

    def must_wait(self, run: Run) -> bool:
        """Only a preview that stands there is applied."""
        coming = self._asked is not None and self._plan is None and not self._problem
        return run.action_id == "coding.enter" and self._chosen and coming

    def perform(self, run: Run) -> bool:
        """Choose, apply, cancel; walk along the reasons and fields, scroll and turn the preview."""
        deeds: dict[str, Callable[[], None]] = {
            "coding.enter": self._enter,
            "coding.cancel": self.cancel,
            "coding.drop": self.drop,
            "coding.next": lambda: self._step(1),
            "coding.previous": lambda: self._step(-1),
            "coding.page_down": lambda: self._page(1),
            "coding.page_up": lambda: self._page(-1),
            "coding.accounts": self._preview.turn,
            "coding.recode": self._turn_recode,
            "focus.next": lambda: self._go(1),
            "focus.previous": lambda: self._go(-1),
        }
        deed = deeds.get(run.action_id)
        if deed is None:
            return super().perform(run)
        deed()
        return True

    def _enter(self) -> None:
        self._match()
        if self._codes.cursor_row is None and not self._split:
            raise Refused(f"No reason matches {quoted(self._reason.value)}: delete some letters.")
        self._look()
        if not self._chosen:
            self._chosen = True
            self._caption()
            return
        if self._plan is None:
            raise Refused(self._problem)
        if not self._plan.lines:
            raise Refused(f"Nothing would be coded: {_why(self._plan)}. Choose another reason, or Esc.")
        self.keeper.end()
        self.dismiss(self._plan)

    def _turn_recode(self) -> None:
        """Code coded items anew, or skip them again."""
        self._recode = not self._recode
        self._look()

    def _step(self, rows: int) -> None:
        self._chosen = False
        self._codes.cursor += rows
        self._changed()

    def _page(self, pages: int) -> None:
        height = max(1, self._preview.size.height - 1)
        self._preview.scroll_rows(self._preview.scroll_offset.y + pages * height)

    def _go(self, step: int) -> None:
        """To the next field, from the last one to the reason again."""
        fields = (self._amount, self._note, *self._more)
        here = next((place for place, field in enumerate(fields, 1) if field.has_focus_within), 0)
        place = (here + step) % (len(fields) + 1)
        if place:
            fields[place - 1].focus_input()
        else:
            self.set_focus(self._reason)

    def on_descendant_focus(self) -> None:
        """The fields that few codings need are there while one types in a field."""
        self.set_class(self.focused is not self._reason, "-fields")

    @on(Input.Changed, "#coding--reason")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.keeper.changed(event.value)
        if event.value != self._shown_for:
            self._chosen = False
            self._match()

    @on(Field.Changed)
    def _field(self, event: Field.Changed) -> None:
        event.stop()
        self.keeper.changed(event.field.value)
        self._changed()

    @on(RecordTable.CursorMoved)
    @on(RecordTable.Opened)
    def _quiet(self, event: RecordTable.CursorMoved | RecordTable.Opened) -> None:
        event.stop()

    def _match(self) -> None:
        typed = self._reason.value
        if typed != self._shown_for:
            self._shown_for = typed
            found = codings(typed, self.ws.office.settings.reasons)
            self._codes.show(ListSource(found), to_top=True, placeholder="nothing matches")
            self._changed()

    def _changed(self) -> None:
        self._look()
        self._caption()


def _say_amount(typed: str) -> Echo:
    return Echo(AMOUNTS[mode_of(typed)])


def _say_asked(typed: str) -> Echo:
    try:
        asked = asked_of(typed)
    except UsageError:
        return Echo("credit, write-off, or nothing", ok=False)
    return Echo(ASKED[asked] if asked else "credit or write-off")


def _why(found: CodingPlan) -> str:
    reasons: Iterable[str] = dict.fromkeys(skip.why for skip in found.skips)
    return ", ".join(reasons) or "nothing marked"
