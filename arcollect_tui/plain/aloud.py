"""One account, or one item, read aloud: what one would ask first comes first."""

from collections.abc import Iterable

from arcollect_tui.plain.phrases import FLAGS, age, money, state, when
from arcollect_tui.rules.formats import OfficeFormat, long_day, short_day
from arcollect_tui.rules.text import po_words
from arcollect_tui.services.account import Account, AgingRow
from arcollect_tui.services.contacts import ContactCard
from arcollect_tui.services.items import ItemRow
from arcollect_tui.services.office import Office
from arcollect_tui.services.reach import Reach

LAST_CONTACTS = 5
MOST_ITEMS = 20
TALKS = ("call", "note")


def account_aloud(office: Office, found: Account, reach: Reach, *, everything: bool) -> Iterable[str]:
    """Name, overdue, aging, promises, contacts with their time, last contacts, open items."""
    fmt, own = office.settings.fmt, found.customer
    yield f"Account {own.number}, {own.name}."
    upcoming = when(found.next_action_on, found.next_action_at, office.today) or "none"
    sums = "; ".join(_overdue(row, fmt) for row in found.aging) or "Nothing is open"
    yield f"{sums}. Next action: {upcoming}."
    if found.customer.assigned:
        yield f"Owner: {found.customer.assigned}."
    for row in found.aging:
        yield from _aging(row, fmt)
    for text in found.pinned:
        yield f"Pinned: {text}"
    for conflict in found.conflicts:
        yield f"Conflict {conflict.id} about {conflict.about}: i keeps what counts, O picks another value."
    unfinished = [row for row in found.promises if row.state in ("open", "broken", "partial")]
    for promise in unfinished:
        amount = money(promise.amount, promise.currency, fmt)
        yield f"Promise of {amount} by {long_day(promise.due_on)}: {promise.state}."
    yield from _contacts(found, reach)
    yield from _of_ledger(found)
    yield from _talks(found)
    yield from _items(found, fmt, everything=everything)


def _overdue(row: AgingRow, fmt: OfficeFormat) -> str:
    words = [f"{money(row.overdue, row.currency, fmt)} overdue"]
    words.append(f"balance {money(row.balance, row.currency, fmt)}")
    for name in ("disputed", "unapplied", "promised"):
        minor = getattr(row, name)
        words += [f"{name} {money(minor, row.currency, fmt)}"] if minor else []
    return ", ".join(words)


def _aging(row: AgingRow, fmt: OfficeFormat) -> Iterable[str]:
    named = [*zip(map(_bucket, row.labels), row.buckets, strict=True), ("no due date", row.no_due)]
    parts = [f"{name} {money(minor, row.currency, fmt)}" for name, minor in named if minor]
    if parts:
        yield f"Aging: {', '.join(parts)}."
    if row.over_limit:
        yield f"{FLAGS['!'].capitalize()} of {money(row.credit_limit or 0, row.currency, fmt)}."


def _bucket(label: str) -> str:
    """A bucket as one says it: `31 to 60 days`, `over 90 days`."""
    said = label.replace(">", "over ").replace("-", " to ")
    return f"{said} days" if said[-1].isdecimal() else said


def _contacts(found: Account, reach: Reach) -> Iterable[str]:
    cards = [card for card in found.contacts if not card.retired]
    if not cards:
        yield "Contacts: none. e adds one."
        return
    yield "Contacts:"
    for card in cards:
        there = reach.times.get(card.contact_id)
        yield f"{card_words(card, reach)}{f'. {there.full}' if there else ''}."


def _of_ledger(found: Account) -> Iterable[str]:
    """Address, terms, parent and language as a master file gave them."""
    if found.master.address:
        yield f"Address: {found.master.address}."
    if found.master.facts:
        yield f"The ledger says: {', '.join(found.master.facts)}."


def card_words(card: ContactCard, reach: Reach) -> str:
    """A contact in one line."""
    kind = "asked for first" if card.preferred else ""
    return ", ".join(filter(None, (card.name, card.role, reach.phone(card.phone), card.email, kind)))


def _talks(found: Account) -> Iterable[str]:
    talks = [row for row in found.activities if row.voided_by is None and row.kind in TALKS]
    yield "Last contacts:" if talks else "Last contacts: none."
    for row in talks[:LAST_CONTACTS]:
        text = row.text.removeprefix(found.customer.number).strip()
        yield f"{short_day(row.local_day)}, {row.collector}: {text}"


def _items(found: Account, fmt: OfficeFormat, *, everything: bool) -> Iterable[str]:
    shown = found.items if everything else found.items[:MOST_ITEMS]
    yield f"Open items: {len(found.items)}"
    for item in shown:
        yield item_words(item, fmt)
    if len(shown) < len(found.items):
        yield f"{len(found.items) - len(shown)} more: show all says them."


def item_words(item: ItemRow, fmt: OfficeFormat) -> str:
    """An open item in one line."""
    amount = money(item.open_amount, item.currency, fmt)
    parts = (item.document_no or item.type, amount, age(item), state(item), po_words(item.po), item.text)
    return ", ".join(filter(None, parts))


def item_aloud(item: ItemRow, fmt: OfficeFormat) -> Iterable[str]:
    """Everything about one item."""
    yield f"{item.type.capitalize()} {item.document_no} of {item.customer_no}, {item.name}."
    whole = f" of {money(item.amount, item.currency, fmt)}" if item.amount != item.open_amount else ""
    due = long_day(item.due_date) if item.due_date else "without a due date"
    yield f"{money(item.open_amount, item.currency, fmt)} open{whole}, due {due}, {age(item)}."
    disputed = money(item.disputed_amount, item.currency, fmt) if item.disputed_amount else ""
    coded = f"{item.coding} {item.reason} {disputed}".strip()
    yield f"Coding: {' '.join(coded.split())}."
    about = (("reference", item.reference), ("text", item.text), ("terms", item.terms))
    words = [*filter(None, (po_words(item.po),)), *(f"{name} {value}" for name, value in about if value)]
    if words:
        yield f"{'; '.join(words)}."
