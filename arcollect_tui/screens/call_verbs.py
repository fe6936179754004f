"""Calls: one key logs an outcome, a form asks for what the outcome needs, `.` logs the same again."""

from dataclasses import replace

from arcollect_tui.keys.engine import Run
from arcollect_tui.rules.outcomes import Base, Outcome
from arcollect_tui.screens.call_form import CallForm
from arcollect_tui.screens.call_words import outcome_choices
from arcollect_tui.screens.filled import Again, Filled
from arcollect_tui.screens.pick import Picker
from arcollect_tui.screens.verbs import AccountVerbs
from arcollect_tui.services.call_texts import repeated_call
from arcollect_tui.services.calls import CallDraft, log_call, prepare_call
from arcollect_tui.services.office import Saved
from arcollect_tui.services.texts import Texts
from arcollect_tui.services.who import Who
from arcollect_tui.widgets.pick_list import Choice

FORM_NEEDS = frozenset({"promise", "dispute", "date"})
"""What an outcome may need that nobody can guess: the form asks for it."""


def log_outcome(screen: AccountVerbs, run: Run) -> None:
    """Log a call; the form asks for what the outcome needs."""
    outcome = screen.ws.office.settings.outcomes.find(run.argument)
    who = screen.who()
    if run.repeat and screen.is_repeated(run):
        screen.do_again(who, run)
    elif outcome.needs & FORM_NEEDS:
        open_call(screen, who, outcome, run)
    else:
        office, code, days = screen.ws.office, outcome.code, run.count

        def deed(customer: int) -> Saved:
            return log_call(office, prepare_call(office, customer, code, days=days))

        screen.write_deed(who, deed, stay=not outcome.worked)
        screen.remember(run, deed, f"call/{outcome.name.lower()}{_step(outcome, days)}")


def open_call(
    screen: AccountVerbs, who: Who, outcome: Outcome, run: Run, again: Again | None = None
) -> None:
    """Open the form of a call."""
    screen.ws.check_writable()
    items = screen.marked_items()
    form = CallForm(who, outcome, days=run.count, items=items, again=again)

    def filled(result: Filled[CallDraft] | None) -> None:
        if result is None:
            return
        screen.write_deed(
            who,
            lambda _: log_call(screen.ws.office, result.draft),
            stay=result.stay or not _finishes(screen, result.draft.outcome),
            failed=lambda error: open_call(screen, who, outcome, run, result.again(error)),
        )
        _remember_call(screen, run, result)

    screen.app.push_screen(form, filled)


def _finishes(screen: AccountVerbs, outcome: str) -> bool:
    """Whether a call with this outcome is all that the account needs today."""
    known = screen.ws.office.settings.outcomes.known(outcome)
    return known is None or known.worked


def _remember_call(screen: AccountVerbs, run: Run, result: Filled[CallDraft]) -> None:
    """Note a filled form for the repeat key; a dispute is about its own items and is not repeated."""
    outcome = screen.ws.office.settings.outcomes.find(result.draft.outcome)
    if result.draft.dispute is not None:
        screen.ws.remember(None)
        return
    office = screen.ws.office
    draft_for = repeated_call(office, outcome.code, result.texts, run.count)
    words = f"call/{outcome.name.lower()} {_day_words(result.texts)}".rstrip()
    again = replace(run, action_id="worklist.log_outcome", argument=outcome.code)
    screen.remember(again, lambda customer: log_call(office, draft_for(customer)), words)


def pick_outcome(screen: AccountVerbs, run: Run) -> None:
    """Pick an outcome from the list of all, then fill in its form."""
    who, table = screen.who(), screen.ws.office.settings.outcomes
    screen.ws.check_writable()

    def picked(choice: Choice | None) -> None:
        if choice is not None:
            open_call(screen, who, table.find(choice.code), run)

    screen.app.push_screen(
        Picker(f"Outcome of the call  {who.number} {who.name}", outcome_choices(table)), picked
    )


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
