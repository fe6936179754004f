"""A crash between writing a file and noting what it carried sends it again; it never skips."""

import csv
import random
from pathlib import Path

from arcollect_tui.services.exports import export
from arcollect_tui.services.sent import runs
from tests.faults import before, children, figures
from tests.faults.office import OFFICE, assert_sent, assert_sound, long_form, notes, opened
from tests.faults.processes import Victim

NAME = "activity.csv"
KILLS = 60 if long_form() else 3


def handed_out(file: Path) -> list[str]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return [row["note"] for row in csv.DictReader(lines)]


def test_a_crash_before_the_note_sends_again(tmp_path: Path) -> None:
    store = tmp_path / OFFICE
    before.with_calls(store)
    victim = Victim(children.export_and_die, store, NAME)
    victim.wait(60.0)
    told = victim.kill()
    assert told.ready
    assert not told.acknowledged
    first = handed_out(tmp_path / NAME)
    with opened(store) as office:
        assert not runs(office), "a file that is there, and no word of it"
        again = export(office, "activity", tmp_path / "again.csv", since="last")
        assert handed_out(again.path) == first
        assert sorted(first) == sorted(notes(office).elements())
        assert export(office, "activity", again.path, since="last").rows == 0
        assert handed_out(again.path) == first, "what nobody has fetched yet stays"
        assert_sound(office)


def test_killed_at_any_moment_nothing_is_skipped(tmp_path: Path) -> None:
    chance = random.Random(4)
    for kill in range(KILLS):
        store = tmp_path / str(kill) / OFFICE
        store.parent.mkdir()
        before.with_calls(store)
        victim = Victim(children.export_activity, store, NAME).ready()
        victim.wait(chance.uniform(0.0, 0.1))
        victim.kill()
        with opened(store) as office:
            assert_sent(office, store.with_name(NAME))
            sent = handed_out(store.with_name(NAME)) if runs(office) else []
            rest = export(office, "activity", store.with_name("rest.csv"), since="last")
            left = handed_out(rest.path) if rest.rows else []
            assert sorted(sent + left) == sorted(notes(office).elements())
    figures.say(f"killed while exporting with --since last: {KILLS} times, 0 skipped, 0 noted in vain")
