"""Time zones by name, city and country."""

from datetime import UTC, datetime

import pytest

from arcollect_tui.errors import UsageError
from arcollect_tui.rules.zones import clocks, read_zone, territories, zone, zones_of


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Europe/Lisbon", "Europe/Lisbon"),
        ("europe/lisbon", "Europe/Lisbon"),
        ("lisbon", "Europe/Lisbon"),
        (" new  york ", "America/New_York"),
        ("utc", "UTC"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_a_zone_goes_by_name_or_city(typed: str, name: str) -> None:
    assert read_zone(typed) == name


def test_every_zone_can_be_typed() -> None:
    for name in territories():
        assert read_zone(name.upper()) == name
        assert zone(name) is not None


@pytest.mark.parametrize(
    ("typed", "near"), [("Lisbonn", "Europe/Lisbon"), ("Europe/Pariss", "Europe/Paris")]
)
def test_an_unknown_zone_is_refused_with_the_nearest(typed: str, near: str) -> None:
    with pytest.raises(UsageError, match=f"no time zone.*Did you mean {near}"):
        read_zone(typed)


def test_what_resembles_nothing_is_refused() -> None:
    with pytest.raises(UsageError, match="a city alone will do"):
        read_zone("\x1b[31m/../../etc/passwd")
    assert zone("../../etc/passwd") is None
    assert zone("Nowhere/City") is None


def test_the_zones_of_a_country() -> None:
    assert "Europe/Lisbon" in zones_of("pt")
    assert zones_of("JP") == ("Asia/Tokyo",)
    assert zones_of("") == zones_of("??") == ()


def test_clocks_that_read_the_same_are_one() -> None:
    now = datetime(2026, 11, 23, 14, 41, tzinfo=UTC)
    read = clocks(("America/New_York", "America/Toronto", "America/Chicago", "Nowhere/City"), now)
    assert [f"{one:%H:%M}" for one in read] == ["08:41", "09:41"]
    assert clocks((), now) == ()
