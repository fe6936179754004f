"""What a collector does with an account, the same on the worklist and on the account's own screen.

Each verb acts at once on what the screen holds (the account under the cursor), then hands the writing
to the writer; the screen shows the deed before the store has it and takes it back if it is refused.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from arcollect_tui.errors import ArcollectError, Refused
from arcollect_tui.keys.engine import Run
from arcollect_tui.rules.outcomes import Base, Outcome
from arcollect_tui.screens.filled import Again, DraftT, Filled
from arcollect_tui.screens.reading import Reading
from arcollect_tui.screens.settling import ConflictVerbs
from arcollect_tui.screens.worklist_columns import next_words
from arcollect_tui.services.account import account, open_items_text
from arcollect_tui.services.calls import CallDraft, FollowUpDraft, log_call, prepare_call
from arcollect_tui.services.contacts import add_contact, retire_contact
from arcollect_tui.services.drafts import drop_draft
from arcollect_tui.services.followups import reschedule
from arcollect_tui.services.notes import add_note
from arcollect_tui.services.office import Saved
from arcollect_tui.services.reach import contact_word
from arcollect_tui.services.references import Who
from arcollect_tui.services.texts import Texts

FORM_NEEDS = frozenset({"promise", "dispute", "date"})
"""What an outcome may need that nobody can guess: the form asks for it."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """What `.` does again: a deed that is worked out anew for another account."""

    run: Run
    deed: Callable[[int], Saved]


class AccountVerbs(ConflictVerbs):
    """A screen with an account to act on."""

    def who(self) -> Who:
        """The account to act on.

        Raises:
            Refused: there is none.
        """
        raise NotImplementedError

    def walk(self, steps: int) -> None:
        """Go to another account of the list."""
        del steps

    def marked_items(self) -> tuple[int, ...]:
        """Items of the account that are marked here."""
        return ()

    def worked(self, customer: int, words: str = "") -> None:
        """The account was worked: say so (or these words) in its row and go to the next."""

    def not_worked(self, customer: int) -> None:
        """The deed was refused or taken back."""

    def perform(self, run: Run) -> bool:
        """Do a verb on the account."""
        deed = _VERBS.get(run.action_id)
        if deed is None:
            return super().perform(run)
        deed(self, run)
        return True

    # Calls

    def log_outcome(self, run: Run) -> None:
        """Log a call; the form asks for what the outcome needs."""
        outcome = self.ws.office.settings.outcomes.find(run.argument)
        who = self.who()
        if run.repeat and self._is_repeated(run):
            self._again(who, run)
        elif outcome.needs & FORM_NEEDS:
            self.open_call(who, outcome, run)
        else:
            office, code, days = self.ws.office, outcome.code, run.count

            def deed(customer: int) -> Saved:
                return log_call(office, prepare_call(office, customer, code, days=days))

            self._log(who, deed, stay=not outcome.worked)
            self._remember(run, deed, f"call/{outcome.name.lower()}{_step(outcome, days)}")

    def _log(
        self,
        who: Who,
        deed: Callable[[int], Saved],
        *,
        stay: bool,
        words: str = "",
        failed: Callable[[ArcollectError], None] | None = None,
    ) -> None:
        """Hand a deed to the writer and go on."""

        def refused(error: ArcollectError) -> None:
            self.not_worked(who.id)
            self.ws.remember(None)
            if failed is not None:
                failed(error)

        self.ws.write(lambda: deed(who.id), lambda saved: self.recorded(who.id, saved), refused)
        if not stay:
            self.worked(who.id, words)

    def recorded(self, customer: int, saved: Saved) -> None:
        """A deed about the account is in the store."""

    def _is_repeated(self, run: Run) -> bool:
        """Whether the last deed is wanted as it was, not with another count."""
        repeat = self.ws.repeat
        return isinstance(repeat, Repeat) and repeat.run.count == run.count

    def _again(self, who: Who, run: Run) -> None:
        repeat = self.ws.repeat
        if not isinstance(repeat, Repeat):
            raise Refused(". repeats the last write, and there is none yet")
        deed = repeat.deed
        self._log(who, deed, stay=run.action_id == "account.note")

    def _remember(self, run: Run, deed: Callable[[int], Saved], label: str) -> None:
        self.ws.repeat = Repeat(run, deed)
        self.ws.remember(run, label)

    def open_call(self, who: Who, outcome: Outcome, run: Run, again: Again | None = None) -> None:
        """Open the form of a call."""
        from arcollect_tui.screens.call_form import CallForm

        self.ws.check_writable()
        items = self.marked_items()
        form = CallForm(who, outcome, days=run.count, items=items, again=again)

        def filled(result: Filled[CallDraft] | None) -> None:
            if result is None:
                return
            self._log(
                who,
                lambda _: log_call(self.ws.office, result.draft),
                stay=result.stay or not self._finishes(result.draft.outcome),
                failed=lambda error: self.open_call(who, outcome, run, result.again(error)),
            )
            self._remember_call(run, result)

        self.app.push_screen(form, filled)

    def _finishes(self, outcome: str) -> bool:
        """Whether a call with this outcome is all that the account needs today."""
        known = self.ws.office.settings.outcomes.known(outcome)
        return known is None or known.worked

    def _remember_call(self, run: Run, result: Filled[CallDraft]) -> None:
        """Note a filled form for the repeat key; a dispute is about its own items and is not repeated."""
        from arcollect_tui.services.call_texts import repeated_call

        outcome = self.ws.office.settings.outcomes.find(result.draft.outcome)
        if result.draft.dispute is not None:
            self.ws.remember(None)
            return
        office = self.ws.office
        draft_for = repeated_call(office, outcome.code, result.texts, run.count)
        words = f"call/{outcome.name.lower()} {_day_words(result.texts)}".rstrip()
        again = replace(run, action_id="worklist.log_outcome", argument=outcome.code)
        self._remember(again, lambda customer: log_call(office, draft_for(customer)), words)

    def pick_outcome(self, run: Run) -> None:
        """Pick an outcome from the list of all, then fill in its form."""
        from arcollect_tui.screens.call_words import outcome_choices
        from arcollect_tui.screens.pick import Picker
        from arcollect_tui.widgets.pick_list import Choice

        who, table = self.who(), self.ws.office.settings.outcomes
        self.ws.check_writable()

        def picked(choice: Choice | None) -> None:
            if choice is not None:
                self.open_call(who, table.find(choice.code), run)

        self.app.push_screen(
            Picker(f"Outcome of the call  {who.number} {who.name}", outcome_choices(table)), picked
        )

    # Notes and days

    def note(self, run: Run) -> None:
        """Write a note on the account."""
        who = self.who()
        if run.repeat:
            self._again(who, run)
            return
        self.ws.check_writable()
        self._open_note(who, run)

    def _open_note(self, who: Who, run: Run, again: Again | None = None) -> None:
        from arcollect_tui.screens.small_forms import NoteDraft, NoteForm

        items, office = self.marked_items(), self.ws.office

        def filled(result: Filled[NoteDraft] | None) -> None:
            if result is None:
                return
            draft, token = result.draft, result.token

            def deed(customer: int) -> Saved:
                return add_note(office, customer, draft.text, pinned=draft.pinned)

            def first(customer: int) -> Saved:
                return add_note(office, customer, draft.text, items=items, pinned=draft.pinned, token=token)

            failed = partial(self._reopen, self._open_note, who, run, result)
            self._log(who, first, stay=True, failed=failed)
            self._remember(run, deed, "note")

        self.app.push_screen(NoteForm(who, again), filled)

    def reschedule(self, run: Run) -> None:
        """Set the next action; a count is days from today."""
        who = self.who()
        self.ws.check_writable()
        if run.count is not None:
            self._set_day(who, run, FollowUpDraft(self.ws.today + timedelta(days=run.count)))
        elif run.repeat:
            self._again(who, run)
        else:
            self._open_reschedule(who, run)

    def _open_reschedule(self, who: Who, run: Run, again: Again | None = None) -> None:
        from arcollect_tui.screens.small_forms import RescheduleForm

        def filled(result: Filled[FollowUpDraft] | None) -> None:
            if result is not None:
                self._set_day(who, run, result.draft, result)

        self.app.push_screen(RescheduleForm(who, again), filled)

    def _set_day(
        self, who: Who, run: Run, draft: FollowUpDraft, form: Filled[FollowUpDraft] | None = None
    ) -> None:
        office = self.ws.office
        typed = form.texts.get("next", "") if form else f"+{run.count}"

        def deed(customer: int) -> Saved:
            found = Reading.about(office, customer).next_action(typed) or draft
            return reschedule(office, customer, found.day, found.at)

        def first(customer: int) -> Saved:
            return reschedule(office, customer, draft.day, draft.at, token=form.token if form else None)

        words = next_words(draft.day, draft.at, self.ws.today)
        failed = partial(self._reopen, self._open_reschedule, who, run, form) if form else None
        self._log(who, first, words=words, stay=form is not None and form.stay, failed=failed)
        self._remember(run, deed, f"next action {typed}")

    def _reopen(
        self,
        opener: Callable[[Who, Run, Again], None],
        who: Who,
        run: Run,
        form: Filled[DraftT],
        error: ArcollectError,
    ) -> None:
        """Open a form once more, because its deed was refused."""
        opener(who, run, form.again(error))

    def contacts(self, run: Run) -> None:
        """Add, correct or retire a contact."""
        del run
        self.ws.check_writable()
        self.open_card(self.who())

    def open_card(self, who: Who, contact: int | None = None, again: Again | None = None) -> None:
        """Open the form of contacts, on one of them or on a new one."""
        from arcollect_tui.screens.contact_form import ContactDeed, ContactForm

        office = self.ws.office

        def filled(result: Filled[ContactDeed] | None) -> None:
            if result is None:
                return
            deed, token = result.draft, result.token

            def job() -> Saved:
                if deed.retire:
                    saved = retire_contact(office, who.id, deed.retire)
                else:
                    saved = add_contact(office, who.id, deed.card, deed.contact_id)
                drop_draft(office, token)
                return saved

            self.ws.write(job, None, lambda error: self.open_card(who, contact, result.again(error)))
            self.ws.remember(None)

        self.app.push_screen(ContactForm(who, again, contact), filled)

    # Copying

    def copy(self, run: Run) -> None:
        """Copy something of the account to the terminal's clipboard."""
        who, office, thing = self.who(), self.ws.office, run.argument
        if thing == "items":
            self.ask("copy", lambda: open_items_text(office, who.id), lambda text: self._copied(text, who))
        else:
            self.ask(
                "copy",
                lambda: contact_word(office, account(office, who.id, activities=0), thing),
                lambda text: self._copied(text, who),
            )

    def _copied(self, text: str, who: Who) -> None:
        if not text:
            self.ws.refuse(f"{who.number} has none to copy: e adds a contact.")
            return
        self.app.copy_to_clipboard(text)
        lines = text.splitlines()
        what = lines[0] if len(lines) == 1 else f"{len(lines) - 1} open items of {who.number}"
        self.ws.say(f"Copied: {what}")


def _step(outcome: Outcome, days: int | None) -> str:
    """How far the next action lies, for the status line."""
    if days is not None:
        return f" +{days}b"
    rule = outcome.default_follow_up
    if rule is None or rule.base is Base.PROMISE:
        return ""
    return f" +{rule.hours}h" if rule.hours else f" +{rule.business_days}b"


def _day_words(texts: Texts) -> str:
    return texts.get("day", "") or texts.get("next", "")


_VERBS: dict[str, Callable[[AccountVerbs, Run], None]] = {
    "worklist.log_outcome": AccountVerbs.log_outcome,
    "worklist.pick_outcome": AccountVerbs.pick_outcome,
    "account.note": AccountVerbs.note,
    "account.reschedule": AccountVerbs.reschedule,
    "account.contacts": AccountVerbs.contacts,
    "copy": AccountVerbs.copy,
}
