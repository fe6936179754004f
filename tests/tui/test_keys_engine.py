"""The key engine, key by key: sequences, counts, bulk, repeat, guards."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcollect_tui.keys.engine import Ignore, KeyEngine, Pending, Refuse, Result, Run
from arcollect_tui.keys.terminal import BARE_MODIFIERS, is_text, repair, token


def _engine(scope: str = "worklist") -> KeyEngine:
    engine = KeyEngine()
    engine.scope = scope
    return engine


def _feed(engine: KeyEngine, keys: str, step: float = 0.2, start: float = 0.0) -> list[Result]:
    """Feed keys written with blanks between them, `step` seconds apart."""
    results: list[Result] = []
    for number, key in enumerate(keys.split(" ")):
        character = key if len(key) == 1 else None
        results += engine.feed(key, character, start + number * step)
    return results


def _call(code: str, count: int | None = None) -> Run:
    return Run("worklist.log_outcome", count, code, writes=True)


@pytest.mark.parametrize(
    ("scope", "keys", "last"),
    [
        ("worklist", "j", Run("move.down")),
        ("worklist", "down", Run("move.down")),
        ("worklist", "5 j", Run("move.down", 5)),
        ("worklist", "1 0 j", Run("move.down", 10)),
        ("worklist", "g g", Run("move.first")),
        ("worklist", "G", Run("move.last")),
        ("worklist", "7 G", Run("move.last", 7)),
        ("worklist", "ctrl+d", Run("move.half_down")),
        ("worklist", "c n", _call("NA")),
        ("worklist", "3 c n", _call("NA", 3)),
        ("worklist", "c p", _call("PP")),
        ("worklist", "p", _call("PP")),
        ("worklist", "c o", Run("worklist.pick_outcome", writes=True)),
        ("worklist", "1 0 r", Run("account.reschedule", 10, writes=True)),
        ("worklist", "d", Run("worklist.dispute", writes=True)),
        ("items", "d", Run("items.code", writes=True)),
        ("items", "; d", Run("items.code", bulk=True, writes=True)),
        ("items", "B d", Run("items.code", bulk=True, writes=True)),
        ("items", "V s", Run("view.open", argument="short")),
        ("items", "I", Run("mark.invert")),
        ("items", "~", Run("mark.invert")),
        ("items", "\\", Run("mark.clear")),
        ("items", "f3", Run("list.find")),
        ("items", "y p", Run("copy", argument="phone")),
        ("history", "U", Run("edit.redo", writes=True)),
        ("history", "ctrl+r", Run("edit.redo", writes=True)),
        ("worklist", "escape", Run("nav.back")),
        ("worklist", "q", Run("nav.back")),
        ("form", "enter", Run("form.save", writes=True)),
        ("line", "escape", Run("line.restore")),
        ("preview", "enter", Run("preview.apply", writes=True)),
    ],
)
def test_keys_run_actions(scope: str, keys: str, last: Run) -> None:
    engine = _engine(scope)
    assert _feed(engine, keys)[-1] == last
    assert engine.pending == ""


@pytest.mark.parametrize(
    ("scope", "keys", "sentence"),
    [
        ("worklist", "c z", "c z: no such outcome, ? lists them"),
        ("worklist", "g z", "g z: no such place, ? lists them"),
        ("worklist", "V z", "V z: no such saved view, ? lists them"),
        ("worklist", "c c", "c c: no such outcome, ? lists them"),
        ("worklist", "5 u", "undo takes no count: type u without 5"),
        ("worklist", "5 ü", "5 ü: no such key, ? lists them"),
        ("items", "; j", "; j: no verb for marked rows, ? lists them"),
        ("items", "; z", "; z: no such verb for marked rows, ? lists them"),
        ("worklist", "1 2 3 4 5", "12345: a count has at most 4 digits"),
        ("worklist", ".", ". repeats the last write, and there is none yet"),
    ],
)
def test_keys_that_mean_nothing_are_refused_and_leave_nothing_pending(
    scope: str, keys: str, sentence: str
) -> None:
    engine = _engine(scope)
    assert _feed(engine, keys)[-1] == Refuse(sentence)
    assert engine.pending == ""


def test_an_unknown_second_key_never_falls_through_to_its_own_verb() -> None:
    for keys in ("c j", "c u", "V u", "g q", "y .", "c enter", "g ;", "; a"):
        results = _feed(_engine("account"), keys)
        assert isinstance(results[-1], Refuse), keys


@pytest.mark.parametrize(
    ("keys", "pending"),
    [("c", "c"), ("3", "3"), ("3 c", "3c"), ("1 0", "10"), ("g", "g")],
)
def test_pending_keys_are_shown_and_esc_takes_them_back(keys: str, pending: str) -> None:
    engine = _engine()
    assert _feed(engine, keys)[-1] == Pending(pending)
    assert engine.pending == pending
    assert _feed(engine, "escape") == [Pending("")]
    assert engine.pending == ""
    assert _feed(engine, "j", start=9.0) == [Run("move.down")]


def test_a_sequence_waits_for_ever() -> None:
    engine = _engine()
    _feed(engine, "c")
    assert _feed(engine, "n", start=86_400.0) == [_call("NA")]


def test_another_screen_forgets_what_was_pending() -> None:
    engine = _engine()
    _feed(engine, "3 c")
    engine.scope = "items"
    assert engine.pending == ""
    assert _feed(engine, "d", start=5.0) == [Run("items.code", writes=True)]


def test_unbound_keys_are_left_to_the_focused_widget() -> None:
    results = _feed(_engine(), "ü 0 f9 Q")
    assert all(isinstance(result, Ignore) and result.unbound for result in results)
    assert _feed(_engine("form"), "up") == [Ignore("unbound")]


def test_the_bulk_key_is_no_prefix_where_nothing_works_on_marked_rows() -> None:
    assert _feed(_engine("promises"), ";") == [Ignore("unbound")]


def test_repeat_gives_the_last_write_again_with_its_count() -> None:
    engine = _engine()
    (run,) = (result for result in _feed(engine, "3 c n") if isinstance(result, Run))
    assert engine.last is None, "only the screen knows whether the write came about"
    engine.remember(run)
    assert _feed(engine, ".", start=5) == [Run("worklist.log_outcome", 3, "NA", repeat=True, writes=True)]
    assert _feed(engine, "5 .", start=9)[-1] == Run(
        "worklist.log_outcome", 5, "NA", repeat=True, writes=True
    )


def test_a_bulk_deed_is_never_repeated() -> None:
    engine = _engine("items")
    engine.remember(_call("NA"))
    engine.remember(Run("items.code", bulk=True, writes=True))
    assert engine.last is None


@pytest.mark.parametrize("key", ["u", ".", "p"])
def test_a_held_key_writes_once(key: str) -> None:
    engine = _engine()
    engine.remember(_call("NA"))
    results = _feed(engine, " ".join([key] * 300), step=0.033)
    assert sum(isinstance(result, Run) for result in results) == 1
    assert results[1:] == [Ignore("repeat")] * 299


def test_a_held_second_key_writes_once_and_the_next_press_counts() -> None:
    engine = _engine()
    results = _feed(engine, "c " + " ".join(["d"] * 200), step=0.04)
    assert [result for result in results if isinstance(result, Run)] == [_call("DI")]
    assert _feed(engine, "d", start=60.0) == [Run("worklist.dispute", writes=True)]


def test_a_held_second_key_does_not_go_on_as_the_verb_it_is_alone() -> None:
    engine = _engine()
    results = _feed(engine, "c " + " ".join(["n"] * 200), step=0.04)
    assert results == [Pending("c"), _call("NA"), *[Ignore("repeat")] * 199]
    assert _feed(engine, "n", start=60.0) == [Run("list.next_match")]


@pytest.mark.parametrize("key", ["j", "k", "pagedown", "down"])
def test_a_held_move_repeats(key: str) -> None:
    results = _feed(_engine(), " ".join([key] * 50), step=0.01)
    assert sum(isinstance(result, Run) for result in results) == 50


def test_different_writing_keys_in_a_burst_all_count() -> None:
    results = _feed(_engine(), "c n c n c v", step=0.0)
    assert [r for r in results if isinstance(r, Run)] == [_call("NA"), _call("NA"), _call("VM")]


def test_a_key_before_and_after_a_text_is_not_held_though_all_arrive_at_once() -> None:
    engine = _engine("form")
    save = Run("form.save", writes=True)
    assert _feed(engine, "enter") == [save]
    engine.passed()
    assert _feed(engine, "enter enter", step=0.0) == [save, Ignore("repeat")]


def test_esc_and_a_quick_key_are_two_keys() -> None:
    engine = _engine()
    assert engine.feed("alt+j", "j", 0.0) == [Run("nav.back"), Run("move.down")]
    _feed(engine, "c")
    assert engine.feed("alt+j", "j", 1.0) == [Pending(""), Run("move.down")]
    assert engine.feed("alt+shift+g", "G", 2.0) == [Run("nav.back"), Run("move.last")]


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        (("alt+j", "j"), (("escape", "\x1b"), ("j", "j"))),
        (("alt+shift+j", "J"), (("escape", "\x1b"), ("J", "J"))),
        (("alt+down", None), (("escape", "\x1b"), ("down", None))),
        (("j", "j"), (("j", "j"),)),
        (("left_control", None), ()),
        (("caps_lock", None), ()),
    ],
)
def test_repair(key: tuple[str, str | None], meant: tuple[tuple[str, str | None], ...]) -> None:
    assert repair(*key) == meant


def test_modifiers_alone_change_nothing() -> None:
    engine = _engine()
    _feed(engine, "3 c")
    for name in BARE_MODIFIERS:
        assert engine.feed(name, None, 1.0) == []
    assert engine.pending == "3c"


@pytest.mark.parametrize(
    ("name", "character", "written", "text"),
    [
        ("semicolon", ";", ";", True),
        ("full_stop", ".", ".", True),
        ("space", " ", "space", True),
        ("plus", "+", "+", True),
        ("+", "+", "+", True),
        ("enter", "\r", "enter", False),
        ("escape", "\x1b", "escape", False),
        ("ctrl+full_stop", ".", "ctrl+full_stop", False),
        ("ctrl+d", "\x04", "ctrl+d", False),
        ("f3", None, "f3", False),
    ],
)
def test_keys_are_written_by_what_they_print(
    name: str, character: str | None, written: str, text: bool
) -> None:
    assert token(name, character) == written
    assert is_text(name, character) == text


_KEYS = st.sampled_from(
    [*"abcdefgjknpqruvxyzBCFGIJKSUV;.=?:!*/0123456789-~ü", "escape", "enter", "tab", "alt+c", "f3"]
)


@given(st.lists(_KEYS, max_size=40), st.sampled_from(["worklist", "items", "form", "line"]))
def test_no_keys_confuse_the_engine(keys: list[str], scope: str) -> None:
    engine = _engine(scope)
    for number, key in enumerate(keys):
        results = engine.feed(key, key if len(key) == 1 else None, number / 10)
        assert len(results) == (2 if key.startswith("alt+") else 1)
        assert bool(engine.pending) == (isinstance(results[-1], Pending) and results[-1].prefix != "")
    engine.feed("escape", "\x1b", 1e9)
    assert engine.pending == ""


@pytest.mark.parametrize(
    ("scope", "keys", "pending"),
    [("worklist", "c ?", "c"), ("worklist", "3 c f1", "3c"), ("items", "; ?", ";"), ("today", "g ?", "g")],
)
def test_the_key_of_help_shows_what_may_follow(scope: str, keys: str, pending: str) -> None:
    engine = _engine(scope)
    assert _feed(engine, keys)[-1] == Pending(pending, asked=True)
    assert engine.pending == pending


def test_after_the_key_of_help_the_sequence_goes_on() -> None:
    assert _feed(_engine(), "c ? n")[-1] == _call("NA")


def test_a_count_alone_takes_no_help() -> None:
    assert isinstance(_feed(_engine(), "3 ?")[-1], Refuse)
