"""Codes of other lists: every one stands for one of our reasons, and the way back is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcollect_tui.errors import UsageError
from arcollect_tui.rules.code_lists import LISTS, ForeignCode
from arcollect_tui.rules.reason_codes import (
    SCHEMES,
    beginning,
    find_reason,
    foreign_words,
    is_foreign,
    means,
    ours,
    theirs,
)
from arcollect_tui.rules.reason_policy import tree_of
from arcollect_tui.rules.reasons import REASONS, SHIPPED

X12_AT_A_DESK = """
01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 29 30 31 33 38 40 41 42 43 44
45 46 48 50 51 52 53 54 55 56 57 59 60 61 62 63 70 71 72 73 74 75 76 77 78 79 80 81 82 84 86 87 89 90 92 97
99 A2 A3 A4 A5 A6 A7 A8 A9 B1 B2 B7 B8 BD BL CM CS D3 D4 D5 E2 E3 E9 F1 FA GC GE GG GL H2 H6 H7 IF L7 L8 ME
MG MH MJ MK OT P1
"""
"""The adjustment reasons of X12 426 that an accounts-receivable desk meets."""
EVERY = [(scheme, code) for scheme, codes in LISTS.items() for code in codes]
SHIPPED_X12 = [(reason.code, code) for reason in REASONS for code in reason.x12]


def test_the_list_of_x12_has_what_a_desk_meets_and_each_code_once() -> None:
    assert sorted(code.code for code in LISTS["x12"]) == sorted(X12_AT_A_DESK.split())
    for codes in LISTS.values():
        assert len({code.code for code in codes}) == len(codes)


@pytest.mark.parametrize(("scheme", "foreign"), EVERY, ids=[f"{s}-{code.code}" for s, code in EVERY])
def test_every_shipped_code_means_the_reason_it_stands_under(scheme: str, foreign: ForeignCode) -> None:
    assert ours(SHIPPED, f"{scheme}:{foreign.code}").code == foreign.reason
    assert foreign_words(f"{scheme}:{foreign.code}") == foreign.words != ""


@pytest.mark.parametrize(("reason", "code"), SHIPPED_X12, ids=[f"{r}-{code}" for r, code in SHIPPED_X12])
def test_every_x12_code_of_a_reason_maps_back_to_a_reason_that_lists_it(reason: str, code: str) -> None:
    found = ours(SHIPPED, f"x12:{code}")
    assert code in found.x12
    assert found.code == reason or code == "01"  # pricing error: PRC before PRC-PO


@pytest.mark.parametrize("reason", REASONS, ids=lambda reason: reason.code)
def test_what_goes_out_comes_back(reason: object) -> None:
    code: str = reason.code  # type: ignore[attr-defined]
    out = theirs(SHIPPED, code, "x12")
    assert out == reason.x12[0]  # type: ignore[attr-defined]
    back = ours(SHIPPED, f"x12:{out}").code
    assert back == code or (code, back) == ("PRC-PO", "PRC")
    for scheme in ("retail", "carc"):
        out = theirs(SHIPPED, code, scheme)
        assert out == "" or ours(SHIPPED, f"{scheme}:{out}").code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("x12:6", "QTY"),
        ("X12:06", "QTY"),
        (" x12 : 06 ", "QTY"),
        ("x12:gl", "UNK"),
        ("retail:22", "QTY"),
        ("carc:45", "CON"),
        ("carc:18", "DUP"),
        ("prc", "PRC"),
    ],
)
def test_a_code_is_read_as_people_type_it(text: str, code: str) -> None:
    assert find_reason(SHIPPED, text).code == code


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("x12:ZZ", 'X12 426 code "ZZ" is not known here. It has 114, for example 01'),
        ("x12:", "not known here"),
        ("carc:999", "health claims code"),
        ("edi:06", 'no list of codes "edi". There are x12:'),
        ("sap:Z12", "Set them by policy, for example reason.PRC.sap"),
        ("06", "names no list"),
    ],
)
def test_an_unknown_code_names_what_is_known(text: str, why: str) -> None:
    with pytest.raises(UsageError) as problem:
        ours(SHIPPED, text)
    assert why in problem.value.sentence
    assert means(SHIPPED, text) == ""


def test_policy_says_what_saps_codes_stand_for() -> None:
    tree = tree_of({"reason.PRC.sap": "Z01 Z12", "reason.QTY.sap": "Z12 Z02"})
    assert ours(tree, "sap:z01").code == "PRC"
    assert ours(tree, "sap:Z12").code == "QTY"  # where it stands first
    assert theirs(tree, "PRC", "sap") == "Z01"
    assert theirs(tree, "FRT", "sap") == ""
    with pytest.raises(UsageError, match="There are Z01, Z12, Z02"):
        ours(tree, "sap:Z99")


def test_a_list_of_the_office_goes_before_the_shipped_one() -> None:
    tree = tree_of({"reason.PAL.name": "Pallets", "reason.PAL.x12": "10 P9"})
    assert ours(SHIPPED, "x12:10").code == "FRT"
    assert ours(tree, "x12:10").code == "PAL"
    assert theirs(tree, "PAL", "x12") == "10"


def test_a_reason_no_longer_offered_is_named_and_found_only_for_asking() -> None:
    tree = tree_of({"reason.QTY.active": "no"})
    with pytest.raises(UsageError, match=r"x12:06 stands for QTY \(shortage\), which is no longer offered"):
        ours(tree, "x12:06")
    assert ours(tree, "x12:06", retired=True).code == "QTY"
    assert "QTY" not in [reason.code for reason in beginning(tree, "x12:0")]


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("x12:06", ["QTY"]),
        ("carc:4", ["DOC", "CON", "DSC"]),
        ("x12:", None),
        ("x12:QQ", []),
        ("edi:1", []),
        ("pr", []),
    ],
)
def test_type_ahead_over_the_codes_of_a_list(typed: str, codes: list[str] | None) -> None:
    found = [reason.code for reason in beginning(SHIPPED, typed)]
    if codes is None:
        assert set(found) == {reason.code for reason in REASONS}
    else:
        assert found[: len(codes[:1])] == codes[:1]
        assert set(found) == set(codes)


def test_no_list_no_way_out() -> None:
    with pytest.raises(UsageError, match="no list of codes"):
        theirs(SHIPPED, "PRC", "edi")
    assert theirs(SHIPPED, "NONSUCH", "x12") == ""
    assert set(LISTS) < set(SCHEMES)


@given(st.text(max_size=20))
def test_any_text_is_a_code_or_is_refused(text: str) -> None:
    typed = f"x12:{text}"
    assert is_foreign(typed)
    found = means(SHIPPED, typed)
    if found:
        assert SHIPPED.get(found) in beginning(SHIPPED, typed)
    else:
        with pytest.raises(UsageError, match=r"\.\Z"):
            ours(SHIPPED, typed)
