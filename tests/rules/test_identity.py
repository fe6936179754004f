"""Canonical JSON, ids and handles: the same on every desk, for ever."""

import hashlib
import json
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcollect_tui.errors import UsageError
from arcollect_tui.rules.identity import (
    Handle,
    canonical_json,
    customer_id,
    id63,
    item_id,
    item_ids,
    parse_handle,
    parsed,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
PARTS = st.lists(TEXT | st.integers())
TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner),
)


def slow_id(parts: list[str | int]) -> int:
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) >> (256 - 63)


class Kind(StrEnum):
    CALL = "call"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"b": 1, "a": ["x", -2, None, True]}, b'{"a":["x",-2,null,true],"b":1}'),
        ({"ß": 'Müller\n"q"\\'}, '{"ß":"Müller\\n\\"q\\"\\\\"}'.encode()),
        ({"Z": 1, "a": 2, "É": 3, "😀": 4, "\ufb01": 5}, '{"Z":1,"a":2,"É":3,"\ufb01":5,"😀":4}'.encode()),
        ((Kind.CALL, 10**20), b'["call",100000000000000000000]'),
    ],
)
def test_canonical_json(value: object, expected: bytes) -> None:
    assert canonical_json(value) == expected


@pytest.mark.parametrize("value", [1.0, float("nan"), [0.5], {"a": {"b": 1.5}}, {1: "x"}, {"a": b""}, {1}])
def test_what_has_no_one_spelling_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="canonical JSON"):
        canonical_json(value)


@given(TREES)
def test_canonical_json_reads_back_and_is_one_spelling(value: object) -> None:
    spelt = canonical_json(value)
    assert json.loads(spelt) == value
    assert canonical_json(json.loads(spelt)) == spelt


@given(TREES)
def test_canonical_json_is_taken_as_it_was_written(value: object) -> None:
    assert parsed(canonical_json(value).decode()) == value


@pytest.mark.parametrize(
    "text",
    ['{"a": 1}', '{"b":1,"a":2}', '{"a":1,"a":1}', '"\\u0041"', " 1", "[1, 2]", "-0", "1\n"],
)
def test_json_in_any_other_spelling_is_not_taken(text: str) -> None:
    with pytest.raises(ValueError, match="not canonical JSON"):
        parsed(text)


@pytest.mark.parametrize("number", ["1.0", "0.5", "1e2", "NaN", "Infinity", "-Infinity"])
def test_there_are_whole_numbers_only(number: str) -> None:
    with pytest.raises(ValueError, match=f"canonical JSON has no number {number}"):
        parsed(f"[{number}]")


def test_ids_are_fixed() -> None:
    """Every store ever written depends on these numbers."""
    assert customer_id("main", "C10413") == slow_id(["1", "main", "customer", "C10413"])
    assert customer_id("main", "C10413") == CUSTOMER
    assert item_id("main", ["1000", "INV-1", 2026]) == ITEM


CUSTOMER = 3833812461811682850
ITEM = 3983488907690798646


@given(PARTS)
def test_the_quick_id_is_the_slow_id(parts: list[str | int]) -> None:
    assert id63(parts) == slow_id(parts)
    assert 0 <= id63(parts) < 2**63


@given(TEXT, TEXT, PARTS)
def test_customers_and_items_are_named_arrays(ledger: str, number: str, values: list[str | int]) -> None:
    assert customer_id(ledger, number) == slow_id(["1", ledger, "customer", number])
    assert item_id(ledger, values) == slow_id(["1", ledger, "item", *values])


ROWS = st.integers(1, 3).flatmap(
    lambda wide: st.lists(st.lists(TEXT | st.integers(), min_size=wide, max_size=wide))
)


@given(TEXT, ROWS)
def test_ids_made_together_are_those_made_alone(ledger: str, rows: list[list[str | int]]) -> None:
    columns = list(zip(*rows, strict=True))
    assert item_ids(ledger, columns) == [item_id(ledger, row) for row in rows]


@pytest.mark.parametrize("text", ["100%", "%s", "%%", "%(x)s", 'a"b', "a\\b", "a\nb"])
def test_no_sign_in_a_text_means_anything(text: str) -> None:
    columns: list[list[str | int]] = [[text, "plain"], ["plain", text], [1, 2]]
    rows = [list(row) for row in zip(*columns, strict=True)]
    assert item_ids(text, columns) == [item_id(text, row) for row in rows]
    assert item_ids(text, [[text]]) == [slow_id(["1", text, "item", text])]


def test_columns_of_unequal_length_make_no_ids() -> None:
    with pytest.raises(ValueError, match="shorter"):
        item_ids("main", [["a", "b"], [1]])


@pytest.mark.parametrize(("value", "kind"), [({1: 2}, "text keys only, not int"), ([1.5], "no float")])
def test_a_refused_value_is_named_by_its_type(value: object, kind: str) -> None:
    with pytest.raises(TypeError, match=kind):
        canonical_json(value)


def test_text_and_number_are_different_parts() -> None:
    assert item_id("main", ["1"]) != item_id("main", [1])
    assert item_id("main", ["a", "b"]) != item_id("main", ["a,b"])
    assert customer_id("a", "1") != customer_id("b", "1")
    assert id63([Kind.CALL]) == id63(["call"])
    assert id63([True]) == slow_id([True])


def test_handles() -> None:
    assert str(Handle(3, 41)) == "3-41"
    assert parse_handle(" 3-41 ") == Handle(3, 41)


@pytest.mark.parametrize(
    "text", ["", "3", "3-", "-41", "0-1", "3-0", "3-41-2", "a-1", "３-1", "3 41", "03-1"]
)
def test_no_handle(text: str) -> None:
    with pytest.raises(UsageError, match="such as 3-41"):
        parse_handle(text)
