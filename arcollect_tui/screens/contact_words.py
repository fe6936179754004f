"""What the fields of a contact card mean while they are typed, and the lists behind F2."""

from collections.abc import Iterable
from datetime import datetime

from arcollect_tui.rules.contact_words import (
    ROLES,
    countries,
    country_code,
    country_name,
    language_code,
    language_name,
    languages,
)
from arcollect_tui.rules.zones import clocks, read_zone, territories, zones_of
from arcollect_tui.screens.reading import said
from arcollect_tui.widgets.field import Echo
from arcollect_tui.widgets.pick_list import Choice

_UNKNOWN = "kept as typed; F2 lists those known"


def load_words() -> None:
    """Load the names of languages, countries and zones, so that no key waits for them."""
    for load in (languages, countries, territories):
        load()


def say_role(text: str) -> Echo:
    """That there is a list."""
    return Echo("" if text.strip() else "F2 lists the usual ones; any word will do")


def say_language(text: str) -> Echo:
    """The language of a code; whether a name is known."""
    if not text.strip():
        return Echo("code or name; F2 lists them")
    code = language_code(text)
    return Echo(language_name(code) if language_name(code) != code else _UNKNOWN)


def say_country(text: str) -> Echo:
    """The country of a code; whether a name is known."""
    if not text.strip():
        return Echo("code or name; F2 lists them")
    code = country_code(text)
    return Echo(countries().get(code, _UNKNOWN))


def say_zone(text: str, now: datetime) -> Echo:
    """The zone of a name or city, with the time there."""
    if not text.strip():
        return Echo("by number and country; F2 lists zones")

    def words() -> str:
        name = read_zone(text)
        return f"{name}, {_time_in(name, now)} now"

    return said(words)


def _time_in(name: str, now: datetime) -> str:
    there = clocks((name,), now)
    return f"{there[0]:%H:%M}" if there else "no clock"


def role_choices() -> Iterable[Choice]:
    """The usual roles."""
    return (Choice(role, "") for role in ROLES)


def language_choices() -> Iterable[Choice]:
    """Every language, by name."""
    return _by_name(languages())


def country_choices() -> Iterable[Choice]:
    """Every country, by name."""
    return _by_name(countries())


def _by_name(known: dict[str, str]) -> Iterable[Choice]:
    return (Choice(code, name) for code, name in sorted(known.items(), key=lambda pair: pair[1]))


def zone_choices(country: str, now: datetime) -> Iterable[Choice]:
    """Every zone with its country and the time there; those of the contact's country first."""
    own = zones_of(country_code(country))
    for name in dict.fromkeys((*own, *sorted(territories()))):
        city = name.rpartition("/")[2].replace("_", " ")
        yield Choice(name, f"{city}, {country_name(territories().get(name, ''))}", _time_in(name, now))
