"""The words of a contact card: roles, languages and countries.

Languages and countries have their ISO codes and English names from the CLDR tables of Babel, which are
loaded when first asked. What has no code stays as it was typed.
"""

import re
from functools import cache
from typing import Final

ROLES: Final = (
    "accounts payable",
    "AP manager",
    "buyer",
    "approver",
    "controller",
    "finance director",
    "owner",
    "guarantor",
    "goods receiving",
    "tax contact",
    "portal help desk",
    "legal counsel",
    "insolvency practitioner",
    "agency",
    "sales rep",
    "customer service",
)
"""Who is spoken to about a debt; any other word will do, too."""
_OF_LEDGERS: Final = ("en", "de", "fr", "es", "nl", "pt", "it")
_REGIONAL: Final = re.compile(r"[-_][A-Za-z]{2,4}$")


@cache
def languages() -> dict[str, str]:
    """English names of the languages with a code of two letters, by code."""
    return {code: name for code, name in _names("languages").items() if len(code) == 2}


@cache
def countries() -> dict[str, str]:
    """English names of the countries, by their ISO 3166 code."""
    from babel.core import get_global

    known = get_global("territory_zones")
    return {code: name for code, name in _names("territories").items() if code in known}


@cache
def _names(what: str) -> dict[str, str]:
    from babel import Locale

    found: dict[str, str] = dict(getattr(Locale("en"), what))
    return found


def language_code(text: str) -> str:
    """The code of a language typed by code or by name; other text as it is."""
    typed = text.strip()
    code = _by_name(typed, languages())
    return code.lower() if code else typed


def known_language(text: str) -> str:
    """The code of a language by its code, `de-AT` too, or its name in a language of ledgers; else ''."""
    typed = text.strip()
    code = _REGIONAL.sub("", typed).casefold()
    return code if code in languages() else _language_names().get(typed.casefold(), "")


@cache
def _language_names() -> dict[str, str]:
    """Codes of languages by their names in English and the other languages of ledgers, in small letters."""
    from babel import Locale

    found: dict[str, str] = {}
    for code in reversed(_OF_LEDGERS):
        names: dict[str, str] = dict(Locale(code).languages)
        found |= {name.casefold(): own for own, name in names.items() if len(own) == 2}
    return found


def language_name(text: str) -> str:
    """The name of a language: `Portuguese`, of `pt-BR` too; other text as it is."""
    typed = text.strip()
    return languages().get(typed.lower()) or languages().get(
        typed.lower()[:2] if "-" in typed else "", typed
    )


def country_code(text: str) -> str:
    """The code of a country typed by code or by name; other text in capitals."""
    typed = text.strip()
    return _by_name(typed, countries()) or typed.upper()


def country_name(text: str) -> str:
    """The name of a country; other text as it is."""
    return countries().get(text.strip().upper(), text.strip())


def _by_name(typed: str, known: dict[str, str]) -> str:
    wanted = typed.casefold()
    return next((code for code, name in known.items() if wanted in (code.casefold(), name.casefold())), "")
