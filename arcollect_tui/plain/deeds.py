"""What else is done with an account: notes, days, contacts, conflicts."""

from datetime import timedelta

from arcollect_tui.errors import Refused, UsageError
from arcollect_tui.plain.asking import Question, Sheet, fill, new_sheet
from arcollect_tui.plain.session import Repeat, Session
from arcollect_tui.plain.words import Typed, Words, words_of
from arcollect_tui.rules.contact_words import ROLES
from arcollect_tui.rules.zones import read_zone
from arcollect_tui.services.account import open_items_text
from arcollect_tui.services.conflict_rows import ConflictRow
from arcollect_tui.services.conflicts import settle
from arcollect_tui.services.contacts import (
    ContactDraft,
    add_contact,
    edit_contact,
    list_contacts,
    prefer_contact,
    retire_contact,
)
from arcollect_tui.services.drafts import drop_draft
from arcollect_tui.services.followups import reschedule
from arcollect_tui.services.notes import add_note
from arcollect_tui.services.office import Saved
from arcollect_tui.services.reading import TypedDays

CARD = ("name", "role", "phone", "email", "language", "country", "time_zone")
YES = ("y", "yes")
NOTE_QUESTION = Question("text", "Note", needed=True)
CARD_QUESTIONS = (
    Question("name", "Name"),
    Question("role", "Role", choices=ROLES),
    Question("phone", "Number"),
    Question("email", "E-mail"),
    Question("time_zone", "Time zone, lisbon for example", check=read_zone),
    Question("preferred", "Ask for this one first, y for yes"),
)


def note(session: Session, typed: Typed) -> None:
    """Write a note; all that follows is its text."""
    _note(session, typed, pinned=False)


def pin(session: Session, typed: Typed) -> None:
    """Write a note that stays on top of the account."""
    _note(session, typed, pinned=True)


def _note(session: Session, typed: Typed, *, pinned: bool) -> None:
    session.check_writable()
    texts = {"text": typed.rest} if typed.rest else {}
    texts |= {"pinned": "yes"} if pinned else {}
    sheet = new_sheet(session, "note", texts, asks=not typed.rest)
    if not typed.rest:
        fill(session, sheet, [NOTE_QUESTION])
    write_note(session, sheet)


def write_note(session: Session, sheet: Sheet) -> None:
    """Store the note that stands on the sheet."""
    office, text = session.office, _unquoted(sheet.texts.get("text", ""))
    pinned = sheet.texts.get("pinned", "").casefold() in YES
    items = (session.item(),) if session.on_items else ()
    session.saved(add_note(office, sheet.customer, text, items=items, pinned=pinned, token=sheet.token))
    session.repeat = Repeat(lambda customer: add_note(office, customer, text, pinned=pinned), stays=True)


def _unquoted(text: str) -> str:
    """The text without the quotes around the whole of it."""
    said = text.strip()
    return said[1:-1] if len(said) > 1 and said[0] == said[-1] == '"' else said


def next_action(session: Session, typed: Typed) -> None:
    """Set the day of the next action; digits before the verb are days from today."""
    session.check_writable()
    if session.on_items:
        raise UsageError("That is a deed about an account: account opens the account of this item.")
    days = TypedDays.about(session.office, session.customer())
    text = typed.rest or (f"+{typed.count}" if typed.count is not None else "")
    sheet = new_sheet(session, "reschedule", {"next": text} if text else {}, asks=not text)
    if not text:
        fill(session, sheet, [Question("next", "Act again on", check=days.next_action, needed=True)])
    write_day(session, sheet, typed.count if not typed.rest else None)


def write_day(session: Session, sheet: Sheet, count: int | None) -> None:
    """Store the day that stands on the sheet; a count is days from today."""
    office, text = session.office, sheet.texts["next"]

    def deed(customer: int, token: bytes | None = None) -> Saved:
        found = TypedDays.about(office, customer).next_action(text)
        day = office.today + timedelta(days=count) if count is not None else found.day if found else None
        return reschedule(office, customer, day, found.at if found else None, token)

    session.saved(deed(sheet.customer, sheet.token), worked=sheet.customer)
    session.repeat = Repeat(deed)


def contacts(session: Session, typed: Typed) -> None:
    """Add a contact, or change one: `e name="Ann Berg" phone=…`, `e edit Ann Berg role=buyer`."""
    session.check_writable()
    words = words_of(typed.rest, (*CARD, "first"))
    if words.plain:
        _of_one_contact(session, words)
        return
    sheet = new_sheet(session, "contact", dict(words.named), asks=not words.named)
    if not words.named:
        fill(session, sheet, CARD_QUESTIONS)
    write_contact(session, sheet)


def _of_one_contact(session: Session, words: Words) -> None:
    """Retire, prefer or edit the contact that is named after the verb."""
    office, customer = session.office, session.customer()
    verb, *rest = words.plain
    who = " ".join([*rest, *filter(None, (words.note,))])
    if verb == "retire":
        session.saved(retire_contact(office, customer, who))
    elif verb == "prefer":
        session.saved(prefer_contact(office, customer, who))
    elif verb == "edit":
        session.saved(edit_contact(office, customer, who, words.named))
    else:
        raise UsageError("Type e alone to be asked, e name=…, or e retire, e prefer, e edit and who.")


def write_contact(session: Session, sheet: Sheet) -> None:
    """Store the contact that stands on the sheet."""
    texts = {name: sheet.texts.get(name, "") for name in CARD}
    first = sheet.texts.get("first", sheet.texts.get("preferred", "")).casefold() in YES
    session.saved(add_contact(session.office, sheet.customer, ContactDraft(**texts, preferred=first)))
    drop_draft(session.office, sheet.token)


def copy(session: Session, typed: Typed) -> None:
    """Say a phone number or an address alone, to be copied; or the open items."""
    cards = [card for card in list_contacts(session.office, session.customer()) if not card.retired]
    if typed.rest in ("p", "e"):
        words = [card.phone if typed.rest == "p" else card.email for card in cards]
        session.console.row(next(filter(None, words), "There is none: e adds a contact."))
    elif typed.rest in ("i", ""):
        session.console.rows(open_items_text(session.office, session.customer()).splitlines())
    else:
        raise UsageError(f"y {typed.rest}: type yp for the phone number, ye for the address, yi for items.")


def keep_value(session: Session, typed: Typed) -> None:
    """Settle the first conflict of the account: what counts now stays."""
    del typed
    session.check_writable()
    conflict = _conflicts(session)[0]
    session.saved(settle(session.office, conflict))


def other_value(session: Session, typed: Typed) -> None:
    """Settle the first conflict of the account with another value, by its number."""
    session.check_writable()
    conflict = _conflicts(session)[0]
    places = [f"{at}. {value.says}, {value.collector}" for at, value in enumerate(conflict.values, 1)]
    text = typed.rest
    if not text:
        session.console.rows(places)
        text = session.console.answer("Which shall hold? Type its number: ")
    if not text.isdecimal() or not 1 <= int(text) <= len(conflict.values):
        raise UsageError(f"Type a number from 1 to {len(conflict.values)}: O says the values.")
    session.saved(settle(session.office, conflict, conflict.values[int(text) - 1].entry))


def _conflicts(session: Session) -> tuple[ConflictRow, ...]:
    found = session.account().conflicts
    if not found:
        raise Refused("The account has no conflict: there is nothing to settle.")
    return found
