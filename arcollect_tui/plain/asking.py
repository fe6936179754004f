"""Questions in a row: a default with Enter, one step back with `<`, left with `.` and kept as a draft.

Each answer is saved as a draft before the next question, under the names that the forms of the screens
have, so that a session that is cut off can be finished here or there.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from arcollect_tui.errors import ArcollectError, UsageError
from arcollect_tui.plain.console import Back, Cancelled
from arcollect_tui.plain.session import Session
from arcollect_tui.rules.formats import long_day
from arcollect_tui.services.drafts import SavedDraft, drafts, new_token, save_draft
from arcollect_tui.services.texts import FieldError, as_body, read_texts

LEFT = "Left. The draft is kept: drafts lists it."


def _anything(text: str) -> object:
    return text


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask.

    Attributes:
        name: of the field.
        words: what is asked.
        default: what Enter takes, in words; empty where Enter means nothing typed.
        check: raises what is wrong with an answer.
        choices: what `?` says.
        needed: Enter alone is no answer.
    """

    name: str
    words: str
    default: str = ""
    check: Callable[[str], object] = _anything
    choices: Sequence[str] = ()
    needed: bool = False


@dataclass
class Sheet:
    """A form as it is being filled in.

    Attributes:
        form: which one, by the name it has among the drafts.
        customer: whom it is about.
        texts: what was typed, by field.
        token: the draft goes by it; the deed under it is stored once.
    """

    form: str
    customer: int
    texts: dict[str, str]
    token: bytes

    def keep(self, session: Session) -> None:
        """Save what is typed."""
        if self.texts and not session.office.read_only:
            save_draft(session.office, self.form, self.customer, self.token, as_body(self.texts))


def new_sheet(session: Session, form: str, texts: dict[str, str], *, asks: bool) -> Sheet:
    """A form about the current account.

    Args:
        session: the sitting.
        form: its name.
        texts: what the command line said.
        asks: questions will follow, so a draft that was left here before is taken up.
    """
    customer = session.customer()
    if asks:
        for kept in drafts(session.office):
            if (kept.form, kept.customer_id) == (form, customer):
                session.console.say(f"Restored the draft of {_clock(kept)}.")
                return Sheet(form, customer, read_texts(kept.body) | texts, kept.token)
    return Sheet(form, customer, texts, new_token())


def fill(session: Session, sheet: Sheet, questions: Sequence[Question]) -> None:
    """Ask the questions, one after the other.

    Raises:
        Cancelled: somebody left; the draft is kept.
        ArcollectError: in a script, the first answer that cannot be read.
    """
    place = 0
    sheet.keep(session)
    while place < len(questions):
        question = questions[place]
        try:
            text = session.console.answer(_prompt(question, sheet.texts.get(question.name, "")))
        except Back:
            place = max(place - 1, 0)
            continue
        except Cancelled:
            session.console.say(LEFT if sheet.texts else "Left. Nothing was saved.")
            raise
        if _taken(session, sheet, question, text):
            place += 1


def _taken(session: Session, sheet: Sheet, question: Question, text: str) -> bool:
    """Whether the answer can be kept; what is wrong with it is said."""
    if text == "?":
        session.console.rows(question.choices or ["There is no list: type the value."])
        return False
    kept = text or sheet.texts.get(question.name, "")
    if not kept:
        if question.needed:
            _wrong(session, f"{question.words} is needed; . leaves.")
        return not question.needed
    try:
        question.check(kept)
    except (ArcollectError, FieldError) as error:
        _wrong(session, error.sentence)
        return False
    sheet.texts[question.name] = kept
    sheet.keep(session)
    return True


def _wrong(session: Session, sentence: str) -> None:
    """Say what is wrong with an answer; where errors end the session, that ends it."""
    if not session.goes_on:
        raise UsageError(sentence)
    session.console.say(sentence)


def _prompt(question: Question, typed: str) -> str:
    default = typed or question.default
    enter = f" Enter takes {default}." if default else "" if question.needed else " Enter leaves it out."
    return f"{question.words}?{enter} "


def draft_words(kept: SavedDraft, who: str) -> str:
    """A draft in one line; `who` is empty for one about no account."""
    typed = ", ".join(f"{field} {text}" for field, text in read_texts(kept.body).items())
    about = f" for {who}" if who else ""
    return f"{kept.form}{about}, {_clock(kept)}: {typed}"


def _clock(kept: SavedDraft) -> str:
    at = datetime.fromtimestamp(kept.saved_at / 1_000_000).astimezone()
    return f"{long_day(at.date())} {at:%H:%M}"
