"""Saved views: kept by letter, replaced, dropped, refused; and they never travel."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from arcollect_tui.errors import ArcollectError, QueryError, Refused, UsageError
from arcollect_tui.services.checks import run_checks
from arcollect_tui.services.office import Office
from arcollect_tui.services.views import View, drop_view, known_view, save_view, saved_views
from tests.services.offices import office_at

SHORT = View("k", "items", "Freight west", "short text:freight sort:-short_amount cols:std")
BIG = View("B", "worklist", "Big ones", "bal>5k")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_at(tmp_path / "office.arcollect") as opened:
        yield opened


def test_views_are_kept_by_their_letters_and_in_no_digest(office: Office) -> None:
    before = run_checks(office).digest
    assert saved_views(office) == []
    assert save_view(office, SHORT) == SHORT
    save_view(office, BIG)
    assert saved_views(office) == [BIG, SHORT]
    assert known_view(office, "k", "items") == SHORT
    assert run_checks(office).digest == before


def test_the_letter_keeps_its_name_unless_another_is_given(office: Office) -> None:
    save_view(office, SHORT)
    assert save_view(office, View("k", "items", " ", "short")) == View(
        "k", "items", "Freight west", "short"
    )
    assert save_view(office, View("k", "items", "Anew", "short")).name == "Anew"
    assert len(saved_views(office)) == 1


def test_a_dropped_view_is_gone_and_cannot_be_dropped_again(office: Office) -> None:
    save_view(office, SHORT)
    assert drop_view(office, "k") == SHORT
    assert saved_views(office) == []
    with pytest.raises(Refused, match='There is no saved view "k"'):
        drop_view(office, "k")


@pytest.mark.parametrize(
    ("view", "error", "why"),
    [
        (View("s", "items", "n", "short"), Refused, "V s is a view that comes with arcollect"),
        (View("c", "items", "n", "short"), Refused, "V c is a view that comes with arcollect"),
        (View("", "items", "n", "short"), UsageError, '"" is not a letter'),
        (View("ab", "items", "n", "short"), UsageError, '"ab" is not a letter'),
        (View("=", "items", "n", "short"), UsageError, '"=" is not a letter'),
        (View("\u00e4", "items", "n", "short"), UsageError, "is not a letter"),
        (View("k", "items", "n", " "), Refused, "There is nothing to save"),
        (View("k", "items", "", "short"), Refused, "The view has no name"),
        (View("k", "items", "n" * 41, "short"), Refused, "41 characters: at most 40 fit"),
        (View("k", "items", "n", "nope:1"), QueryError, 'no field "nope"'),
        (View("k", "worklist", "n", "short"), QueryError, "short is asked of items"),
    ],
)
def test_what_cannot_be_saved_is_refused(
    office: Office, view: View, error: type[ArcollectError], why: str
) -> None:
    with pytest.raises(error, match=why):
        save_view(office, view)
    assert saved_views(office) == []


def test_a_view_of_the_other_list_names_the_command(office: Office) -> None:
    save_view(office, BIG)
    with pytest.raises(UsageError, match="of the worklist: arcollect worklist --view B"):
        known_view(office, "B", "items")
    with pytest.raises(UsageError, match='no saved view "x"'):
        known_view(office, "x", "items")


def test_a_card_number_never_gets_into_a_view(office: Office) -> None:
    kept = save_view(office, View("k", "items", "card 4111 1111 1111 1111", 'text:"4111111111111111"'))
    assert kept == saved_views(office)[0]
    assert "1111 1111" not in kept.name
    assert "4111111111111111" not in kept.filter
