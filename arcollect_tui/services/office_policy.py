"""Setting policy of the office: each change is one entry that names what it replaces."""

from collections.abc import Mapping

from arcollect_tui.data import policy
from arcollect_tui.data.journal import Deed
from arcollect_tui.data.standing import Aspect
from arcollect_tui.data.store import Connection
from arcollect_tui.errors import UsageError
from arcollect_tui.rules.policy_keys import COUNTRY, CURRENCY, NAME, read
from arcollect_tui.services.office import Office, Saved


def set_policy(
    office: Office, values: Mapping[str, str], sentence: str, token: bytes | None = None
) -> Saved:
    """Set keys of the office's policy as one entry.

    Args:
        office: the office.
        values: keys with values that can be read.
        sentence: what just happened.
        token: the same deed under the same token is stored once.
    """
    with office.deed() as connection:
        saved = set_policy_in(connection, office, values, sentence, token)
    office.settings_changed()
    return saved


def set_policy_in(
    connection: Connection, office: Office, values: Mapping[str, str], sentence: str, token: bytes | None
) -> Saved:
    """As `set_policy`, inside `Office.deed()`; the settings are to be read again after it."""
    part, version = policy.part(connection, values), policy.version(connection)
    deed = Deed("policy", [part], token or office.token(), policy=version)
    return office.saved(connection, office.record(connection, deed, [], Aspect(0)), sentence)


def set_office(
    office: Office, *, name: str | None = None, country: str | None = None, currency: str | None = None
) -> Saved:
    """Set the office's name, country or currency as one policy entry."""
    wanted = {NAME: name, COUNTRY: country, CURRENCY: currency}
    given = {key: value for key, value in wanted.items() if value is not None}
    if not given:
        raise UsageError("Nothing to set: give a name, a country or a currency.")
    values = {key: value if key == NAME else read(key, value) for key, value in given.items()}
    return set_policy(office, values, "Office settings saved.")
