"""The first start: what is proposed, what is set up, and names of files as they are typed."""

import os
from pathlib import Path

import pytest

from arcollect_tui.errors import UsageError
from arcollect_tui.services.file_names import complete
from arcollect_tui.services.first_start import NewOffice, country_of, is_new, proposed, set_up
from arcollect_tui.services.history import history, undo
from tests.services.offices import Line, office_at, take_in


def test_an_office_is_new_until_somebody_tells_anything_of_it(tmp_path: Path) -> None:
    with office_at(tmp_path / "office") as office:
        assert is_new(office)
        saved = set_up(office, NewOffice("Harbor", "eur", "de"))
        assert not is_new(office)
        settings = office.settings
        assert (settings.name, settings.currency, settings.country) == ("Harbor", "EUR", "DE")
        assert [row.handle for row in history(office)] == [saved.handle]
        undo(office)
        assert is_new(office)
        take_in(office, tmp_path, [Line("1")])
        assert not is_new(office)
    with office_at(tmp_path / "office", read_only=True) as office:
        assert not is_new(office)


def test_what_is_empty_stays_as_it_is_and_a_mistake_sets_nothing(tmp_path: Path) -> None:
    with office_at(tmp_path / "office") as office:
        set_up(office, NewOffice("Harbor", "", ""))
        assert (office.settings.name, office.settings.currency) == ("Harbor", "")
        with pytest.raises(UsageError, match="not a currency code"):
            set_up(office, NewOffice("Other", "EURO", "DE"))
        assert office.settings.name == "Harbor"


@pytest.mark.parametrize(
    ("environment", "country"),
    [
        ({"LANG": "de_DE.UTF-8"}, "DE"),
        ({"LANG": "de_DE.UTF-8", "LC_MONETARY": "en_GB"}, "GB"),
        ({"LC_ALL": "pt_BR", "LANG": "de_DE"}, "BR"),
        ({"LANG": "C.UTF-8"}, "US"),
        ({"LANG": "xx_QQ"}, "US"),
        ({}, "US"),
    ],
)
def test_the_country_is_the_one_the_system_speaks_of(environment: dict[str, str], country: str) -> None:
    assert country_of(environment) == country


def test_what_is_proposed_is_the_office_as_it_is_before_the_system(tmp_path: Path) -> None:
    with office_at(tmp_path / "office") as office:
        assert proposed(office, {"LANG": "sv_SE"}) == NewOffice("", "SEK", "SE")
        set_up(office, NewOffice("Harbor", "USD", "CA"))
        assert proposed(office, {"LANG": "sv_SE"}) == NewOffice("Harbor", "USD", "CA")


def test_names_are_completed_as_far_as_they_agree(tmp_path: Path) -> None:
    for name in ("ledger-01.csv", "ledger-02.csv", "other.csv", ".hidden"):
        (tmp_path / name).touch()
    (tmp_path / "days").mkdir()
    folder = f"{tmp_path}{os.sep}"
    assert complete(f"{folder}le").text == f"{folder}ledger-0"
    assert complete(f"{folder}le").names == ("ledger-01.csv", "ledger-02.csv")
    assert complete(f"{folder}o") == complete(f"{folder}oth")
    assert complete(f"{folder}da").text == f"{folder}days{os.sep}"
    assert complete(folder).text == folder
    assert complete(f"{folder}.h").names == (".hidden",)
    assert ".hidden" not in complete(folder).names


@pytest.mark.parametrize("typed", ["zzz/none", "~nobody-here/x", "with\0nul/x", "/root-not-there/x"])
def test_a_folder_that_cannot_be_read_has_no_names(typed: str) -> None:
    found = complete(typed)
    assert (found.text, found.names) == (typed, ())
