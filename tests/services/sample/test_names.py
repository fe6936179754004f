"""Names that belong to nobody, and telephone numbers that a number library accepts."""

from random import Random

import phonenumbers
import pytest
from phonenumbers import timezone

from arcollect_tui.services.sample import names
from arcollect_tui.services.sample.names import COUNTRIES, SPECIALS, Country

from .reading import default_office, rows

EVERY_COUNTRY = pytest.mark.parametrize("country", COUNTRIES.values(), ids=lambda found: found.code)


@EVERY_COUNTRY
def test_no_two_firms_of_a_country_share_a_name(country: Country) -> None:
    for turn in (0, 1, 99):
        many = [names.firm_name(country, nth, turn) for nth in range(5_000)]
        assert len(set(many)) == len(many)


@EVERY_COUNTRY
def test_every_phone_is_valid_and_has_a_time_zone(country: Country) -> None:
    for pattern in country.phones:
        for last in (0, 7, 42, 99):
            number = phonenumbers.parse(pattern.format(last))
            assert phonenumbers.is_valid_number(number), pattern
            assert phonenumbers.region_code_for_number(number) == country.code
            zones = timezone.time_zones_for_number(number)
            assert zones
            assert "Etc/Unknown" not in zones


@EVERY_COUNTRY
def test_words_are_free_of_what_a_csv_would_have_to_quote(country: Country) -> None:
    rng = Random(3)
    for nth in range(200):
        for word in (names.firm_name(country, nth), names.person(country, rng)):
            assert not set('",\n\r\t_{}') & set(word)
            assert word == " ".join(word.split())


@pytest.mark.parametrize(
    ("text", "plain"),
    [("Müller & Söhne", "mullersohne"), ("Weiß", "weiss"), ("D'Amico", "damico"), ("[Nordic]", "nordic")],
)
def test_slug_is_plain_ascii(text: str, plain: str) -> None:
    assert names.slug(text) == plain


def test_mail_stays_in_domains_that_cannot_exist() -> None:
    for row in rows(default_office().files[-1]):
        if row["email"]:
            box, _, host = row["email"].partition("@")
            assert box.strip(".")
            assert host.endswith(".example")
            assert not host.startswith(".")
            assert row["email"].isascii()


def test_the_names_that_test_the_software_are_in_the_office() -> None:
    listed = {row["customer_name"]: row["country"] for row in rows(default_office().files[-1])}
    for special in SPECIALS.values():
        assert listed[special.name] == special.country
    assert "[Nordic] Paper AB" in listed
    assert sum(name.startswith("Wexford Paper") for name in listed) == 3
    assert any("'" in name for name in listed)
    assert any("ü" in name for name in listed)
    assert any("," in name for name in listed)


def test_some_customers_lack_a_contact_a_phone_or_a_mail_address() -> None:
    listed = rows(default_office().files[-1])
    for column in ("contact_name", "phone", "email"):
        without = {row["customer_no"] for row in listed if not row[column]}
        assert 3 <= len(without) <= 50
