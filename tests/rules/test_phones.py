"""Telephone numbers as they are written where they ring."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import parse

from arcollect_tui.rules.phones import phone_country, phone_zones, shown_phone


@pytest.mark.parametrize(
    ("typed", "country", "shown"),
    [
        ("+1 212 555 0144", "US", "(212) 555-0144"),
        ("212.555.0144 x12", "US", "(212) 555-0144 ext. 12"),
        ("(212) 555-0144 ext. 12", "", "(212) 555-0144 ext. 12"),
        ("+351215550100", "US", "+351 21 555 0100"),
        ("21 555 0100", "PT", "+351 21 555 0100"),
        ("020 7946 0018", "GB", "+44 20 7946 0018"),
        ("+44 20 7946 0018 ext 7", "US", "+44 20 7946 0018 x7"),
        ("555 0100", "US", "555 0100"),
        ("+999 1", "US", "+999 1"),
        ("ask for Lee 212 555 0144", "US", "ask for Lee 212 555 0144"),
        ("212 555 0144 (mornings)", "US", "212 555 0144 (mornings)"),
        ("", "US", ""),
    ],
)
def test_a_number_looks_as_in_its_country(typed: str, country: str, shown: str) -> None:
    assert shown_phone(typed, country or "US", "US") == shown


@given(st.integers(0, 99), st.sampled_from(["", "1", "4711"]), st.sampled_from(["US", "DE", "GB"]))
def test_what_is_shown_rings_where_what_was_typed_does(last: int, extension: str, home: str) -> None:
    typed = f"+1 212 555 01{last:02}" + (f" ext {extension}" if extension else "")
    shown = shown_phone(typed, "US", home)
    assert parse(shown, home) == parse(typed)
    assert shown_phone(shown, home, home) == shown


@given(st.text(max_size=40))
def test_any_text_can_be_shown(text: str) -> None:
    shown = shown_phone(text, "US", "US")
    assert shown == text or "".join(filter(str.isdecimal, shown)) in "".join(filter(str.isdecimal, text))


def test_where_a_number_rings() -> None:
    assert phone_country("+351 21 555 0100", "US") == "PT"
    assert phone_country("212 555 0144", "us") == "US"
    assert phone_country("+800 1234 5678", "US") == ""
    assert phone_country("Lee", "US") == ""
    assert phone_zones("+351 21 555 0100", "US") == ("Europe/Lisbon",)
    assert phone_zones("415 555 0144", "US") == ("America/Los_Angeles",)
    assert len(phone_zones("+61 412 345 678", "US")) > 1
    assert phone_zones("none", "US") == ()
