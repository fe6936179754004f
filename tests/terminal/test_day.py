"""A collector's day at the keyboard, and the store that is left behind."""

from collections import Counter
from pathlib import Path

from tests.terminal.desk import checked, deeds, items, new_deeds, top
from tests.terminal.program import options, run
from tests.terminal.tmux import Terminal, needs_tmux

pytestmark = needs_tmux


def test_a_day_leaves_a_sound_store(store: Path) -> None:
    rows, before = top(store, 12), deeds(store, None)
    names = [row.number for row in rows]
    with Terminal(options(store), home=store.parent, size=(80, 24)) as screen:
        screen.wait_for(names[0])
        _calls(screen, names)
        _other_deeds(screen)
        screen.press("C-q")
        screen.wait_end()
    kinds = Counter(row.kind for row in new_deeds(store, before))
    assert (kinds["call"], kinds["coding"], kinds["note"]) == (7, 2, 1)
    assert len(items(store, "reason:PRC")) >= 3
    assert checked(store).ok
    said = run(store, "check")
    assert said.returncode == 0, said.stdout + said.stderr


def _calls(screen: Terminal, names: list[str]) -> None:
    screen.press("c", "n")
    screen.wait_for(f"Logged: {names[0]}")
    screen.press("3", "c", "v")
    screen.wait_for(f"Logged: {names[1]}")
    screen.press(".")
    screen.wait_for(f"Logged: {names[2]}")
    screen.press("p", *"fri", "Enter")
    screen.wait_for(f"Logged: {names[3]} promise")
    screen.press(".")
    screen.wait_for(f"Logged: {names[4]} promise")
    screen.press("c", "w", *"+3", "Enter")
    screen.wait_for(f"Logged: {names[5]}")


def _other_deeds(screen: Terminal) -> None:
    screen.press("a", *"calls back on monday", "Enter")
    screen.wait_for("Note saved")
    screen.press("r", *"mon", "Enter")
    screen.wait_for("30 Nov")
    screen.press("u")
    screen.wait_for("Undone: ")
    screen.press("U")
    screen.wait_for("Redone: ")
    screen.press("f", *"short", "Enter")
    screen.wait_for("f short")
    screen.press("Space", "Space", "Space", ";", "d", *"pr", "Enter", "Enter")
    screen.wait_for("Coded: dispute PRC")
    screen.press("g", "i", "d", *"col", "Enter", "Enter")
    screen.wait_for("Coded: collectible")
    screen.press("g", "w", "c", "n")
    screen.wait_for("Logged: ")
    screen.press("g", "a", "x", "Enter")
    screen.wait_for("Exported")
