"""Personal settings: a small TOML file in the platform's config folder.

Only the front ends read it; services are given values. A file with a mistake is refused by name, so
that a mistyped key is never a setting that silently does nothing.
"""

import difflib
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

from arcollect_tui.errors import UsageError

FILE_NAME: Final = "config.toml"

THEMES: Final[Mapping[str, str]] = {
    "dark": "light text on a dark ground",
    "light": "dark text on a white ground",
    "contrast": "white on black, nothing pale",
    "contrast-light": "black on white, nothing pale",
    "safe": "dark, in colours that everybody tells apart",
    "ansi16": "the 16 colours of the terminal itself",
    "mono": "no colour: bold, underline and reverse",
}
"""The themes, and how each looks; the first is the usual one."""

BOX, ASCII, NONE = "box", "ascii", "none"
BORDERS: Final[Mapping[str, str]] = {
    BOX: "lines around lists and panes",
    ASCII: "the same in + - | and . : + % #",
    NONE: "blanks, for those who listen or feel",
}
"""The borders, and how each looks; the first are the usual ones."""

CHOICES: Final[Mapping[str, Mapping[str, str]]] = {"theme": THEMES, "borders": BORDERS}
"""Keys of the settings that take one of some values."""


@dataclass(frozen=True, slots=True)
class Config:
    """What one person prefers.

    Attributes:
        collector: the name that deeds are recorded under; empty for the login name.
        theme: the workstation's theme; empty for its own choice.
        store: the store file, or the URL of a server; None for the platform's data folder.
        allow_network_store: open the store on a network drive or in a cloud folder all the same.
        plain: lines instead of screens, as with --plain.
        borders: the characters of the workstation's borders and bars; empty for its own choice.
        sync_folder: the folder that the workstation shares by when it is opened and when it is left.
    """

    collector: str = ""
    theme: str = ""
    store: Path | str | None = None
    allow_network_store: bool = False
    plain: bool = False
    borders: str = ""
    sync_folder: Path | None = None

    @property
    def theme_now(self) -> str:
        """The theme, the usual one when none is named."""
        return self.theme or next(iter(THEMES))

    @property
    def borders_now(self) -> str:
        """The borders, the usual ones when none are named."""
        return self.borders or BOX


KEYS: Final = tuple(field.name for field in fields(Config))
SWITCHES: Final = tuple(field.name for field in fields(Config) if field.type is bool)


def config_path() -> Path:
    """Where the settings are looked for."""
    from platformdirs import user_config_path

    return user_config_path("arcollect", appauthor=False) / FILE_NAME


def load_config(path: Path | None = None) -> Config:
    """Read the settings; a file that is not there means the defaults.

    Args:
        path: the file; `config_path()` when None. A relative path in it starts from its folder.

    Raises:
        UsageError: the file cannot be read, is not TOML, or holds an unknown key or a wrong value.
    """
    path = path or config_path()
    values = read_toml(path, "settings")
    for key, value in values.items():
        _check(path, key, value)
    store = str(values.get("store", ""))
    folder = str(values.get("sync_folder", "")).strip()
    return Config(
        collector=str(values.get("collector", "")).strip(),
        theme=str(values.get("theme", "")).strip(),
        borders=str(values.get("borders", "")).strip(),
        store=_from_folder(path.parent, store) if store else None,
        sync_folder=path.parent / Path(folder).expanduser() if folder else None,
        allow_network_store=bool(values.get("allow_network_store", False)),
        plain=bool(values.get("plain", False)),
    )


def _from_folder(folder: Path, text: str) -> Path | str:
    """A path from the folder of the settings on; a URL, or a `~` at its start, is left to who opens it."""
    if "://" in text:
        return text
    return Path(text) if text.startswith("~") else folder / text


def read_toml(path: Path, what: str) -> Mapping[str, object]:
    """The values of a personal file; none where there is no such file.

    Args:
        path: the file.
        what: what it holds, for the sentence of a refusal.

    Raises:
        UsageError: it cannot be read, or is not TOML.
    """
    try:
        return tomllib.loads(path.read_bytes().decode())
    except FileNotFoundError:
        return {}
    except OSError as error:
        reason = error.strerror or "refused by the system"
        raise UsageError(f"The {what} in {path} cannot be read: {reason}.") from None
    except UnicodeDecodeError:
        raise UsageError(f"The {what} in {path} are not UTF-8 text: save the file anew.") from None
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"The {what} in {path} are not valid TOML: {error}.") from None


def _check(path: Path, key: str, value: object) -> None:
    if key not in KEYS:
        near = difflib.get_close_matches(key, KEYS, n=1)
        hint = f' Did you mean "{near[0]}"?' if near else ""
        msg = f'{path} has an unknown key "{key}".{hint} There are: {", ".join(KEYS)}.'
        raise UsageError(msg)
    if key in SWITCHES:
        if not isinstance(value, bool):
            msg = f'{path}: the key "{key}" is true or false, without quotes.'
            raise UsageError(msg)
        return
    if not isinstance(value, str):
        msg = f'{path}: the key "{key}" needs a text in quotes, for example {key} = "…".'
        raise UsageError(msg)
    if key == "borders" and value.strip() not in ("", *BORDERS):
        msg = f'{path}: there are no borders "{value}". There are: {", ".join(BORDERS)}.'
        raise UsageError(msg)


def save_config(values: Mapping[str, str], path: Path | None = None) -> Path:
    """Set keys of the settings; comments, order and every other key stay as they are.

    Args:
        values: keys with texts; an empty text takes the key out.
        path: the file; the platform's own when None. It is made when it is not there.

    Returns:
        The file.

    Raises:
        UsageError: the file as it is cannot be read, or it cannot be written.
    """
    path = path or config_path()
    load_config(path)
    try:
        before = path.read_bytes().decode() if path.exists() else ""
        after = _with(before, values)
        if tomllib.loads(after) != _wanted(before, values):
            msg = f"{path} is laid out in a way that cannot be changed here: edit it by hand."
            raise UsageError(msg)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _replace(path, after)
    except OSError as error:
        reason = error.strerror or "refused by the system"
        raise UsageError(f"The settings in {path} cannot be written: {reason}.") from None
    return path


def _wanted(before: str, values: Mapping[str, str]) -> dict[str, object]:
    found = {**tomllib.loads(before), **values}
    return {key: value for key, value in found.items() if value != "" or key not in values}


def _with(text: str, values: Mapping[str, str]) -> str:
    for key, value in values.items():
        line = f"{key} = {_quoted(value)}\n" if value else ""
        own = re.compile(rf"^[ \t]*{re.escape(key)}[ \t]*=.*(?:\n|\Z)", re.MULTILINE)
        there = own.search(text)
        if there:
            text = f"{text[: there.start()]}{line}{text[there.end() :]}"
        elif line:
            text = f"{text.rstrip()}\n{line}" if text.strip() else line
    return text


def _quoted(text: str) -> str:
    """A basic string of TOML; what it may not hold as itself is spelled out."""
    signs = {'"': '\\"', "\\": "\\\\"}
    return (
        '"'
        + "".join(signs.get(sign, sign if sign.isprintable() else _spelled(sign)) for sign in text)
        + '"'
    )


def _spelled(sign: str) -> str:
    return f"\\U{ord(sign):08X}"


def _replace(path: Path, text: str) -> None:
    """Write beside the file and put it in its place, so that half a file is never read."""
    # Imported here: few commands write settings, and every command reads them.
    import tempfile

    handle, name = tempfile.mkstemp(prefix=".config-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as part:
            part.write(text)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
