"""Whom one reaches at an account: contacts are added, corrected and retired; what is there is copied."""

from arcollect_tui.keys.engine import Run
from arcollect_tui.screens.contact_form import ContactDeed, ContactForm
from arcollect_tui.screens.filled import Again, Filled
from arcollect_tui.screens.verbs import AccountVerbs
from arcollect_tui.services.account import account, open_items_text
from arcollect_tui.services.contacts import add_contact, retire_contact
from arcollect_tui.services.drafts import drop_draft
from arcollect_tui.services.office import Saved
from arcollect_tui.services.reach import contact_word
from arcollect_tui.services.who import Who


def open_contacts(screen: AccountVerbs, run: Run) -> None:
    """Add, correct or retire a contact."""
    del run
    screen.ws.check_writable()
    open_card(screen, screen.who())


def open_card(
    screen: AccountVerbs, who: Who, contact: int | None = None, again: Again | None = None
) -> None:
    """Open the form of contacts, on one of them or on a new one."""
    office = screen.ws.office

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

        screen.ws.write(job, None, lambda error: open_card(screen, who, contact, result.again(error)))
        screen.ws.remember(None)

    screen.app.push_screen(ContactForm(who, again, contact), filled)


def copy_of_account(screen: AccountVerbs, run: Run) -> None:
    """Copy something of the account to the terminal's clipboard."""
    who, office, thing = screen.who(), screen.ws.office, run.argument

    def found() -> str:
        if thing == "items":
            return open_items_text(office, who.id)
        return contact_word(office, account(office, who.id, activities=0), thing)

    screen.ask("copy", found, lambda text: copy_text(screen, text, who))


def copy_text(screen: AccountVerbs, text: str, who: Who) -> None:
    """Copy what was found, and say what it is."""
    if not text:
        screen.ws.refuse(f"{who.number} has none to copy: e adds a contact.")
        return
    screen.app.copy_to_clipboard(text)
    lines = text.splitlines()
    what = lines[0] if len(lines) == 1 else f"{len(lines) - 1} open items of {who.number}"
    screen.ws.say(f"Copied: {what}")
