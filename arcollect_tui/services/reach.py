"""Reaching a contact: the clock there, whether a call is in order, and the number as it is dialled."""

from collections.abc import Mapping
from dataclasses import dataclass

from arcollect_tui.rules.calendars import DeferredCalendar
from arcollect_tui.rules.calling import BUSINESS, LocalTime, hours_of
from arcollect_tui.rules.calling import local_time as time_at
from arcollect_tui.rules.phones import phone_zones, shown_phone
from arcollect_tui.rules.policy_keys import CUSTOMERS
from arcollect_tui.rules.zones import clocks, zones_of
from arcollect_tui.services.account import Account
from arcollect_tui.services.business_days import contact_country
from arcollect_tui.services.contacts import ContactCard
from arcollect_tui.services.office import Office


@dataclass(frozen=True, slots=True)
class Reach:
    """How the contacts of an account are reached.

    Attributes:
        first: the clock at the one to ask for first; of the customer's country where nobody is known.
        times: the clock at each contact, by its id.
        phones: how each number is written in its country, by the number as it was typed.
    """

    first: LocalTime | None
    times: Mapping[int, LocalTime]
    phones: Mapping[str, str]

    def phone(self, typed: str) -> str:
        """A number as it is written in its country."""
        return self.phones.get(typed, typed)


NOWHERE = Reach(None, {}, {})
"""Nothing is known of where the contacts are, or not yet."""


def reach_of(office: Office, found: Account) -> Reach:
    """How the contacts of an account are reached.

    The first call of all loads the tables of the world's numbers: ask for it off the UI thread.
    """
    country = found.customer.country or office.settings.country
    live = [card for card in found.contacts if not card.retired]
    home = found.master.time_zone
    times = {
        card.contact_id: at for card in found.contacts if (at := local_time(office, card, country, home))
    }
    first = times.get(live[0].contact_id) if live else None
    return Reach(
        first=first or (None if live else local_time(office, None, country, home)),
        times=times,
        phones={
            card.phone: shown_phone(card.phone, card.country or country, office.settings.country)
            for card in found.contacts
            if card.phone
        },
    )


def contact_word(office: Office, found: Account, thing: str) -> str:
    """The phone number, as it is dialled, or e-mail address to ask at first; empty without one."""
    live = [card for card in found.contacts if not card.retired]
    if thing == "email":
        return next((card.email for card in live if card.email), "")
    phone = next((card.phone for card in live if card.phone), "")
    return reach_of(office, found).phone(phone)


def local_time(office: Office, card: ContactCard | None, country: str, home: str = "") -> LocalTime | None:
    """The time where a contact is: by the card's time zone, else its number, else its country.

    Where number and country disagree, what both allow counts; a place with several zones has a time
    from the earliest to the latest clock, and a call is in order when it is by all of them. The zone that
    the ledger gives the customer decides between several.

    Args:
        office: the office.
        card: the contact; None for whoever is in the country.
        country: the customer's, ISO 3166.
        home: the customer's time zone as the ledger says; one that is not known counts for nothing.
    """
    where = contact_country(card, country)
    hours = hours_of(where, office.settings.policy.get(CUSTOMERS, BUSINESS))
    there = clocks(_zones(card, where, home), office.clock.now())
    return time_at(there, hours, DeferredCalendar(where))


def _zones(card: ContactCard | None, country: str, home: str) -> tuple[str, ...]:
    if card is not None and card.time_zone:
        return (card.time_zone,)
    of_country = zones_of(country)
    of_number = phone_zones(card.phone, country) if card is not None and card.phone else ()
    allowed = tuple(name for name in of_number if name in of_country) or of_number or of_country
    return (home,) if home in allowed else allowed
