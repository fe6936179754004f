"""Who to ask for: contact cards typed by collectors beside the one the ledger gives."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from arcollect_tui.data.doors import cleaned_text
from arcollect_tui.data.journal import Deed
from arcollect_tui.data.queries import customers, deeds
from arcollect_tui.data.standing import Aspect
from arcollect_tui.data.store import Connection
from arcollect_tui.errors import Refused, UsageError
from arcollect_tui.rules.contact_words import country_code, language_code, languages
from arcollect_tui.rules.identity import id63
from arcollect_tui.rules.phones import shown_phone
from arcollect_tui.rules.text import quoted
from arcollect_tui.rules.zones import read_zone, zone
from arcollect_tui.services import facts
from arcollect_tui.services.office import Office, Saved
from arcollect_tui.services.references import CustomerRef, customer_by_id


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """A contact card as typed.

    Attributes:
        time_zone: by name or city; empty to go by number and country.
    """

    name: str = ""
    role: str = ""
    phone: str = ""
    email: str = ""
    language: str = ""
    country: str = ""
    preferred: bool = False
    time_zone: str = ""


@dataclass(frozen=True, slots=True)
class ContactCard:
    """A contact in force.

    Attributes:
        contact_id: 0 for the one the ledger gives, below 0 for further ones of its contact lists.
        retired: do not offer it; its phone number may be wrong or disconnected.
        from_ledger: it comes with the imports and cannot be edited here.
        time_zone: as somebody or the ledger set it; empty to go by number and country.
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
    time_zone: str = ""

    @property
    def called(self) -> str:
        """Name, else number, else e-mail address."""
        return self.name or self.phone or self.email


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
            time_zone=row.time_zone,
        )
        for row in deeds.contacts(connection, customer_id)
    ]
    own = customers.card(connection, customer_id)
    cards += _of_ledger(own, dead) if own is not None else ()
    return tuple(sorted(cards, key=lambda card: (card.retired, not card.preferred)))


def _of_ledger(own: customers.CustomerRecord, dead: Collection[str]) -> Iterator[ContactCard]:
    """The contacts of the ledger; its words for language and zone count where they are known."""
    time_zone = own.time_zone if own.time_zone and zone(own.time_zone) else ""
    for place, person in enumerate(own.people()):
        yield ContactCard(
            -place,
            person.name,
            person.role,
            person.phone,
            person.email,
            own.language if own.language and own.language in languages() else "",
            own.country,
            preferred=False,
            retired=bool(person.phone) and person.phone in dead,
            from_ledger=True,
            time_zone=time_zone,
        )


def add_contact(
    office: Office, customer_id: int, draft: ContactDraft, contact_id: int | None = None
) -> Saved:
    """Add a contact card, or replace the one with this id. A preferred one is so instead of all others.

    Raises:
        UsageError: the card has neither name, phone nor e-mail; there is no such time zone.
    """
    if not (draft.name.strip() or draft.phone.strip() or draft.email.strip()):
        raise UsageError("A contact needs a name, a phone number or an e-mail address.")
    draft = replace(draft, time_zone=read_zone(draft.time_zone) if draft.time_zone.strip() else "")
    with office.deed() as connection:
        customer = customer_by_id(connection, customer_id)
        token = office.token()
        number = contact_id or id63(["1", "contact", token.hex()])
        said = [contact_fact(connection, customer_id, number, draft, retired=False)]
        if draft.preferred:
            said += no_longer_first(connection, customer_id, number)
        who = cleaned_text(draft.name or draft.phone or draft.email)
        return _record(office, connection, customer, said, f"{quoted(who)} saved", token)


def retire_contact(office: Office, customer_id: int, which: str) -> Saved:
    """Stop offering a contact, named by phone number, e-mail address or name.

    Raises:
        Refused: no contact in force, or several, go by that.
    """
    with office.deed() as connection:
        customer = customer_by_id(connection, customer_id)
        card = contact_named(office, connection, customer, which)
        if card.from_ledger:
            if not card.phone:
                raise Refused("The ledger's own contact has no number to retire; correct it in the ledger.")
            fact: facts.Fact = {"is": "retired_number", "phone": card.phone}
        else:
            draft = replace(draft_of(card), preferred=False)
            fact = contact_fact(connection, customer_id, card.contact_id, draft, retired=True)
        return _record(office, connection, customer, [fact], f"{quoted(card.called)} retired")


def edit_contact(office: Office, customer_id: int, which: str, changes: Mapping[str, str]) -> Saved:
    """Change some fields of a contact, named by phone number, e-mail address or name.

    Args:
        office: the office.
        customer_id: whose contact.
        which: the contact.
        changes: new texts by field of `ContactDraft`; the others stay.

    Raises:
        Refused: no contact in force, or several, go by that; the ledger gives it.
        UsageError: nothing to change; there is no such time zone.
    """
    if not changes:
        raise UsageError("Nothing to change: give a name, a role, a phone number or another field.")
    with office.store.reading() as connection:
        customer = customer_by_id(connection, customer_id)
        card = _own(contact_named(office, connection, customer, which))
    values: dict[str, Any] = dict(changes)
    return add_contact(office, customer_id, replace(draft_of(card), **values), card.contact_id)


def prefer_contact(office: Office, customer_id: int, which: str) -> Saved:
    """Ask for a contact first from now on, and for no other.

    Raises:
        Refused: no contact in force, or several, go by that; the ledger gives it.
    """
    with office.deed() as connection:
        customer = customer_by_id(connection, customer_id)
        card = _own(contact_named(office, connection, customer, which))
        first = replace(draft_of(card), preferred=True)
        said = [contact_fact(connection, customer_id, card.contact_id, first, retired=False)]
        said += no_longer_first(connection, customer_id, card.contact_id)
        return _record(office, connection, customer, said, f"{quoted(card.called)} is asked for first")


def contact_named(office: Office, connection: Connection, customer: CustomerRef, which: str) -> ContactCard:
    """The contact in force that goes by a phone number, as typed or as shown, an address or a name.

    Raises:
        Refused: none does, or several do.
    """
    live = [card for card in contacts_of(connection, customer.id) if not card.retired]
    home = office.settings.country
    found = [card for card in live if _goes_by(card, which.strip().casefold(), home)]
    if len(found) != 1:
        known = ", ".join(card.called for card in live) or "none"
        many = "Several contacts go" if found else "No contact goes"
        msg = f"{many} by {quoted(which)}. {customer.number} has: {known}."
        raise Refused(msg)
    return found[0]


def draft_of(card: ContactCard) -> ContactDraft:
    """The card as it could be typed anew."""
    return ContactDraft(**{field.name: getattr(card, field.name) for field in fields(ContactDraft)})


def _own(card: ContactCard) -> ContactCard:
    if card.from_ledger:
        raise Refused(f"The ledger gives {quoted(card.called)}: correct it there, or add a card here.")
    return card


def _goes_by(card: ContactCard, wanted: str, home: str) -> bool:
    if wanted in (card.name.casefold(), card.email.casefold()):
        return True
    digits = _digits(wanted)
    if not digits or not card.phone:
        return False
    return digits == _digits(card.phone) or digits == _digits(
        shown_phone(card.phone, card.country or home, home)
    )


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())


def _record(
    office: Office,
    connection: Connection,
    customer: CustomerRef,
    said: Sequence[facts.Fact],
    words: str,
    token: bytes | None = None,
) -> Saved:
    """Store facts about contacts as one entry; its version is the lowest that says all of it."""
    version = 2 if any(fact.get("time_zone") for fact in said) else 1
    part = facts.part_about(customer, said)
    deed = Deed("contact", [part], token or office.token(), version=version)
    recorded = office.record(connection, deed, [customer.id], Aspect(0))
    return office.saved(connection, recorded, f"Contact {words} for {customer.number}.")


def no_longer_first(connection: Connection, customer_id: int, but: int) -> list[facts.Fact]:
    """The other preferred cards, without their preference."""
    others = (
        card
        for card in contacts_of(connection, customer_id)
        if card.preferred and not card.retired and card.contact_id != but
    )
    return [
        contact_fact(
            connection, customer_id, one.contact_id, replace(draft_of(one), preferred=False), retired=False
        )
        for one in others
    ]


def contact_fact(
    connection: Connection, customer_id: int, contact_id: int, draft: ContactDraft, *, retired: bool
) -> facts.Fact:
    """A card as a fact that names the one it replaces."""
    before = [row for row in deeds.contacts(connection, customer_id) if row.contact_id == contact_id]
    fact: facts.Fact = {
        "is": "contact",
        "contact_id": contact_id,
        "name": draft.name.strip(),
        "role": draft.role.strip(),
        "phone": draft.phone.strip(),
        "email": draft.email.strip(),
        "language": language_code(draft.language) if draft.language.strip() else "",
        "country": country_code(draft.country) if draft.country.strip() else "",
        "preferred": int(draft.preferred),
        "retired": int(retired),
        "replaces": before[0].entry.hex() if before else None,
    }
    return fact | {"time_zone": draft.time_zone} if draft.time_zone else fact
