"""Conflicts: facts about one thing of which none replaces the other."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcollect_tui.rules.conflicts import Conflict, Fact, conflicts, first_decides


def stamp(number: int) -> bytes:
    return number.to_bytes(16, "big")


def fact(text: str, thing: str = "coding", key: str = "1") -> Fact:
    """A fact as the tables below write it: `3:PRC<1,2` is entry 3, which says PRC and replaces 1 and 2.

    A leading `x` is one that was taken back, `u` one that is unfounded; one that says `-` only settles.
    """
    mark = text[0] if text[0] in "xu" else ""
    number, _, said = text.removeprefix(mark).partition(":")
    says, _, named = said.partition("<")
    return Fact(
        entry=stamp(int(number)),
        line=0,
        thing=thing,
        key=key,
        says=None if says == "-" else (says,),
        replaces=tuple(stamp(int(one)) for one in named.split(",") if one),
        counts=mark != "x",
        founded=mark != "u",
    )


def shown(conflict: Conflict) -> str:
    """Its values by their numbers, the one in force with a star."""
    return " ".join(
        f"{int.from_bytes(one.entry)}{'*' if one == conflict.in_force else ''}" for one in conflict.values
    )


CASES = [
    ("1:PRC", None),
    ("1:PRC 2:SHT", "1 2*"),
    ("1:PRC 2:PRC", None),
    ("1:PRC 2:SHT 3:PRC", "1 2 3*"),
    ("1:PRC 2:SHT<1", None),
    ("1:PRC 2:SHT<1 3:TAX<1", "2 3*"),
    ("1:PRC 2:SHT<1 3:TAX<2", None),
    # who was taken back says nothing, and gives back what it replaced
    ("1:PRC x2:SHT", None),
    ("1:PRC x2:SHT<1 3:TAX<1", None),
    ("1:PRC x2:SHT<1 3:TAX", "1 3*"),
    # a chain goes through what was taken back
    ("1:PRC x2:SHT<1 3:TAX<2", None),
    ("1:PRC x2:SHT<1 x3:TAX<2 4:ADV<3", None),
    # settled: several are replaced at once, until that is taken back
    ("1:PRC 2:SHT 3:SHT<2,1", None),
    ("1:PRC 2:SHT x3:SHT<2,1", "1 2*"),
    ("1:PRC 2:SHT 3:-<1", None),
    ("1:PRC 2:SHT x3:-<1", "1 2*"),
    ("1:PRC 2:SHT 3:SHT<2,1 4:TAX<2", "3 4*"),
    ("1:PRC 2:SHT 3:SHT<2,1 4:PRC<1,2", "3 4*"),
    ("1:PRC 2:SHT 3:SHT<2,1 4:SHT<1,2", None),
    ("1:PRC 2:SHT x3:SHT<2,1 4:TAX<3", None),
    # unfounded: it counts for nothing, and is told until something replaces or settles it
    ("x1:PRC u2:SHT<1", "2"),
    ("x1:PRC u2:SHT<1 3:TAX", "2 3*"),
    ("x1:PRC u2:SHT<1 3:SHT", "2 3*"),
    ("x1:PRC u2:SHT<1 u3:TAX<2", "3"),
    ("x1:PRC u2:SHT<1 u3:TAX<1", "2 3"),
    ("x1:PRC u2:SHT<1 3:TAX<2", None),
    ("x1:PRC u2:SHT<1 3:-<2", None),
    ("0:ADV x1:PRC<0 u2:SHT<1", "0* 2"),
    ("1:PRC x2:SHT u3:SHT<2,1", "1* 3"),
    # nobody replaces what was said later
    ("1:PRC<2 2:SHT<1", None),
    ("1:PRC<2 2:SHT", "1 2*"),
    ("1:PRC<1 2:SHT<2", "1 2*"),
    # what is not here may be named
    ("5:PRC<3 6:SHT<4", "5 6*"),
]


@pytest.mark.parametrize(("facts", "expected"), CASES)
def test_which_facts_contradict(facts: str, expected: str | None) -> None:
    found = [shown(one) for one in conflicts(map(fact, facts.split()))]
    assert found == ([] if expected is None else [expected])


def test_of_two_facts_in_one_entry_the_later_line_is_what_it_says() -> None:
    said = [fact("1:PRC"), fact("2:SHT"), replace(fact("2:PRC"), line=1)]
    assert conflicts(said) == []
    assert conflicts(reversed(said)) == []


def test_things_are_told_apart_and_stand_in_order() -> None:
    said = [
        fact(text, thing, key)
        for thing, key in (("policy", "a"), ("coding", "2"), ("contact", "1"), ("coding", "1"))
        for text in ("1:PRC", "2:SHT")
    ]
    found = [(one.thing, one.key) for one in conflicts(said)]
    assert found == [("coding", "1"), ("coding", "2"), ("contact", "1"), ("policy", "a")]
    assert conflicts([fact("1:PRC"), fact("2:SHT", key="2"), fact("3:TAX", "contact")]) == []


def test_the_first_recipe_of_a_ledger_is_in_force() -> None:
    key = "ledger.main.recipe"
    assert first_decides("policy", key)
    assert not first_decides("policy", "office.name")
    assert not first_decides("coding", key)
    (found,) = conflicts([fact("1:a", "policy", key), fact("2:b", "policy", key)])
    assert shown(found) == "1* 2"
    settled = [fact("1:a", "policy", key), fact("2:b", "policy", key), fact("3:a<1,2", "policy", key)]
    assert conflicts(settled) == []
    (again,) = conflicts([*settled, fact("4:b", "policy", key)])
    assert shown(again) == "3* 4"


def test_another_value_makes_another_conflict() -> None:
    (two,) = conflicts([fact("1:PRC"), fact("2:SHT")])
    (same,) = conflicts([fact("2:SHT"), fact("1:PRC"), fact("x3:TAX")])
    (three,) = conflicts([fact("1:PRC"), fact("2:SHT"), fact("3:TAX")])
    (loose,) = conflicts([fact("x0:TAX"), fact("u1:PRC<0"), fact("2:SHT")])
    (elsewhere,) = conflicts([fact("1:PRC", key="2"), fact("2:SHT", key="2")])
    assert two.id == same.id
    assert len({one.id for one in (two, three, loose, elsewhere)}) == 4
    assert all(len(one.id) == 10 for one in (two, three, loose, elsewhere))


@st.composite
def histories(draw: st.DrawFn) -> list[Fact]:
    """Facts as desks may leave them: each names earlier ones, some are taken back, some unfounded."""
    found: list[Fact] = []
    for number in range(1, draw(st.integers(1, 9)) + 1):
        named = draw(st.lists(st.integers(1, max(1, number - 1)), max_size=2, unique=True))
        loose = bool(named) and draw(st.booleans()) and draw(st.booleans())
        found.append(
            Fact(
                stamp(number),
                draw(st.integers(0, 3)),
                "coding",
                "1",
                draw(st.none() | st.sampled_from([("PRC",), ("SHT",), ("TAX",)])),
                tuple(map(stamp, named)),
                counts=draw(st.booleans()),
                founded=not loose,
            )
        )
    return found


@given(histories(), st.randoms(use_true_random=False))
def test_order_and_repetition_never_matter(facts: list[Fact], chance: Random) -> None:
    mixed = [*facts, *facts]
    chance.shuffle(mixed)
    assert conflicts(mixed) == conflicts(facts)


@given(st.lists(st.sampled_from(["PRC", "SHT", "TAX"]), min_size=1, max_size=12), st.data())
def test_a_single_chain_never_conflicts(values: list[str], data: st.DataObject) -> None:
    """One desk after the other, each knowing what was said: the newest counting fact is replaced."""
    said: list[Fact] = []
    for number, value in enumerate(values, 1):
        live = [one for one in said if one.counts]
        named = (live[-1].entry,) if live else ()
        said.append(Fact(stamp(number), 0, "coding", "1", (value,), named))
        if data.draw(st.booleans()):
            said[-1] = replace(said[-1], counts=False)
    assert conflicts(said) == []


@given(histories(), st.data())
def test_settling_always_ends_it(facts: list[Fact], data: st.DataObject) -> None:
    for found in conflicts(facts):
        choice = data.draw(st.sampled_from([None, *found.values]))
        replaced, others = found.settled_by(choice)
        says = (choice or found.in_force or found.values[-1]).says
        named = (*others, *(() if replaced is None else (replaced,)))
        new = Fact(stamp(100), 0, found.thing, found.key, says, named)
        assert {one.entry for one in found.values} <= set(named)
        assert conflicts([*facts, new]) == []
        assert conflicts([*facts, replace(new, counts=False)]) == [found]


@given(histories())
def test_what_is_in_force_is_the_newest_that_counts(facts: list[Fact]) -> None:
    for found in conflicts(facts):
        live = [one for one in facts if one.counts and one.founded and one.says is not None]
        newest = max(live, key=lambda one: one.entry, default=None)
        assert found.in_force == newest
        assert newest is None or newest in found.values
