"""One account as lines of text: what the pane beside the worklist and the account screen show.

Pure: takes what `services.account` found and returns lines with tones. The narrow form says the same
in fewer lines.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rich.cells import cell_len, set_cell_size

from arcollect_tui.rules.formats import OfficeFormat, short_day
from arcollect_tui.rules.money import shown, shown_short
from arcollect_tui.rules.text import po_words
from arcollect_tui.screens.account_people import of_ledger, of_ledger_shortly, one_person, owner, people
from arcollect_tui.screens.conflict_text import conflict_lines, conflict_words
from arcollect_tui.screens.messages import fold
from arcollect_tui.screens.worklist_columns import next_words
from arcollect_tui.services.account import Account, AgingRow
from arcollect_tui.services.history import HistoryRow
from arcollect_tui.services.items import ItemRow
from arcollect_tui.services.promises import PromiseRow
from arcollect_tui.services.reach import Reach
from arcollect_tui.widgets.aging_bar import aging_bar
from arcollect_tui.widgets.pane import PaneLine

LAST_CONTACTS = 5
DAY_CELLS = 7
CURRENCY_CELLS, AMOUNT_CELLS = 5, 8
LEAST_ABOUT = 6
"""Cells below which the words about an item are left out: two letters and dots say nothing."""

COLUMNS, GAP = 3, 2
SUGGESTED = "Suggested: "
_UNFINISHED = ("open", "broken", "partial")
_TURNS = {"broken": "alert", "partial": "strong"}
_TALKS = ("call", "note")

__all__ = ["LAST_CONTACTS", "Setting", "account_lines", "item_mark"]


@dataclass(frozen=True, slots=True)
class Setting:
    """What the lines are made for.

    Attributes:
        fmt: how amounts and days look.
        today: ages count from it.
        width: cells of a line.
        compact: few lines (the pane below a list) instead of one fact a line.
        all_contacts: the whole timeline instead of the last five contacts.
        items: the open items too.
    """

    fmt: OfficeFormat
    today: date
    width: int
    compact: bool = False
    all_contacts: bool = False
    items: bool = True


def account_lines(found: Account, there: Reach, setting: Setting) -> list[PaneLine]:
    """The account from top to bottom: who to ask for, aging, promises, contacts, items, advice."""
    if setting.compact:
        return [*_compact(found, there, setting)]
    return [*_roomy(found, there, setting)]


def _roomy(found: Account, there: Reach, setting: Setting) -> Iterable[PaneLine]:
    yield from people(found, there, setting.width)
    yield from of_ledger(found, setting.width)
    yield from owner(found, setting.width)
    yield ()
    yield from _aging(found, setting)
    yield from conflict_lines(found.conflicts, setting.width)
    yield from _alerts(found, setting)
    yield from _advice(found, setting)
    yield ()
    yield from _contacts(found, setting)
    yield ()
    if setting.items:
        yield (("Open items ", "strong"), (str(len(found.items)), ""))
        for item in found.items:
            yield _item(item, setting)


def _compact(found: Account, there: Reach, setting: Setting) -> Iterable[PaneLine]:
    limits = "  ".join(_limit(row, setting) for row in found.aging if row.credit_limit is not None)
    yield one_person(found, there, setting.width, limits)
    yield from (_aging_line(row, setting) for row in found.aging)
    yield from owner(found, setting.width)
    yield from _conflict_line(found, setting)
    yield from list(_alerts(found, setting))[:1]
    yield from _advice(found, setting)
    yield from of_ledger_shortly(found, setting.width)
    contacts = [_contact_words(row) for row in _calls(found)[:LAST_CONTACTS]]
    yield from _columns(contacts or ["No contact yet."], setting.width, COLUMNS)
    items = [_item_words(item, setting) for item in found.items]
    texts = [f"{len(items)} open:", *items]
    yield from _columns(texts, setting.width, _fitting(texts, setting.width))


# People


def _limit(row: AgingRow, setting: Setting) -> str:
    limit = shown_short(row.credit_limit or 0, row.currency, setting.fmt)
    return f"limit {limit}{' OVER' if row.over_limit else ''}"


# Amounts


def _aging(found: Account, setting: Setting) -> Iterable[PaneLine]:
    labels = _labels(found.aging[0]) if found.aging else ()
    wide = min(AMOUNT_CELLS, (setting.width - CURRENCY_CELLS) // max(1, len(labels)))
    yield (("Aging", "strong"), ("".join(f"{name:>{wide}}" for name in labels), ""))
    for row in found.aging:
        amounts = row.buckets
        cells = "".join(f"{shown_short(amount, row.currency, setting.fmt):>{wide}}" for amount in amounts)
        yield ((f"{row.currency:<{CURRENCY_CELLS}}", ""), (cells, ""))
        late = sum(amount for amount in amounts if amount > 0)
        share = f"  {amounts[-1] * 100 // late}% is {labels[-1]}d" if late and amounts[-1] > 0 else ""
        yield ((aging_bar(amounts, max(10, min(30, setting.width - 14))), ""), (share, ""))
        yield from _totals(row, setting)


def _labels(row: AgingRow) -> tuple[str, ...]:
    """The names of the buckets; "current" is cut, so that amounts have room."""
    return ("cur", *row.labels[1:])


def _aging_line(row: AgingRow, setting: Setting) -> PaneLine:
    named = zip(_labels(row), row.buckets, strict=True)
    cells = [f"{name} {shown_short(amount, row.currency, setting.fmt)}" for name, amount in named]
    return (
        (f"{row.currency} ", "strong"),
        (" | ".join(cells), ""),
        (f"  {aging_bar(row.buckets, 10)}", "muted"),
    )


def _totals(row: AgingRow, setting: Setting) -> Iterable[PaneLine]:
    """The sums, in as many lines as they need: no amount is ever cut."""

    def say(word: str, minor: int) -> str:
        return f"{word} {shown_short(minor, row.currency, setting.fmt)}"

    words = [say("overdue", row.overdue), say("balance", row.balance)]
    words += [say("disputed", row.disputed)] if row.disputed else []
    words += [say("unapplied", row.unapplied)] if row.unapplied else []
    words += [say("no due date", row.no_due)] if row.no_due else []
    line = ""
    for word in words:
        longer = f"{line}  {word}" if line else word
        if line and cell_len(longer) > setting.width:
            yield ((line, ""),)
            longer = word
        line = longer
    yield ((line, ""),)
    if row.over_limit:
        yield (("OVER LIMIT", "alert"),)


# What happened


def _conflict_line(found: Account, setting: Setting) -> Iterable[PaneLine]:
    if found.conflicts:
        head, text = conflict_words(found.conflicts)
        yield ((head, "alert"), (cut(text, setting.width - cell_len(head)), ""))


def _alerts(found: Account, setting: Setting) -> Iterable[PaneLine]:
    for promise in found.promises:
        if promise.state in _UNFINISHED:
            yield _promise(promise, setting)
    for note in found.pinned:
        yield from _led("Pinned: ", note, setting)


def _promise(promise: PromiseRow, setting: Setting) -> PaneLine:
    amount = f"{shown(promise.amount, promise.currency, setting.fmt)} {promise.currency}"
    state = "BROKEN" if promise.state == "broken" else promise.state
    sign = "! " if promise.state in _TURNS else ""
    words = f"{sign}Promise {amount} by {short_day(promise.due_on)}: {state}"
    return ((words, _TURNS.get(promise.state, "")),)


def _calls(found: Account) -> list[HistoryRow]:
    return [row for row in found.activities if row.voided_by is None and row.kind in _TALKS]


def _contacts(found: Account, setting: Setting) -> Iterable[PaneLine]:
    rows = _calls(found)
    title = "Timeline" if setting.all_contacts else "Last contacts"
    yield ((title, "strong"),)
    if not rows:
        yield (("No contact yet.", "muted"),)
    for row in rows if setting.all_contacts else rows[:LAST_CONTACTS]:
        said = cut(_said(row, found), setting.width - DAY_CELLS)
        yield ((f"{short_day(row.local_day):>{DAY_CELLS - 1}} ", "muted"), (said, ""))


def _said(row: HistoryRow, found: Account) -> str:
    """The text of an entry without the account's own number, which stands above."""
    return f"{row.text.removeprefix(found.customer.number).strip()}  {row.collector}"


def _contact_words(row: HistoryRow) -> str:
    words = row.text.split(" ", 1)[1] if " " in row.text else row.text
    return f"{short_day(row.local_day)} {words.split(',')[0]}"


# Items


def item_mark(item: ItemRow, fmt: OfficeFormat) -> str:
    """D with the reason when disputed, S with the rest when paid short, C when found collectible."""
    if item.coding == "disputed":
        return f"D {item.reason}"
    if item.short_amount:
        return f"S {shown(item.short_amount, item.currency, fmt)}"
    return "C" if item.coding == "collectible" else ""


def _age(item: ItemRow) -> str:
    if item.days_overdue is None:
        return "no due"
    return f"{item.days_overdue}d" if item.days_overdue > 0 else "due"


def _item(item: ItemRow, setting: Setting) -> PaneLine:
    due = short_day(item.due_date) if item.due_date else ""
    amount = shown(item.open_amount, item.currency, setting.fmt)
    line = f"{item.document_no or item.type:<10} {due:>6} {_age(item):>5} {amount:>10} "
    about = " ".join(word for word in (po_words(item.po), item.text) if word)
    mark = item_mark(item, setting.fmt)
    mark = f"{mark} " if mark else ""
    room = setting.width - cell_len(line + mark)
    about = cut(about, room) if room >= LEAST_ABOUT else ""
    return ((line, ""), (mark, "strong" if mark else ""), (about, ""))


def _item_words(item: ItemRow, setting: Setting) -> str:
    amount = shown(item.open_amount, item.currency, setting.fmt)
    mark = item_mark(item, setting.fmt)[:1]
    return f"{item.document_no or item.type} {_age(item)} {amount} {mark}".strip()


def cut(text: str, width: int) -> str:
    """The text in at most `width` cells; what was cut off shows as dots."""
    if cell_len(text) <= width:
        return text
    return f"{set_cell_size(text, max(0, width - 2)).rstrip()}.."


def _fitting(texts: Sequence[str], width: int) -> int:
    """How many columns leave every text whole: an amount is never cut."""
    widest = max(map(cell_len, texts)) + GAP
    return max(1, min(COLUMNS, (width + GAP) // widest))


def _columns(texts: Sequence[str], width: int, columns: int) -> Iterable[PaneLine]:
    """Short texts set side by side, in the order of reading."""
    cells = max(1, (width - (columns - 1) * GAP) // columns)
    for start in range(0, len(texts), columns):
        part = [set_cell_size(cut(text, cells), cells) for text in texts[start : start + columns]]
        yield (((" " * GAP).join(part), ""),)


# Advice


def _advice(found: Account, setting: Setting) -> Iterable[PaneLine]:
    upcoming = next_words(found.next_action_on, found.next_action_at, setting.today)
    broken = [promise for promise in found.promises if promise.state == "broken"]
    disputed = len(found.disputes)
    if broken:
        advice = "call about the broken promise"
    elif any(promise.state == "open" for promise in found.promises):
        advice = "wait for the promise, unless its day has come"
    elif disputed:
        items = "disputed item" if disputed == 1 else f"{disputed} disputed items"
        advice = f"ask about the {items}, collect the rest"
    elif any(row.overdue > 0 for row in found.aging):
        advice = "call and ask for a date"
    else:
        advice = "nothing is overdue"
    then = "no next action" if upcoming == "-" else f"next {upcoming}"
    yield from _led(SUGGESTED, f"{advice}  ({then})", setting)


def _led(lead: str, words: str, setting: Setting) -> Iterable[PaneLine]:
    """Words behind a strong lead: whole, in as many lines as they need, where there is room for lines."""
    room = setting.width - len(lead)
    if setting.compact or cell_len(words) <= room:
        yield ((lead, "strong"), (cut(words, room), ""))
        return
    first, *more = fold(f"{lead}{words}", setting.width)
    yield ((lead, "strong"), (first.removeprefix(lead), ""))
    yield from (((line, ""),) for line in more)
