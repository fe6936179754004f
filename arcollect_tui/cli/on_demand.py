"""Commands whose modules load when the command is asked for.

The workstation opens sooner without the modules of forty commands, and so does each command.
"""

from collections.abc import Iterator, Mapping, MutableMapping
from importlib import import_module
from typing import Any, ClassVar

import typer
import typer.main

ROOM = "arcollect_tui.cli"


class Commands(MutableMapping[str, Any]):
    """Commands by name, each loaded at its first use; the names alone load nothing.

    Args:
        places: by name, the module of this room and what it calls the command or the group of commands.
    """

    def __init__(self, places: Mapping[str, str]) -> None:
        self._places = places
        self._loaded: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - a command of Typer's own parser
        if name not in self._loaded:
            self._loaded[name] = _command(name, self._places[name])
        return self._loaded[name]

    def __setitem__(self, name: str, command: Any) -> None:  # noqa: ANN401
        self._loaded[name] = command

    def __delitem__(self, name: str) -> None:
        del self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys([*self._places, *self._loaded]))

    def __len__(self) -> int:
        return len(self._places.keys() | self._loaded.keys())


class OnDemand(typer.core.TyperGroup):
    """A program of commands that load on demand.

    Attributes:
        PLACES: where each command stands, as in `Commands`.
    """

    PLACES: ClassVar[Mapping[str, str]] = {}

    def __init__(self, **attributes: Any) -> None:  # noqa: ANN401
        super().__init__(**attributes)
        registered, self.commands = self.commands, Commands(self.PLACES)
        self.commands.update(registered)


def _command(name: str, place: str) -> Any:  # noqa: ANN401
    module, word = place.split(":")
    found = getattr(import_module(f"{ROOM}.{module}"), word)
    single = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    if isinstance(found, typer.Typer):
        single.add_typer(found, name=name)
        return typer.main.get_group(single).commands[name]
    single.command(name)(found)
    return typer.main.get_command(single)
