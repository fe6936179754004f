"""Layouts in TOML that an office writes itself; what is wrong is said with file, line and field."""

import re
import tomllib
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NoReturn

from arcollect_tui.errors import FileRefused

ENDING: Final = ".toml"
OF_EXPORTS: Final = "what"
"""Only a layout of files that go out has it; those of an office stand in the same folder."""
NAME: Final = re.compile(r"[a-z][a-z0-9_]{1,39}")


def own_texts(folder: Path | None) -> Iterator[tuple[str, str]]:
    """Name and text of each such file in a folder; none of a folder that is not there.

    Hidden ones are no layouts: systems put files like `._our_erp.toml` beside those that they copy.

    Raises:
        FileRefused: a file is no text.
    """
    if folder is None or not folder.is_dir():
        return
    for path in sorted(folder.glob(f"*{ENDING}")):
        if path.name.startswith("."):
            continue
        try:
            text = path.read_text("utf-8")
        except (OSError, UnicodeError):
            raise FileRefused(
                f"{path.name} in {folder.name} cannot be read as UTF-8 text: save it so."
            ) from None
        yield path.name, text


class TomlText:
    """One file's text: looks values up and refuses wrong ones by file, line and field.

    Args:
        file: name of the file, for sentences.
        text: its content.

    Raises:
        FileRefused: it is no TOML.
    """

    def __init__(self, file: str, text: str) -> None:
        self._file = file
        self._lines = text.splitlines()
        try:
            self.raw: dict[str, Any] = tomllib.loads(text)
        except (ValueError, RecursionError) as problem:
            # Besides its own errors those of a number too long, and of lists too deep, for Python.
            raise FileRefused(f"{file}: {problem}. Write it as TOML, like a shipped layout.") from None

    def refuse(self, key: str, what: str, under: str = "") -> NoReturn:
        """Refuse the value of a key; the line is where the key, or else its table, stands.

        Args:
            key: the key.
            what: what is wrong, and what would be right.
            under: the table it stands in, where the same key may stand in others.
        """
        table = self._line_of(under, 1) if under else 0
        own = self._line_of(f"{under}.{key}", 1) if under else 0
        line = own or self._line_of(key, table + 1) or table or 1
        raise FileRefused(f"{self._file}, line {line}, {key}: {what}")

    def _line_of(self, key: str, first: int) -> int:
        """The line from `first` on where a key or table stands; 0 for none."""
        spelt = re.compile(rf'\s*(?:\[+\s*(?:\w+\.)?)?"?{re.escape(key)}"?\s*(?:=|\]|$)')
        lines = enumerate(self._lines[first - 1 :], first)
        return next((at for at, text in lines if spelt.match(text)), 0)

    def _check_keys(self, needed: Sequence[str], known: Collection[str]) -> None:
        for key in needed:
            if key not in self.raw:
                self.refuse(key, "it is missing. A layout needs " + ", ".join(needed) + ".")
        for key in self.raw:
            if key not in known:
                self.refuse(key, "there is no such field. Fields: " + ", ".join(sorted(known)) + ".")

    def _name(self) -> str:
        name = self._text("name")
        if not NAME.fullmatch(name):
            self.refuse("name", f"{name!r} is no name. Write small letters, digits and _ only: our_erp.")
        return name

    def _text(self, key: str, default: str | None = None) -> str:
        value = self.raw.get(key, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            self.refuse(key, "it is no text. Write it in quotes.")
        return value

    def _one_of(self, key: str, known: Sequence[str], default: str | None = None) -> str:
        value = self._text(key, default)
        if value not in known:
            self.refuse(key, f"{value!r} is not one of {', '.join(filter(None, known))}.")
        return value

    def _words(self, key: str, value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
            self.refuse(key, 'it is no list of texts. Write it like ["Invoice No", "Number"].')
        return tuple(value)

    def _table(self, key: str, known: Collection[str] | None = None) -> dict[str, Any]:
        table = self.raw.get(key, {})
        if not isinstance(table, dict):
            self.refuse(key, f"it is no table. Begin it with [{key}] on a line of its own.")
        for name in table:
            if known is not None and name not in known:
                self.refuse(name, f"[{key}] has no such field. Fields: {', '.join(known)}.", key)
        return table
