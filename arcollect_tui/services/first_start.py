"""The first start: whether an office is new, what can be proposed for it, and setting it up."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from arcollect_tui.data.queries import customers
from arcollect_tui.errors import UsageError
from arcollect_tui.rules.country_currency import currencies
from arcollect_tui.rules.formats import office_format
from arcollect_tui.rules.policy_keys import COUNTRY, CURRENCY, DEFAULT_COUNTRY, NAME
from arcollect_tui.services.office import Office, Saved
from arcollect_tui.services.policies import apply_policy, plan_policy

_LOCALE: Final = re.compile(r"[a-z]{2,3}_([A-Z]{2})\b")
_VARIABLES: Final = ("LC_ALL", "LC_MONETARY", "LANG")
"""Where a system says which customs its user has, the one that decides first."""


@dataclass(frozen=True, slots=True)
class NewOffice:
    """What an office begins with, as typed."""

    name: str
    currency: str
    country: str


def is_new(office: Office) -> bool:
    """Whether nobody has told anything of the office yet, and no file of a ledger came in."""
    if office.read_only or office.settings.name:
        return False
    with office.store.reading() as connection:
        return not customers.newest_imports(connection)


def proposed(office: Office, environment: Mapping[str, str] = os.environ) -> NewOffice:
    """What stands in the form at first: the office as it is, else the customs of the system's user.

    Args:
        office: the office.
        environment: the variables of the system.
    """
    settings = office.settings
    country = settings.policy.get(COUNTRY, "") or country_of(environment)
    return NewOffice(settings.name, settings.currency or currencies().get(country, ""), country)


def country_of(environment: Mapping[str, str]) -> str:
    """The country of the system's user; that of the program where the system does not say."""
    said = next((environment[name] for name in _VARIABLES if environment.get(name)), "")
    found = _LOCALE.match(said)
    try:
        return office_format(found[1]).country if found else DEFAULT_COUNTRY
    except UsageError:
        return DEFAULT_COUNTRY


def set_up(office: Office, wanted: NewOffice, token: bytes | None = None) -> Saved:
    """Tell the office's name, currency and country, as one entry; what is empty stays as it is.

    Raises:
        UsageError: one of them cannot be read.
    """
    said = ((NAME, wanted.name), (CURRENCY, wanted.currency), (COUNTRY, wanted.country))
    return apply_policy(office, plan_policy(office, [(key, text) for key, text in said if text]), token)
