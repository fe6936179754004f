"""The tabs of an account: what each is called, by what it sorts, and which rows it has."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rich.cells import cell_len

from arcollect_tui.rules.contact_words import language_name
from arcollect_tui.rules.formats import OfficeFormat
from arcollect_tui.screens.account_columns import (
    ContactLine,
    ItemLine,
    PromiseLine,
    change_columns,
    contact_columns,
    dispute_columns,
    item_columns,
    promise_columns,
    timeline_columns,
)
from arcollect_tui.services.account import Account
from arcollect_tui.services.account_tabs import AccountTabs, when
from arcollect_tui.services.contacts import ContactCard
from arcollect_tui.services.reach import Reach
from arcollect_tui.widgets.rows import Column

ITEMS, TIMELINE, PROMISES = "items", "timeline", "promises"
DISPUTES, CONTACTS, CHANGES = "disputes", "contacts", "changes"
LATER = frozenset({TIMELINE, DISPUTES, CHANGES})
"""Tabs whose rows come a moment after the account."""
OF_ITEMS = frozenset({ITEMS, DISPUTES, CHANGES})
"""Tabs each of whose rows is about one item."""


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab.

    Attributes:
        key: names it; also the id of its table.
        title: in the frame.
        short: the same where the frame is narrow.
        hint: what to press, for the lower border.
        empty: the sentence shown when there is nothing.
        columns: of its table.
        orders: by column, what its rows are sorted by.
    """

    key: str
    title: str
    short: str
    hint: str
    empty: str
    columns: Callable[[OfficeFormat], Sequence[Column[Any]]]
    orders: Mapping[str, Callable[[Any], Any]]


TABS: tuple[Tab, ...] = (
    Tab(
        ITEMS, "Items", "Items", "Space mark  ; d code the marked  Enter why  [ ] tabs", "Nothing is open.",
        item_columns,
        {
            "document_no": lambda x: x.row.document_no,
            "due": lambda x: x.row.due_date or date.max,
            "days": lambda x: -1_000_000 if x.row.days_overdue is None else x.row.days_overdue,
            "open": lambda x: (x.row.currency, x.row.open_amount),
            "currency": lambda x: x.row.currency,
            "mark": lambda x: (x.row.coding, x.row.reason),
            "po": lambda x: x.row.po,
            "text": lambda x: x.row.text.casefold(),
        },
    ),
    Tab(
        TIMELINE, "Timeline", "Time", "Enter full text  [ ] tabs", "Nothing happened yet.",
        timeline_columns,
        {
            "day": when,
            "kind": lambda x: x.kind,
            "text": lambda x: x.text.casefold(),
            "who": lambda x: x.who.casefold(),
        },
    ),
    Tab(
        PROMISES, "Promises", "Prom", "Enter items, evidence  p promise  [ ] tabs",
        "Nobody promised anything yet: p takes a promise.",
        promise_columns,
        {
            "due": lambda x: x.row.due_on,
            "state": lambda x: x.row.state,
            "amount": lambda x: (x.row.currency, x.row.amount),
            "currency": lambda x: x.row.currency,
            "paid": lambda x: (x.row.currency, x.row.paid),
            "made": lambda x: x.row.made_on,
            "items": lambda x: x.row.items,
            "contact": lambda x: x.row.contact.casefold(),
        },
    ),
    Tab(
        DISPUTES, "Disputes", "Disp", "Enter why  d code anew  [ ] tabs", "Nothing is disputed.",
        dispute_columns,
        {
            "document_no": lambda x: x.item.document_no,
            "reason": lambda x: x.reason,
            "name": lambda x: x.name.casefold(),
            "amount": lambda x: (x.item.currency, x.item.disputed_amount),
            "currency": lambda x: x.item.currency,
            "since": lambda x: x.since or date.max,
            "owner": lambda x: x.owner.casefold(),
            "by": lambda x: x.by.casefold(),
        },
    ),
    Tab(
        CONTACTS, "Contacts", "Cont", "Enter edit  e add  y p copy number  [ ] tabs",
        "Nobody to ask for yet: e adds a contact.",
        contact_columns,
        {
            "name": lambda x: x.card.name.casefold(),
            "role": lambda x: x.card.role.casefold(),
            "phone": lambda x: x.phone,
            "there": lambda x: x.there.text if x.there else "",
            "language": lambda x: x.language.casefold(),
            "email": lambda x: x.card.email.casefold(),
            "about": lambda x: (x.card.retired, not x.card.preferred),
        },
    ),
    Tab(
        CHANGES, "Changes", "Chg", "Enter why  [ ] tabs", "No file has changed anything here.",
        change_columns,
        {
            "as_of": lambda x: x.as_of,
            "document_no": lambda x: x.document_no,
            "kind": lambda x: x.kind,
            "before": lambda x: (x.currency, x.before or 0),
            "after": lambda x: (x.currency, x.after),
            "moved": lambda x: (x.currency, x.moved),
            "currency": lambda x: x.currency,
            "file": lambda x: x.file,
        },
    ),
)  # fmt: skip
"""The tabs from left to right."""


def rows_of(key: str, found: Account, reach: Reach, more: AccountTabs | None) -> Sequence[Any] | None:
    """The rows of a tab; None while they are not here yet."""
    if key == ITEMS:
        return [ItemLine(item.item_id, item) for item in found.items]
    if key == PROMISES:
        return [PromiseLine(row.handle, row) for row in found.promises]
    if key == CONTACTS:
        return [_contact(card, reach) for card in found.contacts]
    if more is None:
        return None
    return {TIMELINE: more.timeline, DISPUTES: more.disputes, CHANGES: more.changes}[key]


def _contact(card: ContactCard, reach: Reach) -> ContactLine:
    language = language_name(card.language) if card.language else ""
    return ContactLine(
        card.contact_id, card, reach.times.get(card.contact_id), reach.phone(card.phone), language
    )


def tab_line(current: str, counts: Mapping[str, int | None], width: int) -> str:
    """The names of the tabs with their counts, the current one in brackets: `[Items 24]  Promises 2`.

    Args:
        current: key of the tab in front.
        counts: rows by tab; None while they are not known.
        width: cells of the frame.
    """
    lines = [
        gap.join(_word(tab, counts.get(tab.key), long=long, here=tab.key == current) for tab in TABS)
        for long, gap in ((True, "  "), (True, " "), (False, " "))
    ]
    return next((line for line in lines if cell_len(line) <= width), lines[-1])


def _word(tab: Tab, count: int | None, *, long: bool, here: bool) -> str:
    name = tab.title if long or here else tab.short
    words = name if count is None else f"{name} {count:,}"
    return f"[{words}]" if here else words
