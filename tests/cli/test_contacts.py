"""Contacts and the tabs of an account by command."""

import pytest

from tests.cli.conftest import Run

pytestmark = pytest.mark.usefixtures("office")

ANA = ("--name", "Ana Reis", "--role", "buyer", "--phone", "+351 21 555 0100", "--language", "portuguese")


def test_a_contact_is_added_changed_preferred_and_retired(run: Run) -> None:
    assert run("contact", "add", "C1", *ANA, "--time-zone", "lisbon", "--country", "Portugal").code == 0
    assert run("contact", "add", "C1", "--name", "Bea").code == 0
    changed = run("contact", "edit", "C1", "Ana Reis", "--role", "controller")
    assert changed.out.endswith('Contact "Ana Reis" saved for C1.\n')
    assert run("contact", "prefer", "C1", "Bea").code == 0
    rows = {row["name"]: row for row in run("contact", "list", "C1", "--json").json}
    assert next(iter(rows)) == "Bea"
    ana = rows["Ana Reis"]
    assert (ana["role"], ana["language"], ana["country"]) == ("controller", "pt", "PT")
    assert (ana["time_zone"], ana["phone_shown"]) == ("Europe/Lisbon", "+351 21 555 0100")
    assert " there (" in ana["local_time"]
    assert run("contact", "retire", "C1", "+351215550100").code == 0
    assert [
        row["retired"] for row in run("contact", "list", "C1", "--json").json if row["name"] == "Ana Reis"
    ]


def test_the_list_says_names_of_languages_and_the_time_there(run: Run) -> None:
    run("contact", "add", "C1", *ANA)
    line = next(line for line in run("contact", "list", "C1").out.splitlines() if "Ana Reis" in line)
    assert "Portuguese" in line
    assert "there" in line
    assert "+351 21 555 0100" in line


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("edit", "C1", "Nobody", "--role", "x"), 3, "No contact goes by"),
        (("edit", "C1", "Ana Reis"), 2, "Nothing to change"),
        (("edit", "C1", "Ana Reis", "--time-zone", "Lisbonn"), 2, "Did you mean Europe/Lisbon?"),
        (("add", "C1", "--role", "buyer"), 2, "needs a name"),
        (("prefer", "C1", "Nobody"), 3, "No contact goes by"),
    ],
)
def test_what_is_refused(run: Run, arguments: tuple[str, ...], code: int, says: str) -> None:
    run("contact", "add", "C1", *ANA)
    said = run("contact", *arguments)
    assert (said.code, said.out) == (code, "")
    assert says in said.err


def test_a_field_is_taken_off_by_an_empty_text(run: Run) -> None:
    run("contact", "add", "C1", *ANA, "--time-zone", "Lisbon")
    run("contact", "edit", "C1", "Ana Reis", "--time-zone", "", "--role", "")
    ana = next(row for row in run("contact", "list", "C1", "--json").json if row["name"] == "Ana Reis")
    assert (ana["time_zone"], ana["role"], ana["language"]) == ("", "", "pt")


def test_a_next_step_names_the_holiday_it_left_out(run: Run) -> None:
    """1 December is a holiday in Portugal, 26 November one in the United States."""
    run("contact", "add", "C1", *ANA, "--preferred")
    said = run("log", "C1", "NA", "--follow-up", "+5b")
    assert "next action Wed 2 Dec 2026 (not 26 Nov: Thanksgiving Day, 1 Dec: " in said.out
    assert "there)" in said.out
    assert "(not" not in run("log", "C1", "NA", "--follow-up", "2026-12-02").out


def test_the_account_tells_its_timeline_and_changes_when_asked(run: Run) -> None:
    run("log", "C1", "NA", "--note", "rang twice")
    plain = run("account", "C1", "--json").json
    assert "timeline" not in plain
    assert "changes" not in plain
    found = run("account", "C1", "--timeline", "--changes", "--json").json
    assert found.keys() - plain.keys() == {"timeline", "changes"}
    assert found["timeline"][0]["kind"] == "call"
    assert found["timeline"][0]["text"].endswith("rang twice")
    assert {row["kind"] for row in found["changes"]} == {"new"}
    assert found["changes"][0]["before"] is None
    text = run("account", "C1", "--timeline", "--changes").out
    assert "\nTimeline\n" in text
    assert "\nChanges by import\n" in text
    assert "\nTimeline\n" not in run("account", "C1").out


def test_a_dispute_tells_since_when_and_whose_it_is(run: Run) -> None:
    number = run("account", "C1", "--json").json["items"][0]["document_no"]
    assert run("code", "PRC", "--item", number).code == 0
    (only,) = run("account", "C1", "--json").json["disputes"]
    assert (only["document_no"], only["reason"], only["since"]) == (number, "PRC", "2026-11-23")
    assert (only["owner"], only["coded_by"]) == ("Sales", "ann")
    assert "2026-11-23  Sales" in run("account", "C1").out
