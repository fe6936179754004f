"""The days that a step such as `+1b` counts: those on which office and contact are both at work."""

from datetime import date, time

from arcollect_tui.data.queries import customers
from arcollect_tui.data.store import Connection
from arcollect_tui.rules.calendars import Calendar, DeferredCalendar, JointCalendar, holidays_between
from arcollect_tui.rules.dates import is_business_step
from arcollect_tui.rules.formats import OfficeFormat, short_day
from arcollect_tui.rules.next_action import parse_next
from arcollect_tui.rules.phones import phone_country
from arcollect_tui.rules.zones import territories
from arcollect_tui.services.contacts import ContactCard, contacts_of
from arcollect_tui.services.office import Office


def calendar_of(office: Office, customer_id: int) -> Calendar:
    """The business days of the contact to ask for first, as far as they are the office's too."""
    with office.store.reading() as connection:
        return calendar_in(connection, office, customer_id)


def calendar_in(connection: Connection, office: Office, customer_id: int) -> Calendar:
    """As `calendar_of`, inside a transaction."""
    live = [card for card in contacts_of(connection, customer_id) if not card.retired]
    own = customers.card(connection, customer_id)
    here = office.settings
    country = contact_country(live[0] if live else None, (own.country if own else "") or here.country)
    if country.upper() == here.country:
        return here.calendar
    return JointCalendar(here.calendar, DeferredCalendar(country))


def contact_country(card: ContactCard | None, country: str) -> str:
    """The country a contact is in: the card's, else that of its time zone, of its number, the customer's.

    Args:
        card: the contact; None for whoever is there.
        country: the customer's, ISO 3166.
    """
    if card is None:
        return country
    of_zone = territories().get(card.time_zone, "") if card.time_zone else ""
    of_number = phone_country(card.phone, country) if card.phone else ""
    return card.country or of_zone or of_number or country


def skipped(start: date, end: date, calendar: Calendar) -> str:
    """Which holidays a count of business days left out: `26 Nov: Thanksgiving`; empty for none."""
    return ", ".join(f"{short_day(day)}: {name}" for day, name in holidays_between(start, end, calendar))


def read_next(
    text: str, today: date, fmt: OfficeFormat, calendar: Calendar
) -> tuple[date, time | None, str] | None:
    """When to act next as typed: day, time, and the holidays that its business days left out.

    Raises:
        UsageError: no such day or no such time.
    """
    found = parse_next(text, today, fmt, calendar)
    if found is None:
        return None
    counts = any(map(is_business_step, text.split()))
    return *found, skipped(today, found[0], calendar) if counts else ""
