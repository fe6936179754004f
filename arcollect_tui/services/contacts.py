"""Who to ask for: contact cards typed by collectors beside the one the ledger gives."""

from dataclasses import dataclass

from arcollect_tui.data.doors import cleaned_text
from arcollect_tui.data.journal import Deed
from arcollect_tui.data.queries import customers, deeds
from arcollect_tui.data.standing import Aspect
from arcollect_tui.data.store import Connection
from arcollect_tui.errors import Refused, UsageError
from arcollect_tui.rules.identity import id63
from arcollect_tui.rules.text import quoted
from arcollect_tui.services import facts
from arcollect_tui.services.office import Office, Saved
from arcollect_tui.services.references import customer_by_id


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """A contact card as typed."""

    name: str = ""
    role: str = ""
    phone: str = ""
    email: str = ""
    language: str = ""
    country: str = ""
    preferred: bool = False


@dataclass(frozen=True, slots=True)
class ContactCard:
    """A contact in force.

    Attributes:
        contact_id: 0 for the one the ledger gives.
        retired: do not offer it; its phone number may be wrong or disconnected.
        from_ledger: it comes with the imports and cannot be edited here.
    """

    contact_id: int
    name: str
    role: str
    phone: str
    email: str
    language: str
    country: str
    preferred: bool
    retired: bool
    from_ledger: bool


def list_contacts(office: Office, customer_id: int) -> tuple[ContactCard, ...]:
    """The contacts of an account: preferred first, retired last."""
    with office.store.reading() as connection:
        return contacts_of(connection, customer_id)


def contacts_of(connection: Connection, customer_id: int) -> tuple[ContactCard, ...]:
    """As `list_contacts`, inside a transaction."""
    dead = deeds.retired_numbers(connection, customer_id)
    cards = [
        ContactCard(
            row.contact_id,
            row.name,
            row.role,
            row.phone,
            row.email,
            row.language,
            row.country,
            bool(row.preferred),
            bool(row.retired) or (bool(row.phone) and row.phone in dead),
            from_ledger=False,
        )
        for row in deeds.contacts(connection, customer_id)
    ]
    own = customers.card(connection, customer_id)
    if own is not None and (own.contact_name or own.phone or own.email):
        cards.append(
            ContactCard(
                0,
                own.contact_name,
                "",
                own.phone,
                own.email,
                "",
                own.country,
                preferred=False,
                retired=bool(own.phone) and own.phone in dead,
                from_ledger=True,
            )
        )
    return tuple(sorted(cards, key=lambda card: (card.retired, not card.preferred)))


def add_contact(
    office: Office, customer_id: int, draft: ContactDraft, contact_id: int | None = None
) -> Saved:
    """Add a contact card, or replace the one with this id.

    Raises:
        UsageError: the card has neither name, phone nor e-mail.
    """
    if not (draft.name.strip() or draft.phone.strip() or draft.email.strip()):
        raise UsageError("A contact needs a name, a phone number or an e-mail address.")
    with office.deed() as connection:
        customer = customer_by_id(connection, customer_id)
        token = office.token()
        number = contact_id or id63(["1", "contact", token.hex()])
        fact = _fact(connection, customer_id, number, draft, retired=False)
        deed = Deed("contact", [facts.part_about(customer, [fact])], token)
        recorded = office.record(connection, deed, [customer_id], Aspect(0))
        who = cleaned_text(draft.name or draft.phone or draft.email)
        return office.saved(connection, recorded, f"Contact {quoted(who)} saved for {customer.number}.")


def retire_contact(office: Office, customer_id: int, which: str) -> Saved:
    """Stop offering a contact, named by phone number, e-mail address or name.

    Raises:
        Refused: no contact in force, or several, go by that.
    """
    wanted = which.strip().casefold()
    with office.deed() as connection:
        customer = customer_by_id(connection, customer_id)
        live = [card for card in contacts_of(connection, customer_id) if not card.retired]
        digits = _digits(wanted)
        found = [
            card
            for card in live
            if wanted in (card.name.casefold(), card.email.casefold())
            or (digits and digits == _digits(card.phone))
        ]
        if len(found) != 1:
            known = ", ".join(card.name or card.phone or card.email for card in live) or "none"
            many = "Several contacts go" if found else "No contact goes"
            msg = f"{many} by {quoted(which)}. {customer.number} has: {known}."
            raise Refused(msg)
        card = found[0]
        if card.from_ledger:
            if not card.phone:
                raise Refused("The ledger's own contact has no number to retire; correct it in the ledger.")
            fact: facts.Fact = {"is": "retired_number", "phone": card.phone}
        else:
            draft = ContactDraft(card.name, card.role, card.phone, card.email, card.language, card.country)
            fact = _fact(connection, customer_id, card.contact_id, draft, retired=True)
        deed = Deed("contact", [facts.part_about(customer, [fact])], office.token())
        recorded = office.record(connection, deed, [customer_id], Aspect(0))
        who = card.name or card.phone or card.email
        return office.saved(connection, recorded, f"Contact {quoted(who)} retired for {customer.number}.")


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())


def _fact(
    connection: Connection, customer_id: int, contact_id: int, draft: ContactDraft, *, retired: bool
) -> facts.Fact:
    before = [row for row in deeds.contacts(connection, customer_id) if row.contact_id == contact_id]
    return {
        "is": "contact",
        "contact_id": contact_id,
        "name": draft.name.strip(),
        "role": draft.role.strip(),
        "phone": draft.phone.strip(),
        "email": draft.email.strip(),
        "language": draft.language.strip(),
        "country": draft.country.strip().upper(),
        "preferred": int(draft.preferred),
        "retired": int(retired),
        "replaces": before[0].entry.hex() if before else None,
    }
