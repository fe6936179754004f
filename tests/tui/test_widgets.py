"""The smaller widgets: aging bar, lines, pane, pick list, and text made harmless."""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.strip import Strip

from arcollect_tui.keys.engine import Run
from arcollect_tui.widgets.aging_bar import ASCII_SHADES, aging_bar
from arcollect_tui.widgets.lines import EchoLine, StatusLine, TopLine, WhichKeyPanel
from arcollect_tui.widgets.pane import PaneLine, TextPane
from arcollect_tui.widgets.pick_list import Choice, matches
from arcollect_tui.widgets.safe import clean, show
from tests.tui.keyed_app import REASONS
from tests.tui.table_app import lines
from tests.tui.test_record_table import HOSTILE


@pytest.mark.parametrize(
    ("amounts", "width", "bar"),
    [
        ([1, 1, 1, 1, 1], 10, "··░░▒▒▓▓██"),
        ([100, 0, 0, 0, 0], 4, "····"),
        ([0, 0, 0, 0, 7], 3, "███"),
        ([1_000_000, 0, 0, 0, 1], 10, "·········█"),
        ([50, 0, -80, 0, 50], 4, "··██"),
        ([0, 0, 0, 0, 0], 4, "    "),
        ([1, 1, 1, 1, 1], 3, "·░▒"),
        ([0, 0, 0, 0, 1, 1], 4, "████"),
    ],
)
def test_the_aging_bar(amounts: list[int], width: int, bar: str) -> None:
    assert aging_bar(amounts, width) == bar


@given(st.lists(st.integers(-(10**15), 10**15), min_size=5, max_size=5), st.integers(5, 60))
def test_the_bar_is_full_and_every_open_bucket_shows(amounts: list[int], width: int) -> None:
    bar = aging_bar(amounts, width, ascii_only=True)
    assert len(bar) == width
    assert bar.isascii()
    open_buckets = {ASCII_SHADES[n] for n, amount in enumerate(amounts) if amount > 0}
    assert set(bar) == (open_buckets or {" "})


@given(HOSTILE)
def test_clean_text_holds_nothing_that_acts(text: str) -> None:
    shown = clean(text)
    assert clean(shown) == shown
    assert not any(ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 for c in shown)
    assert not any(0xD800 <= ord(c) <= 0xDFFF for c in shown)
    assert not set("\u202a\u202e\u2066\u2069\u200e\u200f\ufeff") & set(shown)
    assert show(text).plain == shown


def test_clean_leaves_a_trace_of_controls_and_one_line() -> None:
    assert clean("a\x1b[31mb") == "a\ufffd[31mb"
    assert clean("two\nlines\tand a tab") == "two lines and a tab"
    assert show("[b]x[/b] [/").plain == "[b]x[/b] [/"


class PartsApp(App[None]):
    """The lines, a pane and a panel."""

    def compose(self) -> ComposeResult:
        yield TopLine("Worklist [b]mine", "37 done  118 left")
        self.pane = CountingPane(widget_id="pane")
        yield self.pane
        yield EchoLine()
        yield StatusLine()
        yield WhichKeyPanel()


class CountingPane(TextPane):
    """Counts the lines it draws."""

    drawn = 0

    def render_line(self, y: int) -> Strip:
        self.drawn += 1
        return super().render_line(y)


def _pane(texts: Sequence[str]) -> list[PaneLine]:
    return [((text, "strong" if number == 0 else ""),) for number, text in enumerate(texts)]


async def test_the_lines_say_what_they_are_told_literally() -> None:
    app = PartsApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.query_one(EchoLine).say("Logged: [b]ACME[/b] \x1b]0;x\x07 no answer.")
        app.query_one(StatusLine).set_parts(about="12 marked (5 hidden)", pending="3c", repeat="x")
        await pilot.pause()
        screen = lines(app)
        assert screen[0].startswith(" Worklist [b]mine")
        assert screen[0].endswith("37 done  118 left ")
        assert "Logged: [b]ACME[/b] \ufffd]0;x\ufffd no answer." in screen[22]
        assert screen[23].split("   ")[0].strip() == "12 marked (5 hidden)"
        assert "pending: 3c" in screen[23]
        assert screen[23].endswith("repeat(.): x ")


async def test_an_announcement_is_one_line_of_at_most_80_cells() -> None:
    app = PartsApp()
    async with app.run_test(size=(120, 35)) as pilot:
        echo = app.query_one(EchoLine)
        echo.say("漢字 " * 60)
        await pilot.pause()
        assert cell_len(echo.text.rstrip()) <= 80
        assert echo.text.rstrip().endswith("...")
        echo.say("No.", refusal=True)
        assert echo.text.strip() == "! No."
        echo.next_key()
        assert echo.text.strip() == ""


@pytest.mark.parametrize("width", [0, 1, 5, 17, 18, 40])
def test_the_right_end_of_a_line_is_cut_last(width: int) -> None:
    line = TopLine("Worklist", "37 done 118 left").line_of(width)
    assert cell_len(line) == width
    if width >= 18:
        assert line.endswith(" 37 done 118 left ")


async def test_the_pane_draws_only_lines_that_changed() -> None:
    app = PartsApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.pane.set_lines(_pane(["one", "two", "three"]))
        await pilot.pause()
        for texts, drawn in (
            (["one", "two", "three"], 0),
            (["one", "2", "three"], 1),
            (["one", "2", "three", "four"], 1),
            (["one"], 3),
        ):
            app.pane.drawn = 0
            app.pane.set_lines(_pane(texts))
            await pilot.pause()
            assert app.pane.drawn == drawn, texts


async def test_the_pane_scrolls_by_keys_and_shows_title_and_hints() -> None:
    app = PartsApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.pane.caption("C1 [/b]", "J/K next/prev  z zoom")
        app.pane.set_lines(_pane([f"line {n}" for n in range(100)]))
        await pilot.pause()
        assert app.pane.perform(Run("move.last"))
        await pilot.pause()
        screen = lines(app)
        assert screen[1].startswith("┌─ C1 [/b] ─")
        assert screen[21].startswith("└─ J/K next/prev  z zoom ─")
        assert "line 99" in screen[20]
        assert app.pane.perform(Run("move.up", 2))
        assert not app.pane.perform(Run("edit.undo"))
        app.pane.set_lines(_pane(["short"]))
        await pilot.pause()
        assert "short" in lines(app)[2]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(HOSTILE, min_size=1, max_size=4))
async def test_the_pane_shows_names_literally_and_harmlessly(names: list[str]) -> None:
    app = PartsApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.pane.set_lines(_pane([*names, "a [/b] [red]c"]))
        app.query_one(EchoLine).say(names[0])
        await pilot.pause()
        screen = "".join(lines(app))
        assert "a [/b] [red]c" in screen
        assert not set("\x1b\x07\x9b\x00\u202e\ud800") & set(screen)


def test_the_panel_sets_rows_in_columns() -> None:
    panel = WhichKeyPanel()
    assert panel.lines_of(80) == []
    panel._rows = [("n", "no answer"), ("v", "voicemail"), ("p", "promise")]
    assert panel.lines_of(20) == [" n  no answer ", " v  voicemail ", " p  promise   "]
    assert panel.lines_of(80) == [" n  no answer  v  voicemail  p  promise   "]


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("", ["PRICING", "PRICE-LIST", "FREIGHT"]),
        ("pri", ["PRICING", "PRICE-LIST"]),
        ("PRICE-", ["PRICE-LIST"]),
        ("fre", ["FREIGHT"]),
        ("fr", ["FREIGHT", "PRICING"]),
        ("ricing", []),
        ("old", ["PRICE-LIST"]),
        ("price list", ["PRICE-LIST"]),
        ("logistics", ["FREIGHT"]),
        ("zzz", []),
    ],
)
def test_typing_finds_choices_code_first(typed: str, codes: list[str]) -> None:
    assert [choice.code for choice in matches(REASONS, typed)] == codes


def test_a_choice_whose_code_is_typed_in_full_comes_first() -> None:
    choices = (Choice("PRICING", "Price"), Choice("PRICE", "Old"))
    assert matches(choices, "price")[0].code == "PRICE"
