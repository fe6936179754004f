"""The tabs of an account: what each is called, which columns it has, and by what it sorts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rich.cells import cell_len

from arcollect_tui.rules.calling import LocalTime
from arcollect_tui.rules.contact_words import language_name
from arcollect_tui.rules.formats import OfficeFormat, short_day
from arcollect_tui.rules.money import shown
from arcollect_tui.screens.account_text import item_mark
from arcollect_tui.services.account import Account
from arcollect_tui.services.account_tabs import AccountTabs, ChangeRow, DisputeRow, TimelineRow, when
from arcollect_tui.services.contacts import ContactCard
from arcollect_tui.services.items import ItemRow
from arcollect_tui.services.promises import PromiseRow
from arcollect_tui.services.reach import Reach
from arcollect_tui.widgets.rows import Column

ITEMS, TIMELINE, PROMISES = "items", "timeline", "promises"
DISPUTES, CONTACTS, CHANGES = "disputes", "contacts", "changes"
LATER = frozenset({TIMELINE, DISPUTES, CHANGES})
"""Tabs whose rows come a moment after the account."""
OF_ITEMS = frozenset({ITEMS, DISPUTES, CHANGES})
"""Tabs each of whose rows is about one item."""


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One open item of the account."""

    id: int
    row: ItemRow


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """One promise."""

    id: str
    row: PromiseRow


@dataclass(frozen=True, slots=True)
class ContactLine:
    """One contact, with the time there and the number as it is written there."""

    id: int
    card: ContactCard
    there: LocalTime | None
    phone: str
    language: str


ItemRowLike = ItemLine | DisputeRow | ChangeRow
"""A row about one item."""


def item_of(row: ItemRowLike) -> int:
    """The id of the item that a row is about."""
    return row.item_id if isinstance(row, ChangeRow) else row.id


def called(row: ItemRowLike) -> str:
    """What the item of a row goes by."""
    about = row.row if isinstance(row, ItemLine) else row.item if isinstance(row, DisputeRow) else row
    return about.document_no or about.type


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


def item_columns(fmt: OfficeFormat) -> tuple[Column[ItemLine], ...]:
    """The columns of the items of one account."""

    def overdue(line: ItemLine) -> str:
        return "" if line.row.days_overdue is None else str(line.row.days_overdue)

    return (
        Column("document_no", "Item", 11, lambda x: x.row.document_no or x.row.type),
        Column("due", "Due", 6, lambda x: _day(x.row.due_date), "right"),
        Column("days", "Days", 4, overdue, "right", priority=2),
        Column("open", "Open", 12, lambda x: shown(x.row.open_amount, x.row.currency, fmt), "right"),
        Column("currency", "Cur", 3, lambda x: x.row.currency, priority=4),
        Column("mark", "Coding", 12, lambda x: item_mark(x.row, fmt), priority=1),
        Column("po", "PO", 12, lambda x: x.row.po, priority=3),
        Column("text", "Text", 10, lambda x: x.row.text, priority=5, grow=True),
    )


def timeline_columns(fmt: OfficeFormat) -> tuple[Column[TimelineRow], ...]:
    """The columns of the timeline."""
    del fmt

    def tone(row: TimelineRow) -> str:
        return "muted" if not row.counts or row.at is None else ""

    def text(row: TimelineRow) -> str:
        return row.text if row.counts else f"(undone) {row.text}"

    return (
        Column("day", "Day", 6, lambda row: short_day(row.day), tone=tone),
        Column("kind", "Kind", 10, lambda row: row.kind.replace("_", " "), priority=2, tone=tone),
        Column("text", "What", 30, text, grow=True, tone=tone),
        Column("who", "By", 10, lambda row: row.who, priority=1, tone=tone),
    )


def promise_columns(fmt: OfficeFormat) -> tuple[Column[PromiseLine], ...]:
    """The columns of the promises of one account."""

    def tone(line: PromiseLine) -> str:
        return "alert" if line.row.state == "broken" else "muted" if line.row.state == "kept" else ""

    return (
        Column("due", "Due", 6, lambda line: short_day(line.row.due_on), tone=tone),
        Column("state", "State", 10, lambda line: line.row.state, tone=tone),
        Column(
            "amount", "Amount", 12, lambda x: shown(x.row.amount, x.row.currency, fmt), "right", tone=tone
        ),
        Column("currency", "Cur", 3, lambda line: line.row.currency, priority=3, tone=tone),
        Column("paid", "Came", 12, lambda x: shown(x.row.paid, x.row.currency, fmt), "right", tone=tone),
        Column("made", "Made", 6, lambda line: short_day(line.row.made_on), priority=1, tone=tone),
        Column(
            "items", "Items", 10, lambda line: " ".join(line.row.items), priority=2, grow=True, tone=tone
        ),
        Column("contact", "Contact", 12, lambda line: line.row.contact, priority=4, tone=tone),
    )


def dispute_columns(fmt: OfficeFormat) -> tuple[Column[DisputeRow], ...]:
    """The columns of the disputed items of one account."""

    def amount(row: DisputeRow) -> str:
        return shown(row.item.disputed_amount, row.item.currency, fmt)

    return (
        Column("document_no", "Item", 11, lambda row: row.item.document_no or row.item.type),
        Column("reason", "Reason", 6, lambda row: row.reason),
        Column("name", "Means", 12, lambda row: row.name, priority=3, grow=True),
        Column("amount", "Disputed", 12, amount, "right"),
        Column("currency", "Cur", 3, lambda row: row.item.currency, priority=2),
        Column("since", "Since", 6, lambda row: _day(row.since), "right"),
        Column("owner", "Owner", 12, lambda row: row.owner, priority=1),
        Column("by", "By", 10, lambda row: row.by, priority=4),
    )


def contact_columns(fmt: OfficeFormat) -> tuple[Column[ContactLine], ...]:
    """The columns of the contacts of one account."""
    del fmt

    def tone(line: ContactLine) -> str:
        return "muted" if line.card.retired else "strong" if line.card.preferred else ""

    def there(line: ContactLine) -> str:
        if line.there is None:
            return ""
        return " ! ".join(filter(None, (line.there.text.replace(" there", ""), line.there.why_not)))

    def about(line: ContactLine) -> str:
        flags = (
            ("retired", line.card.retired),
            ("first", line.card.preferred),
            ("ledger", line.card.from_ledger),
        )
        return " ".join(word for word, is_so in flags if is_so)

    return (
        Column("name", "Name", 14, lambda line: line.card.name, grow=True, tone=tone),
        Column("role", "Role", 10, lambda line: line.card.role, priority=2, tone=tone),
        Column("phone", "Number", 18, lambda line: line.phone, tone=tone),
        Column("there", "There now", 22, there, priority=1, tone=tone),
        Column("language", "Speaks", 10, lambda line: line.language, priority=4, tone=tone),
        Column("email", "E-mail", 20, lambda line: line.card.email, priority=3, tone=tone),
        Column("about", "", 7, about, tone=tone),
    )


def change_columns(fmt: OfficeFormat) -> tuple[Column[ChangeRow], ...]:
    """The columns of what each import did to the items of one account."""

    def before(row: ChangeRow) -> str:
        return "" if row.before is None else shown(row.before, row.currency, fmt)

    return (
        Column("as_of", "File of", 7, lambda row: short_day(row.as_of)),
        Column("document_no", "Item", 11, lambda row: row.document_no or row.type),
        Column("kind", "Change", 13, lambda row: row.kind),
        Column("before", "Before", 12, before, "right", priority=2),
        Column("after", "After", 12, lambda row: shown(row.after, row.currency, fmt), "right"),
        Column("moved", "Moved", 12, lambda row: shown(row.moved, row.currency, fmt), "right", priority=1),
        Column("currency", "Cur", 3, lambda row: row.currency, priority=3),
        Column("file", "File", 10, lambda row: row.file, priority=4, grow=True),
    )


def _day(day: date | None) -> str:
    return "" if day is None else short_day(day)


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
