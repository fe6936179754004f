"""Every field of the filter language, compiled to SQL, finds the rows that plain Python finds."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from functools import cache
from operator import eq, ge, gt, le, lt, ne
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arcollect_tui.errors import QueryError
from arcollect_tui.rules.coding_queue import need_of
from arcollect_tui.rules.money import scale
from arcollect_tui.rules.query import parse_query
from arcollect_tui.rules.query_ast import (
    Amount,
    And,
    Between,
    Compare,
    Contains,
    Expr,
    Flag,
    Matches,
    Not,
    Or,
)
from arcollect_tui.rules.query_fields import FIELDS, Kind, Target
from arcollect_tui.rules.text import search_text
from arcollect_tui.services.account import Account, account
from arcollect_tui.services.calls import CallDraft, FollowUpDraft, PromiseDraft, log_call
from arcollect_tui.services.codes import ledger_item
from arcollect_tui.services.coding import CodingRequest, apply_coding, disputes, plan_coding
from arcollect_tui.services.contacts import ContactDraft, add_contact
from arcollect_tui.services.drafts import new_token, save_draft
from arcollect_tui.services.followups import reschedule
from arcollect_tui.services.items import ItemRow, ItemView, item_ids, item_rows, item_summary
from arcollect_tui.services.office import Office
from arcollect_tui.services.worklist import WorklistRow, WorklistView, worklist_rows
from tests.services.offices import HASTY, LONG, Line, customer, days, items, office_at, take_in

OPS: dict[str, Callable[[Any, Any], bool]] = {"=": eq, "!=": ne, ">": gt, ">=": ge, "<": lt, "<=": le}

LEDGER = [
    Line(
        "1001", "C1", 100_00, due=days(-100), name="Harbor Ltd", contact="Lee", email="lee@harbor.example"
    ),
    Line("1002", "C1", 400_00, 60_00, due=days(-40), name="Harbor Ltd", text="Fracht 100%"),
    Line("1003", "C1", 9_000, due=days(-5), currency="JPY", name="Harbor Ltd", limit=500),
    Line("1004", "C2", 2_500_000, due=days(-20), currency="KWD", name="Müller & Söhne", phone="+49 30 1"),
    Line(
        "1005",
        "C2",
        12_34,
        due=days(-3),
        currency="EUR",
        text="Übergabe",
        country="DE",
        name="Müller & Söhne",
    ),
    Line("1006", "C3", -80_00, due=None, type="payment", name="ÅNGSTRÖM AB", collector="Zoë"),
    Line("1007", "C3", 10_00, due=days(0), company="20", name="ÅNGSTRÖM AB", collector="ZOË"),
    Line("1008", "c_4%", 55_55, due=days(14), collector="ann", text='say "hi"', name="Straße \\ Co"),
    Line("2001", "C5", 77_00, due=None, written=None, name="No Date Inc"),
    Line("3001", "C5", 9_00, type="chargeback", name="No Date Inc"),
    Line("2002", "C6", 1_000_00, due=days(-1), name="Limits", limit=999_00, country="US", collector="bob"),
]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("filters")
    with office_at(folder / "office") as opened:
        take_in(opened, folder, [*LEDGER, Line("gone", "C6")], days(-2))
        take_in(opened, folder, LEDGER, days(-1))
        apply_coding(opened, plan_coding(opened, CodingRequest("PRC", items(opened, "1001", "1005"))))
        plan = plan_coding(opened, CodingRequest("TAX", items(opened, "2002"), mode="typed", amount=1_00))
        apply_coding(opened, plan)
        apply_coding(opened, plan_coding(opened, CodingRequest("COLLECTIBLE", items(opened, "1002"))))
        promise = PromiseDraft(50_00, "USD", days(0))
        log_call(opened, CallDraft(customer(opened, "C6"), "PP", promise=promise))
        log_call(opened, CallDraft(customer(opened, "C2"), "NA"))
        add_contact(opened, customer(opened, "C5"), ContactDraft("Chen", phone="555 0100"))
        reschedule(opened, customer(opened, "C3"), days(2), time(14, 30))
        upcoming = FollowUpDraft(days(1))
        log_call(opened, CallDraft(customer(opened, "C5"), "CB", follow_up=upcoming))
        save_draft(opened, "note", customer(opened, "c_4%"), new_token(), "{}")
        yield opened


# Nothing is written once the office is made: what it holds is read once.


@cache
def everything(office: Office) -> tuple[ItemRow, ...]:
    states = ("state:open", "state:cleared")
    return tuple(row for state in states for row in item_rows(office, ItemView(state)))


@cache
def everybody(office: Office) -> tuple[WorklistRow, ...]:
    return tuple(worklist_rows(office, WorklistView(everyone=True)))


@cache
def account_of(office: Office, row: WorklistRow) -> Account:
    return account(office, row.customer_id)


@dataclass(frozen=True)
class Asked:
    """A filter put to a list of rows in plain Python."""

    office: Office
    value: Callable[[Any, str], object]
    contains: Callable[[Any, str, str], bool]
    flag: Callable[[Any, str], bool]
    in_currency: Callable[[Any, str, str], Any]

    def holds(self, expr: Expr | None, row: Any) -> bool:
        match expr:
            case None:
                return True
            case And(parts):
                return all(self.holds(part, row) for part in parts)
            case Or(parts):
                return any(self.holds(part, row) for part in parts)
            case Not(part):
                return not self.holds(part, row)
            case Flag(name):
                return self.flag(row, name)
            case Contains(fields, text):
                return any(self.contains(row, name, text) for name in fields)
            case Matches(name, pattern):
                return re.search(pattern, str(self.value(row, name)), re.IGNORECASE) is not None
            case Between(name, low, high):
                return self.compare(row, name, ">=", low) and self.compare(row, name, "<=", high)
            case Compare(name, op, value):
                return self.compare(row, name, op, value)

    def compare(self, row: Any, name: str, op: str, wanted: object) -> bool:
        found = self.value(row, name)
        if isinstance(wanted, Amount):
            currency = wanted.currency or row.currency
            found = self.in_currency(row, name, currency)
            return found is not None and OPS[op](Decimal(found) / scale(currency), wanted.value)
        if isinstance(found, set):
            return (wanted in found) is (op == "=")
        if wanted is None:
            return (found in (None, "")) is (op == "=")
        if found is None:
            return False
        if isinstance(found, str):
            return OPS[op](found.lower(), str(wanted).lower())
        return OPS[op](found, wanted)


def item_value(row: ItemRow, name: str) -> object:
    return getattr(row, name)


def item_contains(row: ItemRow, name: str, text: str) -> bool:
    found = str(getattr(row, name))
    if name == "name":
        return search_text(text) in search_text(found, row.customer_no)
    return text.lower() in found.lower()


def item_flag(row: ItemRow, name: str) -> bool:
    return {
        "short": row.short_amount is not None,
        "queue": row.state == "open" and row.coding == "uncoded" and need_of(ledger_item(row)) is not None,
        "disputed": row.disputed_amount > 0,
        "marked": False,
    }[name]


def of_item(row: ItemRow, name: str, currency: str) -> object:
    return getattr(row, name) if row.currency == currency else None


def account_value(row: WorklistRow, name: str) -> object:
    lead = row.balances[0]
    extra = {
        "customer_no": row.number,
        "oldest_due": lead.oldest_due,
        "disputed": lead.disputed,
        "currency": {balance.currency for balance in row.balances},
        "country": {"C2": "DE", "C6": "US"}.get(row.number, ""),
        "promise": {"open", "today"} if row.number == "C6" else {"none"},
    }
    return extra[name] if name in extra else getattr(row, name)


def ask_items(office: Office) -> Asked:
    return Asked(office, item_value, item_contains, item_flag, of_item)


def ask_accounts(office: Office) -> Asked:
    def contacts(row: WorklistRow, name: str) -> list[str]:
        return [getattr(card, name) for card in account_of(office, row).contacts]

    def contains(row: WorklistRow, name: str, text: str) -> bool:
        if name == "contact":
            said = [word for field in ("name", "phone", "email") for word in contacts(row, field)]
            return any(text.lower() in word.lower() for word in said)
        if name == "name":
            return search_text(text) in search_text(row.name, row.number)
        return text.lower() in str(account_value(row, name)).lower()

    def flag(row: WorklistRow, name: str) -> bool:
        if name.startswith("has_"):
            field = {"has_contact": "name"}.get(name, name.removeprefix("has_"))
            return any(contacts(row, field))
        return {
            "over_limit": "!" in row.flags,
            "blocked": False,
            "disputed": "D" in row.flags,
            "callback": row.next_action_on is not None
            and (row.next_action_at is not None or row.last_outcome == "CB"),
            "draft": row.number == "c_4%",
        }[name]

    def in_currency(row: WorklistRow, name: str, currency: str) -> object:
        aging = {found.currency: found for found in account_of(office, row).aging}
        if currency not in aging:
            return None
        return getattr(aging[currency], {"over90": "late_more"}.get(name, name))

    return Asked(office, account_value, contains, flag, in_currency)


def parsed(office: Office, text: str, target: Target) -> Expr | None:
    settings_ = office.settings
    query = parse_query(
        text, target, today=office.today, fmt=settings_.fmt, calendar=settings_.calendar, me="ann"
    )
    return query.expr


def agree_on_items(office: Office, text: str) -> set[str]:
    expr = parsed(office, text, Target.ITEMS)
    wanted = {
        row.item_id
        for row in everything(office)
        if ask_items(office).holds(expr, row) and ("state" in text or row.state == "open")
    }
    found = item_rows(office, ItemView(text))
    assert {row.item_id for row in found} == wanted, text
    summary = item_summary(office, ItemView(text))
    assert summary.count == len(found)
    for currency, total in summary.sums.items():
        assert total == sum(row.open_amount for row in found if row.currency == currency)
    return {row.document_no for row in found}


def agree_on_accounts(office: Office, text: str) -> set[str]:
    expr = parsed(office, text, Target.ACCOUNTS)
    wanted = {row.number for row in everybody(office) if ask_accounts(office).holds(expr, row)}
    found = worklist_rows(office, WorklistView(text))
    assert {row.number for row in found} == wanted, text
    return wanted


ITEM_VALUES: dict[str, Sequence[str]] = {
    "document_no": ("1001", "100", "X"),
    "line": ("1", '""'),
    "parent_no": ("1", '""'),
    "customer_no": ("C1", "c_4%", "C"),
    "name": ("harbor", "MÜLLER", "müller", "straße", "STRASSE", "ångström", "%", "_", "\\"),
    "company": ("20", "10"),
    "ledger": ("main", "north"),
    "type": ("invoice", "payment", "residual"),
    "due_date": ("today", "30d", "none", "2026-10-01..2026-11-20", "eom"),
    "document_date": ("40d", "none", "today"),
    "amount": ("100", "100..500", "9000", "100eur", "2500 kwd".replace(" ", ""), "0"),
    "open_amount": ("60", "-80", "12.34", "9000jpy"),
    "days_overdue": ("30", "0", "-14", "1..40", "40"),
    "short_amount": ("100", "60", "0"),
    "coding": ("disputed", "uncoded", "collectible", "PRC", "open"),
    "reason": ("PRC", "TAX", "QTY"),
    "disputed_amount": ("1", "0", "100", "12.34eur"),
    "currency": ("usd", "JPY", "eur,kwd"),
    "po": ("1", '""'),
    "reference": ("1", '""'),
    "text": ("fracht", "100%", "ÜBERGABE", "übergabe", '"say ""hi"""', "_"),
    "terms": ("30", '""'),
    "collector": ("me", "zoë", "ZOË", "bob", '""'),
    "sales_rep": ("lee", '""'),
    "state": ("open", "cleared", "held"),
    "marked": ("yes", "no"),
    "needs_coding": ("yes", "no"),
}
ACCOUNT_VALUES: dict[str, Sequence[str]] = {
    "customer_no": ("C1", "c_4%", "C"),
    "name": ("harbor", "müller", "STRASSE", "ångström", "%"),
    "ledger": ("main", "north"),
    "currency": ("usd", "eur", "jpy", "gbp"),
    "collector": ("me", "bob", '""', "zoë"),
    "country": ("DE", "us", "FR"),
    "balance": ("100", "0", "77", "12.34eur", "9000jpy", "100..1000"),
    "overdue": ("100", "0", "1000", "12eur", "160usd", "2500kwd"),
    "over90": ("0", "100", "1usd"),
    "disputed": ("0", "1", "12eur", "100usd"),
    "promised": ("0", "1", "100..1000"),
    "credit_limit": ("0", "100", "10k"),
    "days_overdue": ("30", "1", "0", "1..40"),
    "oldest_due": ("today", "none", "30d"),
    "score": ("300", "0", "1..200"),
    "next_action_on": ("today", "none", "fri", "2d"),
    "last_contact_on": ("today", "none", "3d"),
    "promise": ("open", "today", "none", "kept"),
    "over_limit": ("yes", "no"),
    "callback": ("yes", "no"),
    "draft": ("yes", "no"),
    "blocked": ("yes", "no"),
}
KIND_OPS = {
    Kind.MONEY: (":", "=", "!=", ">", ">=", "<", "<="),
    Kind.DAYS: (":", "=", "!=", ">", ">=", "<", "<="),
    Kind.NUMBER: (":", "=", "!=", ">", ">=", "<", "<="),
    Kind.DATE: (":", "=", "!=", ">", ">=", "<", "<="),
    Kind.TEXT: (":", "=", "!=", "~"),
    Kind.CHOICE: (":", "=", "!="),
    Kind.FLAG: (":",),
}


def conditions(target: Target) -> list[str]:
    """Each field with each operator and value that the language takes."""
    values = ITEM_VALUES if target is Target.ITEMS else ACCOUNT_VALUES
    found = [field.flag for field in FIELDS[target] if field.flag]
    for field in FIELDS[target]:
        for value in values[field.name]:
            for op in KIND_OPS[field.kind]:
                plain = not (
                    ("none" in value and op not in (":", "=", "!=")) or (".." in value and op not in ":=")
                )
                if plain and not (op == "~" and not value.isalnum()) and not (op == "~" and value == "me"):
                    found.append(f"{field.name}{op}{value}")
    if target is Target.ACCOUNTS:
        found += [f"{word}:{what}" for word in ("has", "no") for what in ("contact", "phone", "email")]
    return found


def test_no_field_is_forgotten() -> None:
    assert set(ITEM_VALUES) == {field.name for field in FIELDS[Target.ITEMS]}
    assert set(ACCOUNT_VALUES) == {field.name for field in FIELDS[Target.ACCOUNTS]}


def test_every_condition_on_items(office: Office) -> None:
    different = {frozenset(agree_on_items(office, text)) for text in conditions(Target.ITEMS)}
    assert len(different) > 30


def test_every_condition_on_accounts(office: Office) -> None:
    different = {frozenset(agree_on_accounts(office, text)) for text in conditions(Target.ACCOUNTS)}
    assert len(different) > 15


BARE = ("harbor", '"müller"', "1001", "#100", "chen", "übergabe", "lee@", "zzz")


def lines(target: Target) -> st.SearchStrategy[str]:
    one = st.sampled_from([*conditions(target), *BARE])
    return st.recursive(
        one,
        lambda inner: st.one_of(
            st.tuples(inner, inner).map(" ".join),
            st.tuples(inner, inner).map(lambda two: f"({two[0]} | {two[1]})"),
            inner.map(lambda text: f"-({text})"),
        ),
        max_leaves=5,
    )


@settings(HASTY, max_examples=40 * LONG)
@given(text=lines(Target.ITEMS))
def test_filters_of_items(office: Office, text: str) -> None:
    agree_on_items(office, text)


@settings(HASTY, max_examples=40 * LONG)
@given(text=lines(Target.ACCOUNTS))
def test_filters_of_accounts(office: Office, text: str) -> None:
    agree_on_accounts(office, text)


@pytest.mark.parametrize("down", [False, True])
@pytest.mark.parametrize("field", [f.name for f in FIELDS[Target.ITEMS] if f.sortable])
def test_items_can_be_sorted_by_every_field(office: Office, field: str, *, down: bool) -> None:
    rows = item_rows(office, ItemView(f"sort:{'-' if down else ''}{field}"))
    assert len(rows) == len(LEDGER)
    found = [getattr(row, field) for row in rows]
    found = [value for value in found if value not in (None, "", "uncoded")]
    assert found == sorted(found, reverse=down)
    assert list(item_ids(office, ItemView(sort=((field, down),)))) == [row.item_id for row in rows]


@pytest.mark.parametrize("field", [f.name for f in FIELDS[Target.ACCOUNTS] if f.sortable])
def test_accounts_can_be_sorted_by_every_field(office: Office, field: str) -> None:
    rows = worklist_rows(office, WorklistView(f"sort:-{field}", everyone=True))
    assert len(rows) == 6
    if field not in ("currency", "over_limit", "blocked", "country", "name"):
        values: list[Any] = [account_value(row, field) for row in rows]
        found = [value for value in values if value is not None]
        assert found == sorted(found, reverse=True)


def test_disputes_are_the_disputed_items_that_match(office: Office) -> None:
    assert {row.document_no for row in disputes(office)} == {"1001", "1005", "2002"}
    assert {row.document_no for row in disputes(office, "acct:C1 | acct:C2")} == {"1001", "1005"}
    assert [row.document_no for row in disputes(office, "sort:-open")] == ["2002", "1001", "1005"]
    assert disputes(office, "doc=1002") == []
    assert len(disputes(office, "od>0", 2)) == 2
    with pytest.raises(QueryError) as problem:
        disputes(office, "a) | (b")
    assert problem.value.text == "a) | (b"
