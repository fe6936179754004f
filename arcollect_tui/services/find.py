"""Finding an account, an item, a contact or what was said, by any part of it.

`find_first` answers at every key, whatever the size of the ledger; `find_people` reads contacts and notes,
`find_rest` the items as they lie, which takes a moment on a million of them. Exact numbers stand first,
then names, then the rest.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from arcollect_tui.data.queries import find as queries
from arcollect_tui.errors import UsageError
from arcollect_tui.rules.formats import OfficeFormat
from arcollect_tui.rules.money import parse_amount, shown
from arcollect_tui.rules.text import clean, key_text, search_text
from arcollect_tui.services.items import ItemRow, ItemView, item_rows, item_window, items_beginning
from arcollect_tui.services.office import Office
from arcollect_tui.services.who import Who
from arcollect_tui.services.worklist import WorklistRow, WorklistView, worklist_rows, worklist_window

MOST_ACCOUNTS, MOST_ITEMS, MOST_CONTACTS, MOST_NOTES = 20, 40, 20, 20
LEAST_DIGITS = 4
"""Fewer digits stand in most phone numbers."""
LEAST_WORD = 3
"""Shorter words stand in most notes."""
AROUND = 24
"""Characters of a note that are shown before the word."""
_PHONE = frozenset("0123456789 -()./+\u00a0")


class Rank(IntEnum):
    """What is shown before what."""

    NUMBER = 0
    NAME = 1
    REST = 2


@dataclass(frozen=True, slots=True)
class Found:
    """One thing found.

    Attributes:
        id: of the row, unique among what is found.
        kind: account, item, contact or note.
        number: of the item or the account.
        about: what tells it apart: an amount.
        minor: that amount, minor units of `currency`; None where there is none.
        where: what matched, `PO 4711` for example.
        rank: its place among the others.
        item_id: the item to stand on; None for the account as such.
    """

    id: str
    kind: str
    number: str
    customer_id: int
    customer_no: str
    name: str
    about: str
    where: str
    rank: Rank
    minor: int | None = None
    currency: str = ""
    item_id: int | None = None

    @property
    def who(self) -> Who:
        """The account to open."""
        return Who(self.customer_id, self.customer_no, self.name)


def find_first(office: Office, text: str) -> tuple[Found, ...]:
    """Accounts by number, name and other spellings; items whose number begins with the text."""
    typed = clean(text).strip()
    if not typed:
        return ()
    number = key_text(typed)
    with office.store.reading() as connection:
        exact = queries.numbered(connection, [number, number.upper(), number.lower()])
    accounts = worklist_rows(office, WorklistView(_names(typed), everyone=True), MOST_ACCOUNTS)
    items = items_beginning(office, number, MOST_ITEMS)
    found = [_account(office, row, typed) for row in (*worklist_window(office, exact, 1), *accounts)]
    return merged([*found, *(_item(office, row, typed) for row in items)])


def find_people(office: Office, text: str) -> tuple[Found, ...]:
    """Contacts by name, address and phone number; what was said of accounts."""
    typed = clean(text).strip()
    if not typed:
        return ()
    words = typed.split()
    with office.store.reading() as connection:
        digits = phone_digits(typed)
        people = queries.contacts(connection, typed, digits, MOST_CONTACTS)
        long = max(map(len, words)) >= LEAST_WORD
        said = queries.said(connection, words, MOST_NOTES) if long else []
    return (*_contacts(office, people, by_phone=bool(digits)), *_notes(office, said, words[0]))


def find_rest(office: Office, text: str) -> tuple[Found, ...]:
    """Items by amount, PO, reference and words."""
    typed = clean(text).strip()
    if not typed:
        return ()
    with office.store.reading() as connection:
        amounts = _amounts(typed, queries.currencies(connection), office.settings.fmt)
        equal = queries.items_of_amount(connection, amounts, MOST_ITEMS)
    items = item_rows(office, ItemView(quoted_words(typed)), MOST_ITEMS)
    found = [_item(office, row, typed, "amount") for row in item_window(office, equal)]
    return merged([*found, *(_item(office, row, typed) for row in items)])


STAGES = (find_first, find_people, find_rest)
"""What is asked one after the other while somebody types, the quickest first."""


def find(office: Office, text: str) -> tuple[Found, ...]:
    """Everything that is found, exact numbers first, then names, then the rest."""
    return merged(row for stage in STAGES for row in stage(office, text))


def merged(found: Iterable[Found]) -> tuple[Found, ...]:
    """Each thing once, in order."""
    once: dict[str, Found] = {}
    for row in found:
        once.setdefault(row.id, row)
    return tuple(sorted(once.values(), key=lambda row: row.rank))


def quoted_words(text: str) -> str:
    """The words as a filter that searches for them and means nothing else."""
    return " ".join('"' + word.replace('"', '""') + '"' for word in text.split())


def _names(text: str) -> str:
    """The words as a filter of accounts that looks for them in numbers, names and other spellings."""
    return " ".join(f"name:{quoted_words(word)}" for word in text.split())


def phone_digits(text: str) -> str:
    """The digits of what may be part of a phone number, without the zeros or the code in front of it.

    Nobody spells a number twice alike: `+49 (0)211 55-12` is found by `0211 5512` and by `211/55`.
    """
    digits = "".join(sign for sign in text if sign.isdecimal()).lstrip("0")
    return digits if set(text) <= _PHONE and len(digits) >= LEAST_DIGITS else ""


def _amounts(text: str, currencies: Sequence[str], fmt: OfficeFormat) -> list[tuple[str, int]]:
    """What the text means as an amount in each currency."""
    found = []
    for currency in currencies:
        try:
            minor = parse_amount(text, currency, fmt)
        except UsageError:
            continue
        found.append((currency, minor))
    return found


def _account(office: Office, row: WorklistRow, typed: str) -> Found:
    wanted = search_text(typed)
    about = _amount(row.overdue, row.currency, office.settings.fmt, "overdue")
    rank, where = Rank.NAME, "name"
    if wanted == search_text(row.number):
        rank, where = Rank.NUMBER, "number"
    elif wanted in search_text(row.number):
        where = "number"
    elif not all(word in search_text(row.name, row.number) for word in wanted.split()):
        where = "other spelling"
    key = f"a{row.customer_id}"
    return Found(
        key, "account", row.number, row.customer_id, row.number, row.name, about, where, rank,
        row.overdue, row.currency,
    )  # fmt: skip


def _item(office: Office, row: ItemRow, typed: str, where: str = "") -> Found:
    wanted = search_text(typed)
    rank = Rank.NUMBER if wanted == search_text(row.document_no) else Rank.REST
    about = _amount(row.open_amount, row.currency, office.settings.fmt, "open")
    return Found(
        f"i{row.item_id}",
        "item",
        row.document_no or row.type,
        row.customer_id,
        row.customer_no,
        row.name,
        about,
        where or _where_in(row, wanted),
        rank,
        row.open_amount,
        row.currency,
        row.item_id,
    )


def _where_in(row: ItemRow, wanted: str) -> str:
    """The first field of an item that holds the text, or its first word."""
    fields = (
        *(("number", row.document_no), ("PO", row.po), ("reference", row.reference), ("text", row.text)),
        ("account", row.customer_no),
    )
    first = wanted.split(maxsplit=1)[0]
    for part in (wanted, first):
        for name, value in fields:
            if part in search_text(value):
                return name if name in ("number", "account") else f"{name} {value}"
    return "name"


def _contacts(office: Office, people: Sequence[queries.FoundContact], *, by_phone: bool) -> list[Found]:
    def words(person: queries.FoundContact) -> str:
        """What was typed comes first: it is what one compares."""
        told = (person.phone, person.name) if by_phone else (person.name, person.phone)
        return ", ".join(filter(None, (*told, person.email)))

    return _about(office, "contact", [(person.customer_id, words(person)) for person in people])


def _notes(office: Office, said: Sequence[queries.FoundWords], word: str) -> list[Found]:
    return _about(office, "note", [(one.customer_id, f"note: {_around(one.words, word)}") for one in said])


def _about(office: Office, kind: str, found: Sequence[tuple[int, str]]) -> list[Found]:
    """What hangs on an account; nothing of an account that is in the ledger no more."""
    rows = worklist_window(office, list(dict.fromkeys(customer for customer, _ in found)), 1)
    known = {row.customer_id: row for row in rows}
    return [
        Found(f"{kind}{at}", kind, row.number, customer, row.number, row.name, "", where, Rank.REST)
        for at, (customer, where) in enumerate(found)
        if (row := known.get(customer)) is not None
    ]


def _around(words: str, word: str) -> str:
    """The part of a note where the word stands."""
    text = " ".join(words.split())
    at = max(text.casefold().find(word.casefold()), 0)
    return f"…{text[at - AROUND :]}" if at > AROUND else text


def _amount(minor: int, currency: str, fmt: OfficeFormat, word: str) -> str:
    return f"{shown(minor, currency, fmt)} {currency} {word}"
