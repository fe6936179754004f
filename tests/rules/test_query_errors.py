"""A filter that cannot be read says where and what would be right; nothing else ever escapes."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcollect_tui.errors import QueryError, UsageError
from arcollect_tui.rules.dates import WeekendCalendar
from arcollect_tui.rules.formats import office_format
from arcollect_tui.rules.query import Query, Target, parse_query
from arcollect_tui.rules.query_fields import FIELDS, HAS, LACKS, names

TODAY = date(2026, 11, 23)


def read(text: str, target: Target = Target.ACCOUNTS, country: str = "US") -> Query:
    return parse_query(text, target, today=TODAY, fmt=office_format(country), calendar=WeekendCalendar())


def refusal(text: str, target: Target = Target.ACCOUNTS) -> QueryError:
    with pytest.raises(QueryError) as caught:
        read(text, target)
    return caught.value


def test_the_sentence_of_a_wrong_age() -> None:
    error = refusal("bal>5k od>=thirty")
    assert str(error) == "od needs a number of days, e.g. od>=30."
    assert error.text[error.start : error.end] == "thirty"
    assert error.cure == "e.g. od>=30."
    assert isinstance(error, UsageError)
    assert error.exit_code == 2


@pytest.mark.parametrize("target", list(Target))
def test_an_unknown_field_names_the_nearest(target: Target) -> None:
    error = refusal("duee<today", target)
    assert str(error) == 'There is no field "duee". Did you mean due?'
    assert error.text[error.start : error.end] == "duee"


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("zzzz:1", "zzzz", "Tab lists the fields"),
        ("amt>5", "amt", "amt is a field of items, not of accounts"),
        ("short", "short", "short is asked of items, not of accounts; quotes make it a search"),
        ("bal>five", "five", "bal needs an amount, e.g. bal>5k"),
        ("bal>500xyz", "500xyz", "bal needs an amount"),
        ("bal>1,2,3", "1,2,3", "bal needs an amount"),
        ("bal>999999999999999", "999999999999999", "bal needs an amount"),
        ("bal>0.12345", "0.12345", "bal needs an amount"),
        ("bal>0.1234567890123456789", "0.1234567890123456789", "bal needs an amount"),
        ("bal>99999999999999.9999", "99999999999999.9999", "bal needs an amount"),
        ("bal:1kusd..2keur", "1kusd..2keur", "one currency"),
        ("ovd:2500..1000", "2500..1000", "runs backwards"),
        ("od:60..30", "60..30", "runs backwards"),
        ("ovd:..", "..", "ovd needs an amount"),
        ("ovd:1k..2x", "2x", "ovd needs an amount"),
        ("ovd>1..2", "ovd>1..2", "A range takes a colon: ovd:1..2."),
        ("score>1.5", "1.5", "score needs a whole number"),
        ("od>=30d", "30d", "od needs a number of days"),
        ("od>=99999999", "99999999", "beyond the calendar"),
        ("last>999999d", "999999d", "beyond the calendar"),
        ("next<never", "never", 'next needs a date: "never" is no date'),
        ("next<none", "none", "neither before nor after"),
        ("next:none..fri", "none", "needs a date"),
        ("p:brokn", "brokn", "open, kept, partial, broken, today, none"),
        ("p:brokn", "brokn", "Did you mean broken?"),
        ("p~x", "~", "p takes : = != and not ~"),
        ("name>x", ">", "name takes : = != ~ and not >"),
        ("cur:dollar", "dollar", '"dollar" is no currency code'),
        ("cur:usd,", "", "cur needs a value"),
        ("name:", "", "name needs a text"),
        ("blocked:maybe", "maybe", "blocked needs yes or no"),
        ("has:fax", "fax", "contact, phone, email"),
        ("no:emial", "emial", "Did you mean email?"),
        ("has=email", "has=", "has takes a colon"),
        ("col:me", "me", "type the collector's name"),
        ("name~[", "[", "cannot use this pattern"),
        ('name~"(a+)+"', '"(a+)+"', "a group cannot be repeated"),
        ('name~"(?=a)"', '"(?=a)"', "cannot use this pattern"),
        (r'name~"(a)\1"', r'"(a)\1"', "cannot use this pattern"),
        ('name~""', '""', "it is empty"),
        ("name~a*b*c*d*", "a*b*c*d*", "more than 2 repeats"),
        ('name~"a?b?c?d?(e|f|g|h)"', '"a?b?c?d?(e|f|g|h)"', "more than 6 options"),
        ("name~[[a]", "[[a]", "character class"),
        ("name~a{99999999999}", "a{99999999999}", "cannot use this pattern"),
        ("od >= 30", ">=", "without blanks"),
        ("od>= 30", " ", "od needs a number of days"),
        (":broken", ":", "between a field and a value"),
        ('name:"acme', '"acme', "This quote is not closed"),
        ('"acme', '"acme', "This quote is not closed"),
        ("(bal>1", "(", "This ( is not closed"),
        ("bal>1)", ")", "This ) closes nothing"),
        ("()", "()", "hold no condition"),
        ('""', '""', "nothing between the quotes"),
        ("#", "", "e.g. #8142"),
        ("-", "-", "- needs a condition right after it"),
        ("- blocked", "-", "- needs a condition right after it"),
        ("blocked |", "|", "a condition on both sides"),
        ("| blocked", "|", "a condition on both sides"),
        ("blocked || disputed", "|", "a condition on both sides"),
        ("sort:name | blocked", "|", "a condition on both sides"),
        ("p:broken|kept", "|kept", "several values stand between commas"),
        ("sort:nme", "nme", "Did you mean name?"),
        ("over>50k", "over", "Did you mean over90, over_limit or overdue?"),
        ("sort:-", "-", "no field"),
        ("sort:p", "p", "cannot be sorted by promise"),
        ("sort>name", "sort>", "sort takes a colon"),
        ("cols:nme", "nme", "Did you mean name?"),
        ("-sort:name", "-sort:name", "cannot be negated"),
        ("sort:name sort:score", "sort:score", "twice"),
        ("(" * 31 + "a" + ")" * 31, "(", "at most 30 deep"),
        ("-" * 31 + "a", "-", "at most 30 deep"),
        ("a " * 251, "a", "at most 250 conditions"),
        ("a" * 4001, "a", "at most 4000 characters"),
        ("\ud800", "\ud800", "no text"),
    ],
)
def test_the_place_and_the_cure(text: str, place: str, says: str) -> None:
    error = refusal(text)
    assert says in str(error)
    assert text[error.start : error.end].rstrip() == place.rstrip()
    assert error.end > error.start


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("d:pr", "pr", "PRC (price) or PRC-PO (price differs from order)"),
        ("reason:frxt", "frxt", "Did you mean FRT"),
        ("coding:disputd", "disputd", "open, uncoded, collectible, disputed or a reason"),
        ("type:invoce", "invoce", "Did you mean invoice?"),
        ("bal>5", "bal", "bal is a field of accounts, not of items"),
        ("due:today..32", "32", "needs a date"),
        ("has:email", "has", "There is no field"),
        ("over_limit", "over_limit", "is asked of accounts, not of items"),
    ],
)
def test_the_place_and_the_cure_for_items(text: str, place: str, says: str) -> None:
    error = refusal(text, Target.ITEMS)
    assert says in str(error)
    assert text[error.start : error.end] == place


@pytest.mark.parametrize("target", list(Target))
def test_the_example_of_every_field_reads(target: Target) -> None:
    for field in FIELDS[target]:
        assert field.example, field
        query = parse_query(
            field.example,
            target,
            today=TODAY,
            fmt=office_format("US"),
            calendar=WeekendCalendar(),
            me="J.Kim",
        )
        assert query.expr is not None


PARTS = st.one_of(
    st.sampled_from(
        ["od", "due", "bal", "amt", "next", "last", "p", "d", "name", "cur", "no", "has", "short"]
    ),
    st.sampled_from([":", "=", "!=", ">", ">=", "<", "<=", "~", "|", "-", "(", ")", '"', ",", " "]),
    st.sampled_from(["30", "1k", "..", "14d", "fri", "none", "me", "open", "usd", "[", "+", "*", "\\"]),
    st.text(max_size=4),
)


@given(st.lists(PARTS, max_size=14).map("".join), st.sampled_from(Target), st.sampled_from(["US", "DE"]))
def test_whatever_is_typed_reads_or_is_refused_with_a_place(
    text: str, target: Target, country: str
) -> None:
    error = None
    try:
        read(text, target, country)
    except QueryError as caught:
        error = caught
    if error is not None:
        assert 0 <= error.start < error.end <= max(len(text), error.start + 1)
        assert error.sentence


@given(st.from_regex(r"\A[A-Za-z_]{1,12}\Z"), st.sampled_from(Target))
def test_an_unknown_field_never_becomes_a_search(name: str, target: Target) -> None:
    if name.lower() in {*names(target), HAS, LACKS}:
        return
    error = refusal(f"{name}:1", target)
    assert error.text[error.start : error.end] == name
