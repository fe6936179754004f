"""Completing the name of a file as it is typed."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

MOST_NAMES = 2_000
"""Names of a folder that are looked at: more cannot be told apart on a screen."""


@dataclass(frozen=True, slots=True)
class Completed:
    """What a half-typed name may become.

    Attributes:
        text: as far as all names that fit agree; what was typed where none fits.
        names: those that fit, folders with a mark at their end.
    """

    text: str
    names: tuple[str, ...]


def complete(typed: str) -> Completed:
    """The files and folders that begin as typed; a folder that cannot be read has none."""
    folder_text, start = os.path.split(typed)
    try:
        folder = Path(folder_text or ".").expanduser()
        names = sorted(_beginning(folder, start))
    except (OSError, RuntimeError, ValueError):
        names = []
    common = _agreed(names)
    return Completed(os.path.join(folder_text, common) if common else typed, tuple(names))  # noqa: PTH118


def _agreed(names: Sequence[str]) -> str:
    """As far as all names are the same, sign by sign; they are sorted."""
    if not names:
        return ""
    first, last = names[0], names[-1]
    same = next((n for n, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), None)
    return first[: min(len(first), len(last)) if same is None else same]


def _beginning(folder: Path, start: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in islice(entries, MOST_NAMES):
            if entry.name.startswith(start) and (start or not entry.name.startswith(".")):
                yield f"{entry.name}{os.sep}" if entry.is_dir() else entry.name
