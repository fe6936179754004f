"""A day's work in lines, and what stands in the record afterwards."""

from collections import Counter
from pathlib import Path

import pytest

from arcollect_tui.rules.text import cells
from arcollect_tui.services.history import history
from arcollect_tui.services.items import ItemView, item_rows
from arcollect_tui.services.office import Office
from arcollect_tui.services.promises import promise_rows
from tests.plain.sitting import WIDTH, kinds, sit
from tests.services.offices import assert_sound

PROMISES = 5


def day(out: Path) -> list[str]:
    """Thirty accounts: no answers, voicemails, promises, a dispute, notes, a coding that is undone."""
    return [
        *["cn"] * 12,
        *["cv asked for a call back"] * 6,
        *["p fri"] * (PROMISES - 2),
        'p 500 fri "will wire it"',
        "p",
        "",
        "300",
        "sends a copy",
        "c d PRC INV24A",
        "a waits for the order number",
        "r mon",
        "cn",
        *["."] * 4,
        "V s",
        "* ;d pr",
        "y",
        "u",
        "mark 1 2",
        ";d qty",
        "yes",
        "ga",
        f"x {out}",
        "q",
        "this line is never read",
    ]


def test_a_day_in_lines_is_in_the_record(office: Office, tmp_path: Path) -> None:
    out = tmp_path / "day.csv"
    said = sit(office, *day(out))
    assert said.code == 0, said.out
    assert Counter(kinds(office)) == {"call": 29, "note": 1, "follow_up": 1, "coding": 1, "undo": 1}
    calls = [row.text for row in history(office) if row.kind == "call"]
    assert sum("no answer" in text for text in calls) == 17
    assert sum("asked for a call back" in text for text in calls) == 6
    promised = sorted(row.amount for row in promise_rows(office))
    assert len(promised) == PROMISES
    assert promised[:2] == [300_00, 500_00]
    disputed = {row.document_no: row.reason for row in item_rows(office, ItemView("coding:disputed"))}
    assert sorted(disputed.values()) == ["PRC", "QTY", "QTY"]
    assert disputed["INV24A"] == "PRC"
    assert len(out.read_text("utf-8-sig").splitlines()) > 30
    assert_sound(office)


def test_each_line_is_short_and_says_what_was_done(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = sit(office, *day(Path("day.csv")))
    assert max(map(cells, said.lines)) <= WIDTH
    assert "\x1b" not in said.out
    assert said.after("cn")[0].startswith("Logged: C01 no answer, next action Tue 24 Nov 2026.")
    assert said.after("cn")[1].startswith("Next: 2. C02 ")
    assert said.after("* ;d pr")[1].startswith(
        "Preview, nothing written yet: dispute PRC on 10 items of 10"
    )
    assert "Undone: dispute PRC on 10 items of 10 customers" in said.out
    assert "never read" not in said.out


def test_a_long_path_stays_whole_and_everything_else_is_folded(office: Office, tmp_path: Path) -> None:
    """What cannot be broken without harm: a path is copied from the line."""
    folder = tmp_path / ("folder-of-exports-" * 5)
    folder.mkdir()
    said = sit(office, "cn", "ga", f"x {folder / 'day.csv'}", script=False)
    (long,) = [line for line in said.lines if cells(line) > WIDTH]
    assert long == f"{folder / 'day.csv'}."
    assert (folder / "day.csv").is_file()
