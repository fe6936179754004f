"""Who owns a customer on a day: covers before assignments, these before the ledger; nothing else moves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcollect_tui.rules.owners import (
    ASSIGN,
    COVER,
    Term,
    Terms,
    as_text,
    deed_words,
    handed_over,
    is_said,
    moves,
    owner_on,
    owner_words,
    term_on,
    terms_of,
    with_term,
)

MON = 739_943
"""Monday 23 November 2026."""
ANN = Term("ann", ASSIGN, MON - 30)
BO_FROM_FRI = Term("bo", ASSIGN, MON + 4)
CY_COVERS = Term("cy", COVER, MON + 1, MON + 8)


@pytest.mark.parametrize(
    ("terms", "day", "owner"),
    [
        ((), 0, "led"),
        ((ANN,), 0, "ann"),
        ((ANN,), -31, "led"),
        ((CY_COVERS,), 0, "led"),
        ((CY_COVERS,), 1, "cy"),
        ((ANN, CY_COVERS), 8, "cy"),
        ((ANN, CY_COVERS), 9, "ann"),
        ((CY_COVERS, ANN), 8, "cy"),
        ((BO_FROM_FRI,), 3, "led"),
        ((BO_FROM_FRI,), 4, "bo"),
        ((ANN, BO_FROM_FRI), 4, "bo"),
    ],
)
def test_who_owns_on_a_day(terms: Terms, day: int, owner: str) -> None:
    assert owner_on(terms, "led", MON + day) == owner


@pytest.mark.parametrize(
    ("before", "new", "after"),
    [
        ((), ANN, (ANN,)),
        ((ANN,), BO_FROM_FRI, (Term("ann", ASSIGN, MON - 30, MON + 3), BO_FROM_FRI)),
        ((ANN,), Term("bo", ASSIGN, MON), (Term("bo", ASSIGN, MON),)),
        ((ANN,), Term("", ASSIGN, MON), ()),
        ((BO_FROM_FRI,), Term("cy", ASSIGN, MON), (Term("cy", ASSIGN, MON),)),
        (
            (ANN, CY_COVERS),
            Term("di", COVER, MON + 3, MON + 4),
            (
                ANN,
                Term("cy", COVER, MON + 1, MON + 2),
                Term("di", COVER, MON + 3, MON + 4),
                Term("cy", COVER, MON + 5, MON + 8),
            ),
        ),
        ((ANN, CY_COVERS), Term("", COVER, MON + 5, MON + 99), (ANN, Term("cy", COVER, MON + 1, MON + 4))),
        ((Term("cy", COVER, MON - 9, MON - 1),), ANN, (ANN,)),
    ],
)
def test_a_term_takes_its_days_from_those_of_its_kind(before: Terms, new: Term, after: Terms) -> None:
    assert with_term(before, new, MON) == after


@st.composite
def deeds(draw: st.DrawFn) -> Term:
    """Whatever is said today of days to come."""
    why = draw(st.sampled_from([ASSIGN, COVER]))
    first = MON + draw(st.integers(0, 12))
    last = first + draw(st.integers(0, 9)) if why == COVER else None
    return Term(draw(st.sampled_from(["ann", "bo", "cy", ""])), why, first, last)


DAYS = range(MON, MON + 30)


@given(st.lists(deeds(), max_size=6), deeds())
def test_what_is_said_holds_on_its_days_and_nothing_else_moves(said: list[Term], new: Term) -> None:
    before: Terms = ()
    for term in said:
        before = with_term(before, term, MON)
    after = with_term(before, new, MON)
    assert terms_of(as_text(after)) == after
    for day in DAYS:
        for why in (ASSIGN, COVER):
            assert sum(term.holds(day) for term in after if term.why == why) <= 1
            mine = [term for term in after if term.why == why]
            was = [term for term in before if term.why == why]
            wanted = new.collector if new.why == why and new.holds(day) else owner_on(was, "", day)
            assert owner_on(mine, "", day) == wanted
        found = term_on(after, day)
        covered = any(term.why == COVER and term.holds(day) for term in after)
        assert covered == (found is not None and found.why == COVER)
    for ledger in ("", "Bo"):
        owners = [[owner_on(terms, ledger, day).lower() for day in DAYS] for terms in (before, after)]
        assert moves(before, after, ledger, MON) == (owners[0] != owners[1])


FOR_GOOD, HOLIDAY = Term("di", ASSIGN, MON + 2), Term("di", COVER, MON + 2, MON + 20)


@pytest.mark.parametrize(
    ("terms", "giver", "new", "given"),
    [
        ((), "LED", FOR_GOOD, FOR_GOOD),
        ((), "ann", FOR_GOOD, None),
        ((ANN,), "ann", HOLIDAY, HOLIDAY),
        ((ANN, CY_COVERS), "ann", FOR_GOOD, FOR_GOOD),
        ((ANN, CY_COVERS), "cy", FOR_GOOD, None),
        ((ANN, CY_COVERS), "ann", HOLIDAY, None),
        ((ANN, CY_COVERS), "cy", HOLIDAY, Term("di", COVER, MON + 2, MON + 8)),
        ((ANN, CY_COVERS), "cy", Term("di", COVER, MON + 2, MON + 3), Term("di", COVER, MON + 2, MON + 3)),
        ((BO_FROM_FRI,), "bo", FOR_GOOD, None),
        ((BO_FROM_FRI,), "bo", Term("di", ASSIGN, MON + 4), Term("di", ASSIGN, MON + 4)),
    ],
)
def test_what_goes_along_when_everything_is_handed_over(
    terms: Terms, giver: str, new: Term, given: Term | None
) -> None:
    assert handed_over(terms, "led", giver, new) == given


@pytest.mark.parametrize(
    ("terms", "new", "said"),
    [
        ((), Term("LED", ASSIGN, MON), True),
        ((), Term("led", COVER, MON, MON + 3), True),
        ((), Term("bo", ASSIGN, MON), False),
        ((), Term("bo", COVER, MON + 5, MON + 5), False),
        ((), Term("", ASSIGN, MON), True),
        ((ANN,), Term("Ann", ASSIGN, MON + 9), True),
        ((ANN,), Term("", COVER, MON, MON + 3), True),
        ((ANN,), Term("", ASSIGN, MON), False),
        ((Term("led", ASSIGN, MON - 3),), Term("", ASSIGN, MON), False),
        ((ANN, CY_COVERS), Term("cy", ASSIGN, MON), False),
        ((ANN, CY_COVERS), Term("cy", COVER, MON + 2, MON + 4), True),
    ],
)
def test_what_would_say_nothing_new(terms: Terms, new: Term, said: bool) -> None:
    assert is_said(terms, new, "led", MON) is said


def test_in_words() -> None:
    assert owner_words((), "led", MON) == "led"
    assert owner_words((), "", MON) == ""
    assert owner_words((ANN, CY_COVERS), "led", MON) == "ann, covered by cy from Tue 24 Nov until Tue 1 Dec"
    assert owner_words((ANN, CY_COVERS), "led", MON + 2) == "ann, covered by cy until Tue 1 Dec"
    assert owner_words((ANN, CY_COVERS), "led", MON + 9) == "ann"
    assert owner_words((BO_FROM_FRI,), "", MON) == "unassigned, assigned to bo from Fri 27 Nov"
    assert deed_words(CY_COVERS) == "covered by cy from Tue 24 Nov until Tue 1 Dec"
    assert deed_words(Term("", ASSIGN, MON)) == "given back to the ledger's collector from Mon 23 Nov"
    assert deed_words(Term("", COVER, MON, MON)) == "not covered from Mon 23 Nov until Mon 23 Nov"
