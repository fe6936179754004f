"""The action table: no conflicts, only keys that arrive everywhere, hints that fit."""

from dataclasses import replace
from itertools import pairwise

import pytest

from arcollect_tui.keys.action import ALL_SCOPES, PREFIXES, Action
from arcollect_tui.keys.actions import ACTIONS, for_scope
from arcollect_tui.keys.hints import footer, footer_hints, help_rows, show_keys, which_key
from arcollect_tui.keys.safety import conflicts, unsafe
from arcollect_tui.rules.outcomes import OUTCOMES


def _action(name: str) -> Action:
    return next(action for action in ACTIONS if action.name == name)


def test_no_two_actions_want_the_same_keys_on_one_screen() -> None:
    assert conflicts() == ()


def test_every_key_arrives_on_every_terminal() -> None:
    assert unsafe() == ()


def test_names_are_unique_and_every_action_works_somewhere() -> None:
    names = [action.name for action in ACTIONS]
    assert len(names) == len(set(names))
    for action in ACTIONS:
        assert action.scopes <= ALL_SCOPES
        assert action.scopes
        assert action.sentence.endswith(".")


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("ctrl+h", "arrives as Backspace"),
        ("ctrl+i", "arrives as Tab"),
        ("ctrl+m", "arrives as Enter"),
        ("alt+x", "does not arrive"),
        ("ctrl+full_stop", "does not arrive"),
        ("shift+enter", "does not arrive"),
        ("f11", "does not arrive"),
        ("ü", "does not arrive"),
        ("f5", "must not be the only way"),
    ],
)
def test_a_key_that_does_not_arrive_is_named_with_its_reason(key: str, why: str) -> None:
    undo = replace(_action("edit.undo"), keys=(key,))
    assert any(why in problem and "edit.undo" in problem for problem in unsafe((undo,)))


@pytest.mark.parametrize(
    ("keys", "what"),
    [
        ("a", "a is account.note and edit.undo"),
        ("c", "c is edit.undo and begins worklist.log_outcome(NA)"),
        ("a b", "a is account.note and begins edit.undo"),
        ("; u", "; means the marked rows"),
        ("B", "B means the marked rows"),
    ],
)
def test_conflicts_are_found(keys: str, what: str) -> None:
    table = tuple(replace(a, keys=(keys,)) if a.id == "edit.undo" else a for a in ACTIONS)
    assert any(what in problem for problem in conflicts(table)), conflicts(table)


def test_every_outcome_letter_is_bound_and_the_promise_has_its_own_key() -> None:
    for outcome in OUTCOMES:
        if outcome.key:
            action = _action(f"worklist.log_outcome({outcome.code})")
            assert f"c {outcome.key}" in action.keys
            assert action.writes
            assert action.takes_count
    assert _action("worklist.log_outcome(PP)").keys == ("p", "c p")


@pytest.mark.parametrize("scope", sorted(ALL_SCOPES))
@pytest.mark.parametrize("width", [1, 7, 20, 40, 60, 80, 120, 200])
def test_the_footer_fills_the_line_and_never_loses_its_right_end(scope: str, width: int) -> None:
    line = footer(scope, width)
    assert len(line) == width
    pinned = footer_hints(scope, width)[1]
    if pinned is not None and width >= 20:
        assert line.endswith("? keys ")


def test_the_footer_names_the_daily_verbs_at_80_cells() -> None:
    line = footer("worklist", 80)
    for hint in ("c call", "p promise", "d dispute", "u undo", "/ find", "f filter", "? keys"):
        assert hint in line
    assert "; marked" in footer("items", 80)
    assert "; marked" not in footer("promises", 120)


def test_a_wider_footer_only_adds_hints() -> None:
    for scope in ALL_SCOPES:
        hints = [set(footer_hints(scope, width)[0]) for width in range(10, 200)]
        assert all(narrow <= wide for narrow, wide in pairwise(hints))


def test_which_key_panels_explain_every_prefix() -> None:
    assert ("n", "no answer") in which_key("c", "worklist")
    assert ("w", "worklist") in which_key("g", "items")
    assert which_key(";", "items") == (("X", "exclude"), ("d", "dispute"), ("D", "root cause"))
    assert which_key("c", "items") == ()
    for prefix in PREFIXES:
        assert any(which_key(prefix, scope) for scope in ALL_SCOPES), prefix


def test_help_lists_every_action_of_a_screen_with_all_its_keys() -> None:
    rows = {row.name: row for row in help_rows("worklist")}
    assert set(rows) == {action.name for action in for_scope("worklist")}
    assert rows["edit.redo"].keys == "U, Ctrl+R"
    assert rows["move.page_down"].keys == "PgDn"
    assert show_keys("c n") == "c n"
    assert show_keys("shift+tab") == "Shift+Tab"
