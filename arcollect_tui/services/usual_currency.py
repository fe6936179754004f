"""The currency of a file that names none: the office's, else that of all its ledger holds."""

from typing import Final, NamedTuple

from arcollect_tui.data.queries.currencies import only_currency
from arcollect_tui.services.office import Office


class UsualCurrency(NamedTuple):
    """Codes of lines without one; '' where nothing says it.

    Attributes:
        office: as the office is set up.
        ledger: that of all items of the ledger; not looked for where the office has one.
    """

    office: str = ""
    ledger: str = ""


NONE_USUAL: Final = UsualCurrency()


def usual_currency(office: Office, ledger: str) -> UsualCurrency:
    """What amounts without a currency are in.

    A file asks for its currency every day otherwise, in an office that began with a file.
    """
    if office.settings.currency:
        return UsualCurrency(office.settings.currency)
    with office.store.reading() as connection:
        return UsualCurrency(ledger=only_currency(connection, ledger))
