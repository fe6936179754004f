"""Forms that were left before they were finished, here or on the screens."""

from arcollect_tui.errors import Refused, UsageError
from arcollect_tui.plain import calls
from arcollect_tui.plain.asking import Question, Sheet, draft_words, fill
from arcollect_tui.plain.deeds import CARD_QUESTIONS, NOTE_QUESTION, write_contact, write_day, write_note
from arcollect_tui.plain.session import Session
from arcollect_tui.plain.words import Typed
from arcollect_tui.services.account import account
from arcollect_tui.services.call_texts import proposals
from arcollect_tui.services.drafts import SavedDraft, drafts, drop_draft
from arcollect_tui.services.reading import TypedDays, read_outcome
from arcollect_tui.services.texts import read_texts

FINISHED_HERE = ("call", "note", "reschedule", "contact")
"""The forms that are lines here too."""


def list_drafts(session: Session, typed: Typed) -> None:
    """Say the forms that wait to be finished."""
    del typed
    kept = drafts(session.office)
    if not kept:
        session.console.say("No form waits to be finished.")
        return
    for place, draft in enumerate(kept, 1):
        session.console.row(f"{place}. {draft_words(draft, _who(session, draft))}")
    session.console.say("draft 1 goes on with the first; drop 1 forgets it.")


def _who(session: Session, draft: SavedDraft) -> str:
    """The account of a draft; nothing for one of the settings, whose number no customer has."""
    if draft.customer_id < 0:
        return ""
    try:
        found = account(session.office, draft.customer_id, activities=0).customer
    except Refused:
        return "an account no longer in the ledger"
    return f"{found.number} {found.name}"


def _draft(session: Session, text: str) -> SavedDraft:
    kept = drafts(session.office)
    if text == "" and len(kept) == 1:
        return kept[0]
    if not text.isdecimal() or not 1 <= int(text) <= len(kept):
        raise UsageError(f"Type the number of a draft: there are {len(kept)}, drafts says them.")
    return kept[int(text) - 1]


def resume(session: Session, typed: Typed) -> None:
    """Go on with a form that was left."""
    session.check_writable()
    kept = _draft(session, typed.rest)
    if kept.form not in FINISHED_HERE:
        raise Refused(f"A draft of the form {kept.form} is finished on the screens; drop forgets it.")
    session.opened = kept.customer_id
    sheet = Sheet(kept.form, kept.customer_id, read_texts(kept.body), kept.token)
    if kept.form == "call":
        _resume_call(session, sheet)
    elif kept.form == "note":
        fill(session, sheet, [NOTE_QUESTION])
        write_note(session, sheet)
    elif kept.form == "reschedule":
        days = TypedDays.about(session.office, kept.customer_id)
        fill(session, sheet, [Question("next", "Act again on", check=days.next_action, needed=True)])
        write_day(session, sheet, None)
    else:
        fill(session, sheet, CARD_QUESTIONS)
        write_contact(session, sheet)


def _resume_call(session: Session, sheet: Sheet) -> None:
    table = session.office.settings.outcomes
    guess = "PP" if "day" in sheet.texts or "amount" in sheet.texts else ""
    guess = "DI" if "reason" in sheet.texts or "items" in sheet.texts else guess
    sheet.texts.setdefault("outcome", guess)
    if not sheet.texts["outcome"]:
        del sheet.texts["outcome"]
        choices = list(calls.outcome_lines(session))
        fill(
            session,
            sheet,
            [
                Question(
                    "outcome",
                    "Outcome",
                    check=lambda text: read_outcome(text, table),
                    choices=choices,
                    needed=True,
                )
            ],
        )
    outcome = read_outcome(sheet.texts["outcome"], table)
    known = proposals(session.office, sheet.customer, outcome, None)
    fill(session, sheet, calls.missing(session, outcome, known, sheet.texts, every=True))
    calls.write(session, sheet, known, None)


def drop(session: Session, typed: Typed) -> None:
    """Forget a form that was left."""
    session.check_writable()
    drop_draft(session.office, _draft(session, typed.rest).token)
    session.console.say("The draft is dropped.")
