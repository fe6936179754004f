"""Keys of one's own: what keys.toml may say, how a mistake is named, and the page of the guide."""

from pathlib import Path

import pytest

from arcollect_tui.keys.actions import ACTIONS, for_scope
from arcollect_tui.keys.hints import footer, footer_hints, which_key
from arcollect_tui.keys.keymap import load_keymap
from arcollect_tui.keys.page import key_page
from tests.cli.conftest import ROOT, Run


def written(folder: Path, text: str) -> Path:
    path = folder / "keys.toml"
    path.write_text(text)
    return path


def test_no_file_means_the_shipped_keys(tmp_path: Path) -> None:
    keymap = load_keymap(tmp_path / "keys.toml")
    assert (keymap.actions, keymap.changed, keymap.problems) == (ACTIONS, (), ())


@pytest.mark.parametrize(
    ("line", "name", "keys"),
    [
        ('"edit.undo" = ["Z"]', "edit.undo", ("Z",)),
        ('edit.undo = ["Z", "u"]', "edit.undo", ("Z", "u")),
        ('[edit]\nundo = ["Z"]', "edit.undo", ("Z",)),
        ('"edit.undo" = ["Ctrl+L"]', "edit.undo", ("ctrl+l",)),
        ('"move.page_down" = ["PgDn", "g Space"]', "move.page_down", ("pagedown", "g space")),
        ('"worklist.log_outcome(NA)" = ["c n", "Q"]', "worklist.log_outcome(NA)", ("c n", "Q")),
        (
            '"edit.undo" = ["a"]\n"account.note" = ["u"]\n"reasons.add" = ["A"]\n"imports.add" = ["W"]\n'
            '"exports.anew" = ["W"]',
            "edit.undo",
            ("a",),
        ),
    ],
)
def test_an_action_gets_other_keys(tmp_path: Path, line: str, name: str, keys: tuple[str, ...]) -> None:
    keymap = load_keymap(written(tmp_path, line))
    assert keymap.problems == ()
    assert name in keymap.changed
    assert next(action.keys for action in keymap.actions if action.name == name) == keys


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('"edit.undoo" = ["Z"]', 1, ('no action "edit.undoo"', "Did you mean edit.undo?")),
        ('# mine\n"edit.undo" = ["Ctrl+H"]', 2, ("edit.undo", "ctrl+h arrives as Backspace")),
        ('"edit.undo" = ["ctrl+i"]', 1, ("arrives as Tab",)),
        ('"edit.undo" = ["alt+x"]', 1, ("does not arrive on every terminal",)),
        ('"edit.undo" = ["ü"]', 1, ("does not arrive on every terminal",)),
        ('"edit.undo" = ["f5"]', 1, ("must not be the only way",)),
        ('"edit.undo" = ["a"]', 1, ("account.note", "edit.undo")),
        ('"edit.undo" = ["c"]', 1, ("edit.undo", "begins", "worklist.log_outcome(NA)")),
        ('"edit.undo" = ["; u"]', 1, ("means the marked rows",)),
        ('"edit.undo" = ["5"]', 1, ("digits are a count",)),
        ('"edit.undo" = []', 1, ("without a key",)),
        ('"edit.undo" = [" "]', 1, ("without a key",)),
        ('"edit.undo" = "Z"', 1, ("needs a list of keys",)),
        ('"edit.undo" = [5]', 1, ("needs a list of keys",)),
        ('"form.day" = ["left"]', 1, ("done by the field itself",)),
        ('"form.save" = ["x"]', 1, ("what prints is text in form",)),
    ],
)
def test_a_mistake_is_named_with_file_line_and_reason(
    tmp_path: Path, text: str, line: int, words: tuple[str, ...]
) -> None:
    path = written(tmp_path, text)
    keymap = load_keymap(path)
    assert keymap.actions == ACTIONS, "a file with a mistake changes nothing"
    assert keymap.problems[0].startswith(f"{path}, line {line}: ")
    assert keymap.problems[0].endswith(".")
    assert all(word in keymap.problems[0] for word in words), keymap.problems


def test_every_mistake_of_a_file_is_named_at_once(tmp_path: Path) -> None:
    text = '"edit.undoo" = ["Z"]\n"edit.redo" = ["ctrl+m"]\n"list.sort" = 3\n'
    problems = load_keymap(written(tmp_path, text)).problems
    assert sorted(problem.partition(", line ")[2][0] for problem in problems) == ["1", "2", "3"]


@pytest.mark.parametrize("text", [b'"edit.undo" = [', b'"edit.undo" = ["\xff"]'])
def test_a_file_that_is_no_toml_is_named(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "keys.toml"
    path.write_bytes(text)
    (problem,) = load_keymap(path).problems
    assert str(path) in problem


def test_footer_panels_and_pinned_hint_follow_the_users_keys(tmp_path: Path) -> None:
    text = '"edit.undo" = ["Z"]\n"app.help" = ["Q", "f1"]\n"worklist.log_outcome(NA)" = ["c q"]\n'
    table = load_keymap(written(tmp_path, text)).actions
    line = footer("worklist", 120, table)
    assert "Z undo" in line
    assert "u undo" not in line
    assert line.endswith("Q keys ")
    assert footer_hints("worklist", 120, table)[0] != footer_hints("worklist", 120)[0]
    assert ("q", "no answer") in which_key("c", "worklist", table)
    assert all(label != "no answer" or key == "q" for key, label in which_key("c", "worklist", table))


def test_the_command_prints_the_table_in_force(run: Run, home: Path) -> None:
    said = run("keys")
    assert said.code == 0
    assert "edit.undo" in said.out
    assert "keys of your own go into" in said.err
    (home / "config" / "arcollect").mkdir(parents=True)
    written(home / "config" / "arcollect", '"edit.undo" = ["Z"]')
    found = run("keys", "--json").json
    undo = next(row for row in found["keys"] if row["action"] == "edit.undo")
    assert (undo["keys"], undo["shipped"], found["problems"]) == (["Z"], ["u"], [])
    assert len(found["keys"]) == len(ACTIONS)
    checked = run("keys", "--check")
    assert (checked.code, "1 action has other keys" in checked.out) == (0, True)


def test_a_check_that_finds_a_mistake_exits_with_1(run: Run, home: Path) -> None:
    (home / "config" / "arcollect").mkdir(parents=True)
    path = written(home / "config" / "arcollect", '"edit.undo" = ["ctrl+h"]')
    said = run("keys", "--check")
    assert (said.code, said.out) == (1, f"{path}, line 1: edit.undo: ctrl+h arrives as Backspace.\n")
    told = run("keys")
    assert told.code == 0
    assert "ctrl+h arrives as Backspace" in told.err
    assert "The shipped keys are in force." in told.err


def test_the_page_of_the_guide_is_current(run: Run) -> None:
    page = run("keys", "--page").out
    assert page == key_page()
    assert (ROOT / "docs" / "keys.md").read_text("utf-8") == page, "arcollect keys --page > docs/keys.md"
    for action in ACTIONS:
        assert f"`{action.name}`" in page
    assert for_scope("worklist")
