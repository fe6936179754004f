"""The form of a call: outcome, who, promise, next step. Everything that can be is filled in."""

from collections.abc import Callable, Iterable

from textual.app import ComposeResult
from textual.widgets import Static

from arcollect_tui.errors import ArcollectError, UsageError
from arcollect_tui.rules.money import shown
from arcollect_tui.rules.outcomes import DELINQUENCY_REASONS, Outcome
from arcollect_tui.rules.reasons import ReasonTree
from arcollect_tui.screens.call_words import (
    METHODS,
    first_field,
    outcome_choices,
    reason_choices,
    say_contact,
    say_method,
    say_reason,
    say_why,
)
from arcollect_tui.screens.filled import Again
from arcollect_tui.screens.form import Form
from arcollect_tui.screens.reading import said
from arcollect_tui.services.call_texts import SHORT, WHOLE, Proposals, TypedCall, proposals
from arcollect_tui.services.calls import CallDraft, will_write
from arcollect_tui.services.office import Office
from arcollect_tui.services.reading import read_outcome
from arcollect_tui.services.texts import FieldError
from arcollect_tui.services.who import Who
from arcollect_tui.widgets.field import Echo, Field
from arcollect_tui.widgets.long_field import LongField
from arcollect_tui.widgets.pick_list import Choice
from arcollect_tui.widgets.safe import show

PROMISE_FIELDS = ("day", "amount", "method")
DISPUTE_FIELDS = ("reason", "items", "disputed")
LOADING = "The account is still loading: a moment."
SHORT_CELLS = 18
"""Cells of a field whose texts are short, so that its meaning has room beside it."""


class CallForm(Form[CallDraft]):
    """A call with what its outcome needs.

    Args:
        who: the account.
        outcome: what came of the call.
        days: business days to the next action, as counted before the key.
        items: the items marked.
        again: the form as it was refused.
    """

    NAME = "call"
    TITLE = "Call"
    DEFAULT_CSS = """
    CallForm {
        & #will { height: auto; max-height: 3; text-style: bold; }
    }
    """

    def __init__(
        self,
        who: Who,
        outcome: Outcome,
        *,
        days: int | None = None,
        items: tuple[int, ...] = (),
        again: Again | None = None,
    ) -> None:
        super().__init__(who, first_field(outcome), again)
        self._outcome = outcome
        self._days = days
        self._items = items
        self._known: Proposals | None = None

    # The fields

    def fields(self) -> Iterable[Field]:
        """All fields; those the outcome has no use for are not shown."""
        yield Field(
            "outcome",
            "Outcome",
            self._outcome.code,
            echo=self._say_outcome,
            has_list=True,
            size=SHORT_CELLS,
        )
        yield Field("contact", "Spoke to", has_list=True, echo=self._say_contact)
        yield Field("phone", "Number", has_list=True, echo=self._say_phone)
        yield Field("day", "Pay on", echo=self._say_day, step=self._step_day, size=SHORT_CELLS)
        yield Field("amount", "Amount", echo=self._say_amount, size=SHORT_CELLS)
        yield Field("method", "Method", has_list=True, echo=say_method, size=SHORT_CELLS)
        yield Field("reason", "Reason", has_list=True, echo=self._say_reason, size=SHORT_CELLS)
        yield Field("items", "Items", has_list=True, echo=self._say_items, size=40)
        yield Field("disputed", "Disputed", echo=self._say_disputed, size=SHORT_CELLS)
        yield Field("why", "Why unpaid", has_list=True, echo=say_why, size=SHORT_CELLS)
        yield Field("next", "Next step", echo=self._say_next, step=self._step_next, size=SHORT_CELLS)
        yield LongField("note", "Note", 60)

    def doing(self) -> str:
        """What kind of call, and with whom."""
        kind = "promise" if "promise" in self._outcome.needs else self._outcome.name.lower()
        return f"{kind} for {self.who.number}"

    def compose_body(self) -> ComposeResult:
        """The fields, and below them what saving writes."""
        yield from self.fields()
        yield Static("", id="will", markup=False)

    def on_mount(self) -> None:
        """Show the fields of the outcome."""
        self._show_fields()
        self.note_proposals(outcome=self._outcome.code)

    def _show_fields(self) -> None:
        needs = self._outcome.needs
        for names, need in ((PROMISE_FIELDS, "promise"), (DISPUTE_FIELDS, "dispute")):
            for name in names:
                self.field(name).display = need in needs

    def prepare(self, office: Office) -> Callable[[], None]:
        """Ask for the proposals."""
        found = proposals(office, self.who.id, self._outcome, self._days, self._items)
        return lambda: self._fill(found)

    def _fill(self, known: Proposals) -> None:
        self._known = known
        self.calendar = known.calendar
        self.propose("contact", known.draft.contact)
        self.propose("phone", known.draft.phone)
        if known.draft.promise is not None:
            promise = known.draft.promise
            self.propose("amount", shown(promise.amount, promise.currency, self.ws.fmt))
            self.field("day").retell()
        if self._days is not None and known.draft.follow_up and known.draft.follow_up.day:
            self.propose("next", known.draft.follow_up.day.isoformat())
        for name in ("contact", "phone", "next"):
            self.field(name).retell()
        self._say_will()

    def changed(self, field: Field) -> None:
        """Another outcome shows other fields; any text changes what will be written."""
        if field.id == "outcome":
            self._change_outcome(field.value)
        if self.ready:
            self._say_will()

    def _change_outcome(self, text: str) -> None:
        try:
            outcome = self._read_outcome(text)
        except UsageError:
            return
        if outcome.code == self._outcome.code:
            return
        self._outcome = outcome
        self._show_fields()
        self.ask("prepare", lambda: self.prepare(self.ws.office), lambda fill: fill())

    # What a text means

    def _read_outcome(self, text: str) -> Outcome:
        return read_outcome(text, self.ws.office.settings.outcomes)

    def _say_outcome(self, text: str) -> Echo:
        return said(lambda: self._read_outcome(text).name)

    def _say_contact(self, text: str) -> Echo:
        known = self._known
        return say_contact(text, known.account.contacts, known.reach) if known else Echo("")

    def _say_phone(self, text: str) -> Echo:
        shown_as = self._known.reach.phone(text) if self._known else text
        return Echo(shown_as if shown_as != text else "")

    def _say_day(self, text: str) -> Echo:
        promise = self._known.draft.promise if self._known else None
        return self.reading.day_echo(text, promise.due_on if promise else None)

    def _say_next(self, text: str) -> Echo:
        return self.reading.next_echo(text)

    def _step_day(self, text: str, days: int) -> str | None:
        return self.reading.day_step(text, days)

    def _step_next(self, text: str, days: int) -> str | None:
        return self.reading.next_step(text, days)

    def _say_amount(self, text: str) -> Echo:
        if self._known is None or self._known.draft.promise is None:
            return Echo("")
        known, promise = self._known, self._known.draft.promise

        def words() -> str:
            minor = self._typed().amount(text)
            about = "all overdue less disputed" if minor == promise.amount else ""
            return f"{shown(minor, known.currency, self.ws.fmt)} {known.currency}  {about}".strip()

        return said(words)

    def _say_items(self, text: str) -> Echo:
        def words() -> str:
            count = len(self._typed().chosen_items(text)) if self._known else len(self._items)
            return f"{count} item{'' if count == 1 else 's'}" if count else "numbers, or all; F2 lists them"

        return said(words)

    def _say_disputed(self, text: str) -> Echo:
        def words() -> str:
            if self._known is None:
                return LOADING
            mode, amount = self._typed().disputed(text)
            if mode == WHOLE:
                return "the whole open amount of each; short = its short rest"
            return SHORT if amount is None else shown(amount, self._currency(), self.ws.fmt)

        return said(words)

    def _currency(self) -> str:
        return self._known.currency if self._known else ""

    @property
    def _reasons(self) -> ReasonTree:
        return self.ws.office.settings.reasons

    def _say_reason(self, text: str) -> Echo:
        return say_reason(text, self._reasons)

    def choices(self, field: str) -> tuple[Choice, ...]:
        """What F2 offers."""
        cards = [card for card in self._known.account.contacts if not card.retired] if self._known else []
        lists: dict[str, Callable[[], Iterable[Choice]]] = {
            "outcome": lambda: outcome_choices(self.ws.office.settings.outcomes),
            "contact": lambda: (Choice(card.name, card.role, card.phone) for card in cards if card.name),
            "phone": lambda: (Choice(card.phone, card.name, card.role) for card in cards if card.phone),
            "method": lambda: METHODS,
            "reason": lambda: reason_choices(self._reasons),
            "why": lambda: (Choice(reason.code, reason.name) for reason in DELINQUENCY_REASONS),
            "items": self._item_choices,
        }
        return tuple(lists[field]()) if field in lists else ()

    def _item_choices(self) -> Iterable[Choice]:
        items = self._known.account.items if self._known else ()
        for item in items:
            amount = f"{shown(item.open_amount, item.currency, self.ws.fmt)} {item.currency}"
            yield Choice(item.document_no, amount, " ".join((item.po, item.text)).strip())

    # The draft

    def build(self) -> CallDraft:
        """The call as it stands in the fields."""
        try:
            return self._typed().draft()
        except FieldError as error:
            if error.sentence.startswith("Which"):
                raise FieldError(error.field, f"{error.sentence[:-1]}; F2 lists them.") from None
            raise

    def _typed(self) -> TypedCall:
        """The texts of the fields.

        Raises:
            FieldError: what they are read with is not known yet.
        """
        if self._known is None:
            raise FieldError("outcome", LOADING)
        texts = {str(field.id): field.value for field in self.query(Field)}
        return TypedCall(self.ws.office, self._known, texts, self.token, self._items)

    def _say_will(self) -> None:
        line = self.query_one("#will", Static)
        try:
            draft = self.build()
        except FieldError as error:
            line.update(show(error.sentence))
            return
        office = self.ws.office

        def failed(error: ArcollectError) -> None:
            line.update(show(error.sentence))

        self.ask(
            "will",
            lambda: will_write(office, draft),
            lambda words: line.update(show(self.ws.brief(words))),
            failed,
        )
