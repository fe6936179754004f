"""Rows of the contacts that came back: cards that were corrected, and new ones."""

import re
from collections.abc import Callable, Sequence
from dataclasses import fields

from arcollect_tui.data.doors import cleaned_text
from arcollect_tui.data.exports.read import EditedRow
from arcollect_tui.data.store import Connection
from arcollect_tui.errors import UsageError
from arcollect_tui.rules.contact_words import country_code, language_code
from arcollect_tui.rules.edit_marks import mark_of
from arcollect_tui.rules.identity import id63
from arcollect_tui.rules.text import quoted
from arcollect_tui.rules.zones import read_zone
from arcollect_tui.services.contacts import ContactCard, ContactDraft, contacts_of
from arcollect_tui.services.edited_rows import (
    ALREADY,
    MEANWHILE,
    NOT_HERE,
    UNREADABLE,
    UNTOUCHED,
    Card,
    Change,
    Held,
    customer_of,
    joined,
    version_of,
)
from arcollect_tui.services.export_lists import CONTACT_PREFIX, OF_LEDGER, contact_values
from arcollect_tui.services.references import CustomerRef

COLUMNS = (
    *("contact_name", "role", "phone", "email", "language", "country", "preferred", "retired"),
    "time_zone",
)
"""The columns of a card in the order of `contact_values`."""
_KEY = re.compile(CONTACT_PREFIX + "([0-9a-f]{16})", re.IGNORECASE)
_YES = frozenset({"yes", "y", "x", "1", "true"})
_NO = frozenset({"", "no", "n", "0", "false"})


def contact_change(connection: Connection, row: EditedRow) -> Change | str:
    """What a row of the contacts would change.

    Raises:
        Held: nothing comes of it.
    """
    customer = customer_of(connection, row)
    key = row.get("contact")
    if not key:
        return _new(connection, customer, row)
    version = version_of(row)
    values = _values(row, key, version)
    if key == OF_LEDGER or key.startswith(f"{OF_LEDGER}-"):
        if mark_of([key, *values]) != version:
            raise Held(NOT_HERE, "contact", "the ledger gives this contact: correct it there, or add a row")
        return UNTOUCHED
    match = _KEY.fullmatch(key)
    if match is None:
        raise Held(UNREADABLE, "contact", f"{quoted(key)} is no key of a contact: leave it, or empty it")
    number = int(match[1], 16)
    now = next((card for card in contacts_of(connection, customer.id) if card.contact_id == number), None)
    if now is None:
        return _write(row, customer, number, values, None)
    if mark_of([key, *values]) == version:
        return UNTOUCHED
    if values == contact_values(now):
        return ALREADY
    if mark_of([key, *contact_values(now)]) != version:
        what = [
            f"{name} is {quoted(here) if here else 'empty'}"
            for name, here, there in zip(COLUMNS, contact_values(now), values, strict=True)
            if here != there
        ]
        raise Held(MEANWHILE, "contact", f"changed here meanwhile: {joined(what[:3])} now")
    return _write(row, customer, number, values, now)


def _new(connection: Connection, customer: CustomerRef, row: EditedRow) -> Change | str:
    """A row without a key is a new card; the same card twice is one."""
    values = [_read(name, row.get(name)) for name in COLUMNS]
    if any(contact_values(card) == values for card in contacts_of(connection, customer.id)):
        return ALREADY
    number = id63(["1", "contact", str(customer.id), *values])
    return _write(row, customer, number, values, None)


def _values(row: EditedRow, key: str, version: str) -> list[str]:
    """What a row says of its card; of a byte-exact file, in which no apostrophe was added, as it stands."""
    exact = [row.exact(name) for name in COLUMNS]
    return exact if mark_of([key, *exact]) == version else [_read(name, row.get(name)) for name in COLUMNS]


def _read(name: str, text: str) -> str:
    """A cell as a card holds it.

    Raises:
        Held: it cannot be what it says.
    """
    if name in ("preferred", "retired"):
        if text.casefold() not in _YES | _NO:
            raise Held(UNREADABLE, name, f"{quoted(text)} is neither yes nor empty")
        return "yes" if text.casefold() in _YES else ""
    readers: dict[str, Callable[[str], str]] = {
        "language": language_code,
        "country": country_code,
        "time_zone": read_zone,
    }
    try:
        return readers[name](text) if text and name in readers else cleaned_text(text)
    except UsageError as error:
        raise Held(UNREADABLE, name, error.sentence) from None


def _write(
    row: EditedRow, customer: CustomerRef, number: int, values: Sequence[str], now: ContactCard | None
) -> Change:
    said = dict(zip(COLUMNS, values, strict=True))
    if not (said["contact_name"] or said["phone"] or said["email"]):
        raise Held(
            UNREADABLE, "contact_name", "a contact needs a name, a phone number or an e-mail address"
        )
    retired = bool(said.pop("retired"))
    name, preferred = said.pop("contact_name"), bool(said.pop("preferred")) and not retired
    draft = ContactDraft(
        name=name,
        preferred=preferred,
        **{field.name: said[field.name] for field in fields(ContactDraft) if field.name in said},
    )
    return Change(
        line=row.line,
        customer=customer,
        words=_words(values, now),
        new=now is None,
        card=Card(number, draft, retired),
    )


def _words(values: Sequence[str], now: ContactCard | None) -> str:
    if now is None:
        return f"new contact {quoted(next(filter(None, (values[0], *values[2:4]))))}"
    return joined(
        [
            f"{name} {quoted(before) if before else 'empty'}, then {quoted(after) if after else 'empty'}"
            for name, before, after in zip(COLUMNS, contact_values(now), values, strict=True)
            if before != after
        ]
    )
