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


def list_drafts(session: Session, typed: Typed) -> None:
    """Say the forms that wait to be finished."""
    del typed
    kept = drafts(session.office)
    if not kept:
        session.console.say("No form waits to be finished.")
        return
    for place, draft in enumerate(kept, 1):
        found = account(session.office, draft.customer_id, activities=0).customer
        session.console.row(f"{place}. {draft_words(draft, found.number, found.name)}")
    session.console.say("draft 1 goes on with the first; drop 1 forgets it.")


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
    elif kept.form == "contact":
        fill(session, sheet, CARD_QUESTIONS)
        write_contact(session, sheet)
    else:
        raise Refused(f"A draft of a {kept.form} is finished on the screens.")


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
