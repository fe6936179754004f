"""Time zones by name, place or country, as the tz database and the CLDR tables of Babel have them."""

import difflib
import re
from datetime import UTC, datetime, tzinfo
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from arcollect_tui.errors import UsageError
from arcollect_tui.rules.text import clean, quoted

_ABBREVIATED: Final = re.compile(r"[A-Z]{3,4}|[A-Z]{3}[0-9][A-Z]{3}|Etc/GMT[-+]?[0-9]{1,2}")
"""Names of zones that belong to no country: `CET`, `EST5EDT`."""
_EXAMPLE: Final = "Give one such as Europe/Lisbon; a city alone will do."


def zone(name: str) -> tzinfo | None:
    """The zone of a name; None when this machine knows none by it."""
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def read_zone(text: str) -> str:
    """The name of the zone that a person means: its name, or its city, in any case; nothing for nothing.

    Raises:
        UsageError: there is no such zone, or several have the city.
    """
    wanted = "_".join(clean(text).split()).casefold()
    if not wanted:
        return ""
    names = zone_names()
    found = names.get(wanted) or _of_city(wanted)
    if found is not None:
        return found
    near = difflib.get_close_matches(wanted, [*names, *_cities()], n=1, cutoff=0.6)
    hint = ""
    if near:
        hint = f" Did you mean {names.get(near[0]) or _cities()[near[0]][0]}?"
    raise UsageError(f"There is no time zone {quoted(text)}.{hint} {_EXAMPLE}")


def zone_of_ledger(text: str) -> str:
    """The name of the zone that a ledger means: by name, city, or as Windows calls it; '' when unknown."""
    from babel.core import get_global

    try:
        return read_zone(text)
    except UsageError:
        found: str = get_global("windows_zone_mapping").get(text, "")
    if not found and _ABBREVIATED.fullmatch(text):
        found = text
    return found if found and zone(found) else ""


def _of_city(wanted: str) -> str | None:
    found = _cities().get(wanted, ())
    if len(found) > 1:
        raise UsageError(f"Several time zones are called {quoted(wanted)}: {', '.join(found)}.")
    return found[0] if found else None


@cache
def zone_names() -> dict[str, str]:
    """Every zone of a country with its name, by the name in small letters."""
    return {"utc": "UTC", **{name.casefold(): name for name in sorted(territories())}}


@cache
def territories() -> dict[str, str]:
    """The country of each zone: ISO 3166 codes by name."""
    from babel.core import get_global

    known = get_global("zone_territories")
    return {name: country for name, country in known.items() if len(country) == 2 and zone(name)}


@cache
def _cities() -> dict[str, tuple[str, ...]]:
    cities: dict[str, tuple[str, ...]] = {}
    for name in territories():
        city = name.rpartition("/")[2].casefold()
        cities[city] = (*cities.get(city, ()), name)
    return cities


@cache
def zones_of(country: str) -> tuple[str, ...]:
    """Names of the zones of a country; none for a country nobody knows."""
    from babel.core import get_global

    return tuple(name for name in get_global("territory_zones").get(country.upper(), ()) if zone(name))


def clocks(names: tuple[str, ...], now: datetime) -> tuple[datetime, ...]:
    """The wall clocks of zones at an instant, each reading once, the earliest first."""
    found = {}
    for name in names:
        where = zone(name)
        if where is not None:
            there = now.astimezone(where)
            found[there.replace(tzinfo=None)] = there
    return tuple(found[reading] for reading in sorted(found))
