"""What lines say about their customers, and what the ledger tables keep of it: the newest word counts."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final, NamedTuple

from arcollect_tui.data.imports.canonical import TAIL_FIELDS
from arcollect_tui.data.statements import columns as columns_of
from arcollect_tui.data.tables import Customer
from arcollect_tui.rules.text import search_text

CUSTOMER_COLUMNS: Final = columns_of(Customer)
CARD_ADDED: Final = (
    *("terms", "parent", "language", "time_zone", "street", "postal_code", "city", "region", "contacts"),
)
"""Customer columns that came with schema 5; only master files fill them. All are text."""
CARD: Final = (
    "name",
    "search",
    "name_on",
    "contact_name",
    "phone",
    "email",
    "country",
    "collector",
    "credit_limit",
    "limit_currency",
    *CARD_ADDED,
)
"""Customer columns that an import may change."""
CARD_AT: Final = [CUSTOMER_COLUMNS.index(name) for name in CARD]

SAID: Final = (
    "customer_no",
    "customer_name",
    "collector",
    "currency",
    "contact_name",
    "phone",
    "email",
    "country",
    "credit_limit",
)
"""What the line of an item says about its customer."""
SAID_OF_CARD: Final = (*SAID, "terms", *TAIL_FIELDS)
"""What a line of a master file says; the terms of an item's line are those of the item."""
_LIMIT: Final = SAID.index("credit_limit")
_COPIED: Final = ("contact_name", "phone", "email", "country", "collector")
_REACHED: Final = ("contact_name", "phone", "email")
_FIRST: Final = _REACHED
_LISTED: Final = ("contact_name", "contact_role", "phone", "email")


class Card(NamedTuple):
    """A customer as the newest document of the file shows it, when that is news.

    Attributes:
        values: in the order of `CUSTOMER_COLUMNS`.
        before: in the order of `CARD`; None for a new customer.
    """

    values: tuple[Any, ...]
    before: tuple[Any, ...] | None


class Person(NamedTuple):
    """A contact that a list names among several, or with a role."""

    name: str
    role: str
    phone: str
    email: str


def people_of(contacts: str) -> list[Person]:
    """The contacts that a customer's `contacts` column holds."""
    return [Person(*one) for one in json.loads(contacts)] if contacts else []


def as_text(words: Sequence[Any]) -> tuple[str, ...]:
    """The words as they stand in a line, to be compared: the limit last of those an item has."""
    limit = "" if words[_LIMIT] is None else str(words[_LIMIT])
    return (*words[:_LIMIT], limit, *words[_LIMIT + 1 :])


def state_text(before: Sequence[Any]) -> str:
    """A card, in the order of `CARD`, as kept for a reversal; of what was added later what is filled."""
    state = dict(zip(CARD, before, strict=True))
    kept = {name: value for name, value in state.items() if value or name not in CARD_ADDED}
    return json.dumps(kept, ensure_ascii=False)


def state_of(text: str) -> list[Any]:
    """The card that `state_text` kept."""
    return list({**dict.fromkeys(CARD, ""), **json.loads(text)}.values())


def take_over(values: dict[str, Any], said: Sequence[tuple[Sequence[Any], int]]) -> bool:
    """Take over what lines say about their customer; what they leave out stays.

    Args:
        values: the customer, changed in place.
        said: words in the order of `SAID` or `SAID_OF_CARD` with the day of their document, oldest first.

    Returns:
        Whether anything is news.
    """
    before = dict(values)
    cards = []
    for words, day in said:
        if day >= (values["name_on"] or 0):
            told = dict(zip(SAID_OF_CARD, words, strict=False))
            _update(values, told, day)
            if len(words) > len(SAID):
                cards.append(told)
    _name_contacts(values, cards)
    return values != before


def _update(values: dict[str, Any], told: Mapping[str, Any], day: int) -> None:
    """Take over what one line says."""
    number = told["customer_no"]
    values["number"] = number
    name = told["customer_name"] or values["name"] or number
    offered: dict[str, Any] = {"name_on": day or None}
    offered |= {field: told.get(field) for field in (*_COPIED, *CARD_ADDED)}
    if told["credit_limit"] is not None:
        offered |= {"credit_limit": told["credit_limit"], "limit_currency": told["currency"]}
    if name != values["name"]:
        offered["name"] = name
        values["search"] = _with_alias(values["search"], name, number)
    values |= {field: value for field, value in offered.items() if value not in ("", None)}


def _name_contacts(values: dict[str, Any], cards: Collection[Mapping[str, Any]]) -> None:
    """Keep the contacts of a list that names several; a newer list with one has that one only.

    Of several, the one that can be reached in most ways is asked for first.
    """
    named = [card for card in cards if any(card[field] for field in _REACHED)]
    if not named:
        return
    listed = sorted({tuple(card[field] for field in _LISTED) for card in named if _is_listed(card)})
    values["contacts"] = json.dumps(listed, ensure_ascii=False) if listed else ""
    several = [card for card in named if card["one_of_several"]]
    if several:
        first = max(
            sorted(tuple(card[field] for field in _FIRST) for card in several),
            key=lambda one: sum(map(bool, one)),
        )
        values |= dict(zip(_FIRST, first, strict=True))


def _is_listed(card: Mapping[str, Any]) -> bool:
    return bool(card["one_of_several"] or card["contact_role"])


def _with_alias(search: str, name: str, number: str) -> str:
    words = search_text(name, number)
    return words if not search or search == words else f"{words} {search}"
