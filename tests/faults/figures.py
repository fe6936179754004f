"""What the sweeps counted, for the end of the run and for the page of proof."""

from collections.abc import Iterator

HEADING = "what the faults did"
_said: list[str] = []


def say(line: str) -> None:
    """Note a line of figures."""
    _said.append(line)


def said() -> Iterator[str]:
    """All lines so far."""
    yield from _said
