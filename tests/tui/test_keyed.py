"""Keys through a whole app: order, typing ahead, forms, Esc, paste, guards, panels."""

from collections.abc import Callable
from time import monotonic

import pytest
from textual import events
from textual.pilot import Pilot

from arcollect_tui.widgets.field import Field
from arcollect_tui.widgets.keyed import KeyedModal
from arcollect_tui.widgets.lines import EchoLine, KeyLine, StatusLine, WhichKeyPanel
from arcollect_tui.widgets.record_table import RecordTable
from tests.tui.keyed_app import Form, ListScreen, OfficeApp
from tests.tui.table_app import lines

SIZES = [(80, 24), (120, 35)]
HOUR = 3600.0
PATIENCE = 30.0


async def until(pilot: Pilot[None], wanted: Callable[[], bool]) -> None:
    """Until something is so."""
    end = monotonic() + PATIENCE
    while not wanted():
        assert monotonic() < end, "it never came about"
        await pilot.pause(0.01)


async def burst(pilot: Pilot[None], *keys: str) -> None:
    """All keys at once, as when somebody types ahead of the screen."""
    for number, key in enumerate(keys):
        event = events.Key(key, key if len(key) == 1 else None)
        event.time = number * 0.1
        pilot.app.post_message(event)
    for _ in range(4):
        await pilot.pause()


@pytest.mark.parametrize("size", SIZES)
async def test_an_outcome_takes_two_presses_and_repeats_with_one(size: tuple[int, int]) -> None:
    app = OfficeApp()
    async with app.run_test(size=size) as pilot:
        await pilot.press("c", "n")
        await pilot.press("3", "c", "v")
        await pilot.press("full_stop")
        assert app.deeds == ["0 NA None", "1 VM 3", "2 VM 3"]
        assert [text.strip() for text in app.texts()] == [
            "Logged: VM.  u undo",
            "repeat(.): call/VM",
        ]
        assert list(app.said)[-1] == "Logged: VM.  u undo"


async def test_a_burst_of_keys_is_taken_in_order_through_a_form() -> None:
    app = OfficeApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await burst(pilot, *("j", "p", "1", "0", "0", "tab", "up", "pageup", "enter"), *("j", "c", "n"))
        assert app.deeds == ["1 promise 100|8", "2 NA None"]


async def test_a_burst_into_the_filter_line_stays_text() -> None:
    app = OfficeApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await burst(pilot, "f", *"cn.u5j", "enter", "j")
        assert app.deeds == ["filter cn.u5j"]
        assert app.list.table.cursor == 1


async def test_a_burst_through_a_pick_list() -> None:
    app = OfficeApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await burst(pilot, "d", *"pri", "down", "enter", "j", "u")
        assert len(app.deeds) == 2
        assert "PRICE-LIST" in app.deeds[0]
        assert app.deeds[1] == "undo"
        assert app.list.table.cursor == 1


async def test_enter_picks_nothing_when_nothing_matches() -> None:
    app = OfficeApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await burst(pilot, "d", *"zzz", "enter")
        assert app.deeds == []
        assert "Nothing matches" in app.list.query_one(EchoLine).text
        await burst(pilot, "backspace", "backspace", "backspace", "down", "down", "enter")
        assert "FREIGHT" in app.deeds[0]


async def test_keys_flow_again_when_a_widget_never_answers() -> None:
    app = OfficeApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app._settling_until = monotonic() + HOUR
        await pilot.press("j")
        assert app.list.table.cursor == 0
        app._settling_until = monotonic()  # and nobody says so
        await until(pilot, lambda: app.list.table.cursor == 1)


async def test_a_key_held_for_rows_is_done_when_they_come_before_the_widgets_are_ready(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = OfficeApp()
    async with app.run_test(size=(80, 24)) as pilot:
        monkeypatch.setattr(ListScreen, "must_wait", lambda *_: True)
        await pilot.press("j")
        monkeypatch.undo()
        app._settling_until = monotonic() + HOUR
        await app.take_keys()  # the rows are here
        assert app.list.table.cursor == 0
        app._hop([])  # the widgets have dealt with all they had
        await until(pilot, lambda: app.list.table.cursor == 1)


async def test_esc_and_a_quick_key_close_the_form_and_move_on() -> None:
    app = OfficeApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("p")
        assert isinstance(app.screen, Form)
        await burst(pilot, "alt+j")
        assert not isinstance(app.screen, KeyedModal)
        assert app.deeds == ["0 promise None"]
        assert app.list.table.cursor == 1


async def test_unknown_keys_are_refused_until_the_next_key() -> None:
    app = OfficeApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("c")
        assert app.list.query_one(StatusLine).text.strip() == "pending: c"
        await pilot.press("z")
        echo = app.list.query_one(EchoLine)
        assert echo.text.strip() == "! c z: no such outcome, ? lists them"
        await pilot.press("j")
        assert echo.text.strip() == ""
        await pilot.press("equals_sign")
        assert "[b]choose one." in lines(app)[21]
        assert app.deeds == []
        assert len(app.said) == 2


async def test_a_key_that_nobody_performs_says_so() -> None:
    app = OfficeApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("exclamation_mark")
        assert "That does nothing here" in app.list.query_one(EchoLine).text


async def test_pasted_text_runs_nothing() -> None:
    app = OfficeApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("c")
        app.post_message(events.Paste("cncncn"))
        await pilot.pause()
        await pilot.press("j")
        assert app.deeds == []
        assert app.list.pasted == ["cncncn"]
        assert app.list.table.cursor == 1, "what was pending before the paste is forgotten"


async def test_a_held_key_logs_one_call() -> None:
    app = OfficeApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("c", "n")
        for number in range(30):
            event = events.Key("full_stop", ".")
            event.time = 100 + number * 0.03
            app.post_message(event)
        await pilot.pause()
        assert app.deeds == ["0 NA None", "1 NA None"]


async def test_modifiers_alone_do_nothing() -> None:
    app = OfficeApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await burst(pilot, "c", "left_shift", "left_control", "n")
        assert app.deeds == ["0 NA None"]


async def test_the_panel_comes_after_a_moment_and_goes_with_the_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = OfficeApp()
    async with app.run_test(size=(80, 24)) as pilot:
        panel = app.list.query_one(WhichKeyPanel)
        monkeypatch.setattr(OfficeApp, "WHICH_KEY_DELAY", HOUR)
        await pilot.press("c")
        assert not panel.display
        await pilot.press("escape")
        monkeypatch.undo()
        await pilot.press("c")
        await until(pilot, lambda: panel.display)
        assert any("no answer" in line for line in lines(app))
        await pilot.press("escape")
        assert not panel.display
        await pilot.press("c", "n")
        await pilot.pause(0.4)
        assert not panel.display
        assert app.deeds == ["0 NA None"]


async def test_a_click_on_the_footer_types_its_key() -> None:
    app = OfficeApp()
    async with app.run_test(size=(120, 35)) as pilot:
        line = app.list.query_one(KeyLine)
        text = lines(app)[line.region.y]
        await pilot.click(KeyLine, offset=(text.index("undo"), 0))
        await pilot.pause()
        assert app.deeds == ["undo"]
        await pilot.click(KeyLine, offset=(0, 0))
        assert app.deeds == ["undo"]


async def test_tab_moves_between_panes_and_keys_follow_the_focus() -> None:
    app = OfficeApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await burst(pilot, "tab", "j", "shift+tab", "j")
        assert isinstance(app.focused, RecordTable)
        assert app.list.table.cursor == 1


async def test_ctrl_q_leaves_from_a_form_too() -> None:
    app = OfficeApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("p")
        await pilot.press("ctrl+q")
        assert not app.is_running or app._exit


async def test_the_field_shows_what_is_meant_and_what_is_wrong() -> None:
    app = OfficeApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("p")
        day = app.screen.query_one("#day", Field)
        assert day.echo == "day 0"
        await pilot.press("tab", "down")
        assert (day.value, day.echo) == ("-1", "day -1")
        await pilot.press(*("backspace", "backspace"), *"bad", "up")
        assert (day.value, day.echo) == ("bad", "! day bad")
        assert day.has_class("-wrong")
        await pilot.press("x")
        day.refuse("The day lies back: [give] a later one.")
        await pilot.pause()
        assert any("[give] a later one" in line for line in lines(app))
