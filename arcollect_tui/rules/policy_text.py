"""Policy as lines of text, `key = value`, to be changed in an editor."""

from collections.abc import Iterable
from typing import NamedTuple

from arcollect_tui.errors import UsageError
from arcollect_tui.rules.text import quoted

_HEAD = """\
# The office's policy. Change what stands behind =, save, and leave the editor.
# A line that is taken out changes nothing. A new reason begins with its name: reason.CODE.name = …
"""


class PolicyLine(NamedTuple):
    """One line; `place` says where it stands."""

    key: str
    value: str
    place: str


def as_lines(values: Iterable[tuple[str, str]]) -> str:
    """Keys with their values, one a line, under a word on how to change them."""
    return _HEAD + "".join(f"{key} = {value}".rstrip() + "\n" for key, value in values)


def from_lines(text: str) -> list[PolicyLine]:
    """The keys of a text with their values; blank lines and those that begin with # say nothing.

    Raises:
        UsageError: a line has no =.
    """
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        key, sign, value = line.partition("=")
        if not sign:
            raise UsageError(f"line {number}: {quoted(line)} has no =. Write key = value.")
        found.append(PolicyLine(key.strip(), value.strip(), f"line {number}"))
    return found
