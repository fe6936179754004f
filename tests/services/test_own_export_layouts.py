"""Layouts of exports that an office writes itself: in use at once, or refused by file, line and field."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from arcollect_tui.errors import FileRefused, UsageError
from arcollect_tui.services.calls import CallDraft, log_call
from arcollect_tui.services.export_catalogue import RESERVED, exports_of
from arcollect_tui.services.exports import export
from arcollect_tui.services.layouts import layouts_of
from arcollect_tui.services.office import Office
from arcollect_tui.services.places import folder_of
from tests.services.offices import Line, customer, office_at, take_in

OURS = """
name = "our_crm"
title = "calls for our CRM"
what = "activity"
dates = "%d.%m.%Y"

[columns]
Account = "customer_no"
Day = "date"
What = "{kind}[: {result}]"
Source = ""
Note = "note"

[constants]
Source = "arcollect"

[words.Account]
C1 = "000001"

[limits]
Note = 6

[only]
kind = ["call"]
"""


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    # Of a store on a server they stand in our data folder.
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with office_at(tmp_path / "office") as opened:
        take_in(opened, tmp_path, [Line("1001")])
        log_call(opened, CallDraft(customer(opened), "VM", note="=1+1 and more"))
        yield opened


def lay(office: Office, text: str = OURS, name: str = "our_crm.toml") -> Path:
    folder = folder_of(office.store.place)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_a_layout_of_the_office_is_in_use_at_once(office: Office, tmp_path: Path) -> None:
    lay(office)
    path = export(office, "activity", tmp_path / "a.csv", layout="our_crm").path
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [
            ["Account", "Day", "What", "Source", "Note"],
            ["000001", "23.11.2026", "call: Voicemail left", "arcollect", "'=1+1 a"],
        ]
    exact = export(office, "activity", tmp_path / "a.machine.csv", layout="our_crm-machine").path
    assert b",=1+1 a\r\n" in exact.read_bytes()
    assert export(office, "activity", tmp_path / "b.csv", layout="our_crm", since="last").rows == 1
    assert export(office, "activity", tmp_path / "c.csv", layout="our_crm", since="last").rows == 0
    assert exports_of(office.store).layouts["our_crm"].own


def test_the_example_of_the_guide_is_one(office: Office, tmp_path: Path) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "files.md").read_text("utf-8")
    (example,) = re.findall(r"```toml\n(name = .*?)```", guide, re.DOTALL)
    lay(office, example)
    path = export(office, "activity", tmp_path / "a.csv", layout="our_crm").path
    with path.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["Subject"], row["Source"]) == ("call: Voicemail left (Customer C1)", "arcollect")


def test_it_stands_beside_the_layouts_of_files_that_come_in(office: Office, tmp_path: Path) -> None:
    """Neither kind takes the other for a mistake."""
    lay(office)
    assert "our_crm" not in {layout.name for layout in layouts_of(office.store).layouts}
    take_in(office, tmp_path, [Line("1002")])


def test_an_own_one_takes_the_place_of_ours(office: Office) -> None:
    lay(office, OURS.replace("our_crm", "crm"))
    found = exports_of(office.store)
    assert found.layouts["crm"].title == "calls for our CRM"
    assert found.names("activity").count("crm") == 1


@pytest.mark.parametrize(
    ("was", "now", "line", "field", "words"),
    [
        ('title = "calls for our CRM"', "title = 3", 3, "title", "it is no text"),
        ('what = "activity"', 'what = "letters"', 4, "what", "'letters' is not one of activity, coding"),
        ('dates = "%d.%m.%Y"', 'dates = "%H:%M"', 5, "dates", "like %d.%m.%Y"),
        ('dates = "%d.%m.%Y"', 'suffix = ".pdf"', 5, "suffix", "not one of"),
        ('dates = "%d.%m.%Y"', 'date = "%d.%m.%Y"', 5, "date", "there is no such field"),
        ('Note = "note"', 'Note = "nte"', 12, "Note", "'nte' is no field of this export"),
        ("[: {result}]", "[: {reslt}]", 10, "What", "'reslt' is no field of this export"),
        ("[: {result}]", "[: {result]", 10, "What", "lone brace"),
        ('Source = "arcollect"', 'Sauce = "arcollect"', 15, "Sauce", "[constants] has no such field"),
        ('C1 = "000001"', "C1 = 1", 17, "Account", "no table of texts"),
        ("Note = 6", "Note = 0", 21, "Note", "no number of signs"),
        ('kind = ["call"]', 'kind = "call"', 24, "kind", "no list of texts"),
        ('kind = ["call"]', 'knd = ["call"]', 24, "knd", "[only] has no such field"),
        ('name = "our_crm"', 'name = "Our CRM"', 2, "name", "is no name"),
        ('name = "our_crm"', "", 1, "name", "it is missing"),
    ],
)
def test_what_is_wrong_is_said_with_file_line_and_field(
    office: Office, tmp_path: Path, was: str, now: str, line: int, field: str, words: str
) -> None:
    assert was in OURS
    lay(office, OURS.replace(was, now))
    with pytest.raises(FileRefused) as refused:
        export(office, "activity", tmp_path / "a.csv")
    sentence = refused.value.sentence
    assert sentence.startswith(f"our_crm.toml, line {line}, {field}: ")
    assert words in sentence
    assert not (tmp_path / "a.csv").exists()


@pytest.mark.parametrize("name", sorted(RESERVED))
def test_the_names_of_our_own_layouts_are_taken(office: Office, name: str) -> None:
    lay(office, OURS.replace("our_crm", name))
    with pytest.raises(FileRefused, match=f"name: {name} is taken"):
        exports_of(office.store)


@pytest.mark.parametrize(
    ("text", "words"),
    [(b'what = "activity"\nname = ', "Write it as TOML"), (b"\xff\xfe", "cannot be read as UTF-8 text")],
)
def test_a_file_that_is_no_layout_is_named(office: Office, text: bytes, words: str) -> None:
    lay(office).write_bytes(text)
    with pytest.raises(FileRefused, match=r"our_crm\.toml.*" + words):
        exports_of(office.store)


def test_a_card_has_properties(office: Office, tmp_path: Path) -> None:
    text = 'name = "cards"\ntitle = "cards"\nwhat = "contacts"\nsuffix = ".vcf"\n[columns]\n{}\n'
    lay(office, text.format('"FN\\nX" = "called"'))
    with pytest.raises(FileRefused, match="no card has such a property"):
        exports_of(office.store)
    lay(office, text.format('FN = "called"'))
    with pytest.raises(UsageError, match=r"End it in \.vcf"):
        export(office, "contacts", tmp_path / "a.csv", layout="cards")
