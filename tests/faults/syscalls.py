"""What a process wrote, synced, cut and named, recorded by `strace` and read back as events."""

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

NAMING = "?rename,?renameat,?renameat2"
SYNCING = "fsync,fdatasync"
REMOVING = "?unlink,unlinkat"
KILLED = "KILLED"
WATCHED = (
    f"openat,close,lseek,pwrite64,write,{SYNCING},ftruncate,{REMOVING},{NAMING},"
    "fallocate,sendfile,copy_file_range,pwritev,writev,?link,linkat"
)
_LONGEST = 200_000
_CALL = re.compile(r"^(\w+)\((.*)\)\s+=\s+(-?\d+)")
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
class Rename:
    """A file got another name, and what had that name lost it, in one step."""

    name: str
    to: str


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
    """A file's bytes are durable from here on; of a folder, its names. The root itself is ``."""

    name: str


@dataclass(frozen=True, slots=True)
class Said:
    """The process said a line to its user."""

    line: str


Event = Create | Remove | Rename | Write | Cut | Sync | Said


def recorder(folder: Path) -> list[str]:
    """The command that records what comes after it, a file a process in `folder`."""
    quick = ["strace", "-ff", "--seccomp-bpf"]
    return [*quick, "-xx", "-s", str(_LONGEST), "-e", f"trace={WATCHED}", "-o", str(folder / "calls")]


def failing(call: str, error: str, when: str) -> list[str]:
    """The command under which some calls of `call` fail; `when` is `N`, or `N+` for ever after.

    Calls are counted anew in every process. Instead of an error, `KILLED` ends the process at that call.
    """
    # Signals are not sent from where the quick way stops a process.
    what, quick = ("signal=KILL", []) if error == KILLED else (f"error={error}", ["--seccomp-bpf"])
    fault = f"inject={call}:{what}:when={when}"
    return ["strace", "-f", *quick, "-o", "/dev/null", "-e", f"trace={call}", "-e", fault]


def recorded_by(folder: Path, pid: int) -> Path:
    """The recording of one process."""
    return folder / f"calls.{pid}"


def calls_in(log: Path) -> Counter[str]:
    """How often a recorded process made each call."""
    with log.open(encoding="utf-8") as lines:
        return Counter(line.split("(", 1)[0] for line in lines)


@dataclass(slots=True)
class _Handle:
    """An open file of the folder, and where a plain write goes."""

    name: str
    for_writing_only: bool
    at: int = 0


class _Reader:
    """Follows which descriptor is which file."""

    def __init__(self, root: Path) -> None:
        self._root = str(root)
        self._open: dict[int, _Handle] = {}

    def events(self, name: str, arguments: str, answer: int) -> Iterator[Event]:
        """What one successful call meant for the files under the root."""
        if name == "openat":
            yield from self._opened(arguments, answer)
        elif name in ("unlink", "unlinkat"):
            file = _texts(arguments)[0].decode()
            yield from [Remove(self._named(file))] if self._is_ours(file) else []
        elif name.startswith("rename"):
            old, new = (text.decode() for text in _texts(arguments))
            assert self._is_ours(old) == self._is_ours(new), "a file came from elsewhere"
            yield from [Rename(self._named(old), self._named(new))] if self._is_ours(old) else []
        elif name == "write" and _first(arguments) == 1:
            yield from [Said(line) for line in _texts(arguments)[0].decode().splitlines()]
        elif name in ("link", "linkat"):
            assert not any(self._is_ours(text.decode()) for text in _texts(arguments)), "not modelled"
        else:
            yield from self._on_a_file(name, arguments, answer)

    def _is_ours(self, file: str) -> bool:
        return file == self._root or file.startswith(f"{self._root}/")

    def _named(self, file: str) -> str:
        """The name of one of our files in the folder."""
        return file.removeprefix(self._root).removeprefix("/")

    def _opened(self, arguments: str, descriptor: int) -> Iterator[Event]:
        file = _texts(arguments)[0].decode()
        self._open.pop(descriptor, None)
        if not self._is_ours(file):
            return
        assert "O_APPEND" not in arguments, f"{file} is opened for appending: not modelled"
        name = self._named(file)
        self._open[descriptor] = _Handle(name, "O_WRONLY" in arguments)
        if "O_CREAT" in arguments:
            yield Create(name)
        if "O_TRUNC" in arguments:
            yield Cut(name, 0)

    def _on_a_file(self, name: str, arguments: str, answer: int) -> Iterator[Event]:
        # copy_file_range names the file it writes in the third place.
        descriptor = int(arguments.split(",")[2 if name == "copy_file_range" else 0])
        handle = self._open.get(descriptor)
        if handle is None:
            return
        if name == "close":
            del self._open[descriptor]
        elif name == "lseek":
            handle.at = answer
        elif name == "pwrite64":
            yield Write(handle.name, _last(arguments), _texts(arguments)[0][:answer])
        elif name == "write":
            assert handle.for_writing_only, f"{handle.name} is read and written without offsets"
            yield Write(handle.name, handle.at, _texts(arguments)[0][:answer])
            handle.at += answer
        elif name in ("fsync", "fdatasync"):
            yield Sync(handle.name)
        elif name == "ftruncate":
            yield Cut(handle.name, _last(arguments))
        else:
            raise AssertionError(f"{name} on {handle.name} is not modelled")


def events_of(log: Path, root: Path) -> Iterator[Event]:
    """The events of a recording that concern files under `root`, named from there, and what was said."""
    reader = _Reader(root)
    with log.open(encoding="utf-8") as lines:
        for line in lines:
            match = _CALL.match(line)
            if match is not None and int(match[3]) >= 0:
                yield from reader.events(match[1], match[2], int(match[3]))


def _first(arguments: str) -> int:
    return int(arguments.split(",", 1)[0])


def _last(arguments: str) -> int:
    return int(arguments.rsplit(",", 1)[1])


def _texts(arguments: str) -> list[bytes]:
    found = []
    for match in _TEXT.finditer(arguments):
        assert match[2] is None, "the recording is cut short"
        found.append(bytes.fromhex(match[1].replace("\\x", "")))
    return found
