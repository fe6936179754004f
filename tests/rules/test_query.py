"""The filter language: what each condition means."""

from datetime import date
from decimal import Decimal

import pytest

from arcollect_tui.rules.dates import WeekendCalendar
from arcollect_tui.rules.formats import office_format
from arcollect_tui.rules.query import Query, Target, parse_query
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
from arcollect_tui.rules.query_fields import BARE

TODAY = date(2026, 11, 23)  # a Monday
ACCOUNT_WORDS = BARE[Target.ACCOUNTS]
ITEM_WORDS = BARE[Target.ITEMS]


def accounts(text: str, country: str = "US") -> Query:
    return parse_query(
        text,
        Target.ACCOUNTS,
        today=TODAY,
        fmt=office_format(country),
        calendar=WeekendCalendar(),
        me="J.Kim",
    )


def items(text: str, country: str = "US") -> Query:
    return parse_query(
        text,
        Target.ITEMS,
        today=TODAY,
        fmt=office_format(country),
        calendar=WeekendCalendar(),
        me="J.Kim",
    )


def money(value: str, currency: str | None = None) -> Amount:
    return Amount(Decimal(value), currency)


@pytest.mark.parametrize(
    ("text", "op", "day"),
    [
        ("od>=30", "<=", date(2026, 10, 24)),
        ("od>30", "<", date(2026, 10, 24)),
        ("od<=30", ">=", date(2026, 10, 24)),
        ("od<30", ">", date(2026, 10, 24)),
        ("od=30", "=", date(2026, 10, 24)),
        ("od:30", "=", date(2026, 10, 24)),
        ("od!=30", "!=", date(2026, 10, 24)),
        ("days_overdue>=0", "<=", TODAY),
        ("od<-7", ">", date(2026, 11, 30)),
        ("od:30..", "<=", date(2026, 10, 24)),
        ("od:..30", ">=", date(2026, 10, 24)),
    ],
)
def test_an_age_is_a_bound_on_a_due_date(text: str, op: str, day: date) -> None:
    assert accounts(text).expr == Compare("oldest_due", op, day)
    assert items(text).expr == Compare("due_date", op, day)


def test_a_range_of_ages_is_a_range_of_due_dates() -> None:
    expected = Between("due_date", date(2026, 9, 24), date(2026, 10, 24))
    assert items("od:30..60").expr == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bal>5k", Compare("balance", ">", money("5000"))),
        ("balance>=5000", Compare("balance", ">=", money("5000"))),
        ("bal<=1.5m", Compare("balance", "<=", money("1500000"))),
        ("ovd:1000..2500", Between("overdue", money("1000"), money("2500"))),
        ("ovd=1000..2500", Between("overdue", money("1000"), money("2500"))),
        ("ovd:1k..", Compare("overdue", ">=", money("1000"))),
        ("ovd:..1k", Compare("overdue", "<=", money("1000"))),
        ("over90>0", Compare("over90", ">", money("0"))),
        ("bal<-100", Compare("balance", "<", money("-100"))),
        ("bal:-500..-100", Between("balance", money("-500"), money("-100"))),
        ("bal>500eur", Compare("balance", ">", money("500", "EUR"))),
        ("bal>5KEUR", Compare("balance", ">", money("5000", "EUR"))),
        ("bal:1k..2kusd", Between("balance", money("1000", "USD"), money("2000", "USD"))),
        ("bal>1,204.50", Compare("balance", ">", money("1204.50"))),
        ("disputed>1k", Compare("disputed", ">", money("1000"))),
        ("score>=300", Compare("score", ">=", 300)),
        ("score:100..200", Between("score", 100, 200)),
        ("next<=fri", Compare("next_action_on", "<=", date(2026, 11, 27))),
        ("next<today", Compare("next_action_on", "<", TODAY)),
        ("next:none", Compare("next_action_on", "=", None)),
        ("next!=none", Compare("next_action_on", "!=", None)),
        ("next:today..+7", Between("next_action_on", TODAY, date(2026, 11, 30))),
        ("last>14d", Compare("last_contact_on", "<", date(2026, 11, 9))),
        ("last<=14d", Compare("last_contact_on", ">=", date(2026, 11, 9))),
        ("last:14d", Compare("last_contact_on", "=", date(2026, 11, 9))),
        ("last>2w", Compare("last_contact_on", "<", date(2026, 11, 9))),
        ("last:7d..14d", Between("last_contact_on", date(2026, 11, 9), date(2026, 11, 16))),
        ("last:fri", Compare("last_contact_on", "=", date(2026, 11, 20))),  # the one gone by
        ("last>=2026-11-01", Compare("last_contact_on", ">=", date(2026, 11, 1))),
        ("due<today", Compare("oldest_due", "<", TODAY)),
        ("p:broken", Compare("promise", "=", "broken")),
        ("promise:TODAY", Compare("promise", "=", "today")),
        ("p:none", Compare("promise", "=", "none")),
        ("p!=kept", Compare("promise", "!=", "kept")),
        ("col:me", Compare("collector", "=", "J.Kim")),
        ("col!=me", Compare("collector", "!=", "J.Kim")),
        ('col:"me"', Contains(("collector",), "me")),
        ("col:kim", Contains(("collector",), "kim")),
        ("cur:usd", Compare("currency", "=", "USD")),
        ("country:de", Compare("country", "=", "de")),
        ("ledger=main", Compare("ledger", "=", "main")),
        ("disputed", Flag("disputed")),
        ("over_limit", Flag("over_limit")),
        ("BLOCKED", Flag("blocked")),
        ("blocked:yes", Flag("blocked")),
        ("blocked:no", Not(Flag("blocked"))),
        ("has:email", Flag("has_email")),
        ("has:phone,email", Or((Flag("has_phone"), Flag("has_email")))),
        ("no:contact", Not(Flag("has_contact"))),
        ("no:10035", Contains(("customer_no",), "10035")),
        ("#10035", Contains(("customer_no",), "10035")),
        ("name:harbor", Contains(("name",), "harbor")),
        ('name:"harbor paper"', Contains(("name",), "harbor paper")),
        ("name=Harbor", Compare("name", "=", "Harbor")),
        ('name:""', Compare("name", "=", "")),
        ('name~"acme.*inc"', Matches("name", "acme.*inc")),
        (r"name~\\1", Matches("name", r"\\1")),  # a backslash and a one, not a reference
        ('name~"(inc)?$"', Matches("name", "(inc)?$")),
        ("name~^a[bc]", Matches("name", "^a[bc]")),
    ],
)
def test_conditions_on_accounts(text: str, expected: Expr) -> None:
    assert accounts(text) == Query(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#8142", Contains(("document_no",), "8142")),
        ("doc:8142", Contains(("document_no",), "8142")),
        ("document_no=8142", Compare("document_no", "=", "8142")),
        ("acct:C10035", Contains(("customer_no",), "C10035")),
        ("short", Flag("short")),
        ("-short", Not(Flag("short"))),
        ("short>100", Compare("short_amount", ">", money("100"))),
        ("d:open", Compare("coding", "=", "disputed")),
        ("coding:uncoded", Compare("coding", "=", "uncoded")),
        ("d!=collectible", Compare("coding", "!=", "collectible")),
        ("d:pricing", Compare("reason", "=", "PRC")),
        ("d:frt", Compare("reason", "=", "FRT")),
        ("reason:price", Compare("reason", "=", "PRC")),
        ("reason:PRC-PO", Compare("reason", "=", "PRC-PO")),
        ("reason!=frt", Compare("reason", "!=", "FRT")),
        ("disputed", Flag("disputed")),
        ("disputed>1k", Compare("disputed_amount", ">", money("1000"))),
        ("amt:1000..2500", Between("amount", money("1000"), money("2500"))),
        ("amt:500eur", Compare("amount", "=", money("500", "EUR"))),
        ("open>0", Compare("open_amount", ">", money("0"))),
        ("due<today", Compare("due_date", "<", TODAY)),
        ("due:none", Compare("due_date", "=", None)),
        ("due<eom", Compare("due_date", "<", date(2026, 11, 30))),
        ("date:15", Compare("document_date", "=", date(2026, 11, 15))),
        ("terms:60", Contains(("terms",), "60")),
        ("type:invoice,debit", Or((Compare("type", "=", "invoice"), Compare("type", "=", "debit")))),
        ("state:cleared", Compare("state", "=", "cleared")),
        ("marked", Flag("marked")),
        ("po:4711", Contains(("po",), "4711")),
        ("ref:4711", Contains(("reference",), "4711")),
        ("sales_rep:lee", Contains(("sales_rep",), "lee")),
        ("company:1000", Compare("company", "=", "1000")),
    ],
)
def test_conditions_on_items(text: str, expected: Expr) -> None:
    assert items(text) == Query(expected)


@pytest.mark.parametrize(
    ("country", "text", "value"),
    [
        ("DE", "amt>1.204,50", "1204.50"),
        ("DE", "amt>1.204", "1204"),
        ("DE", "amt>12.50", "12.50"),  # no group has two digits: only one reading
        ("US", "amt>1.204,50", "1204.50"),
        ("US", "amt>1,204", "1204"),
        ("US", "amt>1.204", "1.204"),
        ("IN", "amt>12,34,567", "1234567"),
        ("FR", 'amt>"1 204,50"', "1204.50"),
        ("CH", "amt>1'204.50", "1204.50"),
    ],
)
def test_amounts_are_read_the_office_way(country: str, text: str, value: str) -> None:
    assert items(text, country).expr == Compare("amount", ">", money(value))


def test_days_are_read_in_the_order_of_the_office() -> None:
    assert items("due:03.12.2026", "DE").expr == Compare("due_date", "=", date(2026, 12, 3))
    assert items("due:12/03/2026", "US").expr == Compare("due_date", "=", date(2026, 12, 3))
    assert items("due:27.11...30.11.", "DE").expr == Between(
        "due_date", date(2026, 11, 27), date(2026, 11, 30)
    )


def word(text: str) -> Contains:
    return Contains(ACCOUNT_WORDS, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        ("  ", None),
        ("harbor", word("harbor")),
        ("harbor paper", And((word("harbor"), word("paper")))),
        ('"harbor paper"', word("harbor paper")),
        ('"say ""hi"""', word('say "hi"')),
        ('"disputed"', word("disputed")),
        ("a | b c", Or((word("a"), And((word("b"), word("c")))))),
        ("(a | b) c", And((Or((word("a"), word("b"))), word("c")))),
        ("(a|b)c", And((Or((word("a"), word("b"))), word("c")))),
        ("-a b", And((Not(word("a")), word("b")))),
        ("-(a b)", Not(And((word("a"), word("b"))))),
        ("--a", Not(Not(word("a")))),
        ("((a))", word("a")),
        ("a (b c)", And((word("a"), word("b"), word("c")))),
        ("co-op", word("co-op")),
        ("cur:usd,eur", Or((Compare("currency", "=", "USD"), Compare("currency", "=", "EUR")))),
        (
            "cur!=usd,eur",
            And((Compare("currency", "!=", "USD"), Compare("currency", "!=", "EUR"))),
        ),
        ('name:"a,b",c', Or((Contains(("name",), "a,b"), Contains(("name",), "c")))),
        ("p:open|p:kept", Or((Compare("promise", "=", "open"), Compare("promise", "=", "kept")))),
        ("p:open|blocked", Or((Compare("promise", "=", "open"), Flag("blocked")))),
        ("p:open | kept", Or((Compare("promise", "=", "open"), word("kept")))),
        ("Länder", word("Länder")),
        ("12:30", word("12:30")),
        ("O'Neil", word("O'Neil")),
    ],
)
def test_words_bars_minus_and_parentheses(text: str, expected: Expr | None) -> None:
    assert accounts(text).expr == expected


@pytest.mark.parametrize(
    ("text", "sort", "columns"),
    [
        ("sort:-score,name cols:std", (("score", True), ("name", False)), ("std",)),
        ("sort:-od", (("days_overdue", True),), ()),
        ("SORT:bal", (("balance", False),), ()),
        ("cols:name,ovd,next", (), ("name", "overdue", "next_action_on")),
        ("", (), ()),
    ],
)
def test_view_words_are_no_conditions(
    text: str, sort: tuple[tuple[str, bool], ...], columns: tuple[str, ...]
) -> None:
    assert accounts(text) == Query(None, sort, columns)
    assert accounts(f"blocked {text}") == Query(Flag("blocked"), sort, columns)


def test_items_look_for_words_in_their_own_fields() -> None:
    assert items("freight").expr == Contains(ITEM_WORDS, "freight")
    assert {"document_no", "customer_no", "name", "po", "text"} <= set(ITEM_WORDS)
