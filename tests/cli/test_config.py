"""Personal settings: what they mean, and that a mistake in them is named."""

from pathlib import Path

import pytest

from arcollect_tui.config import Config, config_path, load_config
from arcollect_tui.errors import UsageError


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    assert load_config(tmp_path / "config.toml") == Config(collector="", theme="", store=None)


def test_every_key_is_read(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(
        'collector = " ann "\ntheme = "mono"\nstore = "/data/office.arcollect"\n'
        "allow_network_store = true\n"
    )
    assert load_config(path) == Config("ann", "mono", Path("/data/office.arcollect"), True)


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
