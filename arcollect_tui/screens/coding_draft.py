"""What is typed into the coding drawer is kept as the draft of its account, until it is applied."""

from collections.abc import Iterable
from typing import Any

from textual.widgets import Input

from arcollect_tui.rules.coding import AmountMode
from arcollect_tui.screens.base import Drawer, ResultT
from arcollect_tui.screens.draft_keeper import DraftKeeper, held_tokens, restored
from arcollect_tui.services.drafts import SavedDraft
from arcollect_tui.services.texts import Texts, read_texts
from arcollect_tui.widgets.field import Field

REASON, AMOUNT = "reason", "amount"
_USUAL = {AMOUNT: AmountMode.WHOLE.value}
NOBODY = -1
"""No customer has this number: what is coded in bulk while the cursor is on none."""


class CodingDraft(Drawer[ResultT]):
    """A drawer with a reason and fields, whose texts survive whatever ends the program.

    Attributes:
        keeper: of its draft.
    """

    keeper: DraftKeeper

    def begin_draft(self, customer: int) -> None:
        """Be about an account: the draft is offered there again."""
        self.keeper = DraftKeeper(self, "coding", customer, self.typed, self._told)

    def inputs(self) -> Iterable[tuple[str, Input | Field]]:
        """Where one types, by name."""
        raise NotImplementedError

    def typed(self) -> dict[str, str]:
        """The texts that differ from what stands there at first."""
        texts = {name: widget.value for name, widget in self.inputs()}
        return {name: text for name, text in texts.items() if text != _USUAL.get(name, "")}

    def _told(self, words: str) -> None:
        """The drawer has no room for good news: what is not safe has been said by the error itself."""

    def look_for_draft(self) -> None:
        """Have a draft offered that was left here before."""
        office, held = self.ws.office, held_tokens(self.app.screen_stack)
        self.ask("draft", lambda: self.keeper.find(office, held), self._found)

    def _found(self, kept: SavedDraft | None) -> None:
        # Somebody who types already would not see what comes into the other fields.
        if kept is not None and not self.typed():
            self.keeper.take_up(kept)
            self.put(read_texts(kept.body))
            self.ws.say(restored(kept, "Ctrl+D"))

    def put(self, texts: Texts) -> None:
        """Put texts into the fields."""
        for name, widget in self.inputs():
            if name in texts:
                widget.value = texts[name]

    def put_away(self) -> None:
        """The drawer goes; what is typed is kept."""
        self.keeper.keep()

    def cancel(self) -> None:
        """Leave: a reason alone is soon typed again, other texts are kept."""
        kept = self.typed().keys() - {REASON}
        if kept:
            self.keeper.keep()
        else:
            self.keeper.drop()
        self.dismiss(None)
        if kept:
            self.ws.say("Nothing is coded. What you typed is kept: d on this account has it again.")

    def drop(self) -> None:
        """Leave and forget what is typed."""
        self.keeper.drop()
        self.dismiss(None)
        self.ws.say("Nothing is coded, the draft is dropped.")


def texts_of(reason: Input, fields: Iterable[Field]) -> Iterable[tuple[str, Any]]:
    """The inputs of the drawer by the names that its draft has for them."""
    yield REASON, reason
    yield from ((str(field.id), field) for field in fields)
