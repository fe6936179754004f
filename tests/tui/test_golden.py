"""Every screen of the sample office, compared with the text that is kept in `screens/`."""

import difflib
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.golden import FOLDER, SHOTS, Shot, known_files, rendered, sample

CASES = [(shot, size) for shot in SHOTS for size in shot.sizes]
NAMES = [f"{shot.name}-{size[0]}x{size[1]}" for shot, size in CASES]
at_every_screen = pytest.mark.parametrize(("shot", "size"), CASES, ids=NAMES)
ROOMY = 20
"""Lines from which on there is a line of keys; below, the list has the room."""
WITHOUT_ROWS = ("worklist-pane", "import-columns", "exports-empty")
"""Screens that show a text and no list."""
PINNED = "? keys "
"""The end of the line of keys. Where one types, ? is a letter: there the line ends with other keys."""


@pytest.fixture(scope="session")
def golden_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample(tmp_path_factory.mktemp("golden"))


def kept(shot: Shot, size: tuple[int, int]) -> str:
    return shot.file(size, ".txt").read_text("utf-8")


@at_every_screen
async def test_the_screen_is_as_kept(golden_store: Path, shot: Shot, size: tuple[int, int]) -> None:
    found = await rendered(shot, size, golden_store, kept(shot, size))
    assert found.mono.text == found.dark.text, "something is said by colour alone"
    if found.dark.text != kept(shot, size):
        name = shot.file(size, ".txt").name
        difference = difflib.unified_diff(
            kept(shot, size).splitlines(),
            found.dark.text.splitlines(),
            f"screens/{name}",
            "now",
            lineterm="",
            n=1,
        )
        pytest.fail(
            "\n".join([*difference, "", f"If this is right: python -m tests.golden {shot.name}"]),
            pytrace=False,
        )


@at_every_screen
def test_every_line_fills_the_width_exactly(shot: Shot, size: tuple[int, int]) -> None:
    lines = kept(shot, size).split("\n")
    assert lines.pop() == ""
    assert len(lines) == size[1]
    assert {cell_len(line) for line in lines} == {size[0]}


@at_every_screen
def test_the_key_for_help_is_never_the_one_cut_off(shot: Shot, size: tuple[int, int]) -> None:
    keys = kept(shot, size).split("\n")[-3]
    if size[1] < ROOMY:
        assert "? keys" not in keys
    elif shot.types:
        assert keys.rstrip().endswith(
            ("? keys", "Esc leave", "Esc cancel", "Esc back", "Esc close", "Esc keep draft")
        )
    else:
        assert keys.endswith(PINNED)


@at_every_screen
def test_the_cursor_is_a_character(shot: Shot, size: tuple[int, int]) -> None:
    """Where there are rows, one of them bears the sign of the cursor; it is no matter of colour."""
    text = kept(shot, size)
    if shot.empty or size[1] < 12 or shot.name in WITHOUT_ROWS:
        return
    assert any(line[1:3].strip().startswith(">") for line in text.split("\n"))


def test_no_screen_is_kept_that_is_not_made() -> None:
    assert {path for path in FOLDER.iterdir() if path.suffix in (".txt", ".svg")} == known_files()


def test_pictures_are_the_same_each_time_and_ask_no_server() -> None:
    for path in FOLDER.glob("*.svg"):
        svg = path.read_text("utf-8")
        assert "terminal-r1" in svg
        assert "url(http" not in svg
        assert "@font-face" not in svg
