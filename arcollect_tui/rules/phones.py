"""Telephone numbers: how they look in their country, and where they ring.

A number is recognised by the numbering plans of the ITU's members, as the `phonenumbers` tables have
them. What is no valid number of a plan stays as it was typed. The tables take a while to load, so they
are loaded when a number is first asked about.
"""

import re
from functools import lru_cache
from typing import Any, Final

_NUMBER: Final = re.compile(
    r"[+(]?[\d(][\d ()./\-\u2010-\u2015]*(?:(?:;?ext\.?|x|extn?\.?|#)[ .:=]*\d{1,7})?", re.IGNORECASE
)
"""What is nothing but a number, perhaps with an extension: words around it would get lost."""
_UNKNOWN: Final = "Etc/Unknown"


@lru_cache(maxsize=4096)
def shown_phone(text: str, country: str, home: str) -> str:
    """The number as it is written in its country: `(212) 555-0144 ext. 12`, `+351 21 555 0100`.

    Args:
        text: as typed.
        country: ISO 3166 code of the country a number without `+` belongs to.
        home: the country of whoever reads it; its numbers are shown without their country code.
    """
    number = _number(text, country)
    if number is None:
        return text
    from phonenumbers import PhoneNumberFormat, format_number, region_code_for_number

    at_home = region_code_for_number(number) == home
    return format_number(number, PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL)


@lru_cache(maxsize=4096)
def phone_country(text: str, country: str) -> str:
    """ISO 3166 code of the country a number rings in; empty when that cannot be told."""
    number = _number(text, country)
    if number is None:
        return ""
    from phonenumbers import region_code_for_number

    code = region_code_for_number(number) or ""
    return code if len(code) == 2 and code.isalpha() else ""


@lru_cache(maxsize=4096)
def phone_zones(text: str, country: str) -> tuple[str, ...]:
    """Names of the time zones a number may ring in, several for a number of a whole country."""
    number = _number(text, country)
    if number is None:
        return ()
    from phonenumbers import timezone

    names = timezone.time_zones_for_number(number)
    return () if _UNKNOWN in names else tuple(names)


def _number(text: str, country: str) -> Any:  # noqa: ANN401 - a number of a library that loads late
    """The number a text is; None when it is none."""
    if not _NUMBER.fullmatch(text.strip()):
        return None
    from phonenumbers import NumberParseException, is_valid_number, parse

    try:
        number = parse(text, country.upper() or None)
    except NumberParseException:
        return None
    return number if is_valid_number(number) else None
