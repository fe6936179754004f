"""What a process wrote, synced and cut, recorded by `strace` and read back as events."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

WATCHED = "openat,close,pwrite64,write,fsync,fdatasync,ftruncate,unlink,unlinkat,rename,renameat,renameat2"
_LONGEST = 200_000
_CALL = re.compile(r"^(?:\d+\s+)?(\w+)\((.*)\)\s+=\s+(-?\d+)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?')

needs_strace = pytest.mark.skipif(
    shutil.which("strace") is None, reason="this machine has no strace to record or fail system calls with"
)


@dataclass(frozen=True, slots=True)
class Create:
    """A file got a name."""

    name: str


@dataclass(frozen=True, slots=True)
class Remove:
    """A name went."""

    name: str


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes were written at an offset."""

    name: str
    at: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    """A file was given a length."""

    name: str
    length: int


@dataclass(frozen=True, slots=True)
class Sync:
    """A file's bytes are durable from here on; of a folder, its names."""

    name: str


@dataclass(frozen=True, slots=True)
class Said:
    """The process said a line to its user."""

    line: str


Event = Create | Remove | Write | Cut | Sync | Said


def recorder(log: Path) -> list[str]:
    """The command that records what comes after it into `log`."""
    return ["strace", "-f", "-xx", "-s", str(_LONGEST), "-e", f"trace={WATCHED}", "-o", str(log)]


def failing(call: str, error: str, when: str) -> list[str]:
    """The command under which some calls of `call` fail; `when` is `N`, or `N+` for ever after."""
    fault = f"inject={call}:error={error}:when={when}"
    return ["strace", "-f", "-o", "/dev/null", "-e", f"trace={call}", "-e", fault]


def calls_in(log: Path, call: str) -> int:
    """How often a recorded process made a call."""
    return sum(f" {call}(" in line for line in log.read_text("utf-8").splitlines())


class _Reader:
    """Follows which descriptor is which file."""

    def __init__(self, root: Path) -> None:
        self._root = str(root)
        self._open: dict[int, str] = {}

    def events(self, name: str, arguments: str, answer: int) -> Iterator[Event]:
        """What one successful call meant for the files under the root."""
        if name == "openat":
            yield from self._opened(arguments, answer)
        elif name == "close":
            self._open.pop(_first(arguments), None)
        elif name in ("pwrite64", "write"):
            yield from self._written(name, arguments, answer)
        elif name in ("fsync", "fdatasync"):
            file = self._open.get(_first(arguments))
            yield from [Sync(file)] if file is not None else []
        elif name == "ftruncate":
            file = self._open.get(_first(arguments))
            yield from [Cut(file, int(arguments.rsplit(",", 1)[1]))] if file is not None else []
        elif name in ("unlink", "unlinkat"):
            file = _text(arguments).decode()
            yield from [Remove(file)] if file.startswith(self._root) else []
        else:
            assert self._root not in arguments, f"{name} is not modelled"

    def _opened(self, arguments: str, descriptor: int) -> Iterator[Event]:
        file = _text(arguments).decode()
        if not file.startswith(self._root):
            self._open.pop(descriptor, None)
            return
        self._open[descriptor] = file
        if "O_CREAT" in arguments:
            yield Create(file)

    def _written(self, name: str, arguments: str, written: int) -> Iterator[Event]:
        descriptor, data = _first(arguments), _text(arguments)
        if descriptor == 1:
            yield from [Said(line) for line in data.decode().splitlines()]
        elif descriptor in self._open:
            assert name == "pwrite64", f"{self._open[descriptor]} is written without an offset"
            yield Write(self._open[descriptor], int(arguments.rsplit(",", 1)[1]), data[:written])


def events_of(log: Path, root: Path) -> Iterator[Event]:
    """The events of a recording that concern files under `root`, and what was said."""
    reader = _Reader(root)
    with log.open(encoding="utf-8") as lines:
        for line in lines:
            match = _CALL.match(line)
            if match is not None and int(match[3]) >= 0:
                yield from reader.events(match[1], match[2], int(match[3]))


def _first(arguments: str) -> int:
    return int(arguments.split(",", 1)[0])


def _text(arguments: str) -> bytes:
    match = _TEXT.search(arguments)
    assert match is not None, arguments[:80]
    assert match[2] is None, "the recording is cut short"
    return bytes.fromhex(match[1].replace("\\x", ""))
