"""Notes on an account, and the day of its next action."""

from datetime import timedelta

from arcollect_tui.errors import ArcollectError
from arcollect_tui.keys.engine import Run
from arcollect_tui.screens.filled import Again, Filled
from arcollect_tui.screens.reading import Reading
from arcollect_tui.screens.small_forms import NoteDraft, NoteForm, RescheduleForm
from arcollect_tui.screens.verbs import AccountVerbs
from arcollect_tui.screens.worklist_columns import next_words
from arcollect_tui.services.calls import FollowUpDraft
from arcollect_tui.services.followups import reschedule
from arcollect_tui.services.notes import add_note
from arcollect_tui.services.office import Saved
from arcollect_tui.services.who import Who


def write_note(screen: AccountVerbs, run: Run) -> None:
    """Write a note on the account."""
    who = screen.who()
    if run.repeat:
        screen.do_again(who, run)
        return
    screen.ws.check_writable()
    _open_note(screen, who, run)


def _open_note(screen: AccountVerbs, who: Who, run: Run, again: Again | None = None) -> None:
    items, office = screen.marked_items(), screen.ws.office

    def filled(result: Filled[NoteDraft] | None) -> None:
        if result is None:
            return
        draft, token = result.draft, result.token

        def deed(customer: int) -> Saved:
            return add_note(office, customer, draft.text, pinned=draft.pinned)

        def first(customer: int) -> Saved:
            return add_note(office, customer, draft.text, items=items, pinned=draft.pinned, token=token)

        def failed(error: ArcollectError) -> None:
            _open_note(screen, who, run, result.again(error))

        screen.write_deed(who, first, stay=True, failed=failed)
        screen.remember(run, deed, "note")

    screen.app.push_screen(NoteForm(who, again), filled)


def change_day(screen: AccountVerbs, run: Run) -> None:
    """Set the next action; a count is days from today."""
    who = screen.who()
    screen.ws.check_writable()
    if run.count is not None:
        _set_day(screen, who, run, FollowUpDraft(screen.ws.today + timedelta(days=run.count)))
    elif run.repeat:
        screen.do_again(who, run)
    else:
        _open_reschedule(screen, who, run)


def _open_reschedule(screen: AccountVerbs, who: Who, run: Run, again: Again | None = None) -> None:
    def filled(result: Filled[FollowUpDraft] | None) -> None:
        if result is not None:
            _set_day(screen, who, run, result.draft, result)

    screen.app.push_screen(RescheduleForm(who, again), filled)


def _set_day(
    screen: AccountVerbs,
    who: Who,
    run: Run,
    draft: FollowUpDraft,
    form: Filled[FollowUpDraft] | None = None,
) -> None:
    office = screen.ws.office
    typed = form.texts.get("next", "") if form else f"+{run.count}"

    def deed(customer: int) -> Saved:
        found = Reading.about(office, customer).next_action(typed) or draft
        return reschedule(office, customer, found.day, found.at)

    def first(customer: int) -> Saved:
        return reschedule(office, customer, draft.day, draft.at, token=form.token if form else None)

    def failed(error: ArcollectError) -> None:
        if form is not None:
            _open_reschedule(screen, who, run, form.again(error))

    words = next_words(draft.day, draft.at, screen.ws.today)
    screen.write_deed(who, first, words=words, stay=form is not None and form.stay, failed=failed)
    screen.remember(run, deed, f"next action {typed}")
