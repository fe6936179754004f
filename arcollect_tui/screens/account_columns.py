"""The rows and columns of the tabs of an account."""

from dataclasses import dataclass
from datetime import date

from arcollect_tui.rules.calling import LocalTime
from arcollect_tui.rules.formats import OfficeFormat, short_day
from arcollect_tui.rules.money import shown
from arcollect_tui.screens.account_text import item_mark
from arcollect_tui.services.account_tabs import ChangeRow, DisputeRow, TimelineRow
from arcollect_tui.services.contacts import ContactCard
from arcollect_tui.services.items import ItemRow
from arcollect_tui.services.promises import PromiseRow
from arcollect_tui.widgets.rows import Column


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
