"""Themes and borders: legible, chosen with a look at them, kept, and nothing by colour alone."""

import unicodedata
from pathlib import Path

import pytest
from textual.color import Color

from arcollect_tui.app import ArcollectApp
from arcollect_tui.config import BORDERS, BOX, THEMES, load_config
from arcollect_tui.screens.glyphs import table
from arcollect_tui.screens.themes import MONO
from arcollect_tui.screens.themes import THEMES as DRAWN
from arcollect_tui.widgets.aging_bar import SHADES
from tests.tui.office import NARROW, WIDE, Hand, opened, sample_store, workstation

TEXT, LINES = 4.5, 3.0
"""Least contrast (WCAG 2.2: 1.4.3 and 1.4.11)."""
PAINTED = sorted(name for name, theme in DRAWN.items() if not theme.ansi and name != MONO)


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings of the test's own."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("NO_COLOR", raising=False)
    return tmp_path / "config" / "arcollect" / "config.toml"


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True)
    path.write_text(text)


def read(path: Path) -> str:
    return path.read_text() if path.exists() else ""


def contrast(one: Color, other: Color) -> float:
    """The ratio of WCAG 2.2, from relative luminances."""

    def luminance(colour: Color) -> float:
        parts = [part / 255 for part in colour.rgb]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_every_theme_that_is_offered_is_there() -> None:
    assert set(DRAWN) == set(THEMES)


@pytest.mark.parametrize("name", PAINTED)
def test_text_and_borders_stand_out_from_every_ground(name: str) -> None:
    theme = DRAWN[name]
    grounds = [Color.parse(ground) for ground in (theme.background, theme.surface) if ground]
    assert len(grounds) == 2
    texts = {
        "foreground": theme.foreground,
        "error": theme.error,
        "muted": theme.variables["text-muted"],
    }
    borders = {key: theme.variables[key] for key in ("border", "border-blurred")}
    for ground in grounds:
        for what, colour in texts.items():
            assert contrast(ground, Color.parse(colour or "")) >= TEXT, what
        for what, colour in borders.items():
            assert contrast(ground, Color.parse(colour)) >= LINES, what


def colours(hand: Hand) -> set[object]:
    """Every colour that the screen shows."""
    strips = hand.app.screen._compositor.render_strips()
    styles = [segment.style for strip in strips for segment in strip if segment.style]
    return {colour for style in styles for colour in (style.color, style.bgcolor) if colour is not None}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_every_theme_shows_the_same_text(tmp_path: Path, theme: str, size: tuple[int, int]) -> None:
    path = sample_store(tmp_path)
    async with workstation(path, size) as hand:
        wanted = hand.text()
        hand.app.take_look(theme, BOX)
        await hand.rest()
        assert hand.text() == wanted
        kinds = {getattr(colour, "type", None) for colour in colours(hand)}
        if theme == MONO:
            assert not kinds
        elif DRAWN[theme].ansi:
            assert {kind.name for kind in kinds if kind} <= {"DEFAULT", "STANDARD"}
        else:
            assert {kind.name for kind in kinds if kind} == {"TRUECOLOR"}


async def test_a_theme_is_shown_while_the_cursor_is_on_it_and_kept_with_enter(
    tmp_path: Path, settings: Path
) -> None:
    write(settings, '# mine\ncollector = "jk"  # me\n')
    async with workstation(sample_store(tmp_path)) as hand:
        before = colours(hand)
        await hand.press("g", "v")
        assert "Colours and borders" in hand.text()
        await hand.press("j")
        assert hand.app.theme == "light"
        assert colours(hand) != before
        assert not read(settings).count("theme")
        await hand.press("j", "enter")
        assert hand.echo == "Kept: theme contrast, in config.toml."
    assert read(settings) == '# mine\ncollector = "jk"  # me\ntheme = "contrast"\n'
    assert load_config(settings).theme == "contrast"


async def test_esc_leaves_everything_as_it_was(tmp_path: Path, settings: Path) -> None:
    async with workstation(sample_store(tmp_path)) as hand:
        before = hand.text(), colours(hand)
        await hand.press("g", "v", "j", "j", "G")
        assert "─" not in hand.text()
        await hand.press("escape")
        assert (hand.text(), colours(hand)) == before
        assert read(settings) == ""


async def test_without_colour_the_borders_alone_are_kept(
    tmp_path: Path, settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(settings, 'theme = "light"\n')
    monkeypatch.setenv("NO_COLOR", "1")
    async with workstation(sample_store(tmp_path)) as hand:
        await hand.press("g", "v")
        assert "NO_COLOR is set" in hand.text()
        await hand.press("G", "enter")
    assert read(settings) == 'theme = "light"\nborders = "none"\n'


async def test_the_palette_finds_it(tmp_path: Path) -> None:
    async with workstation(sample_store(tmp_path)) as hand:
        await hand.press(":", *"colour", "enter")
        assert "Colours and borders" in hand.text()


async def test_settings_that_cannot_be_written_are_named(tmp_path: Path, settings: Path) -> None:
    write(settings, "theme = \n")
    async with workstation(sample_store(tmp_path)) as hand:
        await hand.press("g", "v", "j", "enter")
        assert "not valid TOML" in " ".join(hand.app.said)


def test_other_borders_are_exchanged_one_for_one_and_are_ascii() -> None:
    for borders in BORDERS:
        signs = table(borders)
        assert all(len(sign) == 1 and sign.isascii() for sign in signs.values())
    drawn = [chr(code) for code in range(0x2500, 0x25A0)] + list(SHADES)
    assert all(sign.translate(table("ascii")).isascii() for sign in drawn)
    assert {chr(code).translate(table("none")) for code in range(0x2500, 0x2580)} == {" "}
    assert "│─┌┤█".translate(table("ascii")) == "|-++#"
    assert unicodedata.name("│").startswith("BOX")


@pytest.mark.parametrize("borders", ["ascii", "none"])
@pytest.mark.parametrize("keys", ["", "g i", "g p", "g u", "p", "?", "o", "enter", "c", "="])
async def test_no_screen_shows_a_box_character_without_borders(
    tmp_path: Path, borders: str, keys: str
) -> None:
    office = opened(sample_store(tmp_path))
    app = ArcollectApp(office, borders=borders)
    try:
        async with app.run_test(size=NARROW) as pilot:
            hand = Hand(app, pilot)
            await hand.rest()
            await hand.press(*keys.split())
            drawn = {sign for sign in hand.text() if 0x2500 <= ord(sign) < 0x25A0}
            assert not drawn
            assert ("+-" in hand.text()) == (borders == "ascii")
    finally:
        app.finish()
        office.close()
