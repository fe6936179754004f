"""The form of contacts: add one, correct one, or retire one that is wrong."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from arcollect_tui.errors import UsageError
from arcollect_tui.rules.text import counted
from arcollect_tui.rules.zones import read_zone
from arcollect_tui.screens.contact_words import (
    country_choices,
    language_choices,
    load_words,
    role_choices,
    say_country,
    say_language,
    say_role,
    say_zone,
    zone_choices,
)
from arcollect_tui.screens.filled import Again
from arcollect_tui.screens.form import Form
from arcollect_tui.services.account import account
from arcollect_tui.services.contacts import ContactCard, ContactDraft
from arcollect_tui.services.office import Office
from arcollect_tui.services.reach import reach_of
from arcollect_tui.services.texts import FieldError, read_field
from arcollect_tui.services.who import Who
from arcollect_tui.widgets.field import Echo, Field
from arcollect_tui.widgets.pick_list import Choice

NEW = "new"
YES = ("y", "yes")
CARD_FIELDS = ("name", "role", "phone", "email", "language", "country", "time_zone")


@dataclass(frozen=True, slots=True)
class ContactDeed:
    """What to do with a contact.

    Attributes:
        contact_id: the card to replace; None adds one.
        card: the card as typed.
        retire: number, address or name of the contact to retire; empty to save the card.
    """

    contact_id: int | None
    card: ContactDraft
    retire: str


class ContactForm(Form[ContactDeed]):
    """Who to ask for at the account.

    Args:
        who: the account.
        again: the form as it was refused.
        contact: id of the card to begin with; None for a new one.
    """

    NAME = "contact"
    TITLE = "Contact"

    def __init__(self, who: Who, again: Again | None = None, contact: int | None = None) -> None:
        super().__init__(who, "name", again)
        self._cards: tuple[ContactCard, ...] = ()
        self._contact = contact
        self._country = ""
        self._phones: Mapping[str, str] = {}

    def fields(self) -> Iterable[Field]:
        """Which card, what it says, and whether it is to go."""
        yield Field("card", "Card", NEW, echo=self._say_card, has_list=True)
        yield Field("name", "Name")
        yield Field("role", "Role", echo=say_role, has_list=True)
        yield Field("phone", "Number", echo=self._say_phone)
        yield Field("email", "E-mail", size=40)
        yield Field("language", "Language", echo=say_language, has_list=True)
        yield Field("country", "Country", echo=say_country, has_list=True)
        yield Field("time_zone", "Time zone", echo=self._say_zone, has_list=True)
        yield Field("preferred", "Ask first", "no", echo=_say_yes("asked for first"))
        yield Field("retire", "Retire", "no", echo=_say_yes("not offered any more"))

    def on_mount(self) -> None:
        """The proposals that stand there from the start."""
        self.note_proposals(card=NEW, preferred="no", retire="no")

    def prepare(self, office: Office) -> Callable[[], None]:
        """Ask for the cards that are there."""
        found = account(office, self.who.id, activities=0)
        cards = tuple(card for card in found.contacts if not card.retired)
        country, phones = found.customer.country or office.settings.country, reach_of(office, found).phones
        load_words()
        return lambda: self._fill(cards, country, phones)

    def _fill(self, cards: tuple[ContactCard, ...], country: str, phones: Mapping[str, str]) -> None:
        self._cards, self._country, self._phones = cards, country, phones
        place = next((n for n, card in enumerate(cards, 1) if card.contact_id == self._contact), None)
        if place is not None:
            self.propose("card", str(place))
        self.field("card").retell()

    def choices(self, field: str) -> tuple[Choice, ...]:
        """The cards that are there, and a new one; roles, languages, countries, zones."""
        if field != "card":
            return tuple(self._lists(field))
        known = (Choice(str(place), card.called, card.phone) for place, card in enumerate(self._cards, 1))
        return (Choice(NEW, "a new contact"), *known)

    def _lists(self, field: str) -> Iterable[Choice]:
        now = self.ws.office.clock.now()
        lists: dict[str, Callable[[], Iterable[Choice]]] = {
            "role": role_choices,
            "language": language_choices,
            "country": country_choices,
            "time_zone": lambda: zone_choices(self.text("country") or self._country, now),
        }
        return lists[field]() if field in lists else ()

    def _say_phone(self, text: str) -> Echo:
        shown_as = self._phones.get(text.strip(), text)
        return Echo(shown_as if shown_as != text else "")

    def _say_zone(self, text: str) -> Echo:
        return say_zone(text, self.ws.office.clock.now())

    def changed(self, field: Field) -> None:
        """Another card fills the fields."""
        if field.id == "card":
            card = self._chosen_or_none()
            for name in CARD_FIELDS:
                self.propose(name, getattr(card, name) if card else "")
            self.propose("preferred", "yes" if card and card.preferred else "no")

    def _chosen(self) -> ContactCard | None:
        text = self.text("card").casefold()
        if text in ("", NEW):
            return None
        if text.isdecimal() and 1 <= int(text) <= len(self._cards):
            return self._cards[int(text) - 1]
        raise UsageError(f"Type new, or the number of a card from 1 to {len(self._cards)}; F2 lists them.")

    def _chosen_or_none(self) -> ContactCard | None:
        try:
            return self._chosen()
        except UsageError:
            return None

    def _say_card(self, text: str) -> Echo:
        del text
        if not self.is_attached:
            return Echo("")
        try:
            card = self._chosen()
        except UsageError as error:
            return Echo(error.sentence, ok=False)
        if card is None:
            return Echo(f"{counted(len(self._cards), 'card')} here: F2" if self._cards else "the first one")
        source = "from the ledger: it can only be retired" if card.from_ledger else ""
        return Echo(f"{card.called}  {source}".strip())

    def build(self) -> ContactDeed:
        """What to do."""
        card = read_field("card", self._chosen)
        typed = ContactDraft(
            **{name: self.text(name) for name in CARD_FIELDS},
            preferred=self.text("preferred").casefold() in YES,
        )
        read_field("time_zone", lambda: read_zone(typed.time_zone))
        if self.text("retire").casefold() in YES:
            return ContactDeed(None, typed, self._retired(card, typed))
        if card is not None and card.from_ledger:
            raise FieldError("card", "The ledger gives this card: correct it there, or add a new one here.")
        if not (typed.name or typed.phone or typed.email):
            raise FieldError("name", "A contact needs a name, a number or an e-mail address.")
        return ContactDeed(card.contact_id if card else None, typed, "")

    def _retired(self, card: ContactCard | None, typed: ContactDraft) -> str:
        found = card or typed
        which = found.phone or found.email or found.name
        if not which:
            raise FieldError("card", "Which contact is to be retired? F2 lists them.")
        return which


def _say_yes(words: str) -> Callable[[str], Echo]:
    return lambda text: Echo(words if text.strip().casefold() in YES else f"y: {words}")
