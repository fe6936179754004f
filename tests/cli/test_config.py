"""Personal settings: what they mean, and that a mistake in them is named."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcollect_tui.config import Config, config_path, load_config, save_config
from arcollect_tui.errors import UsageError


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    assert load_config(tmp_path / "config.toml") == Config(collector="", theme="", store=None)


def test_every_key_is_read(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(
        'collector = " ann "\ntheme = "mono"\nstore = "/data/office.arcollect"\n'
        'allow_network_store = true\nsync_folder = "/share"\n'
    )
    assert load_config(path) == Config(
        "ann", "mono", Path("/data/office.arcollect"), True, sync_folder=Path("/share")
    )


def test_a_relative_store_starts_from_the_folder_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('store = "office.arcollect"\n')
    assert load_config(path).store == tmp_path / "office.arcollect"


def test_a_store_may_start_at_home(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('store = "~/office.arcollect"\n')
    assert load_config(path).store == Path("~/office.arcollect")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b'colector = "ann"', ("colector", 'Did you mean "collector"?')),
        (b'zzz = "ann"', ("zzz", "collector, theme, store")),
        (b"collector = 7", ("collector", "text in quotes")),
        (b"theme = [1]", ("theme", "text in quotes")),
        (b'allow_network_store = "yes"', ("allow_network_store", "true or false")),
        (b"allow_network_store = 1", ("allow_network_store", "true or false")),
        (b"collector = ann", ("not valid TOML", "line 1")),
        (b'collector = "\xff"', ("not UTF-8",)),
    ],
)
def test_a_mistake_is_named_with_its_file(tmp_path: Path, text: bytes, words: tuple[str, ...]) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(text)
    with pytest.raises(UsageError) as raised:
        load_config(path)
    assert str(path) in raised.value.sentence
    assert all(word in raised.value.sentence for word in words)


def test_a_folder_is_no_settings_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        load_config(tmp_path)


def test_the_file_is_in_the_platforms_config_folder(home: Path) -> None:
    path = config_path()
    path.parent.mkdir(parents=True)
    path.write_text('collector = "bob"\n')
    assert home in path.parents
    assert load_config().collector == "bob"


def test_writing_a_key_keeps_the_rest_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('# mine\ncollector = "ann" # short\nstore = "/data/o"\n\nallow_network_store = true\n')
    assert save_config({"collector": 'A "B" \\ C', "theme": "light"}, path) == path
    assert path.read_text() == (
        '# mine\ncollector = "A \\"B\\" \\\\ C"\nstore = "/data/o"\n\nallow_network_store = true\n'
        'theme = "light"\n'
    )
    assert load_config(path) == Config('A "B" \\ C', "light", Path("/data/o"), True)
    save_config({"collector": ""}, path)
    assert load_config(path).collector == ""
    assert "collector" not in path.read_text()
    assert [found.name for found in tmp_path.iterdir()] == ["config.toml"]


def test_writing_makes_the_file_and_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "config.toml"
    save_config({"theme": "mono"}, path)
    assert load_config(path) == Config(theme="mono")


@pytest.mark.parametrize(
    "text",
    ['collector = """\ntheme = 1\n"""\n', "colector = 'x'\n", "not toml"],
    ids=["lines", "key", "no"],
)
def test_a_file_that_cannot_be_changed_safely_is_left_alone(tmp_path: Path, text: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text)
    with pytest.raises(UsageError, match=r"config\.toml"):
        save_config({"theme": "light"}, path)
    assert path.read_text() == text


@given(st.text(max_size=30))
def test_any_text_is_read_as_it_was_written(text: str) -> None:
    with TemporaryDirectory() as name:
        path = Path(name) / "config.toml"
        save_config({"collector": text}, path)
        assert load_config(path).collector == text.strip()
