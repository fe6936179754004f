"""What a planned file changes, by group and row by row: before, after, and what it means."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from arcollect_tui.data.imports.cards import CARD, CARD_AT, CUSTOMER_COLUMNS, Card, people_of
from arcollect_tui.data.imports.kinds import KEPT
from arcollect_tui.data.imports.packs import Change
from arcollect_tui.data.imports.rows import ROW_COLUMNS
from arcollect_tui.data.queries import items as item_queries
from arcollect_tui.data.queries.customers import names_of
from arcollect_tui.rules.formats import OfficeFormat, short_day
from arcollect_tui.rules.money import shown
from arcollect_tui.services.import_plan import ImportPlan
from arcollect_tui.services.office import Office

MOST_ROWS = 1000
"""Rows of a group that are walked; its count and sums are of all."""
NEW, CLEARED, SAME = "new", "cleared", "same"
CUSTOMERS = ("customer_new", "customer_changed")
ORDER = (
    *(NEW, "short_paid", "part_paid", "credited", "increased", CLEARED, "reappeared"),
    *("due_moved", "terms_changed", "other", *CUSTOMERS, SAME, "erased"),
)
TITLES = {
    NEW: "new items",
    "short_paid": "paid short",
    "part_paid": "paid in part",
    "credited": "credited",
    "increased": "increased",
    CLEARED: "gone from the file: taken for paid",
    "reappeared": "open again",
    "due_moved": "due date moved",
    "terms_changed": "terms changed",
    "other": "other fields changed",
    "customer_new": "new customers",
    "customer_changed": "changed customers",
    SAME: "the same",
    "erased": "of erased customers, left out",
}
_AT = {name: ROW_COLUMNS.index(name) for name in ROW_COLUMNS}
_KEPT_AT = {name: KEPT.index(name) for name in KEPT}
_UNSAID = frozenset(("fingerprint", "customer_id", "search", "name_on", "cleared_on"))
_DATES = frozenset(("document_date", "posting_date", "due_date"))


@dataclass(frozen=True, slots=True)
class Group:
    """One class of differences.

    Attributes:
        kind: the class.
        count: items of it; of `same` and `erased`, lines.
        sums: by how much the open amount moves per currency, minor units; of new ones, what is open.
    """

    kind: str
    count: int
    sums: dict[str, int]

    @property
    def title(self) -> str:
        """The class in words."""
        return TITLES.get(self.kind, self.kind.replace("_", " "))


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """One item or customer of a group."""

    id: int
    document_no: str
    customer_no: str
    name: str
    field: str
    before: str
    after: str
    means: str


def groups_of(plan: ImportPlan) -> tuple[Group, ...]:
    """The groups of a plan with counts and sums, in the order in which they are shown."""
    sums: dict[str, Counter[str]] = {kind: Counter() for kind in ORDER}
    for rows in plan.diff.new.ranges():
        for row in rows:
            sums[NEW][row[_AT["currency"]]] += row[_AT["open_amount"]]
    for change in plan.diff.changes:
        moved = _open(change.after) - _open(change.before)
        sums[change.kind][change.after[_KEPT_AT["currency"]]] += moved
    counts = plan.differences
    return tuple(
        Group(kind, counts[kind], {code: total for code, total in sorted(sums[kind].items()) if total})
        for kind in ORDER
        if counts.get(kind)
    )


def _open(state: Sequence[Any]) -> int:
    amount: int = state[_KEPT_AT["open_amount"]]
    return amount


def difference_rows(
    office: Office, plan: ImportPlan, kind: str, most: int = MOST_ROWS
) -> list[DifferenceRow]:
    """The first rows of a group.

    Args:
        office: the office.
        plan: the plan.
        kind: the group.
        most: at most so many.
    """
    fmt = office.settings.fmt
    if kind in CUSTOMERS:
        new = kind == CUSTOMERS[0]
        cards = (card for card in plan.diff.cards if (card.before is None) == new)
        return [_customer(card) for card in islice(cards, most)]
    if kind == NEW:
        return _new_rows(office, plan, fmt, most)
    changes = list(islice((one for one in plan.diff.changes if one.kind == kind), most))
    with office.store.reading() as connection:
        records = item_queries.records(connection, [change.item for change in changes])
    return [_changed(change, records[change.item], fmt) for change in changes if change.item in records]


def _new_rows(office: Office, plan: ImportPlan, fmt: OfficeFormat, most: int) -> list[DifferenceRow]:
    rows = list(islice((row for rows in plan.diff.new.ranges() for row in rows), most))
    id_at, number, name = (CUSTOMER_COLUMNS.index(one) for one in ("id", "number", "name"))
    known = {card.values[id_at]: (card.values[number], card.values[name]) for card in plan.diff.cards}
    lacking = list({row[_AT["customer_id"]] for row in rows} - known.keys())
    with office.store.reading() as connection:
        known |= names_of(connection, lacking)
    found = []
    for row in rows:
        customer_no, named = known.get(row[_AT["customer_id"]], ("", ""))
        code = row[_AT["currency"]]
        amount = f"{shown(row[_AT['open_amount']], code, fmt)} {code}"
        due = row[_AT["due_date"]]
        means = f"new open {row[_AT['type']]}, {'due ' + _day(due) if due else 'no due date'}"
        found.append(
            DifferenceRow(row[0], row[_AT["document_no"]], customer_no, named, "(new)", "", amount, means)
        )
    return found


def _customer(card: Card) -> DifferenceRow:
    values = dict(zip(CUSTOMER_COLUMNS, card.values, strict=True))
    if card.before is None:
        return DifferenceRow(
            values["id"], "", values["number"], values["name"], "(new)", "", "", "new customer"
        )
    pairs = zip(CARD, card.before, [card.values[at] for at in CARD_AT], strict=True)
    fields = [(name, was, now) for name, was, now in pairs if was != now and name not in _UNSAID]
    name, was, now = fields[0] if fields else ("", "", "")
    if name == "contacts":
        was, now = _called(was), _called(now)
    return DifferenceRow(
        values["id"], "", values["number"], values["name"], name, _text(was), _text(now), _also(fields[1:])
    )


def _called(contacts: str) -> str:
    return ", ".join(one.name or one.phone or one.email for one in people_of(contacts))


def _changed(change: Change, item: item_queries.ItemRecord, fmt: OfficeFormat) -> DifferenceRow:
    was, now = (dict(zip(KEPT, state, strict=True)) for state in (change.before, change.after))
    field, before, after, means = next(_said(change.kind, was, now, fmt))
    return DifferenceRow(
        change.item, item.document_no, item.customer_no, item.name, field, before, after, means
    )


def _said(
    kind: str, was: dict[str, Any], now: dict[str, Any], fmt: OfficeFormat
) -> Iterator[tuple[str, str, str, str]]:
    """(field, before, after, meaning) of a changed item; the first is what is shown."""
    code = now["currency"]

    def money(minor: int) -> str:
        return shown(minor, code, fmt)

    old, new = was["open_amount"], now["open_amount"]
    if kind == CLEARED:
        yield "open", money(old), money(0), f"gone from the file: {money(old)} {code} taken for paid"
    elif kind == "reappeared":
        yield "open", "cleared", money(new), "stands in the file again: open again"
    elif old != new:
        gone, left = money(abs(old) - abs(new)), money(new)
        words = {
            "short_paid": f"{gone} {code} paid, {left} left: short paid",
            "part_paid": f"{gone} {code} paid, {left} left",
            "credited": f"credited {money(abs(old - new))} {code}",
        }
        grown = f"{money(abs(new - old))} {code} more"
        yield "open", money(old), money(new), words.get(kind, grown)
    if was["due_date"] != now["due_date"]:
        yield "due_date", _day(was["due_date"]), _day(now["due_date"]), _moved(was, now)
    changed = [
        (name, was[name], now[name]) for name in KEPT if was[name] != now[name] and name not in _UNSAID
    ]
    if changed:
        name, before, after = changed[0]
        read = _day if name in _DATES else _text
        yield name, read(before), read(after), _also(changed[1:])
    yield "", "", "", "only how the line is written"


def _moved(was: dict[str, Any], now: dict[str, Any]) -> str:
    if was["due_date"] is None or now["due_date"] is None:
        return "due date moved"
    return f"due date moved {now['due_date'] - was['due_date']:+d} days"


def _also(fields: Sequence[tuple[str, Any, Any]]) -> str:
    return f"also {', '.join(name for name, _, _ in fields)}" if fields else "changed"


def _day(ordinal: int | None) -> str:
    if ordinal is None:
        return "none"
    day = date.fromordinal(ordinal)
    return f"{short_day(day)} {day.year % 100:02d}"


def _text(value: Any) -> str:  # noqa: ANN401 - any column
    return "(nothing)" if value in (None, "") else str(value)
