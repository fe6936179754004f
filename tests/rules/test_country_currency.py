"""The copy of the repository's currencies by country."""

from babel.numbers import get_territory_currencies

from arcollect_tui.rules.country_currency import currencies
from arcollect_tui.rules.customs import CUSTOMS
from arcollect_tui.rules.money import is_currency


def test_the_copy_says_what_the_repository_says() -> None:
    countries = {country for *_, codes in CUSTOMS for country in codes.split()}
    used = {country: get_territory_currencies(country) for country in countries}
    assert currencies() == {
        country: codes[0] for country, codes in used.items() if codes and is_currency(codes[0])
    }
