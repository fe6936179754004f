"""`arcollect theme`: the list, keeping one, and the rest of the settings left alone."""

from pathlib import Path

import pytest

from arcollect_tui.config import BORDERS, THEMES, load_config
from arcollect_tui.errors import UsageError
from tests.cli.conftest import Run


def settings(home: Path) -> Path:
    folder = home / "config" / "arcollect"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / "config.toml"


def test_the_list_names_every_theme_and_marks_the_one_in_force(run: Run, home: Path) -> None:
    settings(home).write_text('theme = "safe"\n')
    said = run("theme")
    rows = [line.split() for line in said.out.splitlines()[1:]]
    assert [row[2] for row in rows] == [*THEMES, *BORDERS]
    assert [row[2] for row in rows if row[0] == "yes"] == ["safe", "box"]
    assert "g v" in said.err


def test_a_theme_is_kept_and_the_rest_of_the_file_stays(run: Run, home: Path) -> None:
    path = settings(home)
    path.write_text('# mine\ntheme = "dark" # usual\ncollector = "ann"\n')
    said = run("theme", "contrast-light", "--borders", "none")
    assert (said.code, said.out) == (0, "")
    assert f"Kept: theme contrast-light, borders none, in {path}." in said.err
    assert path.read_text() == '# mine\ntheme = "contrast-light"\ncollector = "ann"\nborders = "none"\n'
    assert run("theme", "--json").json == {
        "theme": "contrast-light",
        "borders": "none",
        "file": str(path),
    }


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("pink",), '"pink" is no theme. There are: dark, light'),
        (("--borders", "wool"), '"wool" are no borders. There are: box, ascii, none.'),
    ],
)
def test_an_unknown_one_is_refused_with_those_there_are(
    run: Run, home: Path, words: tuple[str, ...], sentence: str
) -> None:
    said = run("theme", *words)
    assert said.code == 2
    assert sentence in said.err
    assert not settings(home).exists()


def test_no_color_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert "NO_COLOR is set" in run("theme", "light").err


def test_borders_that_do_not_exist_are_named_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('borders = "wool"\n')
    with pytest.raises(UsageError, match=r'no borders "wool".*box, ascii, none'):
        load_config(path)
