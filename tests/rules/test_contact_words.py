"""Languages and countries by code and by name."""

import pytest

from arcollect_tui.rules.contact_words import country_code, country_name, language_code, language_name


@pytest.mark.parametrize(
    ("typed", "code", "name"),
    [
        ("pt", "pt", "Portuguese"),
        ("PORTUGUESE", "pt", "Portuguese"),
        ("pt-BR", "pt-BR", "Portuguese"),
        ("Klingonese", "Klingonese", "Klingonese"),
        ("", "", ""),
    ],
)
def test_languages(typed: str, code: str, name: str) -> None:
    assert language_code(typed) == code
    assert language_name(code) == name


@pytest.mark.parametrize(
    ("typed", "code", "name"),
    [
        ("pt", "PT", "Portugal"),
        ("germany", "DE", "Germany"),
        ("Atlantis", "ATLANTIS", "ATLANTIS"),
        ("", "", ""),
    ],
)
def test_countries(typed: str, code: str, name: str) -> None:
    assert country_code(typed) == code
    assert country_name(code) == name
